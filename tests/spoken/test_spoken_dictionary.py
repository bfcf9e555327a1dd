"""What a voice must guess is listed; what a dictionary, a rule or the lexicon knows is not."""

import pytest

from dispatch_audio.spoken import BUILT_IN, Lexicon, guessed, spoken_form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The harbour froze, and the bakers' ovens were warming.", ()),
        ("Qvistgaard and Mollick wrote about Tzabar.", ("Qvistgaard", "Mollick", "Tzabar")),
        ("Qvistgaard’s friends", ("Qvistgaard’s",)),
        ("déjà vu", ()),
        ("5 GPUs at 58.6% for NASA", ()),
        ("Kimi K2.6", ()),
        ("merge-ready, one-shot", ()),
        ("", ()),
    ],
)
def test_only_what_nobody_has_settled_is_a_guess(text: str, words: tuple[str, ...]) -> None:
    assert guessed(spoken_form(text)) == words


def test_an_entry_of_the_lexicon_settles_a_word() -> None:
    lexicon = Lexicon.from_table({"Qvistgaard": "Kvistgore"}).over(BUILT_IN)
    assert guessed(spoken_form("Qvistgaard wrote", lexicon)) == ()
