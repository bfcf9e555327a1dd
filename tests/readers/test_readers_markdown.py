"""A dispatch written by hand says what its page says, and a newsletter becomes sections and sources in plain words."""

import dataclasses
import datetime
import re
from pathlib import Path

import pytest
from reader_samples import NEWSLETTER, as_markdown

from dispatch_audio.dispatch import Dispatch, Engagement, Field, Link, Section, Source
from dispatch_audio.errors import InputError
from dispatch_audio.readers import parse, read_dispatch
from samples import SAMPLE


def _plain(dispatch: Dispatch) -> Dispatch:
    """Without what differs between two forms of the same dispatch: line numbers and what stands under a section."""
    return dataclasses.replace(
        dispatch,
        sources=tuple(dataclasses.replace(source, line=0) for source in dispatch.sources),
        sections=tuple(dataclasses.replace(section, sources=()) for section in dispatch.sections),
    )


def test_the_sample_written_by_hand_reads_the_same(tmp_path: Path) -> None:
    page = read_dispatch(SAMPLE)
    path = tmp_path / "day.md"
    path.write_text(as_markdown(page), encoding="utf-8")
    assert _plain(read_dispatch(path)) == _plain(page)
    assert all(section.sources == () for section in read_dispatch(path).sections)


def test_a_source_belongs_to_the_section_it_stands_under(tmp_path: Path) -> None:
    page = read_dispatch(SAMPLE)
    placed = {0: (1, 10, 15), 1: (2, 7), 2: (3,), 3: (4,), 4: (6,), 5: (5, 12)}
    sections = tuple(
        dataclasses.replace(section, sources=placed[i]) for i, section in enumerate(page.sections)
    )
    written = dataclasses.replace(page, sections=sections)
    path = tmp_path / "day.md"
    path.write_text(as_markdown(written), encoding="utf-8")
    read = read_dispatch(path)
    assert read.sections == sections
    assert _plain(read) == _plain(page)


def _read(text: str, name: str = "day.md") -> Dispatch:
    return parse(text.encode(), Path(name))


def _by_title(dispatch: Dispatch) -> dict[str, Source]:
    return {source.title: source for source in dispatch.sources}


def _kept(dispatch: Dispatch, label: str) -> tuple[str, ...]:
    return next(field.lines for field in dispatch.other if field.label == label)


def test_a_newsletter_s_headings_are_sections_and_groups() -> None:
    dispatch = _read(NEWSLETTER)
    assert (dispatch.title, dispatch.number, dispatch.date) == (
        "Harbour Weekly 12",
        12,
        datetime.date(2026, 5, 6),
    )
    assert (
        dispatch.summary
        == "The big news this week was that the new lock is open. There was talk of it on Reddit."
    )
    assert [(section.title, len(section.sources)) for section in dispatch.sections] == [
        ("Ships", 8),
        ("Boat of the Week", 1),
        ("Quote of the Week", 1),
    ]
    groups = [(source.group, source.title) for source in dispatch.sources if source.group]
    assert groups == [
        ("Arrivals", "The Gull is back"),
        ("Arrivals", "Steam tugs"),
        ("Arrivals", "How to moor (Part 1)"),
        ("Arrivals", "The keel_depth limit of the east basin has changed slightly"),
        ("Arrivals", "2026-05-08 | Online | Rope Club"),
        ("New Captains: Pilots", "Pilots may work at night"),
    ]


def test_items_become_sources_in_plain_words() -> None:
    found = _by_title(_read(NEWSLETTER))
    gull, tugs, moor = found["The Gull is back"], found["Steam tugs"], found["How to moor (Part 1)"]
    assert (gull.link, gull.context) == (Link("https://example.org/gull", "https://example.org/gull"), "")
    assert tugs.context == "Mary Mast has been thinking about the state of tugs."
    assert tugs.other == (
        Field("Links", ("Reddit. https://reddit.example/tugs", "HN. https://news.example/tugs")),
    )
    assert (moor.kind, moor.other) == ("Video", (Field("Tag", ("series",)),))
    basin = found["The keel_depth limit of the east basin has changed slightly"]
    assert basin.context == "The keel_depth limit of the east basin has changed slightly."
    assert found["2026-05-08 | Online | Rope Club"].key_points == ("Knots for beginners",)
    assert found["Pilots may work at night"].other[0] == Field("disposition", ("merge",))
    assert found["New Captains"].key_points == ("Ada Anchor", "bo")


