"""Spoken forms: how what is written is said, span by span."""

from dispatch_audio.spoken.dictionary import guessed
from dispatch_audio.spoken.layer import spoken_form
from dispatch_audio.spoken.lexicon import BUILT_IN, Lexicon

__all__ = ["BUILT_IN", "Lexicon", "guessed", "spoken_form"]
