"""The feed, read back by podcastparser and, where names and prefixes count, as XML and as text."""

import dataclasses
import datetime
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_samples import ARTWORK, BASE, GUID, manifest, settings

from dispatch_audio.site.feed import render_feed
from dispatch_audio.site.text import untagged

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
    assert set(re.findall(r"</?([a-z0-9]+):", text)) == set(NAMES)
    assert text.count("xmlns:") == len(NAMES)


def test_notes_stand_in_cdata() -> None:
    text = render_feed(settings(), [manifest()], ARTWORK).decode()
    assert "<content:encoded><![CDATA[<p>First &amp; foremost.</p>" in text


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


def test_a_long_description_is_cut_to_what_apps_show() -> None:
    feed = render_feed(settings(), [manifest(summary="Größe 🎧 " * 1000)], ARTWORK)
    shown = _text(feed, "item/description")
    assert 3000 < len(shown.encode()) <= 4000
    assert shown.endswith("…")


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
