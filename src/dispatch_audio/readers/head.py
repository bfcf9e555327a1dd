"""What stands before the first section: number, date, ship, title, pull quote, and what is a summary of the whole."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

from dispatch_audio.dispatch import Field, PullQuote
from dispatch_audio.errors import InputError
from dispatch_audio.readers import page
from dispatch_audio.readers.blocks import Block, Document, Entry, Heading, Paragraph, Quote, Text, texts
from dispatch_audio.readers.dates import find_date, without_date

_NUMBERED = re.compile(
    r"(?i)(?:#\s?|\b(?:no\.?|nr\.?|issue|number|edition|episode|vol(?:ume|\.)?|dispatch|newsletter|weekly|digest|bulletin|"
    r"briefing|news|roundup|letter|this week in [\w.+#-]{1,30})\s+#?)(?P<number>\d{1,6})(?![\w.]*\d)"
)
_AROUND_DATE = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:published|posted|updated|written|on|at|by [A-Z][\w .'’-]{1,40})\b"
)
_QUOTE_AUTHOR = re.compile(r"^\s*[—–-]{1,3}\s*(?P<author>[^,\n]{1,200}?)\s*(?:,\s*(?P<note>.*))?$")
_WRAPPED = re.compile(r"^[“\"„«](?P<text>.*)[”\"“»]$", re.DOTALL)


@dataclass(slots=True)
class Head:
    """What is known of a dispatch before its sections."""

    title: str = ""
    date: datetime.date | None = None
    number: int | None = None
    ship: str = ""
    pull_quote: PullQuote | None = None
    other: list[Field] = field(default_factory=list)


def read_head(document: Document) -> tuple[Head, tuple[Block, ...]]:
    """The head of a document, and its other blocks.

    Raises InputError when no date is found in the front matter, a header, the title, the first lines or the file's
    name, when no title is found, and for a date or number that is none.
    """
    head = Head()
    for entry in document.entries:
        _take_entry(head, entry, document.file)
    blocks = _take_header(head, list(document.blocks), document.file)
    blocks = _take_title(head, blocks)
    blocks = _take_header(head, blocks, document.file)
    if not head.title:
        raise InputError(
            "has no title", file=document.file, line=1, hint="give it one: a first line `# The title`"
        )
    _take_subtitle(head, blocks)
    _take_pull_quote(head, blocks)
    _find_date(head, blocks, document.file)
    _take_dateline(head, blocks)
    if head.number is None and (found := _NUMBERED.search(head.title[:500])):
        head.number = int(found["number"])
    return head, tuple(blocks)


def _take_entry(head: Head, entry: Entry, file: str) -> None:
    key, value = entry.key.casefold().strip(), entry.value.strip()
    if key == "title" and value:
        head.title = value
    elif key == "date" and value:
        head.date = find_date(value)
        if head.date is None:
            raise InputError(
                f"{value[:60]} is no date", file=file, line=entry.line, hint="write it as date: 2026-04-20"
            )
    elif key in ("number", "issue", "dispatch") and value:
        if not re.fullmatch(r"#?\d{1,9}", value, re.ASCII):
            raise InputError(f"{value[:60]} is no number", file=file, line=entry.line, hint="write number: 2")
        head.number = int(value.lstrip("#"))
    elif key == "ship":
        head.ship = value
    elif value:
        head.other.append(Field(entry.key, (value,)))


def _take_header(head: Head, blocks: list[Block], file: str) -> list[Block]:
    """A first paragraph or heading that reads like a page's header: Dispatch 002 · 2026-04-20 GCU Somewhere."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph | Heading) or head.date is not None:
        return blocks
    try:
        found = page.header(first.text.flat)
    except ValueError as error:
        raise InputError(f"{error} is no date", file=file, line=first.line) from None
    if found is None:
        return blocks
    head.number, head.date, head.ship = found
    return blocks[1:]


