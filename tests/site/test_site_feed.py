"""The feed, read back by podcastparser and, where names and prefixes count, as XML and as text."""

import dataclasses
import datetime
import io
import itertools
import re
import xml.etree.ElementTree as ET
from typing import Any

import podcastparser
import pytest
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from hypothesis import given
from hypothesis import strategies as st
from site_samples import ARTWORK, BASE, GUID, manifest, settings

from dispatch_audio.episode import Beside, Manifest
from dispatch_audio.site.feed import render_feed, render_feeds
from dispatch_audio.site.paging import paged
from dispatch_audio.site.text import bare_title, untagged
from dispatch_audio.workspace.settings import FeedSettings

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}

FIRST_ADDRESS = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"


def _parsed(feed: bytes) -> dict[str, Any]:
    read: dict[str, Any] = podcastparser.parse(f"{BASE}feed.xml", io.BytesIO(feed))
    return read


def _text(feed: bytes, path: str) -> str:
    found = ET.fromstring(feed).find(f"channel/{path}", NAMES)
    assert found is not None, path
    return found.text or ""


def test_a_client_reads_the_show() -> None:
    show = _parsed(render_feed(settings(), [manifest()], ARTWORK))
    assert show["title"] == "The Small Show"
    assert show["link"] == BASE
    assert show["description"] == "A show in small."
    assert show["language"] == "en-us"
    assert show["cover_url"] == BASE + ARTWORK
    assert show["itunes_author"] == "Example News"
    assert show["itunes_owner"] == {"name": "Example Desk", "email": "desk@example.org"}
    assert show["itunes_categories"] == [["News", "Tech News"]]
    assert show["type"] == "episodic"
    assert show["explicit"] is False
    assert show["generator"] == "dispatch-audio"


def test_a_client_reads_an_episode() -> None:
    (episode,) = _parsed(render_feed(settings(), [manifest()], ARTWORK))["episodes"]
    assert episode["guid"] == "a9ebc307-34c6-5909-b38c-000000000002"
    assert episode["title"] == "Title 2"
    assert episode["link"] == f"{BASE}episodes/dispatch-002/index.html"
    assert episode["published"] == datetime.datetime(2026, 4, 2, 4, tzinfo=datetime.UTC).timestamp()
    assert episode["total_time"] == 125
    assert episode["number"] == 2
    assert episode["description_html"].startswith("<p>First &amp; foremost.</p>")
    assert episode["enclosures"] == [
        {
            "url": f"{BASE}episodes/dispatch-002/dispatch-002.0123456789ab.mp3",
            "file_size": 424242,
            "mime_type": "audio/mpeg",
        }
    ]


def test_a_client_of_the_podcast_namespace_reads_what_lies_beside_the_mp3() -> None:
    # podcastparser knows the namespace by its first address only.
    feed = render_feed(settings(), [manifest()], ARTWORK).replace(
        NAMES["podcast"].encode(), FIRST_ADDRESS.encode()
    )
    (episode,) = _parsed(feed)["episodes"]
    assert episode["chapters_json_url"] == f"{BASE}episodes/dispatch-002/chapters.json"
    assert episode["transcript_url"].startswith(f"{BASE}episodes/dispatch-002/transcript.")
    (person,) = episode["persons"]
    assert (person["name"], person["role"], person["group"]) == ("Ann Example", "narrator", "cast")


def test_the_elements_of_the_podcast_namespace_are_there() -> None:
    feed = render_feed(settings(), [manifest()], ARTWORK)
    assert _text(feed, "podcast:guid") == GUID
    assert _text(feed, "podcast:medium") == "podcast"
    assert _text(feed, "podcast:txt[@purpose='ai-content']") == "true"
    assert _text(feed, "podcast:locked[@owner='desk@example.org']") == "yes"
    assert _text(feed, "item/podcast:chapters[@type='application/json+chapters']") == ""
    for kind in ("text/vtt", "application/x-subrip", "application/json"):
        assert _text(feed, f"item/podcast:transcript[@type='{kind}']") == ""
    assert _text(feed, "item/guid[@isPermaLink='false']") == "a9ebc307-34c6-5909-b38c-000000000002"


