"""The engines: what each must do, and the one table of them. A new engine is one file here and one row."""

import importlib
from collections.abc import Callable, Container
from types import ModuleType
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import VoiceError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.workspace import Voice

ENGINES: dict[str, str] = {
    "kokoro": "dispatch_audio.speak.engines.kokoro",
    "piper": "dispatch_audio.speak.engines.piper",
    "tone": "dispatch_audio.speak.engines.tone",
}
"""From an engine's name to its module, which is imported when the engine speaks. Each module has
``load(voice: Voice) -> Engine``, quick: a model is loaded by the first word spoken; and
``seconds(form: SpokenForm, voice: Voice) -> float``, the length of a clip as estimated from its words alone."""


class Engine(Protocol):
    """What turns a spoken form into sound. May be called by several threads at once."""

    @property
    def model(self) -> str:
        """The model's name and version, for the notes."""

    @property
    def rate(self) -> int:
        """Samples a second, in Hertz."""

    @property
    def identity(self) -> str:
        """All that decides the samples beside the spoken form and the pace; equal means equal sound."""

    def phonemes(self, text: str) -> str:
        """How it would say a text that no lexicon settles, in IPA: a guess, made without loading the model."""

    def speak(self, form: SpokenForm, pace: float) -> NDArray[np.float32]:
        """One channel of samples, full scale at 1.0: every word of the form, once.

        ``pace`` is a factor, 1.1 a tenth faster. Raises VoiceError when the engine cannot speak.
        """


def known_phonemes(span: Span, known: Container[str]) -> None:
    """Raises VoiceError when a lexicon entry's IPA holds a symbol that the model does not know: it would be left out
    without a word."""
    unknown = sorted({symbol for symbol in span.phonemes if symbol not in known})
    if unknown:
        raise VoiceError(
            f"{span.rule}: the voice knows no sound for {' '.join(unknown)} in /{span.phonemes}/",
            hint="write IPA as eSpeak NG does",
        )


def load_engine(voice: Voice) -> Engine:
    """The engine that a voice profile names.

    Raises VoiceError when there is no such engine or what it needs is missing.
    """
    load = cast(Callable[[Voice], Engine], _module(voice).load)
    return load(voice)


def clip_seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a voice would take to say this, estimated without loading anything.

    Raises VoiceError when there is no such engine.
    """
    seconds = cast(Callable[[SpokenForm, Voice], float], _module(voice).seconds)
    return seconds(form, voice)


def _module(voice: Voice) -> ModuleType:
    name = ENGINES.get(voice.profile.engine)
    if name is None:
        raise VoiceError(
            f"engine: there is no engine {voice.profile.engine!r}",
            file=voice.folder / f"{voice.key}.toml",
            hint=f"choose {', '.join(sorted(ENGINES))}",
        )
    return importlib.import_module(name)
