"""Headlines without their "is": a noun phrase and what is said of it, ``Fare unchanged at $2`` -> ``The fare is unchanged``."""

import re
from collections.abc import Iterable

from dispatch_audio.compose.lexis import IDIOMS
from dispatch_audio.compose.polish import defined, polished
from dispatch_audio.compose.states import grows
from dispatch_audio.compose.wording import COUNT_NOUNS, KIND_NOUNS, is_many
from dispatch_audio.grammar import FINITE, NOUNS, Word, foresee, length, parse

_W = r"(?:[^,;:]|,(?=\d))"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNIT = (
    r"(?:%|percent|points?|mm|cm|km|m|ft|feet|inches|miles|metres|meters|kg|g|tons?|tonnes|mph|km/s|km/h|kW|MW|GW|W|V|"
    r"years?|months?|weeks?|days?|hours?|minutes?|million|billion|trillion|[KMBT]|bp|°C|°F|ns/day|MB|GB|TB)"
)
_AMOUNT = rf"[$€£]?\d[\d.,–-]*(?: ?{_UNIT})?"
_MEASURE = r"(?:long|deep|wide|tall|high|across|old|thick|away|apart|heavy|in diameter)"
_SINCE = r"(?: (?:a|per|in|for|of|since|as of|from|after|before) [^,:;]+)?"

_BOUND = r"about|nearly|almost|roughly|around|some|only|just|over|under|at least|at most|more than|less than|up to|close to"
"""What stands before a figure, and is nothing that may be said to be it."""

PREDICATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:now |still |already |only |just |about |nearly )*{_AMOUNT} {_MEASURE}\b(?: {_W}+)?$",
        rf"(?:now |still |already )+(?:about |nearly |only |over )?{_AMOUNT}{_SINCE}$",
        rf"(?:about |nearly |only |over )?(?:[$€£]\d[\d.,–-]*(?: ?{_UNIT})?|\d[\d.,–-]* ?(?:%|percent)){_SINCE}$",
        rf"(?:now |still |already |well |far |just )*(?:below|above|under|over|near) (?:about )?(?:{_AMOUNT}|target|forecast|average|normal|expectations|capacity){_SINCE}$",
        rf"(?:now |still |already )?at (?:its|their) \w+est\b{_W}*$",
        rf"(?:now |still |already )?at \d[\d.,]*%{_W}*$",
        rf"(?:now |still |already )?{IDIOMS}{_W}*$",
        rf"to (?:be \w+(?:ed|en|wn|ut|et)|[a-z]+)\b{_W}*$",
        rf"(?:no earlier|no later|earlier|later) than (?:\d|{_MONTHS}){_W}*$",
        rf"(?:{_MONTHS}) \d{{1,2}}(?:-\d+)?$",
        rf"(?:about |nearly |roughly |almost )?(?:twice|half|\w+ times|\d+(?:\.\d+)? times) (?:as )?\w+(?: (?:as|than) ){_W}+$",
        rf"(?:now |still |already |not |no longer )*(?P<adjective>[a-z][a-z-]+)(?: {_W}+)?$",
    )
)
"""What may follow the "is", from the surest form to a lone adjective; the last one is asked of the parser."""

_Half = tuple[str, str, re.Match[str]]

_TAIL = re.compile(
    r"^(?P<body>(?:[^,]|,(?=\d))+?), (?P<tail>(?:up|down) (?:by )?(?:from )?\S*\d.*|compared with .+|instead of .+|with no .+|from \S*\d.*|translated from .+|"
    r"(?:and )?[$€£]?\d\S*(?: [^,]+)?|after .+|before .+|despite .+)$"
)


def verbless(text: str) -> str | None:
    """A noun phrase and what is said of it as a sentence; None for anything else."""
    body, tail = _body(text)
    undone = re.fullmatch(r"(?P<what>[A-Z\d][^,]* \w+s) (?P<how>un[a-z]{2,}ed)", body)
    if undone and not any(word.tag in FINITE for word in parse(undone["what"])):
        return _sentence(undone["what"], undone["how"], tail)
    foresee_verbless((text,))
    for what, how, found in _halves(body):
        if _subject_of(what, how) and _said_of(what, how, found):
            return _sentence(what, how, tail)
    return None


def foresee_verbless(texts: Iterable[str]) -> None:
    """Has the parser asked for these texts together all that ``verbless`` will ask it for each of them."""
    halves = [half for text in texts for half in _halves(_body(text)[0])]
    foresee(_as_subject(what) for what, _, _ in halves)
    halves = [(what, how, found) for what, how, found in halves if _subject_of(what, how)]
    foresee(what for what, _, _ in halves)
    foresee(_whole(what, how) for what, how, _ in halves)


