"""Builds in the background: how far each is, how long it will take, and a way to stop it."""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from dispatch_audio.build import Built, build
from dispatch_audio.compose import Length
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.script import Chapter
from dispatch_audio.speak import line_path
from dispatch_audio.speak.engines import clip_seconds
from dispatch_audio.studio.desk import Piece
from dispatch_audio.studio.pace import SPEAKING, Lines, Pace, stages
from dispatch_audio.workspace import Voice

log = logging.getLogger(__name__)

State = Literal["running", "cancelled", "failed", "done"]
_STEP = 0.4
"""Seconds: chapters are looked at no more often."""


class CancelledError(Exception):
    """An editor stopped a build; what was spoken stays in the cache."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a build, as the page shows it."""

    name: str
    state: Literal["done", "running", "waiting"]
    left: float | None
    """Seconds; None where nothing tells yet."""


@dataclass
class Making:
    """A build and how far it is; see ``mastering.Progress``. Keeps state: a thread builds, others ask."""

    piece: Piece
    voice: Voice
    chapters: tuple[Chapter, ...]
    pace: Pace = field(default_factory=Pace)
    clock: Callable[[], float] = time.monotonic
    state: State = "running"
    stage_name: str = "starting"
    done: int = 0
    total: int = 0
    built: Built | None = None
    error: str = ""
    _began: float = 0.0
    _first: int = -1
    _lines: Lines | None = None
    _cancelled: bool = False
    _paths: tuple[tuple[Path, ...], ...] | None = None
    _heard: tuple[float, tuple[int, ...]] = (0.0, ())

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""
        self._stop()
        self.ended()
        self.stage_name, self.done, self.total = text, 0, 0
        self._began, self._first, self._lines = self.clock(), -1, None

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""
        self._stop()
        if self._first < 0:
            self._first, self._began = done, self.clock()
            self._lines = Lines(self._missing(), total - done)
        self.done, self.total = done, total

    def ended(self) -> None:
        """The stage is over: what it took is remembered."""
        spent = self.clock() - self._began
        if self._lines is not None:
            made = self.done - self._first
            self.pace.took(self._speaking, spent, self._lines.spoken(made))
        elif self.stage_name in self._names:
            self.pace.took(self.stage_name, spent, self._programme)

    def cancel(self) -> None:
        """Asks the build to stop at its next step."""
        self._cancelled = True

    def _stop(self) -> None:
        if self._cancelled:
            raise CancelledError

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All of them, each with the time that is left of it: of the lines to be spoken by the pace of those that are, of
        the others by what they took the last time."""
        running = SPEAKING if self.stage_name.startswith(SPEAKING) else self.stage_name
        at = self._names.index(running) if running in self._names else -1
        return tuple(
            Stage(name, "done", 0.0)
            if i < at
            else Stage(name, "running" if i == at else "waiting", self._left(name, begun=i == at))
            for i, name in enumerate(self._names)
        )

    @property
    def seconds_left(self) -> float | None:
        """Of the whole build; None when that is not known yet."""
        left = [stage.left for stage in self.stages]
        return None if None in left else sum(seconds for seconds in left if seconds is not None)

    def _left(self, name: str, *, begun: bool) -> float | None:
        spent = self.clock() - self._began
        if name == SPEAKING:
            if not begun or self._lines is None:
                return self.pace.expected(self._speaking, sum(self._missing()))
            made = self.done - self._first
            left = self._lines.left(made)
            if not left:
                return 0.0
            if not made:
                known = self.pace.expected(self._speaking, left)
                return None if known is None else max(0.0, known - spent)
            return spent / self._lines.spoken(made) * left
        expected = self.pace.expected(name, self._programme)
        return expected if expected is None or not begun else max(0.0, expected - spent)

    @property
    def _names(self) -> tuple[str, ...]:
        return stages(listens=self.piece.feed.settings.listen)

    @property
    def _speaking(self) -> str:
        """Each voice has its own pace."""
        return f"{SPEAKING} {self.voice.key}"

    @cached_property
    def _sounds(self) -> tuple[tuple[float, ...], ...]:
        """Seconds that each line will be heard for, chapter by chapter, as an estimate."""
        return tuple(
            tuple(clip_seconds(line.form, self.voice.reading(line.kind)) for line in chapter.utterances)
            for chapter in self.chapters
        )

    @cached_property
    def _programme(self) -> float:
        return sum(map(sum, self._sounds))

    def _missing(self) -> Iterator[float]:
        """Seconds of each line that is not spoken."""
        for paths, sounds in zip(self._files(), self._sounds, strict=True):
            yield from (sound for path, sound in zip(paths, sounds, strict=True) if not path.exists())

    def spoken(self) -> tuple[int, ...]:
        """How many lines of each chapter are spoken."""
        at, counts = self._heard
        if not counts or self.clock() - at > _STEP:
            counts = tuple(sum(path.exists() for path in paths) for paths in self._files())
            self._heard = (self.clock(), counts)
        return counts

    def _files(self) -> tuple[tuple[Path, ...], ...]:
        """Where each line's clip lies once it is spoken; no place where the narrator's engine is gone."""
        if self._paths is None:
            try:
                self._paths = tuple(
                    tuple(line_path(line, self.voice) for line in chapter.utterances)
                    for chapter in self.chapters
                )
            except DispatchAudioError:
                nowhere = self.piece.path / "nowhere"
                self._paths = tuple(tuple(nowhere for _ in chapter.utterances) for chapter in self.chapters)
        return self._paths


class Workshop:
    """Builds one episode after another, each in its own thread."""

    def __init__(self, workers: int, now: Callable[[], datetime.datetime]) -> None:
        self._workers, self._now = workers, now
        self._pace = Pace()
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
            making = Making(piece, voice, chapters, self._pace)
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
            making.ended()
            making.state = "done"
        except CancelledError:
            making.state = "cancelled"
        except DispatchAudioError as error:
            making.error, making.state = str(error), "failed"
        except Exception as error:
            # The thread's outermost edge: the page tells it, the log keeps it.
            log.exception("%s cannot be built", piece.slug)
            making.error, making.state = f"a fault of ours: {type(error).__name__}: {error}", "failed"
