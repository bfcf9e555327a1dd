"""Podcast clients that tests read episodes and feeds with, where they are installed.

On a contributor's machine a client that is missing skips its tests. Where DISPATCH_AUDIO_CLIENTS is set, as .ci/run sets it,
all of them must be there.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str, package: str) -> str:
    """The whole path of a program that this package of Debian brings."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not on the PATH; `apt-get install {package}` brings it")
    assert found is not None
    return found


def node_package(name: str) -> str:
    """The path of node, which finds this npm package by NODE_PATH."""
    node = program("node", "nodejs")
    asked = subprocess.run([node, "-e", f"require.resolve('{name}')"], capture_output=True, check=False)
    if asked.returncode:
        missing(
            f"node finds no {name}; `npm ci` in a copy of tests/clients, and its node_modules in NODE_PATH, bring it"
        )
    return node


def missing(what: str) -> None:
    """Skips the test, or fails it where all clients must be there."""
    if os.environ.get("DISPATCH_AUDIO_CLIENTS"):
        pytest.fail(f"DISPATCH_AUDIO_CLIENTS is set, and {what}")
    pytest.skip(what)


def run(*words: str | Path, stdin: bytes | None = None, **environment: str) -> str:
    """What a client prints; it must end well, within a minute, and knows nothing of this virtual environment."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ran = subprocess.run(
        words,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        check=False,
        timeout=60,
        env=kept | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} | environment,
    )
    said = ran.stdout.decode()
    assert ran.returncode == 0, f"{said}\n{ran.stderr.decode()}"
    return said
