"""The chapters in the MP3, in chapters.json and in the manifest are the same, whole seconds and in order."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.package.tags import TaggedChapter, read_chapters
from dispatch_audio.package.text import chapter_link


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Titles, times, links and pictures agree, times to the millisecond; each has a title and begins on a whole second."""
    promised = [
        TaggedChapter(
            title=mark.title,
            start=round(mark.start * 1000),
            end=round(mark.end * 1000),
            link=chapter_link(mark),
            picture=_bytes(folder, mark.picture),
        )
        for mark in manifest.chapters
    ]
    yield Outcome(bool(promised) and promised[0].start == 0, f"{len(promised)} chapters, the first from 0:00")
    yield Outcome(all(mark.title.strip() for mark in promised), "every chapter has a title")
    yield Outcome(all(mark.start % 1000 == 0 for mark in promised), "every chapter starts on a whole second")
    starts = [mark.start for mark in promised]
    yield Outcome(starts == sorted(set(starts)), "chapters are in order")
    name = manifest.chapters_file.name
    try:
        listed = [
            _listed(folder, chapter) for chapter in json.loads((folder / name).read_bytes())["chapters"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        yield Outcome(False, f"{name} cannot be read: {error!r}")
    else:
        yield _compared(name, listed, promised)
    yield _compared("the MP3", read_chapters(folder / manifest.enclosure.name), promised)


def _listed(folder: Path, chapter: dict[str, object]) -> TaggedChapter:
    """A chapter of the JSON, its picture read from the episode's folder, which is where its address must lead."""
    return TaggedChapter(
        title=str(chapter["title"]),
        start=round(float(str(chapter["startTime"])) * 1000),
        end=round(float(str(chapter["endTime"])) * 1000),
        link=str(chapter.get("url", "")),
        picture=_bytes(folder, urlsplit(str(chapter.get("img", ""))).path.rpartition("/")[2]),
    )


def _bytes(folder: Path, name: str) -> bytes:
    """What the file holds; of a file that is missing, something that no picture is."""
    path = folder / name
    if not name:
        return b""
    return path.read_bytes() if path.is_file() else b"missing"


def _compared(name: str, found: Sequence[TaggedChapter], promised: Sequence[TaggedChapter]) -> Outcome:
    different = next((pair for pair in zip(found, promised, strict=False) if pair[0] != pair[1]), None)
    if different:
        return Outcome(False, f"{name} has {_told(different[0])}, the manifest {_told(different[1])}")
    return Outcome(
        len(found) == len(promised), f"{name} has {len(found)} chapters, the manifest {len(promised)}"
    )


def _told(mark: TaggedChapter) -> str:
    picture = f"a picture of {len(mark.picture)} bytes" if mark.picture else "no picture"
    return f"{mark.title!r} from {mark.start} to {mark.end} ms, {mark.link or 'no link'}, {picture}"
