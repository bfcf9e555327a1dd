"""What listeners have is kept: no guid of the feed that is published is missing in the one that would replace it.

A guid is how apps know an episode again. One that changes makes them download it a second time, one that is gone takes it
away (RSS 2.0, `guid`; FEED.md has the case of 850 episodes).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.package.manifest import item_guid
from dispatch_audio.workspace.settings import FeedSettings

# Of our own files, which are read at every build however long they are: a parser would take seconds for thousands of items.
_GUID = b'<guid isPermaLink="false">'
_TITLE = re.compile(rb"<title>([^<]*)</title>")
_SELF = re.compile(rb'<atom:link href="([^"]+)/[^"/]*" rel="self"')


def check(published: Iterable[bytes], coming: Iterable[bytes], settings: FeedSettings) -> Iterator[Outcome]:
    """The pages of the feed that is published, against those that are to replace it."""
    before, after = tuple(published), tuple(coming)
    kept = {guid for page in after for guid in _guids(page)}
    kept |= {item_guid(settings.guid, slug).encode() for slug in settings.withdrawn}
    lost = [
        f"{_title(page, at)} ({guid.decode('utf-8', 'replace')})"
        for page in before
        for guid, at in _guids(page).items()
        if guid not in kept
    ]
    yield Outcome(not lost, f"episodes that listeners have and would lose: {', '.join(lost[:5]) or 'none'}")


def guids(pages: Iterable[bytes]) -> frozenset[str]:
    """Of the episodes that pages of the feed list."""
    return frozenset(guid for page in pages for guid in guids_of(page))


def guids_of(page: bytes) -> tuple[str, ...]:
    """The same of one page, in their order."""
    return tuple(guid.decode("utf-8", "replace") for guid in _guids(page))


def former_address(published: Iterable[bytes]) -> str:
    """Where the published feed says that it lies: a ``base_url``, or empty when there is none."""
    found = next((match for page in published if (match := _SELF.search(page))), None)
    return f"{found[1].decode('utf-8', 'replace')}/" if found else ""


def _guids(page: bytes) -> Mapping[bytes, int]:
    """The guids of a page in their order, each with its place. Looked for as they stand: an expression takes ten times as long."""
    found: dict[bytes, int] = {}
    at = page.find(_GUID)
    while at >= 0:
        end = page.find(b"<", at + len(_GUID))
        found[page[at + len(_GUID) : end]] = at
        at = page.find(_GUID, end)
    return found


def _title(page: bytes, at: int) -> str:
    found = _TITLE.search(page, page.rfind(b"<item>", 0, at), at)
    return found[1].decode("utf-8", "replace") if found else "an episode"
