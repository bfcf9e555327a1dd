"""Model files: where a package keeps them, joined in the cache where a package ships them in parts, and checked."""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.errors import ModelError


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_folder(folder: Path) -> str:
    """The SHA-256 of a folder's files, names and bytes, whatever order the disk lists them in."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            whole.update(f"{path.relative_to(folder).as_posix()}\0{sha256_of(path)}\n".encode())
    return whole.hexdigest()


def packaged(package: str, name: str) -> Path:
    """A file or folder that an installed package ships.

    Raises ModelError when the package is not installed or lacks it.
    """
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / name if spec is not None and spec.origin else None
    if path is None or not path.exists():
        raise ModelError(
            f"the package {package.replace('_', '-')} is not installed",
            hint="install dispatch-audio again: pip install --force-reinstall dispatch-audio",
        )
    return path


def checked(path: Path, sha256: str) -> Path:
    """The path of a file or folder, when its bytes are those that we know.

    Raises ModelError when they are not: another model would speak in another voice, or read another grammar.
    """
    found = sha256_of_folder(path) if path.is_dir() else sha256_of(path)
    if found != sha256:
        raise ModelError(
            f"is not the model that we know: its SHA-256 is {found}", file=path, hint=f"expected {sha256}"
        )
    return path


def joined(name: str, parts: Sequence[Path], sha256: str) -> Path:
    """The file made of these parts in order, kept in the cache, its bytes checked whenever it is asked for.

    A copy in the cache that is damaged is made again. Raises ModelError when the parts are not the known model.
    """
    path = files.cache_folder() / "models" / name
    if path.is_file() and sha256_of(path) == sha256:
        return path
    data = b"".join(part.read_bytes() for part in parts)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelError(
            f"the parts of {name} join to another model: SHA-256 {found}", hint=f"expected {sha256}"
        )
    files.write_atomically(path, data)
    return path
