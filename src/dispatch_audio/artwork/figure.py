"""The figure: an episode seen from far away. Time runs from left to right, and what it rests on stands upright.

A chapter is a bar, as wide as its share of the time; a bar is cut into as many pieces as the chapter has sources, each as
tall as its share of the words that the dispatch has on them. All bars together fill the outline of a diamond, the sign
that a dispatch begins with. Only numbers here: what is drawn where, in units of a 3000th of the picture's side.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.artwork.values import Part

Tone = Literal["figure", "accent", "dim"]

_LEAST_WIDTH = 0.34
"""Of an equal share of the width: what the shortest chapter has."""
_MOST_WIDTH = 0.34
"""Of the whole width: what the longest chapter has."""
_LOWEST = 0.3
"""How tall the diamond is at its sides, of its height in the middle."""
_LEAST_PIECE = 48.0
"""How tall a piece is at the least: of more sources than fit so, the first are shown."""
_CUT = 0.45
"""Between the pieces of a bar, beside what is between bars."""
_ROUND, _RADIUS = 0.3, 72.0
"""The radius of corners: of a bar's width, and at the most."""
_BARS_OF_A_SHOW = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right and bottom edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """A rounded rectangle."""

    box: Box
    radius: float
    tone: Tone


def pieces(parts: Sequence[Part], box: Box, meant: int | None = None) -> tuple[Piece, ...]:
    """The figure of these chapters inside ``box``.

    The chapter with the index ``meant`` stands out and the others recede; without one, the story that is told at
    the greatest length stands out, and what rests on no source recedes.
    """
    if not parts:
        return ()
    gap = min(80.0, box.width / (len(parts) * 4))
    widths = _widths([part.seconds for part in parts], box.width - gap * (len(parts) - 1))
    left = box.left + (box.width - sum(widths) - gap * (len(parts) - 1)) / 2
    lead = max(range(len(parts)), key=lambda at: _length_of_a_story(parts[at]))
    found: list[Piece] = []
    for at, (part, width) in enumerate(zip(parts, widths, strict=True)):
        away = abs((left + width / 2 - box.left) / box.width - 0.5) * 2
        height = box.height * (1 - (1 - _LOWEST) * away)
        tone: Tone = "figure" if part.sources else "dim"
        if meant is not None:
            tone = "accent" if at == meant else "dim"
        elif at == lead:
            tone = "accent"
        top = box.top + (box.height - height) / 2
        found += _bar(Box(left, top, left + width, top + height), part.sources, tone, gap)
        left += width + gap
    return tuple(found)


def _length_of_a_story(part: Part) -> float:
    return part.seconds / len(part.sources) if part.sources else 0.0


def show_parts(seed: bytes) -> tuple[Part, ...]:
    """What a show's own figure is made of, when no episode is meant: seven equal bars, the same from both sides."""
    half = [Part(1, (1,) * (1 + byte % 3)) for byte in seed[1 : 1 + _BARS_OF_A_SHOW // 2]]
    return (*half, Part(1.01, (1,)), *reversed(half))


def seed_of(guid: str) -> bytes:
    """A hash of any text, from which colours and the show's figure are chosen."""
    return hashlib.sha256(guid.encode()).digest()


def _widths(seconds: Sequence[float], room: float) -> list[float]:
    """Widths by length, none so narrow that it is lost, none so wide that it is no bar; what a wide one would have had goes
    to the others."""
    least, most = room / len(seconds) * _LEAST_WIDTH, room * _MOST_WIDTH
    spare = room - least * len(seconds)
    shares = [max(0.0, one) for one in seconds]
    if not any(shares):
        shares = [1.0] * len(seconds)
    widths = [0.0] * len(seconds)
    free = set(range(len(seconds)))
    while free:
        whole = sum(shares[at] for at in free) or 1.0
        for at in free:
            widths[at] = least + spare * shares[at] / whole
        full = {at for at in free if widths[at] > most}
        for at in full:
            widths[at] = most
        if not full:
            break
        free -= full
        spare -= (most - least) * len(full)
    return widths


def _bar(box: Box, sources: Sequence[int], tone: Tone, gap: float) -> list[Piece]:
    cut = gap * _CUT
    room = max(1, int((box.height + cut) / (_LEAST_PIECE + cut)))
    weights = list(sources[:room]) or [1]
    height = box.height - cut * (len(weights) - 1)
    least = min(height / len(weights), max(_LEAST_PIECE, height / len(weights) * 0.5))
    spare, whole = height - least * len(weights), sum(weights) or 1
    radius = min(box.width * _ROUND, least / 2, _RADIUS)
    found, top = [], box.top
    for weight in weights:
        bottom = top + least + spare * weight / whole
        found.append(Piece(Box(box.left, top, box.right, bottom), radius, tone))
        top = bottom + cut
    return found
