"""The table of figures is made, with the machine named and each figure beside another one."""

import re
import subprocess
import sys

from samples import REPOSITORY


def test_each_figure_has_a_peer_or_limit_and_the_machine_is_named() -> None:
    script = REPOSITORY / "scripts" / "figures"
    small = ["--only", "reading", "--only", "feeds", "--count", "3"]
    ran = subprocess.run([sys.executable, str(script), *small], capture_output=True, text=True, check=True)
    assert re.search(r"on .+, \d+ cores, \w+, CPython 3\.\d+\.\d+; kokoro-onnx \d", ran.stdout)
    rows = [line.strip("| ").split(" | ") for line in ran.stdout.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 4
    for what, measured, beside, ratio in rows:
        assert re.search(r"\d (s|ms|MB)$", measured), what
        assert re.search(r": [\d.]+ (s|ms|MB)$", beside), what
        assert float(ratio) > 0
