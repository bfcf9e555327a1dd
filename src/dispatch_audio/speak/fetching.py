"""Voices that can be fetched: what there is, from where, under which licence, and how it comes whole or not at all."""

import difflib
import functools
import hashlib
import importlib.resources
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from dispatch_audio import files, models
from dispatch_audio.errors import InputError, ModelError
from dispatch_audio.speak.hub import HubFile
from dispatch_audio.speak.profiles import profile_text

LOCK_FILE = "fetched.json"
"""Beside what was fetched: from a file's name to its SHA-256, its size, where it came from, and its licence."""

Source = Callable[[HubFile, Path], Path]
"""Gives the path of a file, which may lie in the folder that it is handed, to be removed afterwards."""


@dataclass(frozen=True, slots=True)
class Fetchable:
    """A voice that somebody may ask for by name."""

    name: str
    engine: str
    """``kokoro``: a style, to be mixed or heard; ``piper``: a model, which gets a profile of its own."""
    licence: str
    origin: str
    """What it was made of, in a few words."""
    language: str
    files: tuple[HubFile, ...]
    """The first of them is what a profile names."""

    @property
    def size(self) -> int:
        """Of all its files, in bytes."""
        return sum(file.size for file in self.files)

    def folder(self, voices: Path) -> Path:
        """Where its files go: styles beside the profiles, for they are small; models into the user's data."""
        return voices / "styles" if self.engine == "kokoro" else files.data_folder() / "piper"

    def here(self, voices: Path) -> bool:
        """Whether its files lie there, told by their sizes alone."""
        paths = [(self.folder(voices) / file.name, file.size) for file in self.files]
        return all(path.is_file() and path.stat().st_size == size for path, size in paths)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was done for a voice."""

    voice: Fetchable
    files: tuple[Path, ...]
    new: bool
    """False when all of it was there already."""
    profile: Path | None
    """The profile that uses it; none for a style."""


@functools.cache
def fetchables() -> tuple[Fetchable, ...]:
    """All that can be fetched, by engine and name: the table data/hub.toml."""
    table = tomllib.loads(importlib.resources.files(__package__).joinpath("data/hub.toml").read_text("utf-8"))
    return (*_styles(table["kokoro"]), *_models(table["piper"]))


def _styles(table: dict[str, Any]) -> Sequence[Fetchable]:
    accents = {"a": "en-us", "b": "en-gb"}
    return [
        Fetchable(
            name,
            table["engine"],
            table["licence"],
            f"a style of {table['origin']}",
            accents[name[0]],
            (_file(table, f"{table['folder']}/{name}.bin", table["size"], sha256),),
        )
        for name, sha256 in table["styles"].items()
    ]


def _models(table: dict[str, Any]) -> Sequence[Fetchable]:
    return [
        Fetchable(
            name,
            table["engine"],
            table["licence"],
            voice["origin"],
            voice["language"],
            tuple(
                _file(table, f"{voice['folder']}/{file}", size, sha256)
                for file, size, sha256 in voice["files"]
            ),
        )
        for name, voice in table["voices"].items()
    ]


def _file(table: dict[str, Any], path: str, size: int, sha256: str) -> HubFile:
    return HubFile(table["repository"], table["revision"], path, size, sha256)


def wanted(names: Sequence[str]) -> tuple[Fetchable, ...]:
    """The voices of these names, each once, in the order they are named.

    Raises InputError that names all that there is not.
    """
    known = {voice.name: voice for voice in fetchables()}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        near = [close for name in unknown for close in difflib.get_close_matches(name, known, n=2)]
        there = f"did you mean {' or '.join(dict.fromkeys(near))}? " if near else ""
        raise InputError(
            f"there is no voice to fetch called {', '.join(map(repr, unknown))}",
            hint=f"{there}`dispatch-audio voices fetch` lists what there is",
        )
    return tuple(known[name] for name in dict.fromkeys(names))


def from_folder(folder: Path) -> Source:
    """Files that one has, by their names, in this folder or where the hub has them below it.

    Raises InputError when there is no such folder; the source raises ModelError for a file that is not in it.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", file=folder)

    def taken(file: HubFile, made: Path) -> Path:
        for path in (folder / file.name, folder / file.path):
            if path.is_file():
                return path
        raise ModelError(f"has no {file.name}", file=folder, hint=f"nor {file.path}")

    return taken


