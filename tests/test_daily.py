"""What the unattended run promises: all that is due, nothing twice, and somebody is told."""

import datetime
import http.server
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio import daily as room
from dispatch_audio import files, slugs
from dispatch_audio.build import Built
from dispatch_audio.checks.finding import Finding
from dispatch_audio.commands import daily
from dispatch_audio.daily import looks
from dispatch_audio.daily.record import KEPT
from dispatch_audio.daily.retiring import with_withdrawn
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import SettingsError
from dispatch_audio.models import sha256_of
from dispatch_audio.readers import parse, read_bytes
from samples import NOW, SMALL, tree

build_room = importlib.import_module("dispatch_audio.build")
"""By this way, since its name is a public function's too."""
Run = Callable[..., Any]
ATOM = "{http://www.w3.org/2005/Atom}"


class Clock:
    """The clock that a run sees."""

    now = NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(daily, "_now", lambda: clock.now)
    for name in (daily.SUCCESS, daily.FAILURE):
        monkeypatch.delenv(name, raising=False)
    return clock


@pytest.fixture
def feed(workspace: Path) -> Path:
    """The feed's folder, with the small dispatch alone."""
    folder = workspace / "feeds" / "daily-dispatch"
    (folder / "dispatches" / "dispatch-002.txt").unlink()
    write(folder, 7)
    return folder


def write(feed: Path, number: int, day: str = "2026-05-06", **words: str) -> Path:
    path = feed / "dispatches" / ("small.txt" if number == 7 else f"d{number}.txt")
    text = SMALL.replace("Dispatch 7 · 2026-05-06", f"Dispatch {number} · {day}")
    for former, new in words.items():
        text = text.replace(former.replace("_", " "), new)
    path.write_text(text, encoding="utf-8")
    return path


def add(feed: Path, settings: str) -> None:
    path = feed / "feed.toml"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n{settings}\n", encoding="utf-8")


def items(folder: Path) -> list[ET.Element]:
    return list(ET.parse(folder / "feed.xml").iter("item"))


def records(feed: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((feed / "runs").iterdir())]


def test_what_is_due_is_built_and_published_and_nothing_twice(run: Run, feed: Path, workspace: Path) -> None:
    (workspace / "www").mkdir()
    add(feed, 'publish = "../../www"')
    ran = run("daily")
    assert ran.code == 0
    assert "dispatch-007: built, 0:2" in ran.out
    assert [item.findtext("title") for item in items(workspace / "www")] == ["A Small Day"]
    before = tree(feed / "public") | tree(workspace / "www")
    again = run("daily")
    assert (again.code, again.err) == (0, "")
    assert "0 built, 1 unchanged" in again.out
    assert tree(feed / "public") | tree(workspace / "www") == before
    assert [record["published"][0]["sent"] > 0 for record in records(feed)] == [True, False]


def test_a_dispatch_that_is_dated_later_waits_in_the_feeds_own_time_zone(
    run: Run, feed: Path, clock: Clock
) -> None:
    path = feed / "feed.toml"
    path.write_text(path.read_text("utf-8").replace('timezone = "UTC"', 'timezone = "Pacific/Auckland"'))
    clock.now = datetime.datetime(2026, 5, 5, 11, 59, tzinfo=datetime.UTC)
    ran = run("daily")
    assert (ran.code, records(feed)[-1]["waiting"]) == (0, ["dispatch-007"])
    assert "dispatch-007: waits: is dated 2026-05-06" in ran.out
    assert not (feed / "public").exists()
    clock.now = datetime.datetime(2026, 5, 5, 12, 0, tzinfo=datetime.UTC)
    assert "to build: has no episode yet" in run("daily", "--dry-run").out


