"""Which words of a dispatch are names and which are common, as its own running text spells them."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from dispatch_audio.compose.facts import STOP_WORDS
from dispatch_audio.dispatch import Dispatch

_INSIDE = re.compile(r"(?<![.!?:;…“\"(-])\s([A-Z][\w-]*)")
_OPENING = re.compile(r"^([A-Z][a-z]+) (?:[A-Z]{2,4}|[A-Z][a-z]+)\b")
"""A capital word before another one: "Riverside FC have signed"."""
_CAPITAL = re.compile(r"(?<!\w)[A-Z][a-z]+")
_LOWER = re.compile(r"(?<![\w’'.-])[a-z][a-z-]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a dispatch spells its words inside sentences."""

    names: frozenset[str] = frozenset()
    """Capital inside a sentence and never small: ``Codex``."""
    common: frozenset[str] = frozenset()
    """Small somewhere: ``agent``."""
    prose: str = ""
    """All running text, to look phrases up in."""


_NOBODY = Spelling()
_CURRENT: ContextVar[Spelling] = ContextVar("spelling", default=_NOBODY)
"""The dispatch being composed. A context rather than an argument: a hundred small functions on words ask for it."""


def spelling(dispatch: Dispatch) -> Spelling:
    """The spelling of a dispatch, from its running text; titles are left out, they may be in capitals."""
    texts = [dispatch.summary, *(section.teaser for section in dispatch.sections)]
    for source in dispatch.sources:
        texts.extend((source.cited_text, source.context, source.role, *source.key_points))
    prose = "\n".join(texts)
    common = frozenset(_LOWER.findall(prose))
    found = [word for text in texts for word in _INSIDE.findall(text)]
    capital = Counter(
        _CAPITAL.findall("\n".join((prose, *(f"{s.title} {s.author}" for s in dispatch.sources))))
    )
    found.extend(word for text in texts for word in _OPENING.findall(text) if capital[word] > 2)
    names = frozenset(word for word in found if word.lower() not in common | STOP_WORDS)
    return Spelling(names, common, prose)


@contextlib.contextmanager
def spelt_as(dispatch: Dispatch) -> Iterator[None]:
    """Inside, words are judged by this dispatch's spelling."""
    token = _CURRENT.set(spelling(dispatch))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def is_name(word: str) -> bool | None:
    """True for a name, False for a common word, None when the dispatch does not show which."""
    current = _CURRENT.get()
    if word in current.names:
        return True
    return False if word.lower() in current.common else None


def settled(text: str) -> str:
    """``Total Factor Productivity grew`` -> ``Total factor productivity grew`` where the dispatch writes it small."""
    run = re.match(r"^[A-Z][a-z]+(?: [A-Z][a-z]+)+", text)
    if run is None or run.group().lower() not in _CURRENT.get().prose:
        return text
    return run.group().capitalize() + text[run.end() :]
