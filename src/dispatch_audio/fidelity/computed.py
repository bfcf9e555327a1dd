"""Words that we computed, worked out again: counts, roundings, multiples and differences must be exact."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.fidelity.amounts import Amount, amounts
from dispatch_audio.fidelity.record import Record
from dispatch_audio.script import Computed, Utterance

_COUNTED = re.compile(
    r"^(?P<figure>\d+) (?:of (?P<all>\d+) )?(?P<what>sources?|links?|headings?|sections?)(?: under (?P<group>.+))?$"
)
_TIMES = re.compile(r"\btimes\b|\btwice\b|\bdouble|\btriple|\bhalf\b|\bx\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:ahead|behind|more|fewer|less|higher|lower|above|below|points?|apart|difference)\b")
_FIXED = {"double": Decimal(2), "triple": Decimal(3), "half": Decimal("0.5")}
_AT_MOST = Decimal("0.1")
"""The share of a figure that a rounding may take away."""


def miscount(item: Computed, utterance: Utterance, dispatch: Dispatch, known: Record) -> str:
    """What is wrong with these computed words; empty when working them out again gives the same."""
    said = amounts(item.text)
    counted = _COUNTED.match(item.basis)
    if counted:
        values = {amount.value for amount in said} or _words_for(item.text)
        counts = _counts(counted, utterance, dispatch)
        right = int(counted["figure"]) in counts and values <= {counted["figure"]}
        return "" if right else f"there are {min(counts, default=0)} {counted['what']}"
    figures = amounts(item.basis)
    unknown = [a.written for a in figures if not any(key in known.amounts for key in a.keys)]
    if unknown or not figures:
        return f"its basis, {item.basis!r}, is not in the dispatch"
    if not said and not _AHEAD.search(item.text):
        return "what was computed is not clear"
    wrong = [amount.written for amount in said if not _explained(amount, item.text, figures)]
    return f"{wrong[0]} does not follow from {item.basis}" if wrong else _direction(item.text, figures)


def _counts(counted: re.Match[str], utterance: Utterance, dispatch: Dispatch) -> set[int]:
    """How many there are of what was counted, among the sources that the utterance rests on, else in the dispatch. A
    heading over names is one source and has as many entries as names."""
    numbers = set(utterance.sources)
    sources = [source for source in dispatch.sources if source.number in numbers or not numbers]
    if counted["what"].startswith("section"):
        return {len(dispatch.sections)}
    if counted["what"].startswith("heading"):
        return {len(list(groupby(sources, key=_heading)))}
    if counted["group"]:
        wanted = _heading_words(counted["group"])
        sources = [
            source for source in sources if wanted in map(_heading_words, (source.group, source.title))
        ]
    return {len(sources), sum(len(source.key_points) or 1 for source in sources)}


def _heading(source: Source) -> str:
    return source.title if source.key_points else source.group


def _heading_words(text: str) -> tuple[str, ...]:
    """A heading's words, without what is taken out before it is said."""
    text = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text)
    return tuple(word for word in re.findall(r"[^\W_]+", text.casefold()) if word != "and")


def _words_for(text: str) -> set[str]:
    return {
        value
        for word, value in (("both", "2"), ("one", "1"))
        if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    }


def _explained(amount: Amount, text: str, figures: Iterable[Amount]) -> bool:
    """Whether an amount is one of the figures, a rounding of one, their ratio or their difference."""
    value = _FIXED.get(amount.value) or _number(amount.value)
    known = [number for figure in figures if (number := _number(figure.value)) is not None]
    if value is None or not known:
        return False
    if any(is_rounding(amount.qualifier, value, figure) for figure in known):
        return True
    if len(known) < 2:
        return False
    one, other = known[0], known[1]
    if _TIMES.search(text) and 0 not in (one, other):
        return any(_within(amount.qualifier, value, ratio) for ratio in (one / other, other / one))
    return _AHEAD.search(text) is not None and _within(amount.qualifier, value, abs(one - other))


def is_rounding(qualifier: str, said: Decimal, figure: Decimal) -> bool:
    """Whether "more than 56,000" may be said for 56,124: on the right side of the figure, and not far from it."""
    if said == figure:
        return not qualifier
    return abs(said - figure) <= _AT_MOST * abs(figure) and _within(qualifier, said, figure)


def _within(qualifier: str, said: Decimal, exact: Decimal) -> bool:
    if qualifier == "over":
        return said < exact
    if qualifier in ("nearly", "under", "up_to"):
        return said > exact or (said == exact and qualifier == "up_to")
    if qualifier == "about":
        return abs(said - exact) <= _AT_MOST * abs(exact)
    return said == exact


def _direction(text: str, figures: tuple[Amount, ...]) -> str:
    """A comparison names the greater one as greater: the first figure of the basis is the one spoken of."""
    numbers = [number for figure in figures if (number := _number(figure.value)) is not None]
    if len(numbers) < 2:
        return ""
    more = re.search(r"\b(?:ahead|more|higher|above|as many|as much)\b", text)
    less = re.search(r"\b(?:behind|fewer|less|lower|below)\b", text)
    if (more and numbers[0] < numbers[1] and "half" not in text) or (less and numbers[0] > numbers[1]):
        return f"{figures[0].written} is not so compared with {figures[1].written}"
    return ""


def _number(value: str) -> Decimal | None:
    return Decimal(value) if re.fullmatch(r"-?\d+(?:\.\d+)?", value) else None
