"""The show's picture, drawn from its title and guid. The one room of Pillow.

Apple's rules: JPEG, square, RGB, 72 dpi, 1400 to 3000 pixels a side; ours is under 500 kB.
"""

import functools
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

from dispatch_audio.package.text import cut, one_line

SIDE = 3000
"""Pixels of a side."""
LARGEST_FILE = 500_000
"""Bytes that a picture stays under."""

_MARGIN = 240
_WIDTH = SIDE - 2 * _MARGIN
_BARS = 7
_GAP = 120
_LOWEST = 0.42
_TAPER = 0.19
_WAVE_MIDDLE, _WAVE_HEIGHT = 960, 1440
_TITLE_HEIGHT = 960
_LARGEST, _SMALLEST = 440, 90
_LEADING = 1.12
# The last is for hundreds of letters, and within the limit whatever is drawn.
_QUALITIES = (88, 75, 50, 25)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Ground, figure and lettering."""

    ground: Colour
    figure: Colour
    accent: Colour
    title: Colour


_PALETTES = (
    Palette((19, 32, 56), (240, 98, 66), (250, 190, 96), (250, 244, 232)),
    Palette((16, 54, 52), (242, 178, 58), (240, 224, 190), (247, 244, 230)),
    Palette((74, 22, 40), (244, 132, 95), (250, 205, 170), (252, 240, 228)),
    Palette((240, 230, 210), (200, 62, 42), (28, 44, 68), (28, 44, 68)),
    Palette((33, 30, 66), (126, 200, 190), (246, 214, 110), (245, 243, 250)),
    Palette((226, 84, 52), (28, 28, 40), (252, 236, 210), (255, 246, 232)),
)


def artwork(title: str, guid: str, *, side: int = SIDE) -> bytes:
    """The picture as a baseline JPEG of ``side`` by ``side`` pixels; one title and guid give the same bytes.

    The figure, a wave in the outline of a diamond, and the palette follow from the guid; a show keeps them when its
    title changes. ``guid`` is any text.
    """
    seed = hashlib.sha256(guid.encode()).digest()
    palette = _PALETTES[seed[0] % len(_PALETTES)]
    picture = Image.new("RGB", (SIDE, SIDE), palette.ground)
    pen = ImageDraw.Draw(picture)
    _draw_wave(pen, palette, seed[1 : 1 + _BARS])
    _draw_title(pen, palette, title)
    if side != SIDE:
        picture = picture.resize((side, side), Image.Resampling.LANCZOS)
    return next(jpeg for quality in _QUALITIES if len(jpeg := _jpeg(picture, quality)) < LARGEST_FILE)


def artwork_name(data: bytes) -> str:
    """The picture's file name in public/: apps cache pictures by address, so another picture has another name."""
    return f"artwork.{hashlib.sha256(data).hexdigest()[:8]}.jpg"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is, by its content."""

    format: str
    """``JPEG`` or ``PNG``, or the name of another format."""
    mode: str
    """``RGB``, or other colours."""
    width: int
    """In pixels."""
    height: int
    dpi: tuple[float, float]
    """Dots an inch, across and down; 0 where it does not say."""


def picture(data: bytes) -> Picture:
    """What these bytes are a picture of, decoded to the last row.

    Raises ValueError when they are none, or one that is cut short.
    """
    try:
        with Image.open(io.BytesIO(data)) as found:
            found.load()
            dpi = found.info.get("dpi", (0, 0))
            return Picture(
                found.format or "", found.mode, found.width, found.height, (float(dpi[0]), float(dpi[1]))
            )
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"is no picture: {error}") from None


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality, subsampling=0, optimize=True, dpi=(72, 72))
    return data.getvalue()


def _draw_wave(pen: ImageDraw.ImageDraw, palette: Palette, seed: bytes) -> None:
    """Seven rounded bars inside a diamond, mirrored left to right; the middle one stands out."""
    step = (SIDE - 2 * _MARGIN + _GAP) // _BARS
    middle = _BARS // 2
    for bar in range(_BARS):
        away = abs(bar - middle)
        share = 1.0 if away == 0 else _LOWEST + (1 - _LOWEST) * seed[away] / 255
        half = int(_WAVE_HEIGHT / 2 * share * (1 - away * _TAPER))
        left = _MARGIN + bar * step
        width = step - _GAP
        half = max(half, width // 2)
        pen.rounded_rectangle(
            (left, _WAVE_MIDDLE - half, left + width, _WAVE_MIDDLE + half),
            radius=width // 2,
            fill=palette.accent if away == 0 else palette.figure,
        )


def _draw_title(pen: ImageDraw.ImageDraw, palette: Palette, title: str) -> None:
    font, lines = _fitted(drawable(title))
    line_height = int(font.size * _LEADING)
    top = SIDE - _MARGIN - line_height * len(lines)
    for index, line in enumerate(lines):
        pen.text((_MARGIN, top + index * line_height), line, font=font, fill=palette.title)


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest lettering in which the title fits its box, and its lines; the smallest cuts what is too long."""
    for size in range(_LARGEST, _SMALLEST - 1, -10):
        font = _font(size)
        lines = _lines(title.split(), font)
        fits = all(font.getlength(line) <= _WIDTH for line in lines)
        if fits and len(lines) * size * _LEADING <= _TITLE_HEIGHT:
            return font, lines
    rows = int(_TITLE_HEIGHT / (_SMALLEST * _LEADING))
    letters = int(_WIDTH / font.getlength("n"))
    return font, [cut(line, letters) for line in lines[:rows]]


def _lines(words: Sequence[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and font.getlength(f"{lines[-1]} {word}") <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def drawable(title: str) -> str:
    """The title without what the packaged font has no glyph for, which would show as empty boxes."""
    return "".join(letter for letter in one_line(title) if has_glyph(letter))


def has_glyph(letter: str) -> bool:
    """Whether the packaged font can draw this character."""
    font = _font(100)
    # The last code point of Unicode is for ever unassigned: its picture is that of a missing glyph.
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffd"))


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = (resources.files("dispatch_audio") / "fonts" / "Literata-Bold.ttf").read_bytes()
    # The basic layout engine is in every build of Pillow, so that all machines draw the same picture.
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
