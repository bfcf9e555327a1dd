"""The words of a spoken form: what is between blanks and has a sound, each with the spans that it is made of."""

import re
from dataclasses import dataclass

from dispatch_audio.script import Span, SpokenForm

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word that comes from one span."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a spoken form."""

    start: int
    """First character in the spoken form, of its letters and digits or the marks among them."""
    end: int
    pieces: tuple[Piece, ...]
    """What it is made of, with the marks around it."""

    @property
    def text(self) -> str:
        """With the marks around it: ``“quoted,``."""
        return "".join(piece.text for piece in self.pieces)


def words_of(form: SpokenForm) -> tuple[Word, ...]:
    """The words of a form in order. Marks that stand alone, such as a dash, belong to the word before them."""
    spoken = form.spoken
    tokens: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(spoken):
        if any(map(str.isalnum, match[0])) or not tokens:
            tokens.append(match.span())
        else:
            tokens[-1] = (tokens[-1][0], match.end())
    if len(tokens) > 1 and not any(map(str.isalnum, spoken[slice(*tokens[0])])):
        tokens[:2] = [(tokens[0][0], tokens[1][1])]
    return tuple(word for start, end in tokens if (word := _word(form, spoken, start, end)) is not None)


def _word(form: SpokenForm, spoken: str, start: int, end: int) -> Word | None:
    heard = [at for at in range(start, end) if spoken[at].isalnum()]
    if not heard:
        return None
    pieces = []
    at = 0
    for span in form.spans:
        first, last = max(start, at), min(end, at + len(span.spoken))
        if first < last:
            pieces.append(Piece(spoken[first:last], span))
        at += len(span.spoken)
    return Word(heard[0], heard[-1] + 1, tuple(pieces))
