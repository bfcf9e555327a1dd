"""Titles of 1 to 300 characters fit their box, are as large as they can be, and keep their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_audio.artwork.fitting import Fitted, fitted
from dispatch_audio.artwork.fonts import DISPLAY, drawable, width

ROOM, HEIGHT, LARGEST, SMALLEST = 2560.0, 860.0, 400.0, 110.0

LETTERS = st.characters(codec="latin-1", categories=("L", "N", "P", "Zs")) | st.characters(
    min_codepoint=0x391, max_codepoint=0x44F
)


def _title(text: str, rows: int = 9) -> Fitted:
    return fitted(text, DISPLAY, ROOM, HEIGHT, largest=LARGEST, smallest=SMALLEST, rows=rows)


@given(st.text(LETTERS, min_size=1, max_size=300), st.integers(1, 9))
def test_every_line_fits_the_box_and_all_of_them_its_height(text: str, rows: int) -> None:
    found = _title(drawable(text), rows)
    assert all(width(line, DISPLAY, found.size) <= ROOM for line in found.lines)
    assert len(found.lines) <= rows
    assert found.height <= HEIGHT
    assert SMALLEST <= found.size <= LARGEST


@given(st.text(LETTERS, min_size=1, max_size=300))
def test_what_is_shown_is_the_title_or_its_beginning(text: str) -> None:
    written = drawable(text)
    found = _title(written)
    # A word that was broken ends in a hyphen of ours, where the next line goes on in it.
    shown, rest = [], written.replace(" ", "")
    for line in found.lines:
        letters = line.replace(" ", "")
        if not rest.startswith(letters):
            letters = letters[:-1]
        assert rest.startswith(letters)
        shown.append(letters)
        rest = rest[len(letters) :]
    assert not rest or (found.size == SMALLEST and found.lines[-1].endswith("…"))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=20))
def test_a_title_of_usual_words_is_whole_and_breaks_between_them(words: list[str]) -> None:
    found = _title(" ".join(words))
    assert " ".join(found.lines).split() == words


def test_a_longer_title_is_never_larger() -> None:
    sizes = [
        _title(" ".join(["Open source catches fire and the harbour froze"] * count)).size
        for count in range(1, 9)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 4


def test_a_short_title_is_as_large_as_the_box_allows() -> None:
    assert _title("A Small Day").size == LARGEST
    found = _title("Open Source Catches Fire")
    assert found.lines == ("Open Source", "Catches Fire")
    assert width("Open Source", DISPLAY, found.size * 1.07) > ROOM


def test_lines_are_even() -> None:
    found = _title(
        "The Long Tail of Everything, and What the Regulators in Three Capitals Intend to Do About It"
    )
    widths = [width(line, DISPLAY, found.size) for line in found.lines]
    assert min(widths) > 0.6 * max(widths)


def test_a_long_word_is_made_smaller_before_it_is_broken_and_no_part_is_a_letter_or_two() -> None:
    assert _title("Infrastrukturabgabe").lines == ("Infrastrukturabgabe",)
    *parts, last = _title("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen").lines
    assert parts
    assert all(part.endswith("-") for part in parts)
    assert (
        "".join(part[:-1] for part in parts) + last
        == "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
    )
    assert len(last) > 2


def test_what_is_cut_ends_at_a_word_with_an_ellipsis() -> None:
    found = _title("harbour " * 90)
    assert found.size == SMALLEST
    assert found.lines[-1].endswith("harbour…")


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_takes_no_room(text: str) -> None:
    assert _title(text).lines == ()


def test_letters_that_leave_a_hole_stand_nearer() -> None:
    for pair in ("AV", "To", "Ve", "ÀV", "ТА", "ΑΥ"):
        apart = sum(width(letter, DISPLAY, 1) for letter in pair)
        assert width(pair, DISPLAY, 1) < apart - 0.05, pair
    assert width("f 9", DISPLAY, 1) > sum(width(letter, DISPLAY, 1) for letter in " 9") + 0.48
    assert width("nn", DISPLAY, 1) == pytest.approx(2 * width("n", DISPLAY, 1))
