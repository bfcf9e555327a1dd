"""The transcript as WebVTT: what was written, when it is heard, and who says it."""

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch_audio.episode import Attachment
from dispatch_audio.master import Line, Timeline
from dispatch_audio.package.text import clean

TRANSCRIPT = Attachment("transcript.vtt", "text/vtt")
"""Its name in the episode's folder, and its type."""

LINE_LENGTH = 65
"""Characters of a line; Apple's limit for WebVTT."""
LINES = 2
"""Lines of a cue."""

_CLAUSE_END = re.compile(r"[,;:.!?…—–][\"'”’)\]]*$")
_CUE = re.compile(
    r"(\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d+):(\d\d):(\d\d)\.(\d{3})\n<v ([^>\n]*)>(.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of the transcript as it stands on a screen."""

    start: int
    """Milliseconds from the start of the programme."""
    end: int
    """Milliseconds; after ``start``, and never after the next cue's."""
    speaker: str
    text: str
    """As written, on one line and not escaped."""


def cues(timeline: Timeline, speaker: str) -> tuple[Cue, ...]:
    """The transcript's cues, in the order heard: one for an utterance, more where it does not fit two lines.

    Where an utterance is divided its time is shared out by characters. Every word of the written text is in
    exactly one cue, and no cue passes its chapter's end.
    """
    found: list[Cue] = []
    for line in timeline.lines:
        words = clean(line.utterance.text).split()
        start, end = _span(line, timeline, found[-1].end if found else 0)
        if words:
            found += _timed(tuple(_fitting(words)), start, end, speaker)
    return tuple(found)


def webvtt(timeline: Timeline, speaker: str) -> bytes:
    """The transcript as a WebVTT file: UTF-8, a ``<v speaker>`` on every cue, at most two lines of 65 characters.

    A single word longer than that is left whole on a line of its own.
    """
    blocks = ["WEBVTT"]
    for cue in cues(timeline, speaker):
        times = f"{_stamp(cue.start)} --> {_stamp(cue.end)}"
        lines = "\n".join(_escaped(line) for line in _wrapped(cue.text))
        blocks.append(f"{times}\n<v {_escaped(' '.join(clean(cue.speaker).split()))}>{lines}")
    return ("\n\n".join(blocks) + "\n").encode()


def read_webvtt(data: bytes) -> tuple[Cue, ...]:
    """The cues of a transcript that ``webvtt`` wrote; whatever else a file may hold is passed over."""
    found = []
    for block in data.decode().split("\n\n")[1:]:
        if match := _CUE.fullmatch(block.strip("\n")):
            start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:8])
            speaker, text = (html.unescape(part) for part in match.groups()[8:])
            found.append(Cue(start, end, speaker, " ".join(text.split())))
    return tuple(found)


def _span(line: Line, timeline: Timeline, earliest: int) -> tuple[int, int]:
    limit = timeline.marks[line.chapter].end if line.chapter < len(timeline.marks) else timeline.frames
    # Rounded down, so that no cue passes the end of its chapter by part of a millisecond.
    start, end = (min(frame, limit) * 1000 // timeline.rate for frame in (line.start, line.end))
    start = max(start, earliest)
    return start, max(end, start + 1)


def _fitting(words: list[str]) -> Iterator[str]:
    """The words as texts that each fit a cue: halved near the middle, at a clause's end where there is one."""
    text = " ".join(words)
    if len(words) == 1 or len(_wrapped(text)) <= LINES:
        yield text
        return
    lengths = [len(" ".join(words[:n])) for n in range(1, len(words))]
    middle = len(text) / 2
    # A clause's end up to a quarter of the text away from the middle is the better place.
    by_merit = sorted(
        range(1, len(words)),
        key=lambda n: (
            abs(lengths[n - 1] - middle) - (len(text) / 4 if _CLAUSE_END.search(words[n - 1]) else 0)
        ),
    )
    yield from _fitting(words[: by_merit[0]])
    yield from _fitting(words[by_merit[0] :])


def _timed(texts: tuple[str, ...], start: int, end: int, speaker: str) -> Iterator[Cue]:
    total = sum(len(text) for text in texts)
    said, at = 0, start
    for text in texts:
        said += len(text)
        until = max(at + 1, start + (end - start) * said // total)
        yield Cue(at, until, speaker, text)
        at = until


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, LINE_LENGTH, break_long_words=False, break_on_hyphens=False)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _milliseconds(fields: tuple[str, ...]) -> int:
    hours, minutes, seconds, rest = (int(field) for field in fields)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
