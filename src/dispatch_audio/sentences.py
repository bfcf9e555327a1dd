"""Where the sentences of a running text end: at a full stop that belongs to no abbreviation."""

import re

CONTEXT = 24
"""Characters on either side of a gap that decide it."""

_OPENERS = "\"“‘'«(["
_CLOSERS = "\"”’')\\]»"
_STOP = re.compile(rf"[.!?][{_CLOSERS}]*$")
_END = re.compile(rf"[.!?:…。！？][{_CLOSERS}]*$")
_CURRENCIES = "$€£¥₹"
_TITLE = re.compile(
    r"\b(?:vs|Dr|Mr|Mrs|Ms|St|Prof|Gen|Sen|Rep|Gov|Mt|Lt|Col|Capt|Sgt|Rev|Hon|Fig|Figs|Eq|Vol|cf|e\.g|i\.e)\.$"
)
"""Never last in a sentence."""
_INITIAL = re.compile(r"\b[A-Z]\.$")
_BEFORE_FIGURE = re.compile(
    r"\b(?:Nos?|pp?|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ch|Sec|Art)\.$"
)
_SELDOM_LAST = re.compile(
    r"(?:\b(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|[Ee]st|etc|al)|\b[ap]\.m|\b[AP]\.M|\bU\.[SK])\.$"
)
_OPENS_SENTENCE = re.compile(
    r"[“\"]?(?:The|A|An|It|Its|He|His|She|Her|They|Their|We|Our|I|You|This|That|These|Those|There|But|And|So|Or|In|On|"
    r"At|For|From|With|After|Before|When|While|If|As|By|To|No|Not|Now|Then|Still|However|What|Why|How|Who)\b"
)


def gap_ends(left: str, right: str) -> bool:
    """Whether a sentence ends at a blank between these two inside a line."""
    if not _STOP.search(left):
        return False
    first = right.lstrip(_OPENERS)[:1]
    if not (first.isupper() or first.isdigit() or (first and first in _CURRENCIES)):
        return False
    if _TITLE.search(left) or _INITIAL.search(left) or (first.isdigit() and _BEFORE_FIGURE.search(left)):
        return False
    return _SELDOM_LAST.search(left) is None or _OPENS_SENTENCE.match(right) is not None


def line_ends(left: str) -> bool:
    """Whether a line that ends with this text is whole, and the next line another sentence."""
    return _END.search(left) is not None and _TITLE.search(left) is None
