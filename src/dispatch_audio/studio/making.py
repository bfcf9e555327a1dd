"""Builds in the background: how far each is, how long it will take, and a way to stop it."""

import datetime
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from dispatch_audio.build import Built, build
from dispatch_audio.compose import Length
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.script import Chapter
from dispatch_audio.speak import line_path
from dispatch_audio.studio.desk import Piece
from dispatch_audio.workspace import Voice

log = logging.getLogger(__name__)

State = Literal["running", "cancelled", "failed", "done"]
_STEP = 0.4
"""Seconds: chapters are looked at no more often."""


class CancelledError(Exception):
    """An editor stopped a build; what was spoken stays in the cache."""


@dataclass
class Making:
    """A build and how far it is; see ``mastering.Progress``. Keeps state: a thread builds, others ask."""

    piece: Piece
    voice: Voice
    chapters: tuple[Chapter, ...]
    state: State = "running"
    stage_name: str = "starting"
    done: int = 0
    total: int = 0
    built: Built | None = None
    error: str = ""
    _stage_began: float = field(default_factory=time.monotonic)
    _first: int = 0
    _cancelled: bool = False
    _heard: tuple[float, tuple[int, ...]] = (0.0, ())

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""
        self._stop()
        self.stage_name, self.done, self.total = text, 0, 0
        self._stage_began, self._first = time.monotonic(), -1

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""
        self._stop()
        if self._first < 0:
            self._first, self._stage_began = done, time.monotonic()
        self.done, self.total = done, total

    def cancel(self) -> None:
        """Asks the build to stop at its next step."""
        self._cancelled = True

    def _stop(self) -> None:
        if self._cancelled:
            raise CancelledError

    @property
    def seconds_left(self) -> float | None:
        """Of this stage, by the pace until now; None when there is none yet."""
        made = self.done - self._first
        if self._first < 0 or made < 1 or not self.total:
            return None
        return (time.monotonic() - self._stage_began) / made * (self.total - self.done)

    def spoken(self) -> tuple[int, ...]:
        """How many lines of each chapter are spoken."""
        at, counts = self._heard
        if not counts or time.monotonic() - at > _STEP:
            try:
                counts = tuple(
                    sum(line_path(line, self.voice).exists() for line in chapter.utterances)
                    for chapter in self.chapters
                )
            except DispatchAudioError:
                counts = tuple(0 for _ in self.chapters)
            self._heard = (time.monotonic(), counts)
        return counts


class Workshop:
    """Builds one episode after another, each in its own thread."""

    def __init__(self, workers: int, now: Callable[[], datetime.datetime]) -> None:
        self._workers, self._now = workers, now
        self._made: dict[tuple[str, str], Making] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def of(self, feed: str, slug: str) -> Making | None:
        """The build of this dispatch, running or the last one."""
        return self._made.get((feed, slug))

    def start(
        self, piece: Piece, voice: Voice, chapters: tuple[Chapter, ...], length: Length | None, *, again: bool
    ) -> Making:
        """Builds a dispatch, unless that is being done."""
        with self._lock:
            known = self.of(piece.feed.name, piece.slug)
            if known is not None and known.state == "running":
                return known
            making = Making(piece, voice, chapters)
            self._made[piece.feed.name, piece.slug] = making
            thread = threading.Thread(
                target=self._run, args=(making, length, again), name=f"build {piece.slug}", daemon=True
            )
            self._threads = [*(thread for thread in self._threads if thread.is_alive()), thread]
            thread.start()
            return making

    def close(self) -> None:
        """Stops what is being built, and waits until it is."""
        for making in self._made.values():
            making.cancel()
        for thread in self._threads:
            thread.join(timeout=60)

    def _run(self, making: Making, length: Length | None, again: bool) -> None:
        piece = making.piece
        try:
            with ThreadPoolExecutor(self._workers) as executor:
                making.built = build(
                    piece.path, piece.feed, making.voice, executor, making, self._now(), length, again=again
                )
            making.state = "done"
        except CancelledError:
            making.state = "cancelled"
        except DispatchAudioError as error:
            making.error, making.state = str(error), "failed"
        except Exception as error:
            # The thread's outermost edge: the page tells it, the log keeps it.
            log.exception("%s cannot be built", piece.slug)
            making.error, making.state = f"a fault of ours: {type(error).__name__}: {error}", "failed"
