"""The transcript as WebVTT, which Apple Podcasts and browsers read: the one form whose speakers Apple shows.

https://www.w3.org/TR/webvtt1/, without comments, settings, identifiers and regions. Every cue names its speaker: without
that, AntennaPod takes what stands before a colon for a name.
"""

import html
import re
from collections.abc import Sequence

from dispatch_audio.episode import Attachment
from dispatch_audio.package.transcript.cues import Cue
from dispatch_audio.package.transcript.stamps import STAMP, milliseconds, stamp

FILE = Attachment("transcript.vtt", "text/vtt")
"""Its name in the episode's folder, and its type."""

_HEAD = "WEBVTT"
_BLOCK = re.compile(rf"{STAMP} --> {STAMP}\n<v ([^>\n]+)>(.+)", re.DOTALL)


def write(cues: Sequence[Cue]) -> bytes:
    """The file in UTF-8: a line of at most 65 characters for a cue, but for a single word that is longer."""
    blocks = (
        f"{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n<v {_escaped(cue.speaker)}>{_escaped(cue.text)}"
        for cue in cues
    )
    return ("\n\n".join((_HEAD, *blocks)) + "\n").encode()


def read(data: bytes) -> tuple[Cue, ...]:
    """The cues of a file such as ``write`` makes; raises ValueError for any other."""
    head, *blocks = data.decode().rstrip("\n").split("\n\n")
    if head != _HEAD:
        raise ValueError(f"does not begin with {_HEAD}")
    return tuple(_cue(block) for block in blocks)


def _cue(block: str) -> Cue:
    match = _BLOCK.fullmatch(block)
    if match is None:
        raise ValueError(f"no cue with a speaker: {block!r}")
    *times, speaker, text = match.groups()
    start, end = milliseconds(times[:4]), milliseconds(times[4:])
    return Cue(start, end, html.unescape(speaker), " ".join(html.unescape(text).split()))


def _escaped(text: str) -> str:
    # Without > there is no arrow either, which only times may hold.
    return html.escape(text, quote=False)
