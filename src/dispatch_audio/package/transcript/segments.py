"""The transcript as the podcast namespace's JSON, version 1.0.0, which AntennaPod reads before all others.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md. A segment is a cue,
and beside its body, in ``words``, the times of its words, which apps pass over. Words as segments, as the example has
them, would be put together without regard for clauses by AntennaPod, and shown one a line by others.
"""

import json
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from dispatch_audio.episode import Attachment
from dispatch_audio.package.transcript.cues import Cue
from dispatch_audio.package.transcript.words import Word

FILE = Attachment("transcript.json", "application/json")
"""Its name in the episode's folder, and its type."""

_VERSION = "1.0.0"

_LONGEST = 1_000_000
"""Seconds, eleven days: no programme is as long."""
_Seconds = Annotated[float, Field(ge=0, le=_LONGEST, allow_inf_nan=False)]


class _Heard(TypedDict):
    """A word, and what it shares with a segment."""

    startTime: _Seconds
    endTime: _Seconds
    body: str


class _Segment(_Heard):
    speaker: str
    words: list[_Heard]


class _Document(TypedDict):
    version: str
    segments: list[_Segment]


_DOCUMENT = TypeAdapter(_Document)


def write(cues: Sequence[Cue]) -> bytes:
    """The file in UTF-8, a segment a line, times in seconds."""
    segments = ",\n".join(json.dumps(_segment(cue), ensure_ascii=False) for cue in cues)
    return f'{{"version": "{_VERSION}", "segments": [\n{segments}\n]}}\n'.encode()


def read(data: bytes) -> tuple[Cue, ...]:
    """The cues of a file such as ``write`` makes, with their words; raises ValueError for any other."""
    try:
        # Strict: a number is no text, and a text no number.
        document = _DOCUMENT.validate_json(data, strict=True)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(f"is no transcript: {fault['msg']} @ {'.'.join(map(str, fault['loc']))}") from None
    if document["version"] != _VERSION:
        raise ValueError(f"is of version {document['version']!r}, not {_VERSION}")
    return tuple(_cue(segment) for segment in document["segments"])


def _segment(cue: Cue) -> dict[str, object]:
    return {
        **_times(cue),
        "speaker": cue.speaker,
        "body": cue.text,
        "words": [{**_times(word), "body": word.text} for word in cue.words],
    }


def _times(heard: Cue | Word) -> dict[str, object]:
    return {"startTime": heard.start / 1000, "endTime": heard.end / 1000}


def _cue(segment: _Segment) -> Cue:
    # As plain as it can be: ten thousand pages are made of twelve million words.
    words = tuple(
        [
            Word(word["body"], round(word["startTime"] * 1000), round(word["endTime"] * 1000))
            for word in segment["words"]
        ]
    )
    start, end = round(segment["startTime"] * 1000), round(segment["endTime"] * 1000)
    return Cue(start, end, segment["speaker"], segment["body"], words)
