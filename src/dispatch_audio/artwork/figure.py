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
_MOST_WIDTH = 0.2
"""Of the whole width: what the longest chapter has."""
_LOWEST = 0.3
"""How tall the diamond is at its sides, of its height in the middle."""
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
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """A rounded rectangle."""

    box: Box
    radius: float
    tone: Tone


def pieces(parts: Sequence[Part], box: Box, meant: int | None = None) -> tuple[Piece, ...]:
    """The figure of these chapters inside ``box``.

    The chapter with the index ``meant`` stands out and the others recede; without one, the longest that tells of sources
    stands out, and what has none recedes.
    """
    if not parts:
        return ()
    gap = min(80.0, box.width / (len(parts) * 4))
    widths = _widths([part.seconds for part in parts], box.width - gap * (len(parts) - 1))
    left = box.left + (box.width - sum(widths) - gap * (len(parts) - 1)) / 2
    lead = max(range(len(parts)), key=lambda at: (bool(parts[at].sources), parts[at].seconds))
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


def show_parts(seed: bytes) -> tuple[Part, ...]:
    """What a show's own figure is made of, when no episode is meant: seven equal bars, the same from both sides."""
    half = [Part(1, (1,) * (1 + byte % 3)) for byte in seed[1 : 1 + _BARS_OF_A_SHOW // 2]]
    return (*half, Part(1, (1,)), *reversed(half))


def seed_of(guid: str) -> bytes:
    """A hash of any text, from which colours and the show's figure are chosen."""
    return hashlib.sha256(guid.encode()).digest()


def _widths(seconds: Sequence[float], room: float) -> list[float]:
    least, most = room / len(seconds) * _LEAST_WIDTH, max(room * _MOST_WIDTH, room / max(len(seconds), 3))
    whole = sum(seconds) or 1.0
    spare = room - least * len(seconds)
    return [min(most, least + spare * max(0.0, one) / whole) for one in seconds]


def _bar(box: Box, sources: Sequence[int], tone: Tone, gap: float) -> list[Piece]:
    cut = min(gap * 0.5, 36.0)
    radius = min(box.width / 2, 70.0)
    fitting = max(1, int((box.height + cut) / (2 * radius * 0.8 + cut)))
    weights = list(sources[:fitting]) or [1]
    least = (box.height - cut * (len(weights) - 1)) / len(weights) * 0.4
    spare = box.height - cut * (len(weights) - 1) - least * len(weights)
    whole = sum(weights) or 1
    found, top = [], box.top
    for weight in weights:
        height = least + spare * weight / whole
        found.append(Piece(Box(box.left, top, box.right, top + height), min(radius, height / 2), tone))
        top += height + cut
    return found
