"""The feed as real clients read it, from `dispatch-audio serve` as a user starts it."""

import dataclasses
import datetime
import io
import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import client
import feedparser
import podcastparser
import pytest
from lxml import etree

from dispatch_audio.build import Built
from dispatch_audio.package.manifest import dump, item_guid
from dispatch_audio.public import read_manifests, site_of, update
from dispatch_audio.site import render_feed
from dispatch_audio.workspace import Feed, Workspace
from samples import NOW

TITLE = "A Small Day"


@dataclass(frozen=True)
class Served:
    """A workspace of one built episode, and where its feed is."""

    workspace: Path
    url: str
    mp3: bytes
    guid: str

    @property
    def feed(self) -> Feed:
        """The show, as its files say now."""
        return Workspace(self.workspace).feed(None)

    def set(self, lines: str) -> None:
        """Puts lines at the end of feed.toml."""
        path = self.feed.folder / "feed.toml"
        path.write_text(f"{path.read_text('utf-8')}\n{lines}\n", encoding="utf-8")

    def write(self) -> None:
        """Writes the feed again."""
        update(self.feed, site_of(self.feed, read_manifests(self.feed), NOW))


@pytest.fixture
def served(built: Built, workspace: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "dispatch_audio", "serve", "--port", "0", "--workspace", str(workspace)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        url = lines[1].removeprefix("feed: ").strip()
        assert url.startswith("http://127.0.0.1:"), lines
        mp3 = (built.folder / built.manifest.enclosure.name).read_bytes()
        yield Served(workspace, url, mp3, built.manifest.guid)
        process.terminate()


def _fetched(url: str) -> bytes:
    # Without a proxy, which an environment may name also for this machine.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
        data: bytes = answer.read()
        return data


def test_podcastparser_reads_the_episode_and_its_mp3_is_as_long_as_it_says(served: Served) -> None:
    show = podcastparser.parse(served.url, io.BytesIO(_fetched(served.url)))
    (episode,) = show["episodes"]
    assert (show["title"], episode["title"], episode["guid"]) == ("The Daily Dispatch", TITLE, served.guid)
    assert "<p>Read by Tony Tone, a synthetic voice" in episode["description_html"]
    (enclosure,) = episode["enclosures"]
    mp3 = _fetched(enclosure["url"])
    assert mp3 == served.mp3
    assert enclosure["file_size"] == len(mp3)


def test_feedparser_finds_no_fault_and_is_spared_what_it_has(served: Served) -> None:
    found = feedparser.parse(served.url)
    assert (found.status, found.bozo, found.version, found.encoding) == (200, False, "rss20", "utf-8")
    (entry,) = found.entries
    assert (entry.title, entry.id, entry.guidislink) == (TITLE, served.guid, False)
    assert entry.summary_detail.type == "text/html"
    assert [enclosure.type for enclosure in entry.enclosures] == ["audio/mpeg"]
    assert tuple(entry.published_parsed[:6]) == (2026, 5, 6, 6, 0, 0)
    assert feedparser.parse(served.url, etag=found.etag).status == 304


def test_lxml_reads_it_strictly_and_finds_the_prefixes_that_apps_look_for(served: Served) -> None:
    root = etree.fromstring(_fetched(served.url), etree.XMLParser(resolve_entities=False, recover=False))
    assert root.nsmap == {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
    }
    assert {element.prefix for element in root.iter("*")} == {None, "itunes", "podcast", "atom"}


_PARTYTIME = """
const partytime = require("podcast-partytime");
const xml = require("fs").readFileSync(0, "utf8");
process.stdout.write("\\n" + JSON.stringify(partytime.parseFeed(xml)));
"""


def _partytime(feed: bytes) -> Any:
    node = client.node_package("podcast-partytime")
    return json.loads(client.run(node, "-e", _PARTYTIME, stdin=feed).splitlines()[-1])


def test_partytime_reads_every_tag_of_podcasting_2_0(served: Served) -> None:
    served.set(
        'copyright = "The Desk"\nlicense = "CC-BY-4.0"\ntype = "serial"\n'
        '[episode_types]\ndispatch-007 = "trailer"\n[[seasons]]\nnumber = 2\nfrom = 2026-05-01\nname = "Ice"'
    )
    served.write()
    show = _partytime(_fetched(served.url))
    assert (show["title"], show["guid"], show["itunesType"]) == (
        "The Daily Dispatch",
        served.feed.settings.guid,
        "serial",
    )
    assert (show["locked"], show["podcastOwner"], show["medium"]) == (True, "desk@example.org", "podcast")
    assert (show["copyright"], show["license"]["identifier"]) == ("The Desk", "cc-by-4.0")
    assert show["itunesCategory"] == ["News > Tech News"]
    (trailer,) = show["trailers"]
    assert (trailer["title"], trailer["season"], trailer["length"]) == (TITLE, 2, len(served.mp3))
    (item,) = show["items"]
    assert (item["title"], item["guid"], item["itunesEpisode"]) == (TITLE, served.guid, 7)
    assert (item["itunesEpisodeType"], item["itunesSeason"]) == ("trailer", 2)
    assert item["enclosure"]["length"] == len(served.mp3)
    assert item["podcastSeason"] == {"number": 2, "name": "Ice"}
    assert item["podcastEpisode"]["number"] == 7
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert "text/vtt" in [transcript["type"] for transcript in item["podcastTranscripts"]]
    (person,) = item["podcastPeople"]
    assert (person["name"], person["group"], person["role"]) == ("Tony Tone", "Cast", "Narrator")


@pytest.mark.parametrize("title", ["1984", "007", "1e5"])
def test_partytime_keeps_a_title_that_looks_like_a_number(built: Built, workspace: Path, title: str) -> None:
    manifest = dataclasses.replace(built.manifest, title=title, number=None)
    feed = render_feed(Workspace(workspace).feed(None).settings, [manifest], "artwork.0badcafe.jpg")
    assert [item["title"] for item in _partytime(feed)["items"]] == [title]


class Gpodder:
    """gPodder's command line, with a home of its own."""

    def __init__(self, home: Path) -> None:
        self._program = client.program("gpo", "gpodder")
        self.home = home

    def __call__(self, *words: str) -> str:
        """What it prints."""
        return client.run(self._program, *words, GPODDER_HOME=str(self.home), HOME=str(self.home))

    def downloads(self) -> list[bytes]:
        """What it has downloaded."""
        return [path.read_bytes() for path in sorted(self.home.rglob("*.mp3"))]


@pytest.fixture
def gpodder(tmp_path: Path) -> Gpodder:
    (tmp_path / "gpodder").mkdir()
    return Gpodder(tmp_path / "gpodder")


def test_gpodder_subscribes_downloads_and_never_downloads_a_corrected_episode_again(
    gpodder: Gpodder, served: Served
) -> None:
    gpodder("subscribe", served.url)
    assert f"{served.guid}" in gpodder("episodes", "--guid", served.url)
    gpodder("download")
    assert gpodder.downloads() == [served.mp3]
    (manifest,) = read_manifests(served.feed)
    corrected = dataclasses.replace(manifest, title="A Smaller Day")
    (served.feed.public / "episodes" / manifest.slug / "episode.json").write_bytes(dump(corrected))
    served.write()
    assert "0 new episodes" in gpodder("update")
    assert "A Smaller Day" in gpodder("episodes", served.url)
    assert "0 episodes downloaded" in gpodder("download")
    assert gpodder.downloads() == [served.mp3]


def test_gpodder_follows_the_pages_of_a_long_feed(gpodder: Gpodder, served: Served) -> None:
    (first,) = read_manifests(served.feed)
    folder = served.feed.public / "episodes" / first.slug
    for number in range(8, 13):
        slug = f"dispatch-{number:03d}"
        shutil.copytree(folder, folder.with_name(slug))
        later = dataclasses.replace(
            first,
            slug=slug,
            title=f"Day {number}",
            guid=item_guid(served.feed.settings.guid, slug),
            published=first.published + datetime.timedelta(days=number),
        )
        (folder.with_name(slug) / "episode.json").write_bytes(dump(later))
    served.set("items_per_page = 2")
    served.write()
    assert (served.feed.public / "feed-2.xml").is_file()
    gpodder("subscribe", served.url)
    listed = gpodder("episodes", served.url)
    assert [f"Day {number}" in listed for number in range(8, 13)] == [True] * 5
    assert TITLE in listed
