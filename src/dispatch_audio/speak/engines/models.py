"""Model files: where a package keeps them, joined in the cache where a package ships them in parts, and checked."""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.errors import VoiceError


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def packaged(package: str, name: str) -> Path:
    """A file that an installed package ships.

    Raises VoiceError when the package is not installed or lacks the file.
    """
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / name if spec is not None and spec.origin else None
    if path is None or not path.is_file():
        raise VoiceError(
            f"the package {package.replace('_', '-')} is not installed",
            hint="install dispatch-audio again: pip install --force-reinstall dispatch-audio",
        )
    return path


def checked(path: Path, sha256: str) -> Path:
    """The path, when the file's bytes are those that we know.

    Raises VoiceError when they are not: another model would speak in another voice.
    """
    found = sha256_of(path)
    if found != sha256:
        raise VoiceError(
            f"is not the model that we know: its SHA-256 is {found}", file=path, hint=f"expected {sha256}"
        )
    return path


def joined(name: str, parts: Sequence[Path], sha256: str) -> Path:
    """The file made of these parts in order, kept in the cache, its bytes checked whenever it is asked for.

    A copy in the cache that is damaged is made again. Raises VoiceError when the parts are not the known model.
    """
    path = files.cache_folder() / "models" / name
    if path.is_file() and sha256_of(path) == sha256:
        return path
    data = b"".join(part.read_bytes() for part in parts)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise VoiceError(
            f"the parts of {name} join to another model: SHA-256 {found}", hint=f"expected {sha256}"
        )
    files.write_atomically(path, data)
    return path
