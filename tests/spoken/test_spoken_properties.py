"""What holds for any text: spans fit, nothing unsayable is left, saying it again changes nothing, time is linear."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dispatch_audio.script import SpokenForm
from dispatch_audio.spoken import spoken_form
from dispatch_audio.spoken.numbers import cardinal, ordinal, roman, to_roman

_DISPATCH = Path(__file__).parents[2] / "feeds" / "daily-dispatch" / "dispatches" / "dispatch-002.txt"
_UNSAYABLE = re.compile(r"[^\w\s.,;:!?'’\-…]|[\d_]")

_WRITTEN = (
    "$ € % 58.6 4,000+ ~15 K2.6 GPT-5.4 AI IT US OVERRATED ( ) [ ] ' ’ “ ” \" - – — / & > < = + × ° # @ * _ ` … . , : ; 1/2 "
    "2:30 p.m. 3 10 007 2026-04-20 May 8 1998 x km kg M B Kimi SWE-Bench Dr. No. e.g. a.b@c.de kimi.com/x v2.3 II "
    "GitHub OpenAI's snake_case 🎉 ² ½ é ß Ω 中 1e-5 Mr 5' 12\" 1980s Q1 3rd |"
)
_PIECES = st.sampled_from(_WRITTEN.split(" "))
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-/:$%+ xkKMBAI'\"()~", max_size=30),
    st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", " ", "\n"])), max_size=10).map(
        lambda pairs: "".join(piece + gap for piece, gap in pairs)
    ),
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(_TEXTS)
@example("$5 billion (up to 20%)")
def test_spans_fit_nothing_unsayable_is_left_and_saying_it_again_changes_nothing(text: str) -> None:
    form = spoken_form(text)
    assert isinstance(form, SpokenForm)
    assert form.text == text
    assert all(span.spoken == text[span.start : span.end] for span in form.spans if not span.rule)
    assert not any(a.rule == b.rule == "" for a, b in zip(form.spans, form.spans[1:], strict=False))
    assert not _UNSAYABLE.search(form.spoken)
    assert spoken_form(form.spoken).spoken == form.spoken


def test_a_whole_dispatch_is_sayable_and_settles() -> None:
    for line in _DISPATCH.read_text("utf-8").splitlines():
        said = spoken_form(line).spoken
        assert not _UNSAYABLE.search(said), line
        assert spoken_form(said).spoken == said, line


def test_plain_prose_is_left_alone() -> None:
    prose = "Open-source models are no longer playing catch-up. They're setting the pace, she says; who knows why?"
    form = spoken_form(prose)
    assert form.spoken == prose
    assert len(form.spans) == 1


@pytest.mark.parametrize(
    "unit", ["7", "$", "1.", "a1", "(", "A", "a.b@", "1/2 ", "<a", "`", "-1", "x_", "1,000", '1"']
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.perf_counter()
        spoken_form(text)
        return time.perf_counter() - started

    seconds(500)
    short = max(seconds(2_000), 0.01)
    assert seconds(16_000) < 8 * 4 * short


def test_an_empty_text_is_said_as_nothing() -> None:
    assert spoken_form("").spans == ()


@given(st.integers(0, 10**24))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_any_number_has_words(number: int) -> None:
    assert re.fullmatch(r"[a-z ]+", cardinal(number))
    assert re.fullmatch(r"[a-z ]+", ordinal(number))


def test_roman_numerals_are_read_as_they_are_written() -> None:
    assert [roman(to_roman(number)) for number in range(1, 90)] == list(range(1, 90))
    assert roman("IIII") is None
