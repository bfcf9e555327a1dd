"""The fifth value: the manifest. All that a feed needs to know about an episode, read from episode.json alone."""

import datetime
from dataclasses import dataclass

MANIFEST_NAME = "episode.json"
MANIFEST_FORMAT = 1
"""Raised when a field changes its meaning, so that an older program refuses what it cannot read rightly."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The MP3 that listeners download."""

    name: str
    """File name in the episode's folder; holds a hash of the content, so it is never overwritten."""
    length: int
    """Size in bytes."""
    sha256: str
    seconds: float
    """Length of the programme."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as the notes and the chapters name it."""

    number: int
    title: str
    author: str
    """As a person would write it: the spoken name where one is known, else as the dispatch has it."""
    url: str
    """A whole address, or empty."""
    host: str
    """The site's name, shown as text where the address is not whole."""
    role: str = ""
    """Who the author is: ``the CEO of Obsidian``; empty where nobody says."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """One chapter on the episode's timeline."""

    title: str
    start: float
    """Seconds from the start of the programme; a whole number."""
    end: float
    """Seconds; the next chapter's start, or the programme's end."""
    sources: tuple[CitedSource, ...] = ()
    picture: str = ""
    """The file name of its picture in the episode's folder; empty when it has none."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on the finished MP3, kept so that a later check can compare."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class Audio:
    """What the MP3 is made as, and so what a check holds it to."""

    rate: int = 44_100
    """Sample frames a second, in Hertz."""
    channels: int = 2
    bit_rate: int = 112_000
    """Bits a second, in every frame."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the MP3: a transcript, the chapters."""

    name: str
    type: str
    """Its media type, as the feed and the server must both say it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside the MP3, with what it must hold."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """An episode, as episode.json holds it."""

    slug: str
    guid: str
    """For life: derived from the show's guid and the slug."""
    title: str
    number: int | None
    published: datetime.datetime
    """The dispatch's date at the show's ``publish_at``, with its offset from UTC."""
    summary: str
    """Plain text, a paragraph or two."""
    notes: str
    """Show notes in the HTML that podcast apps allow, at most 4,000 bytes of UTF-8."""
    enclosure: Enclosure
    chapters: tuple[ChapterMark, ...]
    chapters_file: Attachment
    transcripts: tuple[Attachment, ...]
    narrator: str
    """The name that is said on air."""
    engine: str
    """What spoke."""
    measured: Measured
    fingerprint: str
    """Hash of all that the episode was made from; equal means that building again would change nothing."""
    made_from: str
    """The name of the dispatch's file."""
    beside: tuple[Beside, ...]
    """The files that lie beside the MP3, but for the page and the manifest."""
    ship: str = ""
    audio: Audio = Audio()
    stand_in: str = ""
    """The name of the voice that spoke for the narrator, whose own engine was gone; empty when the narrator spoke."""
    updated: datetime.datetime | None = None
    """When what listeners had was last replaced by a correction; None when it never was."""
    format: int = MANIFEST_FORMAT

    @property
    def newest(self) -> datetime.datetime:
        """When it last changed for listeners: ``updated``, else ``published``."""
        return self.updated or self.published
