"""The pages: they hold every word, lead where they say, and load nothing from elsewhere."""

import base64
import dataclasses
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from site_samples import ARTWORK, BASE, CUES, LINES, form, manifest, settings

from dispatch_audio.episode import CitedSource
from dispatch_audio.package import File
from dispatch_audio.package.read_script import ReadLine
from dispatch_audio.package.transcript import Cue, Word
from dispatch_audio.site import pages
from dispatch_audio.site.pages import render_index

_VOID = {"meta", "link", "img", "br", "input", "hr"}


class _Page(HTMLParser):
    """Collects text, links and sources, and fails where tags are not closed in order."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.text = ""
        self.tags: list[str] = []
        self.ids: list[str] = []
        self._open: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.tags.append(tag)
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a":
            self.links.append(said["href"] or "")
        elif tag in ("img", "audio", "script", "link") and said.get("rel") != "canonical":
            self.loaded += [said[name] or "" for name in ("src", "href") if name in said]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def render_episode(*args: Any) -> bytes:
    """The page of an episode that has one."""
    (page,) = pages.render_episode(*args)
    assert page.name == "index.html"
    return page.data


def _episode() -> _Page:
    page = _Page(render_episode(settings(), manifest(), CUES, LINES))
    assert len(page.ids) == len(set(page.ids))
    return page


def _said(page: bytes) -> list[str]:
    """The paragraphs of a page's transcript, with the time that each begins with and the numbers of sources."""
    paragraphs = re.findall(r'<p>(<a class="at".*?)</p>', page.decode())
    return [html.unescape(re.sub("<[^>]*>", "", one)) for one in paragraphs]


