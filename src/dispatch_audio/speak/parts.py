"""What is too long for an engine, in parts that it can say: cut where a sentence, a clause or at the least a word ends."""

import math
from collections.abc import Sequence

from dispatch_audio.errors import VoiceError
from dispatch_audio.speak.engines import Said

SENTENCE_MARKS = ".!?…"
CLAUSE_MARKS = ",;:—"
MARKS = SENTENCE_MARKS + CLAUSE_MARKS
"""All marks that are heard, as a rest or a fall of the voice; none is a part of its word."""

_COST = {"sentence": 0.0, "clause": 1.0, "word": 25.0}
"""What a cut costs; a part that is half as long as it might be costs 1 too."""


def ends(word: Said) -> str:
    """What a word ends: ``sentence``, ``clause``, or only itself, ``word``."""
    mark = word.sound[-1:]
    return "sentence" if mark in SENTENCE_MARKS else "clause" if mark in CLAUSE_MARKS else "word"


def in_parts(words: tuple[Said, ...], limit: int) -> tuple[tuple[Said, ...], ...]:
    """The words in as few parts as need be, each at most ``limit`` characters of sounds with a blank between two words,
    about equally long: a short rest would be said at another pace than what stands before it.

    Raises VoiceError when one word alone is longer.
    """
    for word in words:
        if len(word.sound) > limit:
            raise VoiceError(
                f"a word of {len(word.sound)} sounds is longer than the voice can say: {word.sound[:40]}…",
                hint="write it in parts",
            )
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word.sound) + 1)
    if starts[-1] - 1 <= limit:
        return (words,)
    cuts = _cuts(words, starts, limit)
    return tuple(words[first:last] for first, last in zip((0, *cuts), (*cuts, len(words)), strict=True))


def _cuts(words: Sequence[Said], starts: Sequence[int], limit: int) -> list[int]:
    """Where the parts begin that cost the least together, the first left out."""
    ideal = starts[-1] / math.ceil(starts[-1] / limit)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(words) + 1):
        costs = []
        for first in range(last - 1, -1, -1):
            length = starts[last] - starts[first] - 1
            if length > limit:
                break
            end = 0.0 if last == len(words) else _COST[ends(words[last - 1])]
            uneven = 4 * (length / ideal - 1) ** 2
            costs.append((best[first][0] + end + uneven + 2, first))
        best.append(min(costs))
    cuts = []
    at = len(words)
    while best[at][1]:
        at = best[at][1]
        cuts.append(at)
    return cuts[::-1]
