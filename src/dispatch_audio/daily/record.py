"""The record of an unattended run, feeds/<feed>/runs/<UTC time>.json: written as the run goes on, so that one that was killed
leaves a record without an end."""

import datetime
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dispatch_audio
from dispatch_audio import files
from dispatch_audio.workspace import Feed

KEPT = 100
"""How many records of a feed are kept, the newest."""
_FORMAT = 1


class Record:
    """What one run of one feed did; ``facts`` is what its file holds."""

    def __init__(self, feed: Feed, began: datetime.datetime) -> None:
        began = began.astimezone(datetime.UTC)
        self.path = _path(feed, began)
        while self.path.exists():
            # A clock that was put back may tell the same moment twice.
            began += datetime.timedelta(microseconds=1)
            self.path = _path(feed, began)
        self.facts: dict[str, Any] = {
            "format": _FORMAT,
            "feed": feed.name,
            "began": began.isoformat(),
            "ended": None,
            "code": None,
            "versions": {
                "dispatch-audio": dispatch_audio.__version__,
                "python": platform.python_version(),
                "system": platform.platform(),
            },
            "due": [],
            "built": [],
            "unchanged": [],
            "waiting": [],
            "left": [],
            "withheld": [],
            "failed": [],
            "published": [],
        }

    def add(self, name: str, fact: object) -> None:
        """One more of these, written at once. Raises WorkspaceError when it cannot be written."""
        self.facts[name].append(fact)
        self.write()

    def end(self, code: int, now: datetime.datetime) -> None:
        """The run is over. Raises WorkspaceError when that cannot be written."""
        self.facts |= {"ended": now.astimezone(datetime.UTC).isoformat(), "code": code}
        self.write()
        for path in sorted(self.path.parent.glob("*.json"))[:-KEPT]:
            # A clock that was put back names this record before older ones.
            if path != self.path:
                files.discard(path)

    def write(self) -> None:
        """Writes it as it is now. Raises WorkspaceError."""
        data = json.dumps(self.facts, indent=2, ensure_ascii=False) + "\n"
        files.write_atomically(self.path, data.encode())


def _path(feed: Feed, began: datetime.datetime) -> Path:
    return feed.runs / f"{began:%Y%m%dT%H%M%S.%fZ}.json"


def latest(feed: Feed) -> Mapping[str, Any] | None:
    """The newest record of a feed by its name; None when there is none that can be read."""
    for path in sorted(feed.runs.glob("*.json"), reverse=True):
        found = _read(path)
        if found is not None:
            return found
    return None


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("format") == _FORMAT else None
