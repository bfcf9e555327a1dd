"""What is published as its checks read it: the files of public/, and the bytes of each page of the feed with what they hold."""

import os
import stat
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from dispatch_audio.checks.kept import guids_of
from dispatch_audio.site import feed_pages

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
"""The prefixes that apps look for as text, each with its namespace; ``https://``, and no other letters than these."""


@cache
def qualified(name: str) -> str:
    """A tag as the parser names it, in braces the namespace of its prefix: looked for by that, it is found ten times as fast."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMES[prefix]}}}{local}" if prefix else name


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
        return Path(self._path(name))

    def size(self, name: str) -> int | None:
        """The bytes of the file by this name; None where there is none."""
        try:
            found = os.stat(self._path(name))  # noqa: PTH116 - of thousands, and making a Path takes longer
        except OSError:
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def _path(self, name: str) -> str:
        return f"{self.coming if name in self._come else self.folder}/{name}"

    def lacking(self, names: Iterable[str]) -> list[str]:
        """Those of these names by which public/ holds, and will hold, no file.

        Each folder is listed once, since thousands of episodes have ten files each.
        """
        there = cache(self._files)
        parts = ((name, *name.rpartition("/")) for name in names)
        lacking = (name for name, folder, _, file in parts if file not in there(folder))
        return [name for name in lacking if name not in self._come]

    def _files(self, folder: str) -> frozenset[str]:
        try:
            return frozenset(os.listdir(f"{self.folder}/{folder}"))  # noqa: PTH208 - a Path of each takes ten times as long
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()

    @cached_property
    def _come(self) -> frozenset[str]:
        """The names of all files that are to be moved in."""
        coming = self.coming
        found = coming.rglob("*") if coming is not None else ()
        return frozenset(path.relative_to(coming).as_posix() for path in found if coming and path.is_file())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The pages of the feed by the names of their files, feed.xml first; none when there is no feed."""
        roots = (self.folder,) if self.coming is None else (self.coming, self.folder)
        found = feed_pages(*(root / self.feed_folder for root in roots))
        return tuple(name for path in found if (name := f"{self.feed_folder}{path.name}") not in self.going)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the feed that are to be checked, in their order: all, or those that are to be moved in.

        Raises ValueError when one is not well-formed XML, or has no channel.
        """
        return tuple(_page(name, self.file(name)) for name in self.names if name not in self.staying)

    @cached_property
    def staying(self) -> dict[str, tuple[str, ...]]:
        """The pages that stay as they were when they came in and were checked, each with its guids in their order."""
        if self.coming is None:
            return {}
        return {name: guids_of(self.file(name).read_bytes()) for name in self.names if name not in self._come}


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
