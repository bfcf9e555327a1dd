"""Show notes: what an app shows below an episode, in the little HTML that all apps allow."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch_audio.episode import ChapterMark, CitedSource
from dispatch_audio.package.text import byline, clock, cut, paragraphs

LIMIT = 4000
"""Bytes of UTF-8 that Apple and others show; they cut the rest, in the middle of a tag if need be."""

_SUMMARY_LIMIT = 1200
_ENGINES = {"kokoro": "Kokoro", "piper": "Piper", "edge": "Microsoft Edge's reader"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as the notes disclose it."""

    name: str
    engine: str
    """The engine's name in a voice profile: ``kokoro``."""
    quotes: "Reader | None" = None
    """Who reads the quotations; none when the same voice does."""
    stand_in: str = ""
    """The name of the voice that is heard in place of the reader's own; else empty."""


def show_notes(summary: str, chapters: Sequence[ChapterMark], *, reader: Reader, page_url: str) -> str:
    """The notes as HTML of ``p ul li a strong`` alone, at most 4,000 bytes of UTF-8.

    Summary, the synthetic voice, a list of times from 00:00, then each chapter's sources. What does not fit is left
    out from the end, a whole source at a time, and a line says where to read it. Only whole addresses are links.
    """
    parts = [*_summary(summary), disclosure(reader)]
    times = _times(chapters)
    pointer = f'<p><a href="{html.escape(page_url)}">All sources and the transcript</a></p>'
    room = LIMIT - _size("".join(parts)) - _size(pointer)
    if _size(times) <= room:
        parts.append(times)
        room -= _size(times)
    parts.append(_sources(chapters, room))
    return "".join([*parts, pointer])


def plain_notes(notes: str) -> str:
    """The notes as plain text: paragraphs with an empty line between them, an item a line, each link's address after
    what it leads from."""
    text = _LINK.sub(lambda link: f"{link['text']} <{link['to']}>", notes)
    for mark, written in _PLAIN:
        text = text.replace(mark, written)
    return html.unescape(text).strip()


_LINK = re.compile(r'<a href="(?P<to>[^"]*)">(?P<text>.*?)</a>')
_PLAIN = (
    ("<ul>", ""),
    ("</ul>", "\n"),
    ("<li>", "- "),
    ("</li>", "\n"),
    ("<p><strong>", ""),
    ("</strong></p>", "\n"),
    ("<p>", ""),
    ("</p>", "\n\n"),
)
"""What the elements that notes are made of become."""


def disclosure(reader: Reader) -> str:
    """What says that nobody human is heard, and whose voice it is."""
    said = [f"Read by {reader.name}, {_made(reader)}."]
    if reader.stand_in:
        said.append(
            f"The narrator's own voice was not available for this episode; {reader.stand_in}'s voice stands in for it."
        )
    if reader.quotes is not None:
        said.append(f"Quotations are read by {reader.quotes.name}, {_made(reader.quotes)}.")
    return f"<p>{html.escape(' '.join(said), quote=False)}</p>"


def _made(reader: Reader) -> str:
    return f"a synthetic voice made with {_ENGINES.get(reader.engine, reader.engine.capitalize())}"


def _summary(summary: str) -> Iterator[str]:
    room = _SUMMARY_LIMIT
    for paragraph in paragraphs(summary):
        text = html.escape(_cut_to_bytes(paragraph, room), quote=False)
        yield f"<p>{text}</p>"
        room -= _size(text)
        if room < 100:
            return


def _cut_to_bytes(text: str, room: int) -> str:
    limit = len(text)
    while _size(html.escape(cut(text, limit), quote=False)) > room and limit > 2:
        limit = limit * 9 // 10
    return cut(text, limit)


def _times(chapters: Sequence[ChapterMark]) -> str:
    hours = bool(chapters) and chapters[-1].end >= 3600
    rows = (
        f"<li>{clock(mark.start, hours=hours)} {html.escape(mark.title, quote=False)}</li>"
        for mark in chapters
    )
    return f"<ul>{''.join(rows)}</ul>" if chapters else ""


def _sources(chapters: Sequence[ChapterMark], room: int) -> str:
    """The chapters' sources, as many as there is room for; a source told twice is listed once."""
    written, listed = "", set[int]()
    for mark in chapters:
        rows, head = "", f"<p><strong>{html.escape(mark.title, quote=False)}</strong></p>"
        for source in mark.sources:
            if source.number in listed:
                continue
            row = _source(source)
            if _size(written + head + f"<ul>{rows}{row}</ul>") > room:
                return written + (f"{head}<ul>{rows}</ul>" if rows else "")
            rows += row
            listed.add(source.number)
        written += f"{head}<ul>{rows}</ul>" if rows else ""
    return written


def _source(source: CitedSource) -> str:
    title = html.escape(cut(source.title, 160), quote=False)
    author = byline(source)
    by = f", {html.escape(author, quote=False)}" if author else ""
    if source.url:
        return f'<li><a href="{html.escape(source.url)}">{title}</a>{by}</li>'
    at = f" ({html.escape(source.host, quote=False)})" if source.host else ""
    return f"<li>{title}{by}{at}</li>"


def _size(text: str) -> int:
    return len(text.encode())
