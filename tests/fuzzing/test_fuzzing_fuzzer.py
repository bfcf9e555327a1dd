"""scripts/fuzz as somebody runs it: it drives a target, and tells of what breaks with the input that does it."""

import re
import subprocess
import sys
from pathlib import Path

import fuzzer
import pytest

FUZZER = Path(__file__).with_name("fuzzer.py")


def _ran(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, FUZZER, *words], capture_output=True, text=True, check=False, timeout=120
    )


def test_a_target_is_driven_and_its_figures_are_told(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="the extra fuzz is not installed")
    ran = _ran("--target", "run", "--minutes", "0.03", "--corpus", tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    head, row = (re.split(r"\s{2,}", line) for line in ran.stdout.splitlines())
    figures = dict(zip(head, row, strict=True))
    assert figures["target"] == "run"
    assert int(figures["executions"].replace(",", "")) > 200
    assert int(figures["coverage"]) > 5
    assert figures["findings"] == "0"
    assert list((tmp_path / "corpus" / "run").iterdir())


def test_a_fault_is_one_finding_with_the_input_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def target(data: bytes) -> bool:
        if data.startswith(b"["):
            raise IndexError("broken on purpose")
        return True

    watch = fuzzer.Watch("run", target, tmp_path, tmp_path / "figures.json")
    for data in (b"{}", b"[1", b"[2"):
        watch(data)
    (text, found) = sorted(tmp_path.glob("crash-*"), reverse=True)
    assert found.read_bytes() == b"[1"
    assert "broken on purpose" in text.read_text("utf-8")
    assert (watch.figures.executions, watch.figures.taken) == (3, 1)
    row = fuzzer.Figures("run", findings=(str(found),))
    monkeypatch.setattr(fuzzer, "runs", lambda *_: [row])
    assert fuzzer.fuzz(["run"], fuzzer.arguments(["--corpus", str(tmp_path)])) == 1
    row.findings = ()
    assert fuzzer.fuzz(["run"], fuzzer.arguments(["--corpus", str(tmp_path)])) == 0


def test_what_is_no_target_is_told(tmp_path: Path) -> None:
    ran = _ran("--target", "nothing", "--again", tmp_path)
    assert ran.returncode == 2
    assert "there is no target nothing" in ran.stderr


def test_one_input_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "input"
    file.write_bytes(b"[" * 3000)
    assert "refused" in _ran("--target", "run", "--again", file).stdout
