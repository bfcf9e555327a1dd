"""A finished episode to one sheet that a person reads at a glance: a stage of its own that looks at files alone."""

from pathlib import Path

from dispatch_audio.episode import Manifest
from dispatch_audio.picture.drawing import draw
from dispatch_audio.picture.measuring import measure
from dispatch_audio.picture.pace import paces
from dispatch_audio.picture.values import Chapter, Limits, Measurements

__all__ = ["Limits", "Measurements", "draw", "look", "sheet"]


def sheet(folder: Path, episode: Manifest, show: str, limits: Limits) -> bytes:
    """An episode's sheet as an SVG document: waveform with chapters, loudness, spectrogram, pauses, words a minute.

    ``folder`` is the episode's, ``show`` the show's title. Raises SoundError when the MP3 is missing or broken,
    InputError when the transcript is.
    """
    return draw(episode, look(folder, episode), show, limits)


def look(folder: Path, episode: Manifest) -> Measurements:
    """What is measured for it; raises what ``sheet`` does."""
    read = paces(folder, episode)
    spans = tuple((mark.start, mark.end) for mark in episode.chapters)
    programme = measure(folder / episode.enclosure.name, episode.enclosure.seconds, spans)
    return Measurements(
        programme,
        tuple(
            Chapter(mark.title, mark.start, mark.end, pace, loudness)
            for mark, pace, loudness in zip(episode.chapters, read, programme.parts, strict=True)
        ),
    )
