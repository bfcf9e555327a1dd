"""The MP3 is as loud as podcasts are, and never clips: measured on what a player decodes."""

from collections.abc import Iterator
from pathlib import Path

from dispatch_audio import media
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.mix import PEAK_DBTP, TARGET_LUFS

TOLERANCE_LU = 0.5


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Integrated loudness and true peak, by ITU-R BS.1770-4."""
    path = folder / manifest.enclosure.name
    rate, channels = media.format_of(path)
    found = media.measure(media.decode(path), rate, channels)
    yield Outcome(
        abs(found.integrated - TARGET_LUFS) <= TOLERANCE_LU,
        f"{found.integrated:.1f} LUFS, {TARGET_LUFS:.0f} ± {TOLERANCE_LU} wanted",
    )
    yield Outcome(found.true_peak <= PEAK_DBTP, f"{found.true_peak:.1f} dBTP, at most {PEAK_DBTP} wanted")