@pytest.mark.parametrize(("explicit", "said"), [(False, "false"), (True, "true")])
def test_explicit_is_true_or_false(explicit: bool, said: str) -> None:
    feed = render_feed(settings(explicit=explicit), [manifest()], ARTWORK)
    assert _text(feed, "itunes:explicit") == said
    assert _text(feed, "item/itunes:explicit") == said


def test_the_feed_names_itself_with_its_type() -> None:
    (link,) = ET.fromstring(render_feed(settings(), [], ARTWORK)).findall("channel/atom:link", NAMES)
    assert dict(link.attrib) == {"href": f"{BASE}feed.xml", "rel": "self", "type": "application/rss+xml"}


def test_every_prefix_is_the_literal_one() -> None:
    text = render_feed(settings(), [manifest()], ARTWORK).decode()
    assert set(re.findall(r"</?([a-z0-9]+):", text)) == set(NAMES) - {"content"}
    assert text.count("xmlns:") == len(NAMES)


def test_notes_are_the_description_in_cdata_as_apple_reads_them() -> None:
    text = render_feed(settings(), [manifest()], ARTWORK).decode()
    assert "<description><![CDATA[<p>First &amp; foremost.</p>" in text
    assert text.count("<![CDATA[") == 1


def test_the_end_of_cdata_inside_notes_ends_nothing() -> None:
    feed = render_feed(settings(), [manifest(notes="<p>a ]]> b</p>")], ARTWORK)
    assert _text(feed, "item/description") == "<p>a ]]&gt; b</p>"


def test_one_category_is_enough() -> None:
    assert _parsed(render_feed(settings(category="News"), [], ARTWORK))["itunes_categories"] == [["News"]]


def test_the_newest_comes_first_whatever_the_order() -> None:
    orders = [[1, 2, 3], [3, 1, 2], [2, 3, 1]]
    feeds = {render_feed(settings(), [manifest(n) for n in order], ARTWORK) for order in orders}
    assert len(feeds) == 1
    assert [episode["number"] for episode in _parsed(feeds.pop())["episodes"]] == [3, 2, 1]


def test_offsets_from_utc_count_in_the_order() -> None:
    early = manifest(1, published=datetime.datetime(2026, 4, 2, 6, tzinfo=datetime.UTC))
    late = manifest(2, published=datetime.datetime.fromisoformat("2026-04-02T05:00:00-05:00"))
    assert [e["number"] for e in _parsed(render_feed(settings(), [early, late], ARTWORK))["episodes"]] == [
        2,
        1,
    ]


def test_the_build_date_is_the_newest_episodes_and_never_the_clocks() -> None:
    feed = render_feed(settings(), [manifest(1), manifest(3)], ARTWORK)
    assert _text(feed, "lastBuildDate") == "Fri, 03 Apr 2026 06:00:00 +0200"
    assert b"lastBuildDate" not in render_feed(settings(), [], ARTWORK)


def test_an_episode_without_a_number_has_no_episode_element() -> None:
    assert b"itunes:episode>" not in render_feed(
        settings(), [dataclasses.replace(manifest(), number=None)], ARTWORK
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Vec<T> wins", "Vec‹T› wins"),
        ("a </b> b", "a ‹/b› b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("AT&T", "AT&T"),
    ],
)
def test_a_title_that_looks_like_a_tag_keeps_its_words(written: str, shown: str) -> None:
    assert untagged(written) == shown
    feed = render_feed(settings(), [manifest(title=written)], ARTWORK)
    assert _text(feed, "item/title") == _text(feed, "item/itunes:title") == shown


