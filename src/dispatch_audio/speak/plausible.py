"""Whether a sound can be the words that were asked for: silence, noise or half a sentence is no narration.

The bounds lie well outside of what Kokoro and Piper gave for the utterances of dispatch-002, words that stand alone, and
paces from 0.5 to 2; each says what was measured. An engine is right or it is of no use: what is a little odd passes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import EngineGoneError
from dispatch_audio.speak.engines import Engine, Said, Speech

_SILENT = 0.003
"""Full scale is 1.0. A clip that never gets louder holds no speech (0.24 was the least)."""
_WINDOW = 0.02
"""Seconds over which a level is measured."""
_LOUD_DB = -40.0
"""Against the loudest window: what is above is sound."""
_TELLING = 0.2
"""Seconds of sound from which noise can be told from a word."""
_STEADY_DB = 2.0
"""Speech rises and falls: the standard deviation of its level was 6.4 dB and more; noise and held tones have 0.5."""
_FLAT = 0.2
"""Spectral flatness (geometric by arithmetic mean of the power), median: white noise has 0.5, "six" had 0.02."""
_FULL_SCALE, _OVERDRIVEN = 0.999, 0.02
"""Which share of the sound may be at full scale: nothing was."""
_SECONDS_A_LETTER = 0.016
"""The least, at pace 1: Piper took 0.040, Kokoro 0.056 for each letter of IPA, stress marks counted."""
_SLOW_AROUND, _SLOW_LETTER, _SLOW_MARK, _SLOW = 0.8, 0.09, 0.5, 2.0
"""A slow clip, at pace 1: seconds around it, for a letter and at a mark; and how much longer a clip may be. Real ones took
0.2 to 1.1 times as long."""
_MUTE_DB = -50.0
"""Against the clip's peak: a word that never gets louder is not there. The most swallowed "a" was at -42 dB."""
_AROUND = 6.0
"""Seconds of silence before and after the words (the online service's 1 s was the most)."""
_MUTE_LETTERS = 6
"""As many letters in a row that are not there are words that a listener misses."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What an engine gave, as the rules look at it."""

    samples: NDArray[np.float32]
    frames: NDArray[np.float64]
    """The windows that are sound, a row each."""
    levels: NDArray[np.float64]
    """Their levels in decibels against the loudest one."""
    spread: float
    """Seconds from the first of them to the last."""
    times: tuple[tuple[int, int], ...]
    words: tuple[Said, ...]
    pace: float
    rate: int

    @property
    def seconds(self) -> float:
        """Of sound, without the silence in it and around it."""
        return len(self.frames) * _WINDOW


def speech(engine: Engine, words: tuple[Said, ...], pace: float, text: str) -> Speech:
    """What the engine says for these words; what cannot be them is asked for once more.

    Raises EngineGoneError when it cannot be them again: an engine that gives such sounds is of no use.
    """
    fault = ""
    for _ in range(2):
        given = engine.speak(words, pace)
        fault = fault_of(given, words, pace, engine.rate)
        if not fault:
            return given
    raise EngineGoneError(
        f"{engine.model} gave {fault} for {text!r}", hint="put it differently, or give the voice a fallback"
    )


def fault_of(given: Speech, words: tuple[Said, ...], pace: float, rate: int) -> str:
    """What a sound is, as ``silence``, where it cannot be these words at this pace; empty where it can.

    ``rate`` is in Hertz.
    """
    samples = given.samples
    if not np.isfinite(samples).all():
        return "noise"
    if not samples.size or float(np.abs(samples).max()) < _SILENT:
        return "silence"
    window = max(1, round(_WINDOW * rate))
    frames = np.pad(samples, (0, -len(samples) % window)).reshape(-1, window).astype(np.float64)
    power = (frames**2).mean(axis=1)
    levels = 10 * np.log10(power / power.max() + 1e-12)
    loud = levels > _LOUD_DB
    first, last = np.flatnonzero(loud)[[0, -1]]
    spread = float(last + 1 - first) * _WINDOW
    heard = _Heard(samples, frames[loud], levels[loud], spread, given.words, words, pace, rate)
    return next((fault for rule in _RULES if (fault := rule(heard))), "")


def _noise(heard: _Heard) -> str:
    if heard.seconds < _TELLING:
        return ""
    spectra = np.abs(np.fft.rfft(heard.frames * np.hanning(heard.frames.shape[1]), axis=1)) ** 2 + 1e-12
    flatness = float(np.median(np.exp(np.log(spectra).mean(axis=1)) / spectra.mean(axis=1)))
    steady = float(heard.levels.std()) < _STEADY_DB
    return "noise" if flatness > _FLAT else "a sound that never rises or falls" if steady else ""


def _overdriven(heard: _Heard) -> str:
    share = np.count_nonzero(np.abs(heard.samples) >= _FULL_SCALE) / heard.frames.size
    return "overdriven sound" if share > _OVERDRIVEN else ""


def _short(heard: _Heard) -> str:
    least = _SECONDS_A_LETTER * _letters(heard.words) / heard.pace
    return f"only {heard.seconds:.2f} s of sound" if heard.seconds < least else ""


def _long(heard: _Heard) -> str:
    marks = sum(not word.sound[-1:].isalpha() for word in heard.words)
    slow = _SLOW_AROUND + _SLOW_LETTER * _letters(heard.words) + _SLOW_MARK * marks
    # From the first of it to the last: some silence around it is an engine's own, and cut off.
    around = len(heard.samples) / heard.rate - heard.spread
    if around > _AROUND:
        return f"{around:.0f} s of silence"
    return f"{heard.spread:.1f} s of sound" if heard.spread > _SLOW * slow / heard.pace else ""


def _cut(heard: _Heard) -> str:
    """Words that are not there: a stream that broke off, or a gap in it."""
    mute = float(np.abs(heard.samples).max()) * 10 ** (_MUTE_DB / 20)
    missed = letters = 0
    for word, (first, last) in zip(heard.words, heard.times, strict=True):
        there = heard.samples[first:last]
        if there.size and float(np.abs(there).max()) > mute:
            missed = letters = 0
            continue
        missed, letters = missed + 1, letters + _letters((word,))
        if letters >= _MUTE_LETTERS:
            return f"silence in place of {missed} or more of the words"
    return ""


def _letters(words: tuple[Said, ...]) -> int:
    return sum(sum(map(str.isalpha, word.sound)) for word in words)


_RULES: tuple[Callable[[_Heard], str], ...] = (_noise, _overdriven, _short, _long, _cut)
