"""`voices`: the list, what is played, mixed and fetched, and how each tells what it did."""

import hashlib
import importlib
import json
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch_audio.commands import players
from dispatch_audio.speak import fetching, styles
from dispatch_audio.speak.fetching import Fetchable
from dispatch_audio.speak.hub import HubFile
from dispatch_audio.workspace import Workspace

Run = Callable[..., Any]

STYLE = np.random.default_rng(0).normal(size=styles.SHAPE).astype(np.float32).tobytes()


def test_a_faulty_voice_hides_no_other_and_all_its_faults_are_told(run: Run, workspace: Path) -> None:
    (workspace / "voices" / "bad.toml").write_text(
        'name = "Bad"\nengine = "tone"\npace = 9\n[pauses]\nsentence = -1\nsentense = 1\n'
    )
    (workspace / "voices" / "odd.toml").write_text('name = "Odd"\nengine = "trumpet"\n')
    ran = run("voices")
    assert ran.code == 1
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["joe", "tony"]
    bad, odd = ran.err.splitlines()
    assert bad.startswith(f"dispatch-audio: {Path('voices/bad.toml')}: ")
    assert all(fault in bad for fault in ("pace: ", "pauses.sentence: ", "pauses.sentense: no such key"))
    assert "odd.toml: engine: there is no engine 'trumpet'" in odd
    told = [json.loads(line) for line in run("voices", "--json").out.splitlines()]
    assert [one["voice"] for one in told] == ["bad", "joe", "odd", "tony"]
    assert "pauses.sentence: " in told[0]["error"]


def test_a_voice_that_is_not_installed_says_what_it_lacks(run: Run, workspace: Path) -> None:
    model = (workspace / "far.onnx").as_posix()
    (workspace / "voices" / "far.toml").write_text(f'name = "Far"\nengine = "piper"\nmodel = "{model}"\n')
    ran = run("voices")
    assert ran.code == 0
    assert f"far: Far, piper, pace 1, not installed: model: {Path(model)} is not there (" in ran.out
    told = {one["voice"]: one for one in map(json.loads, run("voices", "--json").out.splitlines())}
    assert set(told["far"]) == {
        "voice",
        "name",
        "engine",
        "pace",
        "quotes",
        "fallback",
        "installed",
        "lacking",
    }
    assert (told["far"]["installed"], told["joe"]["installed"], told["joe"]["lacking"]) == (False, True, "")


def test_the_list_is_quick(run: Run) -> None:
    run("voices")
    began = time.perf_counter()
    run("voices")
    assert time.perf_counter() - began < 0.5


def _fake(folder: Path, name: str, *, fails: bool = False) -> Path:
    """A player that notes what it was given, put on the PATH alone."""
    folder.mkdir(exist_ok=True)
    program = folder / "player.py"
    program.write_text(
        "import os, sys; from pathlib import Path\n"
        "file = os.environ['DISPATCH_AUDIO_FILE']\n"
        "Path(sys.argv[1]).write_text('\\n'.join([*sys.argv[2:], file, str(Path(file).stat().st_size)]))\n"
        + ("sys.exit('no sound card\\nno luck')\n" if fails else "")
    )
    noted = folder / f"{name}.txt"
    if os.name == "nt":
        (folder / f"{name}.bat").write_text(f'@"{sys.executable}" "{program}" "{noted}" %*\n')
    else:
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "{noted}" "$@"\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return noted


