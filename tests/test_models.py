"""A model is the one that we know, or it does not speak."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from dispatch_audio import models
from dispatch_audio.errors import ModelError


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for number in (1, 2):
        (tmp_path / f"part{number}").write_bytes(bytes([number]) * 1000)
    return [tmp_path / "part1", tmp_path / "part2"]


SHA256 = hashlib.sha256(b"\1" * 1000 + b"\2" * 1000).hexdigest()


def test_parts_are_joined_in_order(parts: list[Path]) -> None:
    assert models.joined(parts, SHA256) == b"\1" * 1000 + b"\2" * 1000


def test_other_parts_than_the_known_ones_are_refused(parts: list[Path]) -> None:
    parts[1].write_bytes(b"another model")
    with pytest.raises(ModelError, match="another model"):
        models.joined(parts, SHA256)


def test_what_is_made_of_a_model_is_made_once_and_again_when_it_is_damaged(parts: list[Path]) -> None:
    asked: list[int] = []

    def make() -> bytes:
        asked.append(1)
        return b"made of it"

    path = models.made("timed", make)
    assert path.read_bytes() == b"made of it"
    assert models.made("timed", make) == path
    assert len(asked) == 1
    path.write_bytes(b"half")
    assert models.made("timed", make) == path
    assert path.read_bytes() == b"made of it"
    assert len(asked) == 2


def test_a_model_that_was_changed_is_refused(parts: list[Path]) -> None:
    with pytest.raises(ModelError, match="not the model that we know"):
        models.checked(parts[0], SHA256)


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(ModelError, match="no-such-voice is not installed"):
        models.packaged("no_such_voice", "part.bin")


def test_a_folder_is_known_by_its_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "model" / "deep").mkdir(parents=True)
    (tmp_path / "model" / "deep" / "weights").write_bytes(b"1")
    known = models.sha256_of_folder(tmp_path / "model")
    assert models.checked(tmp_path / "model", known) == tmp_path / "model"
    (tmp_path / "model" / "deep" / "weights").rename(tmp_path / "model" / "weights")
    with pytest.raises(ModelError):
        models.checked(tmp_path / "model", known)


def test_what_another_model_was_before_goes_when_it_is_no_longer_used(parts: list[Path]) -> None:
    former = models.made("voice-1", lambda: b"made by an earlier version")
    others = [former.with_name(f".{former.name}.k2x"), former.with_name("other-0123456789abcdef.onnx")]
    for path in others:
        path.write_bytes(b"half")
    good = models.made("voice-2", lambda: b"made by this version")
    assert former.exists(), "another run may have just opened it"
    for path in (former, *others):
        os.utime(path, (0, time.time() - 2 * 86_400))
    assert models.made("voice-2", lambda: b"not made again") == good
    assert not former.exists()
    assert not others[0].exists()
    assert others[1].exists(), "another model, used this week"
