"""The text of a dispatch's page, as a browser copies it: header, title, pull quote, summary, outline, sources."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dispatch_audio.dispatch import Dispatch, Engagement, Field, Link, PullQuote, Section, Source
from dispatch_audio.errors import InputError
from dispatch_audio.readers.links import link

_DASH = r"[—–―‒−-]"
_DASHES = re.compile(r"\s+[—–―‒−]\s+|\s+-{1,2}\s+")
_MARKUP = re.compile(r"\s*<[!?a-zA-Z]")
_HEADER = re.compile(
    r"^\W{0,4}dispatch\s+(?:no\.?\s*|#\s*)?(?P<number>\d{1,9})?\s*[·•|,:—–―‒−-]?\s*(?P<date>\d{4}-\d{1,2}-\d{1,2})\b\W{0,4}(?P<ship>.*)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""^(?:[“"„«”](?P<text>.+)[”"“»]|[‘'‚‹](?P<single>.+)[’'‘›])$""")
_QUOTE_AUTHOR = re.compile(rf"^{_DASH}+\s*(?P<author>[^,]+?)\s*(?:,\s*(?P<note>.*))?$")
_ITEM = re.compile(r"^[-*•]\s+(?P<text>\S.*)$")
_SEPARATOR = re.compile(r"^[-*•—–―_]*$")
_SOURCES = re.compile(r"^sources:?$", re.IGNORECASE)
_CITED = re.compile(r"^(?P<count>\d{1,4}) cited\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,4}$")
_LINK = re.compile(r"^(?P<written>\S+)\s*(?:→|->|⟶|»)\s*details$", re.IGNORECASE)
_BARE_LINK = re.compile(r"^(?:https?://)?[\w-]+(?:\.[\w-]+)+/\S*$")
_KIND = re.compile(
    r"(?i)(?:article|x|tweet|post|video|paper|podcast|thread|report|newsletter|book|interview|repo)\s"
)
_COUNT = re.compile(r"^(?P<count>[\d,.]+)\s+(?P<what>\S.*)$")

MAX_LINES = 100_000
"""How many lines a page's text may have. A dispatch of sixty sources has about twelve hundred."""

_LABELS = {
    "cited text": "cited_text",
    "context": "context",
    "key points": "key_points",
    "key point": "key_points",
    "engagement": "engagement",
    "provenance": "provenance",
}
"""From a label to its field. Key points are a list; the value of every other label is one item."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's text, without the blanks around it, and its number in the file."""

    number: int
    text: str


def read(text: str, file: str) -> Dispatch:
    """The dispatch that a page's text holds; nothing in it is dropped.

    Raises InputError with the line for a missing header or title, a dispatch that ends after its title, a source
    without a title or whose number comes twice, and a list of sources shorter than it says.
    """
    if _MARKUP.match(text):
        raise InputError(
            "is a page of HTML or XML, not the text of a dispatch",
            file=file,
            hint="name the file .html, or copy the page's text from the browser and save that",
        )
    if text.count("\n") > MAX_LINES:
        raise InputError(
            f"has more than {MAX_LINES:,} lines, which no dispatch has",
            file=file,
            hint="check that this is the right file",
        )
    return read_lines([Line(i, line.strip()) for i, line in enumerate(text.split("\n"), start=1)], file)


def read_lines(lines: Sequence[Line], file: str) -> Dispatch:
    """The dispatch that the lines of a page hold; raises as ``read`` does."""
    split = next((i for i, line in enumerate(lines) if _SOURCES.match(line.text)), len(lines))
    head = [line for line in lines[:split] if line.text]
    if len(head) > 1 and _HEADER.match(head[1].text[:1000]) and not _HEADER.match(head[0].text[:1000]):
        head[:2] = [head[1], head[0]]
    number, date, ship = _read_header(head, file)
    title = _read_title(head, file)
    pull_quote, rest = _read_pull_quote(head[2:])
    sections, paragraphs = _read_outline(rest)
    sources = _read_sources(lines[split + 1 :], file)
    if not paragraphs and not sources:
        raise InputError(
            "ends after its title: it has no summary and no sources",
            file=file,
            line=head[-1].number,
            hint="is the file cut short?",
        )
    return Dispatch(
        title=title,
        date=date,
        number=number,
        ship=ship,
        pull_quote=pull_quote,
        summary="\n\n".join(paragraphs),
        sections=sections,
        sources=sources,
    )


