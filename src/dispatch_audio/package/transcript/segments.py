"""The transcript as the podcast namespace's JSON, version 1.0.0, which AntennaPod reads before all others.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md. A segment is a cue,
and beside its body, in ``words``, the times of its words, which apps pass over. Words as segments, as the example has
them, would be put together without regard for clauses by AntennaPod, and shown one a line by others.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dispatch_audio.episode import Attachment
from dispatch_audio.package.transcript.cues import Cue
from dispatch_audio.package.transcript.words import Word

FILE = Attachment("transcript.json", "application/json")
"""Its name in the episode's folder, and its type."""

_VERSION = "1.0.0"


def write(cues: Sequence[Cue]) -> bytes:
    """The file in UTF-8, a segment a line, times in seconds."""
    segments = ",\n".join(json.dumps(_segment(cue), ensure_ascii=False) for cue in cues)
    return f'{{"version": "{_VERSION}", "segments": [\n{segments}\n]}}\n'.encode()


def read(data: bytes) -> tuple[Cue, ...]:
    """The cues of a file such as ``write`` makes, with their words; raises ValueError for any other."""
    try:
        document = json.loads(data)
        if document["version"] != _VERSION:
            raise ValueError(f"is of version {document['version']!r}, not {_VERSION}")
        return tuple(_cue(segment) for segment in document["segments"])
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"is no transcript: {error!r}") from None


def _segment(cue: Cue) -> dict[str, object]:
    return {
        **_times(cue),
        "speaker": cue.speaker,
        "body": cue.text,
        "words": [{**_times(word), "body": word.text} for word in cue.words],
    }


def _times(heard: Cue | Word) -> dict[str, object]:
    return {"startTime": heard.start / 1000, "endTime": heard.end / 1000}


def _cue(segment: Mapping[str, Any]) -> Cue:
    words = tuple(
        Word(_text(word, "body"), _milliseconds(word, "startTime"), _milliseconds(word, "endTime"))
        for word in segment["words"]
    )
    start, end = _milliseconds(segment, "startTime"), _milliseconds(segment, "endTime")
    return Cue(start, end, _text(segment, "speaker"), _text(segment, "body"), words)


def _text(found: Mapping[str, Any], key: str) -> str:
    if not isinstance(found[key], str):
        raise ValueError(f"{key} is no text: {found[key]!r}")
    return str(found[key])


def _milliseconds(found: Mapping[str, Any], key: str) -> int:
    if not isinstance(found[key], int | float):
        raise ValueError(f"{key} is no number: {found[key]!r}")
    return round(float(found[key]) * 1000)
