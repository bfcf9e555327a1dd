"""Sources from what stands under a heading: one source of it all, or one for each item and paragraph."""

import re
from dataclasses import dataclass, field

from dispatch_audio.dispatch import Field
from dispatch_audio.readers import drafts, labels
from dispatch_audio.readers.blocks import Aside, Block, Heading, Item, List, Paragraph, Quote, Text, texts
from dispatch_audio.readers.drafts import Draft
from dispatch_audio.readers.head import unwrapped
from dispatch_audio.readers.housekeeping import is_housekeeping
from dispatch_audio.readers.sentences import beginning

_BYLINE = re.compile(
    r"^(?:(?P<kind>[A-Z][\w/-]{0,20}(?: [\w/-]{1,20})?)\s+(?:by\s|·)|By\s)\s*(?P<author>[^\s].{0,200}?)"
    r"(?:\s+(?:—|–|--?)\s+(?P<role>.{1,300}))?$"
)
_LABEL = re.compile(r"^(?P<label>[A-Z][\w'’/-]{0,24}(?: [\w'’/-]{1,20}){0,2}):(?:\s+(?P<value>.*))?$")
_VALUES = {
    "engagement": "engagement",
    "provenance": "provenance",
    "excerpt": "excerpt",
    "kind": "kind",
    "author": "author",
    "role": "role",
    "link": "url",
}
"""From a label that may stand below a source's title to what it gives."""
_LISTS = {"context": "context", "cited text": "cited", "key points": "points", "key point": "points"}
_AUTHOR = re.compile(r"^\s*[—–-]{1,3}\s*(?P<author>\S.{0,300})$")
_WHERE = re.compile(r"^(?P<author>[^,]{1,80}?)(?:,\s+(?P<role>.+)|\s+(?P<where>(?:on|in|at|via) .+))?$")
_LED = re.compile(r"^[A-Z][\w'’, -]{1,40}[:.!?]")
_CREDITS = re.compile(r"(?i)\b(?:edited|curated|compiled|written|sponsored|supported|made possible) by\W*$")
_ORDINAL = re.compile(r"^#?(?P<number>\d{1,4})[.)]\s+(?=\S)")


@dataclass(slots=True)
class Yard:
    """What is kept and not told: housekeeping, tables, code, pictures, loose links."""

    other: list[Field] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, label: str, *lines: str) -> None:
        """More lines of a kind that is told of once."""
        self._lines.setdefault(label, []).extend(line for line in lines if line)

    def housekeeping(self, text: Text) -> None:
        """A paragraph about the newsletter, with where its links lead."""
        self.keep("Housekeeping", text.flat)
        self.keep("Links", *text.addresses())
        self.keep("Image", *text.images)

    def lines(self, block: List) -> list[str]:
        """The items of a list as lines; where its links lead is kept, and what in it cannot be read aloud."""
        draft = Draft(block.line)
        found = drafts.points(block, draft)
        self.keep("Links", draft.url, *draft.links)
        self.other.extend(draft.other)
        return found

    def fields(self) -> tuple[Field, ...]:
        """All of it."""
        return (*self.other, *(Field(label, tuple(lines)) for label, lines in self._lines.items() if lines))


def numbered(words: str) -> tuple[int | None, str]:
    """``7. Title`` as a number and a title."""
    match = _ORDINAL.match(words)
    return (int(match["number"]), words[match.end() :]) if match else (None, words)


def is_source(heading: Heading, body: tuple[Block, ...]) -> bool:
    """Whether what stands under a heading is one source and not a list of them.

    It is a list when most of its items hold a link, unless it has a byline, a label or a quotation as a source
    written by hand has.
    """
    if not body:
        return bool(heading.text.links)
    paragraphs = [block for block in body if isinstance(block, Paragraph)]
    if any(isinstance(block, Quote) for block in body):
        return True
    if paragraphs and (_BYLINE.match(_first_line(paragraphs[0])) or any(map(_labelled, paragraphs))):
        return True
    items = [item for block in body if isinstance(block, List) for item in block.items]
    linked = sum(1 for item in items if _is_linked(item))
    return linked * 2 <= len(items) and bool(paragraphs or items)