def _take_title(head: Head, blocks: list[Block]) -> list[Block]:
    """The first heading is the title when nothing but lead prose stands before it, and it is the highest one that is
    used once, or when there is no other title."""
    at = next((i for i, block in enumerate(blocks) if isinstance(block, Heading)), None)
    if at is None:
        return blocks
    first = blocks[at]
    assert isinstance(first, Heading)
    others = [block.level for block in blocks[at + 1 :] if isinstance(block, Heading)]
    words = first.text.flat
    same = head.title and words.casefold() == head.title.casefold()
    alone = first.level == 1 and all(level > 1 for level in others) and at == 0
    if not words or not (same or alone or (not head.title and at <= 2 and first.level <= 2)):
        return blocks
    if not head.title:
        head.title = words
    elif not same:
        head.other.append(Field("Title", (words,)))
    _keep_links(head, first.text)
    return [*blocks[:at], *blocks[at + 1 :]]


def _take_subtitle(head: Head, blocks: list[Block]) -> None:
    """A heading right below the title that is lower than all that follow has no section of its own."""
    first = blocks[0] if blocks else None
    later = [block.level for block in blocks[1:] if isinstance(block, Heading)]
    if isinstance(first, Heading) and later and first.level > max(later):
        head.other.append(Field("Subtitle", (first.text.flat,)))
        _keep_links(head, first.text)
        del blocks[0]


def _take_dateline(head: Head, blocks: list[Block]) -> None:
    """A first line that says nothing but the date, or who wrote it and when."""
    for i, block in enumerate(blocks[:3]):
        if not isinstance(block, Paragraph):
            return
        words = block.text.flat
        rest = without_date(words) if len(words) < 100 else words
        if rest != words and not any(c.isalnum() for c in _AROUND_DATE.sub("", rest)):
            head.other.append(Field("Dateline", (words,)))
            _keep_links(head, block.text)
            del blocks[i]
            return


def _take_pull_quote(head: Head, blocks: list[Block]) -> None:
    """A quotation before the first section; its author stands on its last line or on the line below it."""
    at = next((i for i, block in enumerate(blocks) if isinstance(block, Quote | Heading)), None)
    quote = blocks[at] if at is not None else None
    if at is None or not isinstance(quote, Quote) or not all(isinstance(b, Paragraph) for b in quote.blocks):
        return
    lines = [line.flat for b in quote.blocks if isinstance(b, Paragraph) for line in b.text.lines()]
    lines = [line for line in lines if line]
    for text in texts(quote.blocks):
        _keep_links(head, text)
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    author = _QUOTE_AUTHOR.match(lines[-1]) if len(lines) > 1 else None
    if author:
        lines.pop()
    elif isinstance(after, Paragraph) and (author := _QUOTE_AUTHOR.match(after.text.flat)):
        _keep_links(head, after.text)
        del blocks[at + 1]
    del blocks[at]
    head.pull_quote = PullQuote(
        unwrapped(" ".join(lines)),
        author["author"] if author else "",
        (author["note"] or "") if author else "",
    )


def unwrapped(words: str) -> str:
    """Without the quotation marks around the whole."""
    match = _WRAPPED.match(words)
    inside = match["text"] if match else ""
    return inside.strip() if match and not re.search(r"[“”\"„«»]", inside) else words


def _keep_links(head: Head, text: Text) -> None:
    if text.links:
        head.other.append(Field("Links", text.addresses()))
    if text.images:
        head.other.append(Field("Image", text.images))


def _find_date(head: Head, blocks: list[Block], file: str) -> None:
    if head.date is not None:
        return
    short = [b.text.flat for b in blocks[:4] if isinstance(b, Paragraph) and len(b.text.plain) < 100]
    for words in (head.title, *short, Path(file).name):
        head.date = find_date(words)
        if head.date is not None:
            return
    raise InputError(
        "has no date",
        file=file,
        line=1,
        hint="give one: a line date: 2026-04-20 at the top, or a name that begins with it (2026-04-20-news.md)",
    )
