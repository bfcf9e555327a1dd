"""Written words and when they are heard: times of what is said, led back to what is written."""

import dataclasses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from package_samples import RATE, heard, spoken, words_in

from dispatch_audio.master import Line
from dispatch_audio.package.transcript.words import words_of
from dispatch_audio.script import Span, SpokenForm, Utterance

_PIECES = (
    "58.6% $1.2bn K2.6 GPT-5.4 long-horizon — – - “quoted 'words' ” 🎧 ( [1] 2:30 1–3% April 17th 2026 https://example.org/a?b "
    "Vec<T> a-->b & café 中文 Antidisestablishmentarianism" + "x" * 90 + " 4,000+ Dr. e.g. : :: 12+ 300M"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from([" ", " ", "\n", ""])), max_size=14).map(
        lambda pairs: "".join(piece + gap for piece, gap in pairs)
    ),
)


def _line(written: list[tuple[str, str]]) -> Line:
    """A line of spans, its words a second each, one after another."""
    text, spans = "", []
    for part, said in written:
        spans.append(Span(len(text), len(text) + len(part), said))
        text += part
    form = SpokenForm(text, tuple(spans))
    words = tuple(
        dataclasses.replace(word, first=n * RATE, last=(n + 1) * RATE)
        for n, word in enumerate(heard(form, 0, RATE))
    )
    return Line(Utterance(form), 0, 0, len(words) * RATE, words)


def _seconds(written: list[tuple[str, str]]) -> list[tuple[str, float, float]]:
    return [(word.text, word.start / 1000, word.end / 1000) for word in words_of(_line(written), RATE)]


def test_a_figure_is_heard_from_the_first_to_the_last_of_its_words() -> None:
    assert _seconds(
        [("It has ", "It has "), ("58.6%", "fifty eight point six percent"), (" now.", " now.")]
    ) == [
        ("It", 0, 1),
        ("has", 1, 2),
        ("58.6%", 2, 7),
        ("now.", 7, 8),
    ]


def test_words_that_share_a_span_are_parted_where_their_letters_are_said() -> None:
    found = _seconds(
        [("by August 17th 2026", "by August seventeenth, twenty twenty six"), (" or ", " or "), ("so", "so")]
    )
    assert [(word, start) for word, start, _ in found] == [
        ("by", 0),
        ("August", 1),
        ("17th", 2),
        ("2026", 3),
        ("or", 6),
        ("so", 7),
    ]


def test_a_word_that_is_said_as_written_is_found_by_its_letters() -> None:
    # By how much is written, the figure would take all of the time but the last word's.
    assert _seconds([("1000 to May", "ten to May")]) == [("1000", 0, 1), ("to", 1, 2), ("May", 2, 3)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("K2.6 scores 58.6%.", ["K two point six", "scores", "fifty eight point six percent"]),
        ("It cost $1.2bn.", ["It", "cost", "one point two billion dollars"]),
        ("GPT-5.4's 65.4%", ["G P T five point four's", "sixty five point four percent"]),
        ("almost 2 million monthly", ["almost", "two", "million", "monthly"]),
        ("193 tokens/sec now", ["one hundred ninety three", "tokens per second", "now"]),
        ("on LM Studio now", ["on", "L M", "Studio", "now"]),
        ("an 8-year-old engine", ["an", "eight year-old", "engine"]),
        ("Claude & Codex", ["Claude", "and", "Codex"]),
    ],
)
def test_a_written_word_is_heard_when_its_own_words_are_said(text: str, said: list[str]) -> None:
    line = spoken(text)
    form, words = line.utterance.form.spoken, words_of(line, RATE)
    assert said == [
        " ".join(
            form[timing.start : timing.end]
            for timing in line.words
            if word.start <= (timing.first + timing.last) * 500 / RATE <= word.end
        )
        for word in words
    ]


def test_what_is_said_after_something_silent_is_said_for_the_next_word() -> None:
    assert _seconds([("one ", "one "), ("—", ""), (" 2.0", " two point zero")]) == [
        ("one", 0, 1),
        ("—", 1, 1),
        ("2.0", 1, 4),
    ]


def test_letters_said_one_by_one_are_one_word() -> None:
    assert _seconds([("the ", "the "), ("CEO", "C E O"), (" of", " of")])[1] == ("CEO", 1, 4)


@pytest.mark.parametrize("unsaid", ["—", "🎧", "[1]"])
def test_what_is_not_said_stands_where_the_word_before_it_ends(unsaid: str) -> None:
    assert _seconds([("one ", "one "), (unsaid, ""), (" two", " two")]) == [
        ("one", 0, 1),
        (unsaid, 1, 1),
        ("two", 1, 2),
    ]


def test_what_is_not_said_at_the_start_stands_where_the_first_word_begins() -> None:
    assert _seconds([("🎧", ""), (" one", " one")]) == [("🎧", 0, 0), ("one", 0, 1)]


def test_words_joined_by_a_dash_are_one_written_word() -> None:
    assert _seconds([("streams", "streams"), ("—", ", "), ("the flood", "the flood")]) == [
        ("streams—the", 0, 2),
        ("flood", 2, 3),
    ]


def test_without_word_times_a_line_shares_its_time_out_by_characters() -> None:
    line = dataclasses.replace(_line([("abcd efgh", "abcd efgh")]), words=(), start=0, end=9 * RATE)
    assert [(word.start, word.end) for word in words_of(line, RATE)] == [(0, 4000), (5000, 9000)]


@settings(deadline=None)
@given(TEXTS)
@example("58.6% $1.2bn K2.6 long-horizon — “so” 🎧")
@example("")
@example("🎧")
def test_every_written_word_is_there_once_within_its_line_and_time_never_goes_back(text: str) -> None:
    line = spoken(text, 3.0, 9.0)
    words = words_of(line, RATE)
    assert [word.text for word in words] == words_in(text)
    times = [3000, *(time for word in words for time in (word.start, word.end)), 9000]
    assert times == sorted(times)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(" ab1—", max_size=9), st.text(" ab,", max_size=9)), max_size=6))
def test_however_a_text_is_said_time_never_goes_back(written: list[tuple[str, str]]) -> None:
    line = _line(written)
    words = words_of(line, RATE)
    assert [word.text for word in words] == words_in(line.utterance.text)
    times = [0, *(time for word in words for time in (word.start, word.end)), line.end * 1000 // RATE]
    assert times == sorted(times)
