"""What a rule is: a pattern, and how its match is said. And the pieces of pattern that rules share."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Match = re.Match[str]

MASK = "\ue000"
"""Stands for every character that an earlier rule has already read."""

LEFT = r"(?<!\w)(?<![0-9][.,])"
"""A number starts here: no letter, digit or part of a number before it."""
RIGHT = r"(?![0-9]|[.,][0-9])"
"""A number ends here."""
INTEGER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|[0-9]{1,18})"
NUMBER = rf"(?:{INTEGER}(?:\.[0-9]{{1,12}})?|(?<!\.)\.[0-9]{{1,12}})"
MINUS = rf"(?:(?<![\w.,)\]{MASK}])[-−–](?=\.?[0-9]))"
"""A minus sign, not a hyphen or a dash: nothing before it that it could join."""
DASH = r"[-–—−‐‑]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of reading: every match of ``pattern`` is said as ``say`` tells."""

    name: str
    """As the spans that it read name it: ``percent``."""
    pattern: re.Pattern[str]
    """Linear in time: every repetition is bounded, or is entered at one place of a run only."""
    say: Callable[[Match], str | None]
    """The words for a match, or None to leave it to later rules."""


def rule(name: str, pattern: str, say: Callable[[Match], str | None] | str, flags: int = 0) -> Rule:
    """A rule from a pattern as text and a function, or the one thing that it always says."""
    return Rule(name, re.compile(pattern, flags), (lambda match: say) if isinstance(say, str) else say)


def before(match: Match, length: int = 24) -> str:
    """What stands just before a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: Match, length: int = 24) -> str:
    """What stands just after a match."""
    return match.string[match.end() : match.end() + length]


_OPENERS = (
    "A|After|All|Also|Although|An|And|Another|Any|As|At|Because|Before|Both|But|By|Despite|Do|During|Each|Even|Every|Few|"
    "For|From|Given|He|Her|Here|His|How|However|I|If|In|Instead|Is|It|Its|Just|Last|Later|Like|Many|Meanwhile|More|Most|"
    "My|Next|No|Nobody|None|Not|Nothing|Now|On|Once|One|Only|Or|Our|Over|People|Perhaps|She|Since|So|Some|Still|Such|"
    "That|The|Their|Then|There|These|They|This|Those|Though|Through|To|Today|Two|Under|Unlike|Until|We|What|When|Where|"
    "Which|While|Who|Why|With|Without|Yet|You|Your"
)
_OPENS = re.compile(rf"\s+(?:(?:{_OPENERS})(?![\w.-])|[\"“])")
_CONTINUES = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|"
    r"(?:Sept|Nov|Dec)ember|October|Eastern|Central|Pacific|Mountain|Greenwich)(?!\w)"
)


def ends_sentence(match: Match, *, before_names: bool = False) -> bool:
    """Whether a full stop that closes the match also closes a sentence.

    ``before_names`` asks for a word that opens sentences, where a name may follow the abbreviation: ``the U.S. Midwest``.
    """
    if not match[0].endswith("."):
        return False
    rest = after(match)
    if not rest.strip():
        return True
    if before_names:
        return _OPENS.match(rest) is not None
    return re.match(r"\s+[A-Z\"“]", rest) is not None and _CONTINUES.match(rest) is None