def test_play_takes_the_first_player_that_there_is(
    run: Run, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    late, first = _fake(tmp_path / "bin", "mpv"), _fake(tmp_path / "bin", "aplay")
    ran = run("voices", "say", "Good morning.", "--play")
    assert ran.code == 0
    assert ran.out.startswith("played by aplay: ")
    assert not late.exists()
    quiet, path, same, size = first.read_text().splitlines()
    assert (quiet, path[-4:]) == ("-q", ".wav")
    assert path == same
    assert int(size) > 1000
    assert list(workspace.glob("*.wav")) == []
    ran = run("voices", "say", "Good morning.", "--play", "-o", "hello.wav", "--json")
    assert json.loads(ran.out) | {"duration_s": 0} == {
        "voice": "tony", "file": "hello.wav", "duration_s": 0, "player": "aplay",
    }  # fmt: skip
    assert (workspace / "hello.wav").is_file()


@pytest.mark.parametrize("name", players.PLAYERS)
def test_every_player_is_given_the_file(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    noted = _fake(tmp_path / "bin", name)
    assert run("voices", "say", "Good morning.", "--play").out.startswith(f"played by {name}: ")
    *given, file, size = noted.read_text().splitlines()
    assert (given[-1] == file) != (name == "powershell")
    assert int(size) > 1000


def test_without_a_player_nothing_is_spoken_and_the_way_out_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("voices", "say", "Good morning.", "--play")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "there is no player on the PATH: none of afplay, " in ran.err
    assert "leave out --play" in ran.err


def test_a_player_that_fails_is_told_in_its_own_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    _fake(tmp_path / "bin", "paplay", fails=True)
    ran = run("voices", "say", "Good morning.", "--play")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "paplay cannot play it: no luck" in ran.err


CONFIG = b'{"espeak": {"voice": "en-gb"}, "audio": {"sample_rate": 22050}}'
"""What stands beside a Piper model."""


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A table of one style and one model, and a folder that has the files of both."""

    def file(name: str, data: bytes) -> HubFile:
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "mine" / name).write_bytes(data)
        return HubFile("owner/voices", "0" * 40, f"x/{name}", len(data), hashlib.sha256(data).hexdigest())

    table = (
        Fetchable("am_one", "kokoro", "Apache-2.0", "a style", "en-us", (file("am_one.bin", STYLE),)),
        Fetchable(
            "ann",
            "piper",
            "public domain",
            "recordings",
            "en-gb",
            (file("ann.onnx", b"model" * 400_000), file("ann.onnx.json", CONFIG)),
        ),
    )
    monkeypatch.setattr(fetching, "fetchables", lambda: table)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "mine"


def test_fetch_lists_what_there_is_with_size_and_licence(run: Run, offered: Path) -> None:
    ran = run("voices", "fetch")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "am_one\tkokoro\t0.5 MB\tApache-2.0\ta style",
        "ann\tpiper\t2.0 MB\tpublic domain\trecordings",
    ]
    run("voices", "fetch", "am_one", "--from", str(offered))
    assert run("voices", "fetch").out.splitlines()[0].endswith("\there")
    told = [json.loads(line) for line in run("voices", "fetch", "--json").out.splitlines()]
    assert set(told[0]) == {"name", "engine", "size", "licence", "origin", "language", "here"}
    assert [one["here"] for one in told] == [True, False]


def test_fetch_tells_size_and_licence_before_it_fetches(run: Run, offered: Path, workspace: Path) -> None:
    ran = run("voices", "fetch", "am_one", "ann", "--from", str(offered))
    assert ran.code == 0
    assert ran.err.splitlines() == [
        f"dispatch-audio: am_one: 0.5 MB, Apache-2.0, from {offered}",
        f"dispatch-audio: ann: 2.0 MB, public domain, from {offered}",
    ]
    assert ran.out.splitlines()[0].startswith("am_one: fetched, voices/styles/am_one.bin; hear it with ")
    assert ran.out.splitlines()[1].startswith("ann: fetched, voices/ann.toml; hear it with ")
    told = json.loads(run("voices", "fetch", "ann", "--from", str(offered), "--json").out)
    assert (told["name"], told["status"], told["profile"]) == ("ann", "unchanged", "voices/ann.toml")
    assert run("voices").out.splitlines()[0] == "ann: Ann, piper, pace 1, installed"


def test_of_several_each_is_tried_and_one_that_fails_is_told(
    run: Run, offered: Path, workspace: Path
) -> None:
    (offered / "am_one.bin").write_bytes(b"damaged")
    ran = run("voices", "fetch", "am_one", "ann", "--from", str(offered))
    assert ran.code == 1
    assert "am_one: am_one.bin is not the file that we know: 7 bytes" in ran.err
    assert ran.out.startswith("ann: fetched")
    assert not (workspace / "voices" / "styles").exists()
    assert run("voices", "fetch", "am_none", "x").code == 1
    assert run("voices", "fetch", "ann", "--from", "nowhere").code == 1


def test_mix_makes_a_voice_of_what_was_fetched(run: Run, offered: Path, workspace: Path) -> None:
    run("voices", "fetch", "am_one", "--from", str(offered))
    ran = run("voices", "mix", "kim", "am_one=2", "--json")
    assert (ran.code, json.loads(ran.out)) == (
        0,
        {"voice": "kim", "profile": "voices/kim.toml", "style": "voices/kim.npy", "weights": {"am_one": 1.0}},
    )
    assert "the weights add up to 2, taken as am_one=1" in ran.err
    assert (workspace / "voices" / "kim.npy").read_bytes()[-len(STYLE) :] == STYLE
    assert run("voices").out.splitlines()[1] == "kim: Kim, kokoro, pace 1, installed"
    assert run("voices", "mix", "kim", "am_one=1").code == 1
    assert run("voices", "mix", "kim", "am_one=1", "--force").code == 0
    assert run("voices", "mix", "kim").code == 2
    assert Workspace(workspace).voice("kim").profile.name == "Kim"


def test_verbs_work_from_another_folder(
    run: Run, offered: Path, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    where = ("--workspace", str(workspace))
    assert run("voices", "fetch", "am_one", "--from", str(offered), *where).code == 0
    assert run("voices", *where, "mix", "kim", "am_one=1").out.startswith("voices/kim.toml: ")
    for words in (("fetch", "am_one"), ("mix", "kim", str(workspace / "voices" / "kim.npy"))):
        ran = run("voices", *words, "--workspace", str(tmp_path / "elsewhere"))
        assert (ran.code, "elsewhere: has no voices/" in ran.err) == (1, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_style_or_a_mix_may_be_named_in_place_of_a_voice(
    run: Run, offered: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("voices", "fetch", "am_one", "--from", str(offered))
    heard = []

    def audition(form: Any, voice: Any) -> Any:
        heard.append(voice)
        return real(form, Workspace(workspace).voice("tony"))

    room = importlib.import_module("dispatch_audio.speak")
    real = room.audition
    monkeypatch.setattr(room, "audition", audition)
    assert run("voices", "say", "Hello.", "--voice", "am_one").out.startswith("am_one-1.wav: ")
    assert run("voices", "say", "Hello.", "--voice", "am_one=1,am_two=1").code == 1
    assert "af_heart: is not fetched yet; `dispatch-audio voices fetch af_heart` brings it" in (
        run("voices", "say", "Hello.", "--voice", "af_heart").err
    )
    assert "has no voice 'am_two'" in run("voices", "say", "Hello.", "--voice", "am_two").err
    assert [voice.profile.engine for voice in heard] == ["kokoro"]
