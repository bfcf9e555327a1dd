"""The spectrogram, computed as blocks come by: what it takes is a picture's size, however long the programme is."""

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.media import Block
from dispatch_audio.picture.values import Grid, Spectrogram

ROWS = 180
LOWEST, HIGHEST = 50.0, 16_000.0
"""Hertz: what speech and music have, and what LAME leaves at 112 kbit/s."""
FLOOR, TOP = -100.0, -20.0

_WINDOW_S = 0.093
"""Long enough to part the harmonics of a low voice."""
_STEPS = 128
"""Shades that are told apart: more are not seen, and cost a third of the picture's bytes."""


def mel(hertz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Pitch as it is heard, in mel (O'Shaughnessy's formula)."""
    return 2595 * np.log10(1 + np.asarray(hertz, np.float64) / 700)


def hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of ``mel``."""
    return 700 * (10 ** (mels / 2595) - 1)


class Spectrum:
    """Mean power at each pitch in every column, of both channels together."""

    def __init__(self, grid: Grid, rate: int) -> None:
        self._grid, self._rate = grid, rate
        self._size = 2 ** round(np.log2(rate * _WINDOW_S))
        self._hop = self._size // 2
        # A periodic Hann window, scaled so that a sine at full scale has the power 1 in its bin.
        shape = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(self._size) / self._size)
        self._shape = (shape / (self._size / 4)).astype(np.float32)
        self._bands = _bands(self._size, rate)
        self._rest: Block | None = None
        self._windows = 0
        self._levels = np.full((ROWS, grid.columns), FLOOR, np.float32)
        self._column = 0
        self._sum = np.zeros(self._size // 2 + 1)
        self._count = 0

    def hear(self, block: Block) -> None:
        """Takes the next block."""
        if self._rest is None:
            # Half a window of silence before all, so that the first window's middle is the first frame.
            self._rest = np.zeros((block.shape[0], self._hop), np.float32)
        block = np.concatenate((self._rest, block), axis=1)
        count = max(0, (block.shape[1] - self._size) // self._hop + 1)
        self._rest = block[:, count * self._hop :]
        if count == 0:
            return
        windows = np.lib.stride_tricks.sliding_window_view(block, self._size, axis=1)[:, :: self._hop]
        spectra = np.fft.rfft(windows[:, :count] * self._shape, axis=2)
        power = np.square(np.abs(spectra)).mean(axis=0)
        for window in power:
            self._add(window)

    def done(self) -> Spectrogram:
        """What was found."""
        if self._rest is not None:
            self.hear(np.zeros((self._rest.shape[0], self._size), np.float32))
        self._close()
        share = np.clip((self._levels - FLOOR) / (TOP - FLOOR), 0, 1)
        levels = np.round(np.round(share * (_STEPS - 1)) * (255 / (_STEPS - 1))).astype(np.uint8)
        highest = min(HIGHEST, self._rate / 2)
        return Spectrogram(ROWS, levels.tobytes(), LOWEST, highest, FLOOR, TOP)

    def _add(self, power: NDArray[np.float32]) -> None:
        column = self._grid.column(self._windows * self._hop / self._rate)
        self._windows += 1
        if column != self._column:
            self._close()
            self._column = column
        self._sum += power
        self._count += 1

    def _close(self) -> None:
        if self._count:
            power = self._bands @ (self._sum / self._count)
            self._levels[:, self._column] = 10 * np.log10(np.maximum(power, 1e-12))
        self._sum[:] = 0
        self._count = 0


def _bands(size: int, rate: int) -> NDArray[np.float64]:
    """The share that each bin has in each row, shape (rows, bins), the highest row first; rows are equally wide in
    mel, and a row that is narrower than a bin has that bin's power."""
    edges = hertz(np.linspace(mel(LOWEST), mel(min(HIGHEST, rate / 2)), ROWS + 1))
    width = rate / size
    bins = np.arange(size // 2 + 1) * width
    upper = np.minimum(edges[1:, None], bins[None, :] + width / 2)
    lower = np.maximum(edges[:-1, None], bins[None, :] - width / 2)
    overlap = np.maximum(upper - lower, 0)
    return np.asarray((overlap / overlap.sum(axis=1, keepdims=True))[::-1])
