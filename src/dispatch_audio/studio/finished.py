"""A finished episode as an editor hears it: waveform, loudness, chapters, transcript, and the check's figures."""

import math
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.approval import is_approved
from dispatch_audio.build import fingerprints_of
from dispatch_audio.checks import check_episode
from dispatch_audio.checks.finding import Finding
from dispatch_audio.checks.loudness import TOLERANCE_LU
from dispatch_audio.compose import length_of
from dispatch_audio.episode import MANIFEST_NAME, Manifest
from dispatch_audio.errors import InputError
from dispatch_audio.fingerprint import same
from dispatch_audio.mix import PEAK_DBTP
from dispatch_audio.package.manifest import load
from dispatch_audio.package.transcript import exact
from dispatch_audio.picture import look
from dispatch_audio.studio.desk import Memory, Piece
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import TARGET_LUFS

_COLUMNS = 700
"""Of the waveform; a wide screen shows some two pixels for each."""
_measured = Memory(12)


@dataclass(frozen=True, slots=True)
class Finished:
    """An episode's folder, in public/ or in withheld/, and its manifest."""

    folder: Path
    manifest: Manifest
    aired: bool
    """Whether it lies in public/."""

    @property
    def mp3(self) -> Path:
        """What is heard."""
        return self.folder / self.manifest.enclosure.name


def newest(piece: Piece) -> Finished:
    """The episode that was made last: what is withheld, else what is in public/. Raises InputError when there is none."""
    for folder, aired in (
        (piece.feed.withheld / piece.slug, False),
        (piece.feed.episode(piece.slug), True),
    ):
        path = folder / MANIFEST_NAME
        if path.is_file():
            return Finished(folder, load(path.read_bytes(), path), aired)
    raise InputError(f"no episode of {piece.slug} was built yet", hint="build it")


def told(
    found: Finished, piece: Piece, edited: bytes | None, voice: Voice, length: str = ""
) -> dict[str, object]:
    """All of an episode but its waveform."""
    manifest = found.manifest
    prints = fingerprints_of(
        piece.data, edited, piece.dispatch, piece.feed, voice, length_of(length) if length else None
    )
    transcript = exact(manifest.transcripts)
    cues = transcript.read((found.folder / transcript.file.name).read_bytes())
    return {
        "built": True,
        "slug": manifest.slug,
        "title": manifest.title,
        "aired": found.aired,
        "current": same(manifest.fingerprint, prints.of(manifest.stand_in)),
        "targets": len(piece.feed.settings.publish),
        "review": piece.feed.settings.review,
        "approved": is_approved(piece.feed, manifest.slug, prints),
        "published": manifest.published.isoformat(),
        "seconds": manifest.enclosure.seconds,
        "bytes": manifest.enclosure.length,
        "mp3": manifest.enclosure.name,
        "narrator": manifest.narrator,
        "stand_in": manifest.stand_in,
        "engine": manifest.engine,
        "loudness": manifest.measured.integrated_lufs,
        "range": manifest.measured.range_lu,
        "peak": manifest.measured.true_peak_dbtp,
        "chapters": [
            {"title": mark.title, "start": mark.start, "end": mark.end} for mark in manifest.chapters
        ],
        "cues": [
            {
                "start": cue.start / 1000,
                "end": cue.end / 1000,
                "text": cue.text,
                "words": [[word.text, word.start / 1000, word.end / 1000] for word in cue.words],
            }
            for cue in cues
        ],
    }


def figures(found: Finished) -> list[dict[str, object]]:
    """What the check of the episode finds."""
    findings: tuple[Finding, ...] = _measured.get(
        ("check", found.mp3, found.manifest.enclosure.sha256),
        lambda: check_episode(found.folder, found.manifest),
    )
    return [{"check": finding.check, "passed": finding.passed, "said": finding.said} for finding in findings]


def waveform(found: Finished) -> dict[str, object]:
    """Waveform and loudness over time, and the limits that they are held against."""
    return _measured.get(("look", found.manifest.enclosure.sha256), lambda: _looked(found))


def _looked(found: Finished) -> dict[str, object]:
    programme = look(found.folder, found.manifest).programme
    columns = len(programme.wave.rms)
    every = max(1, math.ceil(columns / _COLUMNS))
    starts = range(0, columns, every)
    wave, course = programme.wave, programme.course
    return {
        "peaks": [
            round(max(max(wave.high[i : i + every]), -min(wave.low[i : i + every])), 3) for i in starts
        ],
        "rms": [round(max(wave.rms[i : i + every]), 3) for i in starts],
        "loudness": [round(max(-60.0, *course.short_term[i : i + every]), 1) for i in starts],
        "target": TARGET_LUFS[programme.channels],
        "tolerance": TOLERANCE_LU,
        "peak_limit": PEAK_DBTP,
    }
