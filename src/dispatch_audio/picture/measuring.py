"""A finished MP3 to what is seen of it, block by block: three hours take no more memory than three minutes, but for
some bytes a second."""

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import media
from dispatch_audio.errors import SoundError
from dispatch_audio.picture.spectrum import Spectrum
from dispatch_audio.picture.values import Course, Grid, Peak, Programme
from dispatch_audio.picture.wave import Silences, Waveform

COLUMNS = 1400
"""The most that a sheet shows."""

_READINGS = 10
"""A second."""
_OVERLAP = 4
"""The readings that a momentary loudness is of."""
_FLOOR = -70.0
"""LUFS: what is softer does not count for a loudness (ITU-R BS.1770-4)."""
_GATE = -10.0
"""LU under the mean of what counts: what is softer than that does not count either."""
_MISSING = 0.5
"""Seconds that an MP3 may be shorter than it should; a frame is a fortieth of one."""


def measure(mp3: Path, seconds: float, parts: tuple[tuple[float, float], ...]) -> Programme:
    """What is seen and told of an MP3 that should be ``seconds`` long; ``parts`` are spans of it, in seconds, whose
    loudness is wanted too.

    Raises SoundError when the file is missing, cannot be decoded, or holds less than it should.
    """
    if not mp3.is_file():
        raise SoundError("is missing", file=mp3, hint="build the dispatch again")
    rate, channels = media.format_of(mp3)
    grid = Grid(max(1, min(COLUMNS, int(seconds * _READINGS))), seconds)
    waveform, silences, spectrum = Waveform(grid, rate), Silences(rate), Spectrum(grid, rate)
    heard = 0

    def listened() -> Iterator[media.Block]:
        nonlocal heard
        for block in _gathered(media.decode(mp3), rate):
            heard += block.shape[1]
            for part in (waveform, silences, spectrum):
                part.hear(block)
            yield block

    meter = _Meter(grid)
    for reading in media.readings(listened(), rate, channels):
        meter.read(reading)
    if heard < (seconds - _MISSING) * rate or not meter.momentary:
        raise SoundError(
            f"holds {heard / rate:.1f} s of sound, and the manifest tells of {seconds:.1f} s",
            file=mp3,
            hint="build the dispatch again",
        )
    return Programme(
        rate=rate,
        channels=channels,
        grid=grid,
        wave=waveform.done(),
        course=meter.course(),
        spectrogram=spectrum.done(),
        pauses=silences.done(),
        peak=meter.peak,
        integrated=meter.integrated,
        range=meter.range,
        parts=tuple(meter.loudness(start, end) for start, end in parts),
    )


class _Meter:
    """Readings, brought together a column."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._low, self._high, self._short, self._peaks = (np.full(grid.columns, np.nan) for _ in range(4))
        self.momentary = array("f")
        self.peak = Peak(0.0, -np.inf)
        self.integrated = self.range = 0.0

    def read(self, reading: media.Reading) -> None:
        """Takes the next reading."""
        at = len(self.momentary) / _READINGS
        column = self._grid.column(at + 0.5 / _READINGS)
        self._low[column] = np.fmin(self._low[column], reading.momentary)
        self._high[column] = np.fmax(self._high[column], reading.momentary)
        self._short[column] = np.fmax(self._short[column], reading.short_term)
        self._peaks[column] = np.fmax(self._peaks[column], reading.true_peak)
        if reading.true_peak > self.peak.dbtp:
            self.peak = Peak(at, reading.true_peak)
        self.momentary.append(reading.momentary)
        self.integrated, self.range = reading.integrated, reading.range

    def course(self) -> Course:
        """What was read."""
        return Course(*(_carried(series) for series in (self._low, self._high, self._short, self._peaks)))

    def loudness(self, start: float, end: float) -> float | None:
        """Integrated loudness of a span, by ITU-R BS.1770-4: its gating blocks are the momentary readings whose 0.4 s
        lie inside."""
        first = round(start * _READINGS) + _OVERLAP - 1
        blocks = np.asarray(self.momentary[first : round(end * _READINGS)], np.float64)
        counts = blocks[blocks > _FLOOR]
        if not len(counts):
            return None
        return _mean(counts[counts > _mean(counts) + _GATE])


def _mean(loudness: NDArray[np.float64]) -> float:
    """The loudness of the mean power."""
    return float(10 * np.log10(np.mean(10 ** (loudness / 10))))


def _carried(series: NDArray[np.float64]) -> tuple[float, ...]:
    """The series, a column without a reading having the one before."""
    known = np.maximum.accumulate(np.where(np.isnan(series), 0, np.arange(len(series))))
    return tuple(map(float, series[known]))


def _gathered(blocks: Iterable[media.Block], frames: int) -> Iterator[media.Block]:
    """The same sound in blocks of at least this many frames, but for the last: an MP3's own are too small to be worth
    a round of everything."""
    waiting: list[media.Block] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += block.shape[1]
        if count >= frames:
            yield np.concatenate(waiting, axis=1)
            waiting, count = [], 0
    if count:
        yield np.concatenate(waiting, axis=1)