def header(line: str) -> tuple[int | None, datetime.date, str] | None:
    """Number, date and ship of a line that reads ``Dispatch 002 · 2026-04-20 GCU Somewhere``; None for any other.

    Raises ValueError, with the date as written, when it is none.
    """
    match = _HEADER.match(line[:1000])
    if match is None:
        return None
    try:
        year, month, day = (int(part) for part in match["date"].split("-"))
        date = datetime.date(year, month, day)
    except ValueError:
        raise ValueError(match["date"]) from None
    return (int(match["number"]) if match["number"] else None), date, match["ship"].strip()


def _read_header(head: list[Line], file: str) -> tuple[int | None, datetime.date, str]:
    first = head[0] if head else Line(1, "")
    try:
        found = header(first.text)
    except ValueError as error:
        raise InputError(f"{error} is no date", file=file, line=first.number) from None
    if found is None:
        raise InputError(
            "has no header",
            file=file,
            line=first.number,
            hint="the first line of a dispatch reads: Dispatch 002 · 2026-04-20",
        )
    return found


def _read_title(head: list[Line], file: str) -> str:
    if len(head) < 2 or _QUOTED.match(head[1].text) or _ITEM.match(head[1].text):
        raise InputError(
            "has no title", file=file, line=head[0].number, hint="the title is the line below the header"
        )
    return head[1].text


def _read_pull_quote(head: list[Line]) -> tuple[PullQuote | None, list[Line]]:
    """A quoted line below the title, or further down when an author's line follows it."""
    for i, line in enumerate(head):
        match = _QUOTED.match(line.text)
        if match is None:
            continue
        author = _QUOTE_AUTHOR.match(head[i + 1].text) if i + 1 < len(head) else None
        # A hyphen may begin an author's line, but with a dash further on the line belongs to the outline.
        if author is not None and _ITEM.match(head[i + 1].text) and _DASHES.search(head[i + 1].text[2:]):
            author = None
        if author is None and i > 0:
            continue
        text = (match["text"] or match["single"]).strip()
        if author is None:
            return PullQuote(text, ""), head[1:]
        return PullQuote(text, author["author"], author["note"] or ""), [*head[:i], *head[i + 2 :]]
    return None, head


