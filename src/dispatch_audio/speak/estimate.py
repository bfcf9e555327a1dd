"""How long a script will be when it is spoken and mixed: told from its words, without an engine or the cache."""

from dispatch_audio.script import Chapter, Script
from dispatch_audio.speak.engines import clip_seconds
from dispatch_audio.speak.silences import LEAD_IN, LEAD_OUT, silence_after
from dispatch_audio.workspace import Voice

_TO_WHOLE_SECOND = 0.5
"""Seconds, on average, from a chapter's end to the whole second that the next one starts on."""


def words(script: Script) -> int:
    """How many words a script has when it is said."""
    return sum(len(line.spoken.split()) for line in script.utterances)


def estimate(script: Script, voice: Voice) -> float:
    """Seconds of the finished episode: speech, pauses, and what the timeline adds.

    The same script and voice profile always give the same figure. Raises VoiceError when there is no such engine.
    """
    return sum(chapter_estimates(script, voice))


def chapter_estimates(script: Script, voice: Voice) -> tuple[float, ...]:
    """Seconds of each chapter, from its mark to the next one or the end."""
    after = [*([_TO_WHOLE_SECOND] * (len(script.chapters) - 1)), LEAD_OUT]
    return tuple(
        _seconds(chapter, voice, final=place == len(script.chapters)) + rest
        for place, (chapter, rest) in enumerate(zip(script.chapters, after, strict=False), start=1)
    )


def _seconds(chapter: Chapter, voice: Voice, *, final: bool) -> float:
    total = LEAD_IN
    for place, line in enumerate(chapter.utterances, start=1):
        last = place == len(chapter.utterances)
        total += clip_seconds(line.form, voice.reading(line.kind))
        if not (last and final):
            total += silence_after(line, voice.profile.pauses, last=last)
    return total
