"""A source as it is put together from paragraphs, quotations and list items."""

import re
from dataclasses import dataclass, field

from dispatch_audio.dispatch import Engagement, Field, Source
from dispatch_audio.readers import labels
from dispatch_audio.readers.blocks import Aside, Heading, Item, List, Paragraph, Quote, Span, Text, texts
from dispatch_audio.readers.links import link
from dispatch_audio.readers.sentences import beginning

_PREFIX = re.compile(r"\s*\[(?P<tag>[A-Za-z][^\[\]\n]{0,40})\]\s*")
_KINDS = {
    "video",
    "audio",
    "podcast",
    "paper",
    "talk",
    "slides",
    "book",
    "thread",
    "article",
    "post",
    "newsletter",
}
_AFTER_TITLE = re.compile(r"\s*(?:$|by\s[A-Z][\w. ]{1,40}$|[.:;,|(!?·•→\n]|[—–-]{1,3}\s)")
_STANDING = re.compile(r"^[\W_]*(?:[A-Z0-9]|[\w-]*(?:_|::|[a-z][A-Z]|\d))")
_ATTRIBUTING = re.compile(
    r"(?i)\b(?:says?|said|reports?|reported|writes?|wrote|tells?|told|announced|according to .*)$"
)
_BY = re.compile(
    r"^\s*(?:[—–-]{1,3}\s+(?:by\s+)?|\(|by\s+)(?P<author>[A-Z@][^\d()\[\].,:;!?|]{1,40}?)\)?\.?\s*$"
)
_COUNT = re.compile(r"^(?P<count>\d[\d,.]{0,14})\s+(?P<what>\S.*)$")


_SHORT = 120
"""Up to how many characters an item with a list below it is a title as a whole."""


@dataclass(slots=True)
class Draft:
    """What is known of a source so far."""

    line: int
    title: str = ""
    url: str = ""
    kind: str = ""
    author: str = ""
    role: str = ""
    excerpt: str = ""
    cited: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    engagement: str = ""
    provenance: str = ""
    number: int | None = None
    group: str = ""
    links: list[str] = field(default_factory=list)
    """What its other links say, each with its address."""
    other: list[Field] = field(default_factory=list)

    def source(self, number: int) -> Source:
        """The finished source."""
        cited = " ".join(self.cited)
        found = link(self.url) if self.url else None
        if self.url and found is None:
            self.links.insert(0, self.url)
        others = (*self.other, *((Field("Links", tuple(self.links)),) if self.links else ()))
        return Source(
            number=number,
            title=self.title,
            kind=self.kind,
            author=self.author,
            role=self.role,
            excerpt=self.excerpt or cited,
            cited_text=cited,
            context=" ".join(self.context),
            key_points=tuple(self.points),
            link=found,
            engagement=engagement(self.engagement),
            provenance=tuple(part.strip() for part in self.provenance.split("·") if part.strip()),
            group=self.group,
            other=others,
            line=self.line,
        )

    def take_links(self, text: Text) -> None:
        """Keeps the links of a text; the first that leads somewhere is the source's own if it has none yet."""
        for span in text.links:
            if not self.url and link(span.url) is not None and not labels.is_label(text.words(span)):
                self.url = span.url
            elif span.url != self.url:
                self.links.append(f"{text.words(span)} {span.url}".strip())
        if text.images:
            self.other.append(Field("Image", tuple(image for image in text.images if image)))

    def add_context(self, text: Text) -> None:
        """More of the dispatch's own words."""
        text, dropped = labels.split_labels(text)
        self.links.extend(dropped)
        self.take_links(text)
        if words := _tidy(text.flat):
            self.context.append(words)


def engagement(text: str) -> tuple[Engagement, ...]:
    """``241 likes · 10 retweets`` as counts."""
    counts = (_COUNT.match(part.strip()) for part in text.split("·"))
    return tuple(
        Engagement(int(re.sub(r"\D", "", count["count"]) or 0), count["what"]) for count in counts if count
    )


def from_item(item: Item) -> Draft:
    """A list item: a title and its link, or a sentence; the lists within it are its key points."""
    first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
    draft = from_prose(first.text if first else Text(""), item.line)
    nested = any(isinstance(block, List) for block in item.blocks)
    if first and nested and len(first.text.flat) <= _SHORT and len(draft.context) <= 1:
        draft.title, draft.context = first.text.flat.rstrip(":"), []
    for block in item.blocks[1:] if first else item.blocks:
        match block:
            case Paragraph() | Heading():
                draft.add_context(block.text)
            case List():
                draft.points.extend(points(block, draft))
            case Quote():
                draft.cited.extend(quoted(block))
                for text in texts(block.blocks):
                    draft.take_links(text)
            case Aside():
                draft.other.append(Field(block.label, block.lines))
    if not draft.title:
        draft.title = beginning(next(iter((*draft.context, *draft.points, *draft.cited)), ""))
    return draft


