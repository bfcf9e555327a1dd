"""The days, months and weekdays of a text, however they are written: ``August 17th 2026``, ``1 June``, ``Monday``."""

import datetime
import functools
import re
from dataclasses import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_BY_NAME = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:,? (?P<{}>(?:19|20)\d\d)(?![\d.,]*[\d%]))?"
_DATE = re.compile(
    rf"\b(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%,.]*\d{{3}}|[\d%])(?!\.\d){_YEAR.format('y1')}"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH})(?!\w){_YEAR.format('y2')}"
    r"|\b(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    rf"|\b(?P<m4>{_MONTH})(?!\w){_YEAR.format('y4')}"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})(?!\w)"
    rf"|\b(?P<short>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.|(?=, {_MONTH}))"
)


HALF_A_YEAR = datetime.timedelta(days=183)
"""Within it a date needs no year."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as a text gives it."""

    month: int | None
    day: int | None
    year: int | None
    weekday: str
    """``Monday``; empty for all that is no weekday."""
    start: int
    end: int
    written: str


@functools.lru_cache(maxsize=8192)
def days(text: str) -> tuple[Day, ...]:
    """All dates of a text in its order. "May" and "March" that begin a sentence are words unless a year follows."""
    return tuple(
        _day(match)
        for match in _DATE.finditer(text)
        if not (match["m4"] in ("May", "March") and not match["y4"] and _begins(text, match.start()))
    )


def agrees(said: Day, known: Day, today: datetime.date) -> bool:
    """Whether a date said is the known one: no less of it than its month, and the year unless it is this one's."""
    if said.weekday or known.weekday:
        return said.weekday == known.weekday
    if said.month != known.month or (said.day is not None and said.day != known.day):
        return False
    if said.year is not None or said.day is None or known.year in (None, today.year):
        return said.year in (None, known.year)
    # Around the turn of the year, January is next year's for every listener.
    return abs(datetime.date(known.year, said.month or 1, 1) - today.replace(day=1)) < HALF_A_YEAR


def _day(match: re.Match[str]) -> Day:
    if match["weekday"] or match["short"]:
        short = (match["weekday"] or match["short"])[:3]
        weekday = next(name for name in WEEKDAYS if name.startswith(short))
        return Day(None, None, None, weekday, match.start(), match.end(), match.group())
    month = match["m1"] or match["m2"] or match["m4"]
    day = match["d1"] or match["d2"] or match["d3"]
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    return Day(
        _BY_NAME[month[:3].casefold()] if month else int(match["m3"]),
        int(day) if day else None,
        int(year) if year else None,
        "",
        match.start(),
        match.end(),
        match.group(),
    )


def _begins(text: str, at: int) -> bool:
    return re.search(r"(?:^|[.!?:] |[“\"])$", text[max(0, at - 2) : at]) is not None
