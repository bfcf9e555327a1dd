"""An editor's approval: a file beside the saved scripts that says what was approved, by its fingerprint.

An approval is of one fingerprint: when the dispatch, the script, the voice or the show's settings change, it no longer holds.
"""

import datetime
import json
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.fingerprint import Fingerprints, same
from dispatch_audio.workspace import Feed

CHECK = "approval"
"""The check that an episode fails for want of one."""
WAITS = "waits for an editor's approval (`dispatch-audio preview`)"


def approval_file(feed: Feed, slug: str) -> Path:
    """Where the approval of an episode stands."""
    return feed.scripts / f"{feed.stem(slug)}.approved.json"


def approve(feed: Feed, slug: str, fingerprint: str, now: datetime.datetime) -> None:
    """Notes that the episode of this fingerprint may air."""
    told = {"approved": fingerprint, "at": now.isoformat(timespec="seconds")}
    files.write_atomically(approval_file(feed, slug), (json.dumps(told, indent=2) + "\n").encode())


def is_approved(feed: Feed, slug: str, prints: Fingerprints) -> bool:
    """Whether an editor approved what would be made of these things, spoken by the narrator or by who stands in.

    Raises WorkspaceError when the file is none that ``approve`` writes.
    """
    path = approval_file(feed, slug)
    if not path.is_file():
        return False
    try:
        told = str(json.loads(path.read_bytes())["approved"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise WorkspaceError(
            f"is no approval: {error}", file=path, hint="remove it, and approve again"
        ) from None
    return any(same(told, known) for known in (prints.narrator, prints.stand_in))
