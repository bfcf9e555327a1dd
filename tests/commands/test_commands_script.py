"""The script that an editor saved: what is shown, what is built, and what is said when the dispatch has changed."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.build import Built
from dispatch_audio.errors import InputError
from samples import SMALL, tree

Run = Callable[..., Any]
Make = Callable[..., Built]


@pytest.fixture
def scripts(workspace: Path) -> Path:
    """The folder that scripts are saved in."""
    return workspace / "feeds" / "daily-dispatch" / "scripts"


@pytest.fixture
def saved(run: Run, small: Path, scripts: Path) -> Path:
    """The small dispatch's script, saved."""
    ran = run("script", "small", "--save")
    assert ran.out == "dispatch-007: saved, feeds/daily-dispatch/scripts/dispatch-007.md\n"
    return scripts / "dispatch-007.md"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_saved_script_is_what_was_composed(run: Run, small: Path, saved: Path) -> None:
    composed = run("script", "small", "--compose")
    assert saved.read_text("utf-8") == composed.out
    assert run("script", "small") == composed
    assert run("script", "small", "--json") == run("script", "small", "--json", "--compose")


def test_a_saved_script_is_shown_in_place_of_a_composed_one(run: Run, saved: Path) -> None:
    _edit(
        saved,
        "The ice keeps 40 boats from leaving.",
        "Forty boats cannot [leave](/liːv/) Smorzle. <!-- ! -->",
    )
    assert run("script", "small").out == saved.read_text("utf-8")
    told = [
        line["text"]
        for chapter in json.loads(run("script", "small", "--json").out)["chapters"]
        for line in chapter["utterances"]
    ]
    assert "Forty boats cannot leave Smorzle." in told
    assert "Smorzle\t" in run("script", "small", "--words").out
    assert "Smorzle" not in run("script", "small", "--compose").out


def test_an_edited_script_is_never_overwritten_unasked(run: Run, saved: Path) -> None:
    assert run("script", "small", "--save").out.startswith("dispatch-007: unchanged, ")
    _edit(saved, "Two things happened today.", "Much happened today.")
    edited = saved.read_bytes()
    refused = run("script", "small", "--save")
    assert (refused.code, refused.out) == (1, "")
    assert "dispatch-007.md: holds a script already, and another one (--force writes over it" in refused.err
    assert saved.read_bytes() == edited
    assert run("script", "small", "--save", "--force", "--json").out == (
        '{"slug": "dispatch-007", "script": "feeds/daily-dispatch/scripts/dispatch-007.md", "status": "saved"}\n'
    )
    assert "Two things happened today." in saved.read_text("utf-8")


def test_a_mistake_in_a_saved_script_is_told_with_its_line(run: Run, saved: Path, public: Path) -> None:
    _edit(saved, "The ice keeps 40 boats from leaving. [1]", "The ice. [pause 60s] [77]")
    line = saved.read_text("utf-8").split("\n").index("The ice. [pause 60s] [77]") + 1
    for command in ("script", "build"):
        ran = run(command, "small")
        assert (ran.code, ran.out) == (1, "")
        assert f"dispatch-007.md:{line}: [pause 60s] is longer than 2 seconds; line {line}: " in ran.err
        assert "the dispatch has no source 77" in ran.err
    assert not public.exists()


def test_a_build_reads_the_saved_script_and_an_edit_makes_the_episode_anew(
    make: Make, saved: Path, public: Path
) -> None:
    first = make()
    assert make().status == "unchanged"
    _edit(saved, "The harbour froze.\n", "The harbour froze, at last. [pause 2s]\n")
    second = make()
    assert second.status == "built"
    assert "The harbour froze, at last." in (second.folder / "transcript.vtt").read_text("utf-8")
    assert second.manifest.guid == first.manifest.guid
    saved.unlink()
    third = make()
    assert third.status == "built"
    assert third.manifest.enclosure == first.manifest.enclosure