def _body(text: str) -> tuple[str, str]:
    """What may be a noun phrase with what is said of it, and what is added to it; none where it cannot be one."""
    tail = ""
    match = _TAIL.match(text)
    if match:
        text, tail = match["body"], match["tail"]
        tail = f" and {tail}" if re.match(r"[$€£]?\d", tail) else f", {tail}"
    elif ", " in text:
        return "", ""
    if grows(text) or re.match(
        r"(?:No|Only|There|It|This|That|What|How|Why|If|When|On|In|At|For|By|From|With|After|Before) ", text
    ):
        return "", ""
    return text, tail


def _halves(body: str) -> list[_Half]:
    """What may be a subject, and what may be said of it: the surest predicates first, each at every blank."""
    parted = [(body[: gap.start()], body[gap.end() :]) for gap in re.finditer(" ", body)]
    likely = [
        (what, how)
        for what, how in parted
        if re.match(r"[A-Z\d]", what)
        and not re.fullmatch(_BOUND, what, re.IGNORECASE)
        and not re.search(r"\btimes$|\d (?:mm|cm|m|km|ft|kg|g|\w?W)$|\w (?:most|least)-\w", what)
        and how.split(" ", 1)[0] not in COUNT_NOUNS | KIND_NOUNS
    ]
    return [
        (what, how, found)
        for predicate in PREDICATES
        for what, how in likely
        if (found := predicate.match(how)) is not None
    ]


def _sentence(what: str, how: str, tail: str) -> str:
    be = "are" if is_many(what) else "is"
    if re.match(rf"(?:{_MONTHS}) \d", how):
        how = f"on {how}"
    return polished(f"{defined(what)} {be} {how}{tail}")


def _as_subject(what: str) -> str:
    """Asked for with an article, or the tagger takes the first word for a name."""
    return f"the {what[:1].lower()}{what[1:]}"


def _whole(what: str, how: str) -> str:
    return f"The {what[:1].lower()}{what[1:]} {'are' if is_many(what) else 'is'} {how}"


def _subject_of(what: str, how: str) -> bool:
    """Whether this is a whole noun phrase, with no verb of its own."""
    words = parse(_as_subject(what))[1:]
    head = next((i for i, word in enumerate(words) if word.dep == "ROOT"), None)
    lone = re.fullmatch(r"(?:One|Each|Both)(?: \w+)?", what) is not None
    counted = head is not None and words[head].tag == "CD" and " of " in what
    if lone or (head is not None and words[head].dep == "ROOT" and what in ("One", "Each")):
        return True
    if (
        (head is None or (words[head].tag not in NOUNS and words[head].text[-3:] != "ing")) and not counted
    ) or words[-1].tag not in (*NOUNS, "VBG"):
        return False
    if any(
        word.tag in (*FINITE, "VB")
        or (word.tag in ("VBN", "VBG") and word.dep in ("acl", "ROOT") and word.text[-3:] != "ing")
        for word in words
    ) or re.search(r" (?:to|that|who|which|and|or|but)$", what):
        return False
    return not (re.match(r"(?:\d|to )", how) and words[0].tag in ("VBG", "VBN"))


def _said_of(what: str, how: str, found: re.Match[str]) -> bool:
    """Whether the parser, given the "is", reads the rest as said of the subject."""
    words = parse(_whole(what, how))
    at = length(f"The {what[:1].lower()}{what[1:]}")
    if at >= len(words) or words[at].text not in ("is", "are"):
        return False
    if how.startswith("to "):
        first = found.group().split()[1]
        # "First drug to win" is that drug; "first stars to be announced in 2027" are to be.
        led = re.match(r"(?:Only|Last|First|Second|Third|Most|\w+est)\b", what)
        return (
            words[at + 2].tag == "VB"
            and first not in ("date",)
            and (not led or (bool(re.search(r"\b(?:20\d\d|next)\b", how)) and " be " in how[:6]))
            and words[at - 1].tag in (*NOUNS, "CD", "VBG")
        )
    if "adjective" not in found.groupdict() or found["adjective"] is None:
        return True
    return _adjective(words, at, how)


def _adjective(words: tuple[Word, ...], at: int, how: str) -> bool:
    first = next(
        i
        for i in range(at + 1, len(words))
        if words[i].text not in ("now", "still", "already", "not", "no", "longer")
    )
    word = words[first]
    after = words[first + 1] if first + 1 < len(words) else None
    closed = after is None or after.tag in ("IN", "TO", "RB", "CD", "-") or after.text in ("than", "as", "by")
    plain = (
        word.tag in ("JJ", "JJR")
        and word.dep in ("acomp", "ROOT", "attr", "amod")
        and not word.text.endswith("ing")
    )
    return (
        plain
        and closed
        and words[at].dep in ("ROOT", "ccomp", "aux", "auxpass")
        and word.text
        not in (
            "such",
            "other",
            "same",
            "due",
            "own",
            "last",
            "next",
            "first",
            "more",
            "less",
            "most",
            "least",
            "only",
            "new",
            "old",
        )
    )
