"""What a whole script is held against: its sources, the show, what was computed, and what it leaves out."""

import datetime
import time
from dataclasses import replace

import pytest

from dispatch_audio.compose.show import Person, Show
from dispatch_audio.dispatch import Dispatch, Engagement, Field, Link, PullQuote, Section, Source
from dispatch_audio.fidelity import Fault, faults
from dispatch_audio.script import Chapter, Computed, LeftOut, Script, Span, SpokenForm, Utterance

SHOW = Show("The Harbour Hour", "Ada Byron", (Person("annlee", "Ann Lee", "the baker"),))
HARBOUR = Source(
    1,
    "Harbour freezes over",
    "Article",
    "Reuters",
    "",
    "",
    "The harbour froze for the first time in 12 years... Ships wait",
    "",
    ("Ice is 8 cm thick", "40 boats wait", "20 boats left", "44% of piers closed, against 11% in May"),
    link=Link("reuters.com/x", "https://reuters.com/x"),
    engagement=(Engagement(56_124, "likes"),),
)
BAKER = Source(2, "The baker", "X", "annlee", "", "", "The oven was warm", "", ("She sells 90 loaves a day",))
DISPATCH = Dispatch(
    "A cold day",
    datetime.date(2026, 5, 6),
    summary="Two things happened.",
    pull_quote=PullQuote("Nothing is as cold as ice.", "Bo Ek"),
    sections=(Section("Ice", "The port waits"),),
    sources=(HARBOUR, BAKER),
)
LISTED = tuple(
    LeftOut(number, text, "a test")
    for number, texts in (
        (0, ("Two things happened.",)),
        (1, (HARBOUR.cited_text, *HARBOUR.key_points)),
        (2, (BAKER.cited_text, *BAKER.key_points)),
    )
    for text in texts
)


def line(text: str, *sources: int, **more: object) -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)), sources, **more)  # type: ignore[arg-type]


def found(*lines: Utterance, dispatch: Dispatch = DISPATCH) -> list[tuple[str, str]]:
    script = Script((Chapter("Ice", lines, (1, 2)),), LISTED)
    return [(fault.kind, fault.words) for fault in faults(script, dispatch, SHOW)]


TRUE = [
    line("I'm Ada Byron. This is The Harbour Hour for Wednesday, May 6."),
    line("That's The Harbour Hour for Wednesday."),
    line("“Nothing is as cold as ice.”", kind="quotation"),
    line("As Bo Ek puts it:"),
    line("Reuters reports that the ice is 8 cm thick.", 1),
    line("44 percent of piers are closed.", 1),
    line("Ann Lee, the baker, writes on X:", 2),
    line("“The oven was warm”", 2, kind="quotation"),
    line("It calls this “the first time in 12 years”.", 1),
    line("Both tell of 40 boats and of 90 loaves.", 1, 2),
]


@pytest.mark.parametrize("said", TRUE, ids=lambda said: said.text)
def test_what_is_on_record_may_be_said(said: Utterance) -> None:
    assert found(said) == []


FALSE = [
    (line("This is The Harbour Hour for Tuesday, May 6."), ("date", "Tuesday")),
    (line("This is The Harbour Hour for Wednesday, May 7."), ("date", "May 7")),
    (line("That's The Harbour Hour for Friday."), ("date", "Friday")),
    (line("The ice is 80 cm thick.", 1), ("number", "80 cm")),
    (line("The ice is 8 km thick.", 1), ("number", "8 km")),
    (line("She sells 90 loaves.", 1), ("number", "90")),
    (line("Ann Lee reports that the ice is thick.", 1), ("name", "Ann")),
    (line("Reuters says the oven is warm.", 2), ("name", "Reuters")),
    (line("“Nothing is as warm as ice.”", kind="quotation"), ("quotation", "Nothing is as warm as ice.")),
    (line("“The oven was warm”", 1, kind="quotation"), ("quotation", "The oven was warm")),
    (line("It calls this “the last time in 12 years”.", 1), ("quotation", "the last time in 12 years")),
    (line("“in 12 years ships wait”", 1, kind="quotation"), ("quotation", "in 12 years ships wait")),
    (line("Something is told.", 7), ("source", "7")),
]


@pytest.mark.parametrize(("said", "fault"), FALSE, ids=[said.text for said, _ in FALSE])
def test_what_is_not_on_record_is_a_fault(said: Utterance, fault: tuple[str, str]) -> None:
    assert fault in found(said)


