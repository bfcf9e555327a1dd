"""What changed: in a dispatch since its script was saved, and in a script since it was composed."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch_audio.dispatch import Dispatch, Field, Source


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two dispatches."""

    where: str
    """The field: ``source 3, key points``."""
    before: tuple[str, ...]
    """The entries that are gone, in their order."""
    after: tuple[str, ...]
    """The entries that are new."""

    def __str__(self) -> str:
        lines = (*(f"  - {text}" for text in self.before), *(f"  + {text}" for text in self.after))
        return "\n".join((self.where, *lines))


def dispatch_changes(before: Dispatch, after: Dispatch) -> tuple[Change, ...]:
    """What is not the same in two versions of a dispatch, field by field in the order of the page.

    Sources are compared by their numbers, since that is how a script names them.
    """
    old, new = dict(_fields(before)), dict(_fields(after))
    order = [*new, *(where for where in old if where not in new)]
    return tuple(
        change for where in order for change in _differences(where, old.get(where, ()), new.get(where, ()))
    )


def _differences(where: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield Change(where, before[a:b], after[c:d])


def _fields(dispatch: Dispatch) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every field of a dispatch by what an editor calls it, as the texts that it holds."""
    quote = dispatch.pull_quote
    yield "number", _told("" if dispatch.number is None else str(dispatch.number))
    yield "date", (dispatch.date.isoformat(),)
    yield "ship", _told(dispatch.ship)
    yield "title", _told(dispatch.title)
    yield "pull quote", _told(*(quote.text, quote.author, quote.note) if quote else ())
    yield "summary", _told(*dispatch.summary.split("\n\n"))
    yield "sections", tuple(_joined(section.title, section.teaser) for section in dispatch.sections)
    yield from _others("", dispatch.other)
    for source in dispatch.sources:
        yield from _source_fields(source)


def _source_fields(source: Source) -> Iterator[tuple[str, tuple[str, ...]]]:
    of = f"source {source.number}, "
    yield f"{of}title", (source.title,)
    yield f"{of}author", _told(_joined(source.author, source.role))
    yield f"{of}kind", _told(source.kind, *source.provenance)
    yield f"{of}link", _told(source.link.written if source.link else "")
    yield f"{of}engagement", tuple(f"{told.count} {told.what}" for told in source.engagement)
    yield f"{of}excerpt", _told(source.excerpt)
    yield f"{of}cited text", _told(source.cited_text)
    yield f"{of}context", _told(source.context)
    yield f"{of}key points", source.key_points
    yield from _others(of, source.other)


def _others(of: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in fields:
        yield f"{of}{field.label}", field.lines


def _told(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in texts if text.strip())


def _joined(first: str, second: str) -> str:
    return " — ".join(filter(None, (first, second)))


def script_changes(composed: str, saved: str, name: str) -> str:
    """What an editor changed, as a unified difference of two texts; empty when nothing."""
    lines = difflib.unified_diff(
        composed.splitlines(), saved.splitlines(), "as composed", name, lineterm="", n=1
    )
    return "\n".join(lines)
