"""The transcripts are there in every form, tell the same words, and keep to the programme and its chapters."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.package.tags import read_transcript
from dispatch_audio.package.transcript import FORMATS, TRANSCRIPTS, Cue, fits, shown
from dispatch_audio.package.transcript.cues import PAUSE, READING_SPEED, needed


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Each form is read, its cues follow one another inside a chapter each and stay until they are read, and all have the
    words of the MP3's tag at the same times by the same speakers."""
    listed = ", ".join(f"{file.name} {file.type}" for file in manifest.transcripts)
    yield Outcome(manifest.transcripts == TRANSCRIPTS, f"transcripts: {listed or 'none'}")
    text, lines = read_transcript(folder / manifest.enclosure.name)
    words = shown(text).split()
    yield Outcome(bool(words), f"{len(words)} words in the MP3's tag")
    yield _same("the MP3's timed lines", [line for line, _ in lines], words)
    starts = [start for _, start in lines]
    yield Outcome(starts == sorted(set(starts)), f"{len(starts)} timed lines in the MP3, in order")
    read: dict[str, tuple[Cue, ...]] = {}
    for form in FORMATS:
        name = form.file.name
        try:
            cues = form.read((folder / name).read_bytes())
        except (ValueError, OSError) as error:
            yield Outcome(False, f"{name} cannot be read: {error}")
            continue
        read[name] = cues
        yield from _kept(name, cues, manifest)
        yield _same(name, [cue.text for cue in cues], words)
        begun = sum(cue.start == start for cue, start in zip(cues, starts, strict=False))
        yield Outcome(
            begun == len(cues) == len(starts),
            f"{name}: {begun} cues begin with the {len(starts)} lines in the MP3",
        )
    times = {tuple((cue.start, cue.end) for cue in cues) for cues in read.values()}
    yield Outcome(len(times) <= 1, f"{len(times)} tellings of when cues come and go, one wanted")
    speakers = {tuple(cue.speaker for cue in cues) for cues in read.values()}
    told = [names for names in speakers if any(names)]
    yield Outcome(len(told) == 1, f"{len(told)} tellings of who speaks, one wanted")


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
    over = [cue for cue in cues if any(b.start - a.end > PAUSE for a, b in itertools.pairwise(cue.words))]
    yield Outcome(not over, f"{name}: cues over a pause of {PAUSE} ms: {_first(over)}")
    hasty = [cue for cue, room in zip(cues, _rooms(cues, manifest), strict=True) if _hastens(cue, room)]
    yield Outcome(
        not hasty, f"{name}: cues gone before they are read at {READING_SPEED} characters/s: {_first(hasty)}"
    )


def _rooms(cues: Sequence[Cue], manifest: Manifest) -> Iterator[int]:
    """For each cue, milliseconds up to which it could stay: to the next one, and its chapter's end."""
    ends = [round(chapter.end * 1000) for chapter in manifest.chapters]
    for cue, following in itertools.zip_longest(cues, cues[1:]):
        chapter = next((end for end in ends if cue.start < end), cue.end)
        yield min(chapter, following.start) if following else chapter


def _hastens(cue: Cue, room: int) -> bool:
    # A chapter's end is told in whole milliseconds, and may be one more than there is.
    return cue.end < min(room - 1, cue.start + needed(cue.text))


def _inside(cue: Cue, chapter: ChapterMark) -> bool:
    return round(chapter.start * 1000) <= cue.start and cue.end <= round(chapter.end * 1000)


def _follows(cue: Cue) -> bool:
    times = [time for word in cue.words for time in (word.start, word.end)]
    inside = cue.start <= times[0] and times[-1] <= cue.end
    return inside and times == sorted(times) and " ".join(word.text for word in cue.words) == cue.text


def _first(cues: Sequence[Cue]) -> str:
    return f"{len(cues)}, the first at {cues[0].start / 1000:.1f} s" if cues else "none"


def _same(name: str, texts: Sequence[str], words: Sequence[str]) -> Outcome:
    found = [word for text in texts for word in shown(text).split()]
    pairs = itertools.zip_longest(found, words)
    number, pair = next(((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, None))
    said = f"word {number} is {pair[0]!r}, in the tag {pair[1]!r}" if pair else f"{len(found)} words"
    return Outcome(pair is None, f"{name}: {said}")
