"""What a listener hears of a fragment is a whole sentence that says what the fragment says; else it is not heard."""

import pytest

from dispatch_audio.compose.breath import spoken_sentences
from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.cleaning import plain


def _words(text: str) -> int:
    return len(text.split())


WRITTEN_OUT = [
    ("Exports down 4% q/q", "Exports down 4% quarter on quarter"),
    ("Rents up 0.4% m/m, 5.1% y/y", "Rents up 0.4% month on month, 5.1% year on year"),
    ("Profit up 8% YoY", "Profit up 8% year on year"),
    ("Tickets w/o a seat", "Tickets without a seat"),
    ("Opening moved to NET Nov. 12", "Opening moved to no earlier than November 12"),
    ("A 10-min. ride, 3 hrs by boat", "A 10-minute ride, 3 hours by boat"),
    ("Bridge on Elm Ave. shut from Tues., Sept. 8", "Bridge on Elm Avenue shut from Tuesday, September 8"),
    ("A rule from Dec. The fee stays", "A rule from December. The fee stays"),
    ("Paid $2M/yr for two yrs", "Paid $2M a year for two years"),
    ("Warmed by the Sun. St. Paul froze.", "Warmed by the Sun. St. Paul froze."),
    (
        'Ruled that "work w/ Jan. 3 in mind" ends in Feb.',
        'Ruled that "work w/ Jan. 3 in mind" ends in February',
    ),
]


@pytest.mark.parametrize(("written", "said"), WRITTEN_OUT)
def test_shorthand_is_said_in_words_and_a_quotation_stays(written: str, said: str) -> None:
    assert plain(written) == said


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sank on Nov. 9, and was raised by 4 the next day.",
        "Work on Oak Blvd. 300 metres further on goes ahead.",
        "It lasts 12 min. 40 of them are spent in silence.",
        "It was found in Aug. Dr. Lee confirmed it.",
        "Clouds form at approx. 3,000 metres.",
    ],
)
def test_an_abbreviated_month_street_or_span_ends_no_sentence(text: str) -> None:
    assert sentences(text) == (text,)


def test_an_abbreviation_ends_a_sentence_where_the_next_word_opens_one() -> None:
    assert sentences("The vote is in Oct. The count follows.") == (
        "The vote is in Oct.",
        "The count follows.",
    )
    assert len(sentences("It grows near Salem, S.C. This makes it rare.")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Hospital boards may hire doctors, nurses and part-time porters in a shared pool, provided that they do not spend more.",
        "The reform covers farm workers, delivery riders and home carers in all regions, unless their contracts end before May.",
    ],
)
def test_a_list_is_never_cut(text: str) -> None:
    assert spoken_sentences(text, _words) == (text,)


def test_clauses_beside_each_other_are_told_apart_and_a_list_in_one_of_them_is_not() -> None:
    text = (
        "The council approved new parks, paved roads and schools in every ward, and the mayor signed the budget on "
        "Monday after months of talks."
    )
    assert spoken_sentences(text, _words) == (
        "The council approved new parks, paved roads and schools in every ward.",
        "The mayor signed the budget on Monday after months of talks.",
    )


def test_according_to_is_nothing_that_anybody_does() -> None:
    body = (
        "The ferry line lost 1.2 million passengers in its second winter against a plan of the owners in Oslo that "
        "had foreseen a small gain"
    )
    parts = spoken_sentences(f"{body}, according to three former managers", _words)
    assert parts == (f"{body}.", "That is according to three former managers.")
