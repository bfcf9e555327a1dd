"""What is measured of a finished episode, and what it is held against: series with a value a column, all frozen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an episode is promised to be."""

    target_lufs: float
    """Integrated loudness aimed at."""
    peak_dbtp: float
    """No true peak above this."""
    tolerance_lu: float
    """How far from the target the integrated loudness may be."""
    range_lu: float = 8.0
    """The widest loudness range."""
    dead_air_s: float = 2.5
    """The longest silence, in seconds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns that the programme's time is shared out to, all of one length."""

    columns: int
    seconds: float
    """Length of the programme."""

    def column(self, seconds: float) -> int:
        """The column that a position is in; what lies beyond an end is counted to it."""
        return min(self.columns - 1, max(0, int(seconds / self.seconds * self.columns)))


@dataclass(frozen=True, slots=True)
class Wave:
    """The waveform, a value a column, full scale at 1.0; of two channels whatever reaches further."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    rms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Loudness as it changes, a value a column, at the end of what each value is of."""

    momentary_low: tuple[float, ...]
    """LUFS, the least of the column."""
    momentary_high: tuple[float, ...]
    """LUFS, the most of the column."""
    short_term: tuple[float, ...]
    """LUFS, the most of the column."""
    true_peak: tuple[float, ...]
    """dBTP, the most of the column."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest true peak."""

    at: float
    """Seconds from the start, to a tenth."""
    dbtp: float


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """How much sound there is at which pitch, as a picture."""

    rows: int
    levels: bytes
    """A byte a point, row by row from the highest pitch, 0 for ``floor`` decibels or less and 255 for ``top``."""
    lowest: float
    """Hertz at the lower edge."""
    highest: float
    """Hertz at the upper edge."""
    floor: float
    """Decibels; a sine at full scale has 0."""
    top: float


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of silence."""

    start: float
    """Seconds from the start of the programme."""
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Pace:
    """How many words are said in what time."""

    words: int
    """As they are written."""
    seconds: float
    """From the first one's start to the last one's end."""

    @property
    def a_minute(self) -> float | None:
        """Words a minute; None where nothing is said."""
        return self.words / self.seconds * 60 if self.words and self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, measured."""

    title: str
    start: float
    """Seconds from the start of the programme."""
    end: float
    pace: Pace
    loudness: float | None
    """Integrated over the chapter alone, in LUFS; None where all of it is below what counts."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What is measured on the MP3 alone."""

    rate: int
    """Hertz."""
    channels: int
    grid: Grid
    wave: Wave
    course: Course
    spectrogram: Spectrogram
    pauses: tuple[Pause, ...]
    peak: Peak
    integrated: float
    """LUFS."""
    range: float
    """LU."""
    parts: tuple[float | None, ...]
    """LUFS of each part that was asked for, alone; None where all of it is below what counts."""


@dataclass(frozen=True, slots=True)
class Measurements:
    """All that a sheet shows."""

    programme: Programme
    chapters: tuple[Chapter, ...]

    @property
    def pace(self) -> Pace:
        """Of all chapters together."""
        paces = [chapter.pace for chapter in self.chapters]
        return Pace(sum(pace.words for pace in paces), sum(pace.seconds for pace in paces))

    @property
    def longest_pause(self) -> Pause | None:
        """The first of the longest, where there is a pause."""
        return max(self.programme.pauses, key=lambda pause: round(pause.seconds, 2), default=None)
