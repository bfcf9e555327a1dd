"""The transcripts are there, and as long as the programme at the most."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest

_CUE = re.compile(r"^(\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d+):(\d\d):(\d\d)\.(\d{3})$", re.MULTILINE)


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Each WebVTT file parses, its cues follow one another, and none outlasts the programme."""
    yield Outcome(bool(manifest.transcripts), f"{len(manifest.transcripts)} transcript")
    for transcript in manifest.transcripts:
        if transcript.type != "text/vtt":
            continue
        text = (folder / transcript.name).read_text("utf-8")
        yield Outcome(text.startswith("WEBVTT\n"), f"{transcript.name} begins as WebVTT does")
        cues = [tuple(map(int, cue)) for cue in _CUE.findall(text)]
        times = [(_seconds(cue[:4]), _seconds(cue[4:])) for cue in cues]
        ordered = all(a < b for a, b in times) and all(a[1] <= b[0] for a, b in itertools.pairwise(times))
        yield Outcome(bool(times) and ordered, f"{len(times)} cues, in order")
        last = times[-1][1] if times else 0.0
        yield Outcome(
            last <= manifest.enclosure.seconds,
            f"the last cue ends at {last:.1f} s of {manifest.enclosure.seconds:.1f} s",
        )


def _seconds(parts: tuple[int, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
