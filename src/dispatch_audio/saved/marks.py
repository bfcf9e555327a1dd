"""The marks inside a line, both ways: sources, pauses, and what stands behind a backslash."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from dispatch_audio.script import Kind, Pause

LONGEST_SILENCE = 2.0
"""Seconds: a longer one is dead air."""
NO_SOURCE = "–"
"""In place of numbers: words of the show's own among cited ones."""
PAUSES: tuple[Pause, ...] = get_args(Pause)
PUNCTUATION = r"[!-/:-@\[-`{-~]"
"""What a backslash takes its meaning from, as in CommonMark."""
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
SAID = re.compile(r"\(|[ \u00a0]+\(/")
"""What makes a pronunciation of brackets that it follows, though there should be no blank."""
NBSP = "&nbsp;"

_RUN = r"[0-9]{1,6}(?:\s*[–-]\s*[0-9]{1,6})?"
_NUMBERS = re.compile(rf"\s*({_RUN}(?:\s*,\s*{_RUN})*)\s*")
SHORTEST_RUN = 3
"""So many numbers that follow one another are written as a run: ``[4-12]``."""
_NONE = re.compile(r"\s*[–—-]\s*")
_LIKE_NUMBERS = re.compile(r"\s*(?:[0-9][0-9\s,;.–—-]*|[–—-]+)\s*")
_SECONDS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,400})?)\s*(?:s|sec|secs|seconds?)?")
_PAUSE = re.compile(r"\s*pause\b", re.IGNORECASE)
_LIKE_PAUSE = re.compile(rf"\s*([a-z]+)\b[\s:]*(?:[0-9]|{'|'.join(PAUSES)})", re.IGNORECASE)
_SPECIAL = re.compile(r"\\|\[|<!--|&nbsp;|\u00a0")
LINE_START = re.compile(r"#|>|[-+*](?=\s|$)|([-*_=])(?:[ \t]*\1)+[ \t]*$|`{3}|~{3}")
"""What makes more of a line than text when it stands at its beginning."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one pair of brackets at the end of an utterance says; None where it says nothing."""

    sources: tuple[int, ...] | None = None
    pause: Pause | None = None
    silence: float | None = None


def is_mark(inner: str) -> bool:
    """Whether brackets around this are meant as a mark, well written or not."""
    if _PAUSE.match(inner) or _LIKE_NUMBERS.fullmatch(inner):
        return True
    like = _LIKE_PAUSE.match(inner)
    return like is not None and bool(difflib.get_close_matches(like[1].lower(), ["pause"], cutoff=0.78))


def read_mark(inner: str) -> Mark:
    """The mark that brackets around this are.

    Raises ValueError that says what is wrong with it.
    """
    if numbers := _NUMBERS.fullmatch(inner):
        return Mark(sources=tuple(number for run in numbers[1].split(",") for number in _counted(run)))
    if _NONE.fullmatch(inner):
        return Mark(sources=())
    words = inner.replace(":", " ").split(maxsplit=1)
    if words[0].lower() != "pause":
        raise ValueError(f"[{inner}] is no mark of sources and no pause")
    return _read_pause(words[1].strip() if len(words) > 1 else "", inner)


def _read_pause(text: str, inner: str) -> Mark:
    name, _, rest = text.partition(" ")
    pause = next((pause for pause in PAUSES if pause == name.lower()), None)
    left = rest.strip() if pause else text
    seconds = _SECONDS.fullmatch(left)
    if seconds is None and (left or pause is None):
        raise ValueError(f"[{inner}] is no pause")
    silence = float(seconds[1]) if seconds else None
    if silence is not None and silence > LONGEST_SILENCE:
        raise ValueError(f"[{inner}] is longer than {LONGEST_SILENCE:g} seconds")
    return Mark(pause=pause, silence=silence)


def _counted(run: str) -> Iterator[int]:
    """The numbers of a run, ``4-6`` being 4, 5 and 6.

    Raises ValueError when it runs backwards.
    """
    first, *last = (int(part) for part in re.split("[–-]", run))
    if last and not first < last[0] <= first + 10_000:
        raise ValueError(f"[{run.strip()}] is no run of sources")
    yield from range(first, (last[0] if last else first) + 1)


def _runs(sources: tuple[int, ...]) -> Iterator[str]:
    """Numbers as they are written: those that follow one another as a run."""
    at = 0
    while at < len(sources):
        end = at
        while end + 1 < len(sources) and sources[end + 1] == sources[end] + 1:
            end += 1
        if end - at + 1 < SHORTEST_RUN:
            end = at
        yield f"{sources[at]}-{sources[end]}" if end > at else str(sources[at])
        at = end + 1


def sources_mark(sources: tuple[int, ...]) -> str:
    """``[1, 10]``, or ``[–]`` for none.

    Raises ValueError for numbers that no source has.
    """
    if any(not 0 <= number < 1_000_000 for number in sources):
        raise ValueError(f"a source has no such number: {sources}")
    return f"[{', '.join(_runs(sources)) or NO_SOURCE}]"


def pause_mark(pause: Pause | None, silence: float | None) -> str:
    """``[pause paragraph 1.5s]``.

    Raises ValueError for a silence that no editor may set.
    """
    if silence is not None and not 0 <= silence <= LONGEST_SILENCE:
        raise ValueError(f"a silence is 0 to {LONGEST_SILENCE:g} seconds, not {silence}")
    length = "" if silence is None else f"{Decimal(repr(abs(float(silence)))):f}".removesuffix(".0") + "s"
    return f"[{' '.join(filter(None, ('pause', pause, length)))}]"


def usual_pause(kind: Kind, following: Kind | None, *, ends_chapter: bool, ends_block: bool) -> Pause:
    """The pause that an utterance has by its place; ``following`` is the kind of the next block."""
    if ends_chapter:
        return "chapter"
    if not ends_block:
        return "sentence"
    return "quotation" if "quotation" in (kind, following) else "paragraph"


def escapes(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and replacement of all that would be read as more than text inside a line."""
    for found in _SPECIAL.finditer(text):
        if found[0] == "\u00a0":
            yield found.start(), found.end(), NBSP
        elif found[0] != "[" or _opens(text, found.start()):
            yield found.start(), found.end(), f"\\{found[0]}"


def _opens(text: str, at: int) -> bool:
    """Whether this bracket would be read as one that opens a mark or a pronunciation, perhaps with what follows."""
    inner = BRACKETS.match(text, at)
    return inner is None or is_mark(inner[1]) or SAID.match(text, inner.end()) is not None


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with each stretch from start to end replaced."""
    pieces: list[str] = []
    at = 0
    for start, end, new in changes:
        pieces += (text[at:start], new)
        at = end
    return "".join((*pieces, text[at:]))


def escaped(text: str) -> str:
    """A text with a backslash before all that would be read as more than text inside a line."""
    return replaced(text, escapes(text))


def escaped_start(line: str) -> str:
    """A line with a backslash where its beginning would be read as a heading, a quotation or a list."""
    return f"\\{line}" if LINE_START.match(line) else line