def from_heading(heading: Heading, body: tuple[Block, ...], yard: Yard) -> list[Draft]:
    """One source: its title is the heading, and everything below the heading is said of it. None when all of that
    is housekeeping."""
    number, title = numbered(heading.text.flat)
    draft = Draft(heading.line, title=title, number=number)
    draft.take_links(heading.text)
    if not draft.url and heading.text.links:
        draft.url = heading.text.links[0].url
    first = True
    for i, block in enumerate(body):
        match block:
            case Paragraph() if _is_aside(block, body[i + 1] if i + 1 < len(body) else None):
                yard.housekeeping(block.text)
            case Paragraph():
                _paragraph(draft, block, first=first)
                first = False
            case Quote():
                _quote(draft, block)
            case List():
                draft.points.extend(drafts.points(block, draft))
            case Aside():
                draft.other.append(Field(block.label, block.lines))
    if body and not (draft.context or draft.cited or draft.points or draft.author or draft.other):
        yard.keep("Housekeeping", title)
        yard.keep("Links", *heading.text.addresses())
        return []
    return [draft]


def each(heading: Heading | None, body: tuple[Block, ...], yard: Yard) -> list[Draft]:
    """One source for each item and each paragraph that tells something of its own."""
    title = numbered(heading.text.flat)[1] if heading else ""
    found: list[Draft] = []
    named = False
    for i, block in enumerate(body):
        follows = body[i + 1] if i + 1 < len(body) else None
        match block:
            case Paragraph() if _is_aside(block, follows):
                yard.housekeeping(block.text)
            case Paragraph() if found and (author := _AUTHOR.match(block.text.flat)) and found[-1].cited:
                _credit(found[-1], author["author"], block.text)
            case Paragraph():
                named = _prose(found, block, title, named=named)
            case Quote():
                if not (found and not found[-1].cited and i and isinstance(body[i - 1], Paragraph)):
                    found.append(Draft(block.line, title=title))
                _quote(found[-1], block)
                found[-1].title = found[-1].title or beginning(" ".join(found[-1].cited))
            case List() if i and _leads_aside(body[i - 1]):
                yard.keep("Housekeeping", *yard.lines(block))
            case List():
                found.extend(_items(block, title, body[i - 1] if i else None, found))
            case Aside():
                yard.other.append(Field(block.label, block.lines))
    return [draft for draft in found if draft.title]


def _first_line(block: Paragraph) -> str:
    return " ".join(block.text.plain.strip().split("\n", 1)[0].split())[:600]


def _labelled(block: Paragraph) -> bool:
    match = _LABEL.match(_first_line(block))
    return match is not None and match["label"].casefold() in {*_VALUES, *_LISTS}


def _is_linked(item: Item) -> bool:
    return any(isinstance(block, Paragraph) and block.text.links for block in item.blocks[:1])


def _is_aside(block: Paragraph, follows: Block | None) -> bool:
    words = block.text.flat
    if not any(c.isalnum() for c in words) or is_housekeeping(words):
        return True
    if isinstance(follows, List | Aside) and words.endswith(":") and not _labelled(block):
        return True
    # A link alone that says only that there is more: "Full report here."
    return bool(block.text.links) and labels.is_label(words)


def _leads_aside(block: Block) -> bool:
    return isinstance(block, Paragraph) and _CREDITS.search(block.text.flat[-200:]) is not None


def _prose(found: list[Draft], block: Paragraph, title: str, *, named: bool) -> bool:
    """A paragraph is a new source, or goes on with the one before when it brings neither a title nor a link."""
    if found and not block.text.links and _LED.match(block.text.flat) and drafts.is_led(block.text):
        # **Why it matters:** and its like go on with the story above.
        found[-1].add_context(block.text)
        return named
    draft = drafts.from_prose(block.text, block.line)
    told = " ".join(draft.context)
    own = draft.title != beginning(block.text.flat)
    if found and not own and found[-1].context and not draft.url:
        found[-1].add_context(block.text)
        return named
    if not own and title and not named and len(told) > 90:
        draft.title, named = title, True
    found.append(draft)
    return named


