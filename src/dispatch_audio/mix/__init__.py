"""Narration in, Master out: the timeline with its music, the loudness that podcasts have, an MP3 of constant bit rate."""

import itertools
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dispatch_audio import media
from dispatch_audio.errors import SoundError
from dispatch_audio.master import Loudness, Master
from dispatch_audio.mix.design import SILENT, SoundDesign
from dispatch_audio.mix.levels import line_gains
from dispatch_audio.mix.programme import Programme
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.models import sha256_of
from dispatch_audio.mp3 import SAMPLES_A_FRAME
from dispatch_audio.narration import Narration, Sound
from dispatch_audio.workspace.settings import MasterSettings, Pauses

log = logging.getLogger(__name__)

QUALITY = 3
"""LAME's: on speech at 112 kbit/s its noise lies 4 to 7 dB deeper than that of 2 in all bands up to 6 kHz and 2 dB up to 9, and
it takes three quarters of the time; 5 has 1 dB more noise."""
PEAK_DBTP = -1.0
"""No true peak above this, measured on the decoded MP3."""

_TOLERANCE_LU = 0.2
_FIRST_CEILING = -1.5
"""Coding moves peaks by some tenths of a decibel; what it lifts more is measured and taken off in another round."""
_MARGIN_DB = 0.1
_ROUNDS = 5
_AHEAD = 4
"""Parts that are worked on or wait to be written; more would only take memory."""
_BEHIND = 4 * SAMPLES_A_FRAME
"""Sample frames that an encoder hears beyond its part: it looks ahead."""

_Piece = TypeVar("_Piece")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the whole is brought to its loudness."""

    gain: float
    """In decibels."""
    ceiling: float
    """In dBTP, before encoding."""


def mix(
    narration: Narration,
    pauses: Pauses,
    mp3: Path,
    told: Callable[[str], None],
    executor: Executor,
    settings: MasterSettings,
    design: SoundDesign = SILENT,
) -> Master:
    """Mixes a narration and its music into an MP3 at ``mp3``: at the target's loudness, with true peaks at most -1 dBTP once
    decoded.

    ``told`` hears what is being done; parts of the programme are worked on side by side by the ``executor``'s threads, and the
    outcome is the same whatever their number. Raises SoundError when a clip has changed, or the loudness cannot be met.
    """
    encoding = media.Encoding(settings.rate, settings.channels, settings.bit_rate * 1000, QUALITY)
    timeline = lay_out(narration, pauses, settings.rate, design)
    told("measuring loudness")
    programme = Programme(narration, timeline, design, line_gains(narration, executor), settings.channels)
    setting = _first_setting(programme, encoding, settings.target, executor)
    for _ in range(_ROUNDS):
        told("encoding the MP3")
        _encode(programme, encoding, setting, mp3, executor)
        told("measuring the MP3")
        loudness = media.measure(media.decode(mp3), settings.rate, settings.channels)
        log.info("%.2f LUFS, %.1f LU, %.2f dBTP", loudness.integrated, loudness.range, loudness.true_peak)
        off, over = settings.target - loudness.integrated, loudness.true_peak - PEAK_DBTP
        if abs(off) <= _TOLERANCE_LU and over <= 0:
            return Master(
                Sound(mp3, sha256_of(mp3), timeline.frames, settings.rate), timeline, loudness, narration
            )
        setting = _corrected(setting, off, over)
    raise SoundError(
        f"{settings.target} LUFS cannot be met under {PEAK_DBTP} dBTP: the last try has {loudness.integrated:.1f} "
        f"LUFS and {loudness.true_peak:.1f} dBTP",
        hint="is a clip of the narration damaged? delete the cache and build again",
    )


def _corrected(setting: _Setting, off: float, over: float) -> _Setting:
    lower = over + _MARGIN_DB if over > 0 else 0.0
    return _Setting(setting.gain + off, setting.ceiling - lower)


def _first_setting(
    programme: Programme, encoding: media.Encoding, target: float, executor: Executor
) -> _Setting:
    """What will most likely do, so that the whole is encoded but once: the programme is measured as it is, and its longest
    part tells what limiter and encoder take away."""
    parts = programme.parts(SAMPLES_A_FRAME)
    probe = max(range(len(parts)), key=lambda place: parts[place][1] - parts[place][0])
    trial = _Setting(0.0, _FIRST_CEILING)

    def as_it_is(part: tuple[int, int]) -> tuple[float, ...]:
        return media.momentary(programme.blocks(*part), encoding.rate, encoding.channels)

    def tried(setting: _Setting) -> Loudness:
        frames = media.mp3_frames(_finished(programme, *parts[probe], setting), encoding)
        return media.measure(media.decoded(frames, encoding), encoding.rate, encoding.channels)

    after = executor.submit(tried, trial)
    before = tuple(_side_by_side(as_it_is, parts, executor))
    lost = media.integrated(before[probe]) - after.result().integrated
    whole = media.integrated(itertools.chain.from_iterable(before))
    return _corrected(trial, target + lost - whole, after.result().true_peak - PEAK_DBTP)


def _encode(
    programme: Programme, encoding: media.Encoding, setting: _Setting, mp3: Path, executor: Executor
) -> None:
    parts = programme.parts(SAMPLES_A_FRAME)

    def encoded(part: tuple[int, int]) -> "list[media.Mp3Frame]":
        first, last = part
        if last == programme.timeline.frames:
            return media.mp3_frames(_finished(programme, first, last, setting), encoding)
        wanted = (last - first) // SAMPLES_A_FRAME
        return media.mp3_frames(_finished(programme, first, last + _BEHIND, setting), encoding)[:wanted]

    written = _side_by_side(encoded, parts, executor)
    media.write_mp3(itertools.chain.from_iterable(written), mp3, encoding)


def _finished(programme: Programme, first: int, last: int, setting: _Setting) -> Iterator[media.Block]:
    return media.limited(
        programme.blocks(first, last),
        programme.timeline.rate,
        programme.channels,
        setting.gain,
        setting.ceiling,
    )


def _side_by_side(
    work: Callable[[_Piece], _Made], pieces: Iterable[_Piece], executor: Executor
) -> Iterator[_Made]:
    """The outcomes in order, few of them at a time."""
    running: deque[Future[_Made]] = deque()
    try:
        for piece in pieces:
            running.append(executor.submit(work, piece))
            if len(running) >= _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        for future in running:
            future.cancel()
