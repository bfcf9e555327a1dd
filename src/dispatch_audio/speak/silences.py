"""How long is rested: before a chapter, after each utterance, and at the end. The timeline lays it out."""

from dispatch_audio.script import Utterance
from dispatch_audio.workspace.settings import Pauses

LEAD_IN = 0.25
"""Seconds of silence before a chapter's first word, so that a jump to it clips nothing."""
LEAD_OUT = 1.0
"""Seconds of silence at the end of the programme."""


def silence_after(utterance: Utterance, pauses: Pauses, *, last: bool) -> float:
    """Seconds of silence after an utterance: what an editor set for it, else the voice's own for what it ends.

    ``last`` of its chapter, it is followed by the next one's lead-in, which counts towards its silence.
    """
    seconds = {
        "sentence": pauses.sentence,
        "paragraph": pauses.paragraph,
        "quotation": pauses.quotation,
        "chapter": pauses.chapter,
    }
    own = (
        utterance.silence
        if utterance.silence is not None
        else seconds["chapter" if last else utterance.pause]
    )
    return max(0.0, own - LEAD_IN) if last else own
