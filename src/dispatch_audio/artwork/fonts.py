"""The typeface, Literata (SIL Open Font License): which letters it has, and how wide they are."""

import functools
import io
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


def drawable(text: str) -> str:
    """The text on one line, without what the typeface has no glyph for.

    It has Latin, Greek and Cyrillic letters. Where more than a third of the letters and figures would be missing, as in
    Chinese or Arabic, the rest would say something else, and nothing is left; then a picture does without.
    """
    line = one_line(unicodedata.normalize("NFC", text))
    kept = "".join(letter for letter in line if has_glyph(letter))
    told, all_of_it = _letters(kept), _letters(line)
    return " ".join(kept.split()) if told and told * 3 >= all_of_it * 2 else ""


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


@functools.cache
def has_glyph(letter: str) -> bool:
    """Whether the typeface can draw this character; what formats text without being seen, it cannot."""
    if letter.isspace():
        return True
    if unicodedata.category(letter).startswith("C"):
        return False
    # The last code point of Unicode is for ever unassigned: its picture is that of a missing glyph.
    typeface = font(TEXT, 100)
    return bytes(typeface.getmask(letter)) != bytes(typeface.getmask("\U0010fffd"))


def width(text: str, style: Style, size: float, tracking: float = 0.0) -> float:
    """How wide a line stands, in the unit of ``size``; ``tracking`` is what is added after each letter, in ems."""
    return sum(advances(text, style)) * size + tracking * size * max(0, len(text) - 1)


def advances(text: str, style: Style) -> list[float]:
    """How far the pen goes on after each letter, in ems."""
    return [_advance(letter, style) for letter in text]


@functools.cache
def _advance(letter: str, style: Style) -> float:
    return font(style, _REFERENCE).getlength(letter) / _REFERENCE


@functools.lru_cache(maxsize=64)
def font(style: Style, size: int) -> ImageFont.FreeTypeFont:
    """The typeface in this cut, at this size in pixels."""
    # The basic layout engine is in every build of Pillow, so that all machines draw the same picture.
    found = ImageFont.truetype(io.BytesIO(_data()), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([style.optical, style.weight])
    return found


@functools.cache
def _data() -> bytes:
    return (resources.files("dispatch_audio.artwork") / "fonts" / "Literata.ttf").read_bytes()
