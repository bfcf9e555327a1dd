"""From what is measured to places on the sheet, and the marks on its axes."""

import math
from dataclasses import dataclass

from dispatch_audio.package import text

LEFT, RIGHT = 100.0, 1500.0
"""Where every lane begins and ends: one time axis for all, in pixels."""

_TIME_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_TIME_GAP = 70.0
"""Pixels that a time and the room beside it take."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, and what stands beside it."""

    at: float
    """Pixels, across for a time and down for anything else."""
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure from ``low`` at the bottom to ``high`` at the top, and where on the sheet these are."""

    low: float
    high: float
    bottom: float
    top: float

    def y(self, value: float) -> float:
        """Pixels down the sheet; what lies beyond an end is put there."""
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return round(self.bottom + share * (self.top - self.bottom), 1)

    def ticks(self, step: float) -> tuple[Tick, ...]:
        """A mark at every multiple of ``step``."""
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple(Tick(self.y(n * step), signed(n * step, 0)) for n in range(first, last + 1))


def step_for(span: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 and so on that parts a span into no more than ``most``."""
    ten = 10.0 ** math.floor(math.log10(span / most))
    return next(step * ten for step in (1, 2, 5, 10) if span / (step * ten) <= most)


def x(seconds: float, whole: float) -> float:
    """Where a position of a programme so long lies, in pixels across the sheet."""
    return round(LEFT + min(1.0, max(0.0, seconds / whole)) * (RIGHT - LEFT), 1)


def time_ticks(whole: float) -> tuple[Tick, ...]:
    """Round times, as close as they can be read."""
    most = (RIGHT - LEFT) / _TIME_GAP
    step = next((step for step in _TIME_STEPS if whole / step <= most), math.ceil(whole / most))
    return tuple(Tick(x(at, whole), clock(at, whole)) for at in range(0, int(whole) + 1, step))


def clock(seconds: float, whole: float) -> str:
    """A position in a programme so long: ``7:51``, or ``1:02:03`` where there are hours."""
    return text.clock(seconds, hours=whole >= 3600).removeprefix("0")


def signed(value: float, digits: int = 1) -> str:
    """A number with the minus that typesetters use, and none before a zero."""
    shown = f"{value:.{digits}f}"
    return shown.removeprefix("-") if float(shown) == 0 else shown.replace("-", "−")
