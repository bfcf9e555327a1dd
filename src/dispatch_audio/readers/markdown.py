"""Markdown: a dispatch written by hand, and newsletters as they are. CommonMark with tables, through pulldown-cmark."""

import bisect
from collections.abc import Callable, Iterable
from typing import Any

import pyromark

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError
from dispatch_audio.readers import frontmatter
from dispatch_audio.readers.blocks import (
    MAX_BLOCKS,
    MAX_DEPTH,
    Aside,
    Block,
    Document,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Writer,
)
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
    nesting or a number of blocks that nobody writes.
    """
    entries, rest = frontmatter.split(text, file)
    return dispatch_of(Document(blocks(rest, file), entries, file))


def blocks(text: str, file: str) -> tuple[Block, ...]:
    """What a Markdown text is made of. Linear in its length: pulldown-cmark is, and its events come one by one."""
    data = text.encode()
    ends = [i for i, byte in enumerate(data) if byte == 10] if len(data) < 10_000 else _line_ends(data)
    build = _Builder(file)
    # The names and shapes of events are pulldown-cmark's own.
    events: Iterable[Any] = _PARSER.events_with_range(text)
    for event, where in events:
        build.line = bisect.bisect_left(ends, where["start"]) + 1
        build.take(event)
    return build.done()


def _line_ends(data: bytes) -> list[int]:
    found = []
    at = data.find(b"\n")
    while at >= 0:
        found.append(at)
        at = data.find(b"\n", at + 1)
    return found


class _Builder:
    """Blocks from events: a stack of open blocks, and the text that is being written in the innermost."""

    def __init__(self, file: str) -> None:
        self.line = 1
        self._file = file
        self._stack: list[tuple[str, list[Any], int]] = [("", [], 1)]
        self._writer: Writer | None = None
        self._since = 1
        self._tags = Tags()
        self._hidden_since = 1
        self._code: list[str] | None = None
        self._image: Writer | None = None
        self._level = 0
        self._count = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        if isinstance(event, str):
            if event != "Rule":
                self._add("\n")
            return
        ((kind, value),) = event.items()
        if kind == "Start":
            self._start(*_tag(value))
        elif kind == "End":
            self._end(_tag(value)[0])
        elif kind in ("Text", "Code"):
            self._add(value)
        elif kind in ("Html", "InlineHtml"):
            if self._tags.hiding is None:
                self._hidden_since = self.line
            self._tags.raw(value, self._text())

    def done(self) -> tuple[Block, ...]:
        """All blocks, once there are no more events."""
        self._flush()
        if self._tags.hiding:
            what = "a comment" if self._tags.hiding == "-->" else f"a {self._tags.hiding[1:]}> block"
            raise InputError(f"has {what} that never ends", file=self._file, line=self._hidden_since)
        return tuple(self._stack[0][1])

    def _text(self) -> Writer:
        if self._writer is None:
            self._writer, self._since = Writer(), self.line
        return self._writer

    def _add(self, words: str) -> None:
        if self._code is not None:
            self._code.append(words)
        elif self._image is not None:
            self._image.add(words)
        else:
            self._tags.text(words, self._text())

    def _start(self, name: str, value: Any) -> None:
        if name == "Link":
            self._text().open("a", value["dest_url"])
        elif name == "Strong":
            self._text().open("b")
        elif name == "Image":
            self._image = Writer()
        elif name == "CodeBlock":
            self._flush()
            self._code, self._since = [], self.line
        elif name in _OPENING:
            self._flush()
            if len(self._stack) > MAX_DEPTH:
                raise InputError(
                    f"nests lists or quotations more than {MAX_DEPTH // 2} deep",
                    file=self._file,
                    line=self.line,
                )
            self._stack.append((name, [], self.line))
            if name == "FootnoteDefinition":
                self._stack[-1][1].append(value)
        elif name in ("Paragraph", "Heading", "HtmlBlock"):
            self._flush()
            self._text()
            self._level = int(value["level"][1]) if name == "Heading" else 0

    def _end(self, name: str) -> None:
        if name == "Link":
            self._text().close("a")
        elif name == "Strong":
            self._text().close("b")
        elif name == "Image":
            if self._image is not None:
                self._text().image(self._image.text().flat)
            self._image = None
        elif name == "CodeBlock":
            code = "".join(self._code or ()).rstrip("\n")
            self._code = None
            self._put(Aside("Code", tuple(code.split("\n")), self._since))
        elif name in _OPENING:
            self._flush()
            _, inside, line = self._stack.pop()
            self._put(_OPENING[name](inside, line))
        elif name in ("Paragraph", "Heading", "HtmlBlock"):
            self._flush()
            self._level = 0

    def _flush(self) -> None:
        """The text that was written becomes a block."""
        if self._writer is None:
            return
        text, self._writer = self._writer.text(), None
        if self._level:
            self._put(Heading(self._level, text, self._since))
        elif text.plain.strip() or text.images:
            self._put(Paragraph(text, self._since))

    def _put(self, block: Any) -> None:
        self._count += 1
        if self._count > MAX_BLOCKS:
            raise InputError(
                f"has more than {MAX_BLOCKS:,} paragraphs and items, which no dispatch has",
                file=self._file,
                line=self.line,
                hint="check that this is the right file",
            )
        if block is not None:
            self._stack[-1][1].append(block)


def _tag(value: Any) -> tuple[str, Any]:
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data


def _words(blocks: list[Any]) -> str:
    return " ".join(block.text.flat for block in blocks if isinstance(block, Paragraph))


_OPENING: dict[str, Callable[[list[Any], int], Any]] = {
    "BlockQuote": lambda inside, line: Quote(tuple(inside), line),
    "List": lambda inside, line: List(tuple(inside), line),
    "Item": lambda inside, line: Item(tuple(inside), line),
    "Table": lambda inside, line: Aside("Table", tuple(inside), line),
    "TableHead": lambda inside, line: " | ".join(inside),
    "TableRow": lambda inside, line: " | ".join(inside),
    "TableCell": lambda inside, line: _words(inside),
    "FootnoteDefinition": lambda inside, line: Aside(
        "Footnote", (f"{inside[0]}: {_words(inside[1:])}",), line
    ),
}
"""From the name of a block that holds blocks to what it becomes."""
