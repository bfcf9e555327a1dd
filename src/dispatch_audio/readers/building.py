"""Blocks as they are put together from the events of a parser, whatever markup it reads: a stack, never recursion."""

from collections.abc import Callable
from typing import Any

from dispatch_audio.errors import InputError
from dispatch_audio.readers.blocks import (
    Aside,
    Block,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Writer,
)

MAX_DEPTH = 40
"""How deep lists, their items and quotations may nest in each other. Nobody who writes for readers goes beyond ten."""
MAX_BLOCKS = 40_000
"""How many paragraphs, items and headings a text may have. The longest newsletters we know have six hundred."""
MAX_MARKS = 400_000
"""How many stretches of text and marks a text may have."""
MAX_PARAGRAPH = 100_000
"""How many characters a paragraph may have."""


class Builder:
    """Open blocks on a stack, and the text that is being written in the innermost."""

    def __init__(self, file: str, line: Callable[[], int]) -> None:
        self._file = file
        self._line = line
        self._stack: list[tuple[str, list[Any], int]] = [("", [], 1)]
        self._writer: Writer | None = None
        self._since = 1
        self._level = 0
        self._code: list[str] | None = None
        self._image: Writer | None = None
        self._blocks = 0
        self._marks = 0

    @property
    def text(self) -> Writer:
        """The text of the innermost block; one begins here if none has."""
        if self._writer is None:
            self._writer, self._since = Writer(), self._line()
        return self._writer

    @property
    def literal(self) -> bool:
        """Whether what comes is code or stands for a picture, and not prose."""
        return self._code is not None or self._image is not None

    @property
    def is_code(self) -> bool:
        """Whether what comes is code, whose blanks and line ends stand."""
        return self._code is not None

    def words(self, words: str) -> None:
        """More words, of the innermost block, of code or of a picture's alternative text."""
        if self._code is not None:
            self._code.append(words)
        else:
            into = self._image or self.text
            into.add(words)
            if into.length > MAX_PARAGRAPH:
                self._refuse(f"has a paragraph of more than {MAX_PARAGRAPH:,} characters")

    def count(self) -> None:
        """One more event of the parser."""
        self._marks += 1
        if self._marks > MAX_MARKS:
            self._refuse(f"has more than {MAX_MARKS:,} stretches of text")

    def paragraph(self, level: int = 0) -> None:
        """A paragraph begins, or a heading of this level."""
        self.flush()
        self._writer, self._since, self._level = Writer(), self._line(), level

    def flush(self) -> None:
        """The text that was written becomes a block."""
        writer, level = self._writer, self._level
        self._writer, self._level = None, 0
        if writer is None:
            return
        text = writer.text()
        if level and text.plain.strip():
            self.put(Heading(level, text, self._since))
        elif text.plain.strip() or text.images:
            self.put(Paragraph(text, self._since))

    def begin(self, name: str) -> None:
        """A block that holds blocks begins: one of ``HOLDERS``."""
        self.flush()
        if len(self._stack) > MAX_DEPTH:
            raise InputError(
                f"nests lists or quotations more than {MAX_DEPTH // 2} deep",
                file=self._file,
                line=self._line(),
            )
        self._stack.append((name, [], self._line()))

    def finish(self, name: str) -> None:
        """The innermost of these blocks ends, and with it what is open in it; without one nothing does."""
        self.flush()
        if all(held != name for held, _, _ in self._stack):
            return
        while self._stack[-1][0] != name:
            self._close()
        self._close()

    def _close(self) -> None:
        name, inside, line = self._stack.pop()
        block = HOLDERS[name](inside, line)
        # An item outside of a list is a list of one.
        self.put(List((block,), line) if name == "Item" and self._stack[-1][0] != "List" else block)

    def begin_code(self) -> None:
        """Code begins: its words stand as they are."""
        self.flush()
        self._code, self._since = [], self._line()

    def finish_code(self) -> None:
        """Code ends."""
        code = "".join(self._code or ()).strip("\n")
        self._code = None
        if code.strip():
            self.put(Aside("Code", tuple(code.split("\n")), self._since))

    def begin_image(self) -> None:
        """A picture begins; words up to its end are what it says."""
        self._image = Writer()

    def finish_image(self) -> None:
        """A picture ends."""
        if self._image is not None:
            self.text.image(self._image.text().flat)
        self._image = None

    def put(self, block: Any) -> None:
        """A finished block."""
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            self._refuse(f"has more than {MAX_BLOCKS:,} paragraphs and items")
        self._stack[-1][1].append(block)

    def done(self) -> tuple[Block, ...]:
        """All blocks, once there are no more events."""
        self.flush()
        while len(self._stack) > 1:
            self._close()
        return tuple(self._stack[0][1])

    def _refuse(self, what: str) -> None:
        raise InputError(
            f"{what}, which no dispatch has",
            file=self._file,
            line=self._line(),
            hint="check that this is the right file",
        )


def _words(blocks: list[Any]) -> str:
    """What is in a cell or a footnote, as one line."""
    found = [block if isinstance(block, str) else _text(block) for block in blocks]
    return " ".join(part for part in found if part)


def _text(block: Any) -> str:
    match block:
        case Paragraph() | Heading():
            return block.text.flat
        case List():
            return " ".join(_words(list(item.blocks)) for item in block.items)
        case Quote():
            return _words(list(block.blocks))
        case Aside():
            return " ".join(block.lines)
    return ""


def _rows(inside: list[Any]) -> tuple[str, ...]:
    return tuple(part if isinstance(part, str) else _text(part) for part in inside)


def _items(inside: list[Any]) -> tuple[Item, ...]:
    """What stands in a list outside of its items is an item too."""
    return tuple(part if isinstance(part, Item) else Item((part,), part.line) for part in inside)


HOLDERS: dict[str, Callable[[list[Any], int], Any]] = {
    "BlockQuote": lambda inside, line: Quote(tuple(inside), line),
    "List": lambda inside, line: List(_items(inside), line),
    "Item": lambda inside, line: Item(tuple(inside), line),
    "Table": lambda inside, line: Aside("Table", _rows(inside), line),
    "TableHead": lambda inside, line: " | ".join(_rows(inside)),
    "TableRow": lambda inside, line: " | ".join(_rows(inside)),
    "TableCell": lambda inside, line: _words(inside),
    "FootnoteDefinition": lambda inside, line: Aside("Footnote", (_words(inside),), line),
    "Caption": lambda inside, line: Aside("Caption", (_words(inside),), line),
}
"""From the name of a block that holds blocks to what it becomes."""
