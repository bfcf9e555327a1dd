"""What must be heard: the words of a line, and the numbers, dates, versions and names among them."""

import pytest

from dispatch_audio.listen.words import heard_words, names_in, wanted
from dispatch_audio.spoken import spoken_form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "44% of Deezer's uploads",
            [("number", "44%", "forty four percent"), ("name", "Deezer's", "deezers")],
        ),
        (
            "It matched GPT-5.4 and Kimi K2.6.",
            [
                ("version", "GPT-5.4", "gpt five point four"),
                ("name", "Kimi", "kimi"),
                ("version", "K2.6", "k two point six"),
            ],
        ),
        (
            "unless by August 17th 2026",
            [("date", "August 17th 2026", "august seventeenth twenty twenty six")],
        ),
        ("up to $2.5 million", [("number", "$2.5 million", "two point five million dollars")]),
        ("for Monday, April 20", [("date", "Monday", "monday"), ("date", "April 20", "april twentieth")]),
        ("only three percent of streams", [("number", "three percent", "three percent")]),
        ("one of the first", []),
        ("The harbour froze.", []),
        ("Next: the policy.", []),
        ("by Ruby on Rails", [("name", "Ruby", "ruby"), ("name", "Rails", "rails")]),
        ("the CEO of Obsidian", [("name", "CEO of Obsidian", "ceo of obsidian")]),
        ("an AI content explosion", [("name", "AI", "ai")]),
        ("opening multiple PRs", [("name", "PRs", "prs")]),
    ],
)
def test_entities_are_found_with_the_words_that_are_said_for_them(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    line = wanted(spoken_form(text))
    assert [
        (entity.kind, entity.written, " ".join(line.words[entity.first : entity.last]))
        for entity in line.entities
    ] == found


def test_a_name_that_begins_a_sentence_is_one_where_it_is_known() -> None:
    names = names_in(["Then Zechner adds this.", "The harbour of Kiel"])
    assert names == {"Zechner", "Kiel"}
    assert [entity.written for entity in wanted(spoken_form("Zechner says so."), names).entities] == [
        "Zechner"
    ]
    assert wanted(spoken_form("Zechner says so.")).entities == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("44%", "forty-four percent"),
        ("GPT-5.4", "G.P.T. 5.4"),
        ("$2.5 million", "2.5 million dollars"),
        ("Café — déjà vu", "cafe deja vu"),
        ("August 17th, 2026", "August 17 2026"),
        ("it's 6 a.m.", "It's 6 AM"),
    ],
)
def test_two_ways_to_write_the_same_words_are_the_same_words(one: str, other: str) -> None:
    assert heard_words(one) == heard_words(other)
