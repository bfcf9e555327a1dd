"""Figures that belong to a name and count nothing: ``Terminal-Bench 2.0``, ``Python 3.13``, ``Apollo 11``, ``K2.6``."""

import re
from collections.abc import Iterator

from dispatch_audio.script import SpokenForm

_OF_NAMES = frozenset(["label", "name-number", "release", "version", "model", "aircraft"])
"""Rules that read names: the figures in them are part of the name."""
_PLAIN = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
"""As a version is written: no unit, no sign of a currency, no comma."""
RELEASED = (
    "Python|Go|Rust|Kubernetes|Linux|[Kk]ernel|Ruby|PHP|Node|Django|Terraform|Electron|Ubuntu|Fedora|Godot|Zig|Elixir|"
    "Kotlin|Scala|Swift|LLVM|Postgres|Firefox|Debian"
)
"""Software whose releases are counted, as a pattern."""
CUED = (
    "World War|War|Super Bowl|Bowl|Chapter|Part|Act|Scene|Phase|Stage|Type|Title|Article|Volume|Book|Section|Level|"
    "Class|Category|Tier|Rocky|Rambo|Schedule|Appendix|Figure|Table|Mark|Apollo|Saturn|Division|Group|Olympiad|"
    "WrestleMania|Episode|Final Fantasy|Vatican|Canto|Diablo|PART|CHAPTER|ACT|type|phase|stage|level|grade|factor"
)
"""What is told apart by a number behind it, as a pattern."""
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{RELEASED}|{CUED}|Node\.js|Chrome|Safari|Windows|Android|iOS|iPadOS|macOS|iPhone|Pixel|Galaxy|"
    r"PlayStation|Gemini|Claude|Llama|Qwen|Gemma|Grok|Phi|Mixtral|Java|HTTP|Wi-Fi|[Vv]ersion|Boeing|Airbus|Dispatch)[\s/]$"
)
"""Names that a whole number is part of."""
_NAME = re.compile(r"(?<!\w)(?P<name>[^\W_](?:[\w.’'-]*\w)?)\s(?:Pro|Max|Mini|Ultra|Plus|Verified)?\s?$")
_BEGINS = re.compile(r"(?:^|[.!?…:][\"”’')\]]*\s+|[\"“‘'(]\s?)$")
_INSIDE = re.compile(r".[A-Z0-9]|[-.]")
"""What makes a name of a word even where every word has a capital: another capital, a figure, a hyphen."""


def versions(form: SpokenForm) -> Iterator[tuple[int, int]]:
    """First character, and one past the last, of each figure in the text that is part of a name.

    A number with a point is one right behind a name; a whole number where names are known to have them. Of other whole
    numbers behind a name nothing tells whether they count something.
    """
    for span in form.spans:
        if span.rule in _OF_NAMES:
            yield span.start, span.end
        elif span.rule and _PLAIN.fullmatch(form.text, span.start, span.end):
            before = form.text[max(0, span.start - 40) : span.start]
            pointed = "." in form.text[span.start : span.end]
            if _NUMBERED.search(before) or (pointed and _behind_a_name(before)):
                yield span.start, span.end


def _behind_a_name(before: str) -> bool:
    found = _NAME.search(before)
    if found is None or not any(map(str.isupper, found["name"])):
        return False
    return not _BEGINS.search(before[: found.start()]) or bool(_INSIDE.search(found["name"]))