def from_prose(text: Text, line: int) -> Draft:
    """A paragraph or the first paragraph of a list item, of which one link or its beginning is the title."""
    draft = Draft(line)
    text = _without_tags(text, draft)
    text, dropped = labels.split_labels(text)
    draft.links.extend(dropped)
    bold = _leading(text, text.strong)
    lead = _leading(text, text.links)
    mark = lead if lead is not None and _ends_title(text, lead) else None
    mark = mark or (bold if bold is not None and _ends_title(text, bold) else None)
    if mark is not None:
        draft.title = _title(text.words(Span(0, mark.end)))
        draft.take_links(text.cut(0, mark.end))
        rest = text.cut(mark.end, len(text.plain))
        if mark is lead and (by := _BY.match(rest.plain)) and len(by["author"].split()) <= 4:
            draft.author = by["author"].strip()
            draft.take_links(rest)
        else:
            draft.add_context(rest)
    else:
        standing = next((span for span in text.links if _stands(text, span)), None)
        if standing is not None:
            draft.url = standing.url
        draft.add_context(text)
        draft.title = text.words(standing) if standing is not None else beginning(text.flat)
    return draft


def _stands(text: Text, span: Span) -> bool:
    """Whether a link's words are a title by themselves: a name, a heading, an identifier; not ``now live``.

    A single word is one that a text goes on to explain: tokenizers, a crate that ...
    """
    words = text.words(span)
    if (
        labels.is_label(words)
        or _ATTRIBUTING.search(words)
        or text.plain[: span.start].rstrip().endswith("(")
    ):
        return False
    explained = " " not in words and re.match(r", an? ", text.plain[span.end : span.end + 5])
    return bool(explained or _STANDING.match(words))


def points(found: List, draft: Draft) -> list[str]:
    """The items of a list as lines, with what is nested in them after them."""
    lines: list[str] = []
    for item in found.items:
        for block in item.blocks:
            match block:
                case Paragraph() | Heading():
                    text, dropped = labels.split_labels(block.text)
                    draft.links.extend(dropped)
                    draft.take_links(text)
                    if words := text.flat:
                        lines.append(words)
                case List():
                    lines.extend(points(block, draft))
                case Quote():
                    lines.extend(quoted(block))
                    for text in texts(block.blocks):
                        draft.take_links(text)
                case Aside():
                    draft.other.append(Field(block.label, block.lines))
    return lines


def quoted(quote: Quote) -> list[str]:
    """The paragraphs of a quotation, in plain words."""
    lines: list[str] = []
    for block in quote.blocks:
        match block:
            case Paragraph() | Heading():
                lines.append(block.text.flat)
            case List():
                lines.extend(line for item in block.items for line in quoted(Quote(item.blocks, item.line)))
            case Quote():
                lines.extend(quoted(block))
            case Aside():
                lines.extend(block.lines)
    return [line for line in lines if line]


def _without_tags(text: Text, draft: Draft) -> Text:
    """Takes ``[video]`` and its like from the beginning; a link's own words are no such tag."""
    at = 0
    first = text.links[0].start if text.links else len(text.plain)
    while (match := _PREFIX.match(text.plain, at)) and match.end() <= first and at < 200:
        tag = match["tag"].strip()
        label, colon, value = tag.partition(":")
        if tag.casefold() in _KINDS and not draft.kind:
            draft.kind = tag[:1].upper() + tag[1:]
        elif colon and value.strip():
            draft.other.append(Field(label.strip(), (value.strip(),)))
        else:
            draft.other.append(Field("Tag", (tag,)))
        at = match.end()
    return text.cut(at, len(text.plain)) if at else text


def _leading(text: Text, spans: tuple[Span, ...]) -> Span | None:
    """The mark that a text begins with, when nothing but punctuation and symbols stands before it."""
    if not spans or any(c.isalnum() for c in text.plain[: spans[0].start][:80]) or spans[0].start > 80:
        return None
    return spans[0] if text.words(spans[0]) else None


def is_led(text: Text) -> bool:
    """Whether a text begins with words in bold that end in a colon: **Why it matters:** it halves the price."""
    mark = _leading(text, text.strong)
    return mark is not None and (text.words(mark) + text.plain[mark.end : mark.end + 1]).rstrip().endswith(
        ":"
    )


def _ends_title(text: Text, mark: Span) -> bool:
    """Whether a mark that a text begins with is its title, and does not run on as a sentence."""
    words, rest = text.words(mark), text.plain[mark.end :]
    if _AFTER_TITLE.match(rest):
        return True
    return bool(re.search(r"[.!?:]$", words)) and bool(re.match(r"\s*[\"“(]?[A-Z0-9]", rest))


def _title(words: str) -> str:
    return words.strip(" -–—*•:|").rstrip(" .:;,") or words


def _tidy(words: str) -> str:
    """Without what joined a rest to the title before it: a full stop, a colon, a dash."""
    words = re.sub(r"^[\s.:;,|·•→—–-]+(?=\S)", "", words) if words else ""
    return (
        "" if not any(c.isalnum() for c in words) else re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", words).strip()
    )
