"""The five lanes, one under the other on one time axis: outlines, lines and marks, in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch_audio.picture.axes import LEFT, RIGHT, Scale, Tick, clock, signed, step_for, x
from dispatch_audio.picture.lettering import width
from dispatch_audio.picture.spectrum import mel
from dispatch_audio.picture.values import Limits, Measurements, Spectrogram

SMALL = 11.0
"""Type size of what stands inside a lane."""

_KEY_WIDTH = 22.0
"""Pixels that a legend's sample takes before its label."""
_KEY_GAP = 20.0

_PITCHES = (100, 500, 1000, 2000, 4000, 8000, 16000)
_LOUDEST, _SOFTEST = 3.0, -36.0
"""What the loudness lane shows, in LUFS and dBTP."""
_SHORT_TERM_S = 3.0
"""Before this there is no short-term loudness."""
_THINNEST = 1.5
"""Pixels of a mark that would be narrower."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A strip of the sheet and its axis."""

    top: float
    bottom: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend."""

    x: float
    style: str
    """The class of what it explains."""
    label: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A line that something is held against, named at its right end."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words at a place inside a lane."""

    x: float
    y: float
    text: str
    anchor: str
    """``start`` or ``end``, as SVG has it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bar that stands on the lane's bottom."""

    x: float
    y: float
    width: float
    height: float
    told: str
    """What a browser shows when it is pointed at."""
    broken: bool = False
    """Whether it is beyond its limit."""
    label: str = ""
    """What stands inside, where there is room."""


@dataclass(frozen=True, slots=True)
class WaveLane:
    """The waveform."""

    lane: Lane
    reach: str
    """The outline of all samples, as SVG's path data."""
    rms: str
    """The outline of the mean power."""
    limits: tuple[float, ...]
    """Where the highest true peak may be, on both sides."""
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class LoudnessLane:
    """Loudness and true peaks over time."""

    lane: Lane
    momentary: str
    short_term: str
    true_peak: str
    over: str
    """Strokes where a true peak is above its limit."""
    bounds: tuple[Bound, ...]
    peak_x: float
    peak_y: float
    peak: Note
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class BarLane:
    """Bars, and a line across them."""

    lane: Lane
    bars: tuple[Box, ...]
    bounds: tuple[Bound, ...]
    note: Note | None = None


def wave_lane(found: Measurements, limits: Limits, top: float, height: float) -> WaveLane:
    """The waveform, full scale at the lane's edges."""
    wave = found.programme.wave
    scale = Scale(-1, 1, top + height, top)
    ceiling = 10 ** (limits.peak_dbtp / 20)
    labels = ((1.0, "0"), (0.5, "−6"), (0.0, "−∞"), (-0.5, "−6"), (-1.0, "0"))
    return WaveLane(
        Lane(top, top + height, tuple(Tick(scale.y(at), label) for at, label in labels)),
        _outline(_ys(wave.high, scale), _ys(wave.low, scale)),
        _outline(_ys(wave.rms, scale), _ys([-value for value in wave.rms], scale)),
        (scale.y(ceiling), scale.y(-ceiling)),
        _legend(("reach", "samples"), ("rms", "mean power"), ("bound", "limit of peaks")),
    )


def loudness_lane(found: Measurements, limits: Limits, top: float, height: float) -> LoudnessLane:
    """Momentary loudness as a band, short-term as a line, true peaks above them."""
    course, seconds = found.programme.course, found.programme.grid.seconds
    scale = Scale(_SOFTEST, _LOUDEST, top + height, top)
    peak = found.programme.peak
    at = x(peak.at, seconds)
    to_the_right = at < (LEFT + RIGHT) / 2
    said = f"highest true peak {signed(peak.dbtp)} dBTP at {clock(peak.at, seconds)}"
    over = [
        f"M{across} {scale.y(limits.peak_dbtp)}V{scale.y(value)}"
        for across, value in zip(_xs(course.true_peak), course.true_peak, strict=True)
        if value > limits.peak_dbtp
    ]
    return LoudnessLane(
        Lane(top, top + height, scale.ticks(6)),
        _outline(_ys(course.momentary_high, scale), _ys(course.momentary_low, scale)),
        _line(_ys(course.short_term, scale), found.programme.grid.column(_SHORT_TERM_S)),
        _dots(course.true_peak, scale),
        "".join(over),
        (
            Bound(scale.y(limits.peak_dbtp), f"limit {_short(limits.peak_dbtp)}"),
            Bound(scale.y(limits.target_lufs), f"target {_short(limits.target_lufs)}"),
        ),
        at,
        scale.y(peak.dbtp),
        Note(at + 9 if to_the_right else at - 9, top + 11, said, "start" if to_the_right else "end"),
        _legend(
            ("momentary", "momentary, 0.4 s"),
            ("short", "short-term, 3 s"),
            ("peaks", "true peaks"),
            ("bound", "what is promised"),
            ("over", "above the limit"),
        ),
    )


