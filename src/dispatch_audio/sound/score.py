"""The score, as data: an opening, a sting, a bed and a closing in D major at 96 to the minute.

The motif is A D E, long, long, short (3 + 3 + 2 sixteenths), and a last note. The opening leaps to the A above over D and E
without a third: open. The closing goes the same way over a dominant that holds its fourth, and steps to F sharp, the third
that was missing, then home to D. The sting quotes the three notes and stops.

Above the bass no voice of the strings leaps, and a note that two chords share is held. Onsets, forces and the hand's
delays are written out; nothing is left to chance.
"""

from dataclasses import dataclass
from typing import Literal

from dispatch_audio.sound import BED_SECONDS, CLOSING_SECONDS, OPENING_SECONDS, STING_SECONDS

Instrument = Literal["felt", "bar", "pluck", "strings", "low", "air"]

_STEPS = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_TUNING = 440.0
"""Hertz of A4 (ISO 16)."""
_BEAT = 0.625
"""Seconds: 96 to the minute."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is played."""

    instrument: Instrument
    beat: float
    """When it is due, in beats; before 0 is the upbeat."""
    pitch: str
    """Its name and octave: A4 is 440 Hz. Air has none."""
    beats: float
    """How long it is held."""
    force: float
    """0 to 1: how hard it is struck, which tells how loud and how bright it is."""
    pan: float = 0.0
    """-1 is left."""
    late: float = 0.0
    """Milliseconds by which the hand comes after the beat, or before it."""

    @property
    def hertz(self) -> float:
        """The frequency of its pitch, equally tempered; 0 if it has none."""
        if not self.pitch:
            return 0.0
        name, octave = self.pitch[:-1], int(self.pitch[-1])
        steps = _STEPS[name[0]] + name.count("#") + 12 * (octave - 4)
        return float(_TUNING * 2 ** (steps / 12))


@dataclass(frozen=True, slots=True)
class Piece:
    """Notes that are heard together."""

    seconds: float
    start: float
    """Seconds from the start at which beat 0 falls."""
    beat: float
    """Seconds."""
    notes: tuple[Note, ...]
    gain: float
    """Decibels that bring it to its loudness."""
    fade: float = 0.0
    """Seconds at the end in which what still rings is drawn down to silence."""
    loops: bool = False
    """Whether its end leads into its beginning."""


OPENING = Piece(
    OPENING_SECONDS,
    0.40,
    _BEAT,
    (
        Note("air", -0.64, "", 0.62, 0.46),
        # G with its seventh and ninth.
        Note("low", 0.0, "G2", 1.9, 0.55, late=4),
        Note("strings", -0.60, "G3", 1.8, 0.42, -0.3),
        Note("strings", -0.60, "B3", 1.8, 0.42, 0.2),
        Note("strings", -0.60, "D4", 5.0, 0.46, -0.1),
        Note("strings", -0.60, "F#4", 1.8, 0.36, 0.3),
        Note("felt", 0.0, "G3", 2.0, 0.26, -0.35, 6),
        Note("felt", 0.0, "B3", 2.0, 0.22, -0.20, 13),
        # The motif, with wood an octave below it.
        Note("felt", 0.0, "A4", 0.85, 0.50, -0.10),
        Note("felt", 0.75, "D5", 0.80, 0.57, 0.02, 3),
        Note("felt", 1.5, "E5", 0.55, 0.63, 0.08, -4),
        Note("bar", 0.0, "A3", 0.8, 0.50, -0.25, 2),
        Note("bar", 0.75, "D4", 0.8, 0.52, -0.05, -2),
        Note("bar", 1.5, "E4", 1.0, 0.56, 0.15, 1),
        Note("air", 1.30, "", 0.70, 0.26),
        # D and E without a third: B goes down to A, F sharp to E, D stays.
        Note("low", 2.0, "D2", 5.0, 0.66, late=2),
        Note("strings", 1.60, "D3", 3.6, 0.44, -0.25),
        Note("strings", 1.60, "A3", 3.6, 0.46, 0.25),
        Note("strings", 1.60, "E4", 3.6, 0.42, 0.35),
        Note("felt", 2.0, "A5", 4.6, 0.70, 0.12),
        Note("felt", 2.0, "D4", 4.6, 0.44, -0.30, 9),
        Note("felt", 2.0, "A4", 4.6, 0.42, -0.10, 21),
        Note("felt", 2.0, "E5", 4.6, 0.44, 0.05, 33),
        Note("bar", 2.0, "A4", 3.0, 0.56, 0.20, 1),
        # What is plucked repeats the rhythm, ever softer, and hands it to the bed.
        Note("pluck", 2.0, "D3", 1.4, 0.52, -0.40, 5),
        Note("pluck", 2.75, "A3", 1.4, 0.40, 0.35, 3),
        Note("pluck", 3.5, "E4", 1.4, 0.33, -0.15, 7),
        Note("pluck", 4.0, "D4", 2.0, 0.26, 0.30, 11),
    ),
    gain=4.1,
    fade=1.6,
)

STING = Piece(
    STING_SECONDS,
    0.03,
    0.375,
    (
        Note("strings", -0.06, "A3", 2.4, 0.40, -0.25),
        Note("strings", -0.06, "E4", 2.4, 0.36, 0.25),
        Note("felt", 0.0, "A4", 0.6, 0.50, -0.15),
        Note("felt", 0.5, "D5", 0.6, 0.56, 0.0, 4),
        Note("felt", 1.0, "E5", 1.7, 0.62, 0.12, -2),
        Note("bar", 0.0, "A3", 0.6, 0.48, -0.30, 2),
        Note("bar", 0.5, "D4", 0.6, 0.50, -0.05, 1),
        Note("bar", 1.0, "E4", 1.2, 0.56, 0.20, 1),
        Note("low", 1.0, "D2", 1.5, 0.55, late=2),
        Note("pluck", 1.0, "D3", 1.4, 0.44, -0.35, 6),
        Note("felt", 1.0, "A4", 1.6, 0.32, -0.20, 17),
    ),
    gain=5.8,
    fade=0.8,
)

