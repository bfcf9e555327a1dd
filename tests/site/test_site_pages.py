"""The pages: they hold every word, lead where they say, and load nothing from elsewhere."""

import dataclasses
from html.parser import HTMLParser

from site_samples import ARTWORK, BASE, CUES, manifest, settings

from dispatch_audio.site.pages import render_episode, render_index

_VOID = {"meta", "link", "img", "br", "input", "hr"}


class _Page(HTMLParser):
    """Collects text, links and sources, and fails where tags are not closed in order."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.text = ""
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
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


def _episode() -> _Page:
    return _Page(render_episode(settings(), manifest(), CUES))


def test_an_episodes_page_holds_its_transcript_in_paragraphs() -> None:
    html = render_episode(settings(), manifest(), CUES).decode()
    assert "<p>Hello &amp; welcome. The same paragraph.</p>\n<p>Another &lt;one&gt;.</p>" in html
    assert "<p>The second chapter.</p>" in html


def test_a_chapter_is_a_link_that_works_without_script() -> None:
    assert "dispatch-002.0123456789ab.mp3#t=60" in _episode().links


def test_sources_are_shown_in_full_and_only_whole_addresses_are_links() -> None:
    page = _episode()
    assert "https://example.org/?a=1&b=2" in page.links
    assert "A <title> & more, Steph Ango (example.org)" in page.text
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
        assert page.tags.count("script") == 1
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


def test_a_page_stays_under_100_kilobytes() -> None:
    many = [manifest(1 + n % 28, slug=f"dispatch-{n:03d}", summary="Words. " * 50) for n in range(1000)]
    page = render_index(settings(), many, ARTWORK)
    assert len(page) < 100_000
    assert "800 older episodes are in the feed." in _Page(page).text


def test_the_same_manifests_give_the_same_pages() -> None:
    episodes = [manifest(1), manifest(2)]
    assert render_index(settings(), episodes, ARTWORK) == render_index(settings(), episodes[::-1], ARTWORK)
