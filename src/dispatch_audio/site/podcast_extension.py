"""What feedgen lacks: the podcast namespace, the links between a feed's pages, and iTunes values as validators want them.

The podcast namespace is https://podcastindex.org/namespace/1.0; some clients look its elements up by the literal
prefix ``podcast:``. Pages are RFC 5005's.
"""

from dataclasses import dataclass
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

# Elements are lxml's, as feedgen makes them; it has no types.
PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """An element."""

    name: str
    """With its namespace: ``{https://podcastindex.org/namespace/1.0}guid``."""
    text: str = ""
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True)
class ShowTags:
    """A channel's elements."""

    explicit: bool
    has_episodes: bool
    more: tuple[Tag, ...]
    links: Attributes = ()
    """Relations and the addresses of the feed's other pages."""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeTags:
    """An item's elements."""

    explicit: bool
    more: tuple[Tag, ...]


class PodcastFeedExtension(BaseExtension):  # type: ignore[misc]
    """Adds a show's elements to the channel."""

    tags: ShowTags

    def extend_ns(self) -> dict[str, str]:
        """The prefixes that clients look for."""
        return {"podcast": PODCAST} | ({"fh": HISTORY} if self.tags.archived else {})

    def extend_rss(self, feed: Any) -> Any:
        """Called by feedgen with the root element, before the items are added."""
        channel = feed[0]
        for relation, address in self.tags.links:
            xml_elem(f"{{{ATOM}}}link", channel, href=address, rel=relation, type="application/rss+xml")
        if self.tags.archived:
            xml_elem(f"{{{HISTORY}}}archive", channel)
        _explicit(channel, self.tags.explicit)
        _add(channel, self.tags.more)
        # feedgen dates a feed by the clock when nothing else is given; these bytes follow from manifests alone.
        built = channel.find("lastBuildDate")
        if built is not None and not self.tags.has_episodes:
            channel.remove(built)
        return feed


class PodcastEntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """Adds an episode's elements to an item."""

    tags: EpisodeTags

    def extend_rss(self, item: Any) -> Any:
        """Called by feedgen with the finished item."""
        _explicit(item, self.tags.explicit)
        _add(item, self.tags.more)
        return item


def _add(parent: Any, tags: tuple[Tag, ...]) -> None:
    for tag in tags:
        element = xml_elem(tag.name, parent)
        if tag.text:
            element.text = tag.text
        # Not as keywords: an attribute may be called ``name``.
        for name, value in tag.attributes:
            element.set(name, value)


def _explicit(parent: Any, explicit: bool) -> None:
    xml_elem(f"{{{ITUNES}}}explicit", parent).text = str(explicit).lower()
