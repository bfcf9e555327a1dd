"""The pictures: of a show, of an episode, of a chapter. One grid, one typeface in two weights, one figure."""

from collections.abc import Sequence

from PIL import Image

from dispatch_audio.artwork.canvas import UNITS, Canvas
from dispatch_audio.artwork.figure import Box, pieces, seed_of, show_parts
from dispatch_audio.artwork.fitting import LEADING, fitted
from dispatch_audio.artwork.fonts import DISPLAY, TEXT, drawable
from dispatch_audio.artwork.formats import jpeg, png
from dispatch_audio.artwork.palettes import Palette, palette_of
from dispatch_audio.artwork.values import Face, Look, Part

SHOW_SIDE, EPISODE_SIDE, CHAPTER_SIDE = 3000, 1400, 720
"""Pixels. An episode's is the smallest that Apple takes, since it is inside every MP3; a chapter's is in there many times."""
LARGEST_FILE, LARGEST_CHAPTER = 500_000, 16_000
"""Bytes that a picture stays under."""

MARGIN = 220.0
_INNER = Box(MARGIN, MARGIN, UNITS - MARGIN, UNITS - MARGIN)


def show_picture(title: str, guid: str, *, author: str = "", badge: str = "", side: int = SHOW_SIDE) -> bytes:
    """The show's picture as a baseline JPEG of ``side`` by ``side`` pixels, RGB, 72 dpi, less than 500,000 bytes.

    Figure and colours follow from ``guid``, which is any text. ``badge`` is an edition's name. The same arguments give the
    same bytes.
    """
    return jpeg(_show(Look(title, guid, author, badge), side), LARGEST_FILE)


def episode_picture(show: Look, episode: Face, *, side: int = EPISODE_SIDE) -> bytes:
    """An episode's picture, in the show's colours and as its JPEG is: number, date, ship, title, and its own figure."""
    return jpeg(_episode(show, episode, side), LARGEST_FILE)


def chapter_picture(
    show: Look, episode: Face, title: str, index: int, count: int, *, side: int = CHAPTER_SIDE
) -> bytes:
    """The picture of a chapter as a PNG: the episode's figure with this one lit, and its title; less than 16,000 bytes.

    ``index`` counts from 0, ``count`` is how many chapters the episode has.
    """
    return png(_chapter(show, episode, title, index, count, side), LARGEST_CHAPTER)


def _draw_figure(
    canvas: Canvas, palette: Palette, parts: Sequence[Part], box: Box, meant: int | None = None
) -> None:
    tones = {"figure": palette.figure, "accent": palette.accent, "dim": palette.dim}
    for piece in pieces(parts, box, meant):
        canvas.rounded(piece.box, piece.radius, tones[piece.tone])


def _draw_title(canvas: Canvas, palette: Palette, text: str, height: float, largest: float) -> None:
    block = fitted(text, DISPLAY, _INNER.width, height, largest=largest, smallest=110)
    baseline = _INNER.bottom - 0.26 * block.size - (len(block.lines) - 1) * block.size * LEADING
    for line in block.lines:
        canvas.text(_INNER.left, baseline, line, DISPLAY, block.size, palette.ink)
        baseline += block.size * LEADING


def _draw_head(canvas: Canvas, palette: Palette, mark: str, lines: Sequence[str]) -> None:
    size = 560
    canvas.text(_INNER.left - 0.04 * size, MARGIN + 0.68 * size, mark, DISPLAY, size, palette.ink)
    left, baseline = 1500.0, MARGIN + 0.72 * 118
    for at, line in enumerate(lines):
        block = fitted(line, TEXT, UNITS - MARGIN - left, 140, largest=118, smallest=80, rows=1)
        colour = palette.quiet if at else palette.ink
        canvas.text(left, baseline, block.lines[0], TEXT, block.size, colour)
        baseline += 150


def _show(look: Look, side: int) -> Image.Image:
    seed = seed_of(look.guid)
    palette = palette_of(seed)
    canvas = Canvas(side, palette.ground)
    _draw_figure(canvas, palette, show_parts(seed), Box(MARGIN, MARGIN, UNITS - MARGIN, 1700))
    _draw_title(canvas, palette, drawable(look.title), 900, 440)
    return canvas.image()


def _episode(look: Look, face: Face, side: int) -> Image.Image:
    seed = seed_of(look.guid)
    palette = palette_of(seed)
    canvas = Canvas(side, palette.ground)
    mark = f"{face.number:03d}" if face.number is not None else f"{face.date.day}"
    date = f"{face.date.day} {face.date:%B %Y}"
    lines = [text for text in (drawable(look.title), date, drawable(face.ship)) if text]
    _draw_head(canvas, palette, mark, lines)
    parts = face.parts or show_parts(seed)
    _draw_figure(canvas, palette, parts, Box(MARGIN, 800, UNITS - MARGIN, 1900))
    _draw_title(canvas, palette, drawable(face.title), 780, 380)
    return canvas.image()


def _chapter(look: Look, face: Face, title: str, index: int, count: int, side: int) -> Image.Image:
    seed = seed_of(look.guid)
    palette = palette_of(seed)
    canvas = Canvas(side, palette.ground)
    lines = [text for text in (drawable(look.title), drawable(face.title), f"{index + 1} of {count}") if text]
    _draw_head(canvas, palette, f"{index + 1}", lines)
    parts = face.parts or show_parts(seed)
    _draw_figure(canvas, palette, parts, Box(MARGIN, 800, UNITS - MARGIN, 1900), index)
    _draw_title(canvas, palette, drawable(title), 780, 380)
    return canvas.image()
