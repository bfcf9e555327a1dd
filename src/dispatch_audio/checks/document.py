"""What is published as its checks read it: the files of public/, and the bytes of each page of the feed with what they hold."""

import contextlib
import os
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from dispatch_audio.site import feed_pages

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
"""The prefixes that apps look for as text, each with its namespace; ``https://``, and no other letters than these."""


@dataclass(frozen=True, slots=True)
class Page:
    """feed.xml, or an archive."""

    name: str
    data: bytes
    channel: ET.Element
    items: tuple[ET.Element, ...]


@dataclass(frozen=True)
class Public:
    """A feed's public/, or what it will be once the files that lie beside it are moved in."""

    folder: Path
    coming: Path | None = None
    """What is to be moved in, laid out as public/ is."""
    going: frozenset[str] = frozenset()
    """Pages of the feed that are to be removed."""
    feed_folder: str = ""
    """Where the feed lies in it, with a slash at the end; empty for its top."""

    def file(self, name: str) -> Path:
        """Where the file lies now that public/ holds, or will hold, by this name."""
        coming = self.coming / name if self.coming is not None else None
        return coming if coming is not None and coming.is_file() else self.folder / name

    def lacking(self, names: Iterable[str]) -> list[str]:
        """Those of these names by which public/ holds, and will hold, no file.

        Each folder is listed once, since thousands of episodes have ten files each.
        """
        there = cache(self._files)
        return [name for name in names if name.rpartition("/")[2] not in there(name.rpartition("/")[0])]

    def _files(self, folder: str) -> frozenset[str]:
        found: set[str] = set()
        for root in (self.folder, self.coming):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if root is not None:
                    with os.scandir(root / folder) as entries:
                        found |= {entry.name for entry in entries if entry.is_file()}
        return frozenset(found)

    def pages(self) -> tuple[Page, ...]:
        """The pages of the feed, feed.xml first; none when there is no feed. They are read once.

        Raises ValueError when one is not well-formed XML, or has no channel.
        """
        return self._pages

    @cached_property
    def _pages(self) -> tuple[Page, ...]:
        roots = (self.folder,) if self.coming is None else (self.coming, self.folder)
        found = feed_pages(*(root / self.feed_folder for root in roots))
        named = ((f"{self.feed_folder}{path.name}", path) for path in found)
        return tuple(_page(name, path) for name, path in named if name not in self.going)


def _page(name: str, path: Path) -> Page:
    data = path.read_bytes()
    try:
        # The file is our own, and expat has refused entity bombs since 2.4.1.
        channel = ET.fromstring(data).find("channel")  # noqa: S314
    except (ET.ParseError, LookupError) as error:
        # An encoding that nobody knows is a LookupError.
        raise ValueError(f"{path.name} is not well-formed XML: {error}") from None
    if channel is None:
        raise ValueError(f"{path.name} has no channel")
    return Page(name, data, channel, tuple(channel.findall("item")))
