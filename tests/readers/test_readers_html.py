"""A saved page becomes the dispatch that its main text is: nothing fetched, nothing expanded, nothing around it told."""

import socket
from pathlib import Path

import pytest
from reader_samples import as_page, texts, words

from dispatch_audio.dispatch import Dispatch, Field, Link
from dispatch_audio.errors import InputError
from dispatch_audio.readers import parse
from samples import SMALL

STORY = (
    "<p>The harbour froze on Tuesday, for the first time in twelve years, and forty boats cannot leave.</p>"
)


def _read(text: str, name: str = "day.html") -> Dispatch:
    return parse(text.encode(), Path(name))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a page was read and something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_what_stands_around_the_main_text_is_not_told() -> None:
    body = (
        f"{STORY}<h2>Ships</h2><ul><li><a href='https://e.org/gull'>The Gull is back</a></li></ul>"
        "<aside>Related xylophone</aside><div class='share-buttons'>Share xylophone</div>"
        "<div style='display:none'>Hidden xylophone</div><p hidden>xylophone</p><form>Your xylophone</form>"
    )
    dispatch = _read(as_page(body))
    assert not {"xylophone", "archive", "color", "secret"} & words(dispatch)
    assert dispatch.summary.startswith("The harbour froze")
    assert dispatch.sections[0].sources == (1,)
    assert dispatch.sources[0].link == Link("https://e.org/gull", "https://e.org/gull")


def test_lists_of_links_stay_whole() -> None:
    items = "".join(f"<li><a href='https://e.org/{i}'>Ship number {i}</a></li>" for i in range(60))
    dispatch = _read(as_page(f"<h2>Ships</h2><ul>{items}</ul><h2>Boats</h2>{STORY}"))
    assert [source.title for source in dispatch.sources[:60]] == [f"Ship number {i}" for i in range(60)]


def test_an_article_element_is_the_main_text() -> None:
    page = as_page(f"<div>Around xylophone</div><article>{STORY * 2}<h2>Ships</h2>{STORY}</article>")
    assert "xylophone" not in words(_read(page))


def test_layout_tables_of_an_email_are_no_tables() -> None:
    mail = (
        "<table role='presentation'><tr><td><table><tr><td><h2>Ships</h2></td></tr><tr><td>"
        f"{STORY}</td></tr></table></td></tr></table><table><tr><th>Boat</th><th>Speed</th></tr>"
        "<tr><td>Gull</td><td>4 knots</td></tr></table>"
    )
    dispatch = _read(as_page(mail))
    assert dispatch.sections[0].title == "Ships"
    kept = [field for source in dispatch.sources for field in source.other] + list(dispatch.other)
    assert Field("Table", ("Boat | Speed", "Gull | 4 knots")) in kept


def test_title_and_date_come_from_where_sites_put_them() -> None:
    plain = f"<html><head><title>A Small Day - The Harbour</title></head><body><h1>A Small Day</h1>{STORY}</body></html>"
    stated = plain.replace("</head>", "<meta property='og:title' content='The Day'></head>")
    data = '<script type="application/ld+json">{"datePublished": "2026-05-06T08:00:00Z"}</script></head>'
    for extra in (
        "<meta name='date' content='6 May 2026'></head>",
        "<meta property='article:published_time' content='2026-05-06T08:00Z'></head>",
        data,
    ):
        assert _read(plain.replace("</head>", extra)).date.isoformat() == "2026-05-06"
    assert (
        _read(plain.replace("<h1>", "<time datetime='2026-05-06'>Wednesday</time><h1>")).title
        == "A Small Day"
    )
    assert _read(stated, "2026-05-06-day.html").title == "The Day"


def test_addresses_are_made_whole_with_the_page_s_own() -> None:
    head = "<link rel='canonical' href='https://example.org/news/12'>"
    body = f"{STORY}<h2>Ships</h2><ul><li><a href='/gull'>The Gull</a></li><li><a href='javascript:x()'>No link</a></li></ul>"
    gull, none = _read(as_page(body, head=head)).sources
    assert gull.link == Link("https://example.org/gull", "https://example.org/gull")
    assert none.link is None
    assert _read(as_page(body)).sources[0].link is None


def test_the_saved_page_of_a_dispatch_is_that_dispatch() -> None:
    written = parse(SMALL.encode(), Path("day.txt"))
    html, items = [], []
    for line in SMALL.splitlines():
        if line.startswith("- "):
            items.append(f"<li>{line[2:]}</li>")
            continue
        if items:
            html.append(f"<ul>{''.join(items)}</ul>")
            items = []
        html.append(f"<p>{line}</p>")
    html.append(f"<ul>{''.join(items)}</ul>")
    read = _read(as_page("\n".join(html)))
    assert (read.number, read.title, read.pull_quote, read.sections) == (
        7,
        written.title,
        written.pull_quote,
        written.sections,
    )
    assert texts(read.sources) == texts(written.sources)


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    page = (
        f"<!DOCTYPE html [{laughs}<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n"
        "<html><head><meta name='date' content='2026-05-06'><title>A Small Day</title>"
        "<link rel='stylesheet' href='https://example.org/a.css'><base href='https://example.org/'></head>"
        f"<body><img src='https://example.org/a.png'><iframe src='https://example.org/'></iframe>&j;&x;{STORY}</body></html>"
    )
    dispatch = _read(page)
    assert "froze" in dispatch.summary
    assert "root" not in words(dispatch)
    assert sum(map(len, texts(dispatch))) < len(page)
    xml = f"<?xml version='1.0'?><!DOCTYPE html SYSTEM 'https://example.org/a.dtd'>{page.partition(']>')[2]}"
    assert "froze" in _read(xml).summary


def test_an_error_page_is_no_dispatch() -> None:
    with pytest.raises(InputError, match=r"day\.html:1: has no date"):
        _read(
            "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502</h1><hr>nginx</body></html>"
        )


def test_items_outside_of_a_list_are_read() -> None:
    dispatch = _read(
        as_page(f"{STORY}<h2>Ships</h2><li><a href='https://e.org/1'>The Gull</a></li><li>A tug sank.</li>")
    )
    assert [source.title for source in dispatch.sources] == ["The Gull", "A tug sank"]