def test_a_long_description_of_the_show_is_cut_to_what_apps_show() -> None:
    shown = _text(render_feed(settings(description="Größe 🎧 " * 400), [], ARTWORK), "description")
    assert 3000 < len(shown.encode()) <= 4000
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("written", "number", "shown"),
    [
        ("Dispatch 7: The ice arrives", 7, "The ice arrives"),
        ("#7 – The ice arrives", 7, "The ice arrives"),
        ("The Small Show 007 · The ice arrives", 7, "The ice arrives"),
        ("The ice arrives | The Small Show", 7, "The ice arrives"),
        ("The Small Show: Dispatch 7: Ice", 7, "Ice"),
        ("7 ships arrive", 7, "7 ships arrive"),
        ("Dispatch 8: what it left out", 7, "Dispatch 8: what it left out"),
        ("2026: a year in ice", None, "2026: a year in ice"),
        ("The Small Show goes on", 7, "The Small Show goes on"),
        ("Dispatch 7: ", 7, "Dispatch 7:"),
    ],
)
def test_a_title_is_told_without_the_number_and_the_show(
    written: str, number: int | None, shown: str
) -> None:
    assert bare_title(written, "The Small Show", number) == shown


@pytest.mark.parametrize("title", ["1984", "007", "1e5", "+1", "0x1F"])
def test_a_title_that_looks_like_a_number_is_the_same_text_to_a_parser(title: str) -> None:
    feed = render_feed(settings(title=title), [manifest(title=title)], ARTWORK)
    assert _text(feed, "title") == _text(feed, "item/title") == _text(feed, "item/itunes:title") == title
    assert f"<title>{title}<".encode() not in feed


def test_a_serial_show_says_so() -> None:
    assert _text(render_feed(settings(type="serial"), [], ARTWORK), "itunes:type") == "serial"


def test_an_episode_is_what_feed_toml_says_and_full_otherwise() -> None:
    show = settings(episode_types={"dispatch-001": "trailer", "dispatch-002": "bonus"})
    root = ET.fromstring(render_feed(show, [manifest(n) for n in (1, 2, 3)], ARTWORK))
    types = [element.text for element in root.findall("channel/item/itunes:episodeType", NAMES)]
    assert types == ["full", "bonus", "trailer"]
    (trailer,) = root.findall("channel/podcast:trailer", NAMES)
    assert trailer.text == "Title 1"
    assert trailer.get("url") == f"{BASE}episodes/dispatch-001/dispatch-001.0123456789ab.mp3"
    assert trailer.get("pubdate") == "Wed, 01 Apr 2026 06:00:00 +0200"
    assert (trailer.get("length"), trailer.get("type")) == ("424242", "audio/mpeg")


def test_an_item_names_the_cover_of_its_episode_and_the_shows_picture_where_that_is_on_every_cover() -> None:
    own = manifest(2, beside=(Beside("notes.txt", "0"), Beside("cover.89abcdef.jpg", "0")))

    def named(show: FeedSettings) -> list[str]:
        root = ET.fromstring(render_feed(show, [manifest(1), own], ARTWORK))
        images = [item.find("itunes:image", NAMES) for item in root.findall("channel/item")]
        return [image.get("href", "") for image in images if image is not None]

    assert named(settings()) == [f"{BASE}episodes/dispatch-002/cover.89abcdef.jpg", BASE + ARTWORK]
    assert named(settings(artwork="ours.png")) == [BASE + ARTWORK, BASE + ARTWORK]


def test_an_episode_is_of_the_season_that_its_day_is_in() -> None:
    show = settings(
        seasons=[
            {"number": 2, "from": datetime.date(2026, 4, 2), "name": "Spring & ice"},
            {"number": 3, "from": datetime.date(2026, 4, 3)},
        ]
    )
    # The day is the dispatch's, also where it is another one in UTC.
    late = manifest(2, published=datetime.datetime.fromisoformat("2026-04-02T23:30:00-05:00"))
    root = ET.fromstring(render_feed(show, [manifest(1), late, manifest(4)], ARTWORK))
    items = root.findall("channel/item")
    assert [item.findtext("itunes:season", None, NAMES) for item in items] == ["3", "2", None]
    seasons = [item.find("podcast:season", NAMES) for item in items]
    assert [None if s is None else (s.text, s.get("name")) for s in seasons] == [
        ("3", None),
        ("2", "Spring & ice"),
        None,
    ]
    assert [item.findtext("podcast:episode", None, NAMES) for item in items] == ["4", "2", "1"]


