"""How long is rested: before a chapter, after each utterance, and at the end. The timeline lays it out."""

from dataclasses import dataclass

from dispatch_audio.script import Utterance
from dispatch_audio.workspace.settings import Pauses

LEAD_IN = 0.25
"""Seconds of silence before a chapter's first word, so that a jump to it clips nothing."""
LEAD_OUT = 1.0
"""Seconds of silence at the end of the programme."""
BEFORE_MUSIC = 0.5
"""Seconds of silence before a chapter that music opens: it does the parting, and a longer silence would do it twice."""
DEAD_AIR = 2.3
"""Seconds; no longer silence is laid out. With what fades before it a listener hears up to 2.5, and takes the player for
broken when it is more."""


@dataclass(frozen=True, slots=True)
class Leads:
    """How long after its chapter's start a first word is heard, and how long the programme goes on after the last: what
    sound design takes of the time. Without music a breath each."""

    opening: float = LEAD_IN
    """Seconds; of the first chapter."""
    chapter: float = LEAD_IN
    """Of those between."""
    last: float = LEAD_IN
    """Of the last one, where there are several."""
    end: float = LEAD_OUT
    """From the last word to the end."""

    def of(self, place: int, chapters: int) -> float:
        """Of the chapter at this place, from 0."""
        if place == 0:
            return self.opening
        return self.last if place == chapters - 1 else self.chapter


NO_MUSIC = Leads()


def silence_after(utterance: Utterance, pauses: Pauses, *, lead: float | None = None) -> float:
    """Seconds of silence after an utterance: what an editor set for it, else the voice's own for what it ends.

    Of the last one of a chapter ``lead`` is the next one's, which counts towards its silence where no music fills it.
    """
    if lead is None:
        seconds = {
            "sentence": pauses.sentence,
            "paragraph": pauses.paragraph,
            "quotation": pauses.quotation,
            "chapter": pauses.chapter,
        }
        return seconds[utterance.pause] if utterance.silence is None else utterance.silence
    if lead > LEAD_IN:
        return min(pauses.chapter, BEFORE_MUSIC) if utterance.silence is None else utterance.silence
    own = pauses.chapter if utterance.silence is None else utterance.silence
    return max(0.0, own - lead)
