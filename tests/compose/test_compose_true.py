"""What a listener hears is true and is a sentence; what cannot be both is left out, with its reason."""

import time

import compose_samples as samples
import pytest
from compose_samples import composed as script
from compose_samples import source

from dispatch_audio.compose.attribution import speaker, surname, title_name
from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.wording import capitalise, decapitalise, with_and
from dispatch_audio.dispatch import Link, PullQuote, Section
from dispatch_audio.script import LeftOut, Script


def said(*points: str, **fields: object) -> str:
    """All that is said of a source with these key points; the first one only names its place in the story."""
    values = {"title": "Harvest", "author": "Reuters", "key_points": ("The council met on Monday", *points)}
    made = script(source(**(values | fields)))  # type: ignore[arg-type]
    return " ".join(line.text for chapter in made.chapters[1:-1] for line in chapter.utterances)


def left(made: Script) -> set[str]:
    return {item.text for item in made.left_out}


@pytest.mark.parametrize("name", ["Leeds", "Juventus", "Anthropic", "Größe", "Kenya"])
def test_a_name_at_the_start_of_a_clause_keeps_its_capital(name: str) -> None:
    assert decapitalise(f"{name} had 28% of the ball").startswith(name)


@pytest.mark.parametrize(
    "text", ["The vote fell", "Prices rose in May", "Default assumption", "Children under 5 are safe"]
)
def test_a_common_word_goes_on_in_small_letters(text: str) -> None:
    assert decapitalise(text)[0].islower()


def test_an_unknown_account_keeps_its_figures() -> None:
    first = speaker(source(kind="X", author="foo__bar99"), samples.SHOW).first
    assert first == "the X account foo bar 99"
    assert speaker(source(kind="X", author="foo_bar"), samples.SHOW).first == "the X account foo bar"


def test_a_handle_in_running_text_is_said_in_words() -> None:
    assert "both foo bar 99 and baz agree" in said("On the vote both @foo__bar99 & @baz agree")


def test_a_pull_quote_by_an_account_is_introduced_as_one() -> None:
    made = script(pull_quote=PullQuote("It works.", "@señor_señora", "a farmer"))
    assert "the account señor señora" in made.utterances[0].text
    assert "a farmer" in left(made)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("J. P. Morgan, Jr.", "Morgan"),
        ("Maria del Carmen", "del Carmen"),
        ("Ludwig van der Berg", "van der Berg"),
        ("Vincent Van Gogh", "Van Gogh"),
        ("Sammy Davis Jr.", "Davis"),
        ("Ada Byron", "Byron"),
    ],
)
def test_a_surname_keeps_its_particle_and_no_suffix(name: str, last: str) -> None:
    assert surname(name) == last


def test_an_abbreviation_ends_no_sentence() -> None:
    for text in (
        "At 9:05 a.m. GMT+1 it rose.",
        "Foo Inc. CEO Ann Lee met Sammy Davis Jr. Monday.",
        "Dr. Lee lives in St. Louis at No. 5 Elm Road.",
    ):
        assert sentences(text) == (text,)
    assert len(sentences("It opens at 9 a.m. The doors close later.")) == 2


def test_a_sentence_begins_with_a_capital_unless_a_name_does_not() -> None:
    assert [capitalise(t) for t in ("ex-CEO Ann Lee", "xAI grows", "iPhone-makers fear")] == [
        "Ex-CEO Ann Lee", "xAI grows", "iPhone-makers fear",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "place"), [(20, "in the show notes"), (21, "on the episode's page")])
def test_all_sources_are_promised_only_where_they_surely_are(count: int, place: str) -> None:
    made = script(*(source(n, title=f"Story {n}", author=f"Ann Lee {n}") for n in range(1, count + 1)))
    assert any(line.text.endswith(f"{place}.") for line in made.chapters[-1].utterances)


def test_only_sections_that_are_told_are_promised() -> None:
    rain, sun = Section("Rain", "Leeds floods"), Section("Sun", "Nothing to see")
    snow = Section("Snow", "A late frost")
    floods = source(
        1, title="Rain in Leeds", author="Leeds Council", key_points=("The city closed two roads",)
    )
    made = script(floods, sections=(rain, sun, snow))
    opening = " ".join(line.text for line in made.chapters[0].utterances).casefold()
    assert "nothing to see" not in opening
    assert LeftOut(0, "Sun — Nothing to see", "no source tells it") in made.left_out


def test_a_lede_that_is_not_read_whole_is_named() -> None:
    lede = " ".join(f"The council of ward {n} met on Monday and it agreed on a new plan." for n in range(12))
    made = script(source(title="Rain", author="Ann Lee"), summary=lede)
    read = " ".join(line.text for line in made.chapters[0].utterances)
    unread = {sentence for sentence in sentences(lede) if sentence not in read}
    assert unread
    assert unread <= left(made)


def test_a_context_that_is_not_told_is_named() -> None:
    made = script(source(title="Rain", author="Ann Lee", context="Because"))
    assert ("Because", 1) in {(item.text, item.source) for item in made.left_out}


SENTENCES = [
    ("62% of colonies lost to mites", "62% of colonies are lost to mites"),
    ("Half of flights cancelled in Spain", "Half of flights are cancelled in Spain"),
    ("38 deaths by 6 March 2025", "There were 38 deaths by 6 March 2025."),
    ("1,450 cases recorded in 2025", "1,450 cases were recorded in 2025."),
    ("Olive yields in Andalusia down 12%", "Olive yields in Andalusia are down 12%."),
    ("Russian hackers blamed for the leak", "Russian hackers are blamed for the leak."),
    ("Two doses of the vaccine protect 97% of children", "Two doses of the vaccine protect 97% of children."),
    ("Amateur astronomer Li Wei, 16, spotted the comet first", "Li Wei, 16, spotted the comet first."),
    ("Attendance: 36,890", "The attendance is 36,890."),
    ("From 1 June", "That takes effect on 1 June."),
    ("From 1 May", "That took effect on 1 May."),
    ("Imports up 44% in April", "Imports are up 44% in April."),
    ("5 dead, 12 injured", "There are 5 dead and 12 injured."),
    ("2.4 million visitors last year", "There were 2.4 million visitors last year."),
    ("Bees dying in Portugal", "Bees are dying in Portugal."),
    ("Effective September 2026", "That takes effect in September 2026."),
]


@pytest.mark.parametrize(("point", "sentence"), SENTENCES)
def test_a_point_is_told_in_a_true_sentence(point: str, sentence: str) -> None:
    assert sentence in said(point)


@pytest.mark.parametrize(
    "point",
    [
        "From 1 May to 31/12/2026",
        "3x faster, 1/3 the cost",
        "3x more energy",
        "Iran, Israel trade fire for third day",
        "10 years in prison",
        "2 billion users by 2030",
        "More than half of farmers in debt",
        "1–2 weeks, $5-10k",
        "Sold honey at €14/kg",
        "Departs at 19:32, arrives 8:15",
        "Who knows?",
        "北京 is growing fast",
    ],
)
def test_a_point_that_no_rule_makes_a_sentence_of_is_left_out(point: str) -> None:
    made = script(source(title="Harvest", author="Reuters", key_points=("The council met on Monday", point)))
    told = " ".join(line.text for line in made.utterances)
    assert point in left(made)
    assert not any(
        word in told for word in (point, "takes effect", "faster", "weeks", "honey", "departs", "knows")
    )


def test_a_point_that_loses_its_sentence_with_its_year_is_told_with_it() -> None:
    point = "Unless you opt out by August 17th 2026, data from Jira and Confluence will be used"
    assert "August 17th 2026" in said(point, title="", author="Ann Lee", key_points=(point, "On Monday"))


def test_what_is_in_brackets_inside_a_word_belongs_to_it() -> None:
    assert "401(k)s" in said("Labor Department opens 401(k)s to private markets")


def test_a_minus_at_the_beginning_of_a_point_is_not_lost() -> None:
    told = said("-40 degrees were measured in Yakutsk")
    assert "40 degrees" not in told or "-40 degrees" in told


def test_a_fact_without_a_subject_is_not_put_on_whoever_the_title_names() -> None:
    points = ("Made 6 saves in a 1–0 win", "Joined from Sevilla in July")
    told = said(*points, title="Chelsea hand debut to a young keeper", author="Ann Lee")
    assert not any(word in told for word in ("saves", "Sevilla"))


def test_a_headline_with_a_speaker_but_no_verb_is_no_sentence() -> None:
    told = said("Fed to hold rates at 3.5%, economists say", "Losses of €12m a day, the port estimates")
    assert "hold rates" not in told
    assert "Losses" not in told


def test_an_outlet_is_not_named_twice() -> None:
    link = Link("wsj.com/fed", "https://wsj.com/fed")
    who = speaker(source(author="Wall Street Journal", link=link), samples.SHOW)
    assert (who.first, who.via) == ("The Wall Street Journal", "")


def test_what_stands_before_on_is_a_speaker_only_when_it_is_a_name() -> None:
    titles = ("Betting on rain", "Notes on camp", "Zechner on agents")
    assert [title_name(source(title=title))[0] for title in titles] == ["", "", "Zechner"]


def test_commas_around_an_aside_part_no_list() -> None:
    assert with_and("Li Wei, 16, spotted it") == "Li Wei, 16, spotted it"
    assert with_and("It is used by Google, Zoom, Figma") == "It is used by Google, Zoom, and Figma"


def test_a_saying_is_quoted_and_never_reported_as_a_fact() -> None:
    saying = "You don't insure the crop, you insure the sky"
    link = Link("ft.com/rain", "https://ft.com/rain")
    made = script(source(title="Betting on rain", author="Financial Times", cited_text=saying, link=link))
    lines = made.chapters[1].utterances
    assert [(line.text, line.kind) for line in lines[1:3]] == [
        ("The Financial Times writes:", "narration"),
        (f"“{saying}.”", "quotation"),
    ]
    reporter = source(title="Rain", author="Ann Lee", role="Reporter at NPR", cited_text=saying)
    assert saying in left(script(reporter))


def test_a_sentence_with_a_speaker_gets_no_second_one() -> None:
    told = said("States could raise $2.1bn a year, economists say", author="Ann Lee", role="Professor of law")
    assert "States could raise $2.1bn a year, economists say." in told
    assert "says states" not in told


def test_a_field_of_megabytes_takes_no_minutes() -> None:
    long = "The committee noted that item one was deferred, that item two was deferred, and " * 12_000
    started = time.perf_counter()
    made = script(source(title="Rain", author="Ann Lee", context=long), summary=long)
    assert time.perf_counter() - started < 20
    assert len([item for item in made.left_out if "more characters" in item.reason]) == 2
    assert all(len(item.text) < 20_001 for item in made.left_out)
