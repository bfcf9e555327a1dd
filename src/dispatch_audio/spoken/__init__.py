"""Spoken forms: how what is written is said, span by span."""

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.spoken.lexicon import BUILT_IN, Lexicon
from dispatch_audio.spoken.versions import versions

__all__ = ["BUILT_IN", "Lexicon", "guessed", "spoken_form", "versions"]


def spoken_form(text: str, lexicon: Lexicon = BUILT_IN, inline: tuple[Span, ...] = ()) -> SpokenForm:
    """How a written text is said, span by span; see ``dispatch_audio.spoken.layer``."""
    # Some hundred rules are compiled with the layer; who only wants a lexicon does not wait for them.
    from dispatch_audio.spoken.layer import spoken_form as said

    return said(text, lexicon, inline)


def guessed(form: SpokenForm) -> tuple[str, ...]:
    """The words of a spoken form that a voice must guess; see ``dispatch_audio.spoken.dictionary``."""
    from dispatch_audio.spoken.dictionary import guessed as unknown

    return unknown(form)