def fetch(voice: Fetchable, voices: Path, source: Source, *, force: bool = False) -> Fetched:
    """Brings a voice to where it belongs, and its profile into ``voices``, the workspace's folder of that name.

    All its files are checked before the first is written. Raises ModelError when one cannot be had, is not what we know,
    or would replace another one of its name; with ``force`` it does replace that.
    """
    folder = voice.folder(voices)
    making = files.cache_folder() / "fetching"
    with files.locked(making.with_suffix(".lock"), waiting_for="fetching voices"):
        missing = [file for file in voice.files if not _is_there(folder, file, force=force)]
        with files.work_folder(making):
            arrived = [(file, _checked(source(file, making), file)) for file in missing]
        for file, data in arrived:
            files.write_atomically(folder / file.name, data)
        if arrived:
            _note(folder, voice)
        profile = _profile(voice, voices, folder)
    paths = tuple(folder / file.name for file in voice.files)
    return Fetched(voice, paths, bool(missing), profile)


def _is_there(folder: Path, file: HubFile, *, force: bool) -> bool:
    """Whether the file lies in the folder as it must be. Raises ModelError when another one does."""
    path = folder / file.name
    kept = notes(folder).get(file.name, {}).get("sha256", file.sha256)
    found = models.sha256_of(path) if path.is_file() else None
    if found == file.sha256:
        return True
    if not force and found is not None:
        raise ModelError(
            f"is there already and is another file: its SHA-256 is {found}, not {file.sha256}",
            file=path,
            hint="move it away, or let --force replace it",
        )
    if not force and kept != file.sha256:
        raise ModelError(
            f"{file.name} was another file when it was fetched before: SHA-256 {kept}, not {file.sha256}",
            file=folder / LOCK_FILE,
            hint="--force takes the new one",
        )
    return False


def _checked(path: Path, file: HubFile) -> bytes:
    """The bytes of a file, when they are those that we know."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}", file=path) from None
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ModelError(
            f"{file.name} is not the file that we know: {len(data)} bytes, SHA-256 {found}",
            hint=f"expected {file.size} bytes, SHA-256 {file.sha256}; nothing of it was kept",
        )
    return data


def notes(folder: Path) -> dict[str, dict[str, Any]]:
    """What the lock file of a folder says; nothing when there is none, or it is damaged."""
    try:
        table = json.loads((folder / LOCK_FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = table.items() if isinstance(table, dict) else ()
    return {name: cast(dict[str, Any], entry) for name, entry in entries if isinstance(entry, dict)}


def _note(folder: Path, voice: Fetchable) -> None:
    new = {
        file.name: {
            "sha256": file.sha256,
            "size": file.size,
            "from": f"{file.repository}@{file.revision}/{file.path}",
            "licence": voice.licence,
        }
        for file in voice.files
    }
    text = json.dumps(dict(sorted({**notes(folder), **new}.items())), indent=2)
    files.write_atomically(folder / LOCK_FILE, f"{text}\n".encode())


def _profile(voice: Fetchable, voices: Path, folder: Path) -> Path | None:
    """A profile for a model, where there is none of its name; an editor's own stays."""
    if voice.engine == "kokoro":
        return None
    path = voices / f"{voice.name}.toml"
    if not path.exists():
        first = voice.files[0]
        name = voice.name.capitalize()
        head = (
            f"{name}: Piper's {first.name.removesuffix('.onnx')}, fetched with `dispatch-audio voices fetch {voice.name}`.",
            f"Made of {voice.origin}; {voice.licence}.",
            f"SHA-256 of the model: {first.sha256}",
            f"Licence: {voice.licence}",
        )
        text = profile_text(
            head,
            name=name,
            engine=voice.engine,
            file=(
                "model",
                (folder / first.name).as_posix(),
                "fetched; lies in the user's data on this machine",
            ),
            language=voice.language,
        )
        files.write_atomically(path, text.encode())
    return path
