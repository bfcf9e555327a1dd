"""A list of links is grouped and shortened, not recited; what is not said of it is counted and listed."""

import datetime
from typing import Any

import compose_samples as samples
import pytest

from dispatch_audio.compose import Length, compose, roundup
from dispatch_audio.compose.desk import Line
from dispatch_audio.compose.items import item_lines
from dispatch_audio.dispatch import Dispatch, Link, Section, Source
from dispatch_audio.script import Script

DAY = datetime.date(2026, 5, 4)


def link(number: int, title: str, group: str = "", context: str = "", *points: str) -> Source:
    where = Link(f"example.org/{number}", f"https://example.org/{number}")
    return Source(number, title, "", "", "", "", "", context, points, link=where, group=group)


def script(*sources: Source, length: Length = "standard") -> Script:
    section = Section("Reading", "", tuple(source.number for source in sources))
    return compose(
        Dispatch("A week", DAY, sections=(section,), sources=sources), samples.SHOW, samples.say, length
    )


def text(made: Script) -> str:
    return " ".join(line.text for chapter in made.chapters[1:-1] for line in chapter.utterances)


def many(count: int, group: str = "Essays", start: int = 1) -> tuple[Source, ...]:
    names = ("Rivers", "Bridges", "Tunnels", "Harbours", "Canals", "Locks", "Dams", "Wells", "Quays", "Piers")
    return tuple(link(start + i, f"{names[i % 10]} of the North, part {i}", group) for i in range(count))


def test_of_a_long_list_three_titles_are_said_and_the_rest_counted() -> None:
    made = script(*many(30))
    said = text(made)
    assert "thirty" in said
    assert said.count("of the North") == 3
    assert {left.source for left in made.left_out} == set(range(4, 31))


def test_a_count_of_links_is_marked_as_computed() -> None:
    line = next(line for line in script(*many(30)).utterances if "thirty" in line.text)
    assert [(found.text, found.basis) for found in line.computed] == [("thirty", "30 sources under Essays")]


def test_a_short_list_is_said_whole_and_not_counted() -> None:
    made = script(*many(2))
    assert text(made).count("of the North") == 2
    assert not made.left_out


def test_every_link_of_a_list_is_in_its_chapter() -> None:
    made = script(*many(30))
    assert made.chapters[1].sources == tuple(range(1, 31))


def test_code_is_never_a_title_that_is_said() -> None:
    made = script(
        link(1, "Vec::<T>::push() and friends", "Code"), link(2, "A plain title about rivers", "Code")
    )
    assert "push" not in text(made)
    assert "A plain title about rivers" in text(made)
    assert [left.text for left in made.left_out] == ["Vec::<T>::push() and friends"]


def test_headings_that_have_no_room_are_counted_not_passed_over() -> None:
    sources = [source for g in range(12) for source in many(9, f"Heading {g}", 1 + 9 * g)]
    said = text(script(*sources))
    told = sum(f"Heading {g}" in said for g in range(12))
    assert told > 3
    assert told == 12 or "other heading" in said


def test_what_is_said_of_a_link_is_told_as_the_dispatch_has_it() -> None:
    made = script(
        link(1, "Tides", "Posts", "Ann Lee has been measuring the tides of Kiel for twelve years."),
        link(2, "Nets", "Posts", "Perceptual hashing of fishing nets"),
    )
    assert "Ann Lee has been measuring the tides of Kiel for twelve years." in text(made)
    assert "“Nets”, perceptual hashing of fishing nets" in text(made)
    assert "website" not in text(made)


def test_a_remark_without_a_subject_gets_its_title() -> None:
    said = text(script(link(1, "Wider locks", "", "Makes the canal usable for larger ships.")))
    assert "“Wider locks” makes the canal usable for larger ships." in said


def test_what_the_newsletter_asks_of_its_readers_is_not_said_as_the_shows_own_wish() -> None:
    made = script(link(1, "The call for talks is open", "", "We'd love to hear from you!"))
    assert "love to hear" not in text(made)
    assert "We'd love to hear from you!" in {left.text for left in made.left_out}


def test_a_row_of_a_calendar_is_said_by_name_and_day() -> None:
    row = link(1, "Harbour Club", "Europe", "2026-05-20 | Kiel, DE | Harbour Club", "Knots for beginners")
    assert "“Harbour Club” on May 20" in text(script(row))


def test_a_heading_over_names_is_a_list_of_them() -> None:
    names = Source(1, "New members", "", "", "", "", "", "", ("Ann Lee", "Bo Ek", "Cy Ito", "Di Oz", "Ed Um"))
    said = text(script(names))
    assert "five" in said
    assert "“Ann Lee”, “Bo Ek”, and “Cy Ito”" in said


def test_full_says_every_title_that_can_be_said() -> None:
    made = script(*many(30), length="full")
    assert text(made).count("of the North") == 30


def test_headlines_say_a_title_and_count_nothing_else() -> None:
    assert text(script(*many(5), *many(9, "Essays again", 6), length="headlines")).count("of the North") >= 1


def test_a_sentence_of_a_roundup_fits_one_breath() -> None:
    for length in ("headlines", "standard", "full"):
        made = script(*many(40), *many(11, "Other", 41), length=length)
        assert all(len(line.spoken.split()) <= 25 for line in made.utterances)


def test_a_list_of_thousands_costs_no_more_than_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def counted(source: Source, *args: Any, **named: Any) -> list[Line]:
        looked.append(source.number)
        return item_lines(source, *args, **named)

    monkeypatch.setattr(roundup, "item_lines", counted)
    said = "Ann Lee has been measuring the tides of Kiel for twelve years."
    made = script(*(link(n, f"Tides of part {n}", "Posts", said) for n in range(1, 400)), length="full")
    assert len(looked) <= roundup.TOLD
    assert len({left.source for left in made.left_out}) >= 399 - roundup.TOLD
