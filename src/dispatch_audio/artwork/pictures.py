"""The pictures: of a show, of an episode, of a chapter. One grid, one typeface in two weights, one figure.

From top to bottom: a head with a mark that is read at 64 pixels, the figure, the title on the lower margin, and for an
edition a band. The figure takes what the title leaves. All measures are in units of a 3000th of the side.
"""

from collections.abc import Sequence

from PIL import Image

from dispatch_audio.artwork.canvas import UNITS, Canvas
from dispatch_audio.artwork.figure import Box, pieces, seed_of, show_parts
from dispatch_audio.artwork.fitting import LEADING, fitted
from dispatch_audio.artwork.fonts import CAPITAL, DISPLAY, TEXT, drawable
from dispatch_audio.artwork.formats import jpeg, png
from dispatch_audio.artwork.palettes import Palette, palette_of
from dispatch_audio.artwork.values import Face, Look, Part

SHOW_SIDE, EPISODE_SIDE, CHAPTER_SIDE = 3000, 1400, 720
"""Pixels. An episode's is the smallest that Apple takes, since it is inside every MP3; a chapter's is in there many times."""
LARGEST_FILE, LARGEST_CHAPTER = 500_000, 16_000
"""Bytes that a picture stays under."""

MARGIN = 220.0
"""What every side keeps free of lettering and figure."""
_WIDTH = UNITS - 2 * MARGIN
_COLUMN = 1500.0
"""Where the head's second column begins."""
_MARK = 560.0
"""The type size of the number in the head."""
_ROW = 96.0
"""That of the lines beside it."""
_ROWS = 4
_BAND, _BAND_TYPE = 400.0, 210.0
_GAP = 170.0
"""Between the head, the figure and the title."""
_SMALLEST = 110.0
"""Of a title: 11 pixels where a picture is shown with 300."""
_CHAPTER_TITLE = 2150.0
"""Where the capitals of a chapter's title begin: from one chapter to the next only what is lit changes place."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def show_picture(title: str, guid: str, *, author: str = "", badge: str = "", side: int = SHOW_SIDE) -> bytes:
    """The show's picture as a baseline JPEG of ``side`` by ``side`` pixels, RGB, 72 dpi, less than 500,000 bytes.

    Figure and colours follow from ``guid``, which is any text; ``badge`` is an edition's name. The same arguments give the
    same bytes. A title in a script that the typeface lacks is not drawn, and the figure takes its place.
    """
    look = Look(title, guid, author, badge)
    page = _Page(look, side)
    name, by = drawable(title), drawable(author)
    if by and by.casefold() != name.casefold():
        page.line(by, 120)
    page.title(name, 460, height=1000)
    page.figure(())
    return jpeg(page.image(), LARGEST_FILE)


def episode_picture(show: Look, episode: Face, *, side: int = EPISODE_SIDE) -> bytes:
    """An episode's picture, a JPEG as the show's is, in its colours: number, date, ship, title, and a figure of its own.

    Without a number the date is what is read at 64 pixels. A title or ship in a script that the typeface lacks is not drawn;
    number, date and figure tell the episode from others.
    """
    page = _Page(show, side)
    date = f"{episode.date.day} {_MONTHS[episode.date.month - 1]} {episode.date.year}"
    short = f"{episode.date.day} {_MONTHS[episode.date.month - 1][:3]}"
    page.head(short if episode.number is None else f"{episode.number:03d}", (show.title, date, episode.ship))
    page.title(drawable(episode.title), 400, height=860)
    page.figure(episode.parts)
    return jpeg(page.image(), LARGEST_FILE)


def chapter_picture(
    show: Look, episode: Face, title: str, index: int, count: int, *, side: int = CHAPTER_SIDE
) -> bytes:
    """The picture of a chapter: the episode's figure with this one lit, and its title; a PNG of less than 16,000 bytes.

    ``index`` counts from 0, ``count`` is how many chapters the episode has.
    """
    page = _Page(show, side)
    page.head(f"{index + 1}", (show.title, episode.title, f"Chapter {index + 1} of {count}"))
    page.title(drawable(title), 340, hanging=_CHAPTER_TITLE)
    page.figure(episode.parts, index)
    return png(page.image(), LARGEST_CHAPTER)


def badged(image: Image.Image, show: Look) -> Image.Image:
    """The show's own picture, square and RGB, with the band of an edition over its lower edge."""
    page = _Page(show, image.width)
    top = round((UNITS - _BAND) * image.width / UNITS)
    image.paste(page.image().crop((0, top, image.width, image.width)), (0, top))
    return image


