"""The transcript as SubRip, which the older apps read: numbered cues of two lines.

It has neither speakers nor escapes. A name before a colon would be the custom, and apps take every colon so; AntennaPod
then drops the words after a second one. No name is written, and a blank after a colon is one that does not break, which
they do not look for. Angle brackets would be read as markup and vanish: single guillemets stand for them.
"""

import re
from collections.abc import Sequence

from dispatch_audio.episode import Attachment
from dispatch_audio.package.transcript.breaking import lines
from dispatch_audio.package.transcript.cues import Cue
from dispatch_audio.package.transcript.stamps import STAMP, milliseconds, stamp

FILE = Attachment("transcript.srt", "application/x-subrip")
"""Its name in the episode's folder, and its type."""

_BRACKETS = str.maketrans("<>", "‹›")
_COLON = re.compile(r":(?: |$)", re.MULTILINE)
_NO_BREAK = ":\u00a0"
_BLOCK = re.compile(rf"(\d+)\n{STAMP} --> {STAMP}\n(.+)", re.DOTALL)


def write(cues: Sequence[Cue]) -> bytes:
    """The file in UTF-8: at most two lines of 32 characters for a cue, but for a single word that is longer."""
    blocks = (
        f"{number}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n{_text(cue)}"
        for number, cue in enumerate(cues, start=1)
    )
    return ("\n\n".join(blocks) + "\n").encode()


def read(data: bytes) -> tuple[Cue, ...]:
    """The cues of a file such as ``write`` makes, with no speaker; raises ValueError for any other."""
    blocks = data.decode().rstrip("\n").split("\n\n")
    return tuple(_cue(number, block) for number, block in enumerate(blocks, start=1))


def shown(text: str) -> str:
    """A text with the characters that this form has for it, by which it can be compared with the other forms."""
    return text.translate(_BRACKETS)


def _text(cue: Cue) -> str:
    return _COLON.sub(_NO_BREAK, shown("\n".join(lines(cue.text.split()))))


def _cue(number: int, block: str) -> Cue:
    match = _BLOCK.fullmatch(block)
    if match is None or int(match[1]) != number:
        raise ValueError(f"no cue of number {number}: {block!r}")
    _, *times, text = match.groups()
    if _COLON.search(text):
        raise ValueError(f"apps take what stands before the colon for a name: {text!r}")
    return Cue(milliseconds(times[:4]), milliseconds(times[4:]), "", " ".join(text.split()))
