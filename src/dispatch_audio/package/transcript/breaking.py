"""Where a text may be broken: what a break costs between two words, and the two lines that a text stands on."""

import re
from collections.abc import Sequence

LINE = 65
"""Characters of a line, where a cue is one line: what the podcast namespace advises for WebVTT."""
HALF = 32
"""Characters of each of the two lines that the podcast namespace gives a cue of SubRip."""

_CLOSING = "\"'”’»)]}"
_ENDS_CLAUSE = tuple(";:.!?…—–")
_DASH = re.compile("[—–]")
"""What may join two clauses without a blank: ``streams—the flood``."""
_ABBREVIATION = re.compile(
    r"\W*(?:(?:\w\.)+|(?:mr|mrs|ms|dr|prof|sen|rep|gov|gen|st|no|vs|approx)\.)", re.IGNORECASE
)
"""What ends in a full stop and ends no clause: ``U.S.``, ``Dr.``."""
_CONJUNCTION = (
    "but|so|yet|because|although|though|while|when|where|which|who|whose|that|if|unless|after|before|until"
    "|since|as|than|whether"
)
_PREPOSITION = "of|to|in|on|at|by|for|with|from|into|over|under|about|between|through|against|across|via|without|within|per"
_JOINING = "and|n?or|&"
_AUXILIARY = (
    "is|are|was|were|been?|has|have|had|do|does|did|will|would|can|cannot|could|may|might|must|should"
)
_BEGINS_CLAUSE = re.compile(_CONJUNCTION, re.IGNORECASE)
_BEGINS_PART = re.compile(f"{_PREPOSITION}|{_JOINING}|{_AUXILIARY}", re.IGNORECASE)
_LEANS = re.compile(
    f"{_CONJUNCTION}|{_PREPOSITION}|{_JOINING}|{_AUXILIARY}|an?|the|this|these|those|my|your|his|her|its|our|their|no|not"
    r"|i|you|he|she|it|we|they|there|up|.+['’]s",
    re.IGNORECASE,
)
"""Words that belong to the one after them."""
_COMMA, _BEFORE_CLAUSE, _BEFORE_PART, _ANYWHERE, _TORN = 1.0, 2.0, 3.0, 6.0, 10.0
_UNEVEN = 3.0
"""What two lines of quite different lengths cost."""


def cost(before: str, after: str) -> float:
    """What a break between these two words costs a reader: nothing at the end of a clause, most inside a name or after
    an article."""
    last = before.rstrip(_CLOSING)[-1:]
    if after != "&" and not any(map(str.isalnum, after)):
        # A dash that stands alone ends the words before it.
        return _TORN
    if last in _ENDS_CLAUSE and not _ABBREVIATION.fullmatch(before):
        return 0.0
    if last == ",":
        # Where the next word has a comma too, it is a list.
        return _ANYWHERE if after.endswith(",") else _COMMA
    before = _DASH.split(before)[-1]
    if _LEANS.fullmatch(before):
        return _TORN
    if _BEGINS_CLAUSE.fullmatch(after):
        return _BEFORE_CLAUSE
    if _BEGINS_PART.fullmatch(after):
        return _BEFORE_PART
    return _TORN if _is_name(before, after) else _ANYWHERE


def _is_name(before: str, after: str) -> bool:
    """``Kimi K2.6``, ``April 20``, ``300 sub-agents``: what is read as one."""
    return before[0].isdigit() or (before[0].isupper() and (after[0].isupper() or after[0].isdigit()))


def lines(words: Sequence[str]) -> tuple[str, ...]:
    """The words on one line of 32 characters or on two, broken where it costs least; none where they do not fit.

    A word that is longer is left whole, on a line of its own.
    """
    if _fits(words):
        return (" ".join(words),)
    places = [n for n in range(1, len(words)) if _fits(words[:n]) and _fits(words[n:])]
    if not places:
        return ()
    best = min(places, key=lambda n: cost(words[n - 1], words[n]) + _unevenness(words, n))
    return " ".join(words[:best]), " ".join(words[best:])


def fits(words: Sequence[str]) -> bool:
    """Whether the words can be one cue: a line of 65 characters, and two of 32. A single word always can."""
    if len(words) == 1:
        return True
    lengths = [len(word) for word in words]
    whole = sum(lengths) + len(words) - 1
    if whole > LINE:
        return False
    return whole <= HALF or any(_fits(words[:n]) and _fits(words[n:]) for n in range(1, len(words)))


def _fits(words: Sequence[str]) -> bool:
    return len(words) == 1 or sum(map(len, words)) + len(words) - 1 <= HALF


def _unevenness(words: Sequence[str], place: int) -> float:
    first, second = len(" ".join(words[:place])), len(" ".join(words[place:]))
    return _UNEVEN * abs(first - second) / HALF
