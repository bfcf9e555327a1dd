"""Two scripts that were made of one are merged by line; `static/merge.js`, asked in the browser that runs it."""

import copy
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from studio_samples import running

from browsing import chromium

Doc = dict[str, Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, workspace: Path) -> Iterator[Page]:
    """A page of the studio, from which its modules can be imported."""
    with running(workspace) as client, browser.new_context() as context:
        page = context.new_page()
        page.goto(client.studio.own.opening_url)
        page.wait_for_url(re.compile(r"/$"))
        yield page


def _line(text: str, **more: Any) -> Doc:
    own: Doc = {"sources": [], "pause": None, "silence": None, "computed": [], "words": [], "notes": []}
    return {"text": text, **own, **more}


def _doc(chapters: str) -> Doc:
    """A script of one word a line: ``A: one two / three, B: four`` has two paragraphs in its first chapter."""
    parts = [part.split(":") for part in chapters.split(",")]
    return {
        "title": "T",
        "left_out": [],
        "notes": [],
        "chapters": [
            {
                "title": title.strip(),
                "sources": [],
                "blocks": [
                    {"kind": "narration", "lines": [_line(word) for word in block.split()]}
                    for block in lines.split("/")
                ],
            }
            for title, lines in parts
        ],
    }


def _told(doc: Doc) -> str:
    return ", ".join(
        f"{chapter['title']}: "
        + " / ".join(" ".join(line["text"] for line in block["lines"]) for block in chapter["blocks"])
        for chapter in doc["chapters"]
    )


def _merged(page: Page, before: Doc, mine: Doc, theirs: Doc) -> Any:
    return page.evaluate(
        "async (all) => (await import('/static/merge.js')).merge(...all)", [before, mine, theirs]
    )


