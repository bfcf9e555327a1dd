"""`check --picture` draws every episode that can be drawn, beside public/ and never in it."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dispatch_audio.build import Built
from samples import SMALL, tree

Run = Callable[..., Any]


def test_a_sheet_is_written_beside_public_and_named(
    run: Run, built: Built, workspace: Path, public: Path
) -> None:
    before = tree(public)
    ran = run("check", "--picture", "--json")
    assert ran.code == 0
    *findings, last = (json.loads(line) for line in ran.out.splitlines())
    assert last == {"slug": "dispatch-007", "picture": "feeds/daily-dispatch/pictures/dispatch-007.svg"}
    assert all(finding["passed"] for finding in findings)
    assert ET.fromstring((workspace / last["picture"]).read_bytes()).tag.endswith("}svg")
    assert tree(public) == before
    ran = run("check", "--picture")
    assert ran.out.splitlines()[-1] == (
        "drawn\tdispatch-007\tpicture\tfeeds/daily-dispatch/pictures/dispatch-007.svg"
    )


def test_nothing_is_drawn_unless_asked_for(run: Run, built: Built, workspace: Path) -> None:
    assert run("check").code == 0
    assert not (workspace / "feeds" / "daily-dispatch" / "pictures").exists()


def test_an_episode_that_cannot_be_drawn_is_one_line_and_the_others_are_drawn(
    run: Run, built: Built, workspace: Path, make: Callable[..., Built]
) -> None:
    other = workspace / "feeds" / "daily-dispatch" / "dispatches" / "other.txt"
    other.write_text(SMALL.replace("Dispatch 7", "Dispatch 8"), "utf-8")
    make("other")
    mp3 = built.folder / built.manifest.enclosure.name
    mp3.unlink()
    ran = run("check", "--picture")
    assert ran.code == 1
    (line,) = [line for line in ran.err.splitlines() if line.startswith("dispatch-audio: ")]
    assert line.endswith(f"{mp3.name}: is missing (build the dispatch again)")
    assert "FAILED\tdispatch-007\tenclosure\t" in ran.out
    assert "drawn\tdispatch-008\tpicture\t" in ran.out
    pictures = workspace / "feeds" / "daily-dispatch" / "pictures"
    assert [path.name for path in pictures.iterdir()] == ["dispatch-008.svg"]
