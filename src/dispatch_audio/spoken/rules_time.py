"""Dates, times of day, years and decades."""

import re

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.numbers import cardinal, decade, designation, digits, ordinal, year
from dispatch_audio.spoken.rule import DASH, LEFT, MASK, Match, Rule, before, ends_sentence, rule

_NAMES = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_MONTHS, _DAYS = _NAMES.split()[:12], _NAMES.split()[12:]
_BY_START = {name[:3].lower(): name for name in (*_MONTHS, *_DAYS)}
_SHORT = r"(?:[Jj]an|[Ff]eb|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|Mar|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)"
_LONG = (
    r"(?:[Jj]anuary|[Ff]ebruary|March|[Aa]pril|May|[Jj]une|[Jj]uly|[Aa]ugust|[Ss]eptember|[Oo]ctober|[Nn]ovember|"
    r"[Dd]ecember|JANUARY|FEBRUARY|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_MONTH = rf"(?P<month>{_LONG}(?![A-Za-z])|{_SHORT}(?![A-Za-z])\.?)"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z]|[.,%:][0-9])"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2}|2100)(?![0-9A-Za-z]|[.,][0-9])"
_EDGE = r"(?<![\w.])"
_ZONE = r"(?P<zone>\s?\(?(?:[ECMP][SD]?T|UTC|GMT|CES?T|BST|IST|JST)\)?(?![A-Za-z]))?"
_HALF = r"(?P<half>[aApP]\.?[mM](?![A-Za-z])\.?)"


def _month(text: str) -> str:
    return _BY_START[text[:3].lower()]


def _month_day(match: Match) -> str | None:
    """``April 29th``, with what stands between day and year kept as the pause it is."""
    if (
        match["month"] == "May"
        and not match["year"]
        and re.match(r"\s[a-z]+s\b", match.string[match.end() : match.end() + 20])
    ):
        return None
    said = f"{_month(match['month'])} {ordinal(int(match['day']))}"
    if match["last"]:
        said = f"{said} to {ordinal(int(match['last']))}"
    return f"{said}, {year(match['year'])}" if match["year"] else said


def _day_month(match: Match) -> str:
    article = "" if before(match, 4).lower().endswith("the ") else "the "
    if match["first"]:
        article = f"{article}{ordinal(int(match['first']))} to "
    said = f"{article}{ordinal(int(match['day']))} of {_month(match['month'])}"
    return f"{said}, {year(match['year'])}" if match["year"] else said


def _numeric(match: Match) -> str | None:
    """A date in figures; of month and day the one past twelve is the day, else the American order holds."""
    first, second = int(match["a"]), int(match["b"])
    written = match["year"]
    said = (
        year(written)
        if len(written) == 4
        else (digits(written) if written[0] == "0" else cardinal(int(written)))
    )
    if 12 < first <= 31 and 1 <= second <= 12:
        return f"the {ordinal(first)} of {_MONTHS[second - 1]}, {said}"
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    return f"{_MONTHS[first - 1]} {ordinal(second)}, {said}"


def _month_year(match: Match) -> str:
    return f"{_month(match['month'])} {year(match['year'])}"


def _weekday(match: Match) -> str:
    return f"{_BY_START[match['name'][:3].lower()]}{match['comma']}"


def _decades(match: Match) -> str:
    words = decade(match["a"])
    return f"{words} to {decade(match['b'])}" if match["b"] else words


def _years(match: Match) -> str | None:
    first, second = match["a"], match["b"]
    if len(second) == 4:
        return f"{year(first)} to {year(second)}" if second > first else None
    if int(second) <= int(first[2:]) and not (first[2:] == "99" and second == "00"):
        return None
    if second[0] == "0":
        return f"{year(first)} to {digits(second).replace('zero', 'oh')}"
    return f"{year(first)} to {cardinal(int(second))}"


def _season(match: Match) -> str | None:
    if (int(match["a"][2:]) + 1) % 100 != int(match["b"]):
        return None
    second = digits(match["b"]).replace("zero", "oh") if match["b"][0] == "0" else cardinal(int(match["b"]))
    return f"{year(match['a'])} {second}"


def _quarter(match: Match) -> str:
    letter, figure, written = (
        match["letter"] or match["after"],
        match["figure"] or match["ahead"],
        match["year"],
    )
    said = f"{letter} {cardinal(int(figure))}"
    if not written:
        return said
    if match["ahead"]:
        part = "quarter" if letter == "Q" else "half"
        return f"the {ordinal(int(figure))} {part} of {year(written) if len(written) == 4 else cardinal(int(written))}"
    return f"{said} {year(written) if len(written) == 4 else cardinal(int(written))}"


def _fiscal(match: Match) -> str:
    written = match["year"]
    return f"F Y {year(written) if len(written) == 4 else cardinal(int(written))}"


def _era(match: Match) -> str:
    said = f"{designation(match['year'])} {letters(match['era'])}"
    return f"{said}." if ends_sentence(match) else said


def _clock(hours: str, minutes: str) -> str:
    if minutes == "00":
        return cardinal(int(hours))
    return f"{cardinal(int(hours))} {'oh ' + cardinal(int(minutes)) if minutes[0] == '0' else cardinal(int(minutes))}"


