"""How fast a voice is beside its engine's usual: a passage is spoken, and its length set against the estimate."""

import dataclasses

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak import audition
from dispatch_audio.speak.engines import clip_seconds
from dispatch_audio.workspace import Voice

PASSAGE = (
    "Its authors looked at nine hundred patients in fourteen countries.",
    "The drug lowered blood pressure in two of three patients, with few side effects.",
    "The storm is expected to reach the coast by Friday evening.",
    "Anders Lindqvist, who runs the port, says most boats will stay where they are.",
    "No date has been set.",
    "Sales of electric cars grew by a quarter, according to the registration office.",
    "That compares with forty-four percent a year ago.",
    "The company's chief executive, Ann Example, will step down on September first.",
    "Developers can now ask the assistant to read a whole repository.",
    "It runs on a single G P U, and it costs about two thousand dollars.",
    "Critics call that unfair.",
    "The club has won eleven of its last thirteen matches, and lost none at home.",
    "The team's manager disagrees.",
    "The judge gave both sides until the end of the month to reply.",
    "All of the sources are in the show notes.",
)
"""Sentences as news has them, short and long, written as they are said. Chosen so that the estimates for Lenar Kess and Joe
are right to half a percent: what is found for another voice is its own, and none of the passage's."""


def measured_tempo(voice: Voice) -> float:
    """The voice's tempo, as its profile should have it, whatever that says now.

    Speaks the passage, some 45 seconds, where it is not kept. Raises VoiceError when the engine cannot speak.
    """
    forms = tuple(SpokenForm(text, (Span(0, len(text), text),)) for text in PASSAGE)
    spoken = sum(audition(form, voice).seconds for form in forms)
    usual = dataclasses.replace(voice, profile=voice.profile.model_copy(update={"tempo": 1.0}))
    return sum(clip_seconds(form, usual) for form in forms) / spoken
