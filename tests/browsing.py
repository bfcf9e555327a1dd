"""A real browser for tests of pages: Debian's chromium, driven by Playwright, with sound that nobody hears."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=20_000)
"""Milliseconds: a machine that does other work is slow, and no test waits for what is there."""

_FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--mute-audio",
)


def missing(what: str) -> None:
    """Skips the test, or fails it where everything must be there."""
    if os.environ.get("DISPATCH_AUDIO_CLIENTS"):
        pytest.fail(f"DISPATCH_AUDIO_CLIENTS is set, and {what}")
    pytest.skip(what)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as the tests of a run take."""
    path = shutil.which("chromium")
    if path is None:
        missing("chromium is not on the PATH; `apt-get install chromium` brings it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


def axe() -> str:
    """axe-core's script, which npm brings."""
    node = shutil.which("node")
    asked = node and subprocess.run(
        [node, "-e", "console.log(require.resolve('axe-core/axe.min.js'))"],
        capture_output=True,
        check=False,
        text=True,
    )
    if not asked or asked.returncode:
        missing("node finds no axe-core; `npm install` in a copy of tests/clients, and NODE_PATH, bring it")
    assert asked
    return Path(asked.stdout.strip()).read_text("utf-8")


def accessible(page: Page) -> None:
    """Nothing serious is found by axe-core on the page as it stands (WCAG 2.2 A and AA)."""
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(({violations}) => violations)"
    )
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    told = [
        (
            one["id"],
            one["help"],
            [(node["html"][:160], node["failureSummary"][:300]) for node in one["nodes"][:3]],
        )
        for one in grave
    ]
    assert told == [], json.dumps(told, indent=1)
