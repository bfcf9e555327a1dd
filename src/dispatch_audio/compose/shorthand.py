"""Abbreviations written out as they are said: ``Aug. 3`` -> ``August 3``, ``9% w/w`` -> ``9% week on week``."""

import re

_MONTHS = {
    month[:3]: month
    for month in (
        "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
        "December",
    )
}  # fmt: skip
_MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH_WHOLE = "|".join((*_MONTHS.values(), "May"))
_DAYS = {
    day[:3]: day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}
_STREETS = {
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "St": "Street",
    "Hwy": "Highway",
    "Pkwy": "Parkway",
}
_SPANS = {
    "sec": "second",
    "min": "minute",
    "hr": "hour",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    "pp": "page",
}
_PERIODS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_STOP = r"(?P<stop>\.(?!\w))?"
_OPENER = re.compile(r"\s+(?:The|A|An|It|He|She|They|We|I|This|That|There|But|And|So|In|On|At)\s")


def _with_stop(match: re.Match[str], word: str) -> str:
    """The word, with the full stop of its abbreviation where that ended a sentence."""
    ends = match["stop"] and _OPENER.match(match.string, match.end())
    return f"{word}." if ends else word


def _month(match: re.Match[str]) -> str:
    return _with_stop(match, _MONTHS[match["month"][:3]])


def _day(match: re.Match[str]) -> str:
    return _with_stop(match, _DAYS[match["day"][:3]])


def _span(match: re.Match[str]) -> str:
    word = _SPANS[match["span"]]
    many = match["joint"] == " " and not re.search(r"(?<![\d.,–-])1 $", match.string[: match.start("span")])
    return match["joint"] + _with_stop(match, word + "s" * many)


def _period(match: re.Match[str]) -> str:
    period = _PERIODS[match["period"].lower()]
    return f"{period} on {period}"


_RULES = (
    (re.compile(rf"\b(?P<month>{_MONTH})\b{_STOP}(?= (?:\d{{1,2}}|(?:19|20)\d\d)\b)"), _month),
    (re.compile(rf"(?<=\d )(?P<month>{_MONTH})\b{_STOP}(?![\w'’])"), _month),
    (re.compile(r"\b(?P<month>Jan|Feb|Aug|Sept|Oct|Nov|Dec)(?P<stop>\.)(?!\w)"), _month),
    (re.compile(r"\b(?P<day>Tue|Tues|Weds|Thu|Thurs|Fri)(?P<stop>\.)(?!\w)"), _day),
    (
        re.compile(
            r"\b(?:(?<=on )|(?<=by )|(?<=until )|(?<=through )|(?<=next )|(?<=last )|(?<=since ))"
            r"(?P<day>Mon|Wed|Sat|Sun)(?P<stop>\.)(?!\w)"
        ),
        _day,
    ),
    (
        re.compile(
            rf"\b(?P<day>Mon|Tues?|Weds?|Thu(?:rs)?|Fri|Sat|Sun)\b{_STOP}(?=,? (?:{_MONTH_WHOLE}) \d)"
        ),
        _day,
    ),
    (
        re.compile(
            rf"\bNET (?=(?:early |late |mid-)?(?:{_MONTH_WHOLE}|\d{{1,2}} (?:{_MONTH_WHOLE})|20\d\d|Q[1-4])\b)"
        ),
        lambda m: "no earlier than ",
    ),
    (re.compile(r"\b(?P<period>[wymqd])/(?P=period)\b(?=[,;.)]|$)", re.IGNORECASE), _period),
    (re.compile(r"(?<=[%\d] )(?P<period>[YQMWyqmw])o(?P=period)\b", re.IGNORECASE), _period),
    (
        re.compile(r"(?<=[A-Za-z0-9])(?<!\bk)(?<!\bkm)(?<!\bm)/(?P<span>yr|mo|wk|hr|min)\b"),
        lambda m: f" a{'n' * (m['span'] == 'hr')} {_SPANS[m['span']]}",
    ),
    (re.compile(rf"(?<=\d)(?P<joint>[ -])(?P<span>sec|min|hr|wk|mo|yr|pp)s?\b{_STOP}"), _span),
    (
        re.compile(
            r"(?P<number>\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many)) (?P<span>min|hr|wk|mo|yr)s?\b\.?"
        ),
        lambda m: f"{m['number']} {_SPANS[m['span']]}s",
    ),
    (re.compile(r"(?<=\d )in\.(?= (?:of|deep|long|wide|tall)\b)"), lambda m: "inches"),
    (re.compile(r"\bexcl\.\s"), lambda m: "excluding "),
    (re.compile(r"\bincl\.\s"), lambda m: "including "),
    (re.compile(r"\bapprox\.\s"), lambda m: "about "),
    (re.compile(r"\b[Ee]st\.\s(?=[$€£]?\d)(?![$€£]?(?:1[5-9]|20)\d\d\b)"), lambda m: "an estimated "),
    (re.compile(r"\bby EOY\b"), lambda m: "by the end of the year"),
    (
        re.compile(
            r"(?P<what>\b(?:[A-Z][\w'’-]+|\d+(?:st|nd|rd|th)) )(?P<street>Ave|Blvd|Rd|St|Hwy|Pkwy)(?P<stop>\.)(?=\W|$)"
        ),
        lambda m: m["what"] + _with_stop(m, _STREETS[m["street"]]),
    ),
)


def spelt_out(text: str) -> str:
    """The text with its abbreviated months, days, spans of time and comparisons in whole words."""
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text
