"""The instruments. Each gives one note, in two channels.

All synthesis is additive and no partial lies above ``_HIGHEST``, so that nothing folds back and every rate has the same sound.
What is struck or plucked is a sum of modes that ring and die (modal synthesis, Adrien 1991); strings and air are drawn as
a spectrum and heard by one inverse transform (PADsynth, Nasca 2005).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.sound.score import Instrument

Mono = NDArray[np.floating[Any]]
"""Samples, or a number for each mode."""
Stereo = NDArray[np.float32]
"""Samples of shape (2, frames)."""

_HIGHEST = 9_000.0
"""Hertz."""
_SPAN = 4
"""Seconds after which drawn noise comes round."""
_CROSSING = 1.6
"""Seconds in which strings come and go at the most; of two long notes one gives way to the other at equal power."""
_SIXTY_DB = 6.91
"""How many time constants a fall by 60 dB takes."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What a player is told of a note."""

    hertz: float
    seconds: float
    """How long it is held."""
    force: float
    """0 to 1."""
    pan: float
    """-1 is left."""
    seed: int
    """What is drawn for this note, and no other."""


Player = Callable[[Stroke, Mono], Stereo]
"""From a note, and the time of each sample since its onset in seconds, to its sound."""


def felt(stroke: Stroke, times: Mono) -> Stereo:
    """A piano whose hammers are covered with felt. A stiff string's partials are stretched (Fletcher 1964), the hammer strikes
    near an eighth of it, and of two strings a cent apart one falls quickly and one slowly (Weinreich 1977)."""
    number, force = np.arange(1, 17), stroke.force
    stretch = np.sqrt(1 + 0.00035 * (stroke.hertz / 220) ** 1.2 * number**2)
    partials = stroke.hertz * number * stretch / stretch[0]
    level = np.abs(np.sin(np.pi * number / 7.6)) / number * np.exp(-partials / (480 + 2_300 * force**1.5))
    level /= level[0]
    fall = 5.2 * (220 / stroke.hertz) ** 0.45 / (1 + 0.30 * (number - 1) + (partials / 3_200) ** 2)
    sound = np.zeros((2, len(times)), np.float32)
    for side, cents, share, longer in ((-0.18, -0.45, 0.72, 0.55), (0.18, 0.45, 0.45, 1.25)):
        detuned = partials * 2 ** (cents / 1200)
        string = _ringing(detuned, share * level, fall * longer, 0.05 * side * number, times)
        sound += _placed(string * _attack(times, 0.0065 - 0.0035 * force), stroke.pan + side)
    thump = _knock(times, stroke.seed, (90.0, 420.0), 0.09, 0.16 * force)
    brush = _knock(times, stroke.seed + 1, (600.0, 3_400.0), 0.045, 0.07 * force)
    sound += _placed(thump + brush, 0.5 * stroke.pan)
    return sound * _let_go(stroke, times, 0.072)


def bar(stroke: Stroke, times: Mono) -> Stereo:
    """A marimba: a bar cut so that its modes lie near 1, 4 and 10 (Fletcher and Rossing 1998), the highest gone first."""
    ratio = np.array([1.0, 3.94, 9.55])
    level = np.array([1.0, 0.22 * stroke.force, 0.06 * stroke.force**1.5])
    fall = 1.5 * (220 / stroke.hertz) ** 0.6 * np.array([1.0, 0.30, 0.10])
    wood = _ringing(stroke.hertz * ratio, level, fall, np.zeros(3), times) * _attack(times, 0.0022)
    wood += _knock(times, stroke.seed, (300.0, 1_800.0), 0.03, 0.06 * stroke.force)
    return _placed(wood, stroke.pan) * _let_go(stroke, times, 0.09)


def pluck(stroke: Stroke, times: Mono) -> Stereo:
    """A muted string, drawn with the flesh of the thumb: what the loop of Karplus and Strong (1983) rings, whose average of two
    samples takes the high partials first, told as modes, so that pitch and damping are the same at any rate."""
    number = np.arange(1, 15)
    soft = 380 + 900 * stroke.force
    level = np.abs(np.sin(np.pi * number * 0.29)) / number**1.7 * np.exp(-number * stroke.hertz / soft)
    level /= level[0]
    fall = 1.15 * (147 / stroke.hertz) ** 0.4 / (1 + (number / 3.2) ** 2)
    string = _ringing(stroke.hertz * number, level, fall, 0.1 * number, times) * _attack(times, 0.004)
    string += _knock(times, stroke.seed, (200.0, 900.0), 0.035, 0.05 * stroke.force)
    return _placed(string, stroke.pan) * _let_go(stroke, times, 0.11)


