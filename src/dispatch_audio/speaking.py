"""Who speaks an episode: its narrator, or the one voice that stands in for all of it when an engine is gone."""

import dataclasses
import logging
from collections.abc import Callable, Collection
from concurrent.futures import Executor

from dispatch_audio.errors import EngineGoneError, VoiceError
from dispatch_audio.narration import Narration
from dispatch_audio.script import INLINE, Script, Utterance
from dispatch_audio.speak import speak
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Feed, Voice

log = logging.getLogger(__name__)


def narrated(
    script: Script,
    feed: Feed,
    voice: Voice,
    executor: Executor,
    stage: Callable[[str], None],
    step: Callable[[int, int], None],
    otherwise: Collection[int] = (),
) -> tuple[Narration, Voice]:
    """The script, spoken, and the voice that spoke it: one narrator from the first word to the last.

    ``stage`` hears what is being done, ``step`` how much of it is done; ``otherwise`` are the indices of utterances that are
    to be said in another way than before. Where the engine of the narrator, or of its
    quotations, is gone, the voice's fallback speaks everything, quotations too, under the narrator's name; clips that
    are spoken stay in the cache. Raises EngineGoneError when there is no fallback, or it cannot speak either, and
    VoiceError, as before, for what an editor asks of the narrator and it cannot say.
    """
    stage("speaking")
    try:
        return speak(script, voice, executor, step, otherwise), voice
    except EngineGoneError as error:
        if voice.fallback is None:
            raise
        gone, second = error, voice.fallback
    name = voice.profile.name
    log.warning("%s cannot speak, so %s reads the whole episode: %s", name, second.profile.name, gone)
    stage(f"speaking with {second.profile.name}'s voice")
    try:
        narration = speak(said_by(second, script, feed), second, executor, step, otherwise)
    except VoiceError as error:
        raise EngineGoneError(
            f"{name} cannot speak: {gone}; nor can {second.profile.name}, the fallback: {error}"
        ) from None
    speaker = dataclasses.replace(narration.speaker, name=name, stand_in=second.profile.name)
    return dataclasses.replace(narration, speaker=speaker), second


def said_by(voice: Voice, script: Script, feed: Feed, *, quotations_alone: bool = False) -> Script:
    """The script with its utterances, or its quotations alone, said by a voice's own lexicon; what an editor wrote into
    it of how a word is said stays."""
    lexicon = voice.lexicon_for(feed)

    def said(line: Utterance) -> Utterance:
        if quotations_alone and line.kind != "quotation":
            return line
        inline = tuple(span for span in line.form.spans if span.rule == INLINE)
        return dataclasses.replace(line, form=spoken_form(line.text, lexicon, inline))

    return dataclasses.replace(
        script,
        chapters=tuple(
            dataclasses.replace(chapter, utterances=tuple(map(said, chapter.utterances)))
            for chapter in script.chapters
        ),
    )
