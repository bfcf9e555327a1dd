"""When everything is heard: clips and pauses laid out in sample frames, every chapter on a whole second."""

from dispatch_audio.master import Line, Mark, Timeline
from dispatch_audio.narration import Clip, Narration, WordTiming
from dispatch_audio.speak.silences import LEAD_IN, LEAD_OUT, silence_after
from dispatch_audio.workspace.settings import Pauses


def lay_out(narration: Narration, pauses: Pauses, rate: int) -> Timeline:
    """The timeline of a narration at this rate, in Hertz.

    A chapter starts on a whole second: AntennaPod cuts the rest off the chapters file, which would then differ from
    the chapters in the MP3.
    """
    lines: list[Line] = []
    starts: list[int] = []
    clips = iter(narration.clips)
    at = 0
    for index, chapter in enumerate(narration.script.chapters):
        starts.append(-(-at // rate) * rate)
        at = starts[-1] + round(LEAD_IN * rate)
        for place, _ in enumerate(chapter.utterances, start=1):
            clip = next(clips)
            length = round(clip.sound.frames * rate / clip.sound.rate)
            lines.append(Line(clip.utterance, index, at, at + length, _heard(clip, at, length, rate)))
            last = place == len(chapter.utterances)
            at += length + round(silence_after(clip.utterance, pauses, last=last) * rate)
    end = (lines[-1].end if lines else 0) + round(LEAD_OUT * rate)
    ends = [*starts[1:], end]
    marks = tuple(
        Mark(chapter.title, chapter.sources, start, stop)
        for chapter, start, stop in zip(narration.script.chapters, starts, ends, strict=True)
    )
    return Timeline(rate, end, marks, tuple(lines))


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
