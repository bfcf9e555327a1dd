"""Speech that may be stopped on its way: what is spoken on a guess makes way for a line that somebody waits for."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The speech was stopped, and nothing of it is kept."""


class Stop:
    """Whether speech is to end, told from another thread; once and for all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told = False
        self._ends: list[Callable[[], None]] = []

    def tell(self) -> None:
        """Has what is spoken under this end where it can."""
        with self._lock:
            self._told = True
            for end in self._ends:
                end()

    def heed(self) -> None:
        """Raises Stopped when it is to end."""
        if self._told:
            raise Stopped

    @contextlib.contextmanager
    def ended_by(self, end: Callable[[], None]) -> Iterator[None]:
        """What runs inside is ended by calling ``end``. Raises Stopped when it is not to begin."""
        with self._lock:
            self.heed()
            self._ends.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


_CURRENT: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextlib.contextmanager
def stopped_by(stop: Stop) -> Iterator[None]:
    """What this thread speaks inside ends when ``stop`` is told, by raising Stopped; engines that can look at ``current``."""
    token = _CURRENT.set(stop)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Stop | None:
    """What may stop this thread's speech; None when nothing does."""
    return _CURRENT.get()
