"""Script and voice in, Narration out: what is not kept is spoken, side by side on the executor that is handed in."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import VoiceError
from dispatch_audio.narration import Clip, Narration, Sound, Speaker
from dispatch_audio.script import Script, SpokenForm
from dispatch_audio.speak import clips
from dispatch_audio.speak.engines import Engine, load_engine
from dispatch_audio.workspace import Voice

log = logging.getLogger(__name__)

_SILENT = 0.003
"""Full scale is 1.0. A clip that never gets louder holds no speech."""
_QUIET_DB = -45.0
_WINDOW = 0.01
_HEAD, _TAIL = 0.03, 0.08


def speak(script: Script, voice: Voice, executor: Executor, told: Callable[[int, int], None]) -> Narration:
    """Speaks every utterance of a script, or none: a narration is whole.

    Quotations are spoken by the voice that the profile gives them. ``told`` hears how many utterances of how many are
    done. Raises VoiceError when an engine cannot speak one.
    """
    engines = {reader.key: load_engine(reader) for reader in voice.all}
    requests = [_request(line.form, voice.reading(line.kind), engines) for line in script.utterances]
    paths = [request.path for request in requests]
    wanted = {request.path: request for request in requests}
    sounds = {path: sound for path in wanted if (sound := clips.kept(path)) is not None}
    told(len(sounds), len(wanted))
    missing = [path for path in wanted if path not in sounds]
    log.info("%d of %d lines are kept, %d to speak", len(sounds), len(wanted), len(missing))
    # The longest first, so that no worker is left alone with a long one at the end.
    missing.sort(key=lambda path: len(wanted[path].form.spoken), reverse=True)
    futures = [executor.submit(_spoken, wanted[path]) for path in missing]
    try:
        for future in as_completed(futures):
            sound = future.result()
            sounds[sound.path] = sound
            told(len(sounds), len(wanted))
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    return Narration(
        script,
        _speaker(voice, engines),
        tuple(Clip(line, sounds[path]) for line, path in zip(script.utterances, paths, strict=True)),
    )


def audition(form: SpokenForm, voice: Voice) -> Sound:
    """One text, spoken now or kept from before."""
    request = _request(form, voice, {voice.key: load_engine(voice)})
    return clips.kept(request.path) or _spoken(request)


@dataclass(frozen=True, slots=True)
class _Request:
    """A clip that is wanted: what is said, by which engine, how fast, and where it will lie."""

    form: SpokenForm
    engine: Engine
    pace: float
    path: Path


def _request(form: SpokenForm, reader: Voice, engines: Mapping[str, Engine]) -> _Request:
    engine, pace = engines[reader.key], reader.profile.pace
    return _Request(form, engine, pace, clips.clip_path(engine.identity, form, pace))


def _speaker(voice: Voice, engines: Mapping[str, Engine]) -> Speaker:
    quotes = None if voice.quotes is None else _speaker(voice.quotes, engines)
    return Speaker(voice.profile.name, voice.profile.engine, engines[voice.key].model, quotes)


def _spoken(request: _Request) -> Sound:
    engine, form = request.engine, request.form
    samples = engine.speak(form, request.pace)
    if not samples.size or float(np.abs(samples).max()) < _SILENT:
        raise VoiceError(f"{engine.model} gave silence for {form.text!r}", hint="put it differently")
    return clips.keep(request.path, _trimmed(samples, engine.rate), engine.rate)


def _trimmed(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Without the silence that an engine puts around speech, which differs from engine to engine."""
    window = int(_WINDOW * rate)
    power = np.abs(samples[: len(samples) // window * window]).reshape(-1, window).max(axis=1)
    loud = np.flatnonzero(power > float(np.abs(samples).max()) * 10 ** (_QUIET_DB / 20))
    if not loud.size:
        return samples
    first = max(0, int(loud[0] * window - _HEAD * rate))
    last = min(len(samples), int((loud[-1] + 1) * window + _TAIL * rate))
    return samples[first:last]
