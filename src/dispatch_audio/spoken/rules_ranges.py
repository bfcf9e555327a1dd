"""Two numbers joined by a dash: a range, a score or a vote."""

import re

from dispatch_audio.spoken.numbers import number
from dispatch_audio.spoken.rule import LEFT, NUMBER, Match, Rule, after, before, rule
from dispatch_audio.spoken.rules_quantity import ABOUT, TO, hedged

_VOTES = (
    r"\b(?:vot(?:e|es|ed|ing)|pass(?:ed|es)?|approv(?:ed|es|al)|reject(?:ed|s)|confirm(?:ed|s)|rul(?:ed|es|ing)|"
    r"decided|decision|split|odds|adopted|upheld|struck down|tally|acquit(?:ted)?|convict(?:ed)?)\b"
)
_VOTE_BEFORE = re.compile(rf"{_VOTES}[^.;!?]{{0,30}}$")
_VOTE_AFTER = re.compile(
    r"[\s-](?:(?:[\w'’.-]{1,15})\s){0,2}(?:vot(?:e|es|ed|ing)|decision|ruling|majority|split|opinion|verdict|party-line|margin|odds)\b"
)
_GAMES = re.compile(
    r"\b(?:beat|won|win|wins|lost|lose|loss|victory|defeat|score|goals?|season|sets?|game|match|title|cup)\b",
    re.IGNORECASE,
)


def _is_vote(match: Match) -> bool:
    """Whether the words around two numbers that fall count hands, not goals: ``voted 4-3``, ``a 9-3 ruling``."""
    if _VOTE_AFTER.match(after(match, 50)):
        return True
    earlier = before(match, 60)
    return _VOTE_BEFORE.search(earlier.lower()) is not None and not _GAMES.search(earlier)


def _plain_range(match: Match) -> str | None:
    """Two numbers that climb are a range; two that fall are a score or a model, said side by side, or a vote."""
    first, second = (float(match[side].replace(",", "")) for side in "ab")
    together = f"{number(match['a'])} to {number(match['b'])}"
    if match["plus"] or match["about"] or first < second:
        return None if _in_serial(match) else hedged(match, together)
    if match["sign"]:
        return None
    scored = len(match["a"]) == len(match["b"]) == 3 and first - second < 100
    if _is_vote(match) or scored:
        return together
    if len(match["a"]) > 2 or len(match["b"]) > 2:
        return None
    return f"{number(match['a'])} {number(match['b'])}"


def _in_serial(match: Match) -> bool:
    """Whether letters are joined to the numbers, as in ``1-413-te-b``."""
    return re.match(r"[-/][A-Za-z]{1,3}(?:-|\b)", after(match, 5)) is not None


RULES: tuple[Rule, ...] = (
    rule(
        "range",
        rf"{LEFT}(?<![-–]){ABOUT}(?P<a>{NUMBER}){TO}(?P<b>{NUMBER})(?P<plus>\+(?!\w))?(?!\w|[.,/:=-][0-9]|\s?[=*/])",
        _plain_range,
    ),
)
