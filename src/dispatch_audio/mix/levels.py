"""How loud each voice is, so that a second one is heard neither louder nor softer than the narrator."""

from collections.abc import Iterable

import numpy as np

from dispatch_audio import media
from dispatch_audio.narration import Clip, Narration
from dispatch_audio.speak.clips import pcm_of

_ENOUGH = 1.0
"""Seconds of speech from which a loudness can be told: less holds hardly one of EBU R 128's blocks."""


def quotes_gain(narration: Narration) -> float:
    """Decibels that make the second voice's clips, taken together, as loud as the narrator's, and what their profiles
    want beyond that; 0 without one.

    Engines differ by some LU, and quotations are too few to be heard as loud by the loudness of the whole.
    """
    narrator, second = narration.speaker, narration.speaker.quotes
    return 0.0 if second is None else _difference(narration) + second.gain - narrator.gain


def _difference(narration: Narration) -> float:
    """How much louder the narrator's clips are than the second voice's."""
    quoted = tuple(clip for clip in narration.clips if clip.utterance.kind == "quotation")
    told = tuple(clip for clip in narration.clips if clip.utterance.kind != "quotation")
    if any(sum(clip.sound.seconds for clip in clips) < _ENOUGH for clips in (quoted, told)):
        return 0.0
    return _loudness(told) - _loudness(quoted)


def _loudness(clips: tuple[Clip, ...]) -> float:
    """LUFS of clips of one voice, one after the other."""
    return media.measure(_blocks(clips), clips[0].sound.rate, 1).integrated


def _blocks(clips: Iterable[Clip]) -> Iterable[media.Block]:
    for clip in clips:
        yield np.frombuffer(pcm_of(clip.sound), "<i2").astype(np.float32)[None, :] / media.FULL_SCALE
