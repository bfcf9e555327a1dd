"""Each edition is a feed in the studio, with its own scripts, builds and approvals."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from studio_samples import SMALL, Client, running

# As the page writes it: one segment.
EDITION = "/api/feeds/daily-dispatch%2Fheadlines"


@pytest.fixture
def client(workspace: Path, small: Path) -> Iterator[Client]:
    """A studio of a show that has an edition."""
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(path.read_text("utf-8") + '\n[[editions]]\nlength = "headlines"\n', encoding="utf-8")
    with running(workspace) as opened:
        yield opened


def test_the_list_has_the_show_and_its_editions(client: Client) -> None:
    page = client.ask("/").body.decode()
    assert page.index(">The Daily Dispatch</h1>") < page.index(">The Daily Dispatch: Headlines</h1>")
    assert 'href="/feeds/daily-dispatch/headlines/dispatch-007"' in page
    assert client.ask("/feeds/daily-dispatch/headlines/dispatch-007").status == 200
    assert client.ask("/feeds/daily-dispatch/full/dispatch-007").status == 404


def test_its_script_is_saved_as_its_own(client: Client, workspace: Path) -> None:
    path = f"{EDITION}/dispatch-007/script"
    told = client.told(path)
    client.told(path, "PUT", {key: told[key] for key in ("base", "dispatch", "document")})
    scripts = workspace / "feeds" / "daily-dispatch" / "scripts"
    assert [file.name for file in scripts.glob("*.md")] == ["dispatch-007.headlines.md"]
    assert client.told(f"{SMALL}/script")["base"] != client.told(path)["base"]


def test_its_length_stands_in_its_table(client: Client, workspace: Path) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    before = path.read_bytes()
    answer = client.ask(f"{EDITION}/choose", "POST", {"length": "full"})
    assert answer.status == 400
    assert b"[[editions]]" in answer.body
    assert path.read_bytes() == before