def _half_day(text: str) -> str:
    return f"{text[0].upper()} M"


def _time(match: Match) -> str | None:
    """A time of day: ``9:05 a.m. EDT`` -> ``nine oh five A M E D T``, ``23:00`` -> ``twenty three o'clock``."""
    hours, minutes, half, zone = match["hours"], match["minutes"], match["half"], match["zone"] or ""
    if int(hours) > 24:
        return None
    said = _clock(hours, minutes)
    if not half and not zone:
        if minutes != "00":
            return said
        return f"{said} hundred hours" if hours == "00" else f"{said} o'clock"
    if half:
        said = f"{said} {_half_day(half)}"
    if zone:
        return f"{said} {letters(zone)}"
    return f"{said}." if ends_sentence(match) else said


def _hour(match: Match) -> str:
    first = f"{_clock(match['first'], match['past'] or '00')} to " if match["first"] else ""
    said = f"{first}{cardinal(int(match['hours']))} {_half_day(match['half'])}"
    if match["zone"]:
        return f"{said} {letters(match['zone'])}"
    return f"{said}." if ends_sentence(match) else said


def _duration(match: Match) -> str:
    parts = zip((match["h"], match["m"], match["s"]), ("hour", "minute", "second"), strict=True)
    hours, minutes, seconds = (f"{cardinal(int(n))} {unit}{'' if int(n) == 1 else 's'}" for n, unit in parts)
    half = f" {_half_day(match['half'])}" if match["half"] else ""
    return f"{hours} {minutes} and {seconds}{half}"


def _moment(match: Match) -> str | None:
    """A moment as ISO 8601 writes it: ``2026-05-04T09:30Z`` -> ``May fourth, twenty twenty six, at nine thirty U T C``."""
    day = _numeric(match)
    if day is None or int(match["hours"]) > 24:
        return None
    clock = _clock(match["hours"], match["minutes"])
    said = f"{day}, at {clock if match['minutes'] != '00' else clock + ' hundred hours'}"
    zone = match["zone"] or ""
    if not zone:
        return said
    return f"{said} {letters('UTC')}{'' if zone == 'Z' else _offset(zone[0], zone[1:3], zone[-2:])}"


def _offset(sign: str, hours: str, minutes: str) -> str:
    """The distance from Greenwich: ``+05:30`` -> ``plus five thirty``."""
    return f" {'plus' if sign == '+' else 'minus'} {_clock(hours, minutes or '00')}"


def _zone_offset(match: Match) -> str:
    return f"{letters(match['zone'])}{_offset(match['sign'], match['hours'], match['minutes'])}"


