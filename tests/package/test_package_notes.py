"""Show notes, read by a parser that knows only what apps allow."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_audio.episode import ChapterMark, CitedSource
from dispatch_audio.package.notes import LIMIT, Reader, disclosure, show_notes
from dispatch_audio.package.text import clean

PAGE = "https://podcast.example.org/small/episodes/dispatch-002/index.html"
READER = Reader("Ann Example", "kokoro")
ALLOWED = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"}


class _Notes(HTMLParser):
    """Collects tags, links and text, and fails where tags are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self.text += "\n" if tag in ("p", "li") else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def _source(number: int, **changes: str) -> CitedSource:
    known = {
        "title": f"Source {number}",
        "author": "Steph Ango",
        "url": f"https://example.org/{number}",
        "host": "example.org",
    }
    return CitedSource(number, **(known | changes))


def _mark(title: str, start: float, *sources: CitedSource, length: float = 60) -> ChapterMark:
    return ChapterMark(title, start, start + length, sources)


def _notes(*marks: ChapterMark, summary: str = "What happened.") -> _Notes:
    return _Notes(show_notes(summary, marks, reader=READER, page_url=PAGE))


def test_the_notes_say_that_a_second_voice_is_synthetic_too() -> None:
    said = disclosure(Reader("Ann Example", "kokoro", Reader("Joe", "piper")))
    assert said == (
        "<p>Read by Ann Example, a synthetic voice made with Kokoro. "
        "Quotations are read by Joe, a synthetic voice made with Piper.</p>"
    )


def test_the_notes_say_that_the_voice_is_synthetic() -> None:
    assert "Read by Ann Example, a synthetic voice made with Kokoro." in _notes().text


def test_the_times_begin_at_zero_and_are_whole_seconds() -> None:
    text = _notes(_mark("Start", 0.0), _mark("Middle", 75.0), _mark("End", 3599.0, length=0)).text
    assert re.findall(r"^(\d.*)$", text, re.MULTILINE) == ["00:00 Start", "01:15 Middle", "59:59 End"]


def test_an_hour_gives_every_time_its_hours() -> None:
    text = _notes(_mark("Start", 0.0), _mark("End", 3725.0)).text
    assert re.findall(r"^(\d.*)$", text, re.MULTILINE) == ["00:00:00 Start", "01:02:05 End"]


def test_a_cut_link_is_never_published() -> None:
    notes = _notes(_mark("One", 0.0, _source(1, url="", host="techcrunch.com")))
    assert notes.links == [PAGE]
    assert "Source 1, Steph Ango (techcrunch.com)" in notes.text


def test_a_whole_link_leads_to_its_source() -> None:
    assert _notes(_mark("One", 0.0, _source(1, url="https://example.org/?a=1&b=2"))).links[0] == (
        "https://example.org/?a=1&b=2"
    )


def test_an_author_whom_the_title_names_is_named_once() -> None:
    sources = (
        _source(1, author=""),
        _source(2, title="dhh", author="dhh"),
        _source(3, title="Mario Zechner on agents", author="Mario Zechner"),
    )
    assert "Source 1\ndhh\nMario Zechner on agents\n" in _notes(_mark("One", 0.0, *sources)).text


def test_an_author_stands_with_who_they_are() -> None:
    sources = (
        _source(1, author="Steph Ango", role="the CEO of Obsidian"),
        _source(2, title="Mario Zechner on agents", author="Mario Zechner", role="a <creator>"),
    )
    text = _notes(_mark("One", 0.0, *sources)).text
    assert "Source 1, Steph Ango, the CEO of Obsidian\n" in text
    assert "Mario Zechner on agents, a <creator>\n" in text


def test_a_source_told_in_two_chapters_is_listed_once() -> None:
    assert _notes(_mark("One", 0.0, _source(1)), _mark("Two", 60.0, _source(1))).text.count("Source 1") == 1


@pytest.mark.parametrize("count", [5, 40, 400])
def test_notes_too_long_end_with_a_whole_source_and_a_way_to_the_rest(count: int) -> None:
    html = show_notes(
        "Größe 🎧 " * 500,
        [_mark("One", 0.0, *(_source(n, title=f"Über 🎧 {n}") for n in range(count)))],
        reader=READER,
        page_url=PAGE,
    )
    notes = _Notes(html)
    assert len(html.encode()) <= LIMIT
    assert notes.links[-1] == PAGE
    assert "a synthetic voice" in notes.text
    listed = re.findall(r"Über 🎧 (\d+), Steph Ango\n", notes.text)
    assert listed == [str(n) for n in range(len(listed))]
    assert len(listed) >= min(count, 5)


def test_hundreds_of_chapters_leave_out_the_times_rather_than_half_of_them() -> None:
    html = show_notes(
        "Words.", [_mark("x" * 200, n * 60.0, _source(n)) for n in range(300)], reader=READER, page_url=PAGE
    )
    assert len(html.encode()) <= LIMIT
    assert "00:00" not in html


@given(st.text(max_size=2000), st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_only_what_apps_allow(summary: str, title: str, author: str) -> None:
    title, author = clean(title), clean(author)
    html = show_notes(
        summary,
        [_mark(title, n * 60.0, _source(n, title=title, author=author)) for n in range(5)],
        reader=READER,
        page_url=PAGE,
    )
    assert _Notes(html).tags <= ALLOWED
    assert len(html.encode()) <= LIMIT
