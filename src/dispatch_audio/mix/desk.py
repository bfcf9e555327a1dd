"""The editing desk, and the one room of pydub: one line at a time, cut, faded and handed on as a stream."""

import warnings
from collections.abc import Iterator

import numpy as np

from dispatch_audio.master import Timeline
from dispatch_audio.media import FULL_SCALE, Block, resample
from dispatch_audio.narration import Narration
from dispatch_audio.speak.clips import pcm_of

with warnings.catch_warnings():
    # pydub looks for ffmpeg, which we do not use, and imports audioop, which Python 3.13 lacks and audioop-lts brings.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_FADE_MS = 8


def programme(
    narration: Narration, timeline: Timeline, channels: int, quotes_gain: float = 0.0
) -> Iterator[Block]:
    """The whole programme before loudness is set, line by line, each with the silence that leads to it.

    ``quotes_gain`` is what quotations are raised by, in decibels. Blocks of shape (channels, frames) at the timeline's rate; together exactly ``timeline.frames`` long.
    """
    at = 0
    for line, clip in zip(timeline.lines, narration.clips, strict=True):
        yield np.zeros((channels, line.start - at), np.float32)
        segment = AudioSegment(
            data=pcm_of(clip.sound), sample_width=2, frame_rate=clip.sound.rate, channels=1
        )
        # A clip is cut where speech has faded to almost nothing; the fade takes the last step out of it.
        segment = segment.fade_in(_FADE_MS).fade_out(_FADE_MS)
        samples = np.frombuffer(segment.raw_data, "<i2").astype(np.float32) / FULL_SCALE
        voice = resample(samples, clip.sound.rate, timeline.rate)
        # pydub counts in milliseconds and drops what is left of the last one, a sample or twenty of faded silence.
        voice = np.pad(voice, (0, max(0, line.end - line.start - len(voice))))[: line.end - line.start]
        if clip.utterance.kind == "quotation":
            voice = voice * np.float32(10 ** (quotes_gain / 20))
        yield np.repeat(voice[None, :], channels, axis=0)
        at = line.end
    yield np.zeros((channels, timeline.frames - at), np.float32)
