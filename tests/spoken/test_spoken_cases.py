"""What a newsreader would say, row by row: sport, finance, science, medicine, politics, weather, law, space, cars,
music, local affairs, markets, code."""

import re
from pathlib import Path

import pytest

from dispatch_audio.spoken import spoken_form

_ROWS = [
    line.split("\t")
    for name in ("cases.tsv", "fields.tsv")
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
]


def _heard(text: str) -> str:
    """A reading without what cannot be heard: case, marks, blanks, and the ``and`` of ``one hundred and five``."""
    return re.sub(r"[\W_]+", "", re.sub(r"\b(hundred|thousand) and\b", r"\1", text.lower()))


@pytest.mark.parametrize(("written", "readings"), _ROWS, ids=[written for written, _ in _ROWS])
def test_a_written_form_is_said_as_a_newsreader_would(written: str, readings: str) -> None:
    assert _heard(spoken_form(written).spoken) in {_heard(reading) for reading in readings.split("|")}


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Kimi K2.6 just matched GPT-5.4", "Kimi K two point six just matched G P T five point four"),
        ("4,000+ tool calls", "more than four thousand tool calls"),
        ("~15 to ~193 tokens/sec", "about fifteen to about one hundred ninety three tokens per second"),
        ("an 8-year-old engine", "an eight year-old engine"),
        ("supports 24/7 agents", "supports twenty four seven agents"),
        ("900-1600x over 200 years", "nine hundred to sixteen hundred times over two hundred years"),
        ("from $350B to $4T", "from three hundred fifty billion dollars to four trillion dollars"),
        ("300M+ monthly sessions", "more than three hundred million monthly sessions"),
        ("Only 1-3% of streams", "Only one to three percent of streams"),
        ("build vs buy", "build versus buy"),
        ("15M parameters", "fifteen million parameters"),
        ("Claude Code & Codex", "Claude Code and Codex"),
        ("catch-up—they're ahead", "catch-up, they're ahead"),
        ("a moat - and it leaks", "a moat, and it leaks"),
        ("“Quoted,” she said", "Quoted, she said"),
        ("HLE w/ tools (54.0), then", "H L E with tools, fifty four point zero, then"),
        (
            "in 2026, since 1998 and from 2005",
            "in twenty twenty six, since nineteen ninety eight and from two thousand five",
        ),
        ("Great 🎉 news", "Great news"),
        ("multiple PRs and LLMs", "multiple P R's and L L M's"),
        ("John F. Kennedy met Dr. No.", "John F Kennedy met Doctor No."),
        ("at 3 p.m. Then it rained", "at three P M. Then it rained"),
        ("line one\nline two", "line one\nline two"),
    ],
)
def test_case_marks_and_lines_stay_and_only_what_needs_reading_changes(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    "written", ["AI", "AI-generated", "the AI labs", "OpenAI's AI", "xAI", "A.I.", "HowToAI_"]
)
def test_ai_is_never_read_as_eye(written: str) -> None:
    assert re.search(r"\bA[- ]I\b", spoken_form(written).spoken)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("OVERRATED: running agents", "Overrated: running agents"),
        ("IT IS ON", "It Is On"),
        ("the IT team in the US", "the I T team in the U S"),
        ("PRO subscribers", "Pro subscribers"),
        ("NASA and the FBI", "Nasa and the F B I"),
        ("a PDF from the SEC", "a P D F from the S E C"),
        ("BREAKING NEWS", "Breaking News"),
    ],
)
def test_capitals_are_spelt_unless_they_only_shout(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


def test_every_changed_span_names_its_rule_and_others_are_one() -> None:
    form = spoken_form("On SWE-Bench it got 58.6% again")
    assert [(form.text[s.start : s.end], s.rule) for s in form.spans] == [
        ("On ", ""),
        ("SWE-Bench", "lexicon:SWE-Bench"),
        (" it got ", ""),
        ("58.6%", "percent"),
        (" again", ""),
    ]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a marathon in 2:59", "a marathon in two fifty nine"),
        ("[the page](https://example.org/a?b=1)", "the page"),
        ("write to desk@example.org", "write to desk at example dot org"),
        ("`code` and **bold** and <b>tag</b>", "code and bold and tag"),
        ("a Vec<T> of them", "a Vec T of them"),
        ("call 555-867-5309", "call five five five, eight six seven, five three zero nine"),
        ("10.0.0.1", "one zero dot zero dot zero dot one"),
        ("snake_case_name", "snake case name"),
        ("# A heading", "A heading"),
        ("2046131793212952", "two zero four six one three one seven nine three two one two nine five two"),
    ],
)
def test_addresses_markup_and_codes_are_said_without_their_marks(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("covers 1.7m farmers", "covers one point seven million farmers"),
        ("4m subscribers", "four million subscribers"),
        ("12m people", "twelve million people"),
        ("The fund raised 3m.", "The fund raised three million."),
        ("The fund raised 3m from investors", "The fund raised three million from investors"),
        ("1-2m users and 3bn trees", "one to two million users and three billion trees"),
        ("a 100m sprint", "a one hundred meter sprint"),
        ("a 50 m pool", "a fifty meter pool"),
        ("8 m tall, or 8m tall", "eight meters tall, or eight meters tall"),
        ("30m from the shore", "thirty meters from the shore"),
        ("200m above sea level", "two hundred meters above sea level"),
        ("8m by 3m", "eight meters by three meters"),
        ("a sea level rise of 2m", "a sea level rise of two meters"),
        ("won the 100m in May", "won the one hundred meters in May"),
        ("at 10m/s", "at ten meters per second"),
    ],
)
def test_an_m_is_a_million_unless_its_words_measure_a_length(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2026-05-04T09:30Z", "May fourth, twenty twenty six, at nine thirty U T C"),
        ("2026-05-04T09:30:00+02:00", "May fourth, twenty twenty six, at nine thirty U T C plus two"),
        ("at 9:05 a.m. GMT+1.", "at nine oh five A M G M T plus one."),
        ("noon UTC-5", "noon U T C minus five"),
        ("on 21 June. Then", "on the twenty first of June. Then"),
    ],
)
def test_a_moment_keeps_its_zone_and_its_full_stop(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a Boeing 737-800", "a Boeing seven thirty seven eight hundred"),
        ("EPS of $(0.12)", "E P S of minus twelve cents"),
        ("$60-a-barrel oil", "sixty dollar a barrel oil"),
        ("thanks @foo__bar99", "thanks foo bar ninety nine"),
    ],
)
def test_aircraft_losses_rates_and_handles_are_said_without_their_marks(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken
