"""Announcements stand apart from the news, on their days, word for word."""

import dataclasses
import datetime

import compose_samples as samples
import pytest

from dispatch_audio.compose import compose
from dispatch_audio.compose.show import Announcement, Template
from dispatch_audio.fidelity import faults
from dispatch_audio.script import Script

DAY = samples.dispatch("climate").date
ACME = Announcement("Acme makes 9 anvils a day. Visit Acme.", "middle", "Acme")
HIRING = Announcement("We are hiring an editor.", "end")
LONG = (
    "Acme makes anvils, for coyotes and road runners, and for everybody else who needs to drop something heavy from a "
    "great height — in the desert, or anywhere else."
)


def said(*announcements: Announcement, templates: tuple[Template, ...] = ()) -> Script:
    show = dataclasses.replace(samples.SHOW, announcements=announcements, templates=templates)
    script = compose(samples.dispatch("climate"), show, samples.say)
    assert faults(script, samples.dispatch("climate"), show) == ()
    return script


def lines(script: Script, title: str) -> list[str]:
    return [line.text for chapter in script.chapters if chapter.title == title for line in chapter.utterances]


def test_a_sponsor_has_a_chapter_of_its_own_between_the_stories_and_the_news_comes_back() -> None:
    script = said(ACME)
    titles = [chapter.title for chapter in script.chapters]
    assert titles.count("Sponsor") == 1
    assert 1 < titles.index("Sponsor") < len(titles) - 2
    assert lines(script, "Sponsor") == [
        "A word from our sponsor, Acme:",
        "Acme makes 9 anvils a day.",
        "Visit Acme.",
        "Now back to the dispatch.",
    ]
    assert not any(line.sources for c in script.chapters if c.title == "Sponsor" for line in c.utterances)


@pytest.mark.parametrize(("place", "at"), [("opening", 1), ("end", -2)])
def test_a_notice_stands_where_the_feed_wants_it(place: str, at: int) -> None:
    script = said(dataclasses.replace(HIRING, place=place))  # type: ignore[arg-type]
    assert script.chapters[at].title == "Announcement"
    assert lines(script, "Announcement") == ["A note from The Daily Dispatch:", "We are hiring an editor."]


def test_the_label_of_the_feed_takes_the_place_of_ours() -> None:
    label = "This episode is supported by Acme."
    assert lines(said(dataclasses.replace(ACME, label=label)), "Sponsor")[0] == label


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [(0, 0, True), (1, None, False), (None, -1, False), (-9, 9, True), (None, None, True)],
)
def test_the_date_of_the_dispatch_chooses(since: int | None, until: int | None, due: bool) -> None:
    day = [None if n is None else DAY + datetime.timedelta(days=n) for n in (since, until)]
    script = said(dataclasses.replace(HIRING, since=day[0], until=day[1]))
    assert bool(lines(script, "Announcement")) is due


def test_a_long_sentence_is_parted_and_no_word_of_it_changes() -> None:
    parts = lines(said(Announcement(LONG)), "Announcement")[1:]
    assert len(parts) > 1
    assert " ".join(parts) == LONG
    assert all(len(part.split()) <= 25 for part in parts)


def test_only_its_own_chapter_may_use_an_announcements_words() -> None:
    script = said(ACME)
    show = dataclasses.replace(samples.SHOW, announcements=(ACME,))
    opening, *rest = script.chapters
    sponsor = next(chapter for chapter in script.chapters if chapter.title == "Sponsor")
    smuggled = dataclasses.replace(opening, utterances=(*opening.utterances, *sponsor.utterances))
    found = faults(dataclasses.replace(script, chapters=(smuggled, *rest)), samples.dispatch("climate"), show)
    assert ("name", "Acme") in {(fault.kind, fault.words) for fault in found}


@pytest.mark.parametrize("words", ["Acme makes 8 anvils a day.", "Acme makes 9 anvils."])
def test_an_announcement_that_is_said_otherwise_or_not_at_all_is_found(words: str) -> None:
    show = dataclasses.replace(samples.SHOW, announcements=(ACME,))
    script = said(ACME)
    chapters = tuple(
        dataclasses.replace(
            chapter,
            utterances=tuple(
                dataclasses.replace(line, form=samples.say(words)) if "anvils" in line.text else line
                for line in chapter.utterances
            ),
        )
        for chapter in script.chapters
    )
    found = faults(dataclasses.replace(script, chapters=chapters), samples.dispatch("climate"), show)
    assert {fault.kind for fault in found} == {"announcement"}
    unsaid = tuple(chapter for chapter in script.chapters if chapter.title != "Sponsor")
    found = faults(dataclasses.replace(script, chapters=unsaid), samples.dispatch("climate"), show)
    assert [fault.detail for fault in found] == ["due on this day, and not said"]
