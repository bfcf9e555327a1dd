"""A private feed is fetched by those alone who were given an address, each their own, until it is taken from them."""

import json
import re
import stat
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.commands import daily
from dispatch_audio.errors import SettingsError
from dispatch_audio.public import check_feed
from dispatch_audio.site.server import Served, create_app
from dispatch_audio.workspace import Workspace
from dispatch_audio.workspace.access import add_listener, read_access
from samples import NOW, tree

Run = Callable[..., Any]
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/daily-dispatch/"


@pytest.fixture
def feed(workspace: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a private feed with the small dispatch."""
    monkeypatch.setattr(daily, "_now", lambda: NOW)
    folder = workspace / "feeds" / "daily-dispatch"
    (folder / "dispatches" / "dispatch-002.txt").unlink()
    first(folder, 'access = "token"')
    return folder


def first(feed: Path, line: str) -> None:
    """Adds a key to feed.toml, where no table has begun yet."""
    path = feed / "feed.toml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", encoding="utf-8")


def token_of(feed: Path, name: str) -> str:
    return next(one.token for one in read_access(feed).listeners if one.name == name)


def test_each_listener_has_an_address_of_their_own(feed: Path, run: Run, public: Path) -> None:
    told = [json.loads(line) for line in run("listeners", "add", "Ann", "Bo", "--json").out.splitlines()]
    addresses = [one["feeds"][0] for one in told]
    assert len(set(addresses)) == 2
    run("build", "small")
    for address in addresses:
        assert re.fullmatch(rf"{BASE}[0-9a-f]{{32}}/feed\.xml", address)
        channel = ET.parse(public / address.removeprefix(BASE)).getroot()[0]
        links = {link.get("rel"): link.get("href") for link in channel.iter(f"{ATOM}link")}
        assert links["self"] == address
        assert channel.findtext(f"{ITUNES}block") == "Yes"
        enclosure = channel.find("item/enclosure")
        assert enclosure is not None
        mp3 = enclosure.get("url", "").removeprefix(BASE)
        assert re.match(r"episodes/dispatch-007-[0-9a-f]{32}/dispatch-007\.", mp3)
        assert (public / mp3).stat().st_size == int(enclosure.get("length", "0"))
    assert run("check").code == 0


def test_nothing_that_can_be_guessed_leads_to_an_episode(feed: Path, run: Run, public: Path) -> None:
    run("listeners", "add", "Ann")
    run("build", "small")
    guessable = {name: data for name, data in tree(public).items() if not re.search("[0-9a-f]{32}", name)}
    assert sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in guessable) == [
        "artwork.jpg",
        "feed.css",
        "feed.xsl",
        "index.html",
    ]
    assert b"episodes/" not in guessable["index.html"]
    assert b'<meta name="robots" content="noindex, nofollow">' in guessable["index.html"]
    assert not any(re.search(rb"[0-9a-f]{32}", data) for name, data in guessable.items() if "." in name[-5:])


def test_no_episode_tells_of_a_feed_or_of_another_episode(feed: Path, run: Run, public: Path) -> None:
    run("listeners", "add", "Ann")
    run("build", "small")
    (episode,) = (public / "episodes").iterdir()
    token, secret = token_of(feed, "Ann"), read_access(feed).secret
    hidden = Workspace(feed.parents[1]).feed(None).settings.feed_folder.rstrip("/")
    for path in episode.iterdir():
        data = path.read_bytes()
        assert not any(word.encode() in data for word in (token, secret, hidden)), path.name
    page = (episode / "index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "feed.xml" not in page


def test_who_is_revoked_loses_the_feed_at_once_and_nobody_else(
    feed: Path, run: Run, public: Path, workspace: Path
) -> None:
    site = workspace / "site"
    site.mkdir()
    first(feed, f'publish = "{site.as_posix()}"')
    run("listeners", "add", "Ann", "Bo")
    assert run("daily").code == 0
    ann, bo = (Path(token_of(feed, name), "feed.xml") for name in ("Ann", "Bo"))
    assert all((place / one).is_file() for place in (public, site) for one in (ann, bo))
    assert "revoked since" in run("listeners", "revoke", "Ann").out
    ran = run("daily")
    assert ran.code == 0
    assert "0 built, 1 unchanged" in ran.out
    assert not any((place / ann).exists() for place in (public, site))
    assert all((place / bo).is_file() for place in (public, site))
    # The record, which names all that was sent, lies where nobody finds it.
    assert not (site / ".published.json").exists()
    assert run("check").code == 0


def test_a_new_listener_needs_no_episode_made_again(feed: Path, run: Run, public: Path) -> None:
    run("listeners", "add", "Ann")
    run("build", "small")
    before = tree(public)
    run("listeners", "add", "Bo")
    assert json.loads(run("build", "small", "--json").out)["status"] == "unchanged"
    after = tree(public)
    assert {name for name in after if name not in before} == {f"{token_of(feed, 'Bo')}/feed.xml"}
    assert after.items() >= before.items()


def test_archives_are_copied_too(feed: Path, run: Run, public: Path) -> None:
    first(feed, "items_per_page = 1")
    text = (feed / "dispatches" / "small.txt").read_text("utf-8")
    for number in (8, 9):
        path = feed / "dispatches" / f"d{number}.txt"
        path.write_text(
            text.replace("Dispatch 7 · 2026-05-06", f"Dispatch {number} · 2026-05-0{number}"),
            encoding="utf-8",
        )
    run("listeners", "add", "Ann")
    assert run("daily").code == 0
    folder = public / token_of(feed, "Ann")
    assert {path.name for path in folder.iterdir()} == {"feed.xml", "feed-1.xml", "feed-2.xml"}
    older = ET.parse(folder / "feed-1.xml").getroot()[0]
    links = {link.get("rel"): link.get("href", "") for link in older.iter(f"{ATOM}link")}
    assert links["current"] == f"{BASE}{folder.name}/feed.xml"
    assert run("check").code == 0


def test_editions_are_as_private(feed: Path, run: Run, public: Path) -> None:
    path = feed / "feed.toml"
    path.write_text(path.read_text("utf-8") + '\n[[editions]]\nlength = "headlines"\n', encoding="utf-8")
    told = json.loads(run("listeners", "add", "Ann", "--json").out)
    run("build", "small")
    assert [(public / address.removeprefix(BASE)).is_file() for address in told["feeds"]] == [True, True]
    assert not list(public.rglob("dispatch-007/*"))
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda public, token: (public / token / "feed.xml").unlink(), "1 pages of their copies are missing"),
        (lambda public, token: (public / token / "feed.xml").write_bytes(b"<rss/>"), "1 pages of their"),
        (
            lambda public, token: (public / "feed.xml").write_bytes(
                (public / token / "feed.xml").read_bytes()
            ),
            "1 pages of the feed lie where no listener",
        ),
        (lambda public, token: (public / token).rename(public / ("0" * 32)), "1 pages of the feed lie where"),
    ],
)
def test_a_check_finds_copies_that_are_missing_wrong_or_nobodys(
    feed: Path, run: Run, public: Path, change: Callable[[Path, str], None], said: str
) -> None:
    run("listeners", "add", "Ann")
    run("build", "small")
    change(public, token_of(feed, "Ann"))
    failed = [one for one in check_feed(Workspace(feed.parents[1]).feed(None), NOW) if not one.passed]
    assert any(one.check == "access" and said in one.said for one in failed)


def test_the_file_with_the_secrets_is_its_owners_alone(feed: Path, run: Run) -> None:
    run("listeners", "add", 'Ann "A" \\ Öz')
    path = feed / "access.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in read_access(feed).listeners] == ['Ann "A" \\ Öz']


def test_no_secret_is_in_what_is_told(feed: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("listeners", "add", "Ann")
    token = token_of(feed, "Ann")
    ran = run("daily", "--log", "json")
    hidden = Workspace(feed.parents[1]).feed(None).settings.feed_folder.rstrip("/")
    records = "".join(path.read_text("utf-8") for path in (feed / "runs").iterdir())
    for word in (token, read_access(feed).secret, hidden):
        assert word not in ran.out + ran.err + records
    path = feed / "access.toml"
    path.write_text(path.read_text("utf-8").replace(token, token[:-1] + "X"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Workspace(feed.parents[1]).feed(None)
    assert token[:-1] not in str(caught.value)
    assert "listeners.0.token: must be 32 digits" in str(caught.value)


def test_a_feed_that_becomes_private_is_made_anew_where_nobody_looks(
    workspace: Path, small: Path, run: Run, public: Path
) -> None:
    feed = workspace / "feeds" / "daily-dispatch"
    run("build", "small")
    first(feed, 'access = "token"')
    assert "access.toml: is missing" in run("build", "small").err
    run("listeners", "add", "Ann")
    ran = run("build", "small")
    assert ran.code == 1
    assert "remove the folder dispatch-007" in ran.err
    for path in (public / "episodes" / "dispatch-007").iterdir():
        path.unlink()
    assert run("build", "small").code == 0
    assert not (public / "feed.xml").exists()
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "whom to add?"),
        (("add", " "), "is no name"),
        (("add", "Ann"), "'Ann' is a listener already"),
        (("revoke", "Bo"), "'Bo' is no listener (there is Ann)"),
        (("list", "Ann"), "list takes no name"),
    ],
)
def test_what_cannot_be_done_with_listeners_is_told(
    feed: Path, run: Run, words: tuple[str, ...], said: str
) -> None:
    run("listeners", "add", "Ann")
    before = (feed / "access.toml").read_bytes()
    ran = run("listeners", *words)
    assert ran.code == 1
    assert said in ran.err
    assert (feed / "access.toml").read_bytes() == before


def test_an_open_feed_has_no_listeners(workspace: Path, run: Run) -> None:
    ran = run("listeners", "add", "Ann")
    assert ran.code == 1
    assert "this feed is open to all" in ran.err
    assert not (workspace / "feeds" / "daily-dispatch" / "access.toml").exists()


def test_a_listeners_feed_is_served(feed: Path, run: Run, public: Path) -> None:
    from starlette.testclient import TestClient

    run("listeners", "add", "Ann")
    run("build", "small")
    client = TestClient(create_app([Served("daily-dispatch", "A", public, BASE)], "http://testserver/"))
    found = client.get(f"/{token_of(feed, 'Ann')}/feed.xml")
    assert found.status_code == 200
    url = re.findall(r'<enclosure url="([^"]+)"', found.text)[0]
    assert client.get(url).status_code == 200
    assert client.get("/feed.xml").status_code == 404


def test_tokens_are_of_128_bits_and_never_the_same(tmp_path: Path) -> None:
    tokens = {add_listener(tmp_path, f"n{number}").token for number in range(20)}
    assert len(tokens) == 20
    assert all(len(bytes.fromhex(token)) == 16 for token in tokens)
    access = read_access(tmp_path)
    assert access.hidden("guid", "dispatch-001") != access.hidden("guid", "dispatch-002")
    assert access.secret not in repr(access)
