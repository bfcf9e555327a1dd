"""One dispatch becomes one episode: whole or not at all, and never twice."""

import contextlib
import dataclasses
import datetime
import importlib
import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio import files, mastering
from dispatch_audio.build import Built
from dispatch_audio.checks.finding import Finding
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError, SoundError, WorkspaceError
from dispatch_audio.mix.design import leads_of
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.package import cover_name
from dispatch_audio.public import read_manifests
from dispatch_audio.readers import read_dispatch
from dispatch_audio.script import Script
from dispatch_audio.speak import speak
from dispatch_audio.speak.estimate import estimate
from dispatch_audio.workspace import Workspace
from samples import REPOSITORY, SMALL, tree

room = importlib.import_module("dispatch_audio.build")
"""By this way, since its name is a public function's too."""
Make = Callable[..., Built]


def _titles(public: Path) -> list[str | None]:
    return [item.findtext("title") for item in ET.parse(public / "feed.xml").iter("item")]


def test_a_build_makes_the_whole_folder_and_a_feed_that_names_it(
    small: Path, make: Make, public: Path
) -> None:
    built = make()
    assert built.status == "built"
    pictures = {mark.picture for mark in built.manifest.chapters}
    assert len(pictures) == 4
    names = {path.name for path in built.folder.iterdir()} - pictures
    enclosure = built.manifest.enclosure.name
    assert names == {
        enclosure,
        "chapters.json",
        "transcript.vtt",
        "transcript.srt",
        "transcript.json",
        "script.json",
        "notes.txt",
        cover_name(built.manifest),
        "index.html",
        "episode.json",
    }
    assert {path.name.split(".")[0] for path in public.iterdir()} == {"feed", "index", "artwork", "episodes"}
    assert _titles(public) == ["A Small Day"]
    assert [chapter.title for chapter in built.manifest.chapters][1] == "Harbour news"


def test_chapters_have_no_pictures_where_the_show_wants_none(
    small: Path, make: Make, workspace: Path, public: Path
) -> None:
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\nchapter_pictures = false\n", encoding="utf-8")
    built = make()
    assert {mark.picture for mark in built.manifest.chapters} == {""}
    assert not list(public.rglob("chapter-*"))
    assert "img" not in (built.folder / "chapters.json").read_text("utf-8")


def test_what_is_built_is_left_alone_until_something_changes(small: Path, make: Make, public: Path) -> None:
    first = make()
    before = tree(public)
    again = make()
    assert (again.status, again.manifest) == ("unchanged", first.manifest)
    assert tree(public) == before
    small.write_text(SMALL.replace("The baker came back.", "The baker is back."), encoding="utf-8")
    changed = make()
    assert changed.status == "built"
    assert changed.manifest.guid == first.manifest.guid
    assert changed.manifest.enclosure.name != first.manifest.enclosure.name
    assert (changed.folder / first.manifest.enclosure.name).is_file(), "listeners may hold the earlier feed"


def test_the_episode_is_as_long_as_was_estimated(small: Path, make: Make, workspace: Path) -> None:
    built = make()
    there = Workspace(workspace)
    feed, voice = there.feed(None), there.voice("tony")
    script = room.compose_script(read_dispatch(small), feed, voice)
    off = estimate(script, voice, leads_of(feed)) - built.manifest.enclosure.seconds
    assert abs(off) <= 0.5 * (len(script.chapters) - 1)


@pytest.mark.speech
def test_an_episode_in_a_real_voice_is_as_long_as_was_estimated(workspace: Path) -> None:
    path = REPOSITORY / "tests" / "compose" / "dispatches" / "medicine.txt"
    there = Workspace(workspace)
    feed, voice = there.feed(None), there.voice("joe")
    script = room.compose_script(read_dispatch(path), feed, voice)
    with ThreadPoolExecutor(2) as executor:
        narration = speak(script, voice, executor, lambda done, total: None)
    spoken = lay_out(narration, voice.profile.pauses, 44_100)
    assert estimate(script, voice) == pytest.approx(spoken.frames / 44_100, rel=0.04)


def test_another_second_voice_makes_another_episode(small: Path, make: Make, workspace: Path) -> None:
    voices = workspace / "voices"
    (voices / "tony.toml").write_text((voices / "tony.toml").read_text("utf-8") + 'quotes = "tina"\n')
    (voices / "tina.toml").write_text('name = "Tina"\nengine = "tone"\npace = 2\n')
    first = make()
    assert "Quotations are read by Tina" in first.manifest.notes
    assert first.manifest.narrator == "Tony Tone"
    assert make().status == "unchanged"
    (voices / "tina.toml").write_text('name = "Tina"\nengine = "tone"\npace = 0.5\n')
    second = make()
    assert second.status == "built"
    assert second.manifest.enclosure.seconds > first.manifest.enclosure.seconds + 1


