"""Narration in, Master out: the timeline, the loudness that podcasts have, and an MP3 of constant bit rate."""

import functools
import hashlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from dispatch_audio import media
from dispatch_audio.errors import SoundError
from dispatch_audio.master import Master
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.narration import Narration, Sound
from dispatch_audio.workspace.settings import Pauses

log = logging.getLogger(__name__)

_Source = Callable[[], Iterator[media.Block]]
"""The programme in one channel before loudness is set, from its beginning, each time it is asked for."""

RATE = 44_100
CHANNELS = 2
BIT_RATE = 112_000
QUALITY = 2
TARGET_LUFS = -16.0
"""Integrated loudness, as Apple asks of podcasts in stereo."""
PEAK_DBTP = -1.0
"""No true peak above this, measured on the decoded MP3."""

_TOLERANCE_LU = 0.1
_ENCODER_LOSS_LU = 0.4
"""LAME scales by 0.95 at this bit rate. Reckoned with from the start, since finding it costs a round of encoding."""
_FIRST_CEILING = -1.4
"""Coding moves peaks by some tenths of a decibel; what it lifts more is measured and taken off in another round."""
_MARGIN_DB = 0.1
_ROUNDS = 4


def mix(narration: Narration, pauses: Pauses, mp3: Path, told: Callable[[str], None]) -> Master:
    """Mixes a narration into an MP3 at ``mp3``, -16 LUFS with true peaks at most -1 dBTP once decoded.

    ``told`` hears what is being done. Raises SoundError when a clip has changed, or the loudness cannot be met.
    """
    # The desk's library loads when there is something to mix: what an episode must be is known without.
    from dispatch_audio.mix.desk import programme
    from dispatch_audio.mix.levels import quotes_gain

    timeline = lay_out(narration, pauses, RATE)
    told("measuring loudness")
    source = functools.partial(programme, narration, timeline, 1, quotes_gain(narration))
    gain = TARGET_LUFS - media.measure(_widened(source()), RATE, CHANNELS, peaks=False).integrated
    wanted, ceiling = TARGET_LUFS + _ENCODER_LOSS_LU, _FIRST_CEILING
    for _ in range(_ROUNDS):
        gain = _found_gain(source, gain, ceiling, wanted)
        told("encoding the MP3")
        media.encode_mp3(
            _finished(source, gain, ceiling),
            mp3,
            rate=RATE,
            channels=CHANNELS,
            bit_rate=BIT_RATE,
            quality=QUALITY,
        )
        told("measuring the MP3")
        loudness = media.measure(media.decode(mp3), RATE, CHANNELS)
        log.info("%.2f LUFS, %.1f LU, %.2f dBTP", loudness.integrated, loudness.range, loudness.true_peak)
        off = TARGET_LUFS - loudness.integrated
        over = loudness.true_peak - PEAK_DBTP
        if abs(off) <= _TOLERANCE_LU and over <= 0:
            sha256 = hashlib.sha256(mp3.read_bytes()).hexdigest()
            return Master(Sound(mp3, sha256, timeline.frames, RATE), timeline, loudness, narration)
        wanted += off
        if over > 0:
            ceiling -= over + _MARGIN_DB
    raise SoundError(
        f"{TARGET_LUFS} LUFS cannot be met under {PEAK_DBTP} dBTP: the last try has {loudness.integrated:.1f} LUFS "
        f"and {loudness.true_peak:.1f} dBTP",
        hint="is a clip of the narration damaged? delete the cache and build again",
    )


def _found_gain(source: _Source, gain: float, ceiling: float, wanted: float) -> float:
    """The gain that gives the wanted loudness once peaks are limited: limiting takes some of it away again, and
    finding how much before encoding saves a round of that."""
    for _ in range(_ROUNDS):
        off = wanted - media.measure(_finished(source, gain, ceiling), RATE, CHANNELS, peaks=False).integrated
        if abs(off) <= _TOLERANCE_LU / 2:
            break
        gain += off
    return gain


def _finished(source: _Source, gain: float, ceiling: float) -> Iterator[media.Block]:
    # One voice is the same in every channel: it is limited once.
    return _widened(media.limited(source(), RATE, 1, gain, ceiling))


def _widened(blocks: Iterator[media.Block]) -> Iterator[media.Block]:
    return (np.repeat(block, CHANNELS, axis=0) for block in blocks)
