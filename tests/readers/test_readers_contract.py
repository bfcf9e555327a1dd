"""What every reader promises: one test for each promise, over the whole table."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_samples import NEWSLETTER, as_markdown, as_page, texts, words

from dispatch_audio.dispatch import Dispatch, Link
from dispatch_audio.errors import InputError
from dispatch_audio.readers import MAX_BYTES, READERS, parse, read_dispatch
from dispatch_audio.readers.json_file import as_json
from samples import SMALL

_PAGE = parse(SMALL.encode(), Path("small.txt"))
_LIST = pyromark.html(
    NEWSLETTER.partition("\n\n")[2].replace("<T>", "&lt;T&gt;"), options=pyromark.Options.ENABLE_TABLES
)

WRITTEN: dict[str, str] = {
    ".txt": SMALL,
    ".md": as_markdown(_PAGE),
    ".markdown": NEWSLETTER,
    ".json": as_json(_PAGE),
    ".html": as_page(_LIST),
    ".htm": as_page("<p>The harbour froze on Tuesday, for the first time in twelve years.</p>"),
}
"""A dispatch in each format."""

TITLE_ALONE: dict[str, str] = {
    ".txt": "Dispatch 7 · 2026-05-06\nA Small Day\n",
    ".md": "---\ndate: 2026-05-06\n---\n\n# A Small Day\n",
    ".markdown": "Title: A Small Day\nDate: 2026-05-06\n\n<!-- nothing yet -->\n",
    ".json": '{"title": "A Small Day", "date": "2026-05-06"}',
    ".html": "<title>A Small Day</title><meta name='date' content='2026-05-06'><h1>A Small Day</h1>",
    ".htm": "<title>A Small Day</title><meta name='date' content='2026-05-06'><h1>A Small Day</h1>",
}
NO_DATE: dict[str, str] = {
    ".txt": "A Small Day\nThe harbour froze.\n",
    ".md": "# A Small Day\n\nThe harbour froze.\n",
    ".markdown": "Title: A Small Day\n\nThe harbour froze.\n",
    ".json": '{"title": "A Small Day", "summary": "The harbour froze."}',
    ".html": "<title>A Small Day</title><p>The harbour froze.</p>",
    ".htm": "<title>A Small Day</title><p>The harbour froze.</p>",
}
DEEP: dict[str, str] = {
    ".txt": "- " * 500_000 + "a",
    ".md": "> " * 500_000 + "a",
    ".markdown": "".join("  " * i + "- a\n" for i in range(1000)),
    ".json": "[" * 1_000_000,
    ".html": "<div>" * 100_000 + "a",
    ".htm": "<ul><li>" * 100 + "a",
}
LONG: dict[str, str] = {
    ".txt": TITLE_ALONE[".txt"] + "a\n" * 1_000_000,
    ".md": TITLE_ALONE[".md"] + "- a\n" * 100_000,
    ".markdown": TITLE_ALONE[".markdown"] + "word " * 100_000,
    ".json": "[" + "1," * 700_000 + "1]",
    ".html": TITLE_ALONE[".html"] + "<p>a" * 100_000,
    ".htm": TITLE_ALONE[".htm"] + "<p>" + "word " * 100_000,
}
SOURCE_LINK: dict[str, Callable[[str], str]] = {
    ".txt": lambda url: SMALL.replace("example.org/harbour", url),
    ".md": lambda url: f"{TITLE_ALONE['.md']}\n### [A source]({url})\nArticle by Ann\n\n> Words.\n",
    ".markdown": lambda url: f"{TITLE_ALONE['.markdown']}\n# News\n\n- [A source]({url})\n",
    ".json": lambda url: (
        as_json(
            dataclasses.replace(
                _PAGE, sources=(dataclasses.replace(_PAGE.sources[0], link=Link(url, "")),), sections=()
            )
        )
        .replace(', "url": ""', "")
        .replace(',\n        "url": ""', "")
    ),
    ".html": lambda url: as_page(f"<h2>News</h2><ul><li><a href='{url}'>A source</a></li></ul>"),
    ".htm": lambda url: as_page(f"<h2>News</h2><p>It says <a href='{url}'>A source</a> here.</p>"),
}
"""A dispatch whose first source has this link."""

every_reader = pytest.mark.parametrize("ending", sorted(READERS))


def _refused(text: str | bytes, ending: str) -> InputError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as caught:
        parse(data, Path(f"day{ending}"))
    said = str(caught.value)
    assert said.startswith(f"day{ending}")
    assert "\n" not in said
    assert len(said) < 500
    return caught.value


def test_every_reader_has_a_sample_of_everything() -> None:
    for table in (WRITTEN, TITLE_ALONE, NO_DATE, DEEP, LONG, SOURCE_LINK):
        assert set(table) == set(READERS)


@every_reader
def test_a_file_is_read_and_always_the_same(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"day{ending.upper()}"
    path.write_text(WRITTEN[ending], encoding="utf-8")
    dispatch = read_dispatch(path)
    assert dispatch.title
    assert dispatch.date.isoformat() == "2026-05-06"
    assert dispatch == read_dispatch(path)
    hash(dispatch)


@every_reader
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "zero bytes"),
        (bytes(range(128, 250)) * 40, "is not UTF-8"),
        ("Tschüß".encode("latin-1"), "is not UTF-8"),
        ("Dispatch".encode("utf-16"), "is UTF-16"),
        (b"A Small Day\n\x1b[2J", "control character 0x1b"),
        (b"a" * (MAX_BYTES + 1), "larger"),
    ],
)
def test_what_is_no_text_is_refused(ending: str, data: bytes, said: str) -> None:
    assert said in str(_refused(data, ending))


@every_reader
def test_a_title_alone_is_no_dispatch(ending: str) -> None:
    assert "no summary and no sources" in _refused(TITLE_ALONE[ending], ending).what


@every_reader
def test_without_a_date_the_error_says_how_to_give_one(ending: str) -> None:
    error = _refused(NO_DATE[ending], ending)
    assert re.search(r"no (?:date|header)", error.what)
    assert error.line == 1
    assert ending == ".json" or "2026-04-20" in error.hint


@every_reader
def test_nesting_that_nobody_writes_is_refused_and_nothing_overflows(ending: str) -> None:
    _refused(DEEP[ending], ending)


@every_reader
def test_what_is_longer_than_any_dispatch_is_refused_early(ending: str) -> None:
    assert re.search(r"more (?:than|values)", _refused(LONG[ending], ending).what)


@every_reader
@pytest.mark.parametrize(
    "cut", ["example.org/2026/04/a-long-na…", "https://example.org/a-long-na...", "example.org/…/a"]
)
def test_a_cut_link_never_gets_an_address(ending: str, cut: str) -> None:
    dispatch = parse(SOURCE_LINK[ending](cut).encode(), Path(f"day{ending}"))
    assert dispatch.sources[0].link == Link(cut, "")


@every_reader
def test_a_whole_link_is_kept(ending: str) -> None:
    url = "https://example.org/a?b=c&d=e#f"
    dispatch = parse(SOURCE_LINK[ending](url).encode(), Path(f"day{ending}"))
    assert dispatch.sources[0].link == Link(url, url)


@every_reader
def test_line_ends_marks_and_blanks_of_other_systems_change_nothing(ending: str) -> None:
    plain = parse(WRITTEN[ending].encode(), Path(f"day{ending}"))
    other = "\ufeff" + WRITTEN[ending].replace("\n", "\r\n").replace(
        " harbour ", "\u00a0har\u00adbour\u200b\u00a0"
    )
    assert parse(other.encode(), Path(f"day{ending}")) == plain


@every_reader
def test_no_markup_is_left_in_any_text(ending: str) -> None:
    dispatch = parse(WRITTEN[ending].encode(), Path(f"day{ending}"))
    for text in texts(dispatch):
        assert not re.search(r"\]\(|\]\[|\*\*|`|</?[a-z]+[ >]|<!--|&\w+;", text), text
    assert "xylophone" not in words(dispatch)


# What is left out on purpose: markup's own words, and what stands around a page's main text.
_MARKUP = {
    ".txt": "dispatch sources cited details text context key points provenance 007",
    ".md": "number date ship sources by provenance https",
    ".markdown": "title date please keep the order of sections a secret word xylophone png red b small",
}


@pytest.mark.parametrize("ending", [".txt", ".md", ".markdown"])
def test_no_word_is_lost(ending: str) -> None:
    dispatch = parse(WRITTEN[ending].encode(), Path(f"day{ending}"))
    assert words(WRITTEN[ending]) - words(dispatch) - words(_MARKUP[ending]) == set()


def test_a_page_says_what_its_markdown_says() -> None:
    page = parse(WRITTEN[".html"].encode(), Path("day.html"))
    written = parse(NEWSLETTER.encode(), Path("day.md"))
    assert _without_lines(page).sources == _without_lines(written).sources
    assert page.sections == written.sections
    assert page.summary == written.summary


def _without_lines(dispatch: Dispatch) -> Dispatch:
    return dataclasses.replace(
        dispatch, sources=tuple(dataclasses.replace(source, line=0) for source in dispatch.sources)
    )


_WORD = st.text("abcdefghijklmnop", min_size=3, max_size=8)
_WORDS = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_SENTENCE = st.tuples(_WORDS, st.sampled_from(["", ".", "!", "?", ":"])).map("".join)
_LINKED = st.builds("[{}](https://e.org/{})".format, _WORDS, _WORD)
_PIECE = st.one_of(
    _SENTENCE, _LINKED, _WORDS.map("**{}**".format), _WORDS.map("`{}`".format), _WORDS.map("*{}*".format)
)
_LINE = st.lists(_PIECE, min_size=1, max_size=4).map(" ".join)
_ITEMS = st.lists(_LINE, min_size=1, max_size=4)
_BLOCK = st.one_of(
    _LINE,
    st.tuples(st.sampled_from(["#", "##", "###", "####"]), st.one_of(_WORDS, _LINKED)).map(" ".join),
    _ITEMS.map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.tuples(_LINE, _ITEMS).map(lambda t: f"- {t[0]}\n" + "\n".join(f"    - {item}" for item in t[1])),
    _ITEMS.map(lambda items: "\n".join(f"{i}. {item}" for i, item in enumerate(items, start=1))),
    _LINE.map("> {}".format),
    st.tuples(_LINE, _WORDS).map(lambda t: f"> {t[0]}\n>\n> — {t[1]}"),
    st.tuples(_WORDS, _WORDS).map(lambda t: f"| {t[0]} | {t[1]} |\n|---|---|\n| {t[1]} | {t[0]} |"),
    _WORDS.map("```\n{}\n```".format),
    _WORDS.map("![{}](a.png)".format),
    st.tuples(_WORD, _WORDS).map(lambda t: f"{t[0].capitalize()}: {t[1]}"),
    st.tuples(_WORD, _WORDS).map(lambda t: f"Article by {t[0]} — {t[1]}"),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=12))
def test_no_word_of_any_newsletter_is_lost(blocks: list[str]) -> None:
    text = "Title: News\nDate: 2026-05-06\n\nThe first words.\n\n" + "\n\n".join(blocks) + "\n"
    dispatch = parse(text.encode(), Path("day.md"))
    assert (
        words(text) - words(dispatch) - {"title", "date", "https", "org", "png", "by"} - _numbers(text)
        == set()
    )
    page = as_page(
        "<p>The first words.</p>" + pyromark.html("\n\n".join(blocks), options=pyromark.Options.ENABLE_TABLES)
    )
    read = parse(page.encode(), Path("day.html"))
    assert words(dispatch) - words(read) <= {"news", "png"} | _numbers(text)


def _numbers(text: str) -> set[str]:
    """The numbers of lists, single letters of file names."""
    return {word for word in words(text) if word.isdigit() or len(word) == 1}


_MARKS = st.sampled_from(
    [
        *"#*_`>|[]()<>!-:{}\\\"',&;= \n\t1aÀ…—",
        "\n\n",
        "---\n",
        "<!--",
        "-->",
        "<ul><li>",
        "</p>",
        "<td>",
        "[a](b.c)",
        "&#x7;",
    ]
)


@every_reader
@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_MARKS, st.text(max_size=5)), max_size=60).map("".join), st.booleans())
def test_any_text_is_a_dispatch_or_one_clear_error(ending: str, text: str, headed: bool) -> None:
    data = ((TITLE_ALONE[ending] if headed else "") + text).encode("utf-8", "surrogatepass")
    try:
        said = parse(data, Path(f"day{ending}")).title
    except InputError as error:
        said = str(error)
    assert said
    assert "\n" not in said
