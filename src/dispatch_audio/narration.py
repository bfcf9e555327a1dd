"""The third value: what was said. Clips of sound, one for each utterance, held by reference."""

from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.script import Script, Utterance


@dataclass(frozen=True, slots=True)
class Sound:
    """A file of sound. The samples stay on disk; the value says which file, and what it must hold."""

    path: Path
    sha256: str
    """Of the file's bytes, as 64 hexadecimal digits."""
    frames: int
    """Length in sample frames (one sample of every channel)."""
    rate: int
    """Sample frames a second, in Hertz."""

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.rate


@dataclass(frozen=True, slots=True)
class WordTiming:
    """When a word of an utterance is said."""

    start: int
    """First character of the word in the utterance's spoken form, counted from 0."""
    end: int
    """One past its last character."""
    first: int
    """First sample frame of the clip in which it is heard."""
    last: int
    """One past the last one."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance, spoken."""

    utterance: Utterance
    sound: Sound
    words: tuple[WordTiming, ...]
    """Every word of its spoken form that has a sound, in the order said; none overlaps the one before it."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: what the notes and the manifest say of the voice."""

    name: str
    """The narrator's name, ``Lenar Kess``."""
    engine: str
    """``kokoro``, ``piper``, ``tone``."""
    model: str
    """The engine's model, with its version where it has one."""
    quotes: "Speaker | None" = None
    """Who spoke the quotations; none when the narrator did."""
    gain: float = 0.0
    """Decibels that the voice is raised by beside the other one."""
    stand_in: str = ""
    """The name of the voice that spoke for the narrator, whose own engine was gone: ``Joe``; else empty."""


@dataclass(frozen=True, slots=True)
class Narration:
    """A script, spoken from its first utterance to its last."""

    script: Script
    speaker: Speaker
    clips: tuple[Clip, ...]
    """One for each utterance of ``script.utterances``, in that order."""
