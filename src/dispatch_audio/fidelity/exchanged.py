"""Figures of one source that have changed places: each stands beside the words that the source gives to the other."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dispatch_audio.compose.facts import STOP_WORDS, stem
from dispatch_audio.fidelity.amounts import Amount, amounts
from dispatch_audio.fidelity.words import straight

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['-]?[^\W_]+)*|(?P<end>[.!?;:…](?=\s|$)|[\n“”])")
_NAMED = re.compile(r"[A-Z]-$")
WINDOW = 2
"""Words on either side that bear out a figure."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the content words around it, by their stems."""

    amount: Amount
    left: tuple[str, ...]
    """Those before it in its sentence, the nearest first."""
    right: tuple[str, ...]
    """Those after it."""

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """All of them, each with its side."""
        return (*(("left", word) for word in self.left), *(("right", word) for word in self.right))

    @property
    def nearest(self) -> tuple[tuple[str, str], ...]:
        """The side and the word right beside it."""
        return tuple(
            (side, words[0]) for side, words in (("left", self.left), ("right", self.right)) if words
        )


@dataclass(frozen=True)
class Places:
    """Where the figures of some texts stand."""

    around: dict[tuple[str, str], frozenset[tuple[str, str]]]
    """From a value and its unit to the words around it, each with its side."""
    beside: dict[tuple[str, str, str], frozenset[str]]
    """From a side, a word and a unit to the values that have the word right there."""


def places(texts: Iterable[str]) -> Places:
    """Where the figures of these texts stand."""
    around: dict[tuple[str, str], set[tuple[str, str]]] = {}
    beside: dict[tuple[str, str, str], set[str]] = {}
    for text in texts:
        for found in placed(text):
            for value, unit in found.amount.keys:
                around.setdefault((value, unit), set()).update(found.sides)
                for side, word in found.nearest:
                    beside.setdefault((side, word, unit), set()).add(value)
    return Places(
        {key: frozenset(words) for key, words in around.items()},
        {key: frozenset(values) for key, values in beside.items()},
    )


@functools.lru_cache(maxsize=8192)
def placed(text: str) -> tuple[Placed, ...]:
    """The figures of a text, each with the words around it."""
    # The figure of "GPT-5.4" is part of its name.
    counted = tuple(amount for amount in amounts(text) if not _NAMED.search(text[: amount.start][-2:]))
    words = list(_words(straight(text), counted)) if counted else []
    starts = [at for at, _ in words]
    edges = (0, *(amount.start for amount in counted), len(text))

    def between(start: int, end: int) -> list[str]:
        return [word for _, word in words[bisect_left(starts, start) : bisect_left(starts, end)]]

    return tuple(
        Placed(
            amount,
            _near(between(edges[i], amount.start)[::-1]),
            _near(between(amount.end, edges[i + 2])),
        )
        for i, amount in enumerate(counted)
    )


def _words(text: str, counted: tuple[Amount, ...]) -> Iterator[tuple[int, str]]:
    """Where each content word begins, and its stem; an empty one where a sentence ends."""
    taken = {at for amount in counted for at in range(amount.start, amount.end)}
    for match in _WORD.finditer(text):
        word = match.group().casefold().removesuffix("'s")
        if match["end"]:
            yield match.start(), ""
        elif match.start() not in taken and (root := stem(word)) not in STOP_WORDS and word not in STOP_WORDS:
            yield match.start(), root


def _near(words: list[str]) -> tuple[str, ...]:
    """The nearest of these, up to the end of the sentence."""
    end = words.index("") if "" in words else len(words)
    return tuple(words[: min(end, WINDOW)])


def exchanged(text: str, known: Places) -> Iterator[tuple[Amount, str]]:
    """The figures of a text that stand beside the words of another one of their unit, and that other figure."""
    for found in placed(text):
        around = frozenset[tuple[str, str]]().union(*(known.around.get(key, ()) for key in found.amount.keys))
        if not around or around & set(found.nearest):
            continue
        rivals = _rivals(found, known, around)
        if rivals:
            yield found.amount, rivals[0]


def _rivals(found: Placed, known: Places, around: frozenset[tuple[str, str]]) -> list[str]:
    """The values that have one of the nearest words right there; on its other side, as in "GPT-5.4's 57.7%" for "57.7% for
    GPT-5.4", where that word never stands near the figure itself."""
    strange = not {word for _, word in around} & {word for _, word in found.nearest}
    sides = ("left", "right") if strange else ()
    return sorted(
        {
            other
            for value, unit in found.amount.keys
            for side, word in found.nearest
            for where in (side, *sides)
            for other in known.beside.get((where, word, unit), ())
        }
        - {value for value, _ in found.amount.keys}
    )
