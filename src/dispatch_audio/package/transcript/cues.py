"""The transcript's cues: what is shown at a time, from when to when, and who says it."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch_audio.master import Line, Timeline
from dispatch_audio.narration import Speaker
from dispatch_audio.package.text import one_line
from dispatch_audio.package.transcript.breaking import LINE, cost, fits
from dispatch_audio.package.transcript.words import Word, words_of

PAUSE = 600
"""Milliseconds of silence that no cue goes over."""
READING_SPEED = 17
"""Characters a second that a reader follows with ease."""
SHORTEST = 1000
"""Milliseconds that a cue is to stay at the least."""
FLICKER = 250
"""Milliseconds between two cues that would be seen as a flicker: the first one stays until the second."""
LONGEST = 7000
"""Milliseconds after which a cue is better two."""

_CUE, _HASTE, _FLASH, _STALE, _SHORT = 1.0, 0.5, 4.0, 1.0, 4.0
"""What it costs: each cue, a character a second too many, one that is gone at once, a second too long, and a line that is
almost empty. Beside them stands what the break costs (``breaking.cost``)."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of the transcript, as it stands on a screen."""

    start: int
    """Milliseconds from the start of the programme."""
    end: int
    """Milliseconds; after ``start``, and never after the next cue's."""
    speaker: str
    """Empty in a file that does not tell."""
    text: str
    """As written, on one line and not escaped."""
    words: tuple[Word, ...] = ()
    """Its words with their times; none where they were read from a file that does not tell them."""

    @property
    def said_until(self) -> int:
        """Milliseconds; when its last word ends, as far as is known."""
        return self.words[-1].end if self.words else self.end


@dataclass(frozen=True, slots=True)
class _Part:
    """Words that one cue will show."""

    words: tuple[Word, ...]
    speaker: str
    limit: int
    """Milliseconds; the end of its chapter."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def cues(timeline: Timeline, speaker: Speaker) -> tuple[Cue, ...]:
    """The transcript's cues in the order heard, every word of the written text in exactly one.

    A cue fits one line of 65 characters and two of 32, ends where its utterance does, and goes over no pause. One that
    would be read in haste stays for longer, as far as the next cue and the end of its chapter leave it room.
    """
    parts = tuple(part for line in timeline.lines for part in _parts(line, timeline, speaker))
    found: list[Cue] = []
    at = 0
    for part, following in itertools.zip_longest(parts, parts[1:]):
        start = max(at, part.words[0].start)
        at = max(start + 1, _end(part, start, following.words[0].start if following else part.limit))
        found.append(Cue(start, at, part.speaker, part.text, part.words))
    return tuple(found)


def needed(text: str) -> int:
    """Milliseconds that a reader needs for a cue."""
    return max(SHORTEST, -(-len(text) * 1000 // READING_SPEED))


def _end(part: _Part, start: int, following: int) -> int:
    """When a cue goes: when it has been said and read, and at the latest when the next one comes."""
    room, said = min(part.limit, following), min(part.limit, part.words[-1].end)
    gone = max(said, min(room, start + needed(part.text)))
    return room if following - said <= PAUSE and room - gone < FLICKER else gone


def _parts(line: Line, timeline: Timeline, speaker: Speaker) -> Iterator[_Part]:
    ends = timeline.marks[line.chapter].end if line.chapter < len(timeline.marks) else timeline.frames
    limit = ends * 1000 // timeline.rate
    quotes = speaker.quotes if line.utterance.kind == "quotation" else None
    name = one_line((quotes or speaker).name)
    words = words_of(line, timeline.rate)
    for run in _runs(words):
        yield from (_Part(part, name, limit) for part in _cut(run))


def _runs(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The words between one pause and the next."""
    first = 0
    for index, (word, following) in enumerate(itertools.pairwise(words), start=1):
        if following.start - word.end > PAUSE:
            yield words[first:index]
            first = index
    if words:
        yield words[first:]


def _cut(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The words as those of the cues that cost a reader least, all in all."""
    texts = [word.text for word in words]
    # For each place, the least that the words before it cost, and where the last of their cues begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        break_cost = cost(texts[end - 1], texts[end]) if end < len(words) else 0.0
        until = words[end].start if end < len(words) else words[-1].end + SHORTEST
        best.append(
            min(
                (best[start][0] + break_cost + _cost(words[start:end], until), start)
                for start in _starts(texts, end)
            )
        )
    places = [len(words)]
    while places[-1]:
        places.append(best[places[-1]][1])
    for start, end in itertools.pairwise(reversed(places)):
        yield words[start:end]


def _starts(texts: Sequence[str], end: int) -> Iterator[int]:
    """Where a cue that ends here may begin."""
    for start in range(end - 1, -1, -1):
        if not fits(texts[start:end]):
            return
        yield start


def _cost(words: Sequence[Word], until: int) -> float:
    """What a cue of these words costs that can be shown until the next one comes."""
    length = sum(len(word.text) for word in words) + len(words) - 1
    start, end = words[0].start, words[-1].end
    seconds = (min(until, max(end, start + length * 1000 // READING_SPEED)) - start) / 1000
    return (
        _CUE
        + _HASTE * max(0.0, length / max(seconds, 0.2) - READING_SPEED)
        + _FLASH * max(0.0, 1 - seconds * 1000 / SHORTEST)
        + _STALE * max(0.0, (end - start - LONGEST) / 1000)
        + _SHORT * max(0.0, 1 - length / LINE) ** 4
    )
