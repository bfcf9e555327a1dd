"""How loud each line and each piece of music is made, before the programme as a whole is."""

import functools
import itertools
import math
import statistics
from collections.abc import Iterable
from concurrent.futures import Executor

import numpy as np

from dispatch_audio import media
from dispatch_audio.mix.design import Piece
from dispatch_audio.narration import Clip, Narration
from dispatch_audio.speak.clips import pcm_of

SPEECH_LUFS = -19.0
"""What speech is brought to in its one channel, before the programme is measured: -16 where two channels hold it, and as
loud. The whole then needs hardly any gain."""
_WIDE_LU = 3.0
"""By how much louder two channels of one sound are measured."""
_KEPT = 0.35
"""The share of a line's difference from its voice's usual loudness that it keeps: levelling takes no life out of it."""
_SPREAD_LU = 0.75
"""What it keeps at the most, so that no two lines differ by 2 LU."""
_BOOST_DB = 20.0
"""By how much a line is raised at the most: what is softer than this is no speech."""
_ENOUGH = 1.2
"""Seconds of sound that a loudness is told from; what is shorter is repeated."""
_UNDER_SPEECH = {"opening": 3.0, "sting": 5.0, "closing": 3.0, "bed": 14.0}
"""LU by which music is softer than speech. A bed goes down by 8 more under it."""


def line_gains(narration: Narration, executor: Executor) -> tuple[float, ...]:
    """Decibels for each clip: all voices equally loud, but for what their profiles want, and no line far from the next.

    Engines differ by some LU, and quotations are too few to be heard as loud by the loudness of the whole.
    """
    clips, speaker = narration.clips, narration.speaker
    loudness = tuple(executor.map(_of_clip, clips))
    quoting = None if speaker.quotes is None else speaker.quotes.gain - speaker.gain
    second = tuple(quoting is not None and clip.utterance.kind == "quotation" for clip in clips)
    gains: dict[int, float] = {}
    for voice in set(second):
        places = [place for place, who in enumerate(second) if who is voice]
        usual = _usual(places, clips, loudness)
        wish = quoting if voice and quoting is not None else 0.0
        for place in places:
            kept = max(-_SPREAD_LU, min(_SPREAD_LU, (loudness[place] - usual) * _KEPT))
            gains[place] = min(SPEECH_LUFS - usual + _BOOST_DB, SPEECH_LUFS + kept - loudness[place]) + wish
    return tuple(gains[place] for place in range(len(clips)))


@functools.lru_cache(maxsize=16)
def music_gain(piece: Piece, part: str) -> float:
    """Decibels that bring a piece of music to its place under speech; told once, since each part of a programme asks."""
    blocks = tuple(media.decode(piece.sound.path))
    target = SPEECH_LUFS + (_WIDE_LU if len(blocks[0]) == 2 else 0.0)
    return target - _UNDER_SPEECH[part] - _loudness(blocks, piece.sound.rate)


def _usual(places: Iterable[int], clips: tuple[Clip, ...], loudness: tuple[float, ...]) -> float:
    """The loudness of a voice: the median of its lines, the long ones counting more."""
    by_second = ((loudness[place], max(1, round(clips[place].sound.seconds))) for place in places)
    return statistics.median(itertools.chain.from_iterable(itertools.repeat(*pair) for pair in by_second))


def _of_clip(clip: Clip) -> float:
    pcm = np.frombuffer(pcm_of(clip.sound), "<i2").astype(np.float32)[None, :] / np.float32(media.FULL_SCALE)
    return _loudness((pcm,), clip.sound.rate)


def _loudness(blocks: tuple[media.Block, ...], rate: int) -> float:
    """LUFS; a sound that is too short to hold many of EBU R 128's blocks is repeated."""
    seconds = sum(block.shape[1] for block in blocks) / rate
    repeated = blocks * max(1, math.ceil(_ENOUGH / seconds))
    return media.integrated(media.momentary(repeated, rate, len(blocks[0])))
