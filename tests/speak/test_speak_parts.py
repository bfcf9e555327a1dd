"""What is longer than an engine can say is said in parts, and nothing of it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_audio.errors import VoiceError
from dispatch_audio.speak.engines import Said
from dispatch_audio.speak.parts import in_parts


def words(text: str) -> tuple[Said, ...]:
    return tuple(Said(at, at + 1, word) for at, word in enumerate(text.split()))


def parts(text: str, limit: int) -> list[str]:
    return [" ".join(word.sound for word in part) for part in in_parts(words(text), limit)]


def test_what_fits_is_said_in_one_go() -> None:
    assert parts("the harbour froze, and thawed.", 30) == ["the harbour froze, and thawed."]


@pytest.mark.parametrize(
    ("text", "limit", "said"),
    [
        ("It froze over. It thawed, and so it goes.", 30, ["It froze over.", "It thawed, and so it goes."]),
        ("the harbour froze, and the baker came back", 30, ["the harbour froze,", "and the baker came back"]),
        (
            "one two three four five six seven eight",
            22,
            ["one two three four", "five six seven eight"],
        ),
    ],
    ids=["at a sentence's end", "at a comma", "between words, when there is nothing better"],
)
def test_a_cut_is_made_where_it_is_heard_least(text: str, limit: int, said: list[str]) -> None:
    assert parts(text, limit) == said


@given(
    st.lists(st.from_regex(r"[a-z]{1,12}[.,]?", fullmatch=True), min_size=1, max_size=120),
    st.integers(13, 60),
)
def test_every_word_is_in_one_part_and_no_part_is_too_long(sounds: list[str], limit: int) -> None:
    said = in_parts(words(" ".join(sounds)), limit)
    assert tuple(word for part in said for word in part) == words(" ".join(sounds))
    assert all(len(" ".join(word.sound for word in part)) <= limit for part in said)


def test_a_short_rest_is_not_left_over() -> None:
    text = " ".join(["ten words of about the same length as one another,"] * 11)
    lengths = [len(part) for part in parts(text, 510)]
    assert len(lengths) == 2
    assert max(lengths) < 1.3 * min(lengths)


def test_a_word_that_no_engine_could_say_is_told() -> None:
    with pytest.raises(VoiceError, match=r"a word of 40 sounds is longer .*aaa… \(write it in parts\)"):
        in_parts(words("so a" + "a" * 39), 20)
