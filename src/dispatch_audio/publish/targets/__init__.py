"""Where public/ is sent to: one small interface, and one file for each kind of target behind it.

fsspec, which knows the kinds, is imported when a target is opened; this is its room.
"""

import importlib
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from dispatch_audio.errors import PublishError
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.there import There

__all__ = ["Target", "There", "open_target"]


class Target(Protocol):
    """A place for files, by their names relative to it.

    What may be better a moment later is a PassingError, what will not be a PublishError. A name has its former bytes or
    its new ones at every instant, never a part.
    """

    shown: str
    """The target as people may be told of it."""
    workers: int
    """How many files it takes at once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def listing(self) -> dict[str, There]:
        """Every file that is there, hidden ones too."""

    def look(self, name: str) -> There | None:
        """One file, as it is now."""

    def put(self, item: Item) -> None:
        """Puts a file in the place of what may be there."""

    def swap(self, item: Item, seen: There | None) -> None:
        """The same, unless what is there is no longer what was ``seen``: that is a ChangedError."""

    def digest(self, name: str) -> str:
        """The SHA-256 of the bytes that the target gives for a name."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None when there is none."""

    def delete(self, name: str) -> None:
        """Removes a file, where there is one."""

    def sent_as(self, item: Item) -> str:
        """The headers that this file is sent with; empty where a target has none."""

    def kept_as(self, name: str) -> str:
        """The headers that the target keeps with a file, in the same form."""


_KINDS = {
    "file": ("folder", "Folder", ""),
    "s3": ("s3", "Bucket", "s3"),
    "s3a": ("s3", "Bucket", "s3"),
    "sftp": ("sftp", "Server", "sftp"),
    "ssh": ("sftp", "Server", "sftp"),
}
"""By scheme: module, class, and the extra of this package that it needs; any other scheme is left to fsspec."""


def open_target(address: str, feed_folder: Path, edition: str = "") -> Target:
    """The target at this address, or the folder there that an edition goes to; a folder's path is relative to the feed's folder.

    Raises PublishError when what it needs is not installed, or it is the feed's own public/.
    """
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "file", address
    module, name, extra = _KINDS.get(scheme, ("remote", "Remote", ""))
    if module == "folder":
        _refuse_own(address, Path(feed_folder, rest), feed_folder)
        address = str(Path(feed_folder, rest))
    try:
        kind = getattr(importlib.import_module(f"dispatch_audio.publish.targets.{module}"), name)
        opened: Target = kind(address, edition)
    except ImportError as error:
        package = f"'dispatch-audio[{extra}]'" if extra else f"the package that fsspec names for {scheme}://"
        raise PublishError(
            f"needs what is not installed: {error.name or error}",
            file=address,
            hint=f"pip install {package}",
        ) from None
    return opened


def _refuse_own(address: str, folder: Path, feed_folder: Path) -> None:
    if folder.resolve().is_relative_to((feed_folder / "public").resolve()):
        raise PublishError("is in the feed's own public/", file=address, hint="name a folder elsewhere")