def test_rights_are_told_as_the_specifications_want_them() -> None:
    feed = render_feed(settings(copyright="Example News", license="CC-BY-4.0"), [], ARTWORK)
    assert _text(feed, "copyright") == "Example News"
    assert _text(feed, "podcast:license") == "cc-by-4.0"
    own = {"name": "Small-1", "url": "https://example.org/licence"}
    feed = render_feed(settings(license=own), [], ARTWORK)
    assert _text(feed, "podcast:license[@url='https://example.org/licence']") == "Small-1"
    bare = render_feed(settings(), [], ARTWORK)
    assert b"license" not in bare
    assert b"copyright" not in bare


def test_a_show_that_has_moved_names_its_new_address_and_keeps_its_guids() -> None:
    here = render_feed(settings(), [manifest()], ARTWORK)
    moved = render_feed(settings(moved_from="https://old.example/"), [manifest()], ARTWORK)
    assert b"new-feed-url" not in here
    assert _text(moved, "itunes:new-feed-url") == f"{BASE}feed.xml"
    assert _text(moved, "podcast:guid") == _text(here, "podcast:guid")
    assert _text(moved, "item/guid") == _text(here, "item/guid")


def test_a_value_reaches_a_parser_with_every_sign_it_has() -> None:
    odd = "A \"B\" & 'C' > D"
    show = settings(title=odd, author=odd, seasons=[{"number": 1, "from": "2026-01-01", "name": odd}])
    feed = render_feed(show, [manifest(title=odd, narrator=odd, guid=odd)], ARTWORK)
    for path in (
        "title",
        "itunes:author",
        "item/title",
        "item/itunes:author",
        "item/podcast:person",
        "item/guid",
    ):
        assert _text(feed, path) == odd, path
    season = ET.fromstring(feed).find("channel/item/podcast:season", NAMES)
    assert season is not None
    assert season.get("name") == odd


def test_items_of_one_form_share_their_elements_and_none_of_their_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0
    add_entry = FeedGenerator.add_entry

    def counted(self: FeedGenerator) -> FeedEntry:
        nonlocal made
        made += 1
        return add_entry(self)

    monkeypatch.setattr(FeedGenerator, "add_entry", counted)
    show = settings(episode_types={"dispatch-003": "bonus"}, seasons=[{"number": 2, "from": "2026-01-06"}])
    episodes = [
        dataclasses.replace(episode, number=None if n % 2 else episode.number, title=f"Day {episode.slug}")
        for n, episode in enumerate(_many(9))
    ]
    items = ET.fromstring(render_feed(show, episodes, ARTWORK)).findall("channel/item")
    assert made == 5, "full or bonus, with or without number, before or in the season"
    for item, episode in zip(items, reversed(episodes), strict=True):
        assert item.findtext("title") == item.findtext("itunes:title", None, NAMES) == f"Day {episode.slug}"
        assert item.findtext("guid") == episode.guid
        assert episode.slug in (item.findtext("link") or "")
        assert item.findtext("itunes:episode", None, NAMES) == (
            None if episode.number is None else f"{episode.number}"
        )


def _many(count: int) -> list[Manifest]:
    day = datetime.datetime(2026, 1, 1, 6, tzinfo=datetime.UTC)
    return [
        dataclasses.replace(
            manifest(1),
            slug=f"dispatch-{n:03d}",
            guid=f"guid-{n}",
            number=n,
            published=day + datetime.timedelta(days=n),
        )
        for n in range(1, count + 1)
    ]


def _links(feed: bytes) -> dict[str, str]:
    links = ET.fromstring(feed).findall("channel/atom:link", NAMES)
    return {link.get("rel", ""): link.get("href", "").removeprefix(BASE) for link in links}


def _numbers(feed: bytes) -> list[int]:
    return [episode["number"] for episode in _parsed(feed)["episodes"]]


def test_all_episodes_are_in_one_feed_unless_it_is_asked_for_pages() -> None:
    (only,) = render_feeds(settings(), _many(250), ARTWORK)
    assert only.name == "feed.xml"
    assert _numbers(only.data) == list(range(250, 0, -1))
    assert set(_links(only.data)) == {"self"}


