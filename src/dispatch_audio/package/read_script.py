"""The script as it was read: each line with how it was said, what it rests on, and when it is heard.

For whoever looks at a finished episode again: a page that links a sentence to its source, and a recogniser that hears
whether a line was said. It is a file beside the MP3, since the dispatch and its saved script may have changed since.
"""

import dataclasses
import json
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from dispatch_audio.master import Timeline
from dispatch_audio.script import Kind, SpokenForm

SCRIPT_NAME = "script.json"
_FORMAT = 1
_LONGEST = 1_000_000
"""Seconds, eleven days: no programme is as long."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """An utterance of a finished episode."""

    chapter: int
    """Index of its chapter, from 0."""
    kind: Kind
    form: SpokenForm
    sources: tuple[int, ...]
    """Numbers of the sources that it rests on; none for the show's own words."""
    start: float
    """Seconds from the start of the programme, as the end."""
    end: float


@dataclass(frozen=True, slots=True)
class _Document:
    format: int
    lines: tuple[ReadLine, ...]


_DOCUMENT = TypeAdapter(_Document)


def read_lines(timeline: Timeline) -> tuple[ReadLine, ...]:
    """The lines of a programme, in the order they are heard."""
    return tuple(
        ReadLine(
            line.chapter,
            line.utterance.kind,
            line.utterance.form,
            line.utterance.sources,
            round(timeline.seconds(line.start), 3),
            round(timeline.seconds(line.end), 3),
        )
        for line in timeline.lines
    )


def dump_lines(lines: tuple[ReadLine, ...]) -> bytes:
    """script.json: UTF-8, a line of the file for each line of the script."""
    rows = ",\n".join(json.dumps(dataclasses.asdict(line), ensure_ascii=False) for line in lines)
    return f'{{"format": {_FORMAT}, "lines": [\n{rows}\n]}}\n'.encode()


def load_lines(data: bytes) -> tuple[ReadLine, ...]:
    """What script.json holds.

    Raises ValueError when it is no such file.
    """
    try:
        document = _DOCUMENT.validate_json(data)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(f"{fault['msg']} @ {'.'.join(map(str, fault['loc']))}") from None
    if document.format != _FORMAT:
        raise ValueError(f"is of format {document.format}, and this program reads format {_FORMAT}")
    if not all(0 <= line.start <= line.end <= _LONGEST for line in document.lines):
        raise ValueError(f"the times of a line are none from 0 to {_LONGEST:,} seconds")
    return document.lines
