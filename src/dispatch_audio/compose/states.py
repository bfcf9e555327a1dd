"""What a thing is or has become, in headlines without the "is": ``Imports up 44%``, ``Ann Lee named captain``."""

import re

from dispatch_audio.compose.clauses import HEADLINE_PASTS, HEADLINE_VERBS, verb_first
from dispatch_audio.compose.participles import named_by
from dispatch_audio.compose.polish import defined, polished
from dispatch_audio.compose.wording import capitalise, is_many, noun_head
from dispatch_audio.grammar import FINITE, Word, parse

_STATE = re.compile(
    r"^(?P<what>[^,:;]+?) (?P<how>(?:now |still |already )?(?:up|down|flat|unchanged|out|due|ready|live|back|free|ahead)(?: \S.*)?"
    r"|at (?:a )?(?:record|all-time|[$€£]?\d)\S*.*)$"
)


_GROWS = re.compile(
    r" (?:bright|soft|weak|strength|tight|wid|deep|light|wors|less|rip|hard|slack|quick|loos|broad|short|length|dark|sharp|"
    r"flatt|straight|height|threat|fast|moist|fresh|rough|thick|stiff)ens? "
)


def grows(text: str) -> bool:
    """Whether a verb made of an adjective stands in it, which the tagger takes for a noun: ``Comet brightens ahead of``."""
    return _GROWS.search(text) is not None


def state(text: str, words: tuple[Word, ...]) -> str | None:
    """``Imports up 44% in April`` -> ``Imports are up 44% in April``; empty when it is best left unsaid."""
    match = _STATE.match(text)
    if match is None:
        return None
    if (
        re.match(r"\d[^%]*$", match["what"])
        and match["how"].startswith("at ")
        and not re.match(r"[\d.]+-\w+ ", text)
    ):
        # "4 million copies at $15": an amount, no state.
        return ""
    if re.search(r"\w (?:most|least)-", match["what"]) or grows(text):
        return ""
    ambiguous = re.match(
        r"^(?P<noun>[A-Z][^,]*?\w+s) (?:in|of|at|for|from) (?!\w+ing\b)[^,]+$", match["what"]
    )
    # "Almond yields in Spain down 4%": the change is what is told, so that "yields" is a noun.
    if (
        ambiguous
        and re.match(r"(?:up|down|flat)\b(?: \S*\d|$)", match["how"])
        and len(ambiguous["noun"].split()) < 4
        and all(word.tag not in ("VBD", "VBP", "MD") for word in parse(ambiguous["noun"]))
    ):
        return polished(f"{_bare_subject(match['what'])} are {match['how']}")
    changed = re.match(r"\w+s (?:up|down) [$€£]?[\d.,]+(?:%| points?\b| percent\b)", text)
    if verb_first(text) is not None and not changed:
        return None
    if match["how"].startswith("at ") and (
        words[0].tag in ("VBN", "VBD") or re.match(r"at \d+:\d", match["how"])
    ):
        # "Sold honey at €14", "Departs at 19:32": the first word is what somebody does.
        return ""
    inner = parse(match["what"])
    head = noun_head(inner)
    if head is None or any(
        word.tag in FINITE or (word.tag == "VBG" and word.dep != "amod") for word in inner
    ):
        return None
    if any(f"{word.text.lower()}" in HEADLINE_VERBS | HEADLINE_PASTS for word in inner[1:]):
        return None
    be = "are" if is_many(match["what"]) and not named_by(inner, head) else "is"
    return polished(f"{_bare_subject(match['what'])} {be} {match['how']}")


def _bare_subject(phrase: str) -> str:
    return capitalise(defined(phrase))


def appointed(text: str) -> str | None:
    """``Jonas Bakke named new captain`` -> ``Jonas Bakke is named the new captain``."""
    match = re.match(
        r"^(?P<who>(?:\w+ ){0,3}[A-Z]\w+) (?P<verb>named|appointed|elected|crowned) (?P<what>(?:as )?(?:new )?[a-z].*)$",
        text,
    )
    if match is None or re.match(r"(?:a|an|the|his|her|its|their|as a|as the) ", match["what"]):
        return None
    what = re.sub(r"^(as )?new ", r"\1the new ", match["what"])
    return f"{match['who']} is {match['verb']} {what}"
