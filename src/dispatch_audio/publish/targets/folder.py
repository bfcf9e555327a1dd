"""A folder of this machine, or one that is mounted here."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from dispatch_audio import files
from dispatch_audio.errors import PublishError
from dispatch_audio.models import sha256_of
from dispatch_audio.publish.faults import ChangedError
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.there import There

_PART = 1 << 20
"""Bytes that are copied at once."""


class Folder:
    """See ``Target``. Files are synced to the disk and renamed into place."""

    workers = 1

    def __init__(self, address: str, within: str = "") -> None:
        self._root = Path(address, within)
        self.shown = str(self._root)
        # A folder inside it is made when something comes; it itself may be a disk that is not mounted.
        if not Path(address).is_dir():
            raise PublishError("there is no such folder", file=address, hint="make it, or mount it")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to close."""

    def listing(self) -> dict[str, There]:
        """See ``Target.listing``."""

        def refuse(error: OSError) -> None:
            raise PublishError(f"cannot be read: {error.strerror}", file=error.filename)

        found: dict[str, There] = {}
        if not self._root.exists():
            return found
        for parent, _, names in os.walk(self._root, onerror=refuse):
            for name in names:
                path = Path(parent, name)
                if (there := _look(path)) is not None:
                    found[path.relative_to(self._root).as_posix()] = there
        return found

    def look(self, name: str) -> There | None:
        """See ``Target.look``."""
        return _look(self._root / name)

    def put(self, item: Item) -> None:
        """See ``Target.put``."""
        files.write_parts(self._root / item.name, _parts(item.source))

    def swap(self, item: Item, seen: There | None) -> None:
        """See ``Target.swap``; another run may come in between for as long as a rename takes."""
        if self.look(item.name) != seen:
            raise ChangedError(f"{item.name} was replaced there")
        self.put(item)

    def digest(self, name: str) -> str:
        """See ``Target.digest``."""
        try:
            return sha256_of(self._root / name)
        except OSError as error:
            raise PublishError(f"cannot be read: {error.strerror}", file=self._root / name) from None

    def read(self, name: str) -> bytes | None:
        """See ``Target.read``."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"cannot be read: {error.strerror}", file=self._root / name) from None

    def delete(self, name: str) -> None:
        """See ``Target.delete``."""
        if not files.discard(self._root / name):
            raise PublishError("cannot be removed", file=self._root / name, hint="check who owns the folder")

    def sent_as(self, item: Item) -> str:
        """See ``Target.sent_as``: a web server tells types by the names."""
        return ""

    def kept_as(self, name: str) -> str:
        """See ``Target.kept_as``."""
        return ""


def _look(path: Path) -> There | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PublishError(f"cannot be read: {error.strerror}", file=path) from None
    if not stat.S_ISREG(found.st_mode):
        return None
    # A rename brings another inode, whatever the clock says.
    return There(found.st_size, f"{found.st_mtime_ns} {found.st_ino}", found.st_mtime, exact=True)


def _parts(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while part := stream.read(_PART):
            yield part