def _told(page: bytes) -> dict[str, Any]:
    """The page's JSON-LD."""
    found = re.search(rb'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_an_episodes_page_holds_its_transcript_in_paragraphs() -> None:
    said = _said(render_episode(settings(), manifest(), CUES, LINES))
    assert said == [
        "0:00Hello & welcome.1 The same paragraph.1",
        "0:05Another <one>.1",
        "1:00The second chapter.2",
    ]


def test_a_quotation_stands_by_itself() -> None:
    quoted = dataclasses.replace(LINES[1], kind="quotation")
    page = render_episode(settings(), manifest(), CUES, (LINES[0], quoted, *LINES[2:]))
    assert len(re.findall(rb"<blockquote><p>.*?>The same paragraph\.</span>", page)) == 1
    assert len(_said(page)) == 4


def test_every_sentence_leads_to_the_source_it_comes_from() -> None:
    page = _Page(render_episode(settings(), manifest(), CUES, LINES))
    assert [link for link in page.links if link.startswith("#source-")] == [
        f"#source-{n}" for n in (1, 1, 1, 2)
    ]
    assert {"source-1", "source-2"} <= set(page.ids)


def test_no_sentence_leads_to_a_source_that_the_page_does_not_list() -> None:
    strange = dataclasses.replace(LINES[0], sources=(1, 9))
    page = _Page(render_episode(settings(), manifest(), CUES, (strange, *LINES[1:])))
    assert "#source-9" not in page.links


def test_words_carry_the_centisecond_at_which_they_are_heard() -> None:
    page = render_episode(settings(), manifest(), CUES, LINES).decode()
    assert '<span data-t="0 50 10">Hello &amp; welcome.</span>' in page
    assert '<span data-t="210 10 40">The same paragraph.</span>' in page


def test_a_page_without_its_script_of_the_reading_still_holds_the_words() -> None:
    other = dataclasses.replace(LINES[0], form=form("Other words."))
    for lines in ((), (other, *LINES[1:])):
        page = _Page(render_episode(settings(), manifest(), CUES, lines))
        assert "Hello & welcome. The same paragraph." in page.text
        assert not [link for link in page.links if link.startswith("#source-")]


def test_a_chapter_is_a_link_that_works_without_script() -> None:
    assert "dispatch-002.0123456789ab.mp3#t=60" in _episode().links


def test_sources_are_shown_in_full_and_only_whole_addresses_are_links() -> None:
    page = _episode()
    assert "https://example.org/?a=1&b=2" in page.links
    assert "A <title> & more, Steph Ango (example.org)" in page.text
    assert page.links.count("dispatch-002.0123456789ab.mp3#t=60") == 3
    assert "Cut, Ann Other (example.net)" in page.text
    assert not [link for link in page.links if "example.net" in link]


def test_the_page_says_that_the_voice_is_synthetic() -> None:
    assert "Read by Ann Example, a synthetic voice." in _episode().text
    assert "synthetic" in _Page(render_index(settings(), [], ARTWORK)).text


def test_pages_lead_to_one_another_by_relative_links() -> None:
    assert "../../index.html" in _episode().links
    index = _Page(render_index(settings(), [manifest(1), manifest(2)], ARTWORK))
    assert [link for link in index.links if link.startswith("episodes/")] == [
        "episodes/dispatch-002/index.html",
        "episodes/dispatch-002/index.html",
        "episodes/dispatch-001/index.html",
    ]
    assert "feed.xml" in index.links


def test_nothing_is_loaded_from_elsewhere() -> None:
    for page in (_episode(), _Page(render_index(settings(), [manifest()], ARTWORK))):
        assert page.loaded
        assert not [name for name in page.loaded if "//" in name or name.startswith("/")]


def test_a_title_is_text_and_never_markup() -> None:
    title = '</title><script>alert("x")</script>\x00'
    for data in (
        render_episode(settings(title=title), manifest(title=title, summary=title, ship=title), CUES),
        render_index(settings(title=title), [manifest(title=title, summary=title)], ARTWORK),
    ):
        page = _Page(data)
        assert page.tags.count("script") == 2
        assert b"<script>alert" not in data
        assert page.text.count('alert("x")') >= 2
        assert b"\x00" not in data


def test_an_address_that_is_script_is_no_link() -> None:
    episode = manifest()
    chapter = episode.chapters[0]
    bad = dataclasses.replace(chapter.sources[0], url="javascript:alert(1)")
    odd = dataclasses.replace(episode, chapters=(dataclasses.replace(chapter, sources=(bad,)),))
    page = _Page(render_episode(settings(), odd, CUES))
    assert not [link for link in page.links if link.startswith("javascript")]


def test_a_show_without_episodes_has_a_page() -> None:
    page = _Page(render_index(settings(), [], ARTWORK))
    assert "There is no episode yet." in page.text
    assert f"{BASE}feed.xml" in page.text


def test_only_the_pages_own_script_may_run() -> None:
    for data in (
        render_episode(settings(), manifest(), CUES, LINES),
        render_index(settings(), [manifest()], ARTWORK),
    ):
        source = re.search(rb"<script>(.*?)</script>", data, re.DOTALL)
        assert source
        digest = base64.b64encode(hashlib.sha256(source[1]).digest()).decode()
        assert f"default-src 'none'; script-src 'sha256-{digest}';" in html.unescape(data.decode())


def test_machines_are_told_what_the_page_is() -> None:
    told = _told(render_episode(settings(), manifest(), CUES, LINES))
    assert told["@type"] == "PodcastEpisode"
    assert told["datePublished"] == "2026-04-02T06:00:00+02:00"
    assert (
        told["associatedMedia"]["contentUrl"] == f"{BASE}episodes/dispatch-002/dispatch-002.0123456789ab.mp3"
    )
    assert told["associatedMedia"]["duration"] == "PT2M5S"
    assert told["partOfSeries"]["webFeed"] == f"{BASE}feed.xml"
    assert [(one["name"], one["startOffset"]) for one in told["hasPart"]] == [("One", 0), ("Two", 60)]
    assert told["citation"][0]["url"] == "https://example.org/?a=1&b=2"
    assert "url" not in told["citation"][1]
    assert _told(render_index(settings(), [], ARTWORK))["@type"] == "PodcastSeries"


def test_apps_are_opened_at_the_feeds_address() -> None:
    links = _Page(render_index(settings(title="A & B"), [], ARTWORK)).links
    address = "podcast.example.org/small/feed.xml"
    quoted = "https%3A%2F%2Fpodcast.example.org%2Fsmall%2Ffeed.xml"
    for link in (
        f"podcasts://{address}",
        f"overcast://x-callback-url/add?url={quoted}",
        f"pktc://subscribe/{address}",
        f"https://antennapod.org/deeplink/subscribe?url={quoted}&title=A%20%26%20B",
        f"podcast://{address}",
    ):
        assert link in links


def _of_minutes(minutes: int, *, told: bool = True, chapters: int = 0) -> tuple[File, ...]:
    """The pages of a programme of 150 words a minute, in sentences of 15, three sources a minute and a chapter each minute."""
    chapters = chapters or minutes
    length = 60.0 * minutes / chapters
    words = tuple(Word(f"word{n % 97}", 400 * n, 400 * n + 300) for n in range(150 * minutes))
    spans = [words[n : n + 15] for n in range(0, len(words), 15)]
    cues = [Cue(span[0].start, span[-1].end, "Ann", " ".join(w.text for w in span), span) for span in spans]
    lines = [
        ReadLine(
            int(cue.start / 1000 / length),
            "narration" if n % 3 else "quotation",
            form(cue.text),
            (1 + n * 3 // 10,),
            cue.start / 1000,
            cue.end / 1000,
        )
        for n, cue in enumerate(cues)
    ]
    first = manifest().chapters[0]
    marks = []
    for at in range(chapters):
        numbers = sorted({line.sources[0] for line in lines if line.chapter == at})
        cited = tuple(
            CitedSource(
                number,
                f"What the source of number {number} says in some forty letters",
                f"Author {number}",
                f"https://news.example.org/2026/05/06/the-address-of-a-source-is-of-some-length-{number}",
                "news.example.org",
                "Reporter at the Harbour Post",
            )
            for number in numbers
        )
        marks.append(
            dataclasses.replace(
                first,
                title=f"Chapter {at}: what it is about",
                start=at * length,
                end=(at + 1) * length,
                sources=cited,
            )
        )
    enclosure = dataclasses.replace(manifest().enclosure, seconds=60.0 * minutes)
    episode = manifest(enclosure=enclosure, chapters=tuple(marks))
    return pages.render_episode(settings(), episode, cues, lines if told else ())


def test_an_episode_of_half_an_hour_with_few_sources_has_one_page() -> None:
    assert len(_of_minutes(8)) == 1
    assert len(_of_minutes(8)[0].data) < 75_000


@pytest.mark.parametrize(
    ("minutes", "chapters", "told"),
    [(60, 12, True), (60, 1, True), (60, 12, False), (180, 36, True), (180, 180, True), (180, 36, False)],
)
def test_every_page_of_a_long_episode_stays_under_150_kilobytes_and_nothing_is_lost(
    minutes: int, chapters: int, told: bool
) -> None:
    made = _of_minutes(minutes, told=told, chapters=chapters)
    assert [page.name for page in made] == [
        *(f"transcript-{number}.html" for number in range(len(made), 1, -1)),
        "index.html",
    ]
    assert max(len(page.data) for page in made) < 150_000
    in_order = [page.data.decode() for page in reversed(made)]
    times = [int(found) for page in in_order for found in re.findall(r'<span data-t="(\d+) ', page)]
    assert times == [600 * n for n in range(10 * minutes)]
    listed = [int(found) for page in in_order for found in re.findall(r'<li id="source-(\d+)"', page)]
    assert set(listed) == set(range(1, 3 * minutes + 1))
    for page in map(_Page, (page.data for page in made)):
        sources = {link[1:] for link in page.links if link.startswith("#source-")}
        assert sources <= set(page.ids)
        assert bool(sources) == told
        assert {one.name for one in made} <= set(page.links)


def test_a_part_of_a_long_transcript_says_which_and_is_told_machines_by_its_own_address() -> None:
    second = next(page for page in _of_minutes(60) if page.name == "transcript-2.html").data
    assert "(2 of " in _Page(second).text
    assert _told(second)["url"] == f"{BASE}episodes/dispatch-002/transcript-2.html"
    assert f'<link rel="canonical" href="{BASE}episodes/dispatch-002/transcript-2.html">' in second.decode()


def test_a_page_stays_under_100_kilobytes() -> None:
    many = [manifest(1 + n % 28, slug=f"dispatch-{n:03d}", summary="Words. " * 50) for n in range(1000)]
    page = render_index(settings(), many, ARTWORK)
    assert len(page) < 100_000
    assert "800 older episodes are in the feed." in _Page(page).text


def test_the_same_manifests_give_the_same_pages() -> None:
    episodes = [manifest(1), manifest(2)]
    assert render_index(settings(), episodes, ARTWORK) == render_index(settings(), episodes[::-1], ARTWORK)
