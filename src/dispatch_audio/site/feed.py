"""Manifests to feed.xml: RSS 2.0 as Apple, PSP-1 and the podcast namespace ask for it. The one room of feedgen."""

from collections.abc import Sequence

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from dispatch_audio.episode import Manifest
from dispatch_audio.package.text import clean, one_line
from dispatch_audio.site.podcast_extension import (
    EpisodeTags,
    PodcastEntryExtension,
    PodcastFeedExtension,
    ShowTags,
)
from dispatch_audio.site.text import fitting, newest_first, untagged
from dispatch_audio.workspace.settings import FeedSettings

FEED_NAME = "feed.xml"
"""The feed's name in public/."""

_DESCRIPTION_BYTES = 4000


def render_feed(settings: FeedSettings, manifests: Sequence[Manifest], artwork_name: str) -> bytes:
    """The feed as UTF-8 bytes, a pure function of what is given: no clock, the same bytes each time.

    ``artwork_name`` is the picture's file name in public/. Items are the newest first, whatever order they come in;
    every one given is listed, so leaving out what is not due yet is the caller's work.
    """
    episodes = newest_first(manifests)
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("ours", PodcastFeedExtension, PodcastEntryExtension, atom=False)
    _channel(feed, settings, artwork_name)
    feed.ours.tags = ShowTags(
        settings.guid, one_line(settings.owner.email), settings.explicit, bool(episodes)
    )
    if episodes:
        feed.lastBuildDate(episodes[0].published)
    for episode in episodes:
        _item(feed.add_entry(order="append"), episode, settings)
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _channel(feed: FeedGenerator, settings: FeedSettings, artwork_name: str) -> None:
    title, artwork = one_line(untagged(settings.title)), settings.base_url + artwork_name
    feed.title(title)
    feed.description(fitting(untagged(settings.description), _DESCRIPTION_BYTES))
    # feedgen writes the last link as the channel's <link>.
    feed.link(href=settings.base_url + FEED_NAME, rel="self", type="application/rss+xml")
    feed.link(href=settings.base_url, rel="alternate")
    feed.language(settings.language)
    feed.generator("dispatch-audio")
    feed.image(url=artwork, title=title, link=settings.base_url)
    feed.podcast.itunes_author(one_line(settings.author))
    feed.podcast.itunes_owner(name=one_line(settings.owner.name), email=one_line(settings.owner.email))
    feed.podcast.itunes_image(artwork)
    feed.podcast.itunes_type("episodic")
    # feedgen looks a category up by an XPath that double quotes would break; Apple's have none.
    names = (one_line(name).replace('"', "'") for name in settings.category)
    feed.podcast.itunes_category(dict(zip(("cat", "sub"), names, strict=False)))


def _item(item: FeedEntry, episode: Manifest, settings: FeedSettings) -> None:
    url = f"{settings.base_url}episodes/{episode.slug}/"
    title = one_line(untagged(episode.title))
    item.title(title)
    item.guid(episode.guid, permalink=False)
    item.link(href=f"{url}index.html")
    item.published(episode.published)
    item.description(fitting(untagged(episode.summary), _DESCRIPTION_BYTES))
    item.content(clean(episode.notes).replace("]]>", "]]&gt;"), type="CDATA")
    item.enclosure(url + episode.enclosure.name, str(episode.enclosure.length), "audio/mpeg")
    item.podcast.itunes_title(title)
    item.podcast.itunes_author(one_line(settings.author))
    item.podcast.itunes_duration(str(max(1, round(episode.enclosure.seconds))))
    item.podcast.itunes_episode_type("full")
    if episode.number:
        item.podcast.itunes_episode(episode.number)
    item.ours.tags = EpisodeTags(
        url=url,
        explicit=settings.explicit,
        narrator=one_line(episode.narrator),
        chapters=episode.chapters_file,
        transcripts=episode.transcripts,
        language=settings.language,
    )
