"""A Dispatch from a marked-up text: which headings are sections, which are groups, and which are sources."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dispatch_audio.dispatch import Dispatch, Field, Section
from dispatch_audio.errors import InputError
from dispatch_audio.readers import parts
from dispatch_audio.readers.blocks import Aside, Block, Document, Heading, Item, List, Paragraph, Quote, Text
from dispatch_audio.readers.drafts import Draft
from dispatch_audio.readers.head import read_head
from dispatch_audio.readers.housekeeping import is_housekeeping
from dispatch_audio.readers.labels import split_labels

_NO_SECTION = {"sources", "in brief", "also", "also in the news", "elsewhere"}
"""Headings whose sources belong to no section, so that the outline places them."""
_TEASER = re.compile(r"\s+(?:—|–|--?)\s+")
_PSEUDO = 7
MAX_SOURCES = 5_000
"""How many sources a dispatch may have. The longest newsletter we know has two hundred."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading, and what stands below it up to the next one."""

    heading: Heading
    body: tuple[Block, ...]
    section: bool
    group: tuple[str, ...]
    """The outermost heading inside its section and the nearest one, of which its sources' group is made."""
    above: bool
    """Whether a deeper heading follows it."""


def dispatch_of(document: Document) -> Dispatch:
    """The dispatch that a text's blocks and head hold.

    Raises InputError for a missing title or date, a text that ends after its title, and more sources than a
    dispatch has.
    """
    head, blocks = read_head(document)
    yard = parts.Yard(list(head.other))
    lead, sectioned = _divide(blocks)
    summary, first = _summary(lead, yard, bool(sectioned))
    sections, placed = _sections(sectioned, yard)
    drafts = [(None, draft) for draft in first] + placed
    if len(drafts) > MAX_SOURCES:
        raise InputError(
            f"has more than {MAX_SOURCES:,} sources, which no dispatch has",
            file=document.file,
            line=drafts[MAX_SOURCES][1].line,
            hint="check that this is the right file",
        )
    if not summary and not drafts:
        raise InputError(
            "ends after its title: it has no summary and no sources",
            file=document.file,
            line=document.blocks[-1].line if document.blocks else 1,
            hint="is the file cut short?",
        )
    numbers = _numbers([draft for _, draft in drafts])
    held: dict[int, list[int]] = {}
    for number, (section, _) in zip(numbers, drafts, strict=True):
        if section is not None:
            held.setdefault(section, []).append(number)
    sources = [draft.source(number) for number, (_, draft) in zip(numbers, drafts, strict=True)]
    assert head.date is not None
    return Dispatch(
        title=head.title,
        date=head.date,
        number=head.number,
        ship=head.ship,
        pull_quote=head.pull_quote,
        summary=summary,
        sections=tuple(Section(s.title, s.teaser, tuple(held.get(i, ()))) for i, s in enumerate(sections)),
        sources=tuple(sorted(sources, key=lambda source: source.number)),
        other=yard.fields(),
    )


def _numbers(drafts: list[Draft]) -> list[int]:
    """The numbers that titles give (``7. Title``) when each has one of its own; else their order."""
    given = [draft.number for draft in drafts]
    if all(number is not None for number in given) and len(set(given)) == len(given):
        return [number for number in given if number is not None]
    return list(range(1, len(drafts) + 1))


def _divide(blocks: tuple[Block, ...]) -> tuple[list[Block], list[Block]]:
    marked = [_as_heading(block) for block in blocks]
    for i, block in enumerate(blocks):
        # With nothing below it, it is what it looks like: a paragraph in bold.
        if isinstance(marked[i], Heading) and (i + 1 == len(blocks) or isinstance(marked[i + 1], Heading)):
            marked[i] = block
    at = next((i for i, block in enumerate(marked) if isinstance(block, Heading)), len(marked))
    return marked[:at], marked[at:]


def _as_heading(block: Block) -> Block:
    """A short paragraph that is bold from end to end is a heading to its reader."""
    if not isinstance(block, Paragraph) or len(block.text.strong) != 1 or len(block.text.plain) > 100:
        return block
    words = block.text.flat
    if block.text.words(block.text.strong[0]) != words or words.endswith((".", ":", "!", "?", ",")):
        return block
    return Heading(_PSEUDO, block.text, block.line)


def _summary(lead: list[Block], yard: parts.Yard, sectioned: bool) -> tuple[str, list[Draft]]:
    """Prose before the first section is the summary, and items that lead somewhere are sources of no section."""
    paragraphs: list[str] = []
    drafts: list[Draft] = []
    for block in lead:
        match block:
            case Paragraph() if is_housekeeping(block.text.flat) or not block.text.flat:
                yard.housekeeping(block.text)
            case Paragraph():
                _add_prose(paragraphs, block.text, yard)
            case List() if sectioned and _is_contents(block):
                yard.keep("Contents", *yard.lines(block))
            case List() if not any(map(_has_link, block.items)):
                paragraphs.extend(yard.lines(block))
            case List() | Quote():
                drafts.extend(parts.each(None, (block,), yard))
            case Aside():
                yard.other.append(Field(block.label, block.lines))
    return "\n\n".join(paragraphs), drafts