def test_a_build_says_when_the_dispatch_has_changed_since(
    make: Make, small: Path, saved: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make()
    assert not caplog.records
    _edit(small, "Ice is 8 cm thick", "Ice is 9 cm thick")
    for status in ("built", "unchanged"):
        caplog.clear()
        built = make()
        assert built.status == status
        (record,) = (found for found in caplog.records if "has changed" in found.getMessage())
        assert record.levelno == logging.WARNING
        assert (
            "dispatch-007.md: is read as it was saved, but small.txt has changed since: source 1, key points ("
            in (record.getMessage())
        )
        assert "8 cm" in (built.folder / "transcript.vtt").read_text("utf-8")


def test_changes_of_the_dispatch_and_of_the_script_are_shown_apart(
    run: Run, small: Path, saved: Path
) -> None:
    assert run("script", "small", "--changes").out == (
        "small.txt: has not changed since the script was saved\n\n"
        "feeds/daily-dispatch/scripts/dispatch-007.md: is as composed\n"
    )
    _edit(small, "Ice is 8 cm thick", "Ice is 9 cm thick")
    _edit(saved, "Two things happened today.", "Much happened today.")
    shown = run("script", "small", "--changes").out
    assert shown.startswith(
        "small.txt: has changed since the script was saved\n"
        "source 1, key points\n  - Ice is 8 cm thick at the pier\n  + Ice is 9 cm thick at the pier\n\n"
        "--- as composed\n+++ feeds/daily-dispatch/scripts/dispatch-007.md\n@@ "
    )
    changed = [line for line in shown.split("\n\n", 1)[1].splitlines()[2:] if line.startswith(("-", "+"))]
    assert changed == ["-Two things happened today.", "+Much happened today."]
    told = json.loads(run("script", "small", "--changes", "--json").out)
    assert told["dispatch_changed"] is True
    assert told["changes"] == [
        {
            "where": "source 1, key points",
            "before": ["Ice is 8 cm thick at the pier"],
            "after": ["Ice is 9 cm thick at the pier"],
        }
    ]
    assert "+Much happened today." in told["script_changes"]


def test_a_source_that_is_gone_is_an_error_whose_cause_is_shown(
    run: Run, small: Path, saved: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = small.read_text("utf-8")
    small.write_text(text.replace("2 cited", "1 cited").partition("-\n2\n")[0], "utf-8")
    ran = run("build", "small")
    assert (ran.code, ran.out) == (1, "")
    assert "the dispatch has no source 2" in ran.err
    assert "small.txt has changed since: source 2, title" in caplog.text
    assert "source 2, title\n  - The baker came back\n" in run("script", "small", "--changes").out


def test_without_the_earlier_dispatch_it_is_only_said_that_it_changed(
    run: Run, make: Make, small: Path, saved: Path, scripts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (scripts / ".made-from" / "dispatch-007.txt").write_text("no dispatch", "utf-8")
    _edit(small, "Ice is 8 cm thick", "Ice is 9 cm thick")
    shown = run("script", "small", "--changes").out
    assert shown.startswith(
        "small.txt: has changed since the script was saved; as it was then is not known\n"
    )
    make()
    told = [record.getMessage() for record in caplog.records]
    assert any("has changed since (`dispatch-audio script small --changes`" in line for line in told)


def test_a_script_that_was_put_right_is_accepted(
    run: Run, make: Make, small: Path, saved: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _edit(small, "Ice is 8 cm thick", "Ice is 9 cm thick")
    _edit(saved, "Ice is 8 cm thick", "Ice is 9 cm thick")
    before = saved.read_text("utf-8").split("\n")
    assert run("script", "small", "--accept").out.startswith("dispatch-007: accepted, ")
    after = saved.read_text("utf-8").split("\n")
    assert (before[2] != after[2], before[3:]) == (True, after[3:])
    assert run("script", "small", "--accept").out.startswith("dispatch-007: unchanged, ")
    make()
    assert not caplog.records


@pytest.mark.parametrize("asked", ["--changes", "--accept"])
def test_what_was_never_saved_cannot_be_compared(run: Run, small: Path, asked: str) -> None:
    ran = run("script", "small", asked)
    assert ran.code == 1
    assert "dispatch-007.md: no script is saved (--save saves the composed one)" in ran.err


def test_a_script_written_by_hand_needs_no_origin(make: Make, small: Path, scripts: Path) -> None:
    scripts.mkdir()
    (scripts / "dispatch-007.md").write_text("## All of it [1, 2]\n\nThe harbour froze. [1]\n", "utf-8")
    built = make()
    assert [chapter.title for chapter in built.manifest.chapters] == ["All of it"]


def test_a_folder_in_place_of_a_script_is_an_error(make: Make, small: Path, scripts: Path) -> None:
    (scripts / "dispatch-007.md").mkdir(parents=True)
    with pytest.raises(InputError, match=r"dispatch-007\.md: is no file"):
        make()


def test_saving_writes_nothing_but_the_script_and_its_dispatch(
    run: Run, small: Path, workspace: Path
) -> None:
    before = set(tree(workspace))
    run("script", "small", "--save")
    assert set(tree(workspace)) - before == {
        "feeds/daily-dispatch/scripts/dispatch-007.md",
        "feeds/daily-dispatch/scripts/.made-from/dispatch-007.txt",
    }
    assert tree(workspace)["feeds/daily-dispatch/scripts/.made-from/dispatch-007.txt"] == SMALL.encode()


def test_a_script_saved_at_a_length_is_compared_at_that_length(run: Run, small: Path, scripts: Path) -> None:
    assert run("script", "small", "--save", "--length", "headlines").code == 0
    assert "\nlength: headlines\n" in (scripts / "dispatch-007.md").read_text("utf-8")
    assert run("script", "small", "--changes").out.endswith("dispatch-007.md: is as composed\n")
