"""Markdown: a dispatch written by hand, and newsletters as they are. CommonMark with tables, through pulldown-cmark."""

import bisect
import re
from collections.abc import Iterable
from typing import Any

import pyromark

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError
from dispatch_audio.readers import frontmatter
from dispatch_audio.readers.blocks import Block, Document
from dispatch_audio.readers.building import HOLDERS, Builder
from dispatch_audio.readers.newsletter import dispatch_of
from dispatch_audio.readers.tags import Tags

_PARSER = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
)


def read(text: str, file: str) -> Dispatch:
    """The dispatch that a Markdown text holds.

    Raises InputError with the line for what is missing, for a comment or front matter that never ends, and for
    nesting, paragraphs or a number of them that nobody writes.
    """
    entries, rest = frontmatter.split(text, file)
    return dispatch_of(Document(blocks(rest, file), entries, file))


def blocks(text: str, file: str) -> tuple[Block, ...]:
    """What a Markdown text is made of. Linear in its length: pulldown-cmark is, and its events come one by one."""
    walk = _Walk(file, tuple(match.start() for match in re.finditer(b"\n", text.encode())))
    # The names and shapes of events are pulldown-cmark's own.
    events: Iterable[Any] = _PARSER.events_with_range(text)
    for event, where in events:
        walk.at = where["start"]
        walk.take(event)
    return walk.done()


class _Walk:
    """From pulldown-cmark's events to what a Builder is told; raw HTML among them goes through Tags."""

    def __init__(self, file: str, ends: tuple[int, ...]) -> None:
        self.at = 0
        self._ends = ends
        self._file = file
        self._build = Builder(file, self._line)
        self._tags = Tags(self._build.count)
        self._hidden_since = 1

    def _line(self) -> int:
        """The line that the event at hand begins in."""
        return bisect.bisect_left(self._ends, self.at) + 1

    def take(self, event: Any) -> None:
        """One event of the parser."""
        self._build.count()
        if isinstance(event, str):
            if event != "Rule":
                self._words("\n")
            return
        ((kind, value),) = event.items()
        if kind == "Start":
            self._start(*_tag(value))
        elif kind == "End":
            self._end(_tag(value)[0])
        elif kind in ("Text", "Code"):
            self._words(value)
        elif kind in ("Html", "InlineHtml"):
            if self._tags.hiding is None:
                self._hidden_since = self._line()
            self._tags.raw(value, self._build.text)
            self._build.words("")

    def done(self) -> tuple[Block, ...]:
        """All blocks, once there are no more events."""
        if self._tags.hiding:
            what = (
                "a comment"
                if self._tags.hiding == "-->"
                else f"a {self._tags.hiding.replace('/', '')}> block"
            )
            raise InputError(f"has {what} that never ends", file=self._file, line=self._hidden_since)
        return self._build.done()

    def _words(self, words: str) -> None:
        if not self._build.literal:
            words = self._tags.shown(words)
        self._build.words(words)

    def _start(self, name: str, value: Any) -> None:
        if name == "Link":
            self._build.text.open("a", value["dest_url"])
        elif name == "Strong":
            self._build.text.open("b")
        elif name == "Image":
            self._build.begin_image()
        elif name == "CodeBlock":
            self._build.begin_code()
        elif name in HOLDERS:
            self._build.begin(name)
            if name == "FootnoteDefinition":
                self._build.words(f"{value}: ")
        elif name in ("Paragraph", "Heading", "HtmlBlock"):
            self._build.paragraph(int(value["level"][1]) if name == "Heading" else 0)

    def _end(self, name: str) -> None:
        if name == "Link":
            self._build.text.close("a")
        elif name == "Strong":
            self._build.text.close("b")
        elif name == "Image":
            self._build.finish_image()
        elif name == "CodeBlock":
            self._build.finish_code()
        elif name in HOLDERS:
            self._build.finish(name)
        elif name in ("Paragraph", "Heading", "HtmlBlock"):
            self._build.flush()


def _tag(value: Any) -> tuple[str, Any]:
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data
