"""How long a script will be when it is spoken and mixed: told from its words, without an engine or the cache."""

from dispatch_audio.script import Chapter, Script
from dispatch_audio.speak.engines import clip_seconds
from dispatch_audio.speak.silences import NO_MUSIC, Leads, silence_after
from dispatch_audio.workspace import Voice

_TO_WHOLE_SECOND = 0.5
"""Seconds, on average, from a chapter's end to the whole second that the next one starts on."""


def words(script: Script) -> int:
    """How many words a script has when it is said."""
    return sum(len(line.spoken.split()) for line in script.utterances)


def estimate(script: Script, voice: Voice, leads: Leads = NO_MUSIC) -> float:
    """Seconds of the finished episode: speech, pauses, and what the timeline and its music (``leads``) add.

    The same script and voice profile always give the same figure. Raises VoiceError when there is no such engine.
    """
    return sum(chapter_estimates(script, voice, leads))


def chapter_estimates(script: Script, voice: Voice, leads: Leads = NO_MUSIC) -> tuple[float, ...]:
    """Seconds of each chapter, from its mark to the next one or the end."""
    chapters = len(script.chapters)
    after = [*([_TO_WHOLE_SECOND] * (chapters - 1)), leads.end]
    followed = [*(leads.of(place, chapters) for place in range(1, chapters)), None]
    return tuple(
        leads.of(place, chapters) + _seconds(chapter, voice, following) + rest
        for place, (chapter, following, rest) in enumerate(
            zip(script.chapters, followed, after, strict=False)
        )
    )


def _seconds(chapter: Chapter, voice: Voice, following: float | None) -> float:
    """From a chapter's first word to the last silence in it; ``following`` is the next one's lead, if there is one."""
    pauses, lines = voice.profile.pauses, chapter.utterances
    total = sum(clip_seconds(line.form, voice.reading(line.kind)) for line in lines)
    total += sum(silence_after(line, pauses) for line in lines[:-1])
    if lines and following is not None:
        total += silence_after(lines[-1], pauses, lead=following)
    return total
