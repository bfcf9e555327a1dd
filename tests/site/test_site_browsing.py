"""What a person sees who opens feed.xml: the stylesheet, applied by another program than a browser."""

import re

import pytest
from lxml import etree, html
from site_samples import ARTWORK, BASE, manifest, settings

from dispatch_audio.site.browsing import CSS_NAME, XSL_NAME, stylesheets
from dispatch_audio.site.feed import render_feeds
from dispatch_audio.workspace.settings import FeedSettings

XSL, CSS = (file.data for file in stylesheets())


def _page(show: FeedSettings, count: int = 1, page: int = -1) -> html.HtmlElement:
    """The last page of a feed, or another, as a browser shows it."""
    feed = render_feeds(show, [manifest(1 + n % 28, slug=f"dispatch-{n:03d}") for n in range(count)], ARTWORK)
    made = etree.XSLT(etree.fromstring(XSL))(etree.fromstring(feed[page].data))
    return html.document_fromstring(str(made))


def _links(page: html.HtmlElement) -> list[str]:
    return [link.get("href") for link in page.iter("a")]


def test_the_feed_names_both_stylesheets_before_its_first_element() -> None:
    (feed,) = render_feeds(settings(), [], ARTWORK)
    lines = feed.data.decode().splitlines()[:4]
    assert lines[0] == "<?xml version='1.0' encoding='UTF-8'?>"
    assert lines[1:3] == [
        f'<?xml-stylesheet type="text/xsl" href="{XSL_NAME}"?>',
        f'<?xml-stylesheet type="text/css" href="{CSS_NAME}"?>',
    ]
    assert lines[3].startswith("<rss ")


def test_a_person_sees_the_show_and_how_to_subscribe() -> None:
    page = _page(settings(title="The <Small> Show", copyright="Example News"))
    assert page.findtext(".//h1") == "The <Small> Show".replace("<Small>", "‹Small›")
    assert page.get("lang") == "en-us"
    assert page.get_element_by_id("feed").text == f"{BASE}feed.xml"
    bare = BASE.removeprefix("https://") + "feed.xml"
    for address in (
        f"podcast://{bare}",
        f"pktc://subscribe/{bare}",
        f"overcast://x-callback-url/add?url={BASE}feed.xml",
        f"https://antennapod.org/deeplink/subscribe?url={BASE}feed.xml",
    ):
        assert address in _links(page)
    text = " ".join(page.text_content().split())
    assert "© Example News · The voices in this show are synthetic." in text


def test_each_episode_has_its_summary_page_and_player() -> None:
    page = _page(settings(episode_types={"dispatch-000": "trailer"}))
    (item,) = page.findall(".//ul[@class='plain']/li")
    assert " ".join(item.find("p").text_content().split()) == "Trailer 1 Apr 2026 · episode 1 · 2 min"
    # The notes are HTML inside the feed; what they say is text on the page.
    assert item.findall("p")[1].text.strip() == "First & foremost."
    player = item.find("audio")
    assert player.get("src") == f"{BASE}episodes/dispatch-000/dispatch-001.0123456789ab.mp3"
    assert player.get("preload") == "none"
    assert f"{BASE}episodes/dispatch-000/index.html" in _links(page)


def test_a_long_feed_shows_its_newest_and_counts_the_others() -> None:
    page = _page(settings(), 120)
    assert len(page.findall(".//audio")) == 50
    assert "70 more of this feed are in your podcast app." in page.text_content()


def test_an_archive_leads_to_its_neighbours_and_subscribes_to_the_feed() -> None:
    page = _page(settings(items_per_page=10), 40, page=1)
    assert page.get_element_by_id("feed").text == f"{BASE}feed.xml"
    assert {f"{BASE}feed-1.xml", f"{BASE}feed-3.xml"} <= set(_links(page))
    assert "Older episodes" in page.findtext(".//main/h2")


def test_a_show_without_episodes_says_so() -> None:
    assert "There is no episode yet." in _page(settings(), 0).text_content()


@pytest.mark.parametrize("sheet", [XSL, CSS], ids=["feed.xsl", "feed.css"])
def test_nothing_is_loaded_from_elsewhere(sheet: bytes) -> None:
    text = sheet.decode()
    assert not re.findall(
        r"url\((?!\"http://www\.itunes)|@import|<(?:script|link|img)[^>]*(?:src|href)=\"http", text
    )


def test_the_fallback_shows_words_of_the_feed_and_no_bare_notes() -> None:
    text = CSS.decode()
    shown = re.search(r"\nchannel > \|title,.*display: block", text)
    assert shown is not None
    assert "item > |description" not in shown[0]
    assert "channel > *, item > * { display: none; }" in text
