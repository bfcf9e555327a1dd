"""Sending to one target: each file is read back before anything names it, and what a moment may mend is tried again."""

import datetime
import itertools
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dispatch_audio.errors import PublishError
from dispatch_audio.models import sha256_of
from dispatch_audio.publish import record
from dispatch_audio.publish.faults import ChangedError, PassingError, shown
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.record import RECORD_NAME, Entry, Record
from dispatch_audio.publish.targets import Target
from dispatch_audio.publish.there import There

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

log = logging.getLogger(__name__)
_Given = TypeVar("_Given")

_TRIES, _LONGEST = 5, 300.0
"""How often one thing is tried, and how many seconds after the first try there is no other."""
_WAIT, _WAIT_MOST = 0.5, 20.0
"""Seconds before the second try, doubled for each one more, and at the most."""
_BACK = datetime.timedelta(days=1)
"""What no feed has needed for this long, and one needs again, is sent again: then nobody who prunes takes it for old."""


class Visit:
    """One run at one target: what it lists, what its record, which lies beside feed.xml, knows, and what this run adds."""

    def __init__(
        self, target: Target, now: datetime.datetime, sent: dict[str, int], feed_folder: str = ""
    ) -> None:
        self.target, self.now, self.sent = target, now, sent
        self.record_name = f"{feed_folder}{RECORD_NAME}"
        self.listing = self.retried(target.listing)
        self._kept = self._kept_record()
        self._base = record.read(self._kept)
        self.known: Record = dict(self._base)
        self._learned = False
        self._lock = threading.Lock()
        self._progress: Callable[[int, int], None] = lambda done, total: None
        self._total = 0

    def tells(self, progress: Callable[[int, int], None], total: int) -> None:
        """Has this told of each file that arrives, of so many that are to be sent."""
        self._progress, self._total = progress, total
        progress(len(self.sent), total)

    def retried(self, act: Callable[[], _Given], tries: int = _TRIES) -> _Given:
        """What ``act`` gives, tried again while its faults may pass.

        Raises PublishError when they do not.
        """
        import stamina

        # Its own hooks would print.
        stamina.instrumentation.set_on_retry_hooks((_told,))
        try:
            for attempt in stamina.retry_context(
                on=PassingError, attempts=tries, timeout=_LONGEST, wait_initial=_WAIT, wait_max=_WAIT_MOST
            ):
                with attempt:
                    return act()
        except PassingError as fault:
            raise PublishError(
                f"{shown(fault)} (tried {tries} times)",
                file=self.target.shown,
                hint="run it again later: what is there is not sent again, and the feed there is whole",
            ) from None
        raise AssertionError("a try returns or raises")

    def lacking(self, items: Iterable[Item]) -> list[Item]:
        """Those that are not at the target as they should be; what is not known is read back."""
        doubtful = [item for item in items if not self.holds(item)]
        return [
            item
            for item, right in zip(doubtful, self._each(self._is_there, doubtful), strict=True)
            if not right
        ]

    def holds(self, item: Item) -> bool:
        """Whether the target is known to have this file as it should be."""
        return not self._comes_back(item) and record.holds(
            self.known.get(item.name),
            item,
            self.listing.get(item.name),
            self.listing.get(self.record_name),
            self.target.sent_as(item),
        )

    def _is_there(self, item: Item) -> bool:
        there = self.listing.get(item.name)
        if there is None or there.size != item.size or self._comes_back(item):
            return False
        sent_as = self.target.sent_as(item)
        if sent_as and self.retried(lambda: self.target.kept_as(item.name)) != sent_as:
            return False
        if self.retried(lambda: self.target.digest(item.name)) != item.sha256:
            return False
        self._note(item, there)
        self._learned = True
        return True

    def _comes_back(self, item: Item) -> bool:
        until = self.known.get(item.name, Entry()).until
        return bool(until) and datetime.datetime.fromisoformat(until) < self.now - _BACK

    def has(self, item: Item) -> bool:
        """Whether the target has this file, as it gives it now."""
        return self.retried(lambda: self.target.digest(item.name)) == item.sha256

    def send(self, items: Iterable[Item]) -> None:
        """Sends each, those of a lower rank first, and reads it back.

        Raises ChangedError when a file is no longer what was planned.
        """
        for _, group in itertools.groupby(items, lambda item: item.rank):
            self._each(self._send, list(group))

    def _send(self, item: Item) -> None:
        def act() -> There:
            if isinstance(item.source, Path) and not _is_still(item.source, item.sha256):
                raise ChangedError(f"{item.source} is not what was planned to be sent")
            self.target.put(item)
            return self._read_back(item)

        self._arrived(item, self.retried(act))

    def send_feed(self, item: Item, seen: There | None) -> None:
        """Puts feed.xml in the place of the one that was ``seen``, and reads it back.

        Raises ChangedError when another publisher's came in between.
        """
        replaced = seen

        def act() -> There:
            nonlocal replaced
            there = self.target.look(item.name)
            # A try that was cut may have arrived.
            if there is None or there == replaced or self.target.digest(item.name) != item.sha256:
                self.target.swap(item, replaced)
                replaced = self.target.look(item.name)
            return self._read_back(item)

        self._arrived(item, self.retried(act))

    def _read_back(self, item: Item) -> There:
        there = self.target.look(item.name)
        if there is None or there.size != item.size:
            raise PassingError(
                f"{item.name} of {item.size} bytes has {there.size if there else 'none'} when read back"
            )
        if self.target.digest(item.name) != item.sha256:
            raise PassingError(f"{item.name} has another SHA-256 when read back")
        return there

    def _arrived(self, item: Item, there: There) -> None:
        self._note(item, there)
        self.sent[item.name] = item.size
        self._progress(len(self.sent), self._total)
        log.info("%s: sent %s, %d bytes", self.target.shown, shown(item.name), item.size)

    def _note(self, item: Item, there: There) -> None:
        with self._lock:
            until = self.known.get(item.name, Entry()).until
            self.known[item.name] = Entry(
                item.sha256, there.size, there.mark, self.target.sent_as(item), until
            )
            self.listing[item.name] = there

    def _each(self, act: Callable[[Item], _Given], items: list[Item]) -> list[_Given]:
        """What ``act`` gives for each, several at once; after a fault no other is begun."""
        if not items:
            return []
        pool = ThreadPoolExecutor(min(self.target.workers, len(items)))
        try:
            return list(pool.map(act, items))
        finally:
            pool.shutdown(cancel_futures=True)

    def refuse_gaps(self, items: Iterable[Item], named: Mapping[str, int | None]) -> None:
        """Looks at the target once more, now that all but the feed is sent, for these and the lengths that it is to name.

        Raises ChangedError when one is not there as it was read back.
        """
        now = self.retried(self.target.listing)
        for item in items:
            there, entry = now.get(item.name), self.known.get(item.name, Entry())
            length = named.get(item.name)
            if there is None or there.mark != entry.mark or length not in (None, there.size):
                raise ChangedError(f"{item.name} was changed or removed there")
        self.listing = now

    def intend(self, items: Iterable[Item]) -> None:
        """Writes into the record what is about to be sent: what a killed run leaves can be pruned one day."""
        moment = self.now.astimezone(datetime.UTC).isoformat()
        coming = {item.name: Entry(until=moment) for item in items}
        self.known = {**coming, **self.known}
        self.write_record()

    def write_record(self, tries: int = _TRIES) -> None:
        """Writes the record, with what another publisher wrote meanwhile, where that is anything new.

        Also where files were read back: a record that is younger than they are need not be doubted.
        """
        if self.known == self._base and not self._learned:
            return
        kept = self._kept_record(tries)
        theirs = self._base if kept == self._kept else record.read(kept)
        self.known = record.merged(self.known, self._base, theirs)
        if self.known != theirs or self._learned:
            data = record.written(self.known)
            item = Item(self.record_name, data, len(data), "", 0)
            self.retried(lambda: self.target.put(item), tries)
            self.listing[self.record_name] = self.retried(
                lambda: self.target.look(self.record_name), tries
            ) or There(0)
            kept = data
        self._kept, self._base, self._learned = kept, dict(self.known), False

    def _kept_record(self, tries: int = _TRIES) -> bytes | None:
        return self.retried(lambda: self.target.read(self.record_name), tries)

    def forget(self, names: Iterable[str]) -> None:
        """Takes names out of the record that are no longer at the target."""
        for name in names:
            self.known.pop(name, None)
            self.listing.pop(name, None)

    def needs(self, wanted: Iterable[str], before: Iterable[str]) -> None:
        """Notes what the feed needs from now on, and that what the one before it named is needed no more."""
        self.known = record.needed(self.known, wanted, before, self.now)


def _is_still(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False


def _told(details: "RetryDetails") -> None:
    log.warning("%s; tried again in %.1f s", shown(details.caused_by), details.wait_for)