CLOSING = Piece(
    CLOSING_SECONDS,
    0.35,
    0.66,
    (
        Note("strings", -0.50, "G3", 1.4, 0.42, -0.3),
        Note("strings", -0.50, "B3", 1.4, 0.40, 0.2),
        Note("strings", -0.50, "D4", 3.2, 0.46, -0.1),
        Note("strings", -0.50, "F#4", 1.4, 0.36, 0.3),
        Note("low", 0.0, "G2", 1.4, 0.52, late=3),
        Note("felt", 0.0, "A4", 0.85, 0.50, -0.10),
        Note("felt", 0.0, "B3", 1.5, 0.28, -0.30, 11),
        Note("felt", 0.75, "D5", 0.80, 0.56, 0.02, 3),
        Note("bar", 0.0, "A3", 0.8, 0.46, -0.25, 2),
        Note("bar", 0.75, "D4", 0.8, 0.48, -0.05, -2),
        # The dominant, its fourth and seventh held: B goes to A, F sharp up to G.
        Note("low", 1.5, "A2", 1.2, 0.52, late=2),
        Note("strings", 1.20, "A3", 4.2, 0.44, 0.2),
        Note("strings", 1.20, "E4", 4.2, 0.38, -0.3),
        Note("strings", 1.20, "G4", 1.2, 0.34, 0.3),
        Note("felt", 1.5, "E5", 1.15, 0.60, 0.08, -3),
        Note("felt", 1.5, "G4", 1.3, 0.30, -0.20, 14),
        Note("bar", 1.5, "E4", 1.5, 0.50, 0.15, 1),
        # Home: the seventh falls to the third, the melody rises to it, then falls to D.
        Note("low", 2.75, "D2", 5.0, 0.64, late=2),
        Note("strings", 2.40, "D3", 3.4, 0.44, -0.2),
        Note("strings", 2.40, "F#4", 3.4, 0.36, 0.3),
        Note("felt", 2.75, "D3", 5.0, 0.40, -0.40, -6),
        Note("felt", 2.75, "A3", 5.0, 0.38, -0.28, 14),
        Note("felt", 2.75, "D4", 5.0, 0.38, -0.16, 34),
        Note("felt", 2.75, "A4", 5.0, 0.36, 0.0, 54),
        Note("felt", 2.75, "F#5", 5.0, 0.68, 0.12, 70),
        Note("bar", 2.75, "F#4", 3.0, 0.48, 0.22, 70),
        Note("pluck", 2.75, "D3", 2.0, 0.44, -0.35, 4),
        Note("felt", 3.75, "D5", 4.2, 0.46, 0.05, 18),
        Note("pluck", 4.5, "A3", 2.0, 0.24, 0.30, 20),
    ),
    gain=3.3,
    fade=2.0,
)


def _pulse(bar: int, *notes: tuple[str, float]) -> tuple[Note, ...]:
    """Three soft strokes in a bar, the rhythm of the motif at half its speed, from side to side; in the next bar the first
    of them alone, on wood."""
    beats, pans, late = (0.0, 1.5, 3.0), (-0.25, 0.25, 0.05), (4, 9, 6)
    first = tuple(
        Note("pluck", 4 * bar + beat, pitch, 1.4, force, pan, delay)
        for (pitch, force), beat, pan, delay in zip(notes, beats, pans, late, strict=True)
    )
    pitch, force = notes[0]
    return (*first, Note("bar", 4 * bar + 4.0, pitch, 2.0, force * 0.8, 0.1, 8))


BED = Piece(
    BED_SECONDS,
    0.0,
    _BEAT,
    (
        # Five chords of two bars: D with its ninth, B minor seventh, G major seventh, E minor ninth, A with its fourth.
        Note("strings", -1.28, "D3", 8.0, 0.39, 0.0),
        Note("strings", 6.72, "B2", 8.0, 0.335, 0.0),
        Note("strings", 14.72, "G2", 8.0, 0.28, 0.0),
        Note("strings", 22.72, "E2", 8.0, 0.31, 0.0),
        Note("strings", 30.72, "A2", 8.0, 0.345, 0.0),
        Note("strings", 30.72, "A3", 24.0, 0.40, -0.4),
        Note("strings", 14.72, "B3", 16.0, 0.40, -0.4),
        Note("strings", -1.28, "E4", 8.0, 0.38, 0.4),
        Note("strings", 6.72, "D4", 32.0, 0.38, 0.4),
        Note("strings", -1.28, "F#4", 32.0, 0.36, -0.1),
        Note("strings", 30.72, "E4", 8.0, 0.36, -0.1),
        *_pulse(0, ("D3", 0.27), ("A3", 0.20), ("E3", 0.22)),
        *_pulse(2, ("B2", 0.27), ("F#3", 0.22), ("A3", 0.18)),
        *_pulse(4, ("G2", 0.29), ("D3", 0.23), ("B3", 0.17)),
        *_pulse(6, ("E3", 0.26), ("B3", 0.18), ("G3", 0.21)),
        *_pulse(8, ("A2", 0.28), ("E3", 0.22), ("D3", 0.22)),
    ),
    gain=6.6,
    loops=True,
)
