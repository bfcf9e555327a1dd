"""The smallest engine, and the pattern for the next: a tone for each word, instant and repeatable, for tests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.script import SpokenForm
from dispatch_audio.workspace import Voice

_SECONDS_A_LETTER = 0.025
_GAP = 0.03


@dataclass(frozen=True, slots=True)
class ToneEngine:
    """Each word is a tone as long as the word, with a short gap after it."""

    model: str = "tone"
    rate: int = 24_000
    identity: str = "tone 2"

    def phonemes(self, text: str) -> str:
        """A tone has no phonemes; the text stands for them."""
        return text

    def speak(self, form: SpokenForm, pace: float) -> NDArray[np.float32]:
        """See ``Engine.speak``."""
        parts = [np.zeros(0, np.float32)]
        for word in form.spoken.split():
            time = np.arange(int(len(word) * _SECONDS_A_LETTER / pace * self.rate)) / self.rate
            pitch = 180 + 20 * (sum(map(ord, word)) % 8)
            shape = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
            parts.append((0.3 * shape * np.sin(2 * np.pi * pitch * time)).astype(np.float32))
            parts.append(np.zeros(int(_GAP / pace * self.rate), np.float32))
        return np.concatenate(parts)


def seconds(form: SpokenForm, voice: Voice) -> float:
    """The exact length: a tone is as long as its word."""
    rate, pace = ToneEngine().rate, voice.profile.pace
    words = form.spoken.split()
    return (
        sum(int(len(word) * _SECONDS_A_LETTER / pace * rate) + int(_GAP / pace * rate) for word in words)
        / rate
    )


def load(voice: Voice) -> ToneEngine:
    """The engine; the profile's pace and pauses are all that it takes from the voice."""
    return ToneEngine()
