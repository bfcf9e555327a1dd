"""What a marked-up text is made of, whatever markup it was: headings, paragraphs, lists, quotations, in plain words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: half-open, in characters."""

    start: int
    end: int
    url: str = ""
    """Where it leads, as written; empty when it is no link."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words without their markup; a line end of the file is a line end here."""

    plain: str
    links: tuple[Span, ...] = ()
    """In order, none within another."""
    strong: tuple[Span, ...] = ()
    """What is set in bold, in order."""
    images: tuple[str, ...] = ()
    """What pictures say that stand in it: their alternative texts, which are not among its words."""

    @property
    def flat(self) -> str:
        """On one line, without double blanks."""
        return " ".join(self.plain.split())

    def words(self, span: Span) -> str:
        """What stands in a span, on one line."""
        return " ".join(self.plain[span.start : span.end].split())

    def cut(self, start: int, end: int) -> "Text":
        """A stretch of it, with what is marked in that stretch."""
        return self.keep((Span(start, end),))

    def keep(self, spans: Iterable[Span]) -> "Text":
        """Only these stretches, which are in order and do not overlap; pictures stay."""
        plain: list[str] = []
        links: list[Span] = []
        strong: list[Span] = []
        at = 0
        marks = {id(links): iter(self.links), id(strong): iter(self.strong)}
        pending = {key: next(marks[key], None) for key in marks}
        for span in spans:
            for into in (links, strong):
                key = id(into)
                mark = pending[key]
                while mark is not None and mark.start < span.end:
                    if mark.start >= span.start and mark.end <= span.end:
                        into.append(Span(mark.start - span.start + at, mark.end - span.start + at, mark.url))
                    mark = next(marks[key], None)
                pending[key] = mark
            plain.append(self.plain[span.start : span.end])
            at += span.end - span.start
        return Text("".join(plain), tuple(links), tuple(strong), self.images)

    def addresses(self) -> tuple[str, ...]:
        """Where its links lead, each with its words before it."""
        return tuple(f"{self.words(link)} {link.url}".strip() for link in self.links)

    def lines(self) -> tuple["Text", ...]:
        """Its lines, each with what is marked in it."""
        found = []
        at = 0
        for line in self.plain.split("\n"):
            found.append((at, at + len(line)))
            at += len(line) + 1
        return (self,) if len(found) == 1 else tuple(self.cut(*ends) for ends in found)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of what follows it."""

    level: int
    """1 is the highest; 7 a paragraph in bold that stands for a heading."""
    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose."""

    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    blocks: tuple["Block", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with the lists within it."""

    blocks: tuple["Block", ...]
    line: int


@dataclass(frozen=True, slots=True)
class List:
    """Items, numbered or not."""

    items: tuple[Item, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Aside:
    """What cannot be read aloud and is kept all the same: a table, code, a picture, a footnote."""

    label: str
    lines: tuple[str, ...]
    line: int


Block = Heading | Paragraph | Quote | List | Aside


def texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """Every text in blocks and in the blocks within them, in order."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.text
            case Quote():
                yield from texts(block.blocks)
            case List():
                for item in block.items:
                    yield from texts(item.blocks)
            case Aside():
                pass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of metadata: a key as written, its value and its line."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A marked-up text and what stands about it in its head."""

    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    file: str
    """The name to give in errors."""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


_OPEN = 40
"""How many open marks are looked at for the one that ends."""


@dataclass(slots=True)
class Writer:
    """A text as it is put together: words come one after another, and marks are opened and closed around them."""

    _parts: list[str] = field(default_factory=list)
    _links: list[Span] = field(default_factory=list)
    _strong: list[Span] = field(default_factory=list)
    _images: list[str] = field(default_factory=list)
    _open: list[tuple[str, int, str]] = field(default_factory=list)
    _at: int = 0

    @property
    def length(self) -> int:
        """How many characters have been written."""
        return self._at

    def add(self, words: str) -> None:
        """More words; an entity may have brought blanks and invisible characters into them."""
        if not (words.isascii() and words.isprintable()):
            words = _CONTROL.sub("", _INVISIBLE.sub("", _BLANKS.sub(" ", words)))
        self._parts.append(words)
        self._at += len(words)

    def open(self, mark: str, url: str = "") -> None:
        """A link (``a``) or bold (``b``) begins here."""
        self._open.append((mark, self._at, url))

    def close(self, mark: str) -> None:
        """The innermost mark of this kind ends here; without one nothing does."""
        if not self._open or self._open[-1][0] != mark:
            if all(kind != mark for kind, _, _ in self._open[-_OPEN:]):
                return
            while self._open[-1][0] != mark:
                self._open.pop()
        _, start, url = self._open.pop()
        into = self._links if mark == "a" else self._strong
        if start < self._at and not (into and into[-1].end > start):
            into.append(Span(start, self._at, url))

    def image(self, alternative: str) -> None:
        """A picture stands here."""
        self._images.append(alternative.strip())

    def text(self) -> Text:
        """What has been written."""
        return Text("".join(self._parts), tuple(self._links), tuple(self._strong), tuple(self._images))