def low(stroke: Stroke, times: Mono) -> Stereo:
    """A round bass from the middle, with enough of its octave and twelfth that small loudspeakers have something of it."""
    number = np.arange(1, 5)
    level = np.array([1.0, 0.42, 0.16, 0.05])
    tone = _ringing(stroke.hertz * number, level, 3.4 / number**0.7, np.zeros(4), times)
    return _placed(tone * _attack(times, 0.018), 0.0) * _let_go(stroke, times, 0.135)


def strings(stroke: Stroke, times: Mono) -> Stereo:
    """A soft ensemble: each harmonic is spread over some cents, as by many players, about a line that keeps still. The
    brightness comes after the tone and leaves before it."""
    body, bloom = (
        _spread(stroke, harmonics, stroke.seed + place, times)
        for place, harmonics in enumerate((range(1, 4), range(4, 13)))
    )
    envelope = _arc(times, stroke.seconds)
    middle, side = envelope * (body + bloom * envelope * np.sqrt(envelope))
    loud, width, turn = stroke.force**1.3, 0.62, 0.3 * stroke.pan
    side *= np.float32(loud * width)
    return np.stack(
        (np.float32(loud * (1 - turn)) * middle + side, np.float32(loud * (1 + turn)) * middle - side)
    )


def air(stroke: Stroke, times: Mono) -> Stereo:
    """A breath in before a note: noise that swells, opens upwards and is gone."""
    at = np.arange(1, int(_HIGHEST * _SPAN)) / _SPAN
    share = np.clip(times / stroke.seconds, 0, 1)
    sound = np.zeros((2, len(times)), np.float32)
    for place, (centre, opens) in enumerate(((1_000.0, 0.0), (2_400.0, 1.5))):
        weight = np.exp(-0.5 * (np.log2(at / centre) / 0.75) ** 2)
        weight /= np.sqrt(np.square(weight).sum())
        sound += _drawn(at, weight, stroke.seed + place, times) * (share**opens).astype(np.float32)
    middle, side = sound * (share**2.2).astype(np.float32) * _let_go(stroke, times, 0.0225)
    return np.stack((middle + np.float32(0.6) * side, middle - np.float32(0.6) * side))


PLAYERS: dict[Instrument, tuple[Player, float]] = {
    "felt": (felt, 0.5),
    "bar": (bar, 0.5),
    "pluck": (pluck, 0.6),
    "strings": (strings, _CROSSING),
    "low": (low, 0.7),
    "air": (air, 0.2),
}
"""Who plays an instrument, and the seconds that a note of it is heard after it was let go."""


