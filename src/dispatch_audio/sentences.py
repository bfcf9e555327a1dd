"""Where the sentences of a running text end: at a full stop that belongs to no abbreviation."""

import re
from collections.abc import Iterator

CONTEXT = 24
"""Characters on either side of a gap that decide it."""

_BLANKS = re.compile(" +")
_OPENERS = "\"“‘'«(["
_CLOSERS = "\"”’')\\]»"
_STOP = re.compile(rf"[.!?][{_CLOSERS}]*$")
_END = re.compile(rf"[.!?:…。！？][{_CLOSERS}]*$")
_CURRENCIES = "$€£¥₹"
_NEVER_LAST = re.compile(
    r"\b(?:vs|e\.g|i\.e|cf|approx|excl|incl|Dr|Mr|Mrs|Ms|Messrs|St|Prof|Gen|Sen|Rep|Gov|Mt|Lt|Col|Capt|Sgt|Maj|Adm|"
    r"Rev|Hon|Fig|Vol|Ft)\.$"
)
_INITIAL = re.compile(r"(?<![.\w])[A-Z]\.$")
_SELDOM_LAST = re.compile(
    r"(?:\b(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|[Ee]st|etc|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ave|Blvd|Rd|Hwy|"
    r"Pkwy|Mon|Tues?|Weds?|Thu(?:rs)?|Fri)|(?<!the )\bS(?:at|un)|\d[ -](?:min|sec|hr|yr|wk|mo|lb|oz|pp|in|ft)s?|"
    r"\b[ap]\.m|\b[AP]\.M|(?:\b[A-Z]\.)+[A-Z])\.$"
)
_OPENS_SENTENCE = re.compile(
    r"[“\"]?(?:The|A|An|It|Its|He|His|She|Her|They|Their|We|Our|I|You|This|That|These|Those|There|But|And|So|Or|In|On|"
    r"At|For|From|With|After|Before|When|While|If|As|By|To|No|Not|Now|Then|Still|However|What|Why|How|Who)\b"
)
_BEFORE_FIGURE = re.compile(r"\b(?:Nos?|pp?|ca|Ch|Sec|Art|Eq|Figs)\.$")


def abbreviates(left: str, right: str) -> bool:
    """Whether the full stop that ``left`` ends with belongs to an abbreviation and ends no sentence before ``right``."""
    if _NEVER_LAST.search(left) or _INITIAL.search(left):
        return True
    if _BEFORE_FIGURE.search(left):
        return right[:1].isdigit()
    return _SELDOM_LAST.search(left) is not None and _OPENS_SENTENCE.match(right) is None


def gap_ends(left: str, right: str) -> bool:
    """Whether a sentence ends at a blank between these two inside a line."""
    if not _STOP.search(left):
        return False
    first = right.lstrip(_OPENERS)[:1]
    if not (first.isupper() or first.isdigit() or (first and first in _CURRENCIES)):
        return False
    return not abbreviates(left, right)


def line_ends(left: str) -> bool:
    """Whether a line that ends with this text is whole, and the next line another sentence."""
    return _END.search(left) is not None and _NEVER_LAST.search(left) is None


def parted(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a line, without the blanks between them."""
    at = 0
    for gap in _BLANKS.finditer(text):
        left, right = (
            text[max(at, gap.start() - CONTEXT) : gap.start()],
            text[gap.end() : gap.end() + CONTEXT],
        )
        if gap_ends(left, right):
            yield at, gap.start()
            at = gap.end()
    if at < len(text):
        yield at, len(text)
