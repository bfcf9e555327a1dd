"""What stands above the lanes: the episode's name, and its figures against what is promised."""

from dataclasses import dataclass

from dispatch_audio.episode import Manifest
from dispatch_audio.picture.axes import clock, signed
from dispatch_audio.picture.lettering import Text, fitted, width, wrapped
from dispatch_audio.picture.values import Limits, Measurements
from dispatch_audio.picture.wave import SHORTEST_PAUSE

_LARGEST, _SMALLEST = 32, 20
_LINES = 2
_LAYOUTS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True, slots=True)
class Head:
    """The title, as large as it fits, and a line that says what this is."""

    size: float
    title: tuple[Text, ...]
    told: Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and what it should be."""

    name: str
    value: str
    unit: str
    beside: str
    """What it is held against, or how it comes about."""
    broken: bool = False
    """Whether it is beyond what is promised."""


def head(episode: Manifest, found: Measurements, show: str, room: float) -> Head:
    """The headline of a sheet ``room`` pixels wide."""
    sizes = range(_LARGEST, _SMALLEST, -1)
    title = episode.title or episode.slug
    size = next((size for size in sizes if width(title, size, bold=True) <= room), _SMALLEST)
    programme = found.programme
    narrator = f"read by {episode.narrator}" if episode.narrator else ""
    told = (
        show,
        episode.published.date().isoformat(),
        narrator,
        f"{programme.rate / 1000:g} kHz {_LAYOUTS[programme.channels]}",
        episode.enclosure.name,
    )
    line = "  ·  ".join(part for part in told if part)
    return Head(size, wrapped(title, size, room, _LINES, bold=True), fitted(line, 13, room))


def figures(found: Measurements, limits: Limits) -> tuple[Figure, ...]:
    """The numbers that a person asks for first."""
    programme, pace, longest = found.programme, found.pace, found.longest_pause
    off = abs(programme.integrated - limits.target_lufs) > limits.tolerance_lu
    return (
        Figure(
            "Length",
            clock(programme.grid.seconds, programme.grid.seconds),
            "",
            f"{len(found.chapters)} {'chapter' if len(found.chapters) == 1 else 'chapters'}",
        ),
        Figure(
            "Integrated loudness",
            signed(programme.integrated),
            "LUFS",
            f"{signed(limits.target_lufs)} ± {limits.tolerance_lu:g} wanted",
            off,
        ),
        Figure(
            "Loudness range",
            signed(programme.range),
            "LU",
            f"at most {limits.range_lu:g} wanted",
            programme.range > limits.range_lu,
        ),
        Figure(
            "True peak",
            signed(programme.peak.dbtp),
            "dBTP",
            f"at most {signed(limits.peak_dbtp)} wanted",
            programme.peak.dbtp > limits.peak_dbtp,
        ),
        Figure(
            "Words a minute",
            "–" if pace.a_minute is None else f"{pace.a_minute:.0f}",
            "",
            f"{pace.words:,} words",
        ),
        Figure(
            "Longest pause",
            f"{longest.seconds:.1f}" if longest else "–",
            "s" if longest else "",
            f"at most {limits.dead_air_s:g} wanted; {len(programme.pauses)} from {SHORTEST_PAUSE:g} s",
            longest is not None and longest.seconds > limits.dead_air_s,
        ),
    )
