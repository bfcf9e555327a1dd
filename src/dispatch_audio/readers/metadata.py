"""What a page says of itself: title, date, author, by the names that sites give them."""

import re

from lxml import html

from dispatch_audio.readers.blocks import Entry
from dispatch_audio.readers.dates import find_date

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "pubdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
)
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "citation_author")
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"(?P<date>[^"]{8,40})"')
_SITE = re.compile(r"\s+[|·•—–»-]\s+")


def metadata(root: html.HtmlElement) -> tuple[Entry, ...]:
    """Title, date and author of a page, where it gives them."""
    said = _said(root)
    title = next((said[name] for name in _TITLES if said.get(name)), None) or _heading_or_title(root)
    date = _date(root, said)
    author = next((said[name] for name in _AUTHORS if said.get(name)), "")
    found = (("title", title), ("date", date), ("Author", author))
    return tuple(Entry(key, value, 1) for key, value in found if value)


def _said(root: html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = " ".join((element.get("content") or "").split())
        if name and value:
            said.setdefault(name.casefold(), value[:1000])
    return said


def _date(root: html.HtmlElement, said: dict[str, str]) -> str:
    given = [said[name] for name in _DATES if name in said]
    given += [match["date"] for script in _linked_data(root) if (match := _PUBLISHED.search(script))]
    given += [element.get("datetime") or "" for element in root.iter("time")][:5]
    found = next((date for value in given if (date := find_date(value))), None)
    return found.isoformat() if found else ""


def _linked_data(root: html.HtmlElement) -> list[str]:
    scripts = [element for element in root.iter("script") if element.get("type") == "application/ld+json"]
    return [(element.text or "")[:100_000] for element in scripts[:5]]


def _heading_or_title(root: html.HtmlElement) -> str:
    """The page's title, which is often followed by the site's name; the first heading knows where it ends."""
    element = next(root.iter("title"), None)
    title = " ".join((element.text or "").split()) if element is not None else ""
    headings = [" ".join("".join(h.itertext()).split()) for h in list(root.iter("h1"))[:5]]
    known = next((h for h in headings if h and title.casefold().startswith(h.casefold())), "")
    return known or _SITE.split(title)[0]
