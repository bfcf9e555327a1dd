"""The four pieces of the signature, rendered: opening, sting, bed and closing.

Each gives float32 samples of shape (2, frames), full scale at 1.0, at the rate asked for in Hertz. They are the same samples each
time, and the same music at every rate. The code and the sound are CC0: no recording is in them.
"""

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.sound import CLOSING_LEAD, OPENING_ENTER, STING_ENTER, VERSION, score, space, tones
from dispatch_audio.sound.score import Instrument, Note, Piece

__all__ = [
    "CLOSING_LEAD",
    "OPENING_ENTER",
    "RATE",
    "STING_ENTER",
    "VERSION",
    "bed",
    "closing",
    "opening",
    "sting",
]

RATE = 44_100

_DESK: dict[Instrument, tuple[float, float]] = {
    "felt": (-13.0, -8.0),
    "bar": (-13.0, -9.0),
    "pluck": (-12.0, -9.0),
    "strings": (-27.0, -7.0),
    "low": (-17.0, -60.0),
    "air": (-27.0, -6.0),
}
"""Decibels of each instrument, and of that what the room hears."""
_DRIVE = 1.5


def opening(rate: int = RATE) -> NDArray[np.float32]:
    """Opens the show: the motif, left open; its tail rings under the first words."""
    return _finished(score.OPENING, rate)


def sting(rate: int = RATE) -> NDArray[np.float32]:
    """Opens a chapter: the motif, in passing."""
    return _finished(score.STING, rate)


def bed(rate: int = RATE) -> NDArray[np.float32]:
    """Lies under speech and leaves it 1 to 4 kHz; its end leads into its beginning."""
    return _at(score.BED.gain) * _played(score.BED, rate)


def closing(rate: int = RATE) -> NDArray[np.float32]:
    """Ends the show: the motif, led home."""
    return _finished(score.CLOSING, rate)


def _finished(piece: Piece, rate: int) -> NDArray[np.float32]:
    heard = space.saturated(space.filtered(_played(piece, rate), rate), _DRIVE)
    since = np.arange(heard.shape[1]) / rate
    rise = np.clip(since / 0.004, 0, 1)
    fall = np.square(np.sin(np.pi / 2 * np.clip(since[::-1] / piece.fade, 0, 1)))
    return _at(piece.gain) * heard * (rise * fall).astype(np.float32)


def _played(piece: Piece, rate: int) -> tones.Stereo:
    """All notes, and what the room answers."""
    count = round(piece.seconds * rate)
    dry, sent = np.zeros((2, count), np.float32), np.zeros((2, count), np.float32)
    for instrument, (direct, room) in _DESK.items():
        bus = np.zeros((2, count), np.float32)
        for place, note in enumerate(piece.notes):
            if note.instrument == instrument:
                _lay(bus, *_sounded(piece, note, 10 * place, rate), loops=piece.loops)
        bus *= _at(direct)
        dry += bus
        sent += _at(room) * bus
    return dry + space.reverberated(sent, rate, loops=piece.loops)


def _sounded(piece: Piece, note: Note, seed: int, rate: int) -> tuple[int, tones.Stereo]:
    """The frame at which a note begins, and its sound from there. An onset between two frames stays where it is: the first
    sample is that much after it."""
    play, tail = tones.PLAYERS[note.instrument]
    stroke = tones.Stroke(note.hertz, note.beats * piece.beat, note.force, note.pan, seed)
    onset = (piece.start + note.beat * piece.beat + note.late / 1000) * rate
    first = int(np.ceil(onset))
    count = round((stroke.seconds + tail) * rate)
    return first, play(stroke, (np.arange(count) + first - onset) / rate)


def _lay(bus: tones.Stereo, first: int, sound: tones.Stereo, *, loops: bool) -> None:
    """Adds a note; what lies outside the piece comes round, or is left out."""
    count, last = bus.shape[1], first + sound.shape[1]
    for turn in range(first // count, last // count + 1) if loops else (0,):
        start, end = max(first, turn * count), min(last, (turn + 1) * count)
        if start < end:
            bus[:, start - turn * count : end - turn * count] += sound[:, start - first : end - first]


def _at(decibels: float) -> np.float32:
    return np.float32(10 ** (decibels / 20))
