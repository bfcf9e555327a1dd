"""Manifests to feed.xml: RSS 2.0 as Apple, PSP-1 and the podcast namespace ask for it. The one room of feedgen."""

import io
import re
from collections.abc import Iterator, Sequence
from email.utils import format_datetime

from feedgen.feed import FeedGenerator

from dispatch_audio.episode import Manifest
from dispatch_audio.package import File
from dispatch_audio.package.text import fitting, one_line
from dispatch_audio.site.browsing import named_stylesheets
from dispatch_audio.site.items import END, Items, as_text
from dispatch_audio.site.paging import FEED_NAME, Page, paged
from dispatch_audio.site.podcast_extension import (
    ITUNES,
    PODCAST,
    PodcastEntryExtension,
    PodcastFeedExtension,
    ShowTags,
    Tag,
)
from dispatch_audio.site.text import bare_title, newest_first, untagged
from dispatch_audio.workspace.settings import FeedSettings

DESCRIPTION_BYTES = 4000
"""What PSP-1 and Apple let a description hold, in UTF-8."""


def render_feed(settings: FeedSettings, manifests: Sequence[Manifest], artwork_name: str) -> bytes:
    """feed.xml as UTF-8 bytes, a pure function of what is given: no clock, the same bytes each time.

    ``artwork_name`` is the picture's file name in public/. Items are the newest first, whatever order they come in;
    every one given is listed, here or in an archive, so leaving out what is not due yet is the caller's work.
    """
    return _document(settings, _pages(settings, manifests)[0], artwork_name)


def render_feeds(
    settings: FeedSettings, manifests: Sequence[Manifest], artwork_name: str
) -> tuple[File, ...]:
    """All pages of the feed in the order to write them: archives from the oldest on, and last feed.xml, which names them.

    Of a private feed, each listener's copies come before it: the same but for their own addresses.
    """
    own = tuple(
        File(page.name, _document(settings, page, artwork_name))
        for page in reversed(_pages(settings, manifests))
    )
    here = f"{settings.base_url}{settings.feed_folder}".encode()
    copies = tuple(
        File(
            f"{folder}{page.name.removeprefix(settings.feed_folder)}",
            page.data.replace(here, f"{settings.base_url}{folder}".encode()),
        )
        for folder in settings.listener_folders
        for page in own
    )
    return (*copies, *own)


def _pages(settings: FeedSettings, manifests: Sequence[Manifest]) -> tuple[Page, ...]:
    return paged(newest_first(manifests), settings.items_per_page, settings.feed_folder)


def _document(settings: FeedSettings, page: Page, artwork_name: str) -> bytes:
    artwork = settings.base_url + artwork_name
    tags = _show_tags(settings, page)

    def new_feed() -> FeedGenerator:
        return _channel(settings, page, artwork, tags)

    document, items = io.BytesIO(), Items(settings, artwork, new_feed)
    up = "../" * settings.feed_folder.count("/")
    head = new_feed().rss_str(pretty=True).removesuffix(END)
    document.write(_TITLE.sub(_title_as_text, head).replace(b"?>\n", b"?>\n" + named_stylesheets(up), 1))
    for episode in page.episodes:
        document.write(items.item(episode))
    document.write(END)
    return document.getvalue()


_TITLE = re.compile(rb"(?<=<title>)[^<]*")


def _title_as_text(title: re.Match[bytes]) -> bytes:
    return as_text(title[0].decode()).encode()


def _channel(settings: FeedSettings, page: Page, artwork: str, tags: ShowTags) -> FeedGenerator:
    title, address = one_line(untagged(settings.title)), settings.base_url + settings.feed_folder + FEED_NAME
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("ours", PodcastFeedExtension, PodcastEntryExtension, atom=False)
    feed.title(title)
    feed.description(fitting(untagged(settings.description), DESCRIPTION_BYTES))
    # feedgen writes the last link as the channel's <link>.
    feed.link(href=settings.base_url + page.name, rel="self", type="application/rss+xml")
    feed.link(href=settings.base_url, rel="alternate")
    feed.language(settings.language)
    feed.generator("dispatch-audio")
    feed.image(url=artwork, title=title, link=settings.base_url)
    if settings.copyright:
        feed.copyright(one_line(settings.copyright))
    feed.podcast.itunes_author(one_line(settings.author))
    feed.podcast.itunes_owner(name=one_line(settings.owner.name), email=one_line(settings.owner.email))
    feed.podcast.itunes_image(artwork)
    feed.podcast.itunes_type(settings.type)
    if settings.moved_from and not page.archived:
        # Apple wants it in the feed at the new address, which is also what a copy at the old one says.
        feed.podcast.itunes_new_feed_url(address)
    # feedgen looks a category up by an XPath that double quotes would break; Apple's have none.
    names = (one_line(name).replace('"', "'") for name in settings.category)
    feed.podcast.itunes_category(dict(zip(("cat", "sub"), names, strict=False)))
    feed.ours.tags = tags
    if page.episodes:
        feed.lastBuildDate(max(episode.newest for episode in page.episodes))
    return feed


def _show_tags(settings: FeedSettings, page: Page) -> ShowTags:
    return ShowTags(
        settings.explicit,
        bool(page.episodes),
        (*_podcast_tags(settings), *_trailers(settings, page)),
        tuple((relation, settings.base_url + name) for relation, name in page.links),
        page.archived,
    )


def _podcast_tags(settings: FeedSettings) -> Iterator[Tag]:
    yield Tag(f"{{{PODCAST}}}guid", settings.guid)
    yield Tag(f"{{{PODCAST}}}medium", "podcast")
    yield Tag(f"{{{PODCAST}}}locked", "yes", (("owner", one_line(settings.owner.email)),))
    yield Tag(f"{{{PODCAST}}}txt", "true", (("purpose", "ai-content"),))
    if settings.private:
        # Apple takes this word alone, with its capital; feedgen writes it small.
        yield Tag(f"{{{ITUNES}}}block", "Yes")
        yield Tag(f"{{{PODCAST}}}block", "yes")
    if settings.license is not None:
        name, url = one_line(settings.license.name, 128), settings.license.url
        yield Tag(f"{{{PODCAST}}}license", name if url else name.lower(), (("url", url),) if url else ())


def _trailers(settings: FeedSettings, page: Page) -> Iterator[Tag]:
    """The episodes that are trailers once more, as apps look for what to play to somebody who is new."""
    for episode in page.episodes:
        if settings.episode_types.get(episode.slug) == "trailer":
            season = settings.season(episode.published.date())
            yield Tag(
                f"{{{PODCAST}}}trailer",
                bare_title(episode.title, settings.title, episode.number, 128),
                (
                    ("pubdate", format_datetime(episode.published)),
                    (
                        "url",
                        f"{settings.base_url}{settings.episode_folder(episode.slug)}/{episode.enclosure.name}",
                    ),
                    ("length", f"{episode.enclosure.length}"),
                    ("type", "audio/mpeg"),
                    *([("season", f"{season.number}")] if season else []),
                ),
            )