def _read_outline(head: list[Line]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Outline lines are list items; whatever else stands before the sources is the summary."""
    sections: list[Section] = []
    paragraphs: list[str] = []
    for line in head:
        if item := _ITEM.match(line.text):
            title, _, teaser = _DASHES.sub("\0", item["text"], count=1).partition("\0")
            sections.append(Section(title.strip(), teaser.strip()))
        else:
            paragraphs.append(line.text)
    return tuple(sections), tuple(paragraphs)


def _read_sources(lines: Sequence[Line], file: str) -> tuple[Source, ...]:
    cited = next((_CITED.match(line.text) for line in lines if line.text), None)
    sources = tuple(_read_source(block, file) for block in _split_sources(lines))
    seen: dict[int, int] = {}
    for source in sources:
        if source.number in seen:
            raise InputError(
                f"source {source.number} stands here and in line {seen[source.number]}",
                file=file,
                line=source.line,
            )
        seen[source.number] = source.line
    if cited and int(cited["count"]) != len(sources):
        raise InputError(
            f"says {cited[0]}, but holds {len(sources)} source{'s' * (len(sources) != 1)}",
            file=file,
            line=lines[-1].number,
            hint="is the file cut short? else correct the count",
        )
    return sources


def _split_sources(lines: Iterable[Line]) -> list[list[Line]]:
    """A number alone on its line begins a source, unless it is the title or excerpt of the one before."""
    blocks: list[list[Line]] = []
    free = True
    for line in lines:
        if not line.text or _SEPARATOR.match(line.text) or _CITED.match(line.text):
            free = True
        elif _NUMBER.match(line.text) and free:
            blocks.append([line])
            free = False
        elif blocks:
            blocks[-1].append(line)
            free = _ITEM.match(line.text) is not None
    return blocks


def _read_source(block: list[Line], file: str) -> Source:
    number = int(block[0].text)
    first_item = next(
        (i for i, line in enumerate(block) if _ITEM.match(line.text) or (i > 1 and _labelled(line.text)[0])),
        len(block),
    )
    card, items = block[1:first_item], block[first_item:]
    if not card:
        raise InputError(f"source {number} has no title", file=file, line=block[0].number)
    found = next((address for line in card[1:] if (address := _link(line.text))), None)
    body = [line.text for line in card[1:] if _link(line.text) is None]
    values, other = _read_fields(items)
    has_byline = bool(body) and _is_byline(body[0], " ".join(values.get("cited_text", ())))
    kind, author, role = _byline(body[0]) if has_byline else ("", "", "")
    one = {name: " ".join(lines) for name, lines in values.items() if name != "key_points"}
    return Source(
        number=number,
        title=card[0].text,
        kind=kind,
        author=author,
        role=role,
        excerpt=" ".join(body[has_byline:]),
        cited_text=one.get("cited_text", ""),
        context=one.get("context", ""),
        key_points=tuple(values.get("key_points", ())),
        link=found,
        engagement=_engagement(one.get("engagement", "")),
        provenance=tuple(part.strip() for part in one.get("provenance", "").split("·") if part.strip()),
        other=other,
        line=block[0].number,
    )


def _labelled(text: str) -> tuple[str | None, str]:
    """The field that a line names, and its value when that stands behind a colon on the same line."""
    label, colon, value = text.partition(":")
    name = _LABELS.get(" ".join(label.casefold().split()))
    return name, value.strip() if colon else ""


def _link(text: str) -> Link | None:
    match = _LINK.match(text)
    if match is None and _BARE_LINK.match(text) is None:
        return None
    written = match["written"] if match else text
    # What the page marks as a link is kept as it stands, even when it leads nowhere.
    return link(written) or Link(written, "")


def _is_byline(text: str, cited_text: str) -> bool:
    """Whether a line names who wrote a source; without a byline the excerpt stands in its place."""
    if len(text) > 200 or cited_text.startswith(text.rstrip("….")):
        return False
    return _KIND.match(text) is not None or not text.endswith((".", "!", "?", "…"))


def _byline(text: str) -> tuple[str, str, str]:
    """``X kepano — CEO of Obsidian`` is a kind, an author and a role."""
    name, _, role = _DASHES.sub("\0", text, count=1).partition("\0")
    kind, _, author = name.partition(" ")
    return kind, author.strip(), role.strip()


def _read_fields(items: list[Line]) -> tuple[dict[str, list[str]], tuple[Field, ...]]:
    """Known labels by their field's name; a label that we do not know is kept with its lines."""
    known: dict[str, list[str]] = {}
    other: list[tuple[str, list[str]]] = []
    into: list[str] | None = None
    for line in items:
        item = _ITEM.match(line.text)
        text = item["text"] if item else line.text
        name, value = _labelled(text)
        full = bool(into) and into is not known.get("key_points")
        if name is not None:
            into = known.setdefault(name, [])
            into.extend([value] if value else [])
        elif into is None or (item and full):
            other.append((text, []))
            into = other[-1][1]
        else:
            into.append(text)
    return known, tuple(Field(label, tuple(lines)) for label, lines in other)


def _engagement(text: str) -> tuple[Engagement, ...]:
    counts = (_COUNT.match(part.strip()) for part in text.split("·"))
    return tuple(
        Engagement(int(re.sub(r"\D", "", count["count"]) or 0), count["what"]) for count in counts if count
    )
