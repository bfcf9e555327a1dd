"""A programme cut into passages that a recogniser hears at once: whole lines, between two silences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import media
from dispatch_audio.listen.recogniser import RATE
from dispatch_audio.package.read_script import ReadLine

_LONGEST = 28.0
"""Seconds: Whisper hears 30 at a time, and pads what is shorter."""
_AROUND = 0.25
"""Seconds of what is around a passage that are heard with it, at the most half of the silence there."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that are heard together."""

    first: int
    """Index of its first line."""
    last: int
    """One past its last line."""
    start: float
    """Seconds from the start of the programme, as the end."""
    end: float


def passages(lines: Sequence[ReadLine]) -> tuple[Passage, ...]:
    """All lines in as few passages as there may be, none of more than 28 seconds but for a line that is longer."""
    found: list[Passage] = []
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].end - lines[first].start > _LONGEST:
            found.append(_passage(lines, first, at))
            first = at
    return tuple(found)


def alone(lines: Sequence[ReadLine], at: int) -> Passage:
    """One line by itself."""
    return _passage(lines, at, at + 1)


def _passage(lines: Sequence[ReadLine], first: int, last: int) -> Passage:
    start, end = lines[first].start, lines[last - 1].end
    before = lines[first - 1].end if first else 0.0
    after = lines[last].start if last < len(lines) else end + 2 * _AROUND
    return Passage(
        first,
        last,
        max(0.0, start - min(_AROUND, max(0.0, start - before) / 2)),
        end + min(_AROUND, max(0.0, after - end) / 2),
    )


def sounds(mp3: Path, wanted: Sequence[Passage]) -> Iterator[tuple[Passage, NDArray[np.float32]]]:
    """Each passage with its sound at the recogniser's rate, in the order of their starts; the file is decoded once, and
    never held whole.

    What lies behind the file's end is silence. Raises SoundError when it cannot be decoded.
    """
    blocks = media.decode(mp3, rate=RATE, mono=True)
    held, at = np.zeros(0, np.float32), 0
    for passage in sorted(wanted, key=lambda passage: passage.start):
        first, last = round(passage.start * RATE), round(passage.end * RATE)
        pieces = [held]
        length = len(held)
        while at + length < last and (block := next(blocks, None)) is not None:
            pieces.append(block[0])
            length += block.shape[1]
        held = np.concatenate(pieces)
        # Passages may overlap by what is around them, never by more.
        keep = max(0, first - at)
        held, at = held[keep:], at + keep
        sound = held[: last - at]
        yield passage, np.pad(sound, (0, last - at - len(sound)))
