"""A model is the one that we know, or it does not speak."""

import hashlib
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


def test_parts_are_joined_once_in_order(parts: list[Path]) -> None:
    path = models.joined("model.onnx", parts, SHA256)
    assert path.read_bytes() == b"\1" * 1000 + b"\2" * 1000
    made = path.stat().st_mtime_ns
    assert models.joined("model.onnx", parts, SHA256).stat().st_mtime_ns == made


def test_a_damaged_copy_in_the_cache_is_made_again(parts: list[Path]) -> None:
    path = models.joined("model.onnx", parts, SHA256)
    path.write_bytes(b"half")
    assert models.sha256_of(models.joined("model.onnx", parts, SHA256)) == SHA256


def test_other_parts_than_the_known_ones_are_refused(parts: list[Path]) -> None:
    parts[1].write_bytes(b"another model")
    with pytest.raises(ModelError, match="another model"):
        models.joined("model.onnx", parts, SHA256)


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
