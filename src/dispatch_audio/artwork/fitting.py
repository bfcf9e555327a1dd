"""Titles of any length in a box: the largest lettering that fits, in balanced lines, and at the end a cut."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch_audio.artwork.fonts import Style, width

LEADING = 1.08
"""From one baseline to the next, in type sizes."""
_STEP = 0.94
"""From one type size to the next smaller one."""
_BREAKING = 0.6
"""Of the largest type size: below it words are broken that are wider than the box."""
_ROUNDING = 1 + 1e-9
"""What just fits when it is measured one way fits when it is measured another."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits."""

    lines: tuple[str, ...]
    size: float
    """Of the type, in the unit of the box."""

    @property
    def height(self) -> float:
        """From the first line's top to the last one's bottom."""
        return len(self.lines) * self.size * LEADING


def fitted(
    text: str, style: Style, room: float, height: float, *, largest: float, smallest: float, rows: int = 9
) -> Fitted:
    """The text in at most ``rows`` lines of ``room``, not higher than ``height``.

    Type is made smaller down to ``smallest``; a word that is wider than the box is broken where the type would become much
    smaller for it alone; what does not fit even then is cut at a word, with an ellipsis.
    """
    words = text.split()
    if not words:
        return Fitted((), smallest)
    for size in _sizes(largest, smallest):
        breaking = size <= max(largest * _BREAKING, smallest)
        lines = _lines(words, style, size, room, breaking=breaking)
        allowed = min(rows, int(height / (size * LEADING)))
        if lines and len(lines) <= allowed:
            return Fitted(_balanced(words, style, room / size * _ROUNDING, lines), size)
    lines = _lines(words, style, smallest, room, breaking=True)
    kept = lines[: max(1, min(rows, int(height / (smallest * LEADING))))]
    return Fitted((*kept[:-1], _cut(kept[-1], style, smallest, room)), smallest)


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    size = largest
    while size > smallest:
        yield size
        size *= _STEP
    yield smallest


def _lines(words: list[str], style: Style, size: float, room: float, *, breaking: bool) -> list[str]:
    """The words in lines, as many in each as fit; none at all when a word does not fit and must not be broken."""
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}", style, size) <= room:
            lines[-1] += f" {word}"
            continue
        if width(word, style, size) > room:
            if not breaking:
                return []
            *whole, word = _broken(word, style, size, room)
            lines += whole
        lines.append(word)
    return lines


def _broken(word: str, style: Style, size: float, room: float) -> list[str]:
    """A long word in parts that fit, of which all but the last end in a hyphen."""
    parts: list[str] = []
    while width(word, style, size) > room:
        count = len(word) - 1
        while count > 1 and width(f"{word[:count]}-", style, size) > room:
            count -= 1
        # Two letters alone look like a mistake.
        count = min(count, max(1, len(word) - 3))
        parts.append(f"{word[:count]}-")
        word = word[count:]
    return [*parts, word]


def _balanced(words: list[str], style: Style, room: float, lines: list[str]) -> tuple[str, ...]:
    """As many lines, as even as they can be: the sum of the squares of their widths is the least. Broken words stay so.

    ``room`` is in type sizes, as all widths here.
    """
    blank = width(" ", style, 1)
    reach = [0.0, *itertools.accumulate(width(word, style, 1) + blank for word in words)]
    if len(lines) < 2 or any(reach[at + 1] - reach[at] - blank > room for at in range(len(words))):
        return tuple(lines)
    # For each number of words, the least sum of the lines that they make so far, and where the last of these begins.
    sums, begins = [0.0, *[math.inf] * len(words)], []
    for _ in lines:
        now, begin = [math.inf] * len(sums), [0] * len(sums)
        for end in range(1, len(sums)):
            for start in range(end - 1, -1, -1):
                wide = reach[end] - reach[start] - blank
                if wide > room:
                    break
                if sums[start] + wide**2 < now[end]:
                    now[end], begin[end] = sums[start] + wide**2, start
        sums = now
        begins.append(begin)
    end, found = len(words), []
    for begin in reversed(begins):
        found.append(" ".join(words[begin[end] : end]))
        end = begin[end]
    return tuple(reversed(found))


def _cut(line: str, style: Style, size: float, room: float) -> str:
    """The line with an ellipsis at its end, at a word's end where there is one."""
    words = line.split()
    while len(words) > 1 and width(" ".join(words) + "…", style, size) > room:
        words.pop()
    kept = " ".join(words).rstrip(" ,;:—–-")
    while len(kept) > 1 and width(f"{kept}…", style, size) > room:
        kept = kept[:-1]
    return f"{kept}…"
