"""Words that an editor says how to say, within a sentence that is read as ever."""

import importlib.util
import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_audio.script import INLINE, Span, SpokenForm
from dispatch_audio.spoken import BUILT_IN, Lexicon, spoken_form
from dispatch_audio.spoken.alphabet import is_ipa


def _said(
    text: str, word: str, spoken: str = "", phonemes: str = "", lexicon: Lexicon = BUILT_IN
) -> SpokenForm:
    at = text.index(word)
    return spoken_form(text, lexicon, (Span(at, at + len(word), spoken, INLINE, phonemes),))


def _inline(form: SpokenForm) -> list[tuple[str, str, str]]:
    return [
        (form.text[span.start : span.end], span.spoken, span.phonemes)
        for span in form.spans
        if span.rule == INLINE
    ]


def test_it_wins_over_the_lexicon_and_every_rule_at_its_place_alone() -> None:
    lexicon = Lexicon.from_table({"Kimi": {"ipa": "kˈiːmi"}}).over(BUILT_IN)
    form = _said("Kimi K2.6 beat Kimi K2.5 by 5%.", "Kimi K2.6", "Keemee two six", lexicon=lexicon)
    assert form.spoken == "Keemee two six beat Kimi K two point five by five percent."
    assert _inline(form) == [("Kimi K2.6", "Keemee two six", "")]


def test_what_it_says_is_not_read_again() -> None:
    assert _inline(_said("The LLM agents.", "LLM", "NASA")) == [("LLM", "NASA", "")]
    assert _said("At 5 GHz.", "5", "2").spoken.startswith("At 2")


def test_phonemes_keep_the_words_for_engines_that_want_words() -> None:
    assert _inline(_said("Up 58.6% today", "58.6%", phonemes="fˈɪfti")) == [
        ("58.6%", "fifty eight point six percent", "fˈɪfti")
    ]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_name_with_phonemes_may_be_a_possessive(mark: str) -> None:
    form = _said(f"Zechner{mark}s agents", "Zechner", phonemes="ˈzɛknɚ")
    assert _inline(form) == [(f"Zechner{mark}s", "Zechner's", "ˈzɛknɚz")]


def test_two_words_may_stand_against_each_other() -> None:
    spans = (Span(0, 3, "", INLINE, "æn"), Span(3, 5, "zed", INLINE))
    assert [word for word, _, _ in _inline(spoken_form("Ann's", inline=spans))] == ["Ann", "'s"]


def test_a_rule_that_would_run_over_it_leaves_it_alone() -> None:
    form = _said("See https://example.org/kimi now", "kimi", "Keemee")
    assert ("kimi", "Keemee") in [(word, spoken.strip()) for word, spoken, _ in _inline(form)]


@settings(max_examples=150, deadline=None)
@given(
    st.text(string.ascii_letters + string.digits + " .,:/%$€-–[]()'’&@\n", min_size=1, max_size=40),
    st.lists(st.integers(0, 40), min_size=2, max_size=4),
    st.booleans(),
)
def test_the_spans_stay_without_gap_wherever_it_stands(text: str, cuts: list[int], sounded: bool) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    inline = tuple(
        Span(start, end, "" if sounded else "zed", INLINE, "zɛd" if sounded else "")
        for start, end in zip(places[::2], places[1::2], strict=False)
        if "\n" not in text[start:end]
    )
    form = spoken_form(text, inline=inline)
    for span in inline:
        assert any(held.start == span.start and held.rule == INLINE for held in form.spans)


def test_the_phonetic_alphabet_holds_all_that_kokoro_can_say() -> None:
    package = importlib.util.find_spec("kokoro_onnx")
    assert package is not None
    assert package.origin is not None
    vocabulary = json.loads((Path(package.origin).parent / "config.json").read_text("utf-8"))["vocab"]
    marks = set(';:,.!?—…"()“”↓→↗↘ ')
    assert {symbol for symbol in vocabulary if not is_ipa(symbol)} <= marks
    assert not any(is_ipa(symbol) for symbol in "#3/é-")