def test_a_lost_file_is_made_again(built: Built, make: Make) -> None:
    first = built
    (first.folder / "transcript.vtt").unlink()
    assert make().status == "built"
    assert (first.folder / "transcript.vtt").is_file()


def test_a_lost_public_comes_back_with_the_same_guid_date_and_bytes(
    built: Built, make: Make, public: Path
) -> None:
    before = tree(public)
    for path in sorted(public.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    make()
    assert tree(public) == before


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("- Harbour news — The ice arrives\n", ""),
        SMALL.replace("“Nothing happened, and everybody saw it.”\n— Ann Example, on the day\n", ""),
        SMALL.replace("2 cited", "1 cited").partition("-\n2\n")[0],
        SMALL.partition("Sources\n")[0],
        SMALL.replace(" GCU Small Print", ""),
        SMALL.replace("Dispatch 7", "Dispatch"),
    ],
    ids=["no outline", "no pull quote", "one source", "no sources", "no ship", "no number"],
)
def test_a_dispatch_with_less_in_it_makes_an_episode_too(small: Path, make: Make, text: str) -> None:
    assert text != SMALL
    small.write_text(text, encoding="utf-8")
    built = make()
    assert built.status == "built"
    told = {source.number for chapter in built.manifest.chapters for source in chapter.sources}
    assert told == {number for number in (1, 2) if f"\n-\n{number}\n" in text}


