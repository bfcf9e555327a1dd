"""The server, asked over a real connection: what podcast apps need, and nothing outside its folder."""

import contextlib
import email
import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_samples import ARTWORK, BASE, GUID, manifest, settings
from site_serving import running

from dispatch_audio.errors import WorkspaceError
from dispatch_audio.loopback import HOST
from dispatch_audio.site.browsing import stylesheets
from dispatch_audio.site.feed import render_feed
from dispatch_audio.site.ranges import satisfiable
from dispatch_audio.site.server import Served, serve

MP3 = bytes(range(256)) * 400


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is published, with secrets beside it that links and dots lead to."""
    root = tmp_path_factory.mktemp("site")
    (root / "secret.txt").write_text("secret")
    public = root / "public"
    episode = public / "episodes" / "dispatch-002"
    episode.mkdir(parents=True)
    (public / "feed.xml").write_bytes(render_feed(settings(), [manifest()], ARTWORK))
    (public / "index.html").write_text(f'<a href="{BASE}feed.xml">feed</a>')
    for file in stylesheets():
        (public / file.name).write_bytes(file.data)
    (public / ARTWORK).write_bytes(b"\xff\xd8picture")
    (public / "link.txt").symlink_to(root / "secret.txt")
    (public / "folder").symlink_to(root)
    for name, data in {
        "a.0123456789ab.mp3": MP3,
        "empty.mp3": b"",
        "chapters.json": f'{{"chapters": [{{"img": "{BASE}{ARTWORK}"}}]}}'.encode(),
        "episode.json": b"{}",
        "transcript.vtt": b"WEBVTT\n",
        "transcript.srt": b"1\n",
        "index.html": b"<p>page</p>",
    }.items():
        (episode / name).write_bytes(data)
    return public


def _feed(public: Path, name: str = "small", base_url: str = BASE) -> Served:
    return Served(name, f"The <{name}> Show", public, base_url)


@pytest.fixture(scope="module")
def port(public: Path) -> Iterator[int]:
    """The port of a server of one feed."""
    with running(_feed(public)) as port:
        yield port


class Answer:
    """What the server said."""

    def __init__(self, port: int, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        with contextlib.closing(connection):
            connection.request(
                method, path, headers={name.replace("_", "-"): said for name, said in headers.items()}
            )
            response = connection.getresponse()
            self.status = response.status
            self.headers = response.headers
            self.body = response.read()

    def __getitem__(self, header: str) -> str | None:
        return self.headers.get(header)


EPISODE = "/episodes/dispatch-002/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.xsl", "text/xsl; charset=utf-8"),
        ("/feed.css", "text/css; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        (f"/{ARTWORK}", "image/jpeg"),
        (f"{EPISODE}a.0123456789ab.mp3", "audio/mpeg"),
        (f"{EPISODE}chapters.json", "application/json+chapters"),
        (f"{EPISODE}episode.json", "application/json"),
        (f"{EPISODE}transcript.vtt", "text/vtt; charset=utf-8"),
        (f"{EPISODE}transcript.srt", "application/x-subrip"),
    ],
)
def test_every_file_has_its_real_type(port: int, path: str, kind: str) -> None:
    assert Answer(port, path)["content-type"] == kind


@pytest.mark.parametrize("path", ["/feed.xml", "/", f"{EPISODE}a.0123456789ab.mp3"])
def test_head_tells_what_get_sends(port: int, path: str) -> None:
    get, head = Answer(port, path), Answer(port, path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for header in ("content-length", "content-type", "etag", "accept-ranges"):
        assert head[header] == get[header]
    assert get["content-length"] == str(len(get.body))


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=100-", (100, len(MP3))),
        ("bytes=-100", (len(MP3) - 100, len(MP3))),
        ("bytes=5-5", (5, 6)),
        (f"bytes=10-{len(MP3) * 2}", (10, len(MP3))),
        (f"bytes=-{len(MP3) * 2}", (0, len(MP3))),
    ],
)
def test_a_range_is_sent_as_asked(port: int, asked: str, sent: tuple[int, int]) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", Range=asked)
    start, end = sent
    assert answer.status == 206
    assert answer.body == MP3[start:end]
    assert answer["content-range"] == f"bytes {start}-{end - 1}/{len(MP3)}"
    assert answer["content-length"] == str(end - start)
    assert answer["content-type"] == "audio/mpeg"


@pytest.mark.parametrize("asked", [f"bytes={len(MP3)}-", "bytes=-0", "bytes=999999999-"])
def test_a_range_behind_the_end_is_refused_with_the_length(port: int, asked: str) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", Range=asked)
    assert answer.status == 416
    assert answer["content-range"] == f"bytes */{len(MP3)}"


def test_many_ranges_are_sent_as_parts_each_with_its_place(port: int) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", Range="bytes=0-9, 500-509,-5")
    kind = answer["content-type"] or ""
    assert (answer.status, kind.partition(";")[0]) == (206, "multipart/byteranges")
    assert answer["content-length"] == str(len(answer.body))
    message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + answer.body)
    parts = [
        (part["content-range"], part.get_payload(decode=True))
        for part in message.walk()
        if not part.is_multipart()
    ]
    assert parts == [
        (f"bytes 0-9/{len(MP3)}", MP3[:10]),
        (f"bytes 500-509/{len(MP3)}", MP3[500:510]),
        (f"bytes {len(MP3) - 5}-{len(MP3) - 1}/{len(MP3)}", MP3[-5:]),
    ]


@pytest.mark.parametrize(
    "asked", ["bytes=9-5", "bytes=a-b", "bytes=", "items=0-5", "bytes 0-5", "bytes=0-5;1-2"]
)
def test_what_is_no_range_is_passed_over(port: int, asked: str) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", Range=asked)
    assert (answer.status, answer.body) == (200, MP3)


def test_of_ranges_that_are_partly_there_those_are_sent(port: int) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", Range="bytes=0-9,99999999-")
    assert (answer.status, answer.body) == (206, MP3[:10])


def test_head_passes_over_a_range_and_tells_the_whole_length(port: int) -> None:
    answer = Answer(port, f"{EPISODE}a.0123456789ab.mp3", "HEAD", Range="bytes=0-9")
    assert (answer.status, answer["content-length"]) == (200, str(len(MP3)))


@pytest.mark.parametrize(
    ("asked", "size", "kept"),
    [
        ("bytes=0-", 0, "bytes=0-"),
        ("bytes=-5", 0, "bytes=-5"),
        ("bytes=-5", 3, "bytes=-5"),
        ("BYTES=1-2", 3, "bytes=1-2"),
        ("bytes=0-0,,2-2", 3, "bytes=0-0,2-2"),
        ("bytes=" + "9" * 30 + "-", 3, None),
        ("bytes=٣-٤", 9, None),
    ],
)
def test_a_range_header_is_read_as_rfc_9110_has_it(asked: str, size: int, kept: str | None) -> None:
    assert satisfiable(asked, size) == kept


def test_a_range_of_a_file_that_has_changed_is_the_whole_file(port: int) -> None:
    path = f"{EPISODE}a.0123456789ab.mp3"
    assert Answer(port, path, Range="bytes=0-9", If_Range='"another"').body == MP3
    etag = Answer(port, path)["etag"] or ""
    assert Answer(port, path, Range="bytes=0-9", If_Range=etag).body == MP3[:10]


@pytest.mark.parametrize("path", ["/feed.xml", f"{EPISODE}a.0123456789ab.mp3"])
def test_what_a_client_has_is_not_sent_again(port: int, path: str) -> None:
    etag = Answer(port, path)["etag"] or ""
    again = Answer(port, path, If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")
    assert Answer(port, path, If_None_Match='"another"').status == 200


@pytest.mark.parametrize("path", ["/feed.xml", f"{EPISODE}a.0123456789ab.mp3", "/none"])
def test_a_player_on_another_site_may_read_it(port: int, path: str) -> None:
    assert Answer(port, path, Origin="https://player.example")["access-control-allow-origin"] == "*"


def test_a_player_on_another_site_may_ask_for_a_range(port: int) -> None:
    answer = Answer(
        port,
        f"{EPISODE}a.0123456789ab.mp3",
        "OPTIONS",
        Origin="https://player.example",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="range, if-none-match",
    )
    assert answer.status == 200
    assert answer["access-control-allow-origin"] == "*"
    assert {"range", "if-none-match"} <= set((answer["access-control-allow-headers"] or "").split(", "))
    told = Answer(port, "/feed.xml", Origin="https://player.example")["access-control-expose-headers"] or ""
    assert {"Content-Range", "Content-Length", "ETag"} <= set(told.split(", "))


def test_whatever_names_the_show_names_the_server(port: int) -> None:
    assert BASE.encode() not in Answer(port, "/").body
    chapters = json.loads(Answer(port, f"{EPISODE}chapters.json").body)
    assert chapters["chapters"][0]["img"] == f"http://{HOST}:{port}/{ARTWORK}"


def test_several_feeds_are_served_each_by_its_name_with_a_page_of_them(public: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "feed.xml").write_text(f"<rss>https://other.example/feed.xml {BASE}</rss>", encoding="utf-8")
    feeds = (
        _feed(public),
        _feed(other, "an other", "https://other.example/"),
        _feed(tmp_path / "none", "none"),
    )
    with running(*feeds) as port:
        own = f"http://{HOST}:{port}/"
        index = Answer(port, "/").body.decode()
        assert f'href="{own}small/"' in index
        assert f"<code>{own}an%20other/feed.xml</code>" in index
        assert "none has no episode yet." in index
        assert "The &lt;small&gt; Show" in index
        assert f"{own}small/episodes/" in Answer(port, "/small/feed.xml").body.decode()
        assert (
            Answer(port, "/an%20other/feed.xml").body.decode()
            == f"<rss>{own}an%20other/feed.xml {BASE}</rss>"
        )
        assert Answer(port, f"/small{EPISODE}a.0123456789ab.mp3", Range="bytes=0-9").body == MP3[:10]
        assert Answer(port, "/small/").body.startswith(b"<a href=")
        assert Answer(port, "/small")["location"] == f"{own}small/"
        for path in (
            "/none/feed.xml",
            "/feed.xml",
            "/small/../secret.txt",
            "/small/%2e%2e/%2e%2e/secret.txt",
        ):
            answer = Answer(port, path)
            assert (answer.status, b"secret" in answer.body) == (404, False), path
        (tmp_path / "none").mkdir()
        (tmp_path / "none" / "feed.xml").write_text("<rss/>", encoding="utf-8")
        assert Answer(port, "/none/feed.xml").status == 200
        assert f'href="{own}none/"' in Answer(port, "/").body.decode()


def test_the_feed_names_the_server_and_keeps_its_guids(port: int) -> None:
    answer = Answer(port, "/feed.xml")
    text = answer.body.decode()
    assert BASE not in text
    assert f"http://{HOST}:{port}/episodes/dispatch-002/dispatch-002.0123456789ab.mp3" in text
    assert f"<podcast:guid>{GUID}</podcast:guid>" in text
    assert "a9ebc307-34c6-5909-b38c-000000000002" in text


@pytest.mark.parametrize(("path", "page"), [("/", b"feed"), (EPISODE, b"<p>page</p>")])
def test_a_folder_shows_its_page(port: int, path: str, page: bytes) -> None:
    assert page in Answer(port, path).body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/episodes/../../secret.txt",
        "/episodes/%2e%2e/%2e%2e/secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/folder/secret.txt",
        "/feed.xml%00.mp3",
        "/%00",
        "/none",
        "/episodes/" + "x" * 300,
    ],
)
def test_nothing_outside_the_folder_is_served(port: int, path: str) -> None:
    answer = Answer(port, path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(port: int, method: str) -> None:
    assert Answer(port, "/feed.xml", method).status == 405


def test_an_empty_file_is_sent_empty(port: int) -> None:
    assert Answer(port, f"{EPISODE}empty.mp3").body == b""


def test_a_port_in_use_is_our_error_with_a_way_out(public: Path, port: int) -> None:
    with pytest.raises(WorkspaceError, match=f"port {port}") as error:
        serve([_feed(public)], port, ready=lambda _: None)
    assert "--port" in error.value.hint


def test_a_port_that_cannot_be_is_our_error(public: Path) -> None:
    with pytest.raises(WorkspaceError, match="port 99999"):
        serve([_feed(public)], 99999, ready=lambda _: None)


def test_a_missing_folder_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="does not exist"):
        serve([_feed(tmp_path / "public")], 0, ready=lambda _: None)


def test_a_free_port_is_found_and_an_interruption_ends_it_quietly(public: Path) -> None:
    program = (
        "import sys, pathlib; from dispatch_audio.site.server import Served, serve\n"
        "feed = Served('small', 'Small', pathlib.Path(sys.argv[1]), sys.argv[2])\n"
        "serve([feed], 0, ready=lambda addresses: print(*addresses, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(public), BASE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith(f"http://{HOST}:")
        assert Answer(int(url.rstrip("/").rpartition(":")[2]), "/feed.xml").status == 200
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
        assert time.monotonic() - started < 5
    assert (process.returncode, said) == (0, "")
