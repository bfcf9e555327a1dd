"""Model files: where a package keeps them, joined where it ships them in parts, checked, and kept where we change them."""

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.errors import ModelError

_SHORT = 16
"""Hexadecimal digits of a hash that tell two files apart."""
_FORMER, _UNUSED = 86_400.0, 90 * 86_400.0
"""Seconds after its last use in which a file stays that another has taken the place of, and any other."""
_REINSTALL = "install dispatch-audio again: pip install --force-reinstall dispatch-audio"


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


def lacking(packages: Sequence[str]) -> str:
    """Which of these packages are not installed, and the way to get them, in a line; nothing is imported to tell."""
    missing = [name.replace("_", "-") for name in packages if importlib.util.find_spec(name) is None]
    if not missing:
        return ""
    count = "the package" if len(missing) == 1 else "the packages"
    verb = "is" if len(missing) == 1 else "are"
    return f"{count} {', '.join(missing)} {verb} not installed ({_REINSTALL})"


def packaged(package: str, name: str) -> Path:
    """A file or folder that an installed package ships.

    Raises ModelError when the package is not installed or lacks it.
    """
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / name if spec is not None and spec.origin else None
    if path is None or not path.exists():
        raise ModelError(
            f"the package {package.replace('_', '-')} is not installed",
            hint=_REINSTALL,
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


def joined(parts: Sequence[Path], sha256: str) -> bytes:
    """The bytes of these parts in order.

    Raises ModelError when they are not the known model.
    """
    data = b"".join(part.read_bytes() for part in parts)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelError(
            f"{parts[0].name} and its other parts join to another model: SHA-256 {found}",
            file=parts[0].parent,
            hint=f"expected {sha256}",
        )
    return data


def made(name: str, make: Callable[[], bytes], suffix: str = ".onnx") -> Path:
    """A file in the cache that is made from others: made once, its bytes checked whenever it is asked for.

    ``name`` says of what and, after the last dash, how: ``kokoro-6e742170-2``. The file's own SHA-256 is added to it, so a
    copy that was damaged is known, and made again. Raises WorkspaceError when the cache cannot be written.
    """
    folder = files.cache_folder() / "models"
    for path in sorted(folder.glob(f"{name}-*{suffix}")):
        if path.stem.removeprefix(f"{name}-") == sha256_of(path)[:_SHORT]:
            files.touch(path)
            break
    else:
        data = make()
        path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:_SHORT]}{suffix}"
        files.write_cached(path, data)
    _discard_others(name, path)
    return path


def _discard_others(name: str, good: Path) -> None:
    """Once a good one is there: what former versions made of the same, what nobody uses, what a killed run left."""
    same = name.rpartition("-")[0] or name
    for file in files.listed(good.parent):
        former = file.path.name.startswith(f"{same}-") or file.path.name.startswith(".")
        if file.path != good and file.idle > (_FORMER if former else _UNUSED):
            files.discard(file.path)
