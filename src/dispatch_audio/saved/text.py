"""The saved script as a value, its bytes as text, and the faults that an editor is told of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dispatch_audio.errors import InputError
from dispatch_audio.saved.origin import UNKNOWN, Origin
from dispatch_audio.script import Script

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""What no text file holds: control characters but tab and line ends, and halves of a character."""
_TOLD = 5
"""The most faults that one error tells."""


Place = Literal["above", "behind", "heading"]
"""Where a note stands: above its utterance, behind it, or above the heading of the chapter that begins with it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment of an editor's own."""

    text: str
    """All between the signs that open and close it."""
    at: int
    """The utterance that it stands by, counted from 0 through the script; one past the last at the file's end."""
    place: Place = "above"


@dataclass(frozen=True, slots=True)
class Saved:
    """A script and what its file says beside it."""

    script: Script
    title: str = ""
    """For the editor; the episode's title is the dispatch's."""
    origin: Origin = UNKNOWN
    """The dispatch that it was made from."""
    lines: tuple[int, ...] = field(default=(), compare=False)
    """The line of the file, counted from 1, that each of the script's utterances begins in."""
    notes: tuple[Note, ...] = ()
    """What an editor wrote into it for people, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a saved script."""

    line: int
    what: str
    hint: str = ""


def refusal(faults: Sequence[Fault], file: str) -> InputError:
    """One error for all of these faults, the first of them with its line as the error's own."""
    first, *others = sorted(faults, key=lambda fault: fault.line)
    told = [f"line {fault.line}: {fault.what}" for fault in others[: _TOLD - 1]]
    more = len(others) - len(told)
    what = "; ".join((first.what, *told, *((f"and {more} more",) if more > 0 else ())))
    return InputError(what, file=file, line=first.line, hint=first.hint)


def decode(data: bytes, file: str) -> str:
    """The text of a saved script, its lines ended by ``\\n``, without a byte order mark.

    Raises InputError when it is not UTF-8 or no plain text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8 text (byte {data[error.start]:#04x})",
            file=file,
            line=data.count(b"\n", 0, error.start) + 1,
            hint="save it as UTF-8",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := FORBIDDEN.search(text):
        raise InputError(
            f"is not plain text: it holds the control character {ord(control[0]):#04x}",
            file=file,
            line=text.count("\n", 0, control.start()) + 1,
        )
    return text
