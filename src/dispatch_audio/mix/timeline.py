"""When everything is heard: clips, pauses and music laid out in sample frames, every chapter on a whole second."""

import itertools
from collections.abc import Iterator

from dispatch_audio.master import Line, Mark, Music, Timeline
from dispatch_audio.mix.design import SILENT, Piece, SoundDesign
from dispatch_audio.narration import Clip, Narration, WordTiming
from dispatch_audio.speak.silences import DEAD_AIR, LEAD_IN, silence_after
from dispatch_audio.workspace.settings import Pauses

_BED_BEFORE = 1.5
"""Seconds before the first word at which the bed begins under what opens the show."""
_BED_AFTER = 1.6
"""Seconds that it goes on after a chapter's last word."""
_LONGEST_BED = 75.0
"""Seconds; under more speech than an opening has, music would tire."""
_BED_GAP = 0.1
"""Seconds without it before the next chapter."""


def lay_out(narration: Narration, pauses: Pauses, rate: int, design: SoundDesign = SILENT) -> Timeline:
    """The timeline of a narration at this rate, in Hertz, with the music of this sound design.

    A chapter starts on a whole second: AntennaPod cuts the rest off the chapters file, which would then differ from
    the chapters in the MP3. Music that opens a chapter starts with it.
    """
    leads, chapters = design.leads, len(narration.script.chapters)
    lines: list[Line] = []
    starts: list[int] = []
    clips = iter(narration.clips)
    at = 0
    for index, chapter in enumerate(narration.script.chapters):
        starts.append(_chapter_start(at, lines[-1].end if lines else 0, leads.of(index, chapters), rate))
        at = starts[-1] + round(leads.of(index, chapters) * rate)
        for place, _ in enumerate(chapter.utterances, start=1):
            clip = next(clips)
            length = round(clip.sound.frames * rate / clip.sound.rate)
            lines.append(Line(clip.utterance, index, at, at + length, _heard(clip, at, length, rate)))
            last = place == len(chapter.utterances)
            following = leads.of(index + 1, chapters) if last else None
            at += length + round(silence_after(clip.utterance, pauses, lead=following) * rate)
    end = (lines[-1].end if lines else 0) + round(leads.end * rate)
    marks = tuple(
        Mark(chapter.title, chapter.sources, start, stop)
        for chapter, start, stop in zip(narration.script.chapters, starts, [*starts[1:], end], strict=True)
    )
    music = tuple(sorted(_music(design, marks, lines, rate), key=lambda piece: (piece.start, piece.end)))
    return Timeline(rate, end, marks, tuple(lines), music)


def _chapter_start(at: int, spoken: int, lead: float, rate: int) -> int:
    """The whole second from ``at`` on; the one before, where waiting would make dead air after what was ``spoken``."""
    start = -(-at // rate) * rate
    silent = start - spoken + (round(lead * rate) if lead <= LEAD_IN else 0)
    return start - rate if silent > DEAD_AIR * rate and start - rate > spoken else start


def _heard(clip: Clip, at: int, length: int, rate: int) -> tuple[WordTiming, ...]:
    """A clip's words where the programme has them: the clip is ``length`` frames long there and begins at ``at``."""
    ratio = rate / clip.sound.rate
    return tuple(
        WordTiming(
            word.start,
            word.end,
            at + min(length, round(word.first * ratio)),
            at + min(length, round(word.last * ratio)),
        )
        for word in clip.words
    )


def _music(design: SoundDesign, marks: tuple[Mark, ...], lines: list[Line], rate: int) -> Iterator[Music]:
    """An opening, a sting for each chapter that no other music opens, a closing, and a bed under the first chapter and the
    last."""
    if not lines:
        return
    end = marks[-1].end
    if design.opening:
        start = round(design.start * rate)
        yield Music("opening", start, min(start + _frames(design.opening, rate), end))
    for place, mark in enumerate(marks):
        under_a_bed = design.bed is not None and place == len(marks) - 1
        if design.sting and place > 0 and not under_a_bed:
            yield Music("sting", mark.start, min(mark.start + _frames(design.sting, rate), mark.end))
    if design.bed:
        yield from _beds(marks, lines, rate)
    if design.closing:
        start = max(0, lines[-1].end - round(design.closing_lead * rate))
        yield Music("closing", start, min(start + _frames(design.closing, rate), end))


def _beds(marks: tuple[Mark, ...], lines: list[Line], rate: int) -> Iterator[Music]:
    by_chapter = {index: tuple(group) for index, group in itertools.groupby(lines, lambda line: line.chapter)}
    for place in sorted({0, len(marks) - 1} & set(by_chapter)):
        mark, spoken = marks[place], by_chapter[place]
        start = max(mark.start, spoken[0].start - round(_BED_BEFORE * rate))
        after = spoken[-1].end + round(_BED_AFTER * rate)
        latest = mark.end - (round(_BED_GAP * rate) if place < len(marks) - 1 else 0)
        yield Music("bed", start, min(after, latest, start + round(_LONGEST_BED * rate)))


def _frames(piece: Piece, rate: int) -> int:
    return round(piece.sound.frames * rate / piece.sound.rate)
