"""How fast each chapter is read, from the transcript beside the MP3: the one place that reads it here."""

from collections.abc import Sequence
from pathlib import Path

from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.errors import InputError
from dispatch_audio.package.transcript import Cue, exact
from dispatch_audio.picture.values import Pace


def paces(folder: Path, episode: Manifest) -> tuple[Pace, ...]:
    """The pace of each chapter.

    Raises InputError when the transcript is missing or is none.
    """
    form = exact(episode.transcripts)
    path = folder / form.file.name
    try:
        cues = form.read(path.read_bytes())
    except (OSError, ValueError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or "is no transcript of ours"
        raise InputError(f"cannot be read: {said}", file=path, hint="build the dispatch again") from None
    return tuple(_pace(mark, cues) for mark in episode.chapters)


def _pace(mark: ChapterMark, cues: Sequence[Cue]) -> Pace:
    own = [cue for cue in cues if mark.start * 1000 <= cue.start < mark.end * 1000]
    if not own:
        return Pace(0, 0.0)
    return Pace(sum(_words(cue.text) for cue in own), (own[-1].said_until - own[0].start) / 1000)


def _words(text: str) -> int:
    """Words as a person counts them: a dash that stands alone is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
