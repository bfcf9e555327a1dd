"""The dates that people write: 2026-08-19, 19 August 2026, Aug. 19th, 2026."""

import datetime
import re

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAMES = "|".join(rf"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS) + "|sept"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?i)\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_NAMES})\b\.?,?\s+(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(
        rf"(?i)\b(?P<name>{_NAMES})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
    ),
)


def find_date(text: str) -> datetime.date | None:
    """The first date that a text names in full; None when there is none. Days before months in numbers are not
    guessed at."""
    for form in _FORMS:
        for match in form.finditer(text[:2000]):
            groups = match.groupdict()
            month = int(groups["month"]) if "month" in groups else _month(groups["name"])
            try:
                return datetime.date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                continue
    return None


def without_date(text: str) -> str:
    """A text without the dates in it."""
    for form in _FORMS:
        text = form.sub("", text)
    return text


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_MONTHS, start=1) if full.startswith(name.casefold()[:3]))