class _Page:
    """A picture that is being drawn: from the edges inwards, the figure last."""

    def __init__(self, look: Look, side: int) -> None:
        self._seed = seed_of(look.guid)
        self._colours: Palette = palette_of(self._seed)
        self._canvas = Canvas(side, self._colours.ground)
        self._top, self._bottom = MARGIN, UNITS - MARGIN
        badge = drawable(look.badge)
        if badge:
            self._band(badge)

    def image(self) -> Image.Image:
        """What was drawn."""
        return self._canvas.image()

    def _band(self, badge: str) -> None:
        """An edition's name, on a band that is seen where it cannot be read."""
        top = UNITS - _BAND
        self._canvas.rounded(Box(0, top, UNITS, UNITS), 0, self._colours.accent)
        block = fitted(badge, DISPLAY, _WIDTH, _BAND, largest=_BAND_TYPE, smallest=_SMALLEST, rows=1)
        baseline = top + (_BAND + CAPITAL * block.size) / 2
        self._canvas.text(MARGIN, baseline, block.lines[0], DISPLAY, block.size, self._colours.ground)
        self._bottom = top - MARGIN * 0.75

    def head(self, mark: str, rows: Sequence[str]) -> None:
        """The mark, and lines beside it: the first one's capitals as high as the mark, the last one on its baseline."""
        room = _COLUMN - MARGIN - 100
        block = fitted(mark, DISPLAY, room, _MARK * LEADING, largest=_MARK, smallest=200, rows=1)
        high = CAPITAL * _MARK
        self._canvas.text(
            MARGIN, MARGIN + CAPITAL * block.size, block.lines[0], DISPLAY, block.size, self._colours.ink
        )
        apart = (high - CAPITAL * _ROW) / (_ROWS - 1)
        at, shown = 0, [row for row in map(drawable, rows) if row]
        for first, row in enumerate(shown):
            left = _ROWS - at - (len(shown) - 1 - first)
            found = fitted(
                row, TEXT, UNITS - MARGIN - _COLUMN, high, largest=_ROW, smallest=_ROW, rows=max(1, left)
            )
            for line in found.lines:
                baseline = MARGIN + CAPITAL * _ROW + at * apart
                colour = self._colours.quiet if first else self._colours.ink
                self._canvas.text(_COLUMN, baseline, line, TEXT, _ROW, colour)
                at += 1
        self._top = MARGIN + high + _GAP

    def line(self, text: str, size: float) -> None:
        """One quiet line on the lower margin."""
        block = fitted(text, TEXT, _WIDTH, size * LEADING, largest=size, smallest=size, rows=1)
        self._canvas.text(MARGIN, self._bottom, block.lines[0], TEXT, size, self._colours.quiet)
        self._bottom -= CAPITAL * size + 1.7 * size

    def title(self, text: str, largest: float, *, height: float = 0, hanging: float = 0) -> None:
        """The title: its last baseline on the lower margin and not higher than ``height``, or ``hanging`` from a line that is
        left free whatever the title is."""
        height = self._bottom - hanging if hanging else height
        block = fitted(text, DISPLAY, _WIDTH, height, largest=largest, smallest=_SMALLEST)
        apart = block.size * LEADING
        baseline = self._bottom - (len(block.lines) - 1) * apart
        if hanging:
            baseline = hanging + CAPITAL * block.size
        if block.lines or hanging:
            self._bottom = baseline - CAPITAL * block.size - _GAP
        for line in block.lines:
            self._canvas.text(MARGIN, baseline, line, DISPLAY, block.size, self._colours.ink)
            baseline += apart

    def figure(self, parts: Sequence[Part], meant: int | None = None) -> None:
        """The figure in what is left."""
        colours = {"figure": self._colours.figure, "accent": self._colours.accent, "dim": self._colours.dim}
        box = Box(MARGIN, self._top, UNITS - MARGIN, self._bottom)
        for piece in pieces(parts or show_parts(self._seed), box, meant):
            self._canvas.rounded(piece.box, piece.radius, colours[piece.tone])
