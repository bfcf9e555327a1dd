"""From what an engine gives to a clip: parts joined, pauses at marks, no silence around it, words where they are heard."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.speak.engines import Said, Speech
from dispatch_audio.speak.parts import ends
from dispatch_audio.workspace.settings import Pauses

_WINDOW = 0.005
"""Seconds over which sound is called loud or quiet."""
_SILENT_DB, _QUIET_DB = -40.0, -34.0
"""Against the loudest window: what is no sound of speech at all, and what is none between two words, where engines
breathe."""
_CLICK = 0.015
"""Seconds of sound that are not yet speech: a breath, the lips."""
_REST, _BREATH = 0.04, 0.09
"""Seconds of quiet that are a rest: at a mark, and where there is none. What is shorter is how a consonant closes."""
_REACH = 0.13
"""Seconds by which an engine may be wrong about where a word begins."""
_HEAD, _TAIL = 0.03, 0.08
"""Seconds that are left before the first loud window and after the last, for the breath of a consonant."""
_FADE = 0.005


@dataclass(frozen=True, slots=True)
class _Rest:
    """Quiet between two words."""

    after: int
    """The index of the word before it."""
    first: int
    last: int


def clip_of(
    parts: Sequence[tuple[tuple[Said, ...], Speech]], rate: int, pauses: Pauses
) -> tuple[NDArray[np.float32], tuple[tuple[int, int], ...]]:
    """The samples of a clip and the times of its words, from the words that were said and the speech for them, part by
    part.

    A comma, a semicolon, a colon and a dash rest for ``pauses.comma`` at the least, the end of a sentence for
    ``pauses.sentence``, where the engine rests at all; the parts are joined with the same rests.
    """
    said: list[Said] = []
    pieces: list[NDArray[np.float32]] = []
    times: list[tuple[int, int]] = []
    at = 0
    for words, speech in parts:
        samples, heard = _trimmed(speech, rate)
        if pieces:
            rest = np.zeros(_frames(_wanted(said[-1], pauses), rate), np.float32)
            pieces.append(rest)
            at += len(rest)
        if len(parts) > 1:
            samples = _faded(samples, rate)
        said += words
        pieces.append(samples)
        times += [(at + first, at + last) for first, last in heard]
        at += len(samples)
    return _rested(np.concatenate(pieces), times, said, rate, pauses)


def _trimmed(speech: Speech, rate: int) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """Without the silence that an engine puts around speech, the first and the last word as wide as what is heard."""
    loud = np.flatnonzero(~_quiet(speech.samples, rate, _SILENT_DB))
    window = _frames(_WINDOW, rate)
    onset, end = int(loud[0]) * window, min(int(loud[-1] + 1) * window, len(speech.samples))
    first, last = max(0, onset - _frames(_HEAD, rate)), min(len(speech.samples), end + _frames(_TAIL, rate))
    words = [(min(max(start, onset), end), min(max(stop, onset), end)) for start, stop in speech.words]
    onset = int(np.flatnonzero(~_quiet(speech.samples, rate, _QUIET_DB))[0]) * window
    words[0] = (onset, max(onset, words[0][1]))
    words[-1] = (words[-1][0], end)
    return speech.samples[first:last], [(start - first, stop - first) for start, stop in words]


def _rested(
    samples: NDArray[np.float32],
    times: list[tuple[int, int]],
    said: Sequence[Said],
    rate: int,
    pauses: Pauses,
) -> tuple[NDArray[np.float32], tuple[tuple[int, int], ...]]:
    """With rests at marks that are long enough, and words that begin and end where a rest does."""
    pieces: list[NDArray[np.float32]] = []
    moved = [list(time) for time in times]
    cut = shift = 0
    for rest in _rests(samples, times, said, rate):
        moved[rest.after][1] = rest.first + shift
        # Sound is never cut for a rest that the engine did not mean.
        missing = 0
        if ends(said[rest.after]) != "word":
            missing = max(0, _frames(_wanted(said[rest.after], pauses), rate) - (rest.last - rest.first))
        if missing:
            middle = (rest.first + rest.last) // 2
            samples = _dipped(samples, middle, rate)
            pieces += [samples[cut:middle], np.zeros(missing, np.float32)]
            cut = middle
            shift += missing
        for time in moved[rest.after + 1 :]:
            time[0] += missing
            time[1] += missing
        moved[rest.after + 1][0] = rest.last + shift
    pieces.append(samples[cut:])
    return np.concatenate(pieces), _in_order(moved)


def _rests(
    samples: NDArray[np.float32], times: Sequence[tuple[int, int]], said: Sequence[Said], rate: int
) -> list[_Rest]:
    """The longest quiet stretch at each border of two words, where one is long enough to be heard as a rest."""
    window = _frames(_WINDOW, rate)
    runs = [(first * window, last * window) for first, last in _runs(_quiet(samples, rate, _QUIET_DB))]
    reach = _frames(_REACH, rate)
    found: list[_Rest] = []
    for index, ((start, _), (following, end)) in enumerate(itertools.pairwise(times)):
        # Engines count a rest to the word before it; where the next one begins they know well.
        low = max(start, found[-1].last if found else 0)
        near = [run for run in runs if run[0] >= low and abs(run[1] - following) <= reach and run[1] <= end]
        rest = _REST if ends(said[index]) != "word" else _BREATH
        if near:
            first, last = max(near, key=lambda run: run[1] - run[0])
            if last - first >= _frames(rest, rate):
                found.append(_Rest(index, first, last))
    return found


def _quiet(samples: NDArray[np.float32], rate: int, decibels: float) -> NDArray[np.bool_]:
    """For each window, whether it is this much quieter than the loudest one; a click in a quiet stretch is quiet too."""
    window = _frames(_WINDOW, rate)
    padded = np.pad(samples, (0, -len(samples) % window))
    power = np.sqrt((padded.reshape(-1, window) ** 2).mean(axis=1))
    quiet = np.asarray(power <= float(power.max()) * 10 ** (decibels / 20))
    for first, last in _runs(~quiet):
        if last - first < round(_CLICK / _WINDOW) and first > 0 and last < len(quiet):
            quiet[first:last] = True
    return quiet


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where they are set: the first place of each run and one past the last."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _wanted(word: Said, pauses: Pauses) -> float:
    return {"sentence": pauses.sentence, "clause": pauses.comma, "word": 0.0}[ends(word)]


def _dipped(samples: NDArray[np.float32], middle: int, rate: int) -> NDArray[np.float32]:
    """Drawn down to nothing at this sample, so that silence can be set in there without a step."""
    length = _frames(_FADE, rate)
    slope = np.ones(len(samples), np.float32)
    near = np.arange(max(0, middle - length), min(len(samples), middle + length))
    slope[near] = np.abs(near - middle) / length
    return samples * slope


def _faded(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """With both ends drawn down to nothing: what is joined there makes no click."""
    length = min(_frames(_FADE, rate), len(samples) // 2)
    slope = np.ones(len(samples), np.float32)
    slope[:length] = np.linspace(0, 1, length, dtype=np.float32)
    slope[len(samples) - length :] = np.linspace(1, 0, length, dtype=np.float32)
    return samples * slope


def _in_order(times: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """None before the end of the one before it, and none of no length that could have some."""
    ordered: list[tuple[int, int]] = []
    for start, stop in times:
        first = max(start, ordered[-1][1] if ordered else 0)
        ordered.append((first, max(first, stop)))
    return tuple(ordered)


def _frames(seconds: float, rate: int) -> int:
    return round(seconds * rate)
