"""Killed at any instant, an unattended run loses nothing; `scripts/crash-test` is the long form of this."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CRASHING = Path(__file__).with_name("crashing.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_dozen_kills_lose_nothing_and_the_next_run_goes_on() -> None:
    ran = subprocess.run(
        [sys.executable, str(CRASHING), "--kills", "12", "--seed", "5", "--no-disk"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "12 kills, and every promise held" in ran.stdout
