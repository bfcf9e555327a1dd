"""What a listener cannot follow is found, and nothing else."""

import pytest

from dispatch_audio.ear import strains
from dispatch_audio.script import Chapter, Kind, Script
from dispatch_audio.script import Utterance as Line
from dispatch_audio.spoken import spoken_form


def _found(*texts: str, kind: Kind = "narration") -> list[tuple[str, int]]:
    lines = tuple(Line(spoken_form(text), kind=kind) for text in texts)
    return [(strain.kind, strain.utterance) for strain in strains(Script((Chapter("News", lines),)))]


def test_a_sentence_of_more_than_25_words_as_it_is_said_is_long() -> None:
    assert _found(" ".join(["word"] * 25) + ".") == []
    assert _found(" ".join(["word"] * 26) + ".") == [("long sentence", 0)]
    # 58.6% is five words to the ear.
    assert _found(" ".join(["word"] * 22) + " 58.6%.") == [("long sentence", 0)]


@pytest.mark.parametrize(
    ("text", "crowded"),
    [
        ("It rose from 3 to 4.", False),
        ("It rose from 3% to 4% in 2026.", True),
        ("GPT-5.4, K2.6 and Llama-3 ran 12 tests.", False),
        ("It took 1,000, 2,000 and $3,500.50.", True),
        ("It scored 58.6% on SWE-Bench Pro and 66.7% on Terminal-Bench 2.0.", False),
        ("Terminal-Bench 2.0 has 89 tasks and Python 3.13 took 12.", False),
        ("Claude 4.5 beat Llama 3.1, version 2.0, on 3 of 4 tests.", False),
        ("The Apollo 11 papers name Section 230 in 3 of 4 volumes.", False),
        ("In 4.5 seconds it ran 3 of 12 tests.", True),
        ("On Tuesday 40 boats, 3 ships and 12 rafts froze.", True),
        ("Ann won 3.5 points, 4 cups and 12 prizes.", True),
    ],
)
def test_more_than_two_numbers_crowd_a_sentence_and_names_are_no_numbers(text: str, crowded: bool) -> None:
    assert _found(text) == ([("many numbers", 0)] if crowded else [])


def test_two_sentences_that_begin_alike_are_told_at_the_second() -> None:
    assert _found("The team says so.", "The team adds more.", "Nobody minds.") == [("same opening", 1)]
    assert _found("It is.", "It was.", "The end.") == []


def test_a_quotation_is_as_its_speaker_said_it() -> None:
    assert _found(" ".join(["word"] * 40), kind="quotation") == []
