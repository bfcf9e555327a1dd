"""Another length of the same show is a feed of its own, made of the same dispatch and the same clips."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dispatch_audio.artwork import Look, published_picture
from dispatch_audio.commands import daily
from dispatch_audio.errors import SettingsError, WorkspaceError
from dispatch_audio.public import read_manifests
from dispatch_audio.speak import clips
from dispatch_audio.workspace import Feed, Workspace
from samples import NOW, tree

Run = Callable[..., Any]
PODCAST = "{https://podcastindex.org/namespace/1.0}"
EDITIONS = (
    '\n[[editions]]\nlength = "headlines"\n\n[[editions]]\nlength = 1\nname = "short"\ntitle = "Quickly"\n'
)


@pytest.fixture
def feed(workspace: Path, small: Path) -> Path:
    """The feed's folder, with two editions beside the show and the small dispatch alone."""
    folder = workspace / "feeds" / "daily-dispatch"
    (folder / "dispatches" / "dispatch-002.txt").unlink()
    write(folder, EDITIONS)
    return folder


def write(feed: Path, more: str) -> None:
    """Adds to feed.toml."""
    path = feed / "feed.toml"
    path.write_text(path.read_text("utf-8") + more, encoding="utf-8")


def first(feed: Path, line: str) -> None:
    """Adds a key of the show to feed.toml, where no table has begun yet."""
    path = feed / "feed.toml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", encoding="utf-8")


def opened(workspace: Path) -> Feed:
    return Workspace(workspace).feed(None)


def test_a_build_makes_every_edition_and_each_is_a_feed_of_its_own(
    feed: Path, run: Run, public: Path
) -> None:
    ran = run("build", "small", "--json")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["slug"], one.get("edition", ""), one["status"]) for one in told] == [
        ("dispatch-007", "", "built"),
        ("dispatch-007", "headlines", "built"),
        ("dispatch-007", "short", "built"),
    ]
    assert told[1]["mp3"].startswith(
        "feeds/daily-dispatch/public/headlines/episodes/dispatch-007/dispatch-007."
    )
    guids, titles = [], []
    for folder, base in ((public, ""), (public / "headlines", "headlines/"), (public / "short", "short/")):
        channel = ET.parse(folder / "feed.xml").getroot()[0]
        guids += [channel.findtext(f"{PODCAST}guid"), channel.findtext("item/guid")]
        titles.append(channel.findtext("title"))
        enclosure = channel.find("item/enclosure")
        assert enclosure is not None
        path = enclosure.get("url", "").removeprefix("https://example.org/daily-dispatch/")
        assert path.startswith(f"{base}episodes/dispatch-007/")
        assert (public / path).stat().st_size == int(enclosure.get("length", "0"))
    assert len(set(guids)) == 6
    assert titles == ["The Daily Dispatch", "The Daily Dispatch: Headlines", "Quickly"]
    assert run("check").code == 0


def test_a_line_that_several_editions_have_is_spoken_once(
    feed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Path] = []
    keep = clips.keep

    def counted(path: Path, data: bytes) -> clips.Take:
        kept.append(path)
        return keep(path, data)

    monkeypatch.setattr(clips, "keep", counted)
    run("build", "small", "--again")
    lines = [
        {
            utterance["text"]
            for chapter in json.loads(run("script", "small", "--json", *chosen).out)["chapters"]
            for utterance in chapter["utterances"]
        }
        for chosen in ((), ("--edition", "headlines"), ("--edition", "short"))
    ]
    assert lines[0] & lines[1]
    assert len(kept) <= len(lines[0] | lines[1] | lines[2]) < sum(map(len, lines))


def test_what_is_built_is_unchanged_in_every_edition(feed: Path, run: Run, public: Path) -> None:
    run("build", "small")
    before = tree(public)
    told = [json.loads(line)["status"] for line in run("build", "small", "--json").out.splitlines()]
    assert told == ["unchanged"] * 3
    assert tree(public) == before


def test_editions_lead_to_one_another_once_they_are_out(feed: Path, run: Run, public: Path) -> None:
    run("build", "small", "--edition", "headlines")
    assert not (public / "index.html").exists()
    assert b"Editions" not in (public / "headlines" / "index.html").read_bytes()
    run("build", "small")
    assert b'<a href="headlines/index.html">Headlines</a>' in (public / "index.html").read_bytes()
    assert b'<a href="short/index.html">Short</a>' in (public / "index.html").read_bytes()
    assert b'<a href="../index.html">Standard</a>' in (public / "headlines" / "index.html").read_bytes()
    assert b'<a href="../headlines/index.html">' in (public / "short" / "index.html").read_bytes()


def test_on_air_every_edition_has_the_shows_name(feed: Path, run: Run) -> None:
    said = run("script", "small", "--edition", "short").out
    assert "The Daily Dispatch" in said
    assert "Quickly" not in said


def test_an_edition_has_the_shows_colours_and_a_badge(feed: Path, run: Run, public: Path) -> None:
    run("build", "small")
    show, headlines, short = (
        Image.open(next(folder.glob("artwork.*"))).convert("RGB").resize((60, 60))
        for folder in (public, public / "headlines", public / "short")
    )
    assert show.getpixel((1, 1)) == headlines.getpixel((1, 1)) == short.getpixel((1, 1))
    # The badge is a band over the lower edge.
    assert headlines.getpixel((1, 58)) == short.getpixel((1, 58)) != show.getpixel((1, 58))
    assert headlines.tobytes() != short.tobytes()


