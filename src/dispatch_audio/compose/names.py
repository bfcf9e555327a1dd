"""Which words of a dispatch are names and which are common, as its own running text spells them."""

import calendar
import contextlib
import datetime
import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from dispatch_audio.compose.facts import STOP_WORDS
from dispatch_audio.dispatch import Dispatch

_INSIDE = re.compile(r"(?<![.!?:;…“\"(-])\s([A-Z][\w-]*)")
_OPENING = re.compile(r"^([A-Z][a-z]+) (?:[A-Z]{2,4}|[A-Z][a-z]+)\b")
"""A capital word before another one: "Riverside FC have signed"."""
_CAPITAL = re.compile(r"(?<!\w)[A-Z][a-z]+")
_LOWER = re.compile(r"(?<![\w’'.-])[a-z][a-z-]+")


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """How a dispatch spells its words inside sentences; each is itself alone, so that what was said by it may be kept."""

    names: frozenset[str] = frozenset()
    """Capital inside a sentence and never small: ``Codex``."""
    common: frozenset[str] = frozenset()
    """Small somewhere: ``agent``."""
    prose: str = ""
    """All running text, to look phrases up in."""
    date: datetime.date | None = None
    """The dispatch's own day: what is dated before it is past."""


Found = TypeVar("Found")

_NOBODY = Spelling()
_CURRENT: ContextVar[Spelling] = ContextVar("spelling", default=_NOBODY)
"""The dispatch being composed. A context rather than an argument: a hundred small functions on words ask for it."""


def spelling(dispatch: Dispatch) -> Spelling:
    """The spelling of a dispatch, from its running text; titles are left out, they may be in capitals."""
    texts = [dispatch.summary, *(section.teaser for section in dispatch.sections)]
    for source in dispatch.sources:
        texts.extend((source.cited_text, source.context, source.role, *source.key_points))
    prose = "\n".join(texts)
    # A title in sentence case spells its words as running text does.
    titles = tuple(
        title
        for title in (*(s.title for s in dispatch.sections), *(s.title for s in dispatch.sources))
        if len(set(_LOWER.findall(title)) - STOP_WORDS) > 1
    )
    common = frozenset(_LOWER.findall("\n".join((prose, *titles))))
    found = [word for text in texts for word in _INSIDE.findall(text)]
    capital = Counter(
        _CAPITAL.findall("\n".join((prose, *(f"{s.title} {s.author}" for s in dispatch.sources))))
    )
    found.extend(word for title in titles for word in _INSIDE.findall(title))
    found.extend(word for text in texts for word in _OPENING.findall(text) if capital[word] > 2)
    names = frozenset(word for word in found if word.lower() not in common | STOP_WORDS)
    return Spelling(names, common, prose, dispatch.date)


@contextlib.contextmanager
def spelt_as(dispatch: Dispatch) -> Iterator[None]:
    """Inside, words are judged by this dispatch's spelling."""
    token = _CURRENT.set(spelling(dispatch))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def by_spelling(judge: Callable[[str], Found]) -> Callable[[str], Found]:
    """The same function of a text, which remembers what it found as long as words are spelt the same way."""

    @functools.lru_cache(maxsize=2048)
    def found(text: str, spelling: Spelling) -> Found:
        return judge(text)

    return functools.wraps(judge)(lambda text: found(text, _CURRENT.get()))


def is_name(word: str) -> bool | None:
    """True for a name, False for a common word, None when the dispatch does not show which."""
    current = _CURRENT.get()
    if word in current.names:
        return True
    return False if word.lower() in current.common else None


MONTHS = {
    month: i
    for i, month in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December"), start=1)
}  # fmt: skip
_DATED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})|(?P<named>{'|'.join(MONTHS)}) (?P<figure>\d{{1,2}}))\b,?(?: (?P<year>\d{{4}}))?"
)
_YEAR = re.compile(r"\b(?:in|during|by|since|of|for|to|until|and|[–-]) ?((?:19|20)\d\d)\b(?!-)")


_MONTH_OF = re.compile(rf"\b(?:{'|'.join(MONTHS)}) ((?:19|20)\d\d)\b")
_AGO = re.compile(
    r"\blast (?:week|month|year|night|season|spring|summer|autumn|winter)\b|\byesterday\b|\bago\b"
)


SEASON = datetime.timedelta(days=92)


def _dates(text: str, today: datetime.date) -> list[datetime.date]:
    """The days that a text names, in the dispatch's year where it names none."""
    found = []
    for match in _DATED.finditer(text):
        year, month = int(match["year"] or today.year), MONTHS[match["month"] or match["named"]]
        day = min(int(match["day"] or match["figure"]) or 1, calendar.monthrange(year or 1, month)[1])
        found.append(datetime.date(year or 1, month, day))
    return found


def is_far_past(text: str) -> bool:
    """Whether a day without its year is so long gone that next year's may be meant."""
    today = _CURRENT.get().date
    return today is not None and any(moment < today - SEASON for moment in _dates(text, today))


def is_past(text: str) -> bool:
    """Whether a text dates what it tells before the day of the dispatch."""
    today = _CURRENT.get().date
    if today is None:
        return False
    if _AGO.search(text):
        return True
    when = _dates(text, today)
    years = [int(year) for year in (*_YEAR.findall(text), *_MONTH_OF.findall(text))]
    dated = [moment < today for moment in when]
    dated += [year < today.year for year in years]
    return bool(dated) and all(dated)


def settled(text: str) -> str:
    """``Total Factor Productivity grew`` -> ``Total factor productivity grew`` where the dispatch writes it small."""
    run = re.match(r"^[A-Z][a-z]+(?: [A-Z][a-z]+)+", text)
    if run is None or run.group().lower() not in _CURRENT.get().prose:
        return text
    return run.group().capitalize() + text[run.end() :]