def spectrum_lane(spectrogram: Spectrogram, top: float, height: float) -> Lane:
    """Where the pitches stand beside the spectrogram."""
    ends = (float(mel(spectrogram.lowest)), float(mel(spectrogram.highest)))
    scale = Scale(*ends, top + height, top)
    return Lane(
        top,
        top + height,
        tuple(
            Tick(scale.y(float(mel(pitch))), f"{pitch // 1000} k" if pitch >= 1000 else str(pitch))
            for pitch in _PITCHES
            if pitch <= spectrogram.highest
        ),
    )


def pause_lane(found: Measurements, limits: Limits, top: float, height: float) -> BarLane:
    """A bar for each pause, as high as it is long."""
    seconds, longest = found.programme.grid.seconds, found.longest_pause
    highest = max(limits.dead_air_s * 1.2, longest.seconds * 1.1 if longest else 0)
    scale = Scale(0, highest, top + height, top)
    bars = tuple(
        Box(
            x(pause.start, seconds),
            scale.y(pause.seconds),
            max(_THINNEST, round(x(pause.end, seconds) - x(pause.start, seconds), 1)),
            round(top + height - scale.y(pause.seconds), 1),
            f"{pause.seconds:.2f} s at {clock(pause.start, seconds)}",
            pause.seconds > limits.dead_air_s,
        )
        for pause in found.programme.pauses
    )
    note = None
    if longest:
        ends = (
            x(longest.start, seconds) - 4,
            max(x(longest.end, seconds), x(longest.start, seconds) + 2) + 4,
        )
        left = ends[1] > (LEFT + RIGHT) / 2
        said = f"longest {longest.seconds:.1f} s at {clock(longest.start, seconds)}"
        y = scale.y(longest.seconds) + SMALL - 2
        note = Note(ends[0] if left else ends[1], y, said, "end" if left else "start")
    return BarLane(
        Lane(top, top + height, scale.ticks(step_for(highest, 4))),
        bars,
        (Bound(scale.y(limits.dead_air_s), f"at most {limits.dead_air_s:.1f} s"),),
        note,
    )


def pace_lane(found: Measurements, top: float, height: float) -> BarLane:
    """A bar for each chapter, as high as it is read fast."""
    seconds, overall = found.programme.grid.seconds, found.pace.a_minute
    rates = [chapter.pace.a_minute or 0.0 for chapter in found.chapters]
    scale = Scale(0, max(200.0, *(rate * 1.1 for rate in rates), 0.0), top + height, top)
    bars = []
    for chapter, rate in zip(found.chapters, rates, strict=True):
        left, right = x(chapter.start, seconds), x(chapter.end, seconds)
        label = f"{rate:.0f}"
        bars.append(
            Box(
                left,
                scale.y(rate),
                round(max(_THINNEST, right - left - 1), 1),
                round(top + height - scale.y(rate), 1),
                f"{chapter.title}: {label} words a minute",
                label=label if rate and right - left >= width(label, SMALL) * 1.2 + 4 else "",
            )
        )
    bounds = () if overall is None else (Bound(scale.y(overall), f"overall {overall:.0f}"),)
    return BarLane(Lane(top, top + height, scale.ticks(step_for(scale.high, 3))), tuple(bars), bounds)


def _legend(*entries: tuple[str, str]) -> tuple[Key, ...]:
    """Keys of a style and a label each, the last of them ending where the lane does."""
    keys: list[Key] = []
    at = RIGHT
    for style, label in reversed(entries):
        at -= width(label, SMALL) * 1.04 + _KEY_WIDTH
        keys.insert(0, Key(round(at, 1), style, label))
        at -= _KEY_GAP
    return tuple(keys)


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _xs(series: Sequence[float]) -> list[float]:
    """The middle of each column."""
    wide = (RIGHT - LEFT) / len(series)
    return [round(LEFT + (column + 0.5) * wide, 1) for column in range(len(series))]


def _ys(series: Sequence[float], scale: Scale) -> list[float]:
    return [scale.y(value) for value in series]


def _points(ys: list[float]) -> Iterator[tuple[float, float]]:
    return zip(_xs(ys), ys, strict=True)


def _line(ys: list[float], first: int = 0) -> str:
    """From this column on."""
    return "M" + "L".join(f"{across:g} {down:g}" for across, down in list(_points(ys))[first:])


def _dots(series: Sequence[float], scale: Scale) -> str:
    """A dot a column, but for those below the lane."""
    return "".join(
        f"M{across:g} {scale.y(value):g}h1.4"
        for across, value in zip(_xs(series), series, strict=True)
        if value > scale.low
    )


def _outline(upper: list[float], lower: list[float]) -> str:
    """From left to right above and back below."""
    forth, back = ([f"{across:g} {down:g}" for across, down in _points(ys)] for ys in (upper, lower))
    return f"M{'L'.join(forth + back[::-1])}Z"