def computed(text: str, words: str, basis: str, *sources: int) -> Utterance:
    return line(text, *sources, computed=(Computed(words, basis),))


RIGHT = [
    computed("Both sources are in the show notes.", "Both sources are in the show notes.", "2 sources"),
    computed("All two sources are there.", "two", "2 sources"),
    computed("It has more than 56,000 likes.", "more than 56,000", "56124 likes", 1),
    computed("It has nearly 60,000 likes.", "nearly 60,000", "56124 likes", 1),
    computed("Twice as many wait as left.", "Twice as many", "40 against 20", 1),
    computed("Four times as many piers.", "Four times as many", "44% against 11%", 1),
    computed("That is 20 more than left.", "20 more", "40 against 20", 1),
]
WRONG = [
    computed("All three sources are there.", "three", "3 sources"),
    computed("All three sources are there.", "three", "2 sources"),
    computed("It has more than 57,000 likes.", "more than 57,000", "56124 likes", 1),
    computed("It has more than 20,000 likes.", "more than 20,000", "56124 likes", 1),
    computed("It has about 96,000 likes.", "about 96,000", "56124 likes", 1),
    computed("It has more than 56,000 likes.", "more than 56,000", "56999 likes", 1),
    computed("It has 56,000 likes.", "more than 56,000", "56124 likes", 1),
    computed("Three times as many wait.", "Three times as many", "40 against 20", 1),
    computed("Half as many wait.", "Twice as many", "40 against 20", 1),
    computed("That is 30 more than left.", "30 more", "40 against 20", 1),
    computed("That is more than left.", "more", "20 against 40", 1),
]


@pytest.mark.parametrize("said", RIGHT, ids=lambda said: said.text)
def test_a_count_a_rounding_or_a_comparison_that_is_right_may_be_said(said: Utterance) -> None:
    assert found(said) == []


@pytest.mark.parametrize("said", WRONG, ids=lambda said: f"{said.text} {said.computed[0].basis}")
def test_what_was_computed_wrong_is_a_fault(said: Utterance) -> None:
    assert "computed" in {kind for kind, _ in found(said)}


def test_a_rounding_that_is_not_marked_is_a_figure_that_no_source_has() -> None:
    assert found(line("It has more than 56,000 likes.", 1)) == [("number", "56,000")]


def test_what_is_neither_told_nor_listed_is_a_fault() -> None:
    script = Script((Chapter("Ice", (line("The ice is 8 cm thick.", 1),), (1,)),), LISTED[:3])
    silent = faults(script, DISPATCH, SHOW)
    assert {fault.kind for fault in silent} == {"left out"}
    assert [fault.words for fault in silent] == [
        *HARBOUR.key_points[1:],
        "The oven was warm",
        *BAKER.key_points,
    ]


def test_a_fault_says_what_where_and_the_way_out() -> None:
    fault = Fault("number", "80 cm", "Ice", 4, "not in source 1")
    assert str(fault) == (
        "Ice, line 5: number: 80 cm: not in source 1 (write the figure as the source has it, or add it to the dispatch)"
    )


def test_a_known_person_is_known_wherever_a_source_names_the_handle() -> None:
    named = replace(HARBOUR, key_points=("@annlee saw it",))
    dispatch = replace(DISPATCH, sources=(named, BAKER))
    said = line("Ann Lee saw it.", 1)
    assert ("name", "Ann") in found(said)
    assert ("name", "Ann") not in found(said, dispatch=dispatch)


def test_a_label_that_is_not_read_is_on_record() -> None:
    dispatch = replace(DISPATCH, other=(Field("Weather", ("Storm Boreas, 9 degrees",)),))
    assert found(line("Storm Boreas brings 9 degrees."), dispatch=dispatch) == []


def test_a_long_script_is_checked_in_time_that_grows_with_it() -> None:
    long = replace(
        HARBOUR, context="On May 3, 40 boats of 1,000 did not leave, says “Ann Lee” of K2.6. " * 250
    )
    sources = tuple(replace(long, number=n) for n in range(1, 41))
    lines = tuple(line("Reuters reports that 40 boats did not leave.", n) for n in range(1, 41)) * 10
    script = Script((Chapter("Ice", lines, tuple(range(1, 41))),))
    started = time.perf_counter()
    assert faults(script, replace(DISPATCH, sources=sources), SHOW)
    assert time.perf_counter() - started < 10
