"""JSON says everything that a Dispatch holds, and every fault of a file is told at once, with its path and line."""

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_audio.dispatch import Dispatch, Engagement, Field, Link, PullQuote, Section, Source
from dispatch_audio.errors import InputError
from dispatch_audio.readers import parse, read_dispatch
from dispatch_audio.readers.json_file import as_json
from dispatch_audio.readers.links import link
from dispatch_audio.readers.shapes import schema
from samples import SAMPLE

MINIMAL = {"title": "A Small Day", "date": "2026-05-06", "summary": "The harbour froze."}


def _read(value: Any) -> Dispatch:
    text = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
    return parse(text.encode("utf-8", "surrogatepass"), Path("day.json"))


def _refused(value: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        _read(value)
    assert "\n" not in str(caught.value)
    return caught.value


def _without_lines(dispatch: Dispatch) -> Dispatch:
    return dataclasses.replace(
        dispatch, sources=tuple(dataclasses.replace(source, line=0) for source in dispatch.sources)
    )


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
_LINES = st.lists(_TEXT, min_size=1, max_size=3)
_WORDS = _LINES.map(" ".join)
_MAYBE = st.one_of(st.just(""), _WORDS)
_FIELDS = st.lists(st.builds(Field, _WORDS, st.lists(_WORDS, max_size=3).map(tuple)), max_size=2).map(tuple)
_LINKS = st.sampled_from(["example.org/a", "https://example.org/b?c=d", "example.org/cut-of…"]).map(link)
_WRITTEN = st.one_of(
    _LINKS, st.builds(Link, _WORDS, st.sampled_from(["", "https://example.org/a"])), st.none()
)
_SOURCE = st.builds(
    Source,
    number=st.just(0),
    title=_WORDS,
    kind=_MAYBE,
    author=_MAYBE,
    role=_MAYBE,
    excerpt=_MAYBE,
    cited_text=_MAYBE,
    context=_MAYBE,
    key_points=st.lists(_WORDS, max_size=3).map(tuple),
    link=_WRITTEN,
    engagement=st.lists(st.builds(Engagement, st.integers(0, 10**9 - 1), _WORDS), max_size=2).map(tuple),
    provenance=st.lists(_WORDS, max_size=2).map(tuple),
    group=_MAYBE,
    other=_FIELDS,
)
_SOURCES = st.lists(_SOURCE, min_size=1, max_size=4).map(
    lambda found: tuple(dataclasses.replace(source, number=i * 3) for i, source in enumerate(found))
)
_SECTION = st.builds(Section, _WORDS, _MAYBE, st.sampled_from([(), (0,)]))
_DISPATCH = st.builds(
    Dispatch,
    title=_WORDS,
    date=st.dates(),
    number=st.one_of(st.none(), st.integers(0, 10**9 - 1)),
    ship=_MAYBE,
    pull_quote=st.one_of(st.none(), st.builds(PullQuote, _WORDS, _MAYBE, _MAYBE)),
    summary=st.lists(_WORDS, max_size=3).map("\n\n".join),
    sections=st.lists(_SECTION, max_size=3).map(tuple),
    sources=_SOURCES,
    other=_FIELDS,
)


@settings(max_examples=200, deadline=None)
@given(_DISPATCH)
def test_what_is_written_is_read_again(dispatch: Dispatch) -> None:
    assert _without_lines(_read(as_json(dispatch))) == dispatch


def test_the_sample_as_json_is_the_same_dispatch() -> None:
    page = read_dispatch(SAMPLE)
    read = _read(as_json(page))
    assert _without_lines(read) == _without_lines(page)
    lines = as_json(page).split("\n")
    assert all(lines[source.line].strip().startswith('"number"') for source in read.sources)


def test_little_need_be_said() -> None:
    value = {
        **MINIMAL,
        "$schema": "dispatch.schema.json",
        "sources": [{"title": "A"}, {"title": "B", "link": "e.org/…"}],
    }
    read = _read(value)
    assert [source.number for source in read.sources] == [1, 2]
    assert read.sources[1].link == Link("e.org/…", "")
    assert read.other == ()


def test_keys_that_are_not_known_are_kept() -> None:
    read = _read(
        {
            **MINIMAL,
            "mood": "calm",
            "sections": [{"title": "One", "colour": "blue"}],
            "sources": [{"title": "A", "reach": [9, {"of": 10.50}]}],
        }
    )
    assert read.other == (Field("mood", ("calm",)), Field("sections[0].colour", ("blue",)))
    assert read.sources[0].other == (Field("reach", ("9", '{"of": "10.5"}')),)


def test_all_faults_are_told_at_once_with_path_and_line() -> None:
    error = _refused(
        '{"titel": "x",\n"date": "2026-13-01",\n"sources": [{"title": 3},\n'
        '{"number": true, "link": {"written": "a", "url": "javascript:alert(1)"}}],\n"sections": [{"title": "S", "sources": 1}]}'
    )
    said = str(error)
    assert error.line == 1
    for part in (
        "the dispatch (line 1) has no title; is that what titel is?",
        'date (line 2) is "2026-13-01", not a date like 2026-04-20',
        "sources[0].title (line 3) is 3, not a text",
        "sources[1] (line 4) has no title",
        "sources[1].number (line 4) is true or false, not a whole number",
        "sources[1].link.url (line 4) is no whole address of the web",
        "sections[0].sources (line 5) is 1, not a list",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("[1]", "the dispatch is a list, not an object", 1),
        ('{"title": "a",\n"title": "b"}', "says title twice", 2),
        ('{"sources": [{"a": 1}, {"a": 1,\n "\\u0061": 2}]}', "says sources[1].a twice", 2),
        ('{"title":\nNaN}', "holds NaN", 2),
        ('{"a": -Infinity}', "holds -Infinity", 1),
        ('{"title"\n"a"}', "is no JSON", 2),
        ("{'a': 1}", "is no JSON", 1),
        ('{"a": 1}}', "is no JSON", 1),
        ("nul", "is no JSON", 1),
        ('{"title": "\\ud800", "date": "2026-05-06"}', "half of a character", 1),
        ('{"title": " ", "date": "2026-05-06", "summary": "x"}', "title is empty", 1),
        ('{"a":' * 50_000, "nests values more than 40 deep", 1),
    ],
)
def test_what_json_allows_and_we_do_not_is_told_in_one_line(text: str, said: str, line: int) -> None:
    error = _refused(text)
    assert said in str(error)
    assert error.line == line