def _add_prose(paragraphs: list[str], text: Text, yard: parts.Yard) -> None:
    text, dropped = split_labels(text)
    yard.keep("Links", *dropped, *text.addresses())
    yard.keep("Image", *text.images)
    if text.flat:
        paragraphs.append(text.flat)


def _has_link(item: Item) -> bool:
    return any(isinstance(block, Paragraph) and block.text.links for block in item.blocks)


def _is_contents(block: List) -> bool:
    """Whether a list is a table of contents: its links lead to headings of this text."""
    links = [
        link for item in block.items for b in item.blocks if isinstance(b, Paragraph) for link in b.text.links
    ]
    return bool(links) and all(link.url.startswith("#") for link in links)


def _sections(blocks: list[Block], yard: parts.Yard) -> tuple[list[Section], list[tuple[int | None, Draft]]]:
    """Sections in their order, and every source with the index of its section."""
    found = list(_parts(blocks))
    stories = [part for part in found if part.section]
    flat = len(stories) == len(found) and all(_is_linked_title(part.heading) for part in stories)
    sections: list[Section] = []
    drafts: list[tuple[int | None, Draft]] = []
    told: set[str] = set()
    at: int | None = None
    for part in found:
        if part.section and flat:
            drafts.extend((None, draft) for draft in parts.from_heading(part.heading, part.body, yard))
            continue
        if part.section:
            at = _open_section(part, sections, yard)
            new = parts.each(part.heading, part.body, yard)
        elif not part.above and parts.is_source(part.heading, part.body):
            new = parts.from_heading(part.heading, part.body, yard)
        else:
            new = _grouped(part, yard)
        for draft in new:
            group = ": ".join(part.group)
            draft.group = group if group != draft.title else ""
            drafts.append((at, draft))
        told.update(part.group if new else (), [draft.title for draft in new])
    yard.keep(
        "Headings",
        *(
            p.heading.text.flat
            for p in found
            if not p.section and parts.numbered(p.heading.text.flat)[1] not in told
        ),
    )
    return _without_empty(sections, drafts, yard)


def _parts(blocks: list[Block]) -> Iterable[_Part]:
    """Headings with what is below them. A section is a heading that no heading before it is higher than."""
    starts = [i for i, block in enumerate(blocks) if isinstance(block, Heading)]
    top = _PSEUDO
    above: list[Heading] = []
    for i, start in enumerate(starts):
        heading = blocks[start]
        assert isinstance(heading, Heading)
        end = starts[i + 1] if i + 1 < len(starts) else len(blocks)
        follows = blocks[end] if end < len(blocks) else None
        deeper = isinstance(follows, Heading) and follows.level > heading.level
        section = heading.level <= top
        top = min(top, heading.level)
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        groups = (
            above[1:]
            if deeper or not parts.is_source(heading, tuple(blocks[start + 1 : end]))
            else above[1:-1]
        )
        yield _Part(heading, tuple(blocks[start + 1 : end]), section, _group(groups), deeper)


def _group(headings: list[Heading]) -> tuple[str, ...]:
    names = [heading.text.flat for heading in headings]
    return tuple(dict.fromkeys((names[0], names[-1]))) if names else ()


def _is_linked_title(heading: Heading) -> bool:
    return len(heading.text.links) == 1 and heading.text.words(heading.text.links[0]) == heading.text.flat


def _open_section(part: _Part, sections: list[Section], yard: parts.Yard) -> int | None:
    _, words = parts.numbered(part.heading.text.flat)
    yard.keep("Links", *part.heading.text.addresses())
    if words.rstrip(":").casefold() in _NO_SECTION:
        return None
    title, _, teaser = _TEASER.sub("\0", words, count=1).partition("\0")
    sections.append(Section(title.strip() or words, teaser.strip()))
    return len(sections) - 1


def _grouped(part: _Part, yard: parts.Yard) -> list[Draft]:
    """A heading inside a section that holds sources; where the heading itself leads is kept."""
    yard.keep("Links", *part.heading.text.addresses())
    return parts.each(part.heading, part.body, yard)


def _without_empty(
    sections: list[Section], drafts: list[tuple[int | None, Draft]], yard: parts.Yard
) -> tuple[list[Section], list[tuple[int | None, Draft]]]:
    """A section of which nothing is left but housekeeping is no section, unless no section says what it holds."""
    held = {at for at, _ in drafts if at is not None}
    if not held:
        return sections, drafts
    keep = [i for i, section in enumerate(sections) if i in held or section.teaser]
    yard.keep("Housekeeping", *(s.title for i, s in enumerate(sections) if i not in keep))
    places = {old: new for new, old in enumerate(keep)}
    return [sections[i] for i in keep], [(None if at is None else places[at], draft) for at, draft in drafts]
