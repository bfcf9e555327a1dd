"""What the documentation shows of a workspace's files is what the program takes."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from dispatch_audio.readers import READERS
from dispatch_audio.spoken import Lexicon
from dispatch_audio.workspace.settings import FeedSettings, PeopleSettings, VoiceProfile
from samples import REPOSITORY

PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md")))
SHOW = tomllib.loads((REPOSITORY / "feeds" / "daily-dispatch" / "feed.toml").read_text("utf-8"))
MODELS: tuple[tuple[type[BaseModel], dict[str, Any]], ...] = (
    (FeedSettings, SHOW),
    (VoiceProfile, {"name": "Tony", "engine": "tone"}),
)
"""Models of files with keys of their own, and what else must be there."""


def blocks(page: Path) -> Iterator[str]:
    """The indented blocks of a page, without their indent."""
    for found in re.finditer(r"(?:^(?:    .*)?\n)+", page.read_text("utf-8"), re.MULTILINE):
        yield re.sub(r"^    ", "", found[0], flags=re.MULTILINE).strip("\n")


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for page in PAGES:
        for block in blocks(page):
            try:
                table = tomllib.loads(block)
            except tomllib.TOMLDecodeError:
                continue
            if table:
                yield f"{page.relative_to(REPOSITORY)}: {block.splitlines()[0]}", table


TABLES = list(_tables())


@pytest.mark.parametrize("table", [table for _, table in TABLES], ids=[where for where, _ in TABLES])
def test_settings_that_are_shown_are_taken(table: dict[str, Any]) -> None:
    for model, rest in MODELS:
        if set(table) <= {field.alias or name for name, field in model.model_fields.items()}:
            model.model_validate({**rest, **table})
            return
    if any(isinstance(value, dict) and "name" in value for value in table.values()):
        PeopleSettings.model_validate(table)
    else:
        Lexicon.from_table(table)


def test_settings_of_each_kind_are_shown() -> None:
    assert len(TABLES) > 8
    assert any("guid" in table for _, table in TABLES)
    assert any("engine" in table for _, table in TABLES)
    assert any("editions" in table for _, table in TABLES)


@pytest.mark.parametrize(("ending", "mark"), [(".md", "---\n"), (".json", "{\n"), (".txt", "Dispatch 003")])
def test_a_dispatch_that_is_shown_is_read(ending: str, mark: str) -> None:
    (shown,) = (block for block in blocks(REPOSITORY / "docs" / "dispatches.md") if block.startswith(mark))
    read = READERS[ending](shown, f"shown{ending}")
    assert (read.number, read.date.isoformat()) == (3, "2026-04-21")
    assert read.sources[0].title.casefold().startswith("the title of the source")
    assert read.sources[0].key_points