def _items(block: List, title: str, before: Block | None, found: list[Draft]) -> list[Draft]:
    """Items as sources; but a list of mere names is one source, or belongs to the paragraph that led to it."""
    firsts = [
        item.blocks[0].text for item in block.items if item.blocks and isinstance(item.blocks[0], Paragraph)
    ]
    bare = not any(text.links for text in firsts)
    mere = bare and all(len(text.plain) <= 60 and not text.flat.endswith((".", "!", "?")) for text in firsts)
    if bare and isinstance(before, Paragraph | Quote) and found and not found[-1].points:
        found[-1].points.extend(drafts.points(block, found[-1]))
        return []
    if mere and title and len(firsts) == len(block.items):
        draft = Draft(block.line, title=title)
        draft.points.extend(drafts.points(block, draft))
        return [draft]
    return [drafts.from_item(item) for item in block.items]


def _paragraph(draft: Draft, block: Paragraph, *, first: bool) -> None:
    lines = block.text.lines()
    byline = _BYLINE.match(_first_line(block)) if first and not draft.author and len(lines) <= 12 else None
    if byline:
        draft.kind, draft.author = byline["kind"] or "", byline["author"].strip()
        draft.role = (byline["role"] or "").strip()
        draft.take_links(lines[0])
        rest = lines[1:]
        if rest and not _take_labels(draft, rest):
            draft.add_context(block.text.cut(len(lines[0].plain) + 1, len(block.text.plain)))
    elif not _take_labels(draft, lines):
        if (author := _AUTHOR.match(block.text.flat)) and draft.cited and not draft.author:
            _credit(draft, author["author"], block.text)
        else:
            draft.add_context(block.text)


def _take_labels(draft: Draft, lines: tuple[Text, ...]) -> bool:
    """Lines that each are ``Label: value``. One label that we do not know must not look like a sentence."""
    found = [(_LABEL.match(line.flat[:5000]), line) for line in lines if line.flat]
    if not found or not all(match for match, _ in found):
        return False
    names = [match["label"].casefold() for match, _ in found if match]
    sure = any(name in _VALUES or name in _LISTS for name in names)
    if not sure and any(
        line.flat.endswith((".", "!", "?", ":")) or len(line.flat) > 160 for _, line in found
    ):
        return False
    for match, line in found:
        if match is None:
            continue
        label, value = match["label"], line.flat[match.end("label") + 1 :].strip()
        name = _VALUES.get(label.casefold())
        if name is not None and not getattr(draft, name):
            setattr(draft, name, line.links[0].url if name == "url" and line.links else value)
        elif (into := _LISTS.get(label.casefold())) is not None:
            if value:
                getattr(draft, into).append(value)
        else:
            draft.other.append(Field(label, (value,)))
            draft.take_links(line)
    return True


def _quote(draft: Draft, quote: Quote) -> None:
    lines = [
        line.flat for b in quote.blocks if isinstance(b, Paragraph) for line in b.text.lines() if line.flat
    ]
    last = _AUTHOR.match(lines[-1]) if len(lines) > 1 else None
    words = drafts.quoted(quote)
    if last and not draft.author and words[-1].endswith(lines[-1]):
        words[-1] = words[-1][: -len(lines[-1])].rstrip()
        _credit(draft, last["author"], Text(""))
    draft.cited.extend(unwrapped(line) for line in words if line)
    for text in texts(quote.blocks):
        draft.take_links(text)


def _credit(draft: Draft, words: str, text: Text) -> None:
    """``Ada on the list`` or ``Ada, a gardener``: who said it, what they are, or where they said it."""
    match = _WHERE.match(" ".join(words.split()))
    draft.author = match["author"].strip() if match else words
    # Said by somebody, and written nowhere that the page names.
    draft.kind = draft.kind or "Quote"
    if match and match["role"]:
        draft.role = match["role"].strip()
    if match and match["where"]:
        draft.other.append(Field("Where", (match["where"],)))
    for link in text.links:
        if not draft.url:
            draft.url = link.url
        else:
            draft.links.append(f"{text.words(link)} {link.url}")
