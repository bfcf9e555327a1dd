"""What the recogniser missed when the episode was made last: names and numbers for an editor to settle before the next time."""

import json
from collections.abc import Iterator

from dispatch_audio.script import Script
from dispatch_audio.workspace import Feed

_WAY_OUT = "hear the line; where it is not clear, settle how it is said"


def not_heard(feed: Feed, slug: str, script: Script) -> Iterator[dict[str, object]]:
    """A finding for each, in the lines that are still as they were read; none where nothing was listened to.

    The file is what ``listen/report.py`` writes.
    """
    try:
        rows = json.loads((feed.heard / f"{slug}.json").read_bytes())["lines"]
        missed = {row["written"]: row["missed"] for row in rows if row["missed"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return
    for at, line in enumerate(script.utterances):
        for one in missed.get(line.text, ()):
            heard = f"was heard as {one['heard']!r}" if one["heard"] else "was not heard"
            yield {
                "kind": "not heard",
                "words": one["written"],
                "line": at,
                "chapter": "",
                "detail": f"{heard} in the episode that was made last",
                "way_out": _WAY_OUT,
                "grave": one["kind"] != "name",
            }
