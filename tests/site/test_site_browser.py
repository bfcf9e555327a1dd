"""What a listener does on the pages, done in a real browser that really plays."""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import accessible, chromium
from dispatch_audio.build import Built
from dispatch_audio.package.read_script import load_lines

_SIZES = ((360, 780), (1440, 900))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.fixture
def served(built: Built, workspace: Path) -> Iterator[str]:
    """The address at which `serve` shows the workspace, as a listener's machine would reach it."""
    command = [sys.executable, "-m", "dispatch_audio", "serve", "--workspace", str(workspace), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout
        try:
            said = next(line for line in server.stdout if "http://" in line)
            yield said[said.index("http://") :].split()[0].rstrip("/").removesuffix("/feed.xml") + "/"
        finally:
            server.terminate()
            server.wait(10)


@contextlib.contextmanager
def _opened(browser: Browser, address: str, *, hindered: str = "\0", **context: Any) -> Iterator[Page]:
    """The page at this address; an error in it, or a word to anybody else, fails the test.

    ``hindered`` is what the browser is to say that it has not done.
    """
    faults: list[str] = []
    asked: list[str] = []
    with contextlib.closing(browser.new_context(**context)) as there:
        page = there.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        yield page
    assert [fault for fault in faults if hindered not in fault] == []
    host = urlsplit(address).netloc
    assert [url for url in asked if urlsplit(url).netloc != host] == []


@pytest.fixture
def address(served: str, built: Built) -> str:
    """The episode's page."""
    return f"{served}episodes/{built.slug}/index.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The episode's page, opened."""
    with _opened(browser, address, viewport={"width": 1440, "height": 900}) as page:
        yield page


def _time(page: Page) -> float:
    seconds: float = page.evaluate("player.currentTime")
    return seconds


def _plays(page: Page, beyond: float) -> None:
    """Waits until the sound itself has come further than this."""
    page.wait_for_function("beyond => !player.paused && player.currentTime > beyond", arg=beyond)


def test_a_chapter_click_seeks_and_plays(page: Page, built: Built) -> None:
    chapter = built.manifest.chapters[1]
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name=chapter.title).click()
    _plays(page, chapter.start + 0.2)
    assert _time(page) < chapter.end
    expect(page.locator(".chapters [aria-current]")).to_contain_text(chapter.title)
    expect(page.locator("#chapter")).to_have_text(chapter.title)


def test_words_follow_the_voice(page: Page, built: Built) -> None:
    segments = json.loads((built.folder / "transcript.json").read_bytes())["segments"]
    words = [word for segment in segments for word in segment["words"]]
    page.keyboard.press("Space")
    _plays(page, words[8]["startTime"])
    shown, now = page.evaluate("[document.querySelector('.w.now').textContent, player.currentTime]")
    # The page marks a word within a frame of the sound.
    heard = [
        word["body"] for word in words if word["startTime"] <= now + 0.2 and word["endTime"] >= now - 0.3
    ]
    assert shown in heard
    assert page.locator(".w").count() == len(words)
    assert page.locator(".w.now").count() == 1


def test_a_click_on_a_word_seeks_to_it(page: Page, built: Built) -> None:
    segments = json.loads((built.folder / "transcript.json").read_bytes())["segments"]
    word = segments[4]["words"][1]
    first = sum(len(segment["words"]) for segment in segments[:4]) + 1
    target = page.locator(".w").nth(first)
    expect(target).to_have_text(word["body"])
    target.click()
    _plays(page, word["startTime"] - 0.02)
    assert _time(page) < word["startTime"] + 3


def test_space_plays_and_pauses_wherever_the_page_is(page: Page) -> None:
    page.keyboard.press("Space")
    _plays(page, 0.2)
    page.keyboard.press("Space")
    page.wait_for_function("() => player.paused")
    expect(page.locator("#play")).to_have_accessible_name("Play")
    assert page.evaluate("scrollY") == 0


