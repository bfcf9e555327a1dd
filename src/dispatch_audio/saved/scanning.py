"""A block of lines as text without markup, and the places of its marks, pronunciations and comments."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from dispatch_audio.saved.comments import COMMENT, WITHIN
from dispatch_audio.saved.marks import BRACKETS, NBSP, PUNCTUATION, SAID, Mark, is_mark, read_mark
from dispatch_audio.saved.pronunciation import GLUE, WAYS, Pronunciation, pronunciation
from dispatch_audio.saved.text import Fault
from dispatch_audio.script import INLINE, Span

BREAK = "\x04"
"""Stands for a line's end that the writer wants."""
MARK = "\x05"
"""Stands for a mark, in order."""

_TOKEN = re.compile(rf"\\\n|\\{PUNCTUATION}|\n|\u00a0|{NBSP}|[{COMMENT}{WITHIN}\[]")
_SPOKEN_AS = re.compile(r"\[((?:\\[^\n]|[^\[\]\\])*)\]\(")
_CLOSED = re.compile(r"((?:\\[^\n]|[^()\\\n])*)\)")


@dataclass(slots=True)
class Scanned:
    """A block, read. Keeps state: it grows from token to token."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    """Pronunciations, by their places in the text."""
    comments: list[int] = field(default_factory=list)
    """The place in the text of each comment."""
    lines: list[tuple[int, int]] = field(default_factory=list)
    """Where each line begins in the text, and its number in the file."""
    faults: list[Fault] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _size: int = 0

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self.lines[-1][1]

    def add(self, text: str) -> None:
        """Text as it stands."""
        self._pieces.append(text)
        self._size += len(text)

    def next_line(self) -> None:
        """A line's end."""
        self.lines.append((self._size, self.line + 1))

    def passed(self, raw: str) -> None:
        """What was read as a whole may hold line ends and comments."""
        for _ in range(raw.count("\n")):
            self.next_line()
        self.comments += [self.size] * raw.count(COMMENT)

    def fault(self, what: str, hint: str) -> None:
        """A mistake on this line."""
        self.faults.append(Fault(self.line, what, hint))

    def line_at(self, place: int) -> int:
        """The file's line that this place of the text stands on."""
        return self.lines[bisect_right(self.lines, place, key=lambda line: line[0]) - 1][1]

    def words_in(self, start: int, end: int) -> list[Span]:
        """The pronunciations in a stretch of the text."""
        first, last = (bisect_left(self.words, at, key=lambda word: word.start) for at in (start, end))
        return self.words[first:last]

    @property
    def size(self) -> int:
        """Characters so far."""
        return self._size

    def close(self) -> None:
        """No more comes."""
        self.text = "".join(self._pieces)


def scanned(raw: str, line: int) -> Scanned:
    """A block of lines, the first of which has this number, as text; faults are in what it gives."""
    scan = Scanned(lines=[(0, line)])
    at = 0
    while found := _TOKEN.search(raw, at):
        scan.add(raw[at : found.start()])
        at = _take(scan, found, raw)
    scan.add(raw[at:])
    scan.close()
    return scan


def _take(scan: Scanned, found: re.Match[str], raw: str) -> int:
    """Reads one token and gives the place after it."""
    sign, end = found[0], found.end()
    if sign in ("\n", "\\\n"):
        scan.add("\n" if sign == "\n" else BREAK)
        scan.next_line()
    elif sign == "[":
        return _bracket(scan, raw, found.start())
    elif sign == COMMENT:
        scan.comments.append(scan.size)
    elif sign == NBSP:
        scan.add("\u00a0")
    elif sign == "\u00a0":
        scan.add(GLUE)
    elif sign != WITHIN:
        scan.add(sign[1:])
    return end


def _bracket(scan: Scanned, raw: str, at: int) -> int:
    if word := _SPOKEN_AS.match(raw, at):
        said = _CLOSED.match(raw, word.end())
        if said is None:
            scan.fault("a pronunciation is not closed", f"write {WAYS}, or \\[ for a bracket")
            scan.passed(word[0])
            return word.end()
        _pronounced(scan, pronunciation(word[1], said[1]))
        scan.passed(raw[at : said.end()])
        return said.end()
    inner = BRACKETS.match(raw, at)
    if inner is None or not is_mark(inner[1]):
        if inner is None:
            scan.fault("a bracket is not closed, or holds another", "write \\[ for a bracket that is read")
        elif SAID.match(raw, inner.end()):
            scan.fault("a pronunciation stands behind its word without a blank", f"write {WAYS}")
        scan.add("[")
        return at + 1
    try:
        scan.marks.append(read_mark(inner[1]))
        scan.add(MARK)
    except ValueError as error:
        hint = "write [1, 10] for sources, [pause 1.5s] or [pause paragraph], or \\[ for a bracket"
        scan.fault(str(error), hint)
    scan.passed(inner[0])
    return inner.end()


def _pronounced(scan: Scanned, word: Pronunciation) -> None:
    if word.fault:
        scan.fault(word.fault, f"write {WAYS}")
    scan.add(word.before)
    start = scan.size
    scan.add(word.written)
    if not word.fault:
        scan.words.append(Span(start, scan.size, word.spoken, INLINE, word.phonemes))
    scan.add(word.after)
