"""HTML: a saved page of a newsletter or of a dispatch. What is main text, trafilatura tells; what stands in it is all
read."""

import re

from lxml import etree, html

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError
from dispatch_audio.readers import page
from dispatch_audio.readers.blocks import Block, Document, Heading, List, Paragraph
from dispatch_audio.readers.main_text import main_text
from dispatch_audio.readers.metadata import metadata
from dispatch_audio.readers.newsletter import dispatch_of
from dispatch_audio.readers.walking import blocks_of

MAX_ELEMENTS = 20_000
"""How many elements a page may have. The longest newsletter we know has two thousand."""
_TOO_MUCH = ("Excessive depth", "limit exceeded", "Buffer size")
"""What libxml2 says when it stops before the end of a page."""


def read(text: str, file: str) -> Dispatch:
    """The dispatch that an HTML page holds; nothing that it refers to is fetched, and no entity of its own is known.

    Raises InputError for what is no page, for what is missing, and for nesting or a number of elements that no page
    of a newsletter has.
    """
    root = _parse(text, file)
    entries = metadata(root)
    found = blocks_of(main_text(root), root, file)
    if (lines := _dispatch_page(found)) is not None:
        return page.read_lines(lines, file)
    return dispatch_of(Document(found, entries, file))


def _parse(text: str, file: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise InputError("is no page of HTML", file=file, hint="check that this is the right file") from None
    for entry in parser.error_log:
        if entry.message.startswith(_TOO_MUCH) or "limit exceeded" in entry.message:
            raise InputError(
                "is no page that can be read: it nests too deep or holds too long a text",
                file=file,
                line=entry.line,
                hint="save the newsletter's text alone",
            )
    count = sum(1 for _ in zip(root.iter(), range(MAX_ELEMENTS + 1), strict=False))
    if count > MAX_ELEMENTS:
        raise InputError(
            f"has more than {MAX_ELEMENTS:,} elements, which no newsletter has",
            file=file,
            hint="save the newsletter's text alone",
        )
    return root


def _dispatch_page(blocks: tuple[Block, ...]) -> list[page.Line] | None:
    """The lines of a dispatch's own page, from its header on; None when the page is another."""
    lines = [line for block in blocks for line in _lines(block)]
    for i, line in enumerate(lines[:60]):
        try:
            found = page.header(line.text)
        except ValueError:
            found = None
        if found is not None and any(re.match(r"(?i)sources:?$", after.text) for after in lines[i:]):
            return lines[i:]
    return None


def _lines(block: Block, bullet: str = "") -> list[page.Line]:
    """A block as a browser copies it: a line for each line, and a hyphen before each item."""
    match block:
        case Paragraph() | Heading():
            texts = [text.flat for text in block.text.lines()]
            return [
                page.Line(block.line, bullet * (i == 0) + text)
                for i, text in enumerate(t for t in texts if t)
            ]
        case List():
            return [
                line
                for item in block.items
                for i, inner in enumerate(item.blocks)
                for line in _lines(inner, "- " if i == 0 else "")
            ]
    inner = getattr(block, "blocks", ())
    return [line for part in inner for line in _lines(part, bullet)]