def test_the_shows_own_picture_gets_the_badge_too(tmp_path: Path) -> None:
    own = tmp_path / "cover.png"
    Image.new("RGB", (1400, 1400), (10, 200, 30)).save(own, dpi=(72, 72))
    plain = published_picture(Look("A", "guid"), own)
    assert plain == own.read_bytes()
    made = tmp_path / "made"
    made.write_bytes(published_picture(Look("A", "guid", badge="Headlines"), own))
    with Image.open(made) as image:
        assert (image.size, image.format) == ((1400, 1400), "JPEG")
        green, band = image.getpixel((20, 20)), image.getpixel((20, 1380))
    assert isinstance(green, tuple)
    assert green[1] > 150 > green[0]
    assert band != green


def test_a_script_saved_for_an_edition_is_the_editions_alone(feed: Path, run: Run) -> None:
    run("script", "small", "--edition", "headlines", "--save")
    saved = feed / "scripts" / "dispatch-007.headlines.md"
    assert saved.is_file()
    saved.write_text(saved.read_text("utf-8").replace("A Small Day", "A Very Small Day"), encoding="utf-8")
    assert "A Very Small Day" in run("script", "small", "--edition", "headlines").out
    assert "Very" not in run("script", "small").out
    assert "Very" not in run("script", "small", "--edition", "short").out


def test_each_edition_waits_for_an_approval_of_its_own(feed: Path, run: Run, public: Path) -> None:
    first(feed, "review = true")
    ran = run("build", "small")
    assert ran.code == 0
    assert not list(public.rglob("*.mp3"))
    folders = [feed / "withheld" / name / "dispatch-007" for name in ("", "headlines", "short")]
    assert all((folder / "episode.json").is_file() for folder in folders)


def test_daily_builds_and_publishes_all_of_them_and_the_show_last(
    feed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "_now", lambda: NOW)
    site = feed.parent.parent / "site"
    site.mkdir()
    first(feed, f'publish = "{site.as_posix()}"')
    told = [json.loads(line) for line in run("daily", "--log", "json").out.splitlines()]
    built = [step["slug"] for step in told if step["step"] == "built"]
    assert built == ["dispatch-007", "headlines/dispatch-007", "short/dispatch-007"]
    targets = [Path(step["target"]).name for step in told if step["step"] == "published"]
    assert targets == ["headlines", "short", "site"]
    for name in ("", "headlines", "short"):
        assert (
            tree(site / name).items()
            >= {"feed.xml": (feed / "public" / name / "feed.xml").read_bytes()}.items()
        )
    assert b"headlines/index.html" in (site / "index.html").read_bytes()
    again = [json.loads(line) for line in run("daily", "--log", "json").out.splitlines()]
    assert not [step for step in again if step["step"] in ("built", "failed")]
    assert all(step["sent"] == 0 for step in again if step["step"] == "published")


def test_status_asks_for_every_edition(feed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    day = NOW.replace(year=2026, month=5, day=6)
    monkeypatch.setattr(daily, "_now", lambda: day)
    run("build", "small", "--edition", "headlines")
    ran = run("daily", "--status")
    assert ran.code == 1
    assert "daily-dispatch: not out" in ran.out
    assert "daily-dispatch/headlines: out" in ran.out
    run("build", "small")
    assert run("daily", "--status").code == 0


def test_a_file_that_nobody_can_read_is_told_once(
    feed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "_now", lambda: NOW)
    (feed / "dispatches" / "empty.txt").write_text("", encoding="utf-8")
    told = [json.loads(line) for line in run("daily", "--log", "json").out.splitlines()]
    assert len([step for step in told if step["step"] == "failed"]) == 1
    assert len([step for step in told if step["step"] == "built"]) == 3


def test_an_edition_keeps_its_guids_when_its_title_changes(feed: Path, run: Run, workspace: Path) -> None:
    before = opened(workspace).chosen("short")
    (feed / "feed.toml").write_text(
        (feed / "feed.toml").read_text("utf-8").replace('"Quickly"', '"In a minute"'), encoding="utf-8"
    )
    after = opened(workspace).chosen("short")
    assert after.settings.title == "In a minute"
    assert after.settings.guid == before.settings.guid != opened(workspace).settings.guid


def test_editions_are_chosen_by_name(feed: Path, run: Run, workspace: Path) -> None:
    assert Workspace(workspace).feed("daily-dispatch/short").public == feed / "public" / "short"
    ran = run("build", "small", "--edition", "shrt")
    assert ran.code == 1
    assert "has no edition 'shrt'" in ran.err
    assert "headlines, short" in ran.err
    with pytest.raises(WorkspaceError, match="no edition 'x'"):
        Workspace(workspace).feed("daily-dispatch/x")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name = 'x'", "editions.0.length: is missing"),
        ("length = 'short'", "editions.0.length"),
        ("length = 'full'\nname = 'Full!'", "editions.0.name"),
        ("length = 'full'\nname = 'episodes'", "means something else in public/"),
        ("length = 'full'\nname = 'dispatch-002'", "means something else in public/"),
        ("length = 'full'\n[[editions]]\nlength = 'full'", "editions: two are called 'full'"),
        ("length = 'full'\nlenght = 2", "did you mean length"),
    ],
)
def test_a_wrong_edition_is_told_by_its_key(workspace: Path, table: str, said: str) -> None:
    write(workspace / "feeds" / "daily-dispatch", f"\n[[editions]]\n{table}\n")
    with pytest.raises(SettingsError) as caught:
        opened(workspace)
    assert said in str(caught.value)


def test_an_edition_of_some_minutes_is_named_after_them(workspace: Path) -> None:
    write(workspace / "feeds" / "daily-dispatch", "\n[[editions]]\nlength = 2.5\n")
    (edition,) = opened(workspace).family[1:]
    assert (edition.edition, edition.settings.label) == ("minutes-2-5", "2.5 minutes")
    assert read_manifests(edition) == ()
