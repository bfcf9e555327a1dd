"""Openings that stand for "it is": ``Available via API`` -> ``It is available via API``."""

import re

from dispatch_audio.compose.names import is_past
from dispatch_audio.compose.polish import IT, polished


def opened(text: str) -> str | None:
    """The sentence of a fragment with such an opening; None for any other."""
    for pattern, put in _OPENINGS:
        match = pattern.match(text)
        if match:
            text = re.sub(r", \d[\w.,]*(?: \w+){0,2}$", "", text)
            match = pattern.match(text) or match
            said = _SMALL_VERB.sub(lambda found: found[0].lower(), match.expand(put))
            return polished(said.replace(f"{IT} is", f"{IT} was", 1) if is_past(text) else said)
    return None


_SMALL_VERB = re.compile(rf"(?<={IT} is )[A-Z](?=[a-z]+ )")


_OPENINGS = (
    (
        re.compile(r"^Available (.+?), (?:with )?(weights|code|source|data|models?) (on|at|under|in) (.+)$"),
        f"{IT} is available \\1, with the \\2 \\3 \\4",
    ),
    (re.compile(r"^(?:Now )?[Aa]vailable (.+)$"), f"{IT} is available \\1"),
    (re.compile(r"^(Roughly|About|Nearly|Almost) (equivalent|equal) to (.+)$"), r"That is roughly \2 to \3"),
    (re.compile(r"^(?:Equivalent|Equal) to (.+)$"), r"That is equal to \1"),
    (re.compile(r"^Part of (?:a )?((?:larger|broader|wider|bigger|growing)\b.+)$"), f"{IT} is part of a \\1"),
    (re.compile(r"^Part of (.+)$"), f"{IT} is part of \\1"),
    (re.compile(r"^Based on (.+)$"), f"{IT} is based on \\1"),
    (
        re.compile(
            r"^(Built|Designed|Aimed|Intended|Made|Meant|Written|Trained) ((?:for|to|in|by|with|of|from|on|as|at)\b.+)$"
        ),
        f"{IT} is \\1 \\2",
    ),
    (re.compile(r"^Due (in|on|by|to) (.+)$"), f"{IT} is due \\1 \\2"),
    (re.compile(r"^First time (.+)$"), r"It is the first time \1"),
)
"""Openings that stand for "it is"."""


def scored(text: str) -> str | None:
    """``66.7% on Terminal-Bench beating Y's 65.4%``: a score."""
    match = re.match(
        r"^(?P<score>[\d.]+%?) on (?P<test>[A-Z][^,]*?)(?P<rest>,? (?:beating|ahead of|up from|versus) .+)?$",
        text,
    )
    if match is None:
        return None
    rest = (match["rest"] or "").lstrip(",")
    return f"{IT} scores {match['score']} on {match['test']}{',' if rest else ''}{rest}"
