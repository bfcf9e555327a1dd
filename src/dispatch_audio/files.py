"""The one room that writes: whole files or none, synced and renamed into place, under a lock where two may meet."""

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import filelock
import platformdirs

from dispatch_audio.errors import WorkspaceError

_WAYS_OUT = {
    errno.ENOSPC: "free some space and run it again; nothing was lost",
    errno.EACCES: "check who owns the folder",
    errno.EPERM: "check who owns the folder",
    errno.EROFS: "the disk is mounted read-only",
}


def cache_folder() -> Path:
    """Where clips and joined models are kept: the user's cache, which may be deleted at the cost of time alone."""
    return platformdirs.user_cache_path("dispatch-audio", appauthor=False)


def data_folder() -> Path:
    """Where models lie that somebody fetched: the user's data, which nobody but the user deletes."""
    return platformdirs.user_data_path("dispatch-audio", appauthor=False)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what the system says of a path into one clear line."""
    try:
        yield
    except OSError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: OSError) -> WorkspaceError:
    said = error.strerror or type(error).__name__
    return WorkspaceError(f"cannot be written: {said}", file=path, hint=_WAYS_OUT.get(error.errno or 0, ""))


def make_folder(path: Path) -> None:
    """The folder and those above it, where they are missing."""
    with told(path):
        path.mkdir(parents=True, exist_ok=True)


def write_atomically(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Puts these bytes at ``path``: afterwards the file is whole, or it is what it was. ``mode`` is who may read it."""
    write_parts(path, (data,), mode=mode)


def holds(path: Path, data: bytes) -> bool:
    """Whether the file at ``path`` has these bytes, and no others."""
    return size(path) == len(data) and path.read_bytes() == data


def size(path: Path | str) -> int | None:
    """How many bytes the file at ``path`` has; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - as in settled
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


Look = tuple[int, int, int, int]
"""What tells a file from what was there before it: its number on the disk, size, and times."""
_TICK_NS = 2_000_000_000
"""Nanoseconds: a file that is written twice within one tick of a coarse clock may look the same."""


def settled(path: Path | str) -> Look | None:
    """How a file looks; None where there is none, and while it may still be written again and look the same."""
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of files are looked at by their names, and making a Path takes longer
    except OSError:
        return None
    if max(found.st_mtime_ns, found.st_ctime_ns) > time.time_ns() - _TICK_NS:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_parts(path: Path, parts: Iterable[bytes], *, mode: int = 0o644) -> None:
    """The same with bytes that come one part after another, never all in memory; they may be read from ``path`` itself."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
                stream.flush()
                if hasattr(os, "fchmod"):
                    # mkstemp gives 0600; a web server reads as another user.
                    os.fchmod(stream.fileno(), mode)
                os.fsync(stream.fileno())
            _rename(Path(temporary), path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise


def write_cached(path: Path, data: bytes) -> None:
    """Puts these bytes at ``path`` in the cache, where another run may be doing just that; ``path`` is named by them.

    Raises WorkspaceError when there is no such file afterwards.
    """
    try:
        write_atomically(path, data)
    except WorkspaceError as error:
        # Windows replaces no file that is open: then another run has written it, and somebody reads it.
        if size(path) != len(data):
            raise WorkspaceError(
                error.what,
                file=error.file,
                hint="; ".join(filter(None, (error.hint, "XDG_CACHE_HOME may name another folder"))),
            ) from None


def touch(path: Path) -> None:
    """Marks a file of the cache as used now; where that is not allowed, it is as it was."""
    with contextlib.suppress(OSError):
        os.utime(path)


def discard(path: Path) -> bool:
    """Removes a file of the cache; False when it stays, since somebody has it open or it is not ours."""
    try:
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the cache."""

    path: Path
    size: int
    """In bytes."""
    idle: float
    """Seconds since it was used last."""


def listed(folder: Path) -> Iterator[Listed]:
    """The files below a folder. No link is followed, and what another run removes meanwhile is left out."""
    now = time.time()
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            with contextlib.suppress(OSError):
                found = path.lstat()
                if stat.S_ISREG(found.st_mode):
                    yield Listed(path, found.st_size, now - found.st_mtime)


def move_in(source: Path, target: Path) -> None:
    """Renames a finished file into place; both lie on one disk."""
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Until the bytes are on the disk, a power cut after the rename would leave an empty file with a good name.
        with source.open("rb+") as stream:
            os.fsync(stream.fileno())
        _rename(source, target)


def _rename(source: Path, target: Path) -> None:
    source.replace(target)
    # The rename itself lives in the folder; Windows cannot open one to sync it.
    with contextlib.suppress(PermissionError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def replace_folder(source: Path, target: Path) -> None:
    """Puts a folder where another may stand; for what nobody reads while it happens."""
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        source.replace(target)


def remove_folder(path: Path) -> None:
    """Removes a folder and all that is in it, where there is one."""
    with told(path):
        if path.exists():
            shutil.rmtree(path)


@contextlib.contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """A folder to make something in, empty at the start and gone at the end, whatever happens."""
    with told(path):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def locked(path: Path, *, waiting_for: str) -> Iterator[None]:
    """Holds a lock file; a second run waits a while for the first, then says so."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(path, timeout=600)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise WorkspaceError(
            f"{waiting_for} has been held by another run for ten minutes",
            file=path,
            hint="let it end, or end it",
        ) from None
    except OSError as error:
        raise _explained(path, error) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Holds a lock file, unless another run holds it: then it is False, at once."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(path)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        yield False
        return
    except OSError as error:
        raise _explained(path, error) from error
    try:
        yield True
    finally:
        lock.release()
