"""Forms that their neighbours decide: sums before nouns, votes, streets, slashes, capitals, other scripts."""

import re
from pathlib import Path

import pytest

from dispatch_audio.spoken import spoken_form


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a $41.6 million replacement", "a forty one point six million dollar replacement"),
        ("none above the $500,000 threshold", "none above the five hundred thousand dollar threshold"),
        ("a refund of $850 registration fees", "a refund of eight hundred fifty dollar registration fees"),
        ("a $2.50 fare", "a two dollar fifty cent fare"),
        ("a $5 billion Pentagon deal", "a five billion dollar Pentagon deal"),
        ("a $250-million project", "a two hundred fifty million dollar project"),
        ("the $600 weekly benefit", "the six hundred dollar weekly benefit"),
        ("spends $600 weekly on it", "spends six hundred dollars weekly on it"),
        ("a $40 AI subscription", "a forty dollar A-I subscription"),
        ("invested $2.5 billion building", "invested two point five billion dollars building"),
        ("$100 bills", "one hundred dollar bills"),
        ("$500,000 was paid", "five hundred thousand dollars was paid"),
        ("$500,000 in fees", "five hundred thousand dollars in fees"),
        ("pays $620 per hectare", "pays six hundred twenty dollars per hectare"),
        ("raised $6 million Monday", "raised six million dollars Monday"),
        ("made $5 million last year", "made five million dollars last year"),
        ("the $5 million goes to schools", "the five million dollars goes to schools"),
        ("paid $500 cash", "paid five hundred dollars cash"),
        ("reached $18,500 overnight", "reached eighteen thousand five hundred dollars overnight"),
        ("$3 million upgrading pumps", "three million dollars upgrading pumps"),
        ("$12-$15 tickets", "twelve to fifteen dollar tickets"),
        ("costs $20 more", "costs twenty dollars more"),
    ],
)
def test_a_sum_stands_in_the_singular_only_before_the_noun_it_describes(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("School board votes 4-3 to close", "School board votes four to three to close"),
        ("ruled 6-3 that", "ruled six to three that"),
        ("passed 214-211", "passed two hundred fourteen to two hundred eleven"),
        ("a 7-2 Supreme Court ruling", "a seven to two Supreme Court ruling"),
        ("by a 5-4 majority", "by a five to four majority"),
        ("won 3-1", "won three one"),
        ("a 4-2 win", "a four two win"),
        ("beat Boston 112-104", "beat Boston one hundred twelve to one hundred four"),
    ],
)
def test_votes_are_counted_and_scores_are_told(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("between 3rd St. and 7th St.", "between third Street and seventh Street."),
        ("Elm St. The fire", "Elm Street. The fire"),
        ("visit St. Louis", "visit Saint Louis"),
        ("Visit St. Louis", "Visit Saint Louis"),
        ("E. 42nd St. is", "East forty second Street is"),
        ("on Fifth Ave today", "on Fifth Avenue today"),
        ("ask Dr. Okoye", "ask Doctor Okoye"),
        ("in Fort Mill, S.C., on", "in Fort Mill, South Carolina, on"),
        ("delays of 20 min. or 3 hrs. in all", "delays of twenty minutes or three hours in all"),
        ("wait 20 min. Then go", "wait twenty minutes. Then go"),
        ("a 6 ft. wall", "a six foot wall"),
        ("Buses every 12 min. since May", "Buses every twelve minutes since May"),
        (
            "at 0.25pp, on 412 pp. of it",
            "at zero point two five percentage points, on four hundred twelve pages of it",
        ),
    ],
)
def test_an_abbreviation_is_told_by_what_stands_beside_it(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


@pytest.mark.parametrize(
    "written",
    [
        "the U.S. Midwest",
        "J.R.R. Tolkien's",
        "Apple Inc. Chief Cook",
        "at 3 p.m. Eastern",
        "the U.N. General Assembly",
    ],
)
def test_no_full_stop_ends_a_sentence_inside_a_name(written: str) -> None:
    assert "." not in spoken_form(written).spoken


def test_a_full_stop_that_ends_a_sentence_too_stays() -> None:
    assert spoken_form("made in the U.S. The rest").spoken == "made in the U S. The rest"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("4I/Okoye and Jira/Confluence", "four I Okoye and Jira Confluence"),
        ("X/Tesla/SpaceX", "X, Tesla, Space X"),
        ("his/her, and/or", "his or her, and or"),
        ("an actor/director", "an actor slash director"),
        ("on r/rust", "on r slash rust"),
        ("1/ Here is why", "one Here is why"),
        ("EUR/USD at 1.08", "euro dollar at one point zero eight"),
        ("std::char::from_u32", "standard char from U thirty two"),
        ("a 10x engineer is 10x faster", "a ten X engineer is ten times faster"),
        ("737 MAX jets and 747s", "seven thirty seven Max jets and seven forty sevens"),
        ("Python 3.13 on an RTX 5090", "Python three point thirteen on an R T X fifty ninety"),
        ("#MeToo and a #1 hit", "hashtag Me Too and a number one hit"),
        ("F-16s and H100s", "F sixteens and H one hundreds"),
    ],
)
def test_marks_inside_names_are_silent_and_between_choices_are_said(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


_SAID = """NAFTA FIFA DACA FISA COBRA CISA FEMA PETA SETI RICO TEPCO SABIC LULAC CORBA COVID DARPA FINRA LIBOR NORAD NATO
    NASA PISA POSIX RADAR SONAR TASER VISA TALIS FERPA COPPA TESOL MIDI FOMO PEMEX MENA BIPA CASA FAFSA DESI ATLAS LIGO OPEC
    UNICEF SCOTUS NOAA GIF""".split()  # noqa: SIM905
_SPELT = """AARP IAEA OECD OSCE UAE UCLA UNHCR USDA USPS USMCA YMCA NYSE NYPD FDIC FOMC CAGR ESPN MSNBC LGBTQ NTSB NHTSA JPL
    EEOC FHFA SEIU SIPC UKIP USTA GCHQ KPMG LAPD LVMH HSBC CNOOC WABC WETA WAMU KIRO KOMO KTLA PTSD JCPOA UFCW ADHD""".split()  # noqa: SIM905


@pytest.mark.parametrize("written", _SAID)
def test_acronyms_that_people_say_are_said(written: str) -> None:
    assert not re.search(r"\b[A-Z] [A-Z]\b", spoken_form(f"the {written} report").spoken)


@pytest.mark.parametrize("written", _SPELT)
def test_acronyms_that_people_spell_are_spelt(written: str) -> None:
    said = spoken_form(f"the {written} report").spoken
    assert said.replace("-", " ") == f"the {' '.join(written)} report"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("мэр Владивосток", "mer Vladivostok"),
        ("Η Ελλάδα", "I Ellada"),
        ("北京", "Beijing"),
        ("서울", "Seoul"),
        ("الرباط", "a name in Arabic script"),
        ("東京, القاهرة", "Tokyo, Cairo"),
        ("ירושלים", "a name in Hebrew script"),
        ("4.4σ over ΛCDM", "four point four sigma over Lambda C D M"),
        ("TNFα and β-blockers", "T N F alpha and beta blockers"),
        ("Dvořák and Halldórsdóttir", "Dvořák and Halldórsdóttir"),
    ],
)
def test_other_scripts_are_read_in_latin_letters_and_accents_stay(written: str, spoken: str) -> None:
    assert spoken_form(written).spoken == spoken


def test_every_row_settles_and_leaves_nothing_unsayable() -> None:
    for name in ("cases.tsv", "fields.tsv"):
        for row in Path(__file__).with_name(name).read_text("utf-8").splitlines():
            said = spoken_form(row.split("\t")[0]).spoken
            assert not re.search(r"[^\w\s.,;:!?'’\-…]|[\d_]", said), row
            assert spoken_form(said).spoken == said, row
