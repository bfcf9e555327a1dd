"""The engines: what each must do, and the one table of them. A new engine is one file here and one row."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import VoiceError
from dispatch_audio.script import SpokenForm
from dispatch_audio.workspace import Voice

ENGINES: dict[str, str] = {
    "edge": "dispatch_audio.speak.engines.edge",
    "kokoro": "dispatch_audio.speak.engines.kokoro",
    "piper": "dispatch_audio.speak.engines.piper",
    "tone": "dispatch_audio.speak.engines.tone",
}
"""From an engine's name to its module, which is imported when the engine speaks. Each module has
``load(voice: Voice) -> Engine``, quick: a model is loaded by the first word spoken;
``seconds(form: SpokenForm, voice: Voice) -> float``, the length of a clip as estimated from its words alone; and
``lacking(voice: Voice) -> str``, what this machine lacks for the voice to be loaded and the way to get it, in a line, empty
when nothing: told from what is installed and what files there are, importing no library of the engine's, in
milliseconds. It raises VoiceError where the profile itself is at fault, as ``load`` does."""


@dataclass(frozen=True, slots=True)
class Said:
    """One word as an engine is given it."""

    start: int
    """Its first character in the spoken form, counted from 0."""
    end: int
    """One past its last character."""
    sound: str
    """What the engine takes for it, with the marks that follow: IPA, or the word itself."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine gives for some words."""

    samples: NDArray[np.float32]
    """One channel, full scale at 1.0; silence around the speech is as the engine likes it."""
    words: tuple[tuple[int, int], ...]
    """For each word that was asked for, the first sample of it and one past the last, in order, without overlap."""


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
        """All that decides the samples beside the words and the pace; equal means equal sound, where it is repeatable."""

    @property
    def limit(self) -> int:
        """How many characters of sounds it says in one go; what is longer is split before it."""

    @property
    def repeatable(self) -> bool:
        """Whether the same words give the same samples, to the bit."""

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        """The words of a spoken form as this engine takes them, made without loading the model.

        Every letter and digit of the form is in one of them. Raises VoiceError for phonemes that it has no sound for.
        """

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        """Sound for these words, at most ``limit`` of their characters: every word, once.

        ``pace`` is a factor, 1.1 a tenth faster. Raises EngineGoneError when the engine cannot speak.
        """


def load_engine(voice: Voice) -> Engine:
    """The engine that a voice profile names.

    Raises VoiceError when there is no such engine, EngineGoneError when what it needs is missing.
    """
    load = cast(Callable[[Voice], Engine], _module(voice).load)
    return load(voice)


def clip_seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a voice would take to say this, estimated without loading anything.

    Raises VoiceError when there is no such engine.
    """
    seconds = cast(Callable[[SpokenForm, Voice], float], _module(voice).seconds)
    return seconds(form, voice)


def lacking(voice: Voice) -> str:
    """What this machine lacks for a voice, and the way to get it; empty when it can be loaded.

    Raises VoiceError when the profile is at fault.
    """
    told = cast(Callable[[Voice], str], _module(voice).lacking)
    return told(voice)


def _module(voice: Voice) -> ModuleType:
    name = ENGINES.get(voice.profile.engine)
    if name is None:
        raise VoiceError(
            f"engine: there is no engine {voice.profile.engine!r}",
            file=voice.folder / f"{voice.key}.toml",
            hint=f"choose {', '.join(sorted(ENGINES))}",
        )
    return importlib.import_module(name)