def test_prose_and_quotations_become_sources() -> None:
    found = _by_title(_read(NEWSLETTER))
    boat, quote = found["tide_runner"], found["Quote of the Week"]
    assert boat.context == (
        "This week's boat is tide_runner, a boat that rows itself. It has two oars and a Vec<T>."
    )
    assert (quote.cited_text, quote.author) == ("The sea is patient.", "Bo")
    assert quote.link == Link("https://example.org/pier", "https://example.org/pier")
    ships = found["3 ships were launched in the last week"]
    assert ships.context == "3 ships were launched in the last week."


def test_what_cannot_be_read_aloud_and_housekeeping_are_kept_apart() -> None:
    dispatch = _read(NEWSLETTER)
    assert _kept(dispatch, "Table") == ("Boat | Speed", "tide_runner | 4 knots")
    assert _kept(dispatch, "Code") == ("row(2)",)
    assert _kept(dispatch, "Editor") == ("Ann Example",)
    assert Field("Image", ("A red boat",)) in _by_title(dispatch)["tide_runner"].other
    assert [line[:20] for line in _kept(dispatch, "Housekeeping")] == [
        "Hello and welcome to",
        "Please submit your s",
        "Thanks to Ada for th",
        "Harbour Weekly is ed",
        "Discuss on r/harbour",
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("---\ntitle: The News\ndate: 2026-05-06\nnumber: 12\n---\n\n", "day.md"),
        ('---\nTITLE: "The News"\nDATE: 6 May 2026\nissue: "#12"\ntags:\n  - a\n---\n\n', "day.md"),
        ("+++\ntitle = 'The News'\ndate = 2026-05-06T08:00:00Z\nnumber = 12\n+++\n\n", "day.md"),
        ("Title: The News\nDate: 2026-05-06 08:00\nNumber: 12\n\n", "day.md"),
        ("Dispatch 012 · 2026-05-06 GCU Small Print\n\n# The News\n\n", "day.md"),
        ("# Dispatch 012 · 2026-05-06\n\n## The News\n\n", "day.md"),
        ("# The News\n\nWednesday, May 6th, 2026\n\n", "012.md"),
        ("The News\n========\n\n", "2026-05-06-the-news.md"),
    ],
)
def test_title_date_and_number_may_stand_where_people_put_them(head: str, name: str) -> None:
    dispatch = _read(f"{head}The harbour froze.\n", name)
    assert (dispatch.title, dispatch.date) == ("The News", datetime.date(2026, 5, 6))
    assert dispatch.summary == "The harbour froze."
    assert dispatch.number == (12 if "12" in head else None)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("This Week in Rust 665", 665),
        ("Weekly Digest #34 (2026-05-06)", 34),
        ("Issue 7: The Lock", 7),
        ("Windows 11 is slow", None),
        ("Gemini 3", None),
        ("The year 2026", None),
    ],
)
def test_a_number_in_a_title_counts_only_where_it_counts_issues(title: str, number: int | None) -> None:
    assert _read(f"# {title}\n\nThe harbour froze.\n", "2026-05-06.md").number == number


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("---\ntitle: A\ndate: soon\n---\n\nWords.\n", "soon is no date", 3),
        ("---\ntitle: A\nnumber: two\n---\n\nWords.\n", "two is no number", 3),
        ("---\ntitle: A\n\nWords.\n", "front matter that never ends", 1),
        ("+++\ntitle = \n+++\n\nWords.\n", "no TOML", 2),
        ("date: 2026-05-06\n\nWords.\n", "has no title", 1),
        ("Title: A\nDate: 2026-05-06\n\nWords.\n\n<!-- oh\n\nMore.\n", "a comment that never ends", 6),
        ("Dispatch 7 · 2026-02-30\n\n# A\n\nWords.\n", "2026-02-30 is no date", 1),
        ("Title: A\nDate: 2026-05-06\n\n" + "- a\n" * 3 + "> " * 60 + "a\n", "deep", 7),
        (
            "Title: A\nDate: 2026-05-06\n\n# S\n\n" + "- [a](https://e.org/a)\n" * 5_001,
            "more than 5,000 sources",
            5_006,
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str, line: int) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        _read(text)
    assert caught.value.line == line


