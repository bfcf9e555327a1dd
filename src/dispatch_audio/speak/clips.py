"""The clips that were spoken, kept in the cache by what they were made of, so that no line is spoken twice."""

import hashlib
import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import files
from dispatch_audio.errors import SoundError
from dispatch_audio.narration import Sound
from dispatch_audio.script import SpokenForm

_FORMAT = "1"
"""Raised when clips of today would sound different from those of yesterday."""


def clip_path(identity: str, form: SpokenForm, pace: float) -> Path:
    """Where the clip of this form lies: named by the engine, what is said, how, and the pace."""
    said = "\0".join(
        f"{span.spoken}\1{span.phonemes}" if span.phonemes else span.spoken for span in form.spans
    )
    key = hashlib.sha256("\0".join((_FORMAT, identity, f"{pace:.4f}", said)).encode()).hexdigest()
    return files.cache_folder() / "clips" / key[:2] / f"{key}.wav"


def kept(path: Path) -> Sound | None:
    """The clip in this file; none when there is none, or it is damaged."""
    try:
        data = path.read_bytes()
        with wave.open(io.BytesIO(data)) as stream:
            rate, frames = stream.getframerate(), stream.getnframes()
            whole = len(stream.readframes(frames)) == frames * stream.getsampwidth()
    except (OSError, wave.Error, EOFError):
        return None
    if not whole or not frames:
        return None
    return Sound(path, hashlib.sha256(data).hexdigest(), frames, rate)


def keep(path: Path, samples: NDArray[np.float32], rate: int) -> Sound:
    """Writes a clip as 16-bit PCM, one channel, and refers to it."""
    pcm = (np.clip(samples, -1, 1) * 32767).round().astype("<i2")
    into = io.BytesIO()
    with wave.open(into, "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes(pcm.tobytes())
    files.write_atomically(path, into.getvalue())
    return Sound(path, hashlib.sha256(into.getvalue()).hexdigest(), len(pcm), rate)


def pcm_of(sound: Sound) -> bytes:
    """A clip's samples: 16-bit little-endian PCM, one channel.

    Raises SoundError when the file is no longer what the value says.
    """
    try:
        data = sound.path.read_bytes()
    except OSError as error:
        raise SoundError(f"cannot be read: {error.strerror}", file=sound.path, hint="build again") from None
    if hashlib.sha256(data).hexdigest() != sound.sha256:
        raise SoundError("has changed while the episode was mixed", file=sound.path, hint="build again")
    with wave.open(io.BytesIO(data)) as stream:
        pcm: bytes = stream.readframes(stream.getnframes())
    return pcm
