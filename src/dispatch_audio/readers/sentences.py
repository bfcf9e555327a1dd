"""Where sentences end, and how a text is called by its beginning."""

import re

from dispatch_audio.readers.blocks import Span
from dispatch_audio.sentences import CONTEXT, abbreviates

_END = re.compile(r"[.!?…][\"”’»)\]]*(?=\s+[\"“‘«(\[]?[A-Z0-9@*])")
_CLAUSE = re.compile(r"[.,;:]\s|\s[—–-]\s|\s\(")

TITLE = 70
"""How long a title may be that is made of a text's beginning, in characters."""


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, as spans without the blanks between them."""
    found = []
    start = 0
    for match in _END.finditer(text):
        at = match.start() + 1
        if abbreviates(text[max(start, at - CONTEXT) : at], text[match.end() :][:CONTEXT].lstrip()):
            continue
        found.append(Span(start, match.end()))
        start = match.end() + 1
        while start < len(text) and text[start].isspace():
            start += 1
    return (*found, Span(start, len(text))) if text[start:].strip() else tuple(found)


def beginning(text: str) -> str:
    """What a text is called when nobody gave it a title: its first sentence or clause, or its first words."""
    first = text[: sentences(text[:1000])[0].end] if text.strip() else ""
    first = first.strip()
    if len(first) <= TITLE:
        return first.rstrip(".,;:").strip() or first
    clause = next((match.start() for match in _CLAUSE.finditer(first, 24, TITLE + 1)), None)
    if clause is not None:
        return first[:clause].strip()
    return f"{first[:TITLE].rpartition(' ')[0] or first[:TITLE]}…"
