"""The MP3 is as loud as podcasts are, never clips and never falls silent: measured on what a player decodes."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dispatch_audio import media
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.mix import PEAK_DBTP
from dispatch_audio.package.read_script import SCRIPT_NAME, load_lines
from dispatch_audio.workspace.settings import TARGET_LUFS

TOLERANCE_LU = 0.3
WIDEST_LU = 8.0
"""Loudness range: what is heard in a car and late at night lies no further apart."""
DEAD_AIR = 2.5
"""Seconds."""
INSIDE_A_LINE = 1.0
"""Seconds: inside a line a voice rests for a breath, and what is longer is a word that is not there."""

_WINDOW = 0.01
"""Seconds over which sound is called silence."""
_LASTING = 0.5
"""Seconds of silence that are kept in mind."""
_SILENT = 10 ** (-60 / 20)
"""Of full scale; under it nothing is heard beside speech at -16 LUFS."""


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Integrated loudness, loudness range and true peak, by ITU-R BS.1770-4 and EBU Tech 3342; and silence, between lines and
    inside them."""
    path = folder / manifest.enclosure.name
    rate, channels = media.format_of(path)
    silence = _Silence(round(_WINDOW * rate))
    found = media.measure(silence.heard(media.decode(path)), rate, channels)
    yield Outcome(
        channels == manifest.audio.channels, f"{channels} channels, {manifest.audio.channels} wanted"
    )
    target = TARGET_LUFS[channels]
    yield Outcome(
        abs(found.integrated - target) <= TOLERANCE_LU,
        f"{found.integrated:.1f} LUFS, {target:.0f} ± {TOLERANCE_LU} wanted",
    )
    yield Outcome(
        found.range <= WIDEST_LU, f"loudness range {found.range:.1f} LU, at most {WIDEST_LU} wanted"
    )
    yield Outcome(found.true_peak <= PEAK_DBTP, f"{found.true_peak:.1f} dBTP, at most {PEAK_DBTP} wanted")
    longest = max((end - start for start, end in silence.runs), default=0.0)
    yield Outcome(
        longest <= DEAD_AIR, f"{longest:.2f} s of silence at the longest, at most {DEAD_AIR} wanted"
    )
    gaps = [
        f"{int(line.start) // 60}:{int(line.start) % 60:02d} {line.form.text[:40]!r}"
        for line in load_lines((folder / SCRIPT_NAME).read_bytes())
        if any(min(end, line.end) - max(start, line.start) > INSIDE_A_LINE for start, end in silence.runs)
    ]
    yield Outcome(
        not gaps, f"lines with more than {INSIDE_A_LINE} s of silence inside: {', '.join(gaps[:5]) or 'none'}"
    )


class _Silence:
    """Listens to what passes, and knows the silences in it that last."""

    def __init__(self, window: int) -> None:
        self._window = window
        self.runs: list[tuple[float, float]] = []
        """Start and end in seconds of those of half a second and more."""

    def heard(self, blocks: Iterator[media.Block]) -> Iterator[media.Block]:
        """The same blocks, in larger ones."""
        lasting = at = 0
        for block in media.windows(blocks, 100 * self._window):
            whole = block.shape[1] // self._window * self._window
            silent = np.abs(block[:, :whole]).reshape(len(block), -1, self._window).max(axis=(0, 2)) < _SILENT
            for quiet, run in itertools.groupby(silent.tolist()):
                length = sum(1 for _ in run)
                lasting, at = lasting + length if quiet else 0, at + length
                if lasting * _WINDOW < _LASTING:
                    continue
                if self.runs and self.runs[-1][1] == (at - length) * _WINDOW and lasting > length:
                    self.runs.pop()
                self.runs.append(((at - lasting) * _WINDOW, at * _WINDOW))
            yield block
