"""The waveform and the silences, found as blocks come by."""

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.media import Block
from dispatch_audio.picture.values import Grid, Pause, Wave

SILENT_DBFS = -50.0
"""Softer than this, measured over a hundredth of a second, is heard as silence beside speech at -16 LUFS."""
SHORTEST_PAUSE = 0.6
"""Seconds of silence from which on a pause is told: shorter ones are breaths between sentences."""


class Waveform:
    """Lowest and highest sample, and power, of every column."""

    def __init__(self, grid: Grid, rate: int) -> None:
        self._edges = np.ceil(np.arange(grid.columns) * (grid.seconds * rate / grid.columns)).astype(np.int64)
        """The first frame of each column."""
        self._at = 0
        self._low = np.zeros(grid.columns, np.float32)
        self._high = np.zeros(grid.columns, np.float32)
        self._power = np.zeros(grid.columns)
        self._frames = np.zeros(grid.columns, np.int64)

    def hear(self, block: Block) -> None:
        """Takes the next block."""
        first, last = np.searchsorted(self._edges, (self._at, self._at + block.shape[1] - 1), "right") - 1
        columns = slice(first, last + 1)
        starts = np.maximum(self._edges[columns] - self._at, 0)
        self._low[columns] = np.minimum(self._low[columns], np.minimum.reduceat(block.min(axis=0), starts))
        self._high[columns] = np.maximum(self._high[columns], np.maximum.reduceat(block.max(axis=0), starts))
        self._power[columns] += np.add.reduceat(np.square(block).mean(axis=0, dtype=np.float64), starts)
        self._frames[columns] += np.diff(starts, append=block.shape[1])
        self._at += block.shape[1]

    def done(self) -> Wave:
        """What was found."""
        rms = np.sqrt(self._power / np.maximum(self._frames, 1))
        return Wave(_values(self._low), _values(self._high), _values(rms))


class Silences:
    """Stretches of silence of no less than ``SHORTEST_PAUSE``, to a hundredth of a second."""

    def __init__(self, rate: int) -> None:
        self._window = round(rate / 100)
        self._step = self._window / rate
        self._rest: Block | None = None
        self._windows = 0
        self._since: int | None = None
        """The window that the silence now began with."""
        self._found: list[Pause] = []

    def hear(self, block: Block) -> None:
        """Takes the next block."""
        if self._rest is not None:
            block = np.concatenate((self._rest, block), axis=1)
        count = block.shape[1] // self._window
        self._rest = block[:, count * self._window :]
        windows = block[:, : count * self._window].reshape(block.shape[0], count, self._window)
        power = np.square(windows).mean(axis=2).max(axis=0)
        silent = power < 10 ** (SILENT_DBFS / 10)
        before = self._since is not None
        for change in np.flatnonzero(np.diff(silent, prepend=before)):
            if self._since is None:
                self._since = self._windows + int(change)
            else:
                self._end(self._windows + int(change))
        self._windows += count

    def done(self) -> tuple[Pause, ...]:
        """What was found; silence at the end of all is a pause too."""
        if self._since is not None:
            self._end(self._windows)
        return tuple(self._found)

    def _end(self, window: int) -> None:
        assert self._since is not None
        pause = Pause(round(self._since * self._step, 2), round(window * self._step, 2))
        self._since = None
        # Counted in windows, since a difference of two floats may be a hair too short.
        if round(pause.seconds / self._step) >= round(SHORTEST_PAUSE / self._step):
            self._found.append(pause)


def _values(series: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(map(float, series))
