"""What a listener hears of a fragment is a whole sentence that says what the fragment says; else it is not heard."""

import pytest

from dispatch_audio import grammar
from dispatch_audio.compose.breath import spoken_sentences
from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.fragments import told
from dispatch_audio.compose.polish import IT, ITS


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


TOLD = [
    ("Jury split 7-5 after two days", ("The jury split 7-5 after two days",)),
    ("Referee's notes due by Sept. 4", ("The referee's notes are due by September 4",)),
    ("Final score now 31%", ("The final score is now 31%",)),
    ("Toll unchanged at $3", ("The toll is unchanged at $3",)),
    ("Pound at its weakest since June", ("The pound is at its weakest since June",)),
    ("Next hearing May 6-7", ("The next hearing is on May 6-7",)),
    ("Beam 40 cm wide, 6 m long", ("The beam is 40 cm wide and 6 m long",)),
    ("Danish edition to follow", ("The Danish edition is to follow",)),
    ("88 nurses to move in July", ("88 nurses are to move in July",)),
    (
        "No strikes planned; 12 crews to be retrained",
        ("No strikes are planned", "12 crews are to be retrained"),
    ),
    ("Bred by a farmer in Kent", ("It was bred by a farmer in Kent",)),
    ("Expected to last into 2040", ("It is expected to last into 2040",)),
    ("Won't be sold in Europe", ("It won't be sold in Europe",)),
    ("Took over from Ann Lee, who retired", ("It took over from Ann Lee, who retired",)),
    ("Coach sacked after nine losses", ("The coach has been sacked after nine losses",)),
    ("Only the third known white whale", ("It is only the third known white whale",)),
    ("Gene absent in all fish", ("The gene is absent in all fish",)),
    ("Bridge under construction since 2021", ("The bridge is under construction since 2021",)),
    ("40 mayors signed", ("40 mayors have signed",)),
    (
        "Lying to a clerk is a crime under federal law, and nobody was charged",
        ("Lying to a clerk is a crime under federal law, and nobody was charged",),
    ),
]


@pytest.mark.parametrize(("fragment", "said"), TOLD)
def test_a_headline_gets_the_words_that_it_leaves_out(fragment: str, said: tuple[str, ...]) -> None:
    assert tuple(s.replace(IT, "It").replace(ITS, "Its") for s in told(plain(fragment)).sentences) == said


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("New pill matches injections in 72-week trial", "in a 72-week trial"),
        ("The two unions end three-week standoff", "end a three-week standoff"),
        ("The five-year contract runs to 2031", "The five-year contract runs to 2031"),
        ("40 rural posts unfilled", "40 rural posts are unfilled"),
        ("900 nurses surveyed across six hospitals", "900 nurses are surveyed across six hospitals"),
        ("Trams diverted to the old bridge", "Trams are diverted to the old bridge"),
    ],
)
def test_spans_and_what_was_done_are_told_in_whole_words(fragment: str, said: str) -> None:
    assert said in " ".join(told(plain(fragment)).sentences)


@pytest.mark.parametrize(
    "fragment",
    [
        "3 million tickets in 9 days at $20",
        "5.1 sigma, up from 4.9 a year ago",
        "96% positive replies on Yelp",
        "Complete overhaul of three sister ships",
        "Court's fourth such order this year",
        "Treaty signed May 4, in force June 1",
        "About $3,000 for each listed title",
    ],
)
def test_what_would_be_said_wrong_is_not_said(fragment: str) -> None:
    made = told(plain(fragment))
    assert not made.sentences
    assert not made.noun or made.noun.startswith("a ")


def test_a_noun_for_a_list_has_its_article() -> None:
    assert told("Survey of 900 nurses in May").noun == "a survey of 900 nurses in May"
    assert told("Eight new ferries").noun == "eight new ferries"


def test_texts_that_are_parsed_together_are_parsed_as_each_would_be_alone() -> None:
    texts = [
        f"{name} has sold {n} ferries to the port of Bergen"
        for n, name in enumerate(("Ann Lee", "Acme", "She"))
    ]
    texts += ["Ferries sold by Acme on Tuesday", "The ferry, which Ann Lee built, sank"]
    model = grammar._model()
    alone = [
        [(t.text, t.tag_, t.dep_, t.head.i, t.lemma_, t.idx, t.ent_type_) for t in model(text)]
        for text in texts
    ]
    grammar.foresee(texts)
    together = [
        [(w.text, w.tag, w.dep, w.head, w.lemma, w.start, w.entity) for w in grammar.parse(text)]
        for text in texts
    ]
    assert together == alone
    assert "PERSON" in {word.entity for word in grammar.parse(texts[0])}