def test_after_days_of_downtime_the_oldest_come_first_up_to_a_limit(run: Run, feed: Path) -> None:
    write(feed, 8, "2026-05-04")
    write(feed, 9, "2026-05-05")
    ran = run("daily", "--limit", "2")
    assert ran.code == 0
    (record,) = records(feed)
    assert [one["slug"] for one in record["built"]] == ["dispatch-008", "dispatch-009"]
    assert record["left"] == ["dispatch-007"]
    assert "1 more for the next run: dispatch-007" in ran.out
    run("daily")
    assert [one["slug"] for one in records(feed)[-1]["built"]] == ["dispatch-007"]


def test_a_dry_run_tells_what_would_be_done_and_why_and_does_nothing(
    run: Run, built: Built, workspace: Path
) -> None:
    feed = workspace / "feeds" / "daily-dispatch"
    (feed / "dispatches" / "dispatch-002.txt").unlink()
    before = tree(workspace)
    assert "dispatch-007: unchanged" in run("daily", "--dry-run").out
    small = feed / "dispatches" / "small.txt"
    small.write_text(SMALL.replace("froze on Tuesday", "froze on Monday"), encoding="utf-8")
    assert "to build: changed since it was built: text" in run("daily", "--dry-run").out
    small.write_text(SMALL, encoding="utf-8")
    voice = workspace / "voices" / "tony.toml"
    voice.write_text(voice.read_text("utf-8").replace("2.0", "1.9"))
    add(feed, 'length = "full"')
    assert "changed since it was built: voice, settings" in run("daily", "--dry-run").out
    voice.write_text(voice.read_text("utf-8").replace("1.9", "2.0"))
    (feed / "feed.toml").write_bytes(before["feeds/daily-dispatch/feed.toml"])
    (built.folder / "transcript.srt").write_bytes(b"")
    assert "transcript.srt of its episode is missing or damaged" in run("daily", "--dry-run").out
    (built.folder / "transcript.srt").write_bytes(
        before["feeds/daily-dispatch/public/episodes/dispatch-007/transcript.srt"]
    )
    assert tree(workspace) == before


def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files had been written a while ago."""
    monkeypatch.setattr(files, "_TICK_NS", -1_000_000_000_000)


def _hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files whose bytes a run reads to find damage."""
    names: list[str] = []

    def spy(path: Path) -> str:
        names.append(path.name)
        return sha256_of(path)

    monkeypatch.setattr(looks, "sha256_of", spy)
    return names


