"""The editing desk, and the one room of pydub: a clip or a piece of music is cut, looped, faded, ducked and set in level."""

import warnings
from collections.abc import Sequence

import numpy as np

from dispatch_audio.master import Line, Music
from dispatch_audio.media import FULL_SCALE, Block, decode, resample
from dispatch_audio.mix.design import Piece
from dispatch_audio.narration import Clip
from dispatch_audio.speak.clips import pcm_of

with warnings.catch_warnings():
    # pydub looks for ffmpeg, which we do not use, and imports audioop, which Python 3.13 lacks and audioop-lts brings.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_FADE_MS = 8
_HIGH_PASS = 70.0
"""Hertz: below it voices have nothing, and engines leave rumble and a step or two."""
_BED_IN_MS, _BED_OUT_MS = 700, 1500
_CUT_MS = 60
"""The fade of a piece that is cut since its chapter is shorter."""
_CROSSFADE_MS = 1000
"""What a bed that was not made to be looped is joined with."""
_DUCK_DB = 8.0
"""By how much a bed is lower under speech than between."""
_DOWN_MS, _UP_MS = 350, 900
_BREATHER_MS = 1200
"""A bed comes up where nobody speaks for so long."""


def voice(clip: Clip, line: Line, rate: int, gain: float) -> Block:
    """A clip as it is heard in the programme: without rumble, faded, in level; one channel, exactly as long as its line."""
    samples = _samples(
        AudioSegment(pcm_of(clip.sound), sample_width=2, frame_rate=clip.sound.rate, channels=1)
    )
    treated = resample(samples, clip.sound.rate, rate, high_pass=_HIGH_PASS)
    # A clip is cut where speech has faded to almost nothing; the fade takes the last step out of it.
    segment = _segment(treated, rate).fade_in(_FADE_MS).fade_out(_FADE_MS)
    return _fitted(_samples(segment), line.end - line.start) * np.float32(10 ** (gain / 20))


def music(
    piece: Piece, part: Music, rate: int, gain: float, speech: Sequence[Line], *, seamless: bool
) -> Block:
    """A piece of music as it is heard, in two channels, exactly as long as its place; ``gain`` in decibels.

    A bed is looped where it is too short, faded at both ends, and ducked under these lines of speech; what is longer than
    its place is faded out.
    """
    source = np.concatenate(list(decode(piece.sound.path)), axis=1)
    block = resample(source, piece.sound.rate, rate)
    frames = part.end - part.start
    if part.part == "bed":
        block = _samples(_bed(_segment(_stereo(block), rate), part, rate, speech, seamless=seamless))
    elif block.shape[1] > frames:
        block = _samples(_segment(block[:, :frames], rate).fade_out(_CUT_MS))
    return _fitted(_stereo(block), frames) * np.float32(10 ** (gain / 20))


def _bed(
    bed: AudioSegment, part: Music, rate: int, speech: Sequence[Line], *, seamless: bool
) -> AudioSegment:
    length = (part.end - part.start) * 1000 // rate
    crossfade = 0 if seamless else min(_CROSSFADE_MS, len(bed) // 3)
    looped = bed
    while len(looped) < length:
        looped = looped.append(bed, crossfade=crossfade)
    looped = looped[:length]
    for first, last in _spoken(part, rate, speech, length):
        if first > 0:
            looped = looped.fade(to_gain=-_DUCK_DB, start=max(0, first - _DOWN_MS), end=first)
        else:
            looped = looped - _DUCK_DB
        if last + _UP_MS < length:
            looped = looped.fade(to_gain=_DUCK_DB, start=last, duration=_UP_MS)
    return looped.fade_in(min(_BED_IN_MS, length // 3)).fade_out(min(_BED_OUT_MS, length // 3))


def _spoken(part: Music, rate: int, speech: Sequence[Line], length: int) -> list[tuple[int, int]]:
    """When there is speech over a bed, in milliseconds from its start; pauses in which it must not come up are speech."""
    found: list[tuple[int, int]] = []
    for line in speech:
        first, last = ((frame - part.start) * 1000 // rate for frame in (line.start, line.end))
        if last <= 0 or first >= length:
            continue
        if found and first - found[-1][1] < _BREATHER_MS:
            found[-1] = (found[-1][0], last)
        else:
            found.append((max(0, first), last))
    return found


def _segment(block: Block, rate: int) -> AudioSegment:
    pcm = (np.clip(block, -1, 1) * (FULL_SCALE - 1)).round().astype("<i2")
    return AudioSegment(pcm.T.tobytes(), sample_width=2, frame_rate=rate, channels=len(block))


def _samples(segment: AudioSegment) -> Block:
    pcm = np.frombuffer(segment.raw_data, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
    return np.ascontiguousarray(pcm.reshape(-1, segment.channels).T)


def _fitted(block: Block, frames: int) -> Block:
    """Exactly so long: pydub counts in milliseconds and drops what is left of the last one, a little faded silence."""
    return np.pad(block, ((0, 0), (0, max(0, frames - block.shape[1]))))[:, :frames]


def _stereo(block: Block) -> Block:
    return np.repeat(block, 2, axis=0) if len(block) == 1 else block
