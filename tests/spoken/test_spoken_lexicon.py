"""Promises of the lexicon: how an entry is meant, which of two wins, and how a wrong one is refused."""

import pytest

from dispatch_audio.errors import SettingsError
from dispatch_audio.spoken import BUILT_IN, Lexicon, spoken_form


def _said(text: str, **table: object) -> str:
    return spoken_form(text, Lexicon.from_table(table)).spoken


def test_an_alias_is_said_in_place_of_its_written_form() -> None:
    assert _said("on Foo today", Foo="food") == "on food today"


def test_letters_words_and_respellings_are_said_as_asked() -> None:
    table = {"SQL": {"spell": True}, "SOTA": {"word": True}, "Zechner": {"respelling": "ZEK-ner"}}
    assert spoken_form("SQL, SOTA, Zechner", Lexicon.from_table(table)).spoken == "S Q L, Sota, Zekner"


def test_ipa_is_kept_beside_words_that_can_be_read() -> None:
    form = spoken_form("by Kimi again", Lexicon.from_table({"Kimi": {"ipa": "/ˈkiːmi/", "case": True}}))
    assert [(s.spoken, s.phonemes) for s in form.spans if s.rule] == [("Kimi", "ˈkiːmi")]


def test_a_possessive_belongs_to_the_phonemes() -> None:
    form = spoken_form(
        "Kimi's and Zhuk's", Lexicon.from_table({"Kimi": {"ipa": "kˈiːmi"}, "Zhuk": {"ipa": "ʒˈuːk"}})
    )
    assert [(s.spoken, s.phonemes) for s in form.spans if s.rule] == [
        ("Kimi's", "kˈiːmiz"),
        ("Zhuk's", "ʒˈuːks"),
    ]


def test_ai_carries_the_sound_of_its_letters() -> None:
    assert [s.phonemes for s in spoken_form("AI").spans] == ["ˌeɪ ˈaɪ"]


def test_ipa_may_stand_beside_an_alias() -> None:
    lexicon = Lexicon.from_table({"X1": {"ipa": "ɛks", "alias": "ex one"}})
    assert [(s.spoken, s.phonemes) for s in spoken_form("X1", lexicon).spans] == [("ex one", "ɛks")]


def test_an_alias_with_figures_is_read_too() -> None:
    assert _said("F1", F1="Formula 1") == "Formula one"


def test_a_capital_inside_asks_for_exact_capitals_and_a_small_form_does_not() -> None:
    lexicon = Lexicon.from_table({"SaaS": "sass", "kimi": "keemee"})
    assert spoken_form("SaaS saas Kimi KIMI", lexicon).spoken == "sass saas keemee keemee"


def test_case_can_be_asked_for_and_waived() -> None:
    lexicon = Lexicon.from_table(
        {"go": {"alias": "golang", "case": True}, "LaTeX": {"alias": "lay tek", "case": False}}
    )
    assert spoken_form("go Go latex", lexicon).spoken == "golang Go lay tek"


def test_the_longest_form_is_met_first() -> None:
    assert _said("the alpha beta test", **{"alpha": "one", "alpha beta": "both"}) == "the both test"


def test_only_whole_words_are_met() -> None:
    assert _said("cart art artful", art="craft") == "cart craft artful"


def test_the_voice_wins_over_the_feed_and_the_feed_over_what_is_built_in() -> None:
    voice = Lexicon.from_table({"GitHub": "voice"})
    feed = Lexicon.from_table({"GitHub": "feed", "LaTeX": "feed two"})
    assert (
        spoken_form("GitHub LaTeX WebGL", voice.over(feed).over(BUILT_IN)).spoken == "voice feed two Web G L"
    )


def test_without_a_lexicon_the_rules_still_read() -> None:
    assert spoken_form("58%", Lexicon()).spoken == "fifty eight percent"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"spel": True}, '"SQL".spel: no such key, did you mean spell?'),
        ({"spell": "yes"}, "\"SQL\".spell: must be true or false, not 'yes'"),
        ({"ipa": 3}, '"SQL".ipa: must be a text in quotation marks, not 3'),
        ({"ipa": " "}, '"SQL".ipa: must not be empty'),
        (7, '"SQL": must be words or a table, not 7'),
        ("", '"SQL": must say something'),
        ({}, '"SQL": must have one of'),
        ({"spell": True, "word": True}, '"SQL": must have one of'),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_key(given: object, fault: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Lexicon.from_table({"SQL": given}, file="lexicon.toml")
    assert str(raised.value).startswith(f"lexicon.toml: {fault}")


def test_all_faults_come_at_once_on_one_line() -> None:
    with pytest.raises(SettingsError) as raised:
        Lexicon.from_table({"A": 1, " B": "x", "C": {"word": 2}})
    said = str(raised.value)
    assert all(part in said for part in ('"A":', '" B":', '"C".word:'))
    assert "\n" not in said


def test_what_is_built_in_is_broad_and_settles_at_once() -> None:
    assert len(BUILT_IN.entries) >= 150
    for entry in BUILT_IN.entries:
        once = spoken_form(entry.written).spoken
        assert spoken_form(once).spoken == once, entry.written
        assert not any(character.isdigit() for character in once), entry.written