def test_older_episodes_go_to_archives_that_link_to_one_another() -> None:
    pages = {file.name: file.data for file in render_feeds(settings(items_per_page=3), _many(11), ARTWORK)}
    assert list(pages) == ["feed-1.xml", "feed-2.xml", "feed.xml"]
    assert {name: _numbers(data) for name, data in pages.items()} == {
        "feed-1.xml": [3, 2, 1],
        "feed-2.xml": [6, 5, 4],
        "feed.xml": [11, 10, 9, 8, 7],
    }
    assert _links(pages["feed.xml"]) == {
        "self": "feed.xml",
        "first": "feed.xml",
        "last": "feed-1.xml",
        "next": "feed-2.xml",
        "prev-archive": "feed-2.xml",
    }
    assert _links(pages["feed-2.xml"]) == {
        "self": "feed-2.xml",
        "first": "feed.xml",
        "last": "feed-1.xml",
        "previous": "feed.xml",
        "next": "feed-1.xml",
        "current": "feed.xml",
        "prev-archive": "feed-1.xml",
    }
    assert _links(pages["feed-1.xml"]) == {
        "self": "feed-1.xml",
        "first": "feed.xml",
        "last": "feed-1.xml",
        "previous": "feed-2.xml",
        "current": "feed.xml",
        "next-archive": "feed-2.xml",
    }
    archive = "{http://purl.org/syndication/history/1.0}archive"
    marked = {
        name: ET.fromstring(data).find(f"channel/{archive}") is not None for name, data in pages.items()
    }
    assert marked == {"feed-1.xml": True, "feed-2.xml": True, "feed.xml": False}
    assert _parsed(pages["feed.xml"])["paged_feed_next"] == f"{BASE}feed-2.xml"


def test_a_new_episode_changes_no_archive_but_the_newest_ones_links() -> None:
    pages = [
        {file.name: file.data for file in render_feeds(settings(items_per_page=2), _many(count), ARTWORK)}
        for count in range(8, 13)
    ]
    for before, after in itertools.pairwise(pages):
        kept = [name for name in before if name != "feed.xml" and before[name] != after[name]]
        assert kept in ([], [max(before.keys() - {"feed.xml"})])
        assert all(_numbers(before[name]) == _numbers(after[name]) for name in before if name != "feed.xml")
    assert pages[0]["feed-1.xml"] == pages[-1]["feed-1.xml"]


@given(count=st.integers(0, 60), size=st.integers(0, 12))
def test_pages_hold_each_episode_once_in_order_and_feed_xml_is_never_nearly_empty(
    count: int, size: int
) -> None:
    episodes = [dataclasses.replace(manifest(1), slug=f"{n}") for n in range(count)]
    pages = paged(episodes, size)
    assert [episode for page in pages for episode in page.episodes] == episodes
    assert len(pages[0].episodes) >= min(count, size)
    assert all(len(page.episodes) == size for page in pages[1:])
    assert len(pages[0].episodes) < 2 * size or not size


_ANY = st.text(st.characters(codec=None), min_size=1, max_size=120) | st.sampled_from(
    [
        "]]>",
        "<![CDATA[",
        "&amp;",
        "\x00\x0b\x1f",
        "\ud800",
        "مرحبا <b>",
        "🎧",
        "<script>",
        "\u2028\uffff",
        "\"'",
    ]
)


def _toml(text: str) -> str:
    return "x" + text.encode(errors="ignore").decode()


@given(title=_ANY, summary=_ANY, notes=_ANY, narrator=_ANY)
def test_any_text_yields_a_feed_that_clients_read(
    title: str, summary: str, notes: str, narrator: str
) -> None:
    odd = manifest(title=title, summary=summary, notes=notes, narrator=narrator)
    # TOML is UTF-8, so that settings hold no lone surrogates; a manifest's JSON may.
    show = settings(title=_toml(title), description=_toml(summary), author=_toml(narrator))
    read = _parsed(render_feed(show, [odd, manifest(3)], ARTWORK))
    assert [episode["guid"][-1] for episode in read["episodes"]] == ["3", "2"]
    assert read["episodes"][0]["title"] == "Title 3"