def test_a_number_too_long_to_count_is_refused_or_kept_as_written() -> None:
    digits = "9" * 5_000
    assert "not a whole number" in str(_refused(json.dumps(MINIMAL)[:-1] + f', "number": {digits}}}'))
    assert _read(json.dumps(MINIMAL)[:-1] + f', "far": {digits}}}').other == (Field("far", (digits,)),)


def test_numbers_of_sources_agree() -> None:
    twice = {**MINIMAL, "sources": [{"title": "A", "number": 2}, {"title": "B"}]}
    assert "has the number 2 of another source" in str(_refused(twice))
    nowhere = {**MINIMAL, "sections": [{"title": "S", "sources": [4]}]}
    assert "names source 4, which there is not" in str(_refused(nowhere))


def test_text_is_cleaned_as_in_every_other_format() -> None:
    read = _read({**MINIMAL, "title": "A\u00a0small\u200b\n day \u0007", "summary": "One.\n\n\nTwo\nmore."})
    assert (read.title, read.summary) == ("A small day", "One.\n\nTwo more.")


def test_every_field_of_the_schema_is_described() -> None:
    made = schema()
    objects = [made, *(value.get("oneOf", [value])[-1] for value in made["$defs"].values())]
    for value in objects:
        assert value["description"]
        assert all(part["description"] for part in value["properties"].values())
        assert set(value["required"]) <= set(value["properties"])
    names = {field.name for field in dataclasses.fields(Source)} - {"line"}
    assert set(made["$defs"]["Source"]["properties"]) == names


def test_dates_before_and_after_our_time_are_dates() -> None:
    assert _read({**MINIMAL, "date": "0001-01-01"}).date == datetime.date(1, 1, 1)
