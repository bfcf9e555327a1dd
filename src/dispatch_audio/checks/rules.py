"""What directories and apps ask of a feed's elements, rule by rule, each with who asks for it.

PSP-1 is the Podcast Standards Project's specification 1.0, Apple its guide to RSS for podcasters, "namespace" the podcast
namespace's description of a tag.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dispatch_audio.checks.document import NAMES, Page, Public, qualified
from dispatch_audio.checks.enclosure import SMALLEST
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.checks.notes import ALLOWED, elements
from dispatch_audio.episode import Manifest
from dispatch_audio.package.notes import LIMIT
from dispatch_audio.site.text import bare_title
from dispatch_audio.workspace.categories import CATEGORIES
from dispatch_audio.workspace.settings import FeedSettings

LONGEST = 255
"""Characters that a value may have."""
_TRANSCRIPTS = {"text/vtt", "application/x-subrip", "application/json", "text/html", "text/plain"}
_NAMED = re.compile(rb'\sxmlns:([^=\s]+)="([^"]*)"')
_ADDRESS = re.compile(r"https?://[^\s]+")


def check(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """Each rule on every page of the feed; what breaks it is named, the first five times."""
    found = public.pages
    for rule in RULES if found else ():
        broken = [what for page in found for what in rule.broken(page, settings)]
        more = f" and {len(broken) - 5} more" if len(broken) > 5 else ""
        yield Outcome(
            not broken, f"{rule.text} ({rule.source}); unlike that: {', '.join(broken[:5]) or 'none'}{more}"
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is asked of every page."""

    text: str
    source: str
    broken: Callable[[Page, FeedSettings], Iterator[str]]
    """What breaks it, each by where it is and what it says."""


def _encoding(page: Page, settings: FeedSettings) -> Iterator[str]:
    head = page.data[:60].replace(b"'", b'"')
    if not head.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'):
        yield f"{page.name} begins with {head[:38].decode('latin-1')}"


def _prefixes(page: Page, settings: FeedSettings) -> Iterator[str]:
    begins = page.data.find(b"<rss")
    root = page.data[begins : page.data.find(b">", begins)]
    there = {name.decode(): address.decode() for name, address in _NAMED.findall(root)}
    for name, address in NAMES.items():
        if there.get(name) != address:
            yield f"{page.name}: {name} for {there.get(name, 'nothing')}"


def _in_channel(*paths: str) -> Callable[[Page, FeedSettings], Iterator[str]]:
    """The channel has each of these, with a text or attributes."""

    def broken(page: Page, settings: FeedSettings) -> Iterator[str]:
        yield from (f"{page.name}: {path}" for path in paths if not _has(page.channel, path))

    return broken


def _in_items(*paths: str) -> Callable[[Page, FeedSettings], Iterator[str]]:
    """Each item has each of these, with a text or attributes."""

    tags = {path: qualified(path) for path in paths}

    def broken(page: Page, settings: FeedSettings) -> Iterator[str]:
        for item in page.items:
            for path, tag in tags.items():
                if not _says(item.find(tag)):
                    yield f"{_called(item)}: {path}"

    return broken


def _has(parent: ET.Element, path: str) -> bool:
    return _says(parent.find(path, NAMES))


def _says(element: ET.Element | None) -> bool:
    return element is not None and bool((element.text or "").strip() or element.attrib)


def _called(item: ET.Element) -> str:
    return item.findtext("title") or item.findtext("guid") or "an item"


def _own_guid(page: Page, settings: FeedSettings) -> Iterator[str]:
    guid = page.channel.findtext("podcast:guid", "", NAMES)
    if guid != settings.guid:
        yield f"{page.name}: {guid or 'none'}, feed.toml has {settings.guid}"


def _category(page: Page, settings: FeedSettings) -> Iterator[str]:
    for top in page.channel.findall("itunes:category", NAMES):
        name = top.get("text", "")
        for sub in top.findall("itunes:category", NAMES):
            if sub.get("text") not in CATEGORIES.get(name, ()):
                yield f"{page.name}: {name} > {sub.get('text')}"
        if name not in CATEGORIES:
            yield f"{page.name}: {name}"


def _explicit(page: Page, settings: FeedSettings) -> Iterator[str]:
    for parent in (page.channel, *page.items):
        said = parent.findtext(qualified("itunes:explicit"), "")
        if said not in ("true", "false"):
            yield f"{_called(parent)}: {said or 'none'}"


def _moved(page: Page, settings: FeedSettings) -> Iterator[str]:
    said = page.channel.findtext("itunes:new-feed-url", "", NAMES)
    wanted = settings.base_url + page.name if settings.moved_from and page.name.endswith("feed.xml") else ""
    if said != wanted:
        yield f"{page.name}: {said or 'none'}"


def _guids(page: Page, settings: FeedSettings) -> Iterator[str]:
    for item in page.items:
        guid = item.find("guid")
        text = "" if guid is None else guid.text or ""
        if guid is None or not text.strip() or text != text.strip() or guid.get("isPermaLink") != "false":
            yield f"{_called(item)}: {text!r}"
    times = Counter(item.findtext("guid", "") for item in page.items)
    yield from (f"{guid} twice" for guid, count in sorted(times.items()) if count > 1)


