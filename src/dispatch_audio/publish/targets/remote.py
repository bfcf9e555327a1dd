"""Any target that fsspec knows: files are written beside their places and renamed, but where a write is whole by itself.

``s3`` and ``sftp`` say what differs there.
"""

import contextlib
import datetime
import errno
import hashlib
import posixpath
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import fsspec

from dispatch_audio.errors import DispatchAudioError, PublishError
from dispatch_audio.publish.faults import ChangedError, PassingError, shown
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.there import There

PATIENCE = 30.0
"""Seconds without a sign of a target until a try is given up."""
_PART = 16 << 20
"""Bytes that are read back at once."""
_MARKS = (
    "ETag",
    "etag",
    "md5Hash",
    "content_md5",
    "mtime",
    "LastModified",
    "last_modified",
    "updated",
    "created",
)
"""Where the file systems of fsspec tell what changes with a file: sums of its bytes, and moments."""
_SUMS = _MARKS[:4]
_WHOLE = frozenset({"memory", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "swift"})
"""Schemes of stores whose objects appear when they are whole; a rename there would be a copy."""
_FINAL = frozenset({errno.ENOSPC, errno.EROFS, errno.ENAMETOOLONG, errno.ENOSYS})
_FINALLY = (PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError)
"""What is the same a moment later. s3fs raises some without a number."""


def joined(address: str, within: str) -> str:
    """The address of a folder at a target, without a slash at its end; of the target itself where none is named."""
    return f"{address.rstrip('/')}/{within}".rstrip("/")


class Remote:
    """See ``Target``."""

    workers = 4

    def __init__(self, address: str, within: str = "") -> None:
        self.shown = joined(address, within)
        scheme, _, rest = self.shown.partition("://")
        self._whole = scheme in _WHOLE
        with self._asked("open"):
            self._system: Any = fsspec.filesystem(scheme, skip_instance_cache=True)
            self._root: str = self._system._strip_protocol(f"{scheme}://{rest}").rstrip("/")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Most kinds have nothing to close."""

    @contextlib.contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        """Turns whatever a library raises into our two kinds of fault."""
        try:
            yield
        except (DispatchAudioError, PassingError, ChangedError, ImportError):
            raise
        except Exception as error:
            # Each file system raises what it likes; the fault is told as one of ours, and nothing goes on as if it were none.
            raise self._fault(what, error) from None

    def _fault(self, what: str, error: Exception) -> PublishError | PassingError:
        said = f"cannot {what}: {self._said(error)}"
        if isinstance(error, OSError) and (error.errno in _FINAL or isinstance(error, _FINALLY)):
            return PublishError(said, file=self.shown, hint=self._hint(error))
        if isinstance(error, NotImplementedError | ValueError | TypeError):
            # Of what a library cannot do, or of what it was asked wrongly: another try would end in the same way.
            return PublishError(said, file=self.shown, hint="choose another target")
        return PassingError(said)

    def _said(self, error: Exception) -> str:
        """The library's words, or where it has none, its kind of error."""
        text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return shown(text) or type(error).__name__

    def _hint(self, error: OSError) -> str:
        if error.errno == errno.ENOSPC:
            return "free some space there and run it again; the feed is as it was"
        return "check that it is there, and that the account may read and write it"

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def listing(self) -> dict[str, There]:
        """See ``Target.listing``."""
        with self._asked("list"):
            try:
                self._system.invalidate_cache()
                found: Mapping[str, Mapping[str, Any]] = self._system.find(
                    self._root, detail=True, on_error="raise"
                )
            except FileNotFoundError:
                return {}
            # Some tell paths with a slash before them, some without.
            root = self._root.lstrip("/")
            return {
                path.lstrip("/").removeprefix(f"{root}/"): _there(info)
                for path, info in found.items()
                if info["type"] == "file"
            }

    def look(self, name: str) -> There | None:
        """See ``Target.look``."""
        path = self._path(name)
        with self._asked(f"look at {name}"):
            try:
                self._system.invalidate_cache()
                # As the listing has it: some file systems tell the same moment in two ways.
                for info in self._system.ls(posixpath.dirname(path), detail=True):
                    if info["name"].strip("/") == path.strip("/") and info["type"] == "file":
                        return _there(info)
            except FileNotFoundError:
                pass
            return None

    def put(self, item: Item) -> None:
        """See ``Target.put``."""
        with self._asked(f"send {item.name}"):
            path = self._path(item.name)
            self._system.makedirs(posixpath.dirname(path), exist_ok=True)
            if self._whole:
                self._write(item.source, path)
                return
            beside = beside_of(path)
            try:
                self._write(item.source, beside)
                self._system.mv(beside, path)
            except BaseException:
                with contextlib.suppress(Exception):
                    self._system.rm_file(beside)
                raise

    def _write(self, source: Path | bytes, path: str) -> None:
        if isinstance(source, bytes):
            self._system.pipe_file(path, source)
        else:
            self._system.put_file(str(source), path)

    def swap(self, item: Item, seen: There | None) -> None:
        """See ``Target.swap``; another run may come in between for as long as sending takes."""
        if self.look(item.name) != seen:
            raise ChangedError(f"{item.name} was replaced there")
        self.put(item)

    def digest(self, name: str) -> str:
        """See ``Target.digest``."""
        there, whole = self.look(name), hashlib.sha256()
        with self._asked(f"read {name} back"):
            for start in range(0, there.size if there else 0, _PART):
                whole.update(self._system.cat_file(self._path(name), start=start, end=start + _PART))
        return whole.hexdigest()

    def read(self, name: str) -> bytes | None:
        """See ``Target.read``."""
        with self._asked(f"read {name}"):
            try:
                return bytes(self._system.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        """See ``Target.delete``."""
        with self._asked(f"delete {name}"), contextlib.suppress(FileNotFoundError):
            self._system.rm_file(self._path(name))

    def sent_as(self, item: Item) -> str:
        """See ``Target.sent_as``."""
        return ""

    def kept_as(self, name: str) -> str:
        """See ``Target.kept_as``."""
        return ""


def beside_of(path: str) -> str:
    """A hidden name beside a file's, that no other run takes."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, f".{name}.{secrets.token_hex(4)}")


def _there(info: Mapping[str, Any]) -> There:
    mark = next((info[key] for key in _MARKS if info.get(key)), "")
    moments = (info.get(key) for key in _MARKS if key not in _SUMS)
    moment = next((found for found in moments if isinstance(found, datetime.datetime | float | int)), None)
    seconds = moment.timestamp() if isinstance(moment, datetime.datetime) else moment
    return There(int(info.get("size") or 0), f"{mark}", seconds)