BEFORE = "A: one two three / four, B: five six"
CLEAN = {
    "each another line": ("A: ONE two three / four, B: five six", "A: one two three / four, B: five SIX", "A: ONE two three / four, B: five SIX"),
    "neighbours": ("A: ONE two three / four, B: five six", "A: one TWO three / four, B: five six", "A: ONE TWO three / four, B: five six"),
    "the same": ("A: one TWO three / four, B: five six", "A: one TWO three / four, B: five six", "A: one TWO three / four, B: five six"),
    "added and changed": ("A: one new two three / four, B: five six", "A: one TWO three / four, B: five six", "A: one new TWO three / four, B: five six"),
    "added at both ends": ("A: new one two three / four, B: five six", "A: one two three / four, B: five six end", "A: new one two three / four, B: five six end"),
    "taken out and changed": ("A: one three / four, B: five six", "A: one two THREE / four, B: five six", "A: one THREE / four, B: five six"),
    "a chapter named, its line changed": ("AA: one two three / four, B: five six", "A: ONE two three / four, B: five six", "AA: ONE two three / four, B: five six"),
    "a chapter begun, another's line": ("A: one two three, N: four, B: five six", "A: one two three / four, B: five SIX", "A: one two three, N: four, B: five SIX"),
    "chapters joined, a line changed": ("A: one two three / four / five six", "A: ONE two three / four, B: five six", "A: ONE two three / four / five six"),
    "a chapter moved, the other's line": ("B: five six, A: one two three / four", "A: one two three / four, B: five six", "B: five six, A: one two three / four"),
    "a paragraph parted": ("A: one two three / four, B: five six", "A: one / two three / four, B: five six", "A: one / two three / four, B: five six"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_changes_that_do_not_overlap_are_all_kept(page: Page, name: str) -> None:
    mine, theirs, both = CLEAN[name]
    for one, other in ((mine, theirs), (theirs, mine)):
        told = _merged(page, _doc(BEFORE), _doc(one), _doc(other))
        assert told["overlaps"] == 0
        assert _told(told["doc"]) == both


OVERLAPS = {
    "one line": ("A: one 2 three / four, B: five six", "A: one zwei three / four, B: FIVE six", "A: one 2 three / four, B: FIVE six", "A: one zwei three / four, B: FIVE six"),
    "changed and taken out": ("A: one three / four, B: five six", "A: one TWO three / four, B: five six", "A: one three / four, B: five six", "A: one TWO three / four, B: five six"),
    "both added here": ("A: one x two three / four, B: five six", "A: one y two three / four, B: five six", "A: one x two three / four, B: five six", "A: one y two three / four, B: five six"),
    "one name": ("X: one two three / four, B: five six", "Y: one two three / four, B: five six", "X: one two three / four, B: five six", "Y: one two three / four, B: five six"),
}  # fmt: skip


@pytest.mark.parametrize("name", OVERLAPS)
def test_what_overlaps_is_in_two_versions_which_differ_in_nothing_else(page: Page, name: str) -> None:
    mine, theirs, with_mine, with_theirs = OVERLAPS[name]
    told = _merged(page, _doc(BEFORE), _doc(mine), _doc(theirs))
    assert told["overlaps"] == 1
    assert (_told(told["doc"]), _told(told["other"])) == (with_mine, with_theirs)


def test_sources_silences_comments_and_what_was_left_out_are_merged_too(page: Page) -> None:
    before = _doc("A: one two")
    left = [{"source": n, "text": f"t{n}", "reason": "r"} for n in range(4)]
    before["left_out"], before["chapters"][0]["sources"] = left[:3], [1, 2]
    mine, theirs = copy.deepcopy(before), copy.deepcopy(before)
    mine["left_out"], mine["chapters"][0]["sources"] = left[1:3], [1, 2, 3]
    mine["chapters"][0]["blocks"][0]["lines"][0]["silence"] = 1.5
    theirs["left_out"], theirs["chapters"][0]["sources"] = [left[0], left[2], left[3]], [2]
    theirs["chapters"][0]["blocks"][0]["lines"][1]["notes"] = [{"text": "ask", "place": "behind"}]
    told = _merged(page, before, mine, theirs)
    assert told["overlaps"] == 0
    (chapter,) = told["doc"]["chapters"]
    assert chapter["sources"] == [2, 3]
    one, two = chapter["blocks"][0]["lines"]
    assert (one["silence"], two["notes"]) == (1.5, [{"text": "ask", "place": "behind"}])
    assert told["doc"]["left_out"] == left[2:]
    assert told["told"] == ["“two”"]


def test_whatever_two_editors_do_nothing_is_lost(page: Page) -> None:
    chance = random.Random(12)
    cases = []
    for _ in range(300):
        before = _doc(BEFORE)
        mine, theirs = (_changed(before, name, chance) for name in ("m", "t"))
        cases.append([before, mine, theirs])
    answers = page.evaluate(
        "async (cases) => { const { merge } = await import('/static/merge.js'); return cases.map((all) => merge(...all)); }",
        cases,
    )
    merged = 0
    for (before, mine, theirs), told in zip(cases, answers, strict=True):
        was, here, there = (set(_words(doc)) for doc in (before, mine, theirs))
        kept = set(_words(told["doc"])) | set(_words(told["other"]))
        assert (here - was) | (there - was) <= kept
        if not told["overlaps"]:
            merged += 1
            assert _told(told["doc"]) == _told(told["other"])
            assert set(_words(told["doc"])) == (was & here & there) | (here - was) | (there - was)
    assert 50 < merged < 300


def _words(doc: Doc) -> list[str]:
    return [
        line["text"] for chapter in doc["chapters"] for block in chapter["blocks"] for line in block["lines"]
    ]


def _changed(before: Doc, name: str, chance: random.Random) -> Doc:
    doc = copy.deepcopy(before)
    for n in range(chance.randint(1, 3)):
        blocks = [block for chapter in doc["chapters"] for block in chapter["blocks"]]
        block = chance.choice(blocks)
        at = chance.randrange(len(block["lines"]))
        act = chance.choice(["change", "add", "take"])
        if act == "change":
            block["lines"][at] = _line(f"{name}{n}")
        elif act == "add":
            block["lines"].insert(at, _line(f"{name}{n}"))
        elif len(block["lines"]) > 1:
            block["lines"].pop(at)
    return doc
