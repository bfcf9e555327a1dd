"""Kokoro's graph, as we change it, says what it said before; and a model runs on what a machine has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch_audio import models
from dispatch_audio.speak.engines import kokoro, onnx
from samples import REPOSITORY

STYLE = REPOSITORY / "voices" / "lenar-kess.npy"
TOKENS = [50, 83, 54, 156, 31, 4, 16, 50, 156, 138, 64, 16, 81, 83, 16, 53, 157, 76, 68, 4]
"""Some twenty phonemes; what they say does not matter."""


@pytest.fixture(scope="module")
def as_shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("model") / "kokoro.onnx"
    parts = [models.packaged(package, "part.bin") for package in kokoro.PACKAGES]
    path.write_bytes(models.joined(parts, kokoro.MODEL_SHA256))
    yield path
    path.unlink()


def outputs(session: Any) -> list[Any]:
    inputs = {
        session.get_inputs()[0].name: np.array([[0, *TOKENS, 0]], np.int64),
        "style": np.load(STYLE)[len(TOKENS) - 1],
        "speed": np.array([1.2], np.float32),
    }
    return [np.ravel(output) for output in session.run(None, inputs)]


def loudness(samples: Any) -> Any:
    """Of windows of 20 ms."""
    return np.sqrt((samples[: len(samples) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))


@pytest.mark.speech
def test_the_changed_graph_says_the_same_as_long_and_as_loud_and_tells_how_long(as_shipped: Path) -> None:
    (before,) = outputs(onnx.session(as_shipped))
    after, durations = outputs(onnx.session(kokoro.model_file()))
    assert len(after) == len(before) == durations.sum() * 600
    assert len(durations) == len(TOKENS) + 2
    assert np.corrcoef(loudness(before), loudness(after))[0, 1] > 0.98


@pytest.mark.speech
def test_a_processor_whose_sums_would_overflow_gives_the_same_samples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = outputs(onnx.session(kokoro.model_file()))[0]
    monkeypatch.setattr(onnx, "_overflows", lambda: True)
    careful = outputs(onnx._opened.__wrapped__(kokoro.model_file(), 0, 1))[0]
    assert np.array_equal(usual, careful)


def test_a_model_runs_on_the_fastest_that_a_machine_has() -> None:
    cpu, cuda, core_ml = "CPUExecutionProvider", "CUDAExecutionProvider", "CoreMLExecutionProvider"
    assert onnx.preferred([cpu]) == [cpu]
    assert onnx.preferred([core_ml, "AzureExecutionProvider", cpu]) == [core_ml, cpu]
    assert onnx.preferred(["TensorrtExecutionProvider", cuda, cpu]) == [cuda, cpu]
