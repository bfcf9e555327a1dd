"""Whether episodes are what was published. The bytes of all files beside thousands of MP3s are gigabytes, so a run remembers how
their folder looked when they were read and found right: feeds/<feed>/.whole.json, a shortcut that may be deleted."""

import hashlib
import json
import os
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.episode import Beside, Enclosure, Manifest
from dispatch_audio.models import sha256_of
from dispatch_audio.workspace import Feed

_FORMAT = 1


class Whole:
    """What is known of a feed's episodes; ``write`` keeps it for the next run."""

    def __init__(self, feed: Feed) -> None:
        self._path = feed.folder / f"{feed.stem('.whole')}.json"
        self._before = _read(self._path)
        self._now: dict[str, str] = {}

    def damaged(self, folder: Path, manifest: Manifest) -> str:
        """The first file of an episode that is missing or not what was published; empty when all are.

        An MP3 is held against its length alone, since a run looks at those of all episodes; `check` reads its bytes.
        """
        mp3 = folder / manifest.enclosure.name
        look = _look(folder, manifest)
        if look is not None and self._before.get(manifest.slug) == look:
            self._now[manifest.slug] = look
            return ""
        if not mp3.is_file() or mp3.stat().st_size != manifest.enclosure.length:
            return mp3.name
        for file in manifest.beside:
            path = folder / file.name
            if not path.is_file() or sha256_of(path) != file.sha256:
                return file.name
        if look is not None and look == _look(folder, manifest):
            self._now[manifest.slug] = look
        return ""

    def write(self) -> None:
        """Keeps what is known of the episodes that were looked at. Raises WorkspaceError when that cannot be written."""
        if self._now != self._before:
            document = {"format": _FORMAT, "episodes": dict(sorted(self._now.items()))}
            files.write_atomically(self._path, (json.dumps(document, indent=0) + "\n").encode())


def _read(path: Path) -> dict[str, str]:
    try:
        document = json.loads(path.read_bytes())
        return dict(document["episodes"]) if document["format"] == _FORMAT else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _look(folder: Path, manifest: Manifest) -> str | None:
    """What tells that none of an episode's files was touched since, and what they are to be; None where that cannot be told."""
    wanted: tuple[Enclosure | Beside, ...] = (manifest.enclosure, *manifest.beside)
    looks = hashlib.sha256("".join([file.sha256 for file in wanted]).encode())
    try:
        with os.scandir(folder) as entries:
            there = {entry.name: entry for entry in entries}
        for file in wanted:
            look = files.settled(there[file.name].stat())
            if look is None:
                return None
            looks.update(b"%d %d %d %d " % look)
    except (OSError, KeyError):
        return None
    return looks.hexdigest()[:32]
