"""The room that the instruments stand in, and what their sound goes through: reverberation, filters, tape."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.sound.tones import Mono, Stereo

_FALLS = ((160.0, 1.1), (450.0, 1.7), (1_300.0, 1.5), (3_200.0, 1.0), (7_500.0, 0.5))
"""Around which frequency in Hertz reverberation falls by 60 dB in how many seconds: air and cloth take the high notes first, and
the bass is kept dry."""
_SPAN = 2.0
"""Seconds of reverberation that are kept."""
_BEFORE = 0.024
"""Seconds until the late reverberation begins to rise."""
_EARLY = (
    (0.0113, 0.34, -0.6),
    (0.0171, 0.30, 0.7),
    (0.0239, 0.25, 0.3),
    (0.0317, 0.22, -0.8),
    (0.0433, 0.16, 0.5),
)
"""The first reflections of a small hall: seconds, strength, and where they come from."""
_SIDE = 0.8
"""How much the ears differ in the late reverberation; at 1 they would have nothing in common."""
_HIGHEST = 12_000.0
"""Hertz."""
_SEED = 96


def reverberated(dry: Stereo, rate: int, *, loops: bool) -> Stereo:
    """What the room answers, as long as the sound: early reflections, then dying noise that differs from ear to ear (Schroeder
    1962, Moorer 1979), each band in its own time (Jot 1992). ``loops`` leads the tail of the end into the beginning."""
    count, tail = dry.shape[1], round(_SPAN * rate)
    size = count if loops else _quick(count + tail)
    answer = np.zeros((2, size), np.float32)
    answer[:, :tail] = _response(rate)
    return np.asarray(np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(answer), size)[:, :count])


def filtered(sound: Stereo, rate: int) -> Stereo:
    """Through causal filters: what lies below 32 Hz is taken away, and with it all that stands still; what lies above 5 kHz is
    halved; and what lies above 12 kHz falls by 12 dB an octave."""
    count = sound.shape[1]
    size = _quick(count + rate)
    at = 1j * np.fft.rfftfreq(size, 1 / rate)
    below, shelf, above = at / 32, at / 5_000, at / _HIGHEST
    curve = below**2 / (1 + 1.414 * below + below**2) * (1 + 0.5 * shelf) / (1 + shelf)
    curve /= 1 + 1.414 * above + above**2
    spectrum = np.fft.rfft(sound, size) * curve.astype(np.complex64)
    return np.asarray(np.fft.irfft(spectrum, size)[:, :count])


def saturated(sound: Stereo, drive: float) -> Stereo:
    """Rounded off as by tape. At twice the rate, so that the harmonics that this makes do not fold back."""
    count = sound.shape[1]
    size = _quick(count + 64)
    wide = np.zeros((2, size + 1), np.complex64)
    wide[:, : size // 2 + 1] = np.fft.rfft(sound, size)
    rounded = np.tanh(2 * drive * np.fft.irfft(wide, 2 * size)) / (2 * drive)
    return np.asarray(np.fft.irfft(np.fft.rfft(rounded)[:, : size // 2 + 1], size)[:, :count])


@cache
def _response(rate: int) -> Stereo:
    """The room's answer to a clap. Drawn as a spectrum, so that every rate has the same room."""
    count = round(_SPAN * rate)
    at, times = np.fft.rfftfreq(count, 1 / rate), np.arange(count) / rate
    drawn = int(_HIGHEST * _SPAN)
    turn = np.random.RandomState(_SEED).uniform(0, 2 * np.pi, (2, drawn))[:, : len(at)]
    spectrum = np.zeros((2, len(at)), np.complex128)
    spectrum[:, : turn.shape[1]] = np.exp(1j * turn)
    late = np.zeros((2, count))
    for share, (_, seconds) in zip(_shares(at), _FALLS, strict=True):
        late += np.fft.irfft(spectrum * share, count) * 10 ** (-3 * times / seconds)
    late *= np.square(np.sin(np.pi / 2 * np.clip((times - _BEFORE) / 0.04, 0, 1)))
    late *= np.clip((_SPAN - times) / 0.3, 0, 1)
    late /= np.sqrt(np.square(late).sum(axis=1, keepdims=True) * rate / 44_100)
    middle, side = late / np.sqrt(1 + _SIDE**2)
    early = np.zeros((2, len(at)), np.complex128)
    for seconds, strength, place in _EARLY:
        ears = np.sqrt(np.array([[1 - place], [1 + place]]) / 2)
        early += strength * ears * np.exp(-2j * np.pi * at * seconds)
    # Walls return neither the lowest notes nor the highest.
    early *= at / np.hypot(at, 220) / (1 + (at / 4_500) ** 2)
    late = np.stack((middle + _SIDE * side, middle - _SIDE * side))
    return np.asarray(0.85 * late + np.fft.irfft(early, count), np.float32)


def _shares(at: Mono) -> NDArray[np.float64]:
    """How much of each frequency belongs to each band of ``_FALLS``: all of it together, but for the bass."""
    places = np.log2([frequency for frequency, _ in _FALLS])
    place = np.interp(np.log2(np.maximum(at, 1)), places, np.arange(len(places)))
    shares = np.maximum(0, 1 - np.abs(place - np.arange(len(places))[:, None]))
    bass = (at / _FALLS[0][0]) ** 2
    return np.asarray(shares * bass / (1 + bass))


def _quick(count: int) -> int:
    """A size not below this one that is transformed quickly: a small number times a power of two."""
    step = 1 << max(0, count.bit_length() - 5)
    return -(-count // step) * step
