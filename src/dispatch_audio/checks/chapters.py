"""The chapters in the MP3, in chapters.json and in the manifest are the same, whole seconds and in order."""

import json
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.package.tags import read_chapters


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Titles and starts agree to the millisecond; each chapter has a title and begins on a whole second."""
    promised = [(mark.title, round(mark.start * 1000)) for mark in manifest.chapters]
    yield Outcome(bool(promised) and promised[0][1] == 0, f"{len(promised)} chapters, the first from 0:00")
    yield Outcome(all(title.strip() for title, _ in promised), "every chapter has a title")
    yield Outcome(all(start % 1000 == 0 for _, start in promised), "every chapter starts on a whole second")
    starts = [start for _, start in promised]
    yield Outcome(starts == sorted(set(starts)), "chapters are in order")
    try:
        document = json.loads((folder / manifest.chapters_file.name).read_bytes())
        listed = [(chapter["title"], round(chapter["startTime"] * 1000)) for chapter in document["chapters"]]
    except (ValueError, KeyError, TypeError) as error:
        yield Outcome(False, f"{manifest.chapters_file.name} cannot be read: {error!r}")
    else:
        yield Outcome(listed == promised, _compared(manifest.chapters_file.name, listed, promised))
    tagged = [(title, start) for title, start in read_chapters(folder / manifest.enclosure.name)]
    yield Outcome(tagged == promised, _compared("the MP3", tagged, promised))


def _compared(name: str, found: list[tuple[str, int]], promised: list[tuple[str, int]]) -> str:
    different = next((pair for pair in zip(found, promised, strict=False) if pair[0] != pair[1]), None)
    if different:
        return f"{name} has {different[0]}, the manifest {different[1]}"
    return f"{name} has {len(found)} chapters, the manifest {len(promised)}"
