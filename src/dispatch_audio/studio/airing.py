"""Public/ to its targets in the background, how far that is, and what the targets have; nobody waits for a network."""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.publish import publish
from dispatch_audio.publish.standing import standing
from dispatch_audio.workspace import Feed

log = logging.getLogger(__name__)

_HOLDS = 20.0
"""Seconds for which an answer of the targets is believed; then they are asked again."""
_WAIT = 0.1
"""Seconds that somebody waits for an answer which is not there yet: folders give one at once."""

State = Literal["running", "failed", "done"]


@dataclass
class Target:
    """One target of a run. Keeps state: a thread sends, others ask."""

    address: str
    state: State | Literal["waiting"] = "waiting"
    done: int = 0
    """Files that were sent."""
    total: int = 0
    said: str = ""
    """What was done, or why it could not be."""


@dataclass
class Sending:
    """A run of publishing a feed."""

    targets: tuple[Target, ...]

    @property
    def state(self) -> State:
        """Failed where one target is, though others are not."""
        states = [target.state for target in self.targets]
        if any(state in ("running", "waiting") for state in states):
            return "running"
        return "failed" if "failed" in states else "done"


@dataclass
class _Answer:
    """What the targets had of these episodes; None until they have answered."""

    asked_for: object
    of: Mapping[str, tuple[str, ...]] | None = None
    at: float = 0.0
    there: threading.Event = field(default_factory=threading.Event)


class Airing:
    """Publishes feeds, one run of each at a time, and asks their targets. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime.datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._runs: dict[str, Sending] = {}
        self._answers: dict[str, _Answer] = {}
        self._threads: list[threading.Thread] = []

    def of(self, feed: Feed) -> Sending | None:
        """The run of this feed, going on or the last one."""
        return self._runs.get(feed.name)

    def start(self, feed: Feed) -> Sending:
        """Publishes a feed to each of its targets, unless that is being done."""
        with self._lock:
            known = self._runs.get(feed.name)
            if known is not None and known.state == "running":
                return known
            run = Sending(tuple(Target(address) for address in feed.settings.publish))
            self._runs[feed.name] = run
        thread = threading.Thread(
            target=self._send, args=(feed, run), name=f"publish {feed.name}", daemon=True
        )
        self._threads = [*(thread for thread in self._threads if thread.is_alive()), thread]
        thread.start()
        return run

    def standing(self, feed: Feed, manifests: Sequence[Manifest]) -> Mapping[str, tuple[str, ...]] | None:
        """By slug, what the targets lack of these episodes; None while they have not answered."""
        asked_for = (
            feed.settings.publish,
            tuple((manifest.slug, manifest.enclosure.name) for manifest in manifests),
        )
        with self._lock:
            answer = self._answers.get(feed.name)
            fresh = answer is None or answer.asked_for != asked_for
            if answer is None or fresh:
                answer = self._answers[feed.name] = _Answer(asked_for)
            stale = answer.there.is_set() and time.monotonic() - answer.at > _HOLDS
            if stale:
                # What is known holds until the new answer is there.
                answer.at = time.monotonic()
        if fresh or stale:
            threading.Thread(
                target=_ask, args=(feed, tuple(manifests), answer), name=f"ask {feed.name}", daemon=True
            ).start()
        answer.there.wait(_WAIT)
        return answer.of

    def close(self) -> None:
        """Waits for what is being sent; a feed at a target is whole wherever that ends."""
        for thread in self._threads:
            thread.join(timeout=30)

    def _send(self, feed: Feed, run: Sending) -> None:
        for target in run.targets:
            target.state = "running"

            def progress(done: int, total: int, target: Target = target) -> None:
                target.done, target.total = done, total

            try:
                done = publish(feed, target.address, self._now(), progress=progress)
            except DispatchAudioError as error:
                target.said, target.state = str(error), "failed"
            except Exception as error:
                # The thread's outermost edge: the page tells it, the log keeps it.
                log.exception("%s cannot be published", feed.name)
                target.said, target.state = f"a fault of ours: {type(error).__name__}: {error}", "failed"
            else:
                target.said = f"{done.target}: {done.sent} sent, {done.unchanged} unchanged"
                target.state = "done"
            # What was known of the targets is no longer so.
            with self._lock:
                self._answers.pop(feed.name, None)


def _ask(feed: Feed, manifests: tuple[Manifest, ...], answer: _Answer) -> None:
    lacks: dict[str, tuple[str, ...]] = {manifest.slug: () for manifest in manifests}
    for address in feed.settings.publish:
        try:
            found = standing(feed, address, manifests)
        except DispatchAudioError as error:
            found = {slug: (str(error),) for slug in lacks}
        except Exception as error:
            log.exception("%s cannot be asked", address)
            found = {
                slug: (f"{address}: a fault of ours: {type(error).__name__}: {error}",) for slug in lacks
            }
        lacks = {slug: (*before, *found[slug]) for slug, before in lacks.items()}
    answer.of, answer.at = lacks, time.monotonic()
    answer.there.set()