def test_an_episode_that_fails_a_check_is_withheld_with_the_reasons(
    built: Built, small: Path, make: Make, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(public)
    small.write_text(SMALL.replace("came back", "stayed away"), encoding="utf-8")
    bad = Finding("loudness", "dispatch-007", False, "-30.0 LUFS, -16 wanted")
    monkeypatch.setattr(room, "check_episode", lambda folder, manifest: (bad,))
    again = make()
    assert (again.status, again.failed) == ("withheld", (bad,))
    assert tree(public) == before
    assert json.loads((again.folder / "findings.json").read_text("utf-8"))[0]["said"] == bad.said
    assert again.folder.parent.name == "withheld"


def test_a_script_that_says_what_no_source_does_is_withheld_before_it_is_spoken(
    built: Built, small: Path, make: Make, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(public)
    small.write_text(SMALL.replace("came back", "stayed away"), encoding="utf-8")
    compose_script: Callable[..., Script] = room.compose_script

    def inventive(dispatch: Dispatch, *args: Any) -> Script:
        changed = dataclasses.replace(
            dispatch,
            sources=tuple(
                dataclasses.replace(
                    source, key_points=tuple(p.replace("8 cm", "80 cm") for p in source.key_points)
                )
                for source in dispatch.sources
            ),
        )
        return compose_script(changed, *args)

    def never(*args: object) -> None:
        raise AssertionError("what is not true was spoken")

    monkeypatch.setattr(room, "compose_script", inventive)
    monkeypatch.setattr(mastering, "narrated", never)
    again = make()
    assert (again.status, again.made) == ("withheld", None)
    assert tree(public) == before
    assert set(tree(again.folder)) == {"script.md", "findings.json"}
    assert "80 cm" in (again.folder / "script.md").read_text("utf-8")
    said = json.loads((again.folder / "findings.json").read_text("utf-8"))[0]["said"]
    assert said.startswith("Harbour news, line")
    assert "number: 80 cm: not in source 1" in said


def test_an_announcement_of_another_day_makes_nothing_new(built: Built, make: Make, workspace: Path) -> None:
    feed = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    text = feed.read_text("utf-8")
    feed.write_text(f'{text}\n[[announcements]]\ntext = "Visit Acme."\nfrom = 2030-01-01\n', encoding="utf-8")
    assert make().status == "unchanged"
    feed.write_text(
        f'{text}\n[[announcements]]\ntext = "Visit Acme."\nuntil = 2030-01-01\n', encoding="utf-8"
    )
    again = make()
    assert again.status == "built"
    assert "Announcement" in [chapter.title for chapter in again.manifest.chapters]
    assert b"Visit Acme." in (again.folder / "transcript.vtt").read_bytes()


def test_a_template_is_one_of_the_things_an_episode_is_made_from(
    built: Built, make: Make, workspace: Path
) -> None:
    folder = workspace / "feeds" / "daily-dispatch" / "templates"
    folder.mkdir()
    text = "{% macro ship(ship) %}\nFrom the {{ ship }}, good night.\n{% endmacro %}\n"
    (folder / "closing.j2").write_text(text, encoding="utf-8")
    assert make().status == "built"
    assert make().status == "unchanged"


def test_a_stage_that_fails_leaves_public_as_it_was(
    built: Built, small: Path, make: Make, public: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(public)
    small.write_text(SMALL.replace("came back", "stayed away"), encoding="utf-8")

    def broken(*args: object, **more: object) -> None:
        raise SoundError("the disk is gone")

    monkeypatch.setattr(room, "package", broken)
    with pytest.raises(SoundError):
        make()
    assert tree(public) == before
    assert not (workspace / "feeds" / "daily-dispatch" / ".making").exists()


def test_two_dispatches_of_one_slug_are_refused_and_both_named(small: Path, make: Make) -> None:
    small.with_name("twin.txt").write_text(SMALL, encoding="utf-8")
    with pytest.raises(InputError, match=r"small\.txt: and .*twin\.txt would both be dispatch-007"):
        make()


def test_an_episode_is_dated_by_its_dispatch_and_in_no_feed_before(
    small: Path, make: Make, public: Path
) -> None:
    due = datetime.datetime(2026, 5, 6, 6, tzinfo=datetime.UTC)
    built = make(now=due - datetime.timedelta(seconds=1))
    assert built.manifest.published == due
    assert _titles(public) == []
    assert make(now=due).status == "unchanged"
    assert _titles(public) == ["A Small Day"]


def test_the_newest_episode_comes_first(
    built: Built, small: Path, make: Make, public: Path, workspace: Path
) -> None:
    small.with_name("later.txt").write_text(
        SMALL.replace("7 · 2026-05-06", "8 · 2026-05-07").replace("Small Day", "Later Day"), encoding="utf-8"
    )
    make("later")
    assert _titles(public) == ["A Later Day", "A Small Day"]
    assert len(read_manifests(Workspace(workspace).feed(None))) == 2


def test_a_damaged_episode_is_not_unchanged(built: Built, make: Make) -> None:
    path = built.folder / built.manifest.enclosure.name
    whole = path.read_bytes()
    path.write_bytes(whole[:9000] + bytes(3000) + whole[12000:])
    (built.folder / "chapters.json").write_text("{}", encoding="utf-8")
    assert make().status == "built"
    assert path.read_bytes() == whole
    assert make().status == "unchanged"


def test_a_manifest_that_cannot_be_read_stops_a_build_before_public_changes(
    built: Built, small: Path, make: Make, public: Path
) -> None:
    (built.folder / "episode.json").write_text("{", encoding="utf-8")
    small.with_name("later.txt").write_text(
        SMALL.replace("7 · 2026-05-06", "8 · 2026-05-07"), encoding="utf-8"
    )
    before = tree(public)
    with pytest.raises(WorkspaceError, match=r"episode\.json: is not JSON"):
        make("later")
    assert tree(public) == before


def test_a_copied_episode_folder_is_refused(built: Built, make: Make) -> None:
    shutil.copytree(built.folder, built.folder.with_name("copy"))
    with pytest.raises(WorkspaceError, match="is the manifest of dispatch-007"):
        make()


def test_two_files_of_one_slug_outside_of_the_feed_are_refused_too(
    workspace: Path, make: Make, tmp_path: Path
) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(SMALL.replace("A Small Day", name), encoding="utf-8")
    make(str(tmp_path / "one.txt"))
    with pytest.raises(InputError, match="would both be dispatch-007"):
        make(str(tmp_path / "two.txt"))
    (tmp_path / "one.txt").unlink()
    assert make(str(tmp_path / "two.txt")).status == "built", "a file may be renamed"


def test_what_was_withheld_goes_when_the_episode_is_good(
    small: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Finding("loudness", "dispatch-007", False, "-30.0 LUFS, -16 wanted")
    with monkeypatch.context() as patch:
        patch.setattr(room, "check_episode", lambda folder, manifest: (bad,))
        withheld = make().folder
    assert withheld.is_dir()
    assert make().status == "built"
    assert not withheld.exists()


def test_an_edit_while_a_build_waits_is_in_the_episode(
    small: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def edited(path: Path, *, waiting_for: str) -> Iterator[None]:
        small.write_text(SMALL.replace("A Small Day", "A Longer Day"), encoding="utf-8")
        yield

    monkeypatch.setattr(files, "locked", edited)
    assert make().manifest.title == "A Longer Day"
