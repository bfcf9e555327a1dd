"""How much of a field is looked at: beyond that it is no briefing, and parsing it would take minutes."""

import re
from dataclasses import replace

from dispatch_audio.compose.clauses import sentences
from dispatch_audio.dispatch import Dispatch, Section, Source
from dispatch_audio.script import LeftOut

MOST = 20_000
"""Characters of a field that is running text."""
MOST_SENTENCES = 200
"""And its sentences; as many key points of a source."""
MOST_LABEL = 500
"""Characters of a title, a name or a role."""
SHOWN = 80
"""Characters of what lies beyond, as ``left_out`` shows it."""


def bounded(dispatch: Dispatch) -> tuple[Dispatch, tuple[LeftOut, ...]]:
    """The dispatch with every field cut to what a script could ever use, and one entry for each field cut."""
    cut: list[LeftOut] = []

    def text(written: str, name: str, number: int = 0, most: int = MOST) -> str:
        kept = _kept(written, most)
        if len(kept) < len(written):
            rest = written[len(kept) :].strip()
            cut.append(LeftOut(number, _shown(rest), f"the {name} goes on for {len(rest):,} more characters"))
        return kept

    def section(found: Section) -> Section:
        return replace(
            found,
            title=text(found.title, "section's title", most=MOST_LABEL),
            teaser=text(found.teaser, "section's teaser"),
        )

    def source(found: Source) -> Source:
        number = found.number
        points = tuple(text(point, "key point", number) for point in found.key_points[:MOST_SENTENCES])
        beyond = found.key_points[MOST_SENTENCES:]
        if beyond:
            cut.append(LeftOut(number, _shown(beyond[0]), f"one of {len(beyond):,} more key points"))
        return replace(
            found,
            title=text(found.title, "title", number, MOST_LABEL),
            author=text(found.author, "author", number, MOST_LABEL),
            group=text(found.group, "heading", number, MOST_LABEL),
            role=text(found.role, "role", number, MOST_LABEL),
            excerpt=text(found.excerpt, "excerpt", number),
            cited_text=text(found.cited_text, "cited text", number),
            context=text(found.context, "context", number),
            key_points=points,
        )

    quote = dispatch.pull_quote
    if quote is not None:
        quote = replace(
            quote,
            text=text(quote.text, "pull quote"),
            author=text(quote.author, "pull quote's author", most=MOST_LABEL),
            note=text(quote.note, "pull quote's note", most=MOST_LABEL),
        )
    kept = replace(
        dispatch,
        title=text(dispatch.title, "title", most=MOST_LABEL),
        ship=text(dispatch.ship, "ship's name", most=MOST_LABEL),
        pull_quote=quote,
        summary=text(dispatch.summary, "summary"),
        sections=tuple(section(found) for found in dispatch.sections),
        sources=tuple(source(found) for found in dispatch.sources),
    )
    return kept, tuple(cut)


def _kept(text: str, most: int) -> str:
    """The beginning of a text: whole sentences where there are any, else whole words."""
    if len(text) > most:
        text = text[:most]
        ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", text)]
        text = text[: ends[-1]] if ends else (text.rpartition(" ")[0] or text)
    parts = sentences(text)
    if len(parts) <= MOST_SENTENCES:
        return text
    at = 0
    for part in parts[:MOST_SENTENCES]:
        # An ellipsis may have been rewritten; then what was found so far is kept.
        found = text.find(part.rstrip("…"), at)
        at = found + len(part.rstrip("…")) if found >= 0 else at
    return text[:at]


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
