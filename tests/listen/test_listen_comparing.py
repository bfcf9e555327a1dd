"""What was heard against what was wanted: aligned word by word, entities held by their words or their sound."""

import pytest

from dispatch_audio.listen.comparing import Compared, compare
from dispatch_audio.listen.words import heard_words, wanted
from dispatch_audio.spoken import spoken_form


def _compared(heard: str, *lines: str) -> tuple[Compared, ...]:
    return compare([wanted(spoken_form(line)) for line in lines], heard_words(heard))


def test_each_line_is_held_against_its_own_share_of_what_was_heard() -> None:
    first, second = _compared(
        "the harbour froze on Monday ice is 8 centimeters thick",
        "The harbour froze on Tuesday.",
        "Ice is 8 cm thick.",
    )
    assert (first.heard, first.errors, first.words) == ("the harbour froze on monday", 1, 5)
    assert [(missed.kind, missed.written, missed.heard) for missed in first.missed] == [
        ("date", "Tuesday", "monday")
    ]
    assert (second.errors, second.missed) == (0, ())


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("It took 4 years.", "it took for years"),
        ("It took 100 years.", "it took a hundred years"),
        ("It costs 105 euros.", "it costs one hundred and five euros"),
        ("Mario Zechner says no.", "Mario Zeckner says no"),
        ("They use Kimi daily.", "they use Kimmy daily"),
        ("They use the App Store.", "they use the appstore"),
        ("It scores 66.7% on Terminal-Bench 2.0.", "It scores 66.7 percent on terminal bench 2.0"),
    ],
)
def test_what_sounds_the_same_was_heard(written: str, heard: str) -> None:
    (line,) = _compared(heard, written)
    assert line.missed == ()


@pytest.mark.parametrize(
    ("written", "heard", "missed"),
    [
        ("It took 15 years.", "it took 50 years", "15"),
        ("It took 15 years.", "it took years", "15"),
        ("It grew by 44%.", "it grew by 40%", "44%"),
        ("It matched GPT-5.4 there.", "it matched GPT 5.5 there", "GPT-5.4"),
        ("On April 20 it began.", "on April 12 it began", "April 20"),
        ("Forty-four percent of songs", "forty percent of songs", "Forty-four percent"),
        ("It is not Zechner who says so.", "it is not Wagner who says so", "Zechner"),
    ],
)
def test_another_number_date_version_or_name_is_missed(written: str, heard: str, missed: str) -> None:
    (line,) = _compared(heard, written)
    assert [one.written for one in line.missed] == [missed]
    assert line.held is (missed != "Zechner")


def test_a_run_of_lost_words_withholds_and_words_that_sound_alike_are_not_lost() -> None:
    whole = "there was nobody at all to hear what the baker said"
    (line,) = _compared("there was the baker said", whole)
    assert (line.lost, line.held) == (6, True)
    (line,) = _compared("there was nobody at all here what the baker said", whole)
    assert (line.lost, line.held) == (2, False)


def test_a_line_of_which_nothing_was_heard_lost_all_its_words() -> None:
    first, second, third = _compared(
        "The first line is there. The third is there too.",
        "The first line is there.",
        "The second one of them is simply gone.",
        "The third is there too.",
    )
    # Of two equal words at a border either may be the one that was heard.
    assert (first.errors, third.errors <= 1) == (0, True)
    assert (second.lost >= 7, second.held) == (True, True)
