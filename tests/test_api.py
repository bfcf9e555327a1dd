"""The Python interface: its names and what functions ask for stay, each is documented, and the documentation's programs run."""

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dispatch_audio
from reference import PAGE, renewed
from samples import REPOSITORY

FUNCTIONS = {
    "build": "(path, feed, voice, length=None, *, again=False)",
    "compose": "(dispatch, feed, voice, length=None)",
    "mix": "(narration, feed, voice, mp3)",
    "package": "(master, dispatch, feed, voice, folder, made_from='')",
    "publish": "(feed, *, pruning=False, dry_run=False)",
    "read": "(path)",
    "speak": "(script, feed, voice)",
}
VALUES = {
    "Built",
    "Chapter",
    "ChapterMark",
    "CitedSource",
    "Clip",
    "Dispatch",
    "DispatchAudioError",
    "Enclosure",
    "EngineGoneError",
    "Feed",
    "InputError",
    "LeftOut",
    "Length",
    "Line",
    "Loudness",
    "Manifest",
    "Mark",
    "Master",
    "ModelError",
    "Narration",
    "PublishError",
    "Published",
    "PullQuote",
    "Script",
    "Section",
    "SettingsError",
    "Sound",
    "SoundError",
    "Source",
    "Span",
    "Speaker",
    "SpokenForm",
    "Timeline",
    "Utterance",
    "Voice",
    "VoiceError",
    "WordTiming",
    "Workspace",
    "WorkspaceError",
}


def test_the_names_stay() -> None:
    assert set(dispatch_audio.__all__) == VALUES | set(FUNCTIONS)
    assert sorted(dispatch_audio.__all__) == dispatch_audio.__all__
    assert set(dispatch_audio.__all__) <= set(dir(dispatch_audio))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_asks_for_stays(name: str) -> None:
    signature = inspect.signature(getattr(dispatch_audio, name))
    plain = [
        parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()
    ]
    assert str(inspect.Signature(plain)) == FUNCTIONS[name]


def test_a_name_that_is_not_there_is_an_error_like_any_other() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'unheard_of'"):
        dispatch_audio.unheard_of  # noqa: B018


@pytest.mark.parametrize("name", ["build", "compose", "mix", "package", "publish", "speak"])
def test_a_function_is_found_where_a_room_has_its_name(name: str) -> None:
    room = importlib.import_module(f"dispatch_audio.{name}")
    assert inspect.isfunction(getattr(dispatch_audio, name))
    assert inspect.ismodule(room)


def test_importing_the_package_imports_nothing_else() -> None:
    told = "import sys; before = set(sys.modules); import dispatch_audio; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["dispatch_audio"]


def test_the_page_has_every_name_with_its_docstring() -> None:
    """``GOLDEN=renew`` writes it again."""
    page = REPOSITORY / PAGE
    if os.environ.get("GOLDEN") == "renew":
        page.write_text(renewed(page), encoding="utf-8")
    assert page.read_text("utf-8") == renewed(page)


def _programs() -> list[str]:
    return re.findall(
        r"^```python\n(.*?)^```", (REPOSITORY / PAGE).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def test_the_program_of_the_page_has_ten_lines() -> None:
    assert len([line for line in _programs()[0].splitlines() if line]) == 10


@pytest.mark.speech
def test_the_programs_of_the_page_build_an_episode(workspace: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(_programs())],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    told, built = ran.stdout.splitlines()
    folder = workspace / "episode"
    assert (workspace / told.rpartition(" ")[2]).is_file()
    assert {"episode.json", "chapters.json", "index.html", "transcript.vtt"} <= {
        file.name for file in folder.iterdir()
    }
    assert built.startswith("built ")
