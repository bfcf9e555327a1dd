"""The typeface, Literata (SIL Open Font License): which letters it has, and how wide they are."""

import functools
import io
import itertools
import unicodedata
from dataclasses import dataclass
from importlib import resources

from PIL import ImageFont

from dispatch_audio.package.text import one_line

_REFERENCE = 1000
"""Pixels of the type size that widths are measured at."""


@dataclass(frozen=True, slots=True)
class Style:
    """A cut of the typeface."""

    weight: int
    """200 to 900."""
    optical: int
    """The type size that it is drawn for, 7 to 72 points: the higher, the finer its thin strokes."""


DISPLAY = Style(700, 30)
"""Titles and numbers."""
TEXT = Style(500, 14)
"""What is read second."""
CAPITAL = 0.705
"""How high capitals stand over the baseline, in type sizes; figures are as good as that."""


def drawable(text: str) -> str:
    """The text on one line, without what the typeface has no glyph for.

    It has Latin, Greek and Cyrillic letters. Where more than a third of the letters would be missing, as in Chinese or
    Arabic, the rest would say something else, and nothing is left; then a picture does without.
    """
    line = one_line(unicodedata.normalize("NFC", text))
    kept = "".join(letter for letter in line if has_glyph(letter))
    enough = _letters(kept) * 3 >= _letters(line) * 2
    return " ".join(kept.split()) if enough and any(map(str.isalnum, kept)) else ""


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@functools.cache
def has_glyph(letter: str) -> bool:
    """Whether the typeface can draw this character by itself.

    It cannot what formats text without being seen, nor a mark over the letter before it, which the basic layout engine
    would set beside it; ``drawable`` joins the two where Unicode has a character for both.
    """
    if letter.isspace():
        return True
    if unicodedata.category(letter)[0] in "CM":
        return False
    # The last code point of Unicode is for ever unassigned: its picture is that of a missing glyph.
    typeface = font(TEXT, 100)
    return bytes(typeface.getmask(letter)) != bytes(typeface.getmask("\U0010fffd"))


def width(text: str, style: Style, size: float) -> float:
    """How wide a line stands, in the unit of ``size``."""
    return sum(advances(text, style)) * size


@functools.lru_cache(maxsize=4096)
def advances(text: str, style: Style) -> tuple[float, ...]:
    """How far the pen goes on after each letter, in ems, with what the next letter has to do with it."""
    pairs = itertools.zip_longest(text, text[1:], fillvalue="")
    return tuple(_advance(letter, style) + _kerning(letter, following, style) for letter, following in pairs)


def _kerning(letter: str, following: str, style: Style) -> float:
    """The basic layout engine does not read the typeface's own table; and a blank is one also after an f, which leans
    over it."""
    if not following.strip():
        return max(0.0, _ink(letter, style)[1] - _advance(letter, style))
    return _kerning_table().get((_base(letter), _base(following)), 0.0)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[:1]


@functools.cache
def _kerning_table() -> dict[tuple[str, str], float]:
    table: dict[tuple[str, str], float] = {}
    for line in _file("kerning.tsv").decode().splitlines():
        letters, tab, row = line.partition("\t")
        for entry in row.split() if tab else ():
            thousandths, _, following = entry.partition(":")
            table |= {(one, other): int(thousandths) / 1000 for one in letters for other in following}
    return table


@functools.cache
def _advance(letter: str, style: Style) -> float:
    return font(style, _REFERENCE).getlength(letter) / _REFERENCE


def side_bearing(letter: str, style: Style) -> float:
    """The blank before a letter's first stroke, in ems; less than nothing where it reaches back."""
    return _ink(letter, style)[0]


@functools.cache
def _ink(letter: str, style: Style) -> tuple[float, float]:
    """Where a letter's strokes begin and end, in ems from where it stands; nowhere for a blank."""
    mask, offset = font(style, _REFERENCE).getmask2(letter, anchor="ls")
    inked = mask.getbbox()
    return ((offset[0] + inked[0]) / _REFERENCE, (offset[0] + inked[2]) / _REFERENCE) if inked else (0.0, 0.0)


@functools.lru_cache(maxsize=64)
def font(style: Style, size: int) -> ImageFont.FreeTypeFont:
    """The typeface in this cut, at this size in pixels."""
    # The basic layout engine is in every build of Pillow, so that all machines draw the same picture.
    found = ImageFont.truetype(io.BytesIO(_file("Literata.ttf")), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([style.optical, style.weight])
    return found


@functools.cache
def _file(name: str) -> bytes:
    return (resources.files("dispatch_audio.artwork") / "fonts" / name).read_bytes()
