"""A square to draw on, in units of a 3000th of its side, whatever its size in pixels; edges are smooth."""

import functools

from PIL import Image, ImageDraw

from dispatch_audio.artwork.figure import Box
from dispatch_audio.artwork.fonts import Style, advances, font, side_bearing
from dispatch_audio.artwork.palettes import Colour

UNITS = 3000
"""The side of every picture, in the unit of all that is drawn."""
_FINER = 4
"""How much larger a corner is drawn before it is made smooth."""


class Canvas:
    """What is drawn on: larger than the picture where that is small, so that thin strokes come out even."""

    def __init__(self, side: int, ground: Colour) -> None:
        self._side = side
        self._finer = 1 if side >= UNITS else 2
        pixels = side * self._finer
        self._scale = pixels / UNITS
        self._image = Image.new("RGB", (pixels, pixels), ground)
        self._pen = ImageDraw.Draw(self._image)

    def rounded(self, box: Box, radius: float, colour: Colour) -> None:
        """A filled rectangle with round corners."""
        left, top, right, bottom = (
            round(edge * self._scale) for edge in (box.left, box.top, box.right, box.bottom)
        )
        right, bottom = max(right, left + 1), max(bottom, top + 1)
        turn = min(round(radius * self._scale), (right - left) // 2, (bottom - top) // 2)
        if turn < 1:
            self._pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)
            return
        # Pasting, unlike a pen, takes a rectangle without any width: a disc has no edges between its corners.
        self._image.paste(colour, (left + turn, top, right - turn, bottom))
        self._image.paste(colour, (left, top + turn, right, bottom - turn))
        disc = _disc(turn)
        for x, across in ((left, 0), (right - turn, turn)):
            for y, down in ((top, 0), (bottom - turn, turn)):
                corner = disc.crop((across, down, across + turn, down + turn))
                self._image.paste(colour, (x, y, x + turn, y + turn), corner)

    def text(self, x: float, baseline: float, text: str, style: Style, size: float, colour: Colour) -> None:
        """A line of lettering whose first stroke begins at ``x``, so that all lines stand on one edge, whatever their size."""
        x -= side_bearing(text[:1], style) * size
        typeface = font(style, max(1, round(size * self._scale)))
        for letter, advance in zip(text, advances(text, style), strict=True):
            self._pen.text(
                (x * self._scale, baseline * self._scale), letter, font=typeface, fill=colour, anchor="ls"
            )
            x += advance * size

    def image(self) -> Image.Image:
        """The picture at its own size."""
        return self._image.reduce(self._finer) if self._finer > 1 else self._image


@functools.lru_cache(maxsize=64)
def _disc(radius: int) -> Image.Image:
    """A disc, as a mask with smooth edges."""
    side = 2 * radius * _FINER
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    return mask.reduce(_FINER)
