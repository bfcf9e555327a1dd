"""Written words and when each is heard: word times, led back to what is written through the spans of the spoken form."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch_audio.master import Line
from dispatch_audio.narration import WordTiming
from dispatch_audio.package.text import clean
from dispatch_audio.script import Span, SpokenForm

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURE = 5
"""Letters that are said for a figure."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, what stands between two blanks: ``58.6%,``."""

    text: str
    start: int
    """Milliseconds from the start of the programme at which it is first heard."""
    end: int
    """Milliseconds; the same as ``start`` for what is not said, such as a dash that stands alone."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    """First character in the written text."""
    end: int


def words_of(line: Line, rate: int) -> tuple[Word, ...]:
    """The words of a line in their order, every one of them once; none begins before the one before it ends.

    What has no sound of its own is put where the word before it ends. A line without word times, or without a word
    that is said, shares out its time by characters.
    """
    form = line.utterance.form
    tokens = _tokens(form.text)
    if not tokens:
        return ()
    heard = tuple(_heard(form, tokens, line.words))
    if not any(heard):
        heard = tuple(_shared(line, token) for token in tokens)
    words: list[Word] = []
    at = next(first for first, _ in filter(None, heard))
    for token, time in zip(tokens, heard, strict=True):
        first, last = time or (at, at)
        start = max(first, at)
        at = max(start, last)
        words.append(Word(token.text, int(start * 1000 // rate), int(at * 1000 // rate)))
    return tuple(words)


def written(text: str) -> tuple[str, ...]:
    """The words of a written text."""
    # What ``_tokens`` gives, in a tenth of the time: blanks are the same to both.
    return tuple(filter(None, map(clean, text.split())))


def _tokens(text: str) -> tuple[_Token, ...]:
    found = ((clean(match[0]), *match.span()) for match in _WORD.finditer(text))
    return tuple(_Token(word, start, end) for word, start, end in found if word)


def _shared(line: Line, token: _Token) -> tuple[float, float]:
    scale = (line.end - line.start) / len(line.utterance.text)
    return line.start + token.start * scale, line.start + token.end * scale


def _heard(
    form: SpokenForm, tokens: Sequence[_Token], timings: Sequence[WordTiming]
) -> Iterator[tuple[float, float] | None]:
    """The first and last frame of each token; none for one that is not said."""
    starts, ends = [word.start for word in timings], [word.end for word in timings]
    borders = _borders(form, tokens, starts)
    for begin, end in itertools.pairwise(borders):
        # The timings that lie between the two borders in the spoken form, wholly or in part.
        said = timings[bisect_right(ends, begin) : bisect_left(starts, end)]
        yield (_frame(said[0], begin), _frame(said[-1], end)) if said else None


def _frame(word: WordTiming, at: float) -> float:
    """Where in a word's time a character of the spoken form lies; its edge for one outside."""
    share = (min(max(at, word.start), word.end) - word.start) / (word.end - word.start)
    return word.first + share * (word.last - word.first)


def _borders(form: SpokenForm, tokens: Sequence[_Token], starts: Sequence[int]) -> list[float]:
    """Where in the spoken form the words of each token begin, and at last the spoken form's end."""
    borders: list[float] = [0.0]
    spans = iter(form.spans)
    span, at = next(spans), 0
    for before, token in itertools.pairwise(tokens):
        while span.end <= token.start:
            at += len(span.spoken)
            span = next(spans)
        inside = token.start - span.start
        if form.text[span.start : span.end] == span.spoken:
            borders.append(at + inside)
        elif before.end <= span.start:
            borders.append(at)
        else:
            # What comes first in the span is said for the word before.
            first, last = bisect_left(starts, borders[-1]) + 1, bisect_left(starts, at + len(span.spoken))
            said = [start - at for start in starts[first:last]]
            borders.append(at + _parted(span, form.text[span.start : span.end], inside, said))
    return [*borders, float(len(form.spoken))]


def _parted(span: Span, written: str, inside: int, said: Sequence[int]) -> float:
    """Where in a span's words those for its text from here on begin: ``2026`` in ``seventeenth, twenty twenty six``.

    ``said`` are the places of words that may be the first of them. Where the same letters are said, there; else at the
    word that is nearest by how much is written before it.
    """
    letters = _LETTERS.match(written, inside)
    for start in said:
        word = _LETTERS.match(span.spoken, start)
        if letters and word and letters[0].casefold() == word[0].casefold():
            return start
    guess = len(span.spoken) * _weight(written[:inside]) / max(1, _weight(written))
    return min(said, key=lambda start: abs(start - guess)) if said else guess


def _weight(text: str) -> int:
    return sum(_FIGURE if character.isdigit() else 1 for character in text if not character.isspace())