def test_what_was_found_whole_is_read_again_only_when_it_was_touched(
    run: Run, built: Built, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = _hashed(monkeypatch)
    assert run("daily").code == 0
    assert "cover" in " ".join(names)
    # What was written a moment ago may be written again and look the same.
    names.clear()
    assert run("daily").code == 0
    assert names
    _settled(monkeypatch)
    assert run("daily").code == 0
    names.clear()
    assert run("daily").code == 0
    assert names == []
    file = built.folder / "transcript.srt"
    data, times = file.read_bytes(), file.stat()
    file.write_bytes(data.replace(b"o", b"a"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "transcript.srt of its episode is missing or damaged" in run("daily", "--dry-run").out
    assert run("daily").code == 0
    assert file.read_bytes() == data


@pytest.mark.parametrize("record", [b"", b"[]", b'{"format": 1, "looks": 7}', b'{"format": 2, "looks": {}}'])
def test_a_record_of_what_is_whole_that_is_lost_costs_time_alone(
    run: Run, built: Built, feed: Path, monkeypatch: pytest.MonkeyPatch, record: bytes
) -> None:
    _settled(monkeypatch)
    assert run("daily").code == 0
    kept = (feed / ".looks.json").read_bytes()
    (feed / ".looks.json").write_bytes(record)
    assert "unchanged" in run("daily", "--dry-run").out
    assert (feed / ".looks.json").read_bytes() == record
    assert run("daily").code == 0
    assert (feed / ".looks.json").read_bytes() == kept


def test_a_text_whose_episode_is_there_is_not_parsed_again(
    run: Run, built: Built, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(feed, 8, "2026-05-07")
    parsed: list[str] = []

    def spy(data: bytes, path: Path) -> Dispatch:
        parsed.append(path.name)
        return parse(data, path)

    monkeypatch.setattr(slugs, "parse", spy)
    assert run("daily").code == 0
    assert set(parsed) == {"d8.txt"}
    # Another text may have another slug, and be a twin.
    write(feed, 7, "2026-05-08", Dispatch_7="Dispatch 8")
    ran = run("daily")
    assert ran.code == 1
    assert "would both be dispatch-008" in ran.err


def test_a_text_that_was_read_is_read_again_only_when_its_file_was_touched(
    run: Run, built: Built, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = feed / "dispatches" / built.manifest.made_from
    opened: list[str] = []

    def spy(path: Path) -> bytes:
        opened.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(slugs, "read_bytes", spy)
    _settled(monkeypatch)
    assert run("daily").code == 0
    slugs._READ.clear()
    opened.clear()
    assert "unchanged" in run("daily", "--dry-run").out
    assert opened == []
    times, text = file.stat(), file.read_text("utf-8")
    file.write_text(text.replace("Small", "Large"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "changed since it was built: text" in run("daily", "--dry-run").out
    assert opened


def test_a_correction_keeps_its_addresses_and_is_dated(run: Run, feed: Path, clock: Clock) -> None:
    run("daily")
    (first,) = items(feed / "public")
    assert first.find(f"{ATOM}updated") is None
    write(feed, 7, A_Small_Day="A Larger Day")
    clock.now = NOW + datetime.timedelta(hours=1)
    assert run("daily").code == 0
    (second,) = items(feed / "public")
    for name in ("guid", "link", "pubDate"):
        assert second.findtext(name) == first.findtext(name)
    assert second.findtext("title") == "A Larger Day"
    assert second.findtext(f"{ATOM}updated") == "2026-11-01T13:00:00+00:00"
    assert ET.parse(feed / "public" / "feed.xml").findtext("channel/lastBuildDate") == (
        "Sun, 01 Nov 2026 13:00:00 +0000"
    )
    addresses = [item.find("enclosure").attrib["url"] for item in (first, second)]  # type: ignore[union-attr]
    assert addresses[0] != addresses[1]
    assert run("check").code == 0


def test_what_is_made_again_and_comes_out_the_same_is_no_correction(
    run: Run, feed: Path, clock: Clock
) -> None:
    run("daily")
    before = tree(feed / "public")
    clock.now = NOW + datetime.timedelta(hours=1)
    assert run("build", "small", "--again").code == 0
    assert tree(feed / "public") == before


def test_a_dispatch_that_is_gone_stays_published_until_it_is_retired(
    run: Run, built: Built, workspace: Path
) -> None:
    feed = workspace / "feeds" / "daily-dispatch"
    for path in (feed / "dispatches").iterdir():
        path.unlink()
    assert run("daily").code == 0
    assert len(items(feed / "public")) == 1
    settings = tomllib.loads((feed / "feed.toml").read_text("utf-8"))
    assert run("daily", "--retire", "dispatch-700").code == 1
    ran = run("daily", "--retire", "dispatch-007")
    assert ran.code == 0
    assert items(feed / "public") == []
    assert tomllib.loads((feed / "feed.toml").read_text("utf-8")) == {
        **settings,
        "withdrawn": ["dispatch-007"],
    }
    assert run("daily", "--retire", "dispatch-007").code == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a = 1\n", 'a = 1\nwithdrawn = ["x"]\n'),
        ("a = 1", 'a = 1\nwithdrawn = ["x"]\n'),
        ("a = 1\n[alerts]\ntimeout = 1\n", 'a = 1\nwithdrawn = ["x"]\n\n[alerts]\ntimeout = 1\n'),
        ('withdrawn = ["w"] # why\nb = 2\n', 'withdrawn = ["w", "x"] # why\nb = 2\n'),
        ('withdrawn = [\n  "w",\n]\n', 'withdrawn = [\n  "w", "x"]\n'),
        ("withdrawn = []\n", 'withdrawn = ["x"]\n'),
    ],
)
def test_taking_back_changes_one_key_of_feed_toml(text: str, wanted: str) -> None:
    assert with_withdrawn(text, "x", Path("feed.toml")) == wanted


@pytest.mark.parametrize(
    "text", ['"withdrawn" = ["w"]\n', 'withdrawn = [ # why\n"w"]\n', 'a = """\n[b]\n"""\n']
)
def test_a_feed_toml_that_would_be_damaged_is_left_alone(text: str) -> None:
    with pytest.raises(SettingsError, match="by hand"):
        with_withdrawn(text, "x", Path("feed.toml"))


def test_one_bad_dispatch_does_not_stop_the_others(
    run: Run, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (feed / "dispatches" / "a.txt").write_text("nonsense", encoding="utf-8")
    write(feed, 8, "2026-05-05")
    write(feed, 9, "2026-05-07")
    (feed / "dispatches" / "twin.txt").write_text((feed / "dispatches" / "d9.txt").read_text("utf-8"))
    real: Callable[..., Built] = build_room.build

    def sick(path: Path, *args: Any) -> Built:
        if path.stem == "d8":
            raise ZeroDivisionError("nobody foresaw this")
        return real(path, *args)

    monkeypatch.setattr(room, "build", sick)
    ran = run("daily")
    assert ran.code == 1
    assert len(items(feed / "public")) == 1
    (record,) = records(feed)
    assert [one["slug"] for one in record["failed"]] == [
        "dispatch-009",
        "dispatch-009",
        "a.txt",
        "dispatch-008",
    ]
    assert len(ran.err.splitlines()) > 4
    assert "a.txt:1: has no header" in ran.err
    assert "would both be dispatch-009" in ran.err
    assert "a fault of ours: ZeroDivisionError" in ran.err


def test_what_is_withheld_gives_three_and_stays_out(
    run: Run, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        build_room, "check_episode", lambda *_: (Finding("loudness", "dispatch-007", False, "too loud"),)
    )
    ran = run("daily")
    assert ran.code == 3
    assert "dispatch-007: withheld: loudness: too loud" in ran.out
    assert records(feed)[0]["withheld"][0]["reasons"] == ["loudness: too loud"]
    assert not (feed / "public" / "feed.xml").exists()


def test_a_target_that_is_gone_is_sent_to_by_the_next_run(run: Run, feed: Path, workspace: Path) -> None:
    add(feed, 'publish = "../../www"')
    ran = run("daily")
    assert ran.code == 1
    assert "there is no such folder" in ran.err
    assert "tried again in the next run" in ran.err
    assert len(items(feed / "public")) == 1
    (workspace / "www").mkdir()
    assert run("daily").code == 0
    assert (workspace / "www" / "feed.xml").read_bytes() == (feed / "public" / "feed.xml").read_bytes()


def test_an_engine_that_is_gone_leaves_the_reading_to_the_fallback(
    run: Run, feed: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "voices" / "kim.toml").write_text(
        'name = "Kim"\nengine = "edge"\nvoice = "en-US-AndrewNeural"\nfallback = "tony"\n'
    )
    path = feed / "feed.toml"
    path.write_text(path.read_text("utf-8").replace('"tony"', '"kim"'))
    monkeypatch.setitem(sys.modules, "edge_tts", None)
    ran = run("daily")
    assert ran.code == 0
    assert "spoken by Tony Tone in place of the narrator" in ran.out
    assert records(feed)[0]["built"][0]["stand_in"] == "Tony Tone"
    assert "1 unchanged" in run("daily").out


def test_a_feed_that_is_wrong_does_not_stop_the_others(run: Run, built: Built, workspace: Path) -> None:
    (workspace / "feeds" / "another").mkdir()
    (workspace / "feeds" / "another" / "feed.toml").write_text("nonsense = 1\n")
    ran = run("daily", "--no-publish")
    assert ran.code == 1
    assert "another" in ran.err
    assert "daily-dispatch: 1 built, 1 unchanged" in ran.out


def test_a_clock_that_is_put_back_takes_nothing_away(
    run: Run, built: Built, feed: Path, clock: Clock
) -> None:
    before = (feed / "public" / "feed.xml").read_bytes()
    clock.now = datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)
    assert run("daily").code == 0
    assert (feed / "public" / "feed.xml").read_bytes() == before


def test_what_was_built_before_its_time_comes_into_the_feed_by_the_next_run(
    run: Run, feed: Path, clock: Clock
) -> None:
    clock.now = datetime.datetime(2026, 5, 6, 5, 30, tzinfo=datetime.UTC)
    run("daily")
    assert items(feed / "public") == []
    write(feed, 7, A_Small_Day="A Larger Day")
    run("daily")
    clock.now = datetime.datetime(2026, 5, 6, 6, 30, tzinfo=datetime.UTC)
    assert run("daily").code == 0
    (item,) = items(feed / "public")
    assert item.find(f"{ATOM}updated") is None, "nobody had it before it was corrected"


def test_a_run_that_finds_another_at_work_leaves_it_alone(run: Run, feed: Path) -> None:
    with files.locked_if_free(feed / ".daily.lock") as free:
        assert free
        ran = run("daily")
    assert (ran.code, ran.err) == (0, "")
    assert "another run is at work on it" in ran.out
    assert not (feed / "runs").exists()


def test_machines_get_an_object_a_step(run: Run, feed: Path) -> None:
    ran = run("daily", "--log", "json")
    steps = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.err == ""
    names = [step["step"] for step in steps]
    assert names[:2] == ["begun", "due"]
    assert names[-2:] == ["built", "ended"]
    assert {"stage"} == set(names[2:-2])
    assert steps[-1]["code"] == 0
    assert all(datetime.datetime.fromisoformat(step["time"]) for step in steps)


def test_a_record_is_kept_of_each_run_and_the_newest_hundred_stay(run: Run, built: Built, feed: Path) -> None:
    (feed / "runs").mkdir()
    for at in range(KEPT + 5):
        (feed / "runs" / f"20200101T000000.{at:06d}Z.json").write_text("{}")
    run("daily")
    names = sorted(path.name for path in (feed / "runs").iterdir())
    assert len(names) == KEPT
    record = json.loads((feed / "runs" / names[-1]).read_text("utf-8"))
    assert (record["code"], record["began"][:10]) == (0, "2026-11-01")
    assert (record["due"], record["unchanged"]) == ([], ["dispatch-007"])
    assert record["versions"]["dispatch-audio"]


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """A service that is pinged: its address, and what it was asked for."""
    asked: list[str] = []

    class Service(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if "slow" in self.path:
                time.sleep(1)
            self.send_response(500 if "broken" in self.path else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_somebody_is_told_how_it_ended_and_the_address_is_told_nobody(
    run: Run, feed: Path, heard: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = heard
    add(feed, f'[alerts]\nsuccess = "{address}/MARKED"\nfailure = "{address}/MARKED/fail"')
    monkeypatch.setenv(daily.SUCCESS, f"{address}/MARKED-all")
    monkeypatch.setenv(daily.FAILURE, f"{address}/MARKED-all/fail")
    ran = [run("daily", "-v", "--log", "json")]
    assert asked == ["/MARKED", "/MARKED-all"]
    (feed / "dispatches" / "a.txt").write_text("nonsense", encoding="utf-8")
    ran.append(run("daily", "-v"))
    assert asked[2:] == ["/MARKED/fail", "/MARKED-all/fail"]
    ran.append(run("daily", "--dry-run"))
    ran.append(run("daily", "--status"))
    assert len(asked) == 4
    assert "MARKED" not in "".join(one.out + one.err for one in ran)
    assert b"MARKED" not in b"".join(tree(feed / "runs").values())


@pytest.mark.parametrize(
    ("path", "said"), [("/broken-MARKED", "it answered 500"), ("/slow-MARKED", "no answer in time")]
)
def test_an_alert_that_is_not_heard_is_a_line_and_no_failure(
    run: Run, built: Built, feed: Path, heard: tuple[str, list[str]], path: str, said: str
) -> None:
    add(feed, f'[alerts]\nsuccess = "{heard[0]}{path}"\ntimeout = 0.2')
    ran = run("daily")
    assert ran.code == 0
    assert f"the success address could not be told: {said}" in ran.out
    assert "MARKED" not in ran.out + ran.err


def test_an_alert_nobody_listens_to_is_told_without_its_address(run: Run, built: Built, feed: Path) -> None:
    add(feed, '[alerts]\nsuccess = "http://127.0.0.1:9/MARKED"')
    ran = run("daily")
    assert (ran.code, "MARKED" in ran.out + ran.err) == (0, False)
    assert "could not be told: it cannot be reached" in ran.out


@pytest.mark.parametrize("address", ["ftp://MARKED", "MARKED", "http://", "http://a b/MARKED"])
def test_an_alert_that_is_no_address_is_refused_and_not_repeated(run: Run, feed: Path, address: str) -> None:
    add(feed, f'[alerts]\nfailure = "{address}"')
    ran = run("daily")
    assert ran.code == 1
    assert "alerts.failure: must be a whole address" in ran.err
    assert "MARKED" not in ran.err


def test_an_alert_makes_no_episode_anew(run: Run, feed: Path) -> None:
    run("daily")
    add(feed, '[alerts]\nsuccess = "http://127.0.0.1:9/"\ntimeout = 1')
    assert "1 unchanged" in run("daily").out


def test_status_asks_what_listeners_fetch(run: Run, feed: Path, workspace: Path, clock: Clock) -> None:
    (workspace / "www").mkdir()
    add(feed, 'publish = "../../www"')
    clock.now = datetime.datetime(2026, 5, 6, 5, 0, tzinfo=datetime.UTC)
    assert run("daily", "--status").code == 0, "it is not time yet"
    clock.now = datetime.datetime(2026, 5, 6, 7, 0, tzinfo=datetime.UTC)
    ran = run("daily", "--status")
    assert (ran.code, "not out: dispatch-007 is not built (no run is on record)" in ran.out) == (1, True)
    run("daily", "--no-publish")
    ran = run("daily", "--status")
    assert (ran.code, "dispatch-007 is not in the feed at" in ran.out) == (1, True)
    run("daily")
    ran = run("daily", "--status")
    assert (ran.code, "out: dispatch-007 of 2026-05-06 is out (the last run began" in ran.out) == (0, True)
    next((workspace / "www").rglob("*.mp3")).write_bytes(b"half")
    assert "is of another length" in run("daily", "--status").out
    clock.now += datetime.timedelta(days=1)
    ran = run("daily", "--status", "--log", "json")
    assert (ran.code, json.loads(ran.out)["said"]) == (
        1,
        "no dispatch is dated 2026-05-07; the newest episode is of 2026-05-06",
    )


_STUCK = """
import sys, time
from dispatch_audio.cli import main
from dispatch_audio.speak.engines import tone
def stuck(*args, **more):
    print("speaking", flush=True)
    time.sleep(60)
tone.ToneEngine.speak = stuck
sys.exit(main(["daily"]))
"""


def test_sigterm_ends_a_run_within_five_seconds_though_a_line_is_being_spoken(feed: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _STUCK],
        cwd=feed.parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(feed / "cache")},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "speaking\n":
                break
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[1]
        assert time.monotonic() - began < 5
    assert process.returncode == 143
    assert "ended by SIGTERM; the next run goes on from here" in said
    assert not any((feed / ".making").glob("*"))
    assert records(feed)[0]["code"] == 1


def test_an_episode_that_waits_for_its_editor_is_no_failure(run: Run, feed: Path) -> None:
    add(feed, "review = true")
    for _ in range(2):
        ran = run("daily")
        assert (ran.code, records(feed)[-1]["withheld"], records(feed)[-1]["waiting"]) == (
            0,
            [],
            ["dispatch-007"],
        )
    assert "waits for its editor's approval" in ran.out
    assert not (feed / "public" / "episodes").exists()
