"""What a run remembers of the files that it looked at, so that the next need not read them again, which beside thousands of
MP3s are gigabytes: feeds/<feed>/.looks.json, a shortcut that may be deleted."""

import hashlib
import json
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.episode import Beside, Enclosure, Manifest
from dispatch_audio.models import sha256_of
from dispatch_audio.slugs import Slug
from dispatch_audio.workspace import Feed

_FORMAT = 1


class Looks:
    """What is known of a feed's dispatches and episodes by how their files look; ``write`` keeps it for the next run."""

    def __init__(self, feed: Feed) -> None:
        self._path = feed.folder / f"{feed.stem('.looks')}.json"
        self._before = _read(self._path)
        self._now: dict[str, str] = {}

    def text(self, dispatch: Path) -> str:
        """The SHA-256 of a dispatch's file that is as it was when it was read; empty when it is to be read."""
        look = files.settled(dispatch)
        text, _, known = self._before.get(dispatch.name, "").partition(" ")
        return text if look is not None and known == f"{look}" else ""

    def learn(self, dispatch: Path, read: Slug) -> None:
        """What was read of a dispatch's file."""
        if read.look is not None:
            self._now[dispatch.name] = f"{read.text} {read.look}"

    def damaged(self, folder: Path, manifest: Manifest) -> str:
        """The first file of an episode that is missing or not what was published; empty when all are.

        An MP3 is held against its length alone, since a run looks at those of all episodes; `check` reads its bytes.
        """
        look = _look(folder, manifest)
        if look is not None and self._before.get(manifest.slug) == look:
            self._now[manifest.slug] = look
            return ""
        mp3 = folder / manifest.enclosure.name
        if files.size(mp3) != manifest.enclosure.length:
            return mp3.name
        for file in manifest.beside:
            path = folder / file.name
            if not path.is_file() or sha256_of(path) != file.sha256:
                return file.name
        if look is not None and look == _look(folder, manifest):
            self._now[manifest.slug] = look
        return ""

    def write(self) -> None:
        """Keeps what is known of what was looked at. Raises WorkspaceError when that cannot be written."""
        if self._now != self._before:
            document = {"format": _FORMAT, "looks": dict(sorted(self._now.items()))}
            files.write_atomically(self._path, (json.dumps(document) + "\n").encode())


def _read(path: Path) -> dict[str, str]:
    try:
        document = json.loads(path.read_bytes())
        return dict(document["looks"]) if document["format"] == _FORMAT else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _look(folder: Path, manifest: Manifest) -> str | None:
    """What tells that none of an episode's files was touched since, and what they are to be; None where that cannot be told."""
    wanted: tuple[Enclosure | Beside, ...] = (manifest.enclosure, *manifest.beside)
    looks: list[int] = []
    for file in wanted:
        look = files.settled(f"{folder}/{file.name}")
        if look is None:
            return None
        looks += look
    told = " ".join([*[file.sha256 for file in wanted], *map(str, looks)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