RULES: tuple[Rule, ...] = (
    rule(
        "launch",
        rf"(?<!\w)(?:NET|NLT)(?=\s(?:(?:late|early|mid|the|[0-3]?[0-9])[\s-])?(?:{_MONTH.replace('?P<month>', '?:')}|Q[1-4]|20[0-9]{{2}}))",
        lambda match: "no earlier than" if match[0] == "NET" else "no later than",
    ),
    rule(
        "moment",
        rf"{LEFT}(?P<year>[12][0-9]{{3}})-(?P<a>[01][0-9])-(?P<b>[0-3][0-9])T(?P<hours>[0-2][0-9]):(?P<minutes>[0-5][0-9])"
        r"(?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?P<zone>Z|[-+−][01][0-9]:?[0-5][0-9])?(?!\w)",
        _moment,
    ),
    rule(
        "zone",
        r"(?<!\w)(?P<zone>GMT|UTC)\s?(?P<sign>[-+−–])\s?(?P<hours>1?[0-9]|0[0-9])(?::?(?P<minutes>[0-5][0-9]))?(?![\w:])",
        _zone_offset,
    ),
    rule(
        "date",
        rf"{LEFT}(?P<year>[12][0-9]{{3}})([-/])(?P<a>[0-9]{{1,2}})\2(?P<b>[0-9]{{1,2}})(?![\w/])",
        _numeric,
    ),
    rule(
        "date",
        rf"{LEFT}(?P<a>[0-9]{{1,2}})([-/.])(?P<b>[0-9]{{1,2}})\2(?P<year>(?:19|20)[0-9]{{2}})(?![\w/])",
        _numeric,
    ),
    rule("date", rf"{LEFT}(?P<a>[0-9]{{1,2}})/(?P<b>[0-9]{{1,2}})/(?P<year>[0-9]{{2}})(?![\w/])", _numeric),
    rule(
        "date",
        rf"(?:(?<=[Bb]etween )|(?<=[Ff]rom ))(?P<first>[12]?[0-9]|3[01])(?=\s(?:and|to|until)\s[0-3]?[0-9]\s{_MONTH.replace('?P<month>', '?:')})",
        lambda match: f"the {ordinal(int(match['first']))}",
    ),
    rule(
        "date",
        rf"{LEFT}(?:(?P<first>[12]?[0-9]|3[01])\s?{DASH}\s?)?{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
        _day_month,
    ),
    rule("date", rf"{LEFT}(?P<first>){_DAY}\s(?P<month>may),?\s{_YEAR}", _day_month),
    rule(
        "to",
        r"(?:(?<=[AaPp][Mm])|(?<=[Mm]\.))\s?[-–—]\s?(?=[0-9]{1,2}(?::[0-9]{2})?\s?[AaPp]\.?[Mm])",
        " to ",
    ),
    rule(
        "to",
        r"(?:(?<=[Nn]oon)|(?<=[Mm]idnight))\s?[-–—]\s?(?=[0-9]{1,2}(?::[0-9]{2})?\s?[AaPp]\.?[Mm])",
        " to ",
    ),
    rule("to", rf"(?<=[0-9])\s?[-–—]\s?(?={_MONTH.replace('?P<month>', '?:')}\s[0-3]?[0-9])", " to "),
    rule("to", r"(?<=\b[QH][1-4])\s?[-–—]\s?(?=[QH][1-4])", " to "),
    rule("to", r"(?<=[0-9]:[0-9]{2})\s?[-–—]\s?(?=[0-9]{1,2}:[0-9]{2}(?![\w:]))", " to "),
    rule(
        "date",
        rf"{_EDGE}{_MONTH}[\s-]{_DAY}(?:\s?{DASH}\s?(?P<last>3[01]|[12]?[0-9])(?:st|nd|rd|th)?(?![\w:]))?(?:(?:,?\s|-){_YEAR})?",
        _month_day,
    ),
    rule("date", rf"{_EDGE}{_MONTH},?\s{_YEAR}", _month_year),
    rule(
        "month",
        rf"{_EDGE}(?P<name>Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?P<comma>)\.(?=\s[a-z0-9{MASK}])",
        _weekday,
    ),
    rule(
        "weekday",
        rf"{_EDGE}(?P<name>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?(?P<comma>,?)(?=\s{MASK})",
        _weekday,
    ),
    rule(
        "duration",
        rf"{LEFT}(?P<h>[0-9]{{1,2}}):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])(?![\w:.])(?:\s?{_HALF})?",
        _duration,
    ),
    rule(
        "time",
        rf"{LEFT}(?P<first>1?[0-9])(?::(?P<past>[0-5][0-9]))?\s?{DASH}\s?(?P<hours>1?[0-9])\s?{_HALF}{_ZONE}",
        _hour,
    ),
    rule(
        "time",
        rf"{LEFT}(?P<hours>[0-9]{{1,2}}):(?P<minutes>[0-5][0-9])(?![\w:])(?:\s?{_HALF})?{_ZONE}",
        _time,
    ),
    rule("time", rf"{LEFT}(?P<hours>[0-9]{{1,2}})[:.](?P<minutes>[0-5][0-9])\s?{_HALF}{_ZONE}", _time),
    rule("time", rf"{LEFT}(?P<first>)(?P<past>)(?P<hours>1?[0-9])\s?{_HALF}{_ZONE}", _hour),
    rule(
        "decade",
        r"(?<![\w.,$€£])(?P<a>[12][0-9]{2}0)\s?['’]?s(?:\s?[-–]\s?['’]?(?P<b>(?:[12][0-9])?[2-9]0)['’]?s)?(?!\w)",
        _decades,
    ),
    rule("decade", r"(?<![\w.,$€£])['’‘](?P<a>[1-9]0)['’]?s(?P<b>)(?!\w)", _decades),
    rule("decade", r"(?<![\w.,$€£])(?P<a>[2-9]0)s(?P<b>)(?!\w)", _decades),
    rule(
        "era", rf"{LEFT}(?P<year>[1-9][0-9]{{2}})\s?(?P<era>A\.?D|B\.?C\.?E|B\.?C|C\.?E)(?![A-Za-z])\.?", _era
    ),
    rule(
        "years",
        rf"{LEFT}(?P<a>1[5-9][0-9]{{2}}|20[0-9]{{2}})\s?[-–—]\s?(?P<b>1[5-9][0-9]{{2}}|20[0-9]{{2}}|[0-9]{{2}})(?![\w.,%/-]?[0-9a-zA-Z])",
        _years,
    ),
    rule("season", rf"{LEFT}(?P<a>1[89][0-9]{{2}}|20[0-9]{{2}})/(?P<b>[0-9]{{2}})(?![\w/.])", _season),
    rule(
        "year",
        r"(?<![\w.,])['’](?P<year>[0-9]{2})(?=\s|[.,;:!?]|$)",
        lambda match: cardinal(int(match["year"])),
    ),
    rule(
        "quarter",
        rf"{LEFT}(?:(?P<letter>[QH])(?P<figure>[1-4])|(?P<ahead>[1-4])(?P<after>[QH]))(?:[\s,/-]{{0,2}}['’]?(?P<year>20[0-9]{{2}}|(?<=[\s'’QH/-])[0-9]{{2}}))?(?![\w%]|[.,][0-9])",
        _quarter,
    ),
    rule("fiscal-year", rf"{LEFT}FY\s?['’]?(?P<year>(?:20)?[0-9]{{2}})(?!\w)", _fiscal),
)