def test_lines_of_sources_are_those_of_the_file() -> None:
    lines = NEWSLETTER.split("\n")
    for source in _read(NEWSLETTER).sources:
        if source.title in ("The Gull is back", "Steam tugs", "Pilots may work at night"):
            assert source.title in lines[source.line - 1]


def test_a_source_written_by_hand_may_say_little_or_much() -> None:
    dispatch = _read(
        "---\ndate: 2026-05-06\n---\n\n# A Small Day\n\nThe summary.\n\n## Ships — They sail\n\n"
        "### [The Gull is back](https://e.org/gull)\n\n### 7. [Tugs](example.org/tugs-of-the…)\nX · mary — Tug master\nReach: nine people\n\n"
        "> Tugs *matter*.\n\nWhy it matters: they pull.\n\nNobody doubts it.\n\n- One\n  - Half\n- [Two](https://e.org/2)\n\n"
        "Excerpt: Tugs…\nEngagement: 1,241 likes · 2 replies\n\n## In brief\n\n- [A panda](https://e.org/panda)\n"
    )
    gull, tugs, panda = dispatch.sources
    assert (gull.title, gull.context, gull.key_points) == ("The Gull is back", "", ())
    assert (tugs.kind, tugs.author, tugs.role) == ("X", "mary", "Tug master")
    assert (tugs.cited_text, tugs.excerpt) == ("Tugs matter.", "Tugs…")
    assert tugs.context == "Why it matters: they pull. Nobody doubts it."
    assert tugs.key_points == ("One", "Half", "Two")
    assert tugs.engagement == (Engagement(1241, "likes"), Engagement(2, "replies"))
    assert tugs.link == Link("example.org/tugs-of-the…", "")
    assert Field("Reach", ("nine people",)) in tugs.other
    assert dispatch.sections == (Section("Ships", "They sail", (1, 2)),)
    assert panda.number == 3


def test_stories_that_are_headings_with_links_need_no_sections() -> None:
    dispatch = _read(
        "---\ntitle: Links\ndate: 2026-05-06\n---\n\n## [A lock](https://e.org/lock)\n\nIt opens.\n\n"
        "## [A key](https://e.org/key)\n\n> It turns.\n\nGood to know.\n"
    )
    assert dispatch.sections == ()
    assert [(s.title, s.context, s.cited_text) for s in dispatch.sources] == [
        ("A lock", "It opens.", ""),
        ("A key", "Good to know.", "It turns."),
    ]


def test_a_story_told_in_paragraphs_is_one_source() -> None:
    dispatch = _read(
        "# The Brief\n\n### A quiet week\n\nMay 6, 2026\n\nHi everyone, welcome back!\n\nThe lock is open.\n\n"
        "[Subscribe now](https://e.org/s)\n\n## 1. The lock\n\nThe city [opened the lock](https://e.org/lock) on Tuesday.\n\n"
        "**Why it matters:** Ships can leave.\n\n> At last.\n>\n> — Ann Example, harbour master\n\n- It cost 3 million.\n"
        "- It took two years.\n\n## Also\n\n1. [Tides](https://e.org/tides) by Bo Moon\n2. [Buoys](https://e.org/b) — Harbour Post\n"
    )
    assert dispatch.summary == "The lock is open."
    lock, tides, buoys = dispatch.sources
    assert lock.context == "The city opened the lock on Tuesday. Why it matters: Ships can leave."
    assert (lock.cited_text, lock.author, lock.role) == ("At last.", "Ann Example", "harbour master")
    assert lock.key_points == ("It cost 3 million.", "It took two years.")
    assert (tides.author, buoys.author) == ("Bo Moon", "Harbour Post")
    assert dispatch.sections[0].title == "The lock"


def test_a_comment_across_paragraphs_is_hidden() -> None:
    dispatch = _read(
        "Title: A\nDate: 2026-05-06\n\nBefore. <!-- one --> After.\n\n<div><!--\n\nxylophone\n\n- xylophone\n\n--></div>\n\nEnd.\n"
        "\n<script>\n\nxylophone\n\n</script>\n"
    )
    assert dispatch.summary == "Before. After.\n\nEnd."
