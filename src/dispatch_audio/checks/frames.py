"""The MP3 holds all the sound it announces, at one bit rate: frames are counted, since headers are believed."""

from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.mp3 import frames_of

_TOLERANCE_S = 0.001


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Constant bit rate, the announced number of frames, nothing behind them, and the length of the timeline."""
    wanted, path = manifest.audio, folder / manifest.enclosure.name
    frames = frames_of(path)
    rates = ", ".join(f"{rate // 1000}" for rate in frames.bit_rates)
    yield Outcome(
        frames.bit_rates == (wanted.bit_rate,), f"{rates} kbit/s, constant {wanted.bit_rate // 1000} wanted"
    )
    yield Outcome(frames.rate == wanted.rate, f"{frames.rate} Hz, {wanted.rate} wanted")
    yield Outcome(frames.announced == frames.count, f"{frames.count} frames, {frames.announced} announced")
    yield Outcome(frames.rest == 0, f"{frames.rest} bytes behind the last frame")
    seconds = frames.samples / frames.rate
    yield Outcome(
        abs(seconds - manifest.enclosure.seconds) <= _TOLERANCE_S,
        f"{seconds:.3f} s, manifest {manifest.enclosure.seconds:.3f} s",
    )
