"""The transcript: what was written, when each word of it is heard, and who says it, in the forms that apps read.

Word times (``words``) become cues (``cues``), broken where it costs a reader least (``breaking``); all files have the same cues.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dispatch_audio.episode import Attachment
from dispatch_audio.master import Timeline
from dispatch_audio.package.transcript import segments, subrip, webvtt
from dispatch_audio.package.transcript.breaking import fits
from dispatch_audio.package.transcript.cues import Cue, cues
from dispatch_audio.package.transcript.subrip import shown
from dispatch_audio.package.transcript.words import Word, written

__all__ = [
    "FORMATS",
    "TRANSCRIPTS",
    "Cue",
    "Format",
    "Word",
    "cues",
    "exact",
    "fits",
    "plain_text",
    "shown",
    "written",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the transcript: a file beside the MP3."""

    file: Attachment
    write: Callable[[Sequence[Cue]], bytes]
    read: Callable[[bytes], tuple[Cue, ...]]
    """Raises ValueError for what ``write`` would not make."""


FORMATS: tuple[Format, ...] = tuple(
    Format(form.FILE, form.write, form.read) for form in (webvtt, subrip, segments)
)
"""In the order that feeds list them: what most apps can read comes first, for those that take the first."""
TRANSCRIPTS: tuple[Attachment, ...] = tuple(form.file for form in FORMATS)
"""The files, as a manifest lists them."""


def exact(transcripts: Sequence[Attachment]) -> Format:
    """The form among these that tells most of when words are heard; raises ValueError when none is known."""
    known = [form for form in FORMATS if form.file in transcripts]
    if not known:
        raise ValueError(f"no transcript that can be read among {transcripts}")
    return known[-1]


def plain_text(timeline: Timeline) -> str:
    """The whole written text, a paragraph a line, with an empty line between chapters."""
    text = ""
    for line, following in itertools.zip_longest(timeline.lines, timeline.lines[1:]):
        text += " ".join(written(line.utterance.text))
        if following:
            inside = " " if line.utterance.pause == "sentence" else "\n"
            text += inside if following.chapter == line.chapter else "\n\n"
    return text
