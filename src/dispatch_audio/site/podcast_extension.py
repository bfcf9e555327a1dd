"""What feedgen lacks: the podcast namespace, and iTunes values as validators want them.

The podcast namespace is https://podcastindex.org/namespace/1.0; some clients look its elements up by the literal
prefix ``podcast:``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from dispatch_audio.episode import Attachment

# Elements are lxml's, as feedgen makes them; it has no types.
PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"


@dataclass(frozen=True, slots=True)
class ShowTags:
    """A channel's elements."""

    guid: str
    owner_email: str
    explicit: bool
    has_episodes: bool


@dataclass(frozen=True, slots=True)
class EpisodeTags:
    """An item's elements."""

    url: str
    """Where the episode's folder is served, with a slash at the end."""
    explicit: bool
    narrator: str
    chapters: Attachment
    transcripts: Sequence[Attachment]
    language: str


class PodcastFeedExtension(BaseExtension):  # type: ignore[misc]
    """Adds a show's elements to the channel."""

    tags: ShowTags

    def extend_ns(self) -> dict[str, str]:
        """The prefix that clients look for."""
        return {"podcast": PODCAST}

    def extend_rss(self, feed: Any) -> Any:
        """Called by feedgen with the root element, before the items are added."""
        channel = feed[0]
        _explicit(channel, self.tags.explicit)
        _add(channel, "guid", self.tags.guid)
        _add(channel, "medium", "podcast")
        _add(channel, "locked", "yes", owner=self.tags.owner_email)
        _add(channel, "txt", "true", purpose="ai-content")
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
        tags = self.tags
        _explicit(item, tags.explicit)
        for transcript in tags.transcripts:
            _add(
                item,
                "transcript",
                url=tags.url + transcript.name,
                type=transcript.type,
                language=tags.language,
            )
        _add(item, "chapters", url=tags.url + tags.chapters.name, type=tags.chapters.type)
        _add(item, "person", tags.narrator, group="cast", role="narrator")
        _add(item, "txt", "true", purpose="ai-content")
        return item


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> None:
    xml_elem(f"{{{PODCAST}}}{name}", parent, **attributes).text = text or None


def _explicit(parent: Any, explicit: bool) -> None:
    xml_elem(f"{{{ITUNES}}}explicit", parent).text = str(explicit).lower()
