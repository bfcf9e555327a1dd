"""The clips that were spoken, kept in the cache by what they were made of, so that no line is spoken twice."""

import hashlib
import io
import re
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import files
from dispatch_audio.errors import ClipGoneError
from dispatch_audio.narration import Sound
from dispatch_audio.speak.engines import Said

_FORMAT = "3"
"""Raised when clips of today would sound different from those of yesterday; the folder that they lie in."""
_CHUNK = b"wtim"
"""The RIFF chunk with the word times, as pairs of 32-bit numbers, and the SHA-256 of all that stands before it. It comes
last: whatever else reads WAV files does not look there."""
_DIGEST = 32
_HEAD, _SAMPLE = 44, 2
"""Bytes of the header that the wave module writes, and of a sample."""


@dataclass(frozen=True, slots=True)
class Take:
    """A clip in the cache, and when each of its words is heard."""

    sound: Sound
    words: tuple[tuple[int, int], ...]
    """First sample frame and one past the last, word by word."""


def folder() -> Path:
    """Where all clips lie, those of other versions too."""
    return files.cache_folder() / "clips"


def is_clip(path: Path) -> bool:
    """Whether a file in that folder is a clip of this version, by its name."""
    return (
        path.parent.parent == folder() / _FORMAT and re.fullmatch(r"[0-9a-f]{64}\.wav", path.name) is not None
    )


def clip_path(identity: str, words: Sequence[Said], *how: float) -> Path:
    """Where the clip of these words lies: named by the engine, what is said, word by word, and how (pace, rests)."""
    said = "\0".join(word.sound for word in words)
    manner = " ".join(f"{value:.4f}" for value in how)
    key = hashlib.sha256("\0".join((identity, manner, said)).encode()).hexdigest()
    return folder() / _FORMAT / key[:2] / f"{key}.wav"


def encoded(samples: NDArray[np.float32], rate: int, words: Sequence[tuple[int, int]]) -> bytes:
    """A clip as a WAV file: 16-bit PCM, one channel, with its word times."""
    pcm = (np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes()
    into = io.BytesIO()
    with wave.open(into, "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes(pcm)
    times = b"".join(struct.pack("<II", first, last) for first, last in words)
    data = into.getvalue() + _CHUNK + struct.pack("<I", len(times) + _DIGEST) + times
    data = data[:4] + struct.pack("<I", len(data) + _DIGEST - 8) + data[8:]
    return data + hashlib.sha256(data).digest()


def kept(path: Path) -> Take | None:
    """The clip in this file; none when there is none, or it is damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    take = _take(path, data)
    if take is not None:
        files.touch(path)
    return take


def keep(path: Path, data: bytes) -> Take:
    """Writes an encoded clip, and refers to it; of two runs that spoke it at once, both refer to the first one's."""
    take = kept(path)
    if take is None:
        files.write_cached(path, data)
        take = _take(path, data)
    assert take is not None, "it was encoded here"
    return take


def _take(path: Path, data: bytes) -> Take | None:
    if hashlib.sha256(data[:-_DIGEST]).digest() != data[-_DIGEST:]:
        return None
    with wave.open(io.BytesIO(data)) as stream:
        rate, frames = stream.getframerate(), stream.getnframes()
    times = data[_HEAD + frames * _SAMPLE + 8 : -_DIGEST]
    words = tuple(struct.iter_unpack("<II", times))
    return Take(Sound(path, hashlib.sha256(data).hexdigest(), frames, rate), words)


def pcm_of(sound: Sound) -> bytes:
    """A clip's samples: 16-bit little-endian PCM, one channel.

    Raises ClipGoneError when the file is no longer what the value says.
    """
    try:
        data = sound.path.read_bytes()
    except OSError as error:
        raise ClipGoneError(
            f"cannot be read: {error.strerror}", file=sound.path, hint="build again"
        ) from None
    if hashlib.sha256(data).hexdigest() != sound.sha256:
        raise ClipGoneError("has changed while the episode was mixed", file=sound.path, hint="build again")
    with wave.open(io.BytesIO(data)) as stream:
        pcm: bytes = stream.readframes(stream.getnframes())
    return pcm
