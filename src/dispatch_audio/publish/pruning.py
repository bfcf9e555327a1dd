"""What nobody needs any more at a target: deleted only when somebody asks for it."""

import datetime
import posixpath
import re
from collections.abc import Iterable

from dispatch_audio.publish.record import Entry
from dispatch_audio.publish.sending import Visit
from dispatch_audio.publish.standing import PAGE
from dispatch_audio.workspace.access import TOKEN

KEPT = datetime.timedelta(days=30)
"""How long a file stays that the feed no longer needs: apps hold on to a feed, and fetch what it names, for weeks."""
_COPY = re.compile(rf"{TOKEN.pattern}/{PAGE}")
"""A listener's copy of a page of a private feed."""
_LEFT = 86_400.0
"""Seconds after which a half-written file beside its place is nobody's any more."""


def prunable(visit: Visit, needed: Iterable[str]) -> list[str]:
    """The names that no version of the feed of the last 30 days needs, as far as the record knows it.

    What the record does not know stays: it is not ours, or its history is lost.
    """
    keep, now = frozenset(needed), visit.now
    old = [
        name
        for name, entry in visit.known.items()
        if name in visit.listing and name not in keep and _is_old(entry, now)
    ]
    return sorted([*old, *_leftovers(visit)])


def _is_old(entry: Entry, now: datetime.datetime) -> bool:
    return bool(entry.until) and datetime.datetime.fromisoformat(entry.until) < now - KEPT


def _leftovers(visit: Visit) -> list[str]:
    """Files beside their places that a killed run left there: hidden, and named after one of ours."""
    record = visit.listing.get(visit.record_name)
    found = []
    for name, there in visit.listing.items():
        folder, base = posixpath.split(name)
        whole, _, tail = base.removeprefix(".").rpartition(".")
        if not base.startswith(".") or len(tail) != 8 or posixpath.join(folder, whole) not in visit.known:
            continue
        if record and record.modified and there.modified and record.modified - there.modified > _LEFT:
            found.append(name)
    return found


def revoke(visit: Visit, needed: Iterable[str]) -> list[str]:
    """Deletes the copies of a private feed that no listener has any more, at once: the days that others stay are for those who
    may have them."""
    keep = frozenset(needed)
    gone = [name for name in visit.listing if _COPY.fullmatch(name) and name not in keep]
    for name in gone:
        visit.retried(lambda name=name: visit.target.delete(name))  # type: ignore[misc]
    visit.forget(gone)
    return gone


def prune(visit: Visit, names: Iterable[str]) -> list[str]:
    """Deletes these, each only if it is still the file that the record knows, and gives those that are gone.

    A publisher that needs one again sends it again first, which makes it another.
    """
    gone = []
    for name in names:
        there, listed = visit.retried(lambda name=name: visit.target.look(name)), visit.listing[name]  # type: ignore[misc]
        entry = visit.known.get(name)
        if there is None or there != listed or (entry is not None and entry.mark not in ("", there.mark)):
            continue
        visit.retried(lambda name=name: visit.target.delete(name))  # type: ignore[misc]
        gone.append(name)
    visit.forget(gone)
    return gone
