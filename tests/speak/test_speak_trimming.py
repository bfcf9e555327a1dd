"""The cache stays within its bound, and never at the cost of a build."""

import errno
import os
import time
from pathlib import Path

import pytest

from dispatch_audio import files
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.speak import clips, trimming
from dispatch_audio.speak.engines import Said
from dispatch_audio.speak.engines.tone import ToneEngine

HOUR, DAY = 3_600, 86_400


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own, in a folder with other things."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return files.cache_folder()


def clip(word: str, *, idle: float = 0) -> Path:
    """A clip in the cache that was used so many seconds ago."""
    said = (Said(0, len(word), word),)
    speech = ToneEngine().speak(said, 1.0)
    path = clips.clip_path("tone", said, 1.0)
    clips.keep(path, clips.encoded(speech.samples, 24_000, speech.words))
    return unused(path, idle)


def unused(path: Path, idle: float) -> Path:
    moment = time.time() - idle
    os.utime(path, (moment, moment))
    return path


def test_the_clips_that_were_used_longest_ago_go_first() -> None:
    old, older, new = clip("bread", idle=3 * HOUR), clip("water", idle=9 * HOUR), clip("stone", idle=2 * HOUR)
    size = old.stat().st_size
    trimming.trim(3 * size)
    assert older.exists()
    trimming.trim(2 * size)
    assert [path.exists() for path in (older, old, new)] == [False, True, True]
    trimming.trim(0)
    assert [path.exists() for path in (older, old, new)] == [False, False, False]


def test_a_clip_that_is_asked_for_counts_as_used() -> None:
    first, second = clip("bread", idle=9 * HOUR), clip("water", idle=3 * HOUR)
    assert clips.kept(first) is not None
    trimming.trim(first.stat().st_size)
    assert first.exists()
    assert not second.exists()


def test_what_was_used_within_the_hour_stays_whatever_the_bound() -> None:
    used = clip("bread", idle=HOUR / 2)
    trimming.trim(0)
    assert used.exists()


def test_a_narration_touches_its_clips_before_it_trims() -> None:
    used, other = clip("bread", idle=9 * HOUR), clip("water", idle=2 * HOUR)
    trimming.settle([used], 0)
    assert used.exists()
    assert not other.exists()


def test_what_a_killed_run_or_an_older_version_left_goes_after_a_day() -> None:
    good = clip("bread")
    begun = good.with_name(f".{good.name}.x7_k2")
    former = clips.folder() / good.name[:2] / good.name
    former.parent.mkdir(parents=True)
    for path in (begun, former):
        path.write_bytes(b"RIFF")
        unused(path, DAY - HOUR)
    trimming.trim(10**9)
    assert begun.exists()
    assert former.exists()
    for path in (begun, former):
        unused(path, DAY + HOUR)
    trimming.trim(10**9)
    assert not begun.exists()
    assert not former.exists()
    assert good.exists()


def test_nothing_else_is_ever_removed(cache: Path, tmp_path: Path) -> None:
    good = clip("bread", idle=9 * HOUR)
    elsewhere = tmp_path / "music"
    elsewhere.mkdir()
    (elsewhere / good.name).write_bytes(b"a song")
    notes, model = clips.folder() / "notes.txt", cache / "models" / "voice.onnx"
    model.parent.mkdir()
    for path in (notes, model, elsewhere / good.name):
        path.write_bytes(b"not ours")
        unused(path, 900 * DAY)
    (clips.folder() / "linked").symlink_to(elsewhere, target_is_directory=True)
    (good.parent / f"{'0' * 64}.wav").symlink_to(elsewhere / good.name)
    trimming.trim(0)
    assert not good.exists()
    assert notes.exists()
    assert model.exists()
    assert (elsewhere / good.name).exists()


def test_a_clip_that_cannot_be_removed_stays_and_the_next_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    held, free = clip("bread", idle=9 * HOUR), clip("water", idle=3 * HOUR)
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError(errno.EACCES, "is being used by another process")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    trimming.trim(0)
    assert held.exists()
    assert not free.exists()


@pytest.mark.parametrize(
    ("text", "wanted"), [("", 2 * 10**9), ("500", 5 * 10**8), ("0.5", 500_000), ("0", 0)]
)
def test_the_bound_is_the_environments(monkeypatch: pytest.MonkeyPatch, text: str, wanted: int) -> None:
    monkeypatch.setenv("DISPATCH_AUDIO_CACHE_MB", text)
    assert trimming.bound() == wanted


@pytest.mark.parametrize("text", ["lots", "2 GB", "-1", "nan", "inf"])
def test_a_bound_that_is_no_size_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("DISPATCH_AUDIO_CACHE_MB", text)
    with pytest.raises(
        WorkspaceError, match=f"DISPATCH_AUDIO_CACHE_MB is '{text}', which is no number of megabytes"
    ):
        trimming.bound()


def test_of_two_runs_that_speak_one_line_both_have_the_first_ones_clip() -> None:
    first = clip("bread")
    data = first.read_bytes()
    other = ToneEngine().speak((Said(0, 5, "cakes"),), 1.0)
    assert clips.keep(first, clips.encoded(other.samples, 24_000, other.words)) == clips.kept(first)
    assert first.read_bytes() == data


def test_a_clip_that_is_open_elsewhere_and_cannot_be_replaced_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = clip("bread")
    data = path.read_bytes()

    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", refused)
    files.write_cached(path, data)
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    path.unlink()
    with pytest.raises(WorkspaceError, match=r"Access is denied.*XDG_CACHE_HOME"):
        files.write_cached(path, data)


@pytest.mark.parametrize("at", [4, 24, 44, -40, -1])
def test_damage_anywhere_in_a_clip_is_noticed(at: int) -> None:
    path = clip("bread")
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert clips.kept(path) is None
