"""Fragments that begin with what the story's subject does or had done to it: ``Bred by two brothers``, ``Won't be sold``."""

import re

from dispatch_audio.compose.clauses import HEADLINE_PASTS, PASSIVES
from dispatch_audio.compose.lexis import STILL_SO, TRANSITIVE
from dispatch_audio.compose.names import is_name, is_past
from dispatch_audio.compose.polish import IT
from dispatch_audio.grammar import Word, children, is_listed, parse

_MODAL = re.compile(
    r"^(Will|Won't|Can|Can't|Cannot|Could|May|Might|Must|Should|Would|Wouldn't|Isn't|Wasn't|Is|Was|Has|Had|Doesn't|Didn't|Does|Did)(?: not)? (?!not\b)\w+"
)
_BY_TIME = re.compile(
    r"(?:on|in|at|by|to|from|for|through|until|since|over|with|after|before|as|under|near|of|into|during|between|using|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December))\b"
)
_ONE_OF = re.compile(
    r"^(?:One|Among) (?:of )?the (?:few|first|last|most|oldest|largest|biggest|smallest|rarest|\w+est)\b"
)


def subjectless(text: str, words: tuple[Word, ...]) -> str | None:
    """The fragment with its subject's mark; empty when it may mean either, None for anything else."""
    text = re.sub(r", \d[\w.,]*(?: \w+){0,2}$", "", text)
    first, _, rest = text.partition(" ")
    lower = first.lower()
    if _MODAL.match(text) and not text.endswith("?"):
        return f"{IT} {lower} {rest}"
    if _ONE_OF.match(text) and "," not in text.partition(" because ")[0].rstrip(","):
        return f"{IT} is {lower} {rest}"
    if re.match(r"(?:Roughly|About|Nearly|Almost) (?:the size|the length|the weight|twice|half) ", text):
        return f"{IT} is {lower} {rest.partition(',')[0]}"
    if not lower.isalpha() or is_name(first) or not rest:
        return None
    return _past(text, lower, rest)


def with_subject(text: str) -> str:
    """How the parser is asked what a fragment begins with: ``It bred by two brothers``."""
    first, blank, rest = text.partition(" ")
    return f"It {first.lower()}{blank}{rest}"


def _past(text: str, lower: str, rest: str) -> str | None:
    """A past or a participle at the beginning."""
    if lower == "thought":
        return None
    probe = parse(with_subject(text))
    if probe[1].tag not in ("VBD", "VBN") or probe[1].dep not in ("ROOT", "acl", "ccomp"):
        return None
    lemma = probe[1].lemma.lower()
    if (
        not is_listed(lemma, "verb")
        or (is_listed(lower, "noun") and lower not in ("found", "set", "built"))
        or lower in ("based",)
    ):
        return None
    lone = not any(
        probe[i].dep in ("dobj", "attr", "ccomp", "acomp", "prt", "npadvmod") and probe[i].entity != "DATE"
        for i in children(probe, 1)
    )
    plain_next = _BY_TIME.match(rest) is not None
    passive = lower in PASSIVES | TRANSITIVE | STILL_SO or rest.startswith("by ") or _never_active(lower)
    if plain_next and (lone or passive) and passive:
        still = lower in STILL_SO and not re.match(r"(?:over|by|in \d)", rest)
        be = "is" if (still and not is_past(f"{lower} {rest}")) else "was"
        if be == "was" and re.search(r"\bsince \d", rest):
            be = "has been"
        dated = re.sub(
            r"^(?=(?:January|February|March|April|May|June|July|August|September|October|November|December) \d)",
            "on ",
            rest,
        )
        if not is_past(rest) and dated != rest and be == "was":
            be = "is"
        return f"{IT} {be} {lower} {dated}"
    if lower in HEADLINE_PASTS and lone:
        return None
    if _only_past(lower) or (not lone and lower.endswith("ed")):
        return f"{IT} {lower} {rest}"
    return None


def _never_active(lower: str) -> bool:
    return lower in (
        "taken",
        "seen",
        "given",
        "written",
        "stolen",
        "broken",
        "driven",
        "drawn",
        "grown",
        "known",
        "shown",
        "born",
        "bred",
        "chosen",
    )


def _only_past(lower: str) -> bool:
    return lower in (
        "took",
        "ate",
        "went",
        "gave",
        "saw",
        "wrote",
        "broke",
        "drove",
        "drew",
        "grew",
        "knew",
        "began",
        "fell",
        "rose",
        "did",
        "came",
        "became",
        "ran",
        "spoke",
        "chose",
        "wore",
        "threw",
        "flew",
        "swam",
        "sang",
        "stole",
    )
