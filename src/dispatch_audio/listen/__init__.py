"""Listening back: a finished MP3 is heard by a recogniser, and held line by line against the script that was read.

A line in which a number, a date or a version is missed, or more than five words in a row, is heard a second time by itself,
since a recogniser errs too; it counts as missed when it is missed twice.
"""

import dataclasses
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.listen.comparing import Compared, Missed, compare
from dispatch_audio.listen.passages import Passage, alone, passages, sounds
from dispatch_audio.listen.recogniser import RATE, Recogniser, load_recogniser
from dispatch_audio.listen.words import GATED, Kind, Wanted, heard_words, names_in, wanted
from dispatch_audio.package.read_script import ReadLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "GATED",
    "RATE",
    "Compared",
    "Heard",
    "Kind",
    "Listening",
    "Missed",
    "Recogniser",
    "listen",
    "load_recogniser",
]

_AHEAD = 4
"""Passages that are cut out while others are heard: more would be the whole programme in memory."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line of the script, and what was heard in its place."""

    index: int
    """Its place among the script's utterances, from 0."""
    line: ReadLine
    compared: Compared


@dataclass(frozen=True, slots=True)
class Listening:
    """What a recogniser heard of a programme."""

    recogniser: str
    lines: tuple[Heard, ...]

    @property
    def word_error(self) -> float:
        """Words substituted, lost or added, as a share of the words that were wanted."""
        wanted = sum(heard.compared.words for heard in self.lines)
        return sum(heard.compared.errors for heard in self.lines) / max(1, wanted)

    @property
    def held(self) -> tuple[Heard, ...]:
        """The lines that withhold the episode."""
        return tuple(heard for heard in self.lines if heard.compared.held)

    def missed(self, kinds: Collection[Kind]) -> tuple[tuple[Heard, Missed], ...]:
        """The entities of these kinds that were not heard as written, each with its line."""
        return tuple(
            (heard, missed)
            for heard in self.lines
            for missed in heard.compared.missed
            if missed.kind in kinds
        )

    def count(self, kinds: Collection[Kind]) -> int:
        """How many entities of these kinds there are."""
        return sum(heard.compared.kinds.count(kind) for heard in self.lines for kind in kinds)

    def with_lines(self, others: Iterable[Heard]) -> "Listening":
        """The same, with these lines in place of those before."""
        by_index = {heard.index: heard for heard in (*self.lines, *others)}
        return dataclasses.replace(self, lines=tuple(by_index[index] for index in sorted(by_index)))


def listen(
    mp3: Path,
    lines: Sequence[ReadLine],
    recogniser: Recogniser,
    executor: Executor,
    only: Collection[int] | None = None,
) -> Listening:
    """Hears the lines of a programme, or ``only`` those of these indices, each of them by itself.

    The executor's workers are threads. Raises SoundError when the MP3 cannot be
    decoded.
    """
    names = names_in(line.form.text for line in lines)
    wants = [wanted(line.form, names) for line in lines]
    cut = passages(lines) if only is None else tuple(alone(lines, index) for index in sorted(only))
    first = _heard(mp3, cut, lines, wants, recogniser, executor)
    doubtful = [alone(lines, heard.index) for heard in first if heard.compared.held]
    second = {
        heard.index: heard.compared for heard in _heard(mp3, doubtful, lines, wants, recogniser, executor)
    }
    return Listening(
        recogniser.name,
        tuple(
            dataclasses.replace(heard, compared=_better(heard.compared, second.get(heard.index)))
            for heard in first
        ),
    )


def _heard(
    mp3: Path,
    cut: Sequence[Passage],
    lines: Sequence[ReadLine],
    wants: Sequence[Wanted],
    recogniser: Recogniser,
    executor: Executor,
) -> list[Heard]:
    found: list[Heard] = []
    for passage, text in _written_down(sounds(mp3, cut), recogniser, executor):
        places = range(passage.first, passage.last)
        compared = compare([wants[at] for at in places], heard_words(text))
        found += [Heard(at, lines[at], one) for at, one in zip(places, compared, strict=True)]
    return found


def _written_down(
    passing: "Iterator[tuple[Passage, NDArray[np.float32]]]", recogniser: Recogniser, executor: Executor
) -> Iterator[tuple[Passage, str]]:
    """The texts of passages in their order, some of them heard side by side."""
    waiting: list[tuple[Passage, Future[str]]] = []
    for passage, sound in itertools.chain(passing, [(None, None)] * _AHEAD):
        if passage is not None and sound is not None:
            waiting.append((passage, executor.submit(recogniser.hear, sound)))
        if waiting and (passage is None or len(waiting) > _AHEAD):
            done, future = waiting.pop(0)
            yield done, future.result()


def _better(first: Compared, second: Compared | None) -> Compared:
    """What was heard once was said: an entity is missed, and a run of words lost, when it was both times."""
    if second is None:
        return first
    best = min(first, second, key=lambda one: (len(one.missed), one.lost, one.errors))
    again = {(missed.kind, missed.written) for missed in second.missed}
    return dataclasses.replace(
        best,
        lost=min(first.lost, second.lost),
        missed=tuple(missed for missed in first.missed if (missed.kind, missed.written) in again),
    )
