"""`dispatch-audio preview` as a user runs it."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_preview_prints_the_address_that_opens_the_studio_and_ends_when_interrupted(workspace: Path) -> None:
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "dispatch_audio",
        "preview",
        "--no-open",
        "--workspace",
        workspace,
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as studio:
        try:
            assert studio.stdout is not None
            word, address = studio.stdout.readline().split()
            assert word == "studio:"
            assert address.startswith("http://127.0.0.1:")
            opener = urllib.request.build_opener(
                urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
            )
            with opener.open(address, timeout=30) as answer:
                assert b"Open the studio" in answer.read()
            own_url = address.split("open?")[0]
            with opener.open(own_url, timeout=60) as answer:
                assert b"Open Source Catches Fire" in answer.read()
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(own_url, timeout=30)
        finally:
            studio.send_signal(signal.SIGINT)
            out, err = studio.communicate(timeout=120)
    assert (studio.returncode, out, err) == (0, "", "")


def test_what_is_wrong_is_told_before_a_page_could(workspace: Path, run: Callable[..., Any]) -> None:
    assert run("preview", "--no-open", "--feed", "nowhere").code == 1
    assert run("preview", "--no-open", "--host", "0.0.0.0").code == 2
    assert run("preview", "--no-open", "--port", "70000").code == 2
    (workspace / "feeds" / "daily-dispatch" / "feed.toml").unlink()
    empty = run("preview", "--no-open")
    assert empty.code == 1
    assert "dispatch-audio init" in empty.err
