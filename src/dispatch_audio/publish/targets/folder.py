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
        return dict(_below(str(self._root), "")) if self._root.exists() else {}

    def look(self, name: str) -> There | None:
        """See ``Target.look``."""
        return _look(f"{self._root}/{name}")

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


def _below(folder: str, name: str) -> Iterator[tuple[str, There]]:
    """The files below a folder, by their names in the target; no link to another folder is followed."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError as error:
        raise PublishError(f"cannot be read: {error.strerror}", file=folder) from None
    for base, is_folder in found:
        path = f"{folder}/{base}"
        if is_folder:
            yield from _below(path, f"{name}{base}/")
        elif (there := _look(path)) is not None:
            yield f"{name}{base}", there


def _look(path: str) -> There | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - some hundred thousand: making a Path takes longer
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
