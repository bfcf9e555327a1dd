"""What the check reads in a text: amounts, dates, quotations, names and negations, however they are written."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_audio.fidelity.amounts import amounts
from dispatch_audio.fidelity.dates import agrees, days
from dispatch_audio.fidelity.exchanged import exchanged, places
from dispatch_audio.fidelity.names import strangers
from dispatch_audio.fidelity.negation import negation_table, turned
from dispatch_audio.fidelity.quotes import in_one_line, quoted
from dispatch_audio.fidelity.words import spelt

SAME = [
    ("Est. 5,000 animals", "an estimated 5,000 animals"),
    ("58.6%", "58.6 percent"),
    ("44%", "forty-four percent"),
    ("12+ hours", "more than 12 hours"),
    ("~15 tokens", "about 15 tokens"),
    ("300M+ sessions", "more than 300 million sessions"),
    ("$350B", "$350 billion"),
    ("$350B", "350 billion dollars"),
    ("4,000 steps", "four thousand steps"),
    ("2,300", "two thousand three hundred"),
    ("5 GW", "5 gigawatts"),
    ("48x faster", "48 times faster"),
    ("15M", "fifteen million"),
    ("2.0", "2"),
    ("up to 5", "at most 5"),
    ("a million", "one million"),
    ("10 days' notice", "10 days"),
    ("twice", "double"),
]
OTHER = [
    ("58.6%", "56.8%"),
    ("58.6%", "58.6"),
    ("5 million", "5 billion"),
    ("5 gigawatts", "5 megawatts"),
    ("$5", "€5"),
    ("-3%", "3%"),
    ("more than 12", "12"),
    ("nearly 12", "over 12"),
    ("6 a.m.", "6 p.m."),
    ("a third", "a quarter"),
]


def read(text: str) -> list[tuple[str, str, str]]:
    return [(found.value, found.unit, found.qualifier) for found in amounts(text)]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_an_amount_are_one(one: str, other: str) -> None:
    assert read(one) == read(other) != []


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_is_another_amount_is_told_apart(one: str, other: str) -> None:
    assert read(one) != read(other)


def test_both_ends_of_a_range_have_its_unit_and_its_magnitude() -> None:
    one, other = amounts("Only 1-3% of streams")
    assert ("1", "%") in one.keys
    assert ("3", "%") in other.keys
    one, other = amounts("$5-10k")
    assert ("5000", "$") in one.keys
    assert ("10000", "$") in other.keys


@pytest.mark.parametrize("text", ["Kimi K2.6", "one of them", "No one knows", "Ed25519", "First, the news."])
def test_a_name_and_a_lone_one_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


@given(st.text(alphabet="0123456789.,%$€+-~ KMBTmxone two half third of a thousand million 年", max_size=60))
def test_any_text_is_read_and_every_amount_stands_in_it(text: str) -> None:
    for found in amounts(text):
        assert text[found.start : found.end] == found.written
    assert list(exchanged(text, places([text]))) == []
    assert list(turned(text, negation_table([text]))) == []
    assert all(day.written in text for day in days(text))


TODAY = datetime.date(2026, 12, 20)


@pytest.mark.parametrize(
    ("said", "known", "same"),
    [
        ("August 17", "August 17th 2026", True),
        ("August 17", "17 August", True),
        ("August 17", "2026-08-17", True),
        ("17 Aug", "August 17", True),
        ("September 2026", "September 1, 2026", True),
        ("August 17", "August 18", False),
        ("August 17", "July 17", False),
        ("August 17", "August 17, 2019", False),
        ("August 17, 2025", "August 17, 2026", False),
        ("August 17, 2026", "August 17", False),
        ("January 5", "2027-01-05", True),
        ("Monday", "Monday", True),
        ("Monday", "Tuesday", False),
    ],
)
def test_a_date_is_the_one_on_record(said: str, known: str, same: bool) -> None:
    (one,), (other,) = days(said), days(known)
    assert agrees(one, other, TODAY) is same


def test_may_and_march_that_begin_a_sentence_are_words() -> None:
    assert days("May I ask? March on.") == ()
    assert [day.month for day in days("It fell in May, and in March 2025.")] == [5, 3]


SOURCE = "Agent gateways feel like we are racing backwards into the MS-DOS era... One process, one token, with the LLM"


@pytest.mark.parametrize(
    ("words", "verbatim"),
    [
        ("agent gateways feel like we are racing backwards.", True),
        ("One process, one token", True),
        ("the MS-DOS era… One process", True),
        ("the MS-DOS era. One process", False),
        ("agent gateways felt like we are racing", False),
        ("agent gateways feel like we are backwards", False),
        ("the MSDOS era", False),
    ],
)
def test_a_quotation_is_one_run_of_the_sources_words(words: str, verbatim: bool) -> None:
    assert (in_one_line(words) in in_one_line(SOURCE)) is verbatim


def test_words_between_any_quotation_marks_are_quoted() -> None:
    assert list(quoted('He calls it “a mess”, "a farce" and ‘the pilot’s end’.')) == [
        "a mess",
        "a farce",
        "the pilot’s end",
    ]
    assert list(quoted("It's the users' own, isn't it? 5'10\"")) == []


KNOWN = "Anthropic's Dario Amodei met Hugging Face. @HowToAI_ uses GPT-5.4 and HuggingFaceHub in the harbour."


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Harbour news: Amodei met Anthropic.", []),
        ("The account How To AI uses Hugging Face Hub.", []),
        ("Apple met Dario Amodei.", ["Apple"]),
        ("Anthropic uses GPT-5.5.", ["GPT-5.5"]),
        ("They met Tim Amodei.", ["Tim"]),
        ("They met Dario Anthropic.", ["Dario Anthropic"]),
        ("It uses K2.6 in the Harbour.", ["K2.6"]),
        ("It says that Uses are many.", []),
    ],
)
def test_a_name_that_nothing_bears_out_is_strange(text: str, strange: list[str]) -> None:
    covered = [(found.start, found.end) for found in amounts(text)]
    assert [words for words, _ in strangers(text, spelt([KNOWN]), spelt([]), covered)] == strange


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("Some data can be opted out on certain plans.", 1),
        ("Some data cannot be opted out on certain plans.", 0),
        ("There are no extreme outliers in AI results.", 0),
        ("There are extreme outliers in AI results.", 1),
        ("The results did not land near the median.", 1),
        ("The No. 1 result is near.", 0),
        ("A quiet change lets it in.", 0),
    ],
)
def test_a_not_that_was_lost_or_added_is_found(said: str, faults: int) -> None:
    table = negation_table(
        [
            "Some data cannot be opted out at all on certain plans",
            "No extreme outliers in AI results",
            "The results land near the median",
            "Savers are paid to do nothing, and a quiet change lets it in",
        ]
    )
    assert bool(list(turned(said, table))) is bool(faults)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("It scores 58.6% on SWE-Bench Pro.", []),
        ("That compares with 57.7% for GPT-5.4.", []),
        ("It scores 57.7% on SWE-Bench Pro.", ["57.7%"]),
        ("That compares with 58.6% for GPT-5.4.", ["58.6%"]),
    ],
)
def test_figures_that_changed_places_are_found(said: str, found: list[str]) -> None:
    known = places(["Open-source model achieving 58.6% on SWE-Bench Pro vs GPT-5.4's 57.7%"])
    assert [amount.written for amount, _ in exchanged(said, known)] == found
