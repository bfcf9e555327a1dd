"""The figure tells of the dispatch: a bar a chapter, a piece a source, the time from left to right."""

import datetime
import itertools

import pytest
from artwork_samples import PARTS
from hypothesis import given
from hypothesis import strategies as st

from dispatch_audio.artwork import Part, face_of
from dispatch_audio.artwork.figure import Box, Piece, pieces, seed_of, show_parts
from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.master import Mark, Timeline

BOX = Box(220, 800, 2780, 1900)
CHAPTERS = st.lists(
    st.builds(
        Part,
        st.floats(0, 5000),
        st.lists(st.integers(0, 400), max_size=40).map(tuple),
    ),
    min_size=1,
    max_size=60,
)


def _bars(found: tuple[Piece, ...]) -> list[list[Piece]]:
    """The pieces of each bar, from left to right."""
    return [list(bar) for _, bar in itertools.groupby(found, key=lambda piece: piece.box.left)]


@given(CHAPTERS)
def test_a_bar_a_chapter_from_left_to_right_inside_the_box_and_none_over_another(parts: list[Part]) -> None:
    bars = _bars(pieces(parts, BOX))
    assert len(bars) == len(parts)
    for piece in itertools.chain.from_iterable(bars):
        box = piece.box
        assert BOX.left - 0.01 <= box.left < box.right <= BOX.right + 0.01
        assert BOX.top - 0.01 <= box.top < box.bottom <= BOX.bottom + 0.01
        assert 0 < piece.radius <= min(box.width, box.height) / 2 + 0.01
    assert all(bar[0].box.right < after[0].box.left for bar, after in itertools.pairwise(bars))
    for bar in bars:
        assert all(piece.box.bottom < below.box.top for piece, below in itertools.pairwise(bar))


@given(CHAPTERS)
def test_a_longer_chapter_is_never_a_narrower_bar(parts: list[Part]) -> None:
    widths = [bar[0].box.width for bar in _bars(pieces(parts, BOX))]
    by_length = sorted(zip((part.seconds for part in parts), widths, strict=True))
    assert all(one[1] <= other[1] + 0.01 for one, other in itertools.pairwise(by_length))


@given(CHAPTERS)
def test_one_chapter_stands_out(parts: list[Part]) -> None:
    tones = [{piece.tone for piece in bar} for bar in _bars(pieces(parts, BOX))]
    assert sum(tone == {"accent"} for tone in tones) == 1
    for meant in range(len(parts)):
        tones = [{piece.tone for piece in bar} for bar in _bars(pieces(parts, BOX, meant))]
        assert [tone == {"accent"} for tone in tones] == [at == meant for at in range(len(parts))]


def test_three_chapters_or_more_take_the_whole_width() -> None:
    for count in (3, 5, 9, 40):
        found = pieces([Part(10 + at, (1,)) for at in range(count)], BOX)
        assert abs(found[0].box.left - BOX.left) + abs(found[-1].box.right - BOX.right) < 0.01


def test_a_piece_a_source_as_tall_as_its_share_of_the_words() -> None:
    bars = _bars(pieces(PARTS, BOX))
    assert [len(bar) for bar in bars] == [max(1, len(part.sources)) for part in PARTS]
    heights = [piece.box.height for piece in bars[1]]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1] * 1.3


def test_the_story_that_is_told_at_the_greatest_length_stands_out_and_the_shows_own_words_recede() -> None:
    tones = [bar[0].tone for bar in _bars(pieces(PARTS, BOX))]
    assert tones == ["dim", "figure", "accent", "figure", "figure", "dim"]


def test_bars_fill_the_outline_of_a_diamond() -> None:
    heights = [bar[-1].box.bottom - bar[0].box.top for bar in _bars(pieces(show_parts(seed_of("a")), BOX))]
    assert heights == pytest.approx(heights[::-1])
    assert heights[:4] == sorted(heights[:4])
    assert heights[3] == pytest.approx(BOX.height)


def test_other_dispatches_have_other_figures() -> None:
    assert pieces(PARTS, BOX) != pieces((*PARTS[:2], *PARTS[3:]), BOX)
    assert pieces(PARTS, BOX) != pieces((Part(48), Part(94, (120, 60)), *PARTS[2:]), BOX)
    assert len({show_parts(seed_of(str(number))) for number in range(20)}) > 5


def _source(number: int, words: int) -> Source:
    return Source(number, "Title here", "Article", "Ann", "", "", "word " * words, "", ("One point",))


def test_a_face_is_taken_from_the_dispatch_and_the_timeline() -> None:
    dispatch = Dispatch(
        "A Small Day",
        datetime.date(2026, 5, 6),
        7,
        "GCU Small Print",
        sources=(_source(1, 30), _source(2, 6)),
    )
    marks = (Mark("Opening", (), 0, 480_000), Mark("Harbour", (2, 1), 480_000, 2_400_000))
    face = face_of(dispatch, Timeline(48_000, 2_400_000, marks, ()))
    assert (face.title, face.number, face.ship) == ("A Small Day", 7, "GCU Small Print")
    assert face.date == datetime.date(2026, 5, 6)
    assert face.parts == (Part(10), Part(40, (10, 34)))