def _enclosures(page: Page, settings: FeedSettings) -> Iterator[str]:
    for item in page.items:
        said = {} if (found := item.find("enclosure")) is None else found.attrib
        length = said.get("length", "")
        if not _ADDRESS.fullmatch(said.get("url", "")) or said.get("type") != "audio/mpeg":
            yield f"{_called(item)}: {said.get('url')} of {said.get('type')}"
        elif not length.isdecimal() or int(length) <= SMALLEST:
            yield f"{_called(item)}: {length or 'no'} bytes"


def _durations(page: Page, settings: FeedSettings) -> Iterator[str]:
    for item in page.items:
        said = item.findtext(qualified("itunes:duration"), "")
        if not said.isdecimal() or int(said) < 1:
            yield f"{_called(item)}: {said or 'none'}"


def _titles(page: Page, settings: FeedSettings) -> Iterator[str]:
    for item in page.items:
        title, number = item.findtext("title", ""), item.findtext(qualified("itunes:episode"), "")
        told = int(number) if number.isdecimal() else None
        if bare_title(title, settings.title, told) != title:
            yield title
        elif re.search(r"<[A-Za-z/!?][^<>]*>", title):
            yield f"{title}, which apps take for a tag"


def _values(page: Page, settings: FeedSettings) -> Iterator[str]:
    for element in page.channel.iter():
        if element.tag == "description":
            continue
        text = element.text
        # What has others inside has blanks between them.
        if text and _is_wrong(text) and not len(element):
            yield _told(element.tag, text)
        for name, value in element.attrib.items():
            if _is_wrong(value):
                yield _told(name, value)


def _is_wrong(value: str) -> bool:
    return len(value) > LONGEST or value != value.strip()


def _told(name: str, value: str) -> str:
    return f"{name.rpartition('}')[2]}: {value[:40]!r}, {len(value)} characters"


def _descriptions(page: Page, settings: FeedSettings) -> Iterator[str]:
    if (size := len(page.channel.findtext("description", "").encode())) > LIMIT:
        yield f"{page.name}: {size} bytes"
    for item in page.items:
        text = item.findtext("description", "")
        strange = elements(text) - ALLOWED
        if strange or len(text.encode()) > LIMIT:
            yield f"{_called(item)}: {len(text.encode())} bytes, {', '.join(sorted(strange)) or 'elements as allowed'}"
    if (marked := page.data.count(b"<description><![CDATA[")) != len(page.items):
        yield f"{page.name}: {marked} in CDATA of {len(page.items)}"


def _transcripts(page: Page, settings: FeedSettings) -> Iterator[str]:
    for item in page.items:
        for transcript in item.findall(qualified("podcast:transcript")):
            if transcript.get("type") not in _TRANSCRIPTS or not transcript.get("url"):
                yield f"{_called(item)}: {transcript.get('url')} of {transcript.get('type')}"


def _synthetic(page: Page, settings: FeedSettings) -> Iterator[str]:
    for parent in (page.channel, *page.items):
        said = {txt.get("purpose"): txt.text for txt in parent.findall(qualified("podcast:txt"))}
        if said.get("ai-content") != "true":
            yield _called(parent)


RULES = (
    Rule("UTF-8, and says so", "PSP-1, namespaces", _encoding),
    Rule("the prefixes that apps look for", "PSP-1, namespaces; AntennaPod and others by their text", _prefixes),
    Rule(
        "what a channel must have",
        "PSP-1, required",
        _in_channel(
            "atom:link[@rel='self']", "title", "description", "link", "language", "itunes:category",
            "itunes:explicit", "itunes:image",
        ),
    ),
    Rule(
        "what a channel should have",
        "PSP-1, recommended; Apple: owner and type",
        _in_channel(
            "podcast:locked", "podcast:guid", "itunes:author", "itunes:owner/itunes:email", "itunes:type"
        ),
    ),
    Rule("the owner of a locked feed", "namespace, locked", _in_channel("podcast:locked[@owner]")),
    Rule("the show's guid, for life", "PSP-1, podcast:guid", _own_guid),
    Rule("a category of Apple's", "PSP-1, itunes:category", _category),
    Rule("explicit is true or false", "PSP-1, itunes:explicit", _explicit),
    Rule("a show that has moved says where to", "Apple, itunes:new-feed-url", _moved),
    Rule("what an item must have", "PSP-1, required", _in_items("title", "enclosure", "guid")),
    Rule(
        "what an item should have",
        "PSP-1, recommended; namespace, chapters and person",
        _in_items(
            "link", "pubDate", "description", "itunes:duration", "itunes:image", "itunes:explicit",
            "podcast:transcript", "podcast:chapters", "podcast:person",
        ),
    ),
    Rule("guids that are no address, without outer blanks, each once", "RSS 2.0, guid; PSP-1", _guids),
    Rule(f"MP3s of more than {SMALLEST} bytes", "PSP-1, enclosure; partytime", _enclosures),
    Rule("a length in whole seconds", "PSP-1, itunes:duration", _durations),
    Rule("titles without number, show and tags", "PSP-1, title; AntennaPod", _titles),
    Rule(f"values of {LONGEST} characters at most, without outer blanks", "PSP-1, namespaces", _values),
    Rule(f"descriptions of {LIMIT} bytes at most, with HTML in CDATA", "PSP-1, description", _descriptions),
    Rule("transcripts of a type that apps know", "PSP-1, podcast:transcript", _transcripts),
    Rule("says that the voice is synthetic", "namespace, txt", _synthetic),
)  # fmt: skip
"""A rule that is added here needs a breaker in tests/checks/test_checks.py."""