def test_arrows_move_by_ten_seconds_and_with_shift_by_chapters(page: Page, built: Built) -> None:
    starts = [chapter.start for chapter in built.manifest.chapters]
    page.keyboard.press("Shift+ArrowRight")
    assert _time(page) == starts[1]
    page.keyboard.press("ArrowRight")
    assert _time(page) == min(starts[1] + 10, page.evaluate("player.duration"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    assert _time(page) == starts[0]


def test_all_of_the_player_is_reached_by_the_keyboard(page: Page) -> None:
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert names[:2] == ["Skip to the transcript", "← The Daily Dispatch"]
    assert names[2:11] == ["seek", "before", "back", "play", "on", "after", "rate", "words", "share"]


def test_the_speed_is_the_listeners(page: Page) -> None:
    page.get_by_label("Speed").select_option("1.5")
    assert page.evaluate("player.playbackRate") == 1.5


def test_a_link_to_a_time_opens_there(browser: Browser, address: str) -> None:
    with _opened(browser, f"{address}#t=9") as page:
        page.wait_for_function("() => player.readyState > 0 && player.currentTime === 9")
        expect(page.locator("#now")).to_have_text("0:09")
        page.get_by_role("button", name="Share").click()
        expect(page.get_by_label("Link", exact=True)).to_have_value(f"{address}#t=9")
        page.get_by_label("from").uncheck()
        expect(page.get_by_label("Link", exact=True)).to_have_value(address)
        page.keyboard.press("Escape")
        page.evaluate("location.hash = '#t=0:05'")
        page.wait_for_function("() => player.currentTime === 5")


def test_the_link_is_copied(browser: Browser, address: str) -> None:
    with _opened(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_role("button", name="Share").click()
        page.locator("[data-copy=link]").click()
        expect(page.locator("#told")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == address


def test_the_player_fits_another_page(browser: Browser, address: str, served: str, public: Path) -> None:
    with _opened(browser, address) as page:
        page.get_by_role("button", name="Share").click()
        frame = page.locator("#frame").input_value()
    (public / "other.html").write_text(
        f"<!doctype html><title>Other</title><link rel='icon' href='data:,'>{frame.replace('100%', '340')}"
    )
    with _opened(browser, f"{served}other.html") as page:
        inside = page.frame_locator("iframe")
        inside.get_by_role("button", name="Play").click()
        expect(inside.get_by_role("button", name="Pause")).to_be_visible()
        expect(inside.locator("main")).to_be_hidden()
        inner = page.frames[1]
        inner.wait_for_function("() => player.currentTime > 0.2")
        assert inner.evaluate("document.documentElement.scrollHeight") <= 190
        assert inner.evaluate("document.documentElement.scrollWidth") <= 340


def test_a_sentence_leads_to_its_source(page: Page, built: Built) -> None:
    sources = [
        line.sources for line in load_lines((built.folder / "script.json").read_bytes()) if line.sources
    ]
    links = page.locator("#said sup a")
    assert [int(text) for text in links.all_inner_texts()] == [number for line in sources for number in line]
    links.first.click()
    expect(page.locator(f"#source-{sources[0][0]}")).to_be_in_viewport()


def test_the_page_works_from_a_disk(browser: Browser, built: Built, public: Path) -> None:
    with _opened(browser, (public / "index.html").as_uri()) as page:
        page.get_by_role("link", name="Listen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(built.manifest.title)
        page.keyboard.press("Space")
        _plays(page, 0.3)
        expect(page.locator(".w.now")).to_have_count(1)
        page.wait_for_function("() => document.querySelector('.head img').naturalWidth > 0")


def test_the_page_is_read_and_heard_without_script(browser: Browser, address: str, built: Built) -> None:
    with _opened(browser, address, java_script_enabled=False) as page:
        expect(page.locator("audio[controls]")).to_be_visible()
        expect(page.locator("#controls")).to_be_hidden()
        for chapter in built.manifest.chapters:
            expect(page.get_by_role("heading", level=3, name=chapter.title)).to_be_visible()
        link = page.get_by_role("navigation", name="Chapters").get_by_role("link").nth(1)
        assert (link.get_attribute("href") or "").startswith(built.manifest.enclosure.name)


def test_the_subscribe_links_lead_to_where_the_feed_is(browser: Browser, served: str) -> None:
    with _opened(browser, f"{served}index.html") as page:
        links = [link.get_attribute("href") for link in page.locator(".ways a").all()]
        bare = served.removeprefix("http://")
        assert links[0] == f"podcasts://{bare}feed.xml"
        assert f"url=http%3A%2F%2F{bare.replace(':', '%3A').replace('/', '%2F')}feed.xml" in str(links[1])
        expect(page.locator("#feed")).to_have_text(f"{served}feed.xml")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("name", ["index", "episode", "sharing", "embed"])
def test_nothing_serious_stands_in_anybodys_way(
    browser: Browser, served: str, address: str, name: str, size: tuple[int, int], scheme: Any
) -> None:
    start = {"index": f"{served}index.html", "embed": f"{address}?embed"}.get(name, address)
    view = {"width": size[0], "height": size[1]}
    with _opened(browser, start, viewport=view, color_scheme=scheme, reduced_motion="reduce") as page:
        if name == "episode":
            page.keyboard.press("Space")
            _plays(page, 0.2)
        if name == "sharing":
            page.get_by_role("button", name="Share").click()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_what_a_dispatch_says_never_runs(browser: Browser, built: Built, workspace: Path) -> None:
    from dispatch_audio.pages import write_page
    from dispatch_audio.workspace import Workspace

    mean = (
        "</title></script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    )
    chapter = dataclasses.replace(built.manifest.chapters[1], title=mean)
    episode = dataclasses.replace(
        built.manifest,
        title=mean,
        summary=mean,
        ship=mean,
        narrator=mean,
        chapters=(built.manifest.chapters[0], chapter),
    )
    write_page(built.folder, Workspace(workspace).feed(None).settings, episode)
    with _opened(browser, (built.folder / "index.html").as_uri(), hindered="Content Security Policy") as page:
        page.keyboard.press("Shift+ArrowRight")
        assert page.title() != "run"
        assert page.locator("img[src=x]").count() == 0
        expect(page.locator("#chapter")).to_have_text(mean)
        # And were it markup, the page's policy would still let nothing run.
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: \"document.title = 'run'\"}))"
        )
        assert page.title() != "run"


@pytest.fixture
def divided(built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an episode whose pages have room for a few words each, as of a long one that have room for many."""
    from dispatch_audio.pages import write_page
    from dispatch_audio.site import pages
    from dispatch_audio.workspace import Workspace

    monkeypatch.setattr(pages, "_ROOM", 0)
    monkeypatch.setattr(pages, "_LEAST", 1500)
    write_page(built.folder, Workspace(workspace).feed(None).settings, built.manifest)
    assert (built.folder / "transcript-2.html").is_file()
    return built.folder


@pytest.mark.parametrize("from_disk", [True, False])
def test_a_long_transcript_is_followed_onto_its_further_pages(
    browser: Browser, address: str, divided: Path, from_disk: bool
) -> None:
    start = (divided / "index.html").as_uri() if from_disk else address
    with _opened(browser, start, viewport={"width": 1440, "height": 900}) as page:
        expect(page.locator("#elsewhere")).to_be_hidden()
        turning = page.get_by_role("navigation", name="Pages of the transcript").get_by_role("link")
        last = turning.last
        begins = float(last.get_attribute("data-from") or 0)
        page.evaluate("seconds => { player.currentTime = seconds; }", begins + 1)
        expect(page.locator("#elsewhere")).to_be_visible()
        assert page.locator(".w.now").count() == 0
        page.keyboard.press("Space")
        _plays(page, begins + 1)
        page.locator("#elsewhere a").click()
        page.wait_for_url("**/transcript-*.html#t=*&play")
        _plays(page, begins + 1.2)
        assert page.locator(".w.now").count() == 1
        expect(page.locator("#elsewhere")).to_be_hidden()
        # Back to the begin, whose words stand on the first page.
        page.evaluate("player.pause()")
        page.evaluate("player.currentTime = 0")
        expect(page.locator("#elsewhere")).to_be_visible()
        page.get_by_role("button", name="Show the words being said").click()
        page.wait_for_url("**/index.html#t=0.00")
        expect(page.locator("#elsewhere")).to_be_hidden()


def test_a_long_transcript_is_read_without_script_page_by_page(
    browser: Browser, divided: Path, built: Built
) -> None:
    words = [
        word for line in load_lines((divided / "script.json").read_bytes()) for word in line.form.text.split()
    ]
    read: list[str] = []
    with _opened(browser, (divided / "index.html").as_uri(), java_script_enabled=False) as page:
        count = page.locator("nav.turning").first.get_by_role("link").count()
        for number in range(count):
            page.locator("nav.turning").first.get_by_role("link").nth(number).click()
            read += " ".join(page.locator("#said [data-t]").all_text_contents()).split()
            assert page.locator("audio").is_visible()
            for source in page.locator("sup a").all():
                assert page.locator(str(source.get_attribute("href"))).count() == 1
    assert read == words


@pytest.mark.parametrize("size", _SIZES)
def test_nothing_serious_stands_in_anybodys_way_on_a_further_page(
    browser: Browser, divided: Path, size: tuple[int, int]
) -> None:
    view = {"width": size[0], "height": size[1]}
    further = (divided / "transcript-2.html").as_uri()
    with _opened(browser, further, viewport=view, reduced_motion="reduce") as page:
        expect(page.locator("#elsewhere")).to_be_visible()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
