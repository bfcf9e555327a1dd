"""What feed.toml says of the feed: every fault by its key, with the way out."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.workspace import Workspace

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('type = "daily"', "type: Input should be 'episodic' or 'serial'"),
        ('[episode_types]\ndispatch-007 = "ad"', "episode_types.dispatch-007: Input should be 'full'"),
        (
            '[episode_types]\n"A Small Day" = "bonus"',
            "episode_types: 'A Small Day' is no episode's; write it",
        ),
        ('withdrawn = ["7"]', "withdrawn: '7' is no episode's; write it as its address has it, dispatch-007"),
        ('copyright = "© 2026 Us"', "copyright: names the holder alone"),
        ('license = "Ours"', "license: 'Ours' is none of Creative Commons'; say where it stands"),
        ('license = { name = "Ours", url = "ours.html" }', "license.url: must be a whole address"),
        ('license = { nmae = "CC0-1.0" }', "license.nmae: no such key; did you mean name?"),
        ("items_per_page = -1", "items_per_page: Input should be greater than or equal to 0"),
        ('moved_from = "old.example"', "moved_from: must be a whole address"),
        ('moved_from = "https://example.org/daily-dispatch"', "moved_from: is base_url itself"),
        ("[[seasons]]\nnumber = 1", "seasons.0.from: is missing"),
        ("[[seasons]]\nnumber = 1\nform = 2026-01-01", "seasons.0.form: no such key; did you mean from?"),
        (
            "[[seasons]]\nnumber = 1\nfrom = 2026-01-01\n[[seasons]]\nnumber = 2\nfrom = 2026-01-01",
            "seasons: season 2 must come after season 1, and begin later",
        ),
    ],
)
def test_a_fault_is_told_with_its_key(run: Run, workspace: Path, lines: str, said: str) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{lines}\n", encoding="utf-8")
    ran = run("check")
    assert (ran.code, ran.out) == (1, "")
    assert "feed.toml: " in ran.err
    assert said in ran.err.partition("feed.toml: ")[2]


def test_a_season_lasts_until_the_next_one_begins(workspace: Path) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    seasons = "[[seasons]]\nnumber = 1\nfrom = 2026-01-05\n[[seasons]]\nnumber = 4\nfrom = 2026-02-01\n"
    path.write_text(f"{path.read_text('utf-8')}\n{seasons}", encoding="utf-8")
    settings = Workspace(workspace).feed(None).settings

    def number(*day: int) -> int | None:
        season = settings.season(datetime.date(*day))
        return season.number if season else None

    days = [(2026, 1, 4), (2026, 1, 5), (2026, 1, 31), (2026, 2, 1), (2030, 1, 1)]
    assert [number(*day) for day in days] == [None, 1, 1, 4, 4]
