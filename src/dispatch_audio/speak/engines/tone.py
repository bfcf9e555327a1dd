"""The smallest engine, and the pattern for the next: a tone for each word, instant and repeatable, for tests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.script import SpokenForm
from dispatch_audio.speak.engines import Said, Speech
from dispatch_audio.speak.words import words_of
from dispatch_audio.workspace import Voice

_SECONDS_A_LETTER = 0.025
_GAP = 0.015
_SWELL = 0.1
"""Seconds: about a syllable."""


@dataclass(frozen=True, slots=True)
class ToneEngine:
    """Each word is a tone as long as the word, which swells and fades as speech does, with a short gap after it."""

    model: str = "tone"
    rate: int = 24_000
    identity: str = "tone 5"
    limit: int = 2_000
    repeatable: bool = True

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        """A tone has no phonemes; the words stand for them."""
        return tuple(Said(word.start, word.end, word.text) for word in words_of(form))

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        """See ``Engine.speak``."""
        parts: list[NDArray[np.float32]] = []
        times: list[tuple[int, int]] = []
        at = 0
        for word in words:
            time = np.arange(_frames(word.sound, self.rate, pace)) / self.rate
            pitch = 180 + 20 * (sum(map(ord, word.sound)) % 8)
            swell = 0.1 + 0.9 * np.sin(np.pi * time / _SWELL) ** 2
            shape = swell * np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
            tone = (0.3 * shape * np.sin(2 * np.pi * pitch * time)).astype(np.float32)
            gap = np.zeros(int(_GAP / pace * self.rate), np.float32)
            parts += [tone, gap]
            times.append((at, at + len(tone)))
            at += len(tone) + len(gap)
        return Speech(np.concatenate(parts), tuple(times))


def _frames(word: str, rate: int, pace: float) -> int:
    return int(len(word) * _SECONDS_A_LETTER / pace * rate)


def seconds(form: SpokenForm, voice: Voice) -> float:
    """The exact length: a tone is as long as its word."""
    engine, pace = ToneEngine(), voice.profile.pace
    return (
        sum(
            _frames(word.sound, engine.rate, pace) + int(_GAP / pace * engine.rate)
            for word in engine.said(form)
        )
        / engine.rate
    )


def lacking(voice: Voice) -> str:
    """Nothing: a tone is computed."""
    return ""


def load(voice: Voice) -> ToneEngine:
    """The engine; the profile's pace and pauses are all that it takes from the voice."""
    return ToneEngine()
