"""How long an engine takes to say something, told from the words alone: what lets a script be written to a length."""

import re
from dataclasses import dataclass

import numpy as np

from dispatch_audio.script import SpokenForm
from dispatch_audio.workspace import Voice

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿ]+")
_SILENT = re.compile(r"(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeioutd])ed$|(?<=[^aeiouscgxzh])es$")
"""Endings that are written and not heard: ``gate``, ``parked``, ``makes``; heard are ``table``, ``landed``, ``boxes``."""
_MARK = re.compile(r"[,;:–—](?=\s)")
_STOP = re.compile(r"[.!?][”’\"')]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Tempo:
    """What an engine takes for each part of a text, in seconds at pace 1; measured with `scripts/bench estimate`."""

    letter: float
    syllable: float
    initial: float
    """More for a letter that is said by its name, as in ``G P U``, than for a syllable of one letter."""
    mark: float
    """At a comma, a semicolon, a colon or a dash."""
    stop: float
    """Where a sentence ends inside the text."""
    still: float
    """For every clip, whatever the pace: the silence that is left around speech."""
    speeds: tuple[tuple[float, float], ...]
    """Pairs of a pace and how much faster than at 1 that really is, in order; a model counts whole frames for each
    phoneme, so that the one does not follow from the other. Between two pairs a straight line is drawn."""

    def seconds(self, form: SpokenForm, voice: Voice) -> float:
        """The length of the clip, in seconds, at the voice's pace and tempo."""
        text = form.spoken
        words = _WORD.findall(text)
        at_pace_1 = (
            self.letter * sum(map(len, words))
            + self.syllable * sum(map(_syllables, words))
            + self.initial * sum(map(_is_initial, words))
            + self.mark * len(_MARK.findall(text))
            + self.stop * len(_STOP.findall(text))
        )
        paces, speeds = zip(*self.speeds, strict=True)
        return self.still + at_pace_1 / (
            float(np.interp(voice.profile.pace, paces, speeds)) * voice.profile.tempo
        )


def _syllables(word: str) -> int:
    """About how many: groups of vowels that are heard."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word not in "AI"
