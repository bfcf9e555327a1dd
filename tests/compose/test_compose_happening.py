"""The news comes first, said by whom it is known: a title that tells it opens its story."""

import compose_samples as samples
import pytest
from compose_samples import composed as script
from compose_samples import source

from dispatch_audio.compose.attribution import agreed, speaker
from dispatch_audio.dispatch import Link, PullQuote, Section, Source


def said(*sources: Source) -> str:
    made = script(*sources)
    return " ".join(line.text for chapter in made.chapters[1:-1] for line in chapter.utterances)


AUDIT = source(
    title="The harbour office opens a review of the northern pier",
    author="Tom Okafor",
    role="County reporter at the Ferris Ledger",
    cited_text="The review will look at every invoice since 2022",
    key_points=("The report is due in June",),
)


def test_a_title_that_tells_the_news_is_reported_before_what_is_cited() -> None:
    told = said(AUDIT)
    news = (
        "Tom Okafor reports at the Ferris Ledger that the harbour office opens a review of the northern pier."
    )
    assert news in told
    assert told.index(news) < told.index("The review will look at every invoice since 2022.")


def test_a_title_that_the_cited_words_repeat_is_not_said_twice() -> None:
    told = said(
        source(
            title="Herring return to the northern harbour",
            author="Tom Okafor",
            role="Reporter at the Ferris Ledger",
            cited_text="Herring have returned to the northern harbour after nine years",
        )
    )
    assert told.casefold().count("northern harbour") == 1


@pytest.mark.parametrize(
    "title", ["Why the herring came back", "What herring want?", "I remember the herring well"]
)
def test_a_title_that_tells_no_event_is_no_news(title: str) -> None:
    assert (
        title.casefold()
        not in said(source(title=title, author="Tom Okafor", key_points=("Herring are back",))).casefold()
    )


def test_a_post_answers_the_news_in_its_own_words() -> None:
    told = said(
        source(
            kind="X",
            title="Parents of Adams pupils take the board to court",
            author="SaveAdams",
            cited_text="I have three children there, and I will see the board in court.",
        )
    )
    news = "Parents of Adams pupils take the board to court."
    assert news in told
    assert "writes that parents" not in told
    assert told.index(news) < told.index("“I have three children there")


@pytest.mark.parametrize(
    ("fields", "first", "short"),
    [
        ({"author": "Center for Urban Mobility"}, "the Center for Urban Mobility", "the center"),
        ({"author": "Office of the Harbour Master"}, "the Office of the Harbour Master", "the office"),
        ({"author": "Federal Reserve"}, "the Federal Reserve", "the Federal Reserve"),
        ({"author": "Stanford University"}, "Stanford University", "Stanford University"),
        ({"author": "Ferris County Library"}, "the Ferris County Library", "the library"),
        ({"author": "Tidewater plc"}, "Tidewater", "Tidewater"),
        (
            {"author": "Freddie Mac", "link": Link("www.freddiemac.com/x", "https://www.freddiemac.com/x"),
             "provenance": ("Article", "Primary source")},
            "Freddie Mac", "Freddie Mac",
        ),
        (
            {"kind": "X", "author": "FerrisHosts", "role": "Association of hosts"},
            "Ferris Hosts, an association of hosts,", "Ferris Hosts",
        ),
        (
            {"kind": "X", "author": "NCMM_North", "role": "National Commission for Museums and Monuments"},
            "the National Commission for Museums and Monuments", "the commission",
        ),
        ({"author": "Padma Rao", "role": "Cook at the Ember"}, "Padma Rao, cook at the Ember,", "Rao"),
        ({"author": "Chef Padma Rao", "role": "Chef and owner of Ember"}, "Padma Rao, chef and owner of Ember,", "Rao"),
        ({"kind": "X", "author": "baker", "role": "Baker in town"}, "the X account baker", "the account"),
        (
            {"kind": "X", "author": "planet4589", "role": "Astronomer", "title": "Jonathan Dowell counts the satellites"},
            "astronomer Jonathan Dowell", "Dowell",
        ),
    ],
)  # fmt: skip
def test_who_speaks_is_called_as_a_newsreader_would(
    fields: dict[str, object], first: str, short: str
) -> None:
    found = speaker(source(1, **fields), samples.SHOW)
    assert (found.first, found.short) == (first, short)


def test_two_reporters_report() -> None:
    found = speaker(source(author="Ann Lee and Bo Ek", role="Reporters at the Ledger"), samples.SHOW)
    assert found.short == "Lee and Ek"
    assert agreed("Ann Lee and Bo Ek reports at the Ledger that it rained", found).startswith(
        "Ann Lee and Bo Ek report at"
    )


def test_what_a_speaker_calls_for_is_told_of_the_speaker() -> None:
    told = said(
        source(
            kind="X", title="Rosa Delgado on the bridge", author="rosa_d", role="Councilwoman for District 4",
            cited_text="I have read every page of it, and I have questions that nobody answers.",
            key_points=("Calls for a review of the bridge",),
        )
    )  # fmt: skip
    assert "Delgado calls for a review of the bridge." in told


def test_a_company_is_told_in_its_name_not_quoted() -> None:
    told = said(
        source(
            title="Tidewater", author="Tidewater",
            link=Link("tidewater.com/a", "https://tidewater.com/a"),
            cited_text="We will move our main office to Kiel next year.",
        )
    )  # fmt: skip
    assert "“" not in told
    assert "its main office" in told


def test_a_title_that_is_a_flourish_lets_the_teaser_introduce_the_section() -> None:
    pier = source(title="Harbour", author="Ann Lee", key_points=("The pier was closed on Monday",))
    made = script(pier, sections=(Section("Troubled water", "The northern pier is closed"),))
    assert "the northern pier is closed." in made.chapters[1].utterances[0].text
    assert made.chapters[1].title == "Troubled water"


def test_who_said_the_pull_quote_is_said_where_the_dispatch_says_it() -> None:
    made = script(AUDIT, pull_quote=PullQuote("It works.", "Maria Osei", "grid analyst"))
    assert "Maria Osei, a grid analyst," in made.utterances[0].text


def test_nothing_is_called_told_through_the_key_points_that_was_not() -> None:
    made = script(
        source(
            title="Rain", author="Ann Lee", role="Reporter at the Ledger",
            cited_text="I measured 41 mm in my own garden before breakfast, which nobody here believes",
            key_points=("The council met on Monday",),
        )
    )  # fmt: skip
    (left,) = (item for item in made.left_out if "41 mm" in item.text)
    assert "told through" not in left.reason
