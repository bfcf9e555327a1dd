"""Dates and amounts that a bullet point gives on their own: what may be said of them, and what is best left out."""

import re

from dispatch_audio.compose.names import is_far_past, is_past
from dispatch_audio.grammar import parse

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNITS = "second|minute|hour|day|week|month|year|percent|dollar|euro|pound|metre|meter|mile|kilometre"
_SHARE = re.compile(
    r"^(?:(?:about|nearly|almost|over|more than|less than|just over) )?(?:[\d.,–-]+ ?%|half|most|(?:a|one|two|three) "
    r"(?:third|quarter|fifth|tenth)s?|(?:third|quarter)s?) of ",
    re.IGNORECASE,
)


def takes_effect(text: str) -> str | None:
    """``Effective September 1`` -> ``That takes effect on September 1``; empty for a span, None for anything else."""
    if not re.match(
        rf"^(?:Effective|Starting|Beginning|From)(?: on| in)? (?:\d|{_MONTHS}|{_WEEKDAYS})", text
    ):
        return None
    match = re.match(
        rf"^\w+(?: on| in)? (?:(?P<day>(?:{_MONTHS}) \d{{1,2}}\b|\d{{1,2}} (?:{_MONTHS})|{_WEEKDAYS})|(?P<month>{_MONTHS}|(?=\d)))"
        r"(?P<year>,? ?(?:19|20)\d\d)?(?P<rest> (?:for|in|across) [^\d:;]+)?$",
        text,
    )
    if match is None or not (match["day"] or match["month"] or match["year"]) or is_far_past(text):
        return ""
    when = f"on {match['day']}" if match["day"] else f"in {match['month']}"
    verb = "took" if is_past(f"in {text}") else "takes"
    return " ".join(f"That {verb} effect {when}{match['year'] or ''}{match['rest'] or ''}".split())


def multiple(text: str) -> str | None:
    """``3 times faster than before`` as it stands when it can follow "it is"; empty with more beside it, None for
    anything else."""
    match = re.match(r"^[\d.]+(?: ?x| times) (?P<how>\w+er|more|less|as)\b ?(?P<what>\w*)", text)
    if match is None:
        return None
    quality = match["how"] in ("more", "less") and match["what"] not in ("", "than")
    if quality and parse(f"It is {match['how']} {match['what']}")[-1].tag not in ("JJ", "VBN"):
        return ""
    return "" if "," in text or ";" in text or len(text.split()) > 11 else text


def idle(text: str) -> bool:
    """Whether an amount is of nothing that "there are" could be said of: ``1–2 weeks, $5-10k``, ``10 years in prison``;
    or counts what is yet to come."""
    if re.search(r", ?(?:[$€£]|\d[\d.,/–-]*%?$)", text) or re.search(r"\b(?:by|in|before) 20\d\d\b", text):
        return not is_past(text)
    return re.match(rf"\D*[\d.,–-]+ (?:{_UNITS})s?\b(?!-)", text) is not None


def is_rate(text: str) -> bool:
    """Whether an amount says no more than how fast, how dear or from when: ``4 million copies in 12 days at $15``."""
    return (
        re.search(
            r"\b(?:in|within|over|at) (?:[$€£]|(?:about )?[\d.]+ \w+(?: at\b|$))|, (?:19|20)\d\d[-–]", text
        )
        is not None
        or re.match(
            r"\D*[\d.,]+[KMBT]? (?:to \d+ )?(?:[A-Z]{2,}|sigma|points?|bp|in\.|inches|feet|ft|mph|sold)\b",
            text,
        )
        is not None
        or re.search(r"\b(?:in|over|within) \w+ (?:days|weeks|months|years)$", text) is not None
    )


def is_share(text: str) -> bool:
    """Whether a text begins with a share: ``half of farmers in debt`` is no thing to put on a list."""
    return _SHARE.match(text) is not None


def paired(text: str) -> str:
    """Two amounts beside each other as they are said: ``5 dead, 12 injured`` -> ``5 dead and 12 injured``."""
    match = re.match(r"^(?P<one>[^,]*\d [^,\d]+), (?P<two>\d[\d.,]* [^\W\d][^,]*)$", text)
    if match is None:
        return text
    return f"{match['one']}{', with' if match['two'].endswith('each') else ' and'} {match['two']}"
