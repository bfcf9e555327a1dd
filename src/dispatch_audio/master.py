"""The fourth value: the finished programme. One MP3, and the timeline that says what is heard when."""

from dataclasses import dataclass
from typing import Literal

from dispatch_audio.narration import Narration, Sound, WordTiming
from dispatch_audio.script import Utterance


@dataclass(frozen=True, slots=True)
class Line:
    """When an utterance is heard."""

    utterance: Utterance
    chapter: int
    """Index of its chapter, from 0."""
    start: int
    """First sample frame, at the timeline's rate."""
    end: int
    """One past its last sample frame."""
    words: tuple[WordTiming, ...] = ()
    """The words of its spoken form; ``first`` and ``last`` are sample frames of the programme, at the timeline's rate."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a chapter begins and ends."""

    title: str
    sources: tuple[int, ...]
    start: int
    """In sample frames; a whole second, since some players cut the rest."""
    end: int
    """The next chapter's start, or the programme's end."""


Part = Literal["opening", "sting", "bed", "closing"]
"""What music is for: it opens the show, opens a chapter, lies under speech, or ends the show."""


@dataclass(frozen=True, slots=True)
class Music:
    """When a piece of the sound design is heard."""

    part: Part
    start: int
    """First sample frame, at the timeline's rate."""
    end: int
    """One past its last sample frame."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What starts when. Chapters, transcripts and notes are all derived from this one value."""

    rate: int
    """Sample frames a second, in Hertz."""
    frames: int
    """Length of the programme in sample frames."""
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    music: tuple[Music, ...] = ()
    """In the order of their starts; a bed lies under other pieces and under lines."""

    def seconds(self, frame: int) -> float:
        """A position in seconds from the start."""
        return frame / self.rate


@dataclass(frozen=True, slots=True)
class Loudness:
    """As ITU-R BS.1770-4 and EBU R 128 measure it, on the decoded MP3."""

    integrated: float
    """Integrated loudness in LUFS."""
    range: float
    """Loudness range in LU."""
    true_peak: float
    """Highest true peak of any channel, in dBTP."""


@dataclass(frozen=True, slots=True)
class Master:
    """The programme as an MP3, not yet tagged."""

    sound: Sound
    timeline: Timeline
    loudness: Loudness
    narration: Narration
