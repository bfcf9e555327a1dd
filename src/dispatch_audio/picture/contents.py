"""The chapters in words: the ribbon above the lanes, and the table below them."""

import dataclasses
from dataclasses import dataclass

from dispatch_audio.picture.axes import clock, signed, x
from dispatch_audio.picture.lettering import Text, fitted, width, wrapped
from dispatch_audio.picture.values import Chapter, Measurements

TITLE_SIZE, NUMBER_SIZE = 11.5, 11.0
ROW_SIZE = 12.0
ROW_HEIGHT = 19.0

_LINES = 3
_INSET = 6.0
_NARROWEST = 52.0
"""Pixels under which a title in the ribbon says less than its number."""
_FEW = 24
"""Chapters that two columns of the table hold without making the sheet long."""
_GAP = 40.0
_NUMBERS = 178.0
"""Pixels that a row's numbers take, beside its title."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A chapter above the lanes."""

    x: float
    width: float
    title: str
    number: str
    """Empty where there is no room for it."""
    time: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter in the table."""

    x: float
    y: float
    number: int
    start: str
    title: Text
    length: str
    loudness: str
    pace: str


@dataclass(frozen=True, slots=True)
class Table:
    """All chapters, in columns of equal height."""

    columns: tuple[float, ...]
    """Where each begins, in pixels across."""
    width: float
    """Of a column."""
    rows: tuple[Row, ...]
    height: float


def ribbons(found: Measurements) -> tuple[Ribbon, ...]:
    """The chapters as blocks on the time axis; no word reaches out of its own.

    Where most blocks are too narrow for a title, none has one: the table names them.
    """
    blocks = tuple(_ribbon(n, chapter, found) for n, chapter in enumerate(found.chapters, start=1))
    if 2 * sum(bool(block.lines) for block in blocks) >= len(blocks):
        return blocks
    return tuple(dataclasses.replace(block, time="", lines=()) for block in blocks)


def _ribbon(number: int, chapter: Chapter, found: Measurements) -> Ribbon:
    seconds = found.programme.grid.seconds
    left, right = x(chapter.start, seconds), x(chapter.end, seconds)
    room = right - left - 2 * _INSET
    time = clock(chapter.start, seconds)
    wide = width(f"{number}  {time}", NUMBER_SIZE, bold=True) * 1.2
    narrow = width(str(number), NUMBER_SIZE, bold=True) * 1.2
    return Ribbon(
        left,
        round(max(0.5, right - left - 1), 1),
        chapter.title,
        str(number) if right - left - 3 >= narrow else "",
        time if room >= wide else "",
        wrapped(chapter.title, TITLE_SIZE, room, _LINES) if room >= _NARROWEST else (),
    )


def table(found: Measurements, top: float, left: float, right: float) -> Table:
    """The chapters with their figures; ``top`` is the first row's baseline."""
    chapters, seconds = found.chapters, found.programme.grid.seconds
    count = 3 if len(chapters) > _FEW else min(2, max(1, len(chapters)))
    wide = (right - left - _GAP * (count - 1)) / count
    deep = -(-len(chapters) // count)
    columns = tuple(round(left + column * (wide + _GAP), 1) for column in range(count if chapters else 0))
    rows = tuple(
        Row(
            columns[n // deep],
            round(top + n % deep * ROW_HEIGHT, 1),
            n + 1,
            clock(chapter.start, seconds),
            fitted(chapter.title, ROW_SIZE, wide - _NUMBERS - 76),
            clock(chapter.end - chapter.start, chapter.end - chapter.start),
            "–" if chapter.loudness is None else signed(chapter.loudness),
            "–" if chapter.pace.a_minute is None else f"{chapter.pace.a_minute:.0f}",
        )
        for n, chapter in enumerate(chapters)
    )
    return Table(columns, round(wide, 1), rows, deep * ROW_HEIGHT)
