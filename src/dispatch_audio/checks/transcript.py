"""The transcripts are there in every form, tell the same words, and keep to the programme and its chapters."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.package.tags import read_transcript
from dispatch_audio.package.transcript import FORMATS, TRANSCRIPTS, Cue, fits, shown


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Each form is read, its cues follow one another inside a chapter each, and all have the words of the MP3's tag."""
    listed = ", ".join(f"{file.name} {file.type}" for file in manifest.transcripts)
    yield Outcome(manifest.transcripts == TRANSCRIPTS, f"transcripts: {listed or 'none'}")
    text, lines = read_transcript(folder / manifest.enclosure.name)
    words = shown(text).split()
    yield Outcome(bool(words), f"{len(words)} words in the MP3's tag")
    yield _same("the MP3's timed lines", [line for line, _ in lines], words)
    starts = [start for _, start in lines]
    yield Outcome(starts == sorted(set(starts)), f"{len(starts)} timed lines in the MP3, in order")
    for form in FORMATS:
        name = form.file.name
        try:
            cues = form.read((folder / name).read_bytes())
        except (ValueError, OSError) as error:
            yield Outcome(False, f"{name} cannot be read: {error}")
            continue
        yield from _kept(name, cues, manifest)
        yield _same(name, [cue.text for cue in cues], words)
        begun = sum(cue.start == start for cue, start in zip(cues, starts, strict=False))
        yield Outcome(
            begun == len(cues) == len(starts),
            f"{name}: {begun} cues begin with the {len(starts)} lines in the MP3",
        )


def _kept(name: str, cues: Sequence[Cue], manifest: Manifest) -> Iterator[Outcome]:
    ordered = all(cue.start < cue.end for cue in cues) and all(
        cue.end <= following.start for cue, following in itertools.pairwise(cues)
    )
    yield Outcome(bool(cues) and ordered, f"{name}: {len(cues)} cues, in order")
    last, whole = max((cue.end for cue in cues), default=0), round(manifest.enclosure.seconds * 1000)
    yield Outcome(last <= whole, f"{name}: the last cue ends at {last / 1000:.1f} s of {whole / 1000:.1f} s")
    crossing = [cue for cue in cues if not any(_inside(cue, chapter) for chapter in manifest.chapters)]
    yield Outcome(not crossing, f"{name}: cues over a chapter's end: {_first(crossing)}")
    wide = [cue for cue in cues if not cue.text or not fits(cue.text.split())]
    yield Outcome(not wide, f"{name}: cues that are empty or too long: {_first(wide)}")
    untimed = [cue for cue in cues if cue.words and not _follows(cue)]
    yield Outcome(not untimed, f"{name}: cues whose words are others, or not in order: {_first(untimed)}")


def _inside(cue: Cue, chapter: ChapterMark) -> bool:
    return round(chapter.start * 1000) <= cue.start and cue.end <= round(chapter.end * 1000)


def _follows(cue: Cue) -> bool:
    times = [time for word in cue.words for time in (word.start, word.end)]
    return times == sorted(times) and " ".join(word.text for word in cue.words) == cue.text


def _first(cues: Sequence[Cue]) -> str:
    return f"{len(cues)}, the first at {cues[0].start / 1000:.1f} s" if cues else "none"


def _same(name: str, texts: Sequence[str], words: Sequence[str]) -> Outcome:
    found = [word for text in texts for word in shown(text).split()]
    pairs = itertools.zip_longest(found, words)
    number, pair = next(((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, None))
    said = f"word {number} is {pair[0]!r}, in the tag {pair[1]!r}" if pair else f"{len(found)} words"
    return Outcome(pair is None, f"{name}: {said}")
