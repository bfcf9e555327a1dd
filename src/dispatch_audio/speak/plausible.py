"""Whether a sound can be the words that were asked for: what is silent or far too short or long is no narration."""

import numpy as np

from dispatch_audio.errors import EngineGoneError
from dispatch_audio.speak.engines import Engine, Said, Speech

_SILENT = 0.003
"""Full scale is 1.0. A clip that never gets louder holds no speech."""


def speech(engine: Engine, words: tuple[Said, ...], pace: float, text: str) -> Speech:
    """What the engine says for these words; what cannot be them is asked for once more.

    Raises EngineGoneError when it cannot be them again: an engine that gives such sounds is of no use.
    """
    fault = ""
    for _ in range(2):
        given = engine.speak(words, pace)
        fault = _fault(given)
        if not fault:
            return given
    raise EngineGoneError(f"{engine.model} gave {fault} for {text!r}", hint="put it differently")


def _fault(given: Speech) -> str:
    if not given.samples.size or float(np.abs(given.samples).max()) < _SILENT:
        return "silence"
    return ""
