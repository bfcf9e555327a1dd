"""A "not" that was lost or put in: the same two words side by side, with a negation between them in one text alone."""

import functools
import re
from collections.abc import Iterable, Iterator

from dispatch_audio.compose.facts import STOP_WORDS, stem
from dispatch_audio.compose.tables import word_set
from dispatch_audio.fidelity.words import straight

_NEGATIONS = word_set("no not never none nor neither nobody nothing nowhere cannot without hardly")
_WORD = re.compile(
    r"\d[\d.,:/]*(?<=\d)|[^\W\d_]+(?:'[^\W\d_]+)?|(?P<end>[.!?;:…](?=\s|$)|[\n“”])|(?P<comma>,(?=\s))"
)
_NUMBERED = re.compile(r"[Nn]o\. ?\d")
"""The "No." that stands before a number."""

Place = tuple[str, str, str]
"""Which side, and the two words: ``("before", "data", "opt")`` for what stands between "data" and "opted"."""


@functools.lru_cache(maxsize=8192)
def negations(text: str) -> tuple[tuple[Place, int, str], ...]:
    """Each place in a text where a negation may stand, how many do, and the words there."""
    return tuple(_negations(text))


def _negations(text: str) -> Iterator[tuple[Place, int, str]]:
    last, at_last, negated = "", 0, 0
    for match in _WORD.finditer(f"{straight(text)}\n"):
        word = match.group().casefold()
        if match["comma"] and not negated:
            continue
        # After "to do nothing," another clause begins, which is not negated.
        if match["end"] or match["comma"]:
            if last and not last[0].isdigit():
                # Nothing follows that tells: "and did not have them".
                yield ("end", last, ""), negated, f"{last} …"
            last, at_last, negated = "", 0, 0
        elif word in _NEGATIONS or word.endswith("n't"):
            negated += not _NUMBERED.match(text, match.start())
        elif (root := stem(word)) not in STOP_WORDS and word.removesuffix("'s") not in STOP_WORDS:
            if last:
                yield ("before", last, root), negated, f"{last} … {root}"
                # What stands before a word is known by the word after it too: "No extreme outliers".
                yield ("after", last, root), at_last, f"{last} {root}"
            last, at_last, negated = root, negated, 0


def negation_table(texts: Iterable[str]) -> dict[Place, frozenset[int]]:
    """From each place in these texts to how many negations stand there."""
    found: dict[Place, set[int]] = {}
    for text in texts:
        for place, count, _ in negations(text):
            found.setdefault(place, set()).add(count)
    return {place: frozenset(counts) for place, counts in found.items()}


def turned(text: str, *tables: dict[Place, frozenset[int]]) -> Iterator[tuple[str, bool]]:
    """The words of a text between which it has a negation too many, True, or one too few, False."""
    seen = set[str]()
    for place, count, words in negations(text):
        known = frozenset[int]().union(*(table.get(place, ()) for table in tables))
        if known and count not in known and words not in seen:
            seen.add(words)
            yield words, count > max(known)
