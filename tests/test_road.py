"""The road from end to end: a real voice, a real MP3, a real server, and podcast software that is not ours."""

import http.client
import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import podcastparser
import pytest
from mutagen import id3, mp3

from dispatch_audio.build import Built
from samples import SMALL, tree

Run = Callable[..., Any]


@pytest.fixture
def served(workspace: Path) -> Iterator[str]:
    """`dispatch-audio serve` in a process of its own; gives the address that it tells."""
    words = [sys.executable, "-m", "dispatch_audio", "serve", "--port", "0", "--workspace", str(workspace)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        ended = threading.Timer(60, server.kill)
        ended.start()
        try:
            assert server.stdout is not None
            page = server.stdout.readline()
            feed = server.stdout.readline()
            assert feed.strip() == page.strip().replace("page: ", "feed: ") + "feed.xml"
            yield page.removeprefix("page: ").strip()
        finally:
            ended.cancel()
            server.terminate()
            server.wait()


def _get(url: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, f"/{path}", headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.speech
def test_a_dispatch_is_heard_in_a_podcast_app(
    run: Run, small: Path, public: Path, request: pytest.FixtureRequest
) -> None:
    told = json.loads(run("build", "small", "--voice", "joe", "--json").out)
    assert (told["status"], told["engine"]) == ("built", "piper")
    url = request.getfixturevalue("served")
    feed = podcastparser.parse(f"{url}feed.xml", io.BytesIO(_get(f"{url}feed.xml")[1]))
    assert feed["title"] == "The Daily Dispatch"
    (episode,) = feed["episodes"]
    assert (episode["title"], episode["number"]) == ("A Small Day", 7)
    (enclosure,) = episode["enclosures"]
    assert enclosure["mime_type"] == "audio/mpeg"
    assert enclosure["url"].startswith(url)
    response, body = _get(enclosure["url"])
    assert response.getheader("content-type") == "audio/mpeg"
    assert (
        len(body)
        == enclosure["file_size"]
        == int(_get(enclosure["url"], "HEAD")[0].getheader("content-length") or 0)
    )
    part, some = _get(enclosure["url"], Range="bytes=-1000")
    assert (part.status, some) == (206, body[-1000:])
    local = public / "downloaded.mp3"
    local.write_bytes(body)
    sound: Any = mp3.MP3(local)  # type: ignore[no-untyped-call]
    assert (sound.info.bitrate, sound.info.sample_rate, sound.info.channels) == (112_000, 44_100, 2)
    # Whole frames: what the encoder begins and ends with is in them.
    assert abs(sound.info.length - told["duration_s"]) < 0.08
    assert abs(episode["total_time"] - told["duration_s"]) <= 1
    tags: Any = id3.ID3(local)  # type: ignore[no-untyped-call]
    contents = tags.getall("CTOC")[0]
    assert len(contents.child_element_ids) == told["chapters"] == len(tags.getall("CHAP"))
    listed = json.loads(_get(f"{url}episodes/{told['slug']}/chapters.json")[1])["chapters"]
    assert [chapter["startTime"] for chapter in listed] == [
        tags[f"CHAP:{name}"].start_time / 1000 for name in contents.child_element_ids
    ]


@pytest.mark.speech
def test_the_same_dispatch_gives_the_same_bytes_in_another_folder(
    run: Run, small: Path, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", "small", "--voice", "joe")
    other = tmp_path / "other"
    run("init", str(other))
    feed = other / "feeds" / "daily-dispatch"
    (feed / "feed.toml").write_bytes((workspace / "feeds" / "daily-dispatch" / "feed.toml").read_bytes())
    (feed / "dispatches" / "small.txt").write_text(SMALL, encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    assert run("build", "small", "--voice", "joe", "--workspace", str(other)).code == 0
    assert tree(feed / "public") == tree(workspace / "feeds" / "daily-dispatch" / "public")


def test_no_program_of_the_system_is_needed(workspace: Path, small: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    environment = {**os.environ, "PATH": str(tmp_path / "empty"), "LC_ALL": "C"}
    ran = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-m", "dispatch_audio", "build", "small", "--json"],
        cwd=workspace,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["status"] == "built"


def test_the_transcript_shows_what_is_written_and_every_word_of_it(built: Built, run: Run) -> None:
    script = json.loads(run("script", "small", "--json").out)
    written = [line["text"] for chapter in script["chapters"] for line in chapter["utterances"]]
    vtt = (built.folder / "transcript.vtt").read_text("utf-8")
    cues = re.findall(r"^<v [^>]+>(.*?)(?=\n\n|\Z)", vtt.replace("</v>", ""), re.MULTILINE | re.DOTALL)
    heard = " ".join(" ".join(cues).split())
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        heard = heard.replace(entity, sign)
    assert heard == " ".join(" ".join(written).split())
    assert "8 cm" in heard
