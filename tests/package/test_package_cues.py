"""Cues: broken where a reader would break, shown for long enough, and over no pause."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from package_samples import RATE, one_chapter, spoken, timeline, words_in
from test_package_words import TEXTS

from dispatch_audio.master import Mark, Timeline
from dispatch_audio.narration import Speaker
from dispatch_audio.package.transcript import Cue, cues
from dispatch_audio.package.transcript.breaking import HALF, LINE, cost, fits, lines
from dispatch_audio.package.transcript.cues import PAUSE, READING_SPEED

ANN = Speaker("Ann Example", "tone", "tone 1")
LONG = (
    "Atlassian will train on what its customers write in Jira and Confluence, unless they opt out by August 17th 2026; "
    "on certain plans, some of it cannot be opted out of at all, which follows similar moves by Google, Zoom and Slack."
)


def _texts(text: str) -> list[str]:
    return [cue.text for cue in cues(one_chapter(spoken(text)), ANN)]


def _speed(cue: Cue) -> float:
    return len(cue.text) * 1000 / (cue.end - cue.start)


def test_a_sentence_that_fits_is_one_cue() -> None:
    assert _texts("It reaches 58.6% on the benchmark.") == ["It reaches 58.6% on the benchmark."]


def test_two_sentences_never_share_a_cue() -> None:
    plan = one_chapter(spoken("It is so.", 0, 1), spoken("It was so.", 1.3, 2.3))
    assert [cue.text for cue in cues(plan, ANN)] == ["It is so.", "It was so."]


def test_a_long_sentence_is_broken_at_the_ends_of_clauses() -> None:
    found = _texts(LONG)
    assert "and Confluence," in found[0] + found[1]
    assert [text for text in found if text.endswith((",", ";", "."))] == found[1:] or len(found) > 3
    assert not [text for text in found if text.split()[-1] in {"by", "on", "of", "the", "and", "its"}]


@pytest.mark.parametrize("kept", ["Kimi K2.6", "Dr. Smith", "U.S. Army", "17 million"])
def test_what_is_read_as_one_is_not_torn(kept: str) -> None:
    for words in range(4, 14):
        text = f"{'and so the word ' * words}{kept} {'and so the word ' * 6}"
        assert any(kept in cue for cue in _texts(text))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("so, Kimi", "Kimi runs"),
        ("well. But", "well, but"),
        ("ran and", "ran fast"),
        ("ran to", "ran fast"),
        ("ran fast", "the run"),
        ("ran fast", "Kimi K2.6"),
        ("ran fast", "300 agents"),
        ("ran fast", "ran —"),
        ("ran fast", "streams—the flood"),
        ("ran fast", "Dr. No"),
        ("policy, which", "Google, Zoom,"),
        ("ran that", "ran of"),
        ("uploads are", "uploads daily"),
        ("ran fast", "it ran"),
        ("ran fast", "Deezer's platform"),
        ("Claude &", "& Codex"),
        ("15 of", "15 minutes"),
    ],
)
def test_a_break_is_better_in_one_place_than_in_another(better: str, worse: str) -> None:
    assert cost(*better.split()) < cost(*worse.split())


def test_a_cue_goes_over_no_pause() -> None:
    line = spoken("Wait for it and then go on.")
    later = PAUSE * RATE // 1000 + RATE // 10
    words = tuple(
        word if n < 3 else dataclasses.replace(word, first=word.first + later, last=word.last + later)
        for n, word in enumerate(line.words)
    )
    plan = one_chapter(dataclasses.replace(line, words=words, end=line.end + later))
    assert [cue.text for cue in cues(plan, ANN)] == ["Wait for it", "and then go on."]


def test_a_cue_said_in_haste_stays_in_the_silence_after_it() -> None:
    (cue,) = cues(one_chapter(spoken("What is said as fast as this is hard to read.", 0, 1.5), after=3), ANN)
    assert READING_SPEED - 0.1 < _speed(cue) <= READING_SPEED


def test_between_cues_that_follow_closely_nothing_flickers() -> None:
    plan = one_chapter(spoken("The harbour is frozen.", 0, 1.8), spoken("And on it goes.", 1.9, 3))
    first, second = cues(plan, ANN)
    assert first.end == second.start == 1900


def test_a_cue_that_is_read_in_a_pause_goes_before_the_pause_ends() -> None:
    plan = one_chapter(spoken("The harbour froze on Tuesday.", 0, 0.8), spoken("And on it goes.", 1.8, 3))
    first, second = cues(plan, ANN)
    assert (first.end, second.start) == (1706, 1800)


def test_a_cue_never_stays_into_the_next_one() -> None:
    plan = one_chapter(
        spoken("What is said as fast as this is hard to read.", 0, 1.5), spoken("And on it goes.", 1.8, 3)
    )
    first, second = cues(plan, ANN)
    assert first.end == second.start == 1800


def test_a_cue_never_stays_over_its_chapters_end() -> None:
    plan = one_chapter(spoken("What is said as fast as this is hard to read.", 0, 1.5))
    early = Mark("One", (), 0, int(1.6 * RATE))
    assert cues(dataclasses.replace(plan, marks=(early,)), ANN)[0].end == 1600


def test_a_short_call_is_shown_for_a_second() -> None:
    (cue,) = cues(one_chapter(spoken("No.", 1, 1.2)), ANN)
    assert (cue.start, cue.end) == (1000, 2000)


def test_a_quotation_names_the_voice_that_reads_it() -> None:
    joe = Speaker("Joe", "piper", "joe")
    plan = one_chapter(spoken("She says:", 0, 1), spoken("“It is so.”", 1.5, 3, kind="quotation"))
    assert [cue.speaker for cue in cues(plan, dataclasses.replace(ANN, quotes=joe))] == ["Ann Example", "Joe"]
    assert [cue.speaker for cue in cues(plan, ANN)] == ["Ann Example", "Ann Example"]


def test_a_word_longer_than_a_line_stands_alone_and_whole() -> None:
    word = "x" * 90
    found = _texts(f"See {word} for more.")
    assert word in found
    assert lines([word]) == (word,)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_gives_cues_within_the_rules(first: str, second: str) -> None:
    plan = timeline([[first, second], [second]])
    spoken_plan = Timeline(
        plan.rate,
        plan.frames,
        plan.marks,
        tuple(
            dataclasses.replace(
                spoken(line.utterance.text, line.start / RATE, line.end / RATE), chapter=line.chapter
            )
            for line in plan.lines
        ),
    )
    for whole in (plan, spoken_plan):
        found = cues(whole, ANN)
        assert [word for cue in found for word in cue.text.split()] == words_in(first, second, second)
        for cue in found:
            words = cue.text.split()
            assert fits(words)
            assert len(cue.text) <= LINE or len(words) == 1
            assert 1 <= len(lines(words)) <= 2
            assert all(len(line) <= HALF or " " not in line for line in lines(words))
            assert " ".join(word.text for word in cue.words) == cue.text
            assert cue.start < cue.end
            assert any(
                m.start <= cue.start * RATE // 1000 and cue.end <= m.end * 1000 / RATE for m in whole.marks
            )
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
