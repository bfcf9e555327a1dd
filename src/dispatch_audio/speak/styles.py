"""Style vectors, what makes one Kokoro voice sound unlike another: read, mixed, and written as a NumPy file."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import ModelError

SHAPE = (510, 1, 256)
"""A row for each length of utterance in phonemes, as float32."""
RAW = ".bin"
"""The ending of a file that holds the numbers alone, little endian, as the hub has them; others are NumPy's ``.npy``."""

Style = NDArray[np.float32]


def read(path: Path) -> Style:
    """The style vectors that a file holds.

    Raises ModelError when it cannot be read, or is something else; the error names no file, since who asks knows more.
    """
    try:
        style = np.fromfile(path, "<f4") if path.suffix == RAW else np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise ModelError(f"cannot be read: {error}") from None
    if path.suffix == RAW and style.size == np.prod(SHAPE):
        style = style.reshape(SHAPE)
    shape = getattr(style, "shape", "of an archive of several arrays")
    if shape != SHAPE:
        raise ModelError(f"has the shape {shape}, not {SHAPE}")
    if style.dtype != np.float32 or not np.isfinite(style).all():
        raise ModelError("does not hold 32-bit numbers alone")
    return np.asarray(style, np.float32)


def mixed(parts: Sequence[tuple[Style, float]]) -> Style:
    """The weighted sum of styles, added up in 64 bits; the weights are taken as they are."""
    total = np.zeros(SHAPE, np.float64)
    for style, weight in parts:
        total += weight * style
    return total.astype("<f4")


def as_npy(style: Style) -> bytes:
    """A style as a NumPy file, format 1.0 without pickles: the same numbers give the same bytes."""
    into = io.BytesIO()
    np.lib.format.write_array(into, style, version=(1, 0), allow_pickle=False)
    return into.getvalue()
