"""Script and voice in, Narration out: what is not kept is spoken, side by side on the executor that is handed in."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, as_completed
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

    ``told`` hears how many utterances of how many are done. Raises VoiceError when the engine cannot speak one.
    """
    engine = load_engine(voice)
    pace = voice.profile.pace
    paths = [clips.clip_path(engine.identity, line.form, pace) for line in script.utterances]
    wanted = {path: line.form for path, line in zip(paths, script.utterances, strict=True)}
    sounds = {path: sound for path in wanted if (sound := clips.kept(path)) is not None}
    told(len(sounds), len(wanted))
    missing = [path for path in wanted if path not in sounds]
    log.info("%d of %d lines are kept, %d to speak", len(sounds), len(wanted), len(missing))
    # The longest first, so that no worker is left alone with a long one at the end.
    missing.sort(key=lambda path: len(wanted[path].spoken), reverse=True)
    futures = [executor.submit(_spoken, engine, wanted[path], pace, path) for path in missing]
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
        Speaker(voice.profile.name, voice.profile.engine, engine.model),
        tuple(Clip(line, sounds[path]) for line, path in zip(script.utterances, paths, strict=True)),
    )


def audition(form: SpokenForm, voice: Voice) -> Sound:
    """One text, spoken now or kept from before."""
    engine = load_engine(voice)
    path = clips.clip_path(engine.identity, form, voice.profile.pace)
    return clips.kept(path) or _spoken(engine, form, voice.profile.pace, path)


def _spoken(engine: Engine, form: SpokenForm, pace: float, path: Path) -> Sound:
    samples = engine.speak(form, pace)
    if not samples.size or float(np.abs(samples).max()) < _SILENT:
        raise VoiceError(f"{engine.model} gave silence for {form.text!r}", hint="put it differently")
    return clips.keep(path, _trimmed(samples, engine.rate), engine.rate)


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
