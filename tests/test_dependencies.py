"""What the project depends on: pinned, all of it and nothing else, at what is installed, under licences that go with its own."""

import re
import runpy
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from samples import REPOSITORY

LICENCES = runpy.run_path(str(REPOSITORY / "scripts" / "licences"))
CONSTRAINTS = (REPOSITORY / "constraints.txt").read_text("utf-8")
PINNED: dict[str, str] = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^(\S+)==(\S+)$", CONSTRAINTS, re.MULTILINE)
}
BY_PIP_ITSELF = {"pip", "setuptools", "wheel"}
"""What `pip freeze` leaves out."""

pytestmark = pytest.mark.skipif(
    f"CPython {sys.version_info.major}.{sys.version_info.minor}" not in CONSTRAINTS.splitlines()[0],
    reason="the pins are of another Python",
)


def _installed() -> dict[str, Any]:
    found: dict[str, Any] = LICENCES["closure"](("", "dev"))
    return {name: one for name, one in found.items() if name not in BY_PIP_ITSELF}


def _page() -> dict[str, dict[str, str]]:
    """The page's tables, by their headings."""
    text = (REPOSITORY / "docs" / "licences.md").read_text("utf-8")
    parts = re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {
        title: dict(re.findall(r"^\| (?!Package)([a-z\d][^ ]*) \| (.*) \|$", rows, re.MULTILINE))
        for title, rows in parts
    }


def test_all_that_is_needed_is_installed_at_its_pin() -> None:
    assert {name: found and found.version for name, found in _installed().items()} == {
        name: PINNED.get(canonicalize_name(name), "has no pin") for name in _installed()
    }


def test_no_pin_is_of_what_nothing_needs() -> None:
    measuring = _page()[LICENCES["MEASURING"]]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (*project["dependencies"], *project["optional-dependencies"]["fuzz"])
    elsewhere = {canonicalize_name(Requirement(line).name) for line in lines if ";" in line}
    assert PINNED.keys() - _installed().keys() - measuring.keys() - elsewhere == set()
    assert measuring.keys() - PINNED.keys() == set()


def test_what_is_installed_goes_together() -> None:
    ran = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_every_licence_goes_with_ours() -> None:
    refused = {
        name: told
        for name, found in _installed().items()
        if not LICENCES["accepted"](told := LICENCES["licence"](name, found))
    }
    assert refused == {}


@pytest.mark.parametrize(
    "told", ["AGPL-3.0-only AND MIT", "Proprietary", "unknown", "GPL-2.0-only", "MIT AND CC-BY-NC-4.0"]
)
def test_a_licence_that_does_not_go_with_ours_is_refused(told: str) -> None:
    assert not LICENCES["accepted"](told)


@pytest.mark.parametrize(
    "told", ["MIT", "Apache-2.0 OR Proprietary", "MIT AND (BSD-3-Clause OR GPL-2.0-only)"]
)
def test_one_of_several_that_may_be_chosen_is_enough(told: str) -> None:
    assert LICENCES["accepted"](told)


def test_the_page_of_licences_is_what_is_installed() -> None:
    """`scripts/licences --write` writes it."""
    written = _page()
    for title, rows in LICENCES["groups"]().items():
        if title == LICENCES["MEASURING"]:
            # All of them are installed, or some are and the page knows the rest.
            assert rows.items() <= written[title].items()
        else:
            assert rows == written[title]
