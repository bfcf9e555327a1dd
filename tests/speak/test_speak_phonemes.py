"""No letter of a spoken form goes unsaid, and no sound of it is lost between its words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak import phonemes
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.speak.words import words_of
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Workspace
from samples import REPOSITORY, SAMPLE

ENGINE = load_engine(Workspace(REPOSITORY).voice("lenar-kess"))
DISPATCHES = [SAMPLE, *sorted((REPOSITORY / "tests" / "compose" / "dispatches").iterdir())]

_JOINED = "of the in a to and that is was for on from he had it could have been would not at an as if"
"""What eSpeak NG says as one with its neighbour, or otherwise than alone."""
_OTHERS = (
    "harbour Tuesday world's naïve Ångström GPT-5 open-source G P T x 7 4th don't I'll re-elected Zechner record read use "
    "close Reading’s KEXP VW o'clock 1999 C++ café e-mail eighty-four NGC-1300b"
)
marked = st.builds(
    lambda before, word, after: before + word + after,
    st.sampled_from(["", "", "", "", "“", "(", "— "]),
    st.sampled_from([*_JOINED.split() * 2, *_OTHERS.split()]),
    st.sampled_from(["", "", "", "", "", ",", ".", "?", "”", ")", ":", " —", "…", "’s", ".”"]),
)
texts = st.lists(marked, min_size=1, max_size=16).map(" ".join)


def form(text: str) -> SpokenForm:
    return SpokenForm(text, (Span(0, len(text), text),))


def whole(words: list[str], language: phonemes.Language) -> str:
    """eSpeak NG's reading of all the words together, without blanks and marks."""
    return "".join(map(phonemes._bare, phonemes._espeak(" ".join(words), language).split()))


@settings(max_examples=60, deadline=None)
@given(texts, st.sampled_from(["en-us", "en-gb"]))
def test_every_letter_is_said_and_no_sound_is_lost(text: str, language: phonemes.Language) -> None:
    said = ENGINE.said(form(text))
    covered = {at for word in said for at in range(word.start, word.end)}
    assert {at for at, sign in enumerate(text) if sign.isalnum()} <= covered
    edges = [edge for word in said for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    words = [word.text for word in words_of(form(text))]
    sounds = phonemes.read(words, language)
    assert len(sounds) == len(words)
    assert all(sounds)
    assert "".join(sounds) == whole(words, language)


def test_an_article_that_is_said_twice_has_a_sound_each_time() -> None:
    assert phonemes.read(["a", "a", "of"], "en-us") == ("ɐ", "ɐ", "ʌv")


@pytest.mark.parametrize("text", ["K2.6 of.", "of K2.6. Of", "(K2.6), of"])
def test_what_follows_a_point_inside_a_word_is_said(text: str) -> None:
    sounds = phonemes.read(text.split(), "en-us")
    assert sorted(sounds) == sorted(["kˈeɪtˈuːpɔɪntsˈɪks", *["ʌv"] * (len(text.split()) - 1)])


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_no_sound_of_a_dispatch_is_lost(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        spoken = spoken_form(line)
        heard = words_of(spoken)
        words = [word.text for word in heard]
        sounds = phonemes.read(words, "en-us")
        assert all(sounds), (words, sounds)
        assert "".join(sounds) == (whole(words, "en-us") if words else "")
        covered = {at for word in heard for at in range(word.start, word.end)}
        assert {at for at, sign in enumerate(spoken.spoken) if sign.isalnum()} <= covered


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("out of the in a", ["ˌaʊɾ", "əv", "ðɪ", "ɪn", "ˈeɪ"]),
        ("that were on the list", ["ðæt", "wɜːɹ", "ɔn", "ðə", "lˈɪst"]),
        ("would not have it", ["wˈʊd", "nˌɑːɾ", "ɐv", "ɪt"]),
    ],
)
def test_what_is_said_as_one_is_parted_where_its_words_end(text: str, said: list[str]) -> None:
    assert list(phonemes.read(text.split(), "en-us")) == said


@pytest.mark.parametrize("mark", ["", ","])
def test_an_utterance_of_thousands_of_words_is_aligned_clause_by_clause(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    aligned = phonemes._aligned

    def told(sounds: str, alone: list[str]) -> tuple[str, ...]:
        asked.append(len(sounds))
        return aligned(sounds, alone)

    monkeypatch.setattr(phonemes, "_aligned", told)
    phonemes._read.cache_clear()
    words = f"The end of the road was in a fog{mark}".split() * 330
    assert len(phonemes.read(words, "en-us")) == len(words)
    # Each costs the square of its length, whatever the length of the utterance.
    assert asked
    assert max(asked) < 500