def _ringing(hertz: Mono, level: Mono, fall: Mono, phase: Mono, times: Mono) -> Mono:
    """A sum of modes: frequencies, levels, the seconds in which each falls by 60 dB, and phases at the onset.

    A dying oscillation is a power series, so that its samples are the products of a long step and a short one: some hundred
    exponentials instead of some hundred thousand.
    """
    total = np.zeros(len(times))
    step = times[1] - times[0]
    width = int(np.sqrt(len(times))) + 1
    for pitch, loud, falls, start in zip(hertz, level, fall, phase, strict=True):
        if pitch > _HIGHEST:
            continue
        # After 90 dB there is nothing to hear.
        count = min(len(times), int(1.5 * falls / step))
        rate = 2j * np.pi * pitch - _SIXTY_DB / falls
        near = np.exp(rate * step * np.arange(width))
        coarse = times[0] + step * width * np.arange(-(-count // width))
        far = loud * np.exp(rate * coarse + 1j * (start - np.pi / 2))
        total[:count] += (np.outer(far.real, near.real) - np.outer(far.imag, near.imag)).ravel()[:count]
    return total


def _knock(times: Mono, seed: int, band: tuple[float, float], seconds: float, level: float) -> Mono:
    """What the stroke itself sounds like: a few short modes of no pitch."""
    chance, count = _chance(seed), 14
    hertz = np.geomspace(*band, count) * chance.uniform(0.96, 1.04, count)
    fall = seconds * chance.uniform(0.7, 1.3, count)
    phase = chance.uniform(0, 2 * np.pi, count)
    knock = np.zeros(len(times))
    short = times[: max(2, int(np.searchsorted(times, 2.5 * seconds)))]
    knock[: len(short)] = _ringing(hertz, np.full(count, level / np.sqrt(count / 2)), fall, phase, short)
    return knock * _attack(times, 0.002)


def _spread(stroke: Stroke, harmonics: range, seed: int, times: Mono) -> Stereo:
    """Harmonics of a note, each a narrow band about a line; the middle and the side of a stereo pair."""
    at = np.arange(1, int(min(_HIGHEST, stroke.hertz * harmonics.stop) * _SPAN)) / _SPAN
    band, line = np.zeros(len(at)), np.zeros(len(at))
    for number in harmonics:
        centre = stroke.hertz * number
        if centre < at[-1]:
            level = np.exp(-centre / (200 + 900 * stroke.force)) / number**0.6
            width = centre * (2 ** ((5.0 + 1.2 * number) / 1200) - 1)
            shape = np.exp(-0.5 * ((at - centre) / width) ** 2)
            band += level * shape / np.sqrt(np.square(shape).sum())
            line[round(centre * _SPAN) - 1] += level
    return _drawn(at, np.stack((0.5 * band + 0.95 * line, 0.7 * band)), seed, times)


def _drawn(at: Mono, weight: NDArray[np.float64], seed: int, times: Mono) -> Stereo:
    """Two signals of these spectra that have nothing in common: each frequency, a multiple of 1 / ``_SPAN``, has a phase of its
    own in each, whatever the rate is."""
    turn = _chance(seed).uniform(0, 2 * np.pi, (2, len(at))) + 2 * np.pi * at * times[0]
    count = round(_SPAN / (times[1] - times[0]))
    bins = min(len(at), count // 2 - 1)
    spectrum = np.zeros((2, count // 2 + 1), np.complex64)
    spectrum[:, 1 : bins + 1] = (0.5 * count * weight * np.exp(1j * turn))[:, :bins]
    once = np.fft.irfft(spectrum, count)
    return np.asarray(np.tile(once, -(-len(times) // count))[:, : len(times)])


def _chance(seed: int) -> np.random.RandomState:
    """The same numbers for ever: this generator's stream is frozen, which numpy does not promise of its newer ones."""
    return np.random.RandomState(seed)


def _placed(sound: Mono, pan: float) -> Stereo:
    """One channel in two, at equal power."""
    angle = (min(1.0, max(-1.0, pan)) + 1) * np.pi / 4
    return np.stack((sound * np.cos(angle), sound * np.sin(angle)), dtype=np.float32, casting="same_kind")


def _attack(times: Mono, seconds: float) -> Mono:
    """From silence without a step: half a cosine."""
    shape = np.ones(len(times))
    rising = times[: int(np.searchsorted(times, seconds))]
    shape[: len(rising)] = 0.5 - 0.5 * np.cos(np.pi * rising / seconds)
    return shape


def _let_go(stroke: Stroke, times: Mono, damping: float) -> NDArray[np.float32]:
    """How loud a stroke is, and the damper that falls on it when it was held long enough: a time constant in seconds."""
    shape = np.full(len(times), stroke.force**1.3, np.float32)
    held = int(np.searchsorted(times, stroke.seconds))
    shape[held:] *= np.exp(-(times[held:] - stroke.seconds) / damping)
    return shape


def _arc(times: Mono, seconds: float) -> NDArray[np.float32]:
    """Up and down like a quarter of a circle, so that two that cross are as loud as one."""
    shape = np.ones(len(times), np.float32)
    rise, leave = min(_CROSSING, seconds / 3), min(_CROSSING, seconds / 2)
    rising = times[: int(np.searchsorted(times, rise))]
    shape[: len(rising)] = np.sin(np.pi / 2 * rising / rise)
    held = int(np.searchsorted(times, seconds))
    shape[held:] = np.cos(np.pi / 2 * np.clip((times[held:] - seconds) / leave, 0, 1))
    return shape
