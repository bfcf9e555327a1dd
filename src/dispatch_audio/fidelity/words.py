"""The words of a text as names are compared: without their "'s", handles and camels in their parts too."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dispatch_audio.compose.facts import stem

_TOKEN = re.compile(r"@?[^\W_](?:[\w]|[.'&/+-](?=\w)|\+\+|#(?!\w))*")
_CAMEL = re.compile(
    r"[_.@/+-]|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands."""

    text: str
    """Without "'s"."""
    start: int
    end: int
    owns: bool
    """Whether it had an "'s"."""


@dataclass(frozen=True)
class Spelt:
    """All words of some texts, in small letters."""

    words: frozenset[str]
    """Whole, in the parts that a hyphen, a slash or a capital makes, and joined to the next one."""
    pairs: frozenset[tuple[str, str]]
    """Words that stand side by side."""
    written: frozenset[str] = frozenset()
    """Whole, in the case that they are written in."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words without their endings; worked out when first asked for, which is seldom."""
        return frozenset(stem(word) for word in self.words)


def straight(text: str) -> str:
    """The text with straight apostrophes and plain blanks, as long as before."""
    return (
        text.replace("’", "'")
        .replace("‘", "'")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
        .replace("\u2011", "-")
    )


@functools.lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[Token, ...]:
    """The words of a text, numbers among them, in its order."""
    return tuple(_words(straight(text)))


def _words(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        word = re.sub(r"'[sS]?$|'s$", "", match.group())
        yield Token(word.lstrip("@"), match.start(), match.end(), len(word) < len(match.group()))


def parts(word: str) -> tuple[str, ...]:
    """What a hyphen, a slash, an underscore or a capital inside parts: ``HowToAI_`` -> How, To, AI."""
    return tuple(part for part in _CAMEL.split(word) if part)


def spelt(texts: Iterable[str]) -> Spelt:
    """The words of these texts in every form that a name may be written in."""
    found = [_spelt(text) for text in texts]
    words = frozenset[str]().union(*(one for one, _, _ in found))
    pairs = frozenset[tuple[str, str]]().union(*(two for _, two, _ in found))
    return Spelt(words, pairs, frozenset[str]().union(*(three for _, _, three in found)))


@functools.lru_cache(maxsize=8192)
def _spelt(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str]]:
    """The words of a text, those that stand side by side, and those as written."""
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    before: tuple[str, ...] = ()
    for token in words_of(text):
        small = token.text.casefold()
        pieces = [piece.casefold() for piece in parts(token.text)] or [small]
        words.update((small, *pieces, *filter(None, re.split(r"[-/&.+]", small))))
        words.update(last + small for last in before)
        pairs.update((last, first) for last in before for first in (small, pieces[0]))
        pairs.update(itertools.pairwise(pieces))
        before = (small, pieces[-1])
    return frozenset(words), frozenset(pairs), frozenset(token.text for token in words_of(text))
