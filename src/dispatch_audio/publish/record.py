"""What was found out about a target, kept there as ``.published.json``: a shortcut, never the truth.

An entry counts only while the target's own listing tells the same size and the same mark (ETag, times) as it did when the
bytes were read back. A record that is lost, old or written by another publisher makes a run read back more, and delete less.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.there import There

RECORD_NAME = ".published.json"
"""Beside feed.xml at the target; hidden, so that nobody takes it for content."""
_FORMAT = 1
_RACE = 2.0
"""Seconds: a file that is rewritten within one tick of a coarse clock, at the same length, would look the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file at the target as it was when its bytes were last read back."""

    sha256: str = ""
    """Empty when it was only meant to be sent, or is known from a feed alone."""
    size: int = 0
    mark: str = ""
    sent_as: str = ""
    """The headers it was sent with."""
    until: str = ""
    """When the last version of the feed that needs it was replaced, in ISO 8601; empty while it is needed."""


Record = dict[str, Entry]
"""From a name to what is known of it."""


def read(data: bytes | None) -> Record:
    """The record in these bytes; an empty one when they are none, or of another program."""
    try:
        whole = json.loads(data or b"{}")
        if whole.get("format") != _FORMAT:
            return {}
        return {
            str(name): Entry(
                str(entry["sha256"]),
                int(entry["size"]),
                str(entry["mark"]),
                str(entry["sent_as"]),
                _moment(entry["until"]),
            )
            for name, entry in whole["files"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return {}


def _moment(text: object) -> str:
    return f"{text}" and datetime.datetime.fromisoformat(f"{text}").astimezone(datetime.UTC).isoformat()


def written(record: Mapping[str, Entry]) -> bytes:
    """The record as bytes, the same for the same record."""
    entries = {
        name: {
            "sha256": entry.sha256,
            "size": entry.size,
            "mark": entry.mark,
            "sent_as": entry.sent_as,
            "until": entry.until,
        }
        for name, entry in sorted(record.items())
    }
    return (json.dumps({"format": _FORMAT, "files": entries}) + "\n").encode()


def holds(entry: Entry | None, item: Item, there: There | None, record: There | None, sent_as: str) -> bool:
    """Whether what is at the target is known to be this item, without reading it back.

    ``record`` is the record's own file as the target lists it.
    """
    if entry is None or there is None or not there.mark or record is None:
        return False
    settled = there.exact or (
        there.modified is not None
        and record.modified is not None
        and record.modified - there.modified > _RACE
    )
    known = (entry.sha256, entry.size, entry.mark, entry.sent_as)
    return settled and known == (item.sha256, item.size, there.mark, sent_as) and there.size == item.size


def needed(
    record: Mapping[str, Entry], wanted: Iterable[str], before: Iterable[str], now: datetime.datetime
) -> Record:
    """The record when the feed that needs ``wanted`` replaces one that names ``before``."""
    keep, moment = frozenset(wanted), now.astimezone(datetime.UTC).isoformat()
    after = {name: Entry() for name in keep | set(before)} | dict(record)
    for name, entry in after.items():
        until = "" if name in keep else entry.until or moment
        if entry.until != until:
            after[name] = replace(entry, until=until)
    return after


def merged(ours: Mapping[str, Entry], base: Mapping[str, Entry], theirs: Mapping[str, Entry]) -> Record:
    """Our record, made from ``base``, with what another publisher has written meanwhile: of two, what keeps a file longer."""
    if theirs == base:
        return dict(ours)
    both = {name: entry for name, entry in theirs.items() if entry != base.get(name)} | dict(ours)
    for name, entry in theirs.items():
        if name in ours and entry != base.get(name):
            until = entry.until and ours[name].until and max(entry.until, ours[name].until)
            both[name] = replace(ours[name], until=until)
    return both
