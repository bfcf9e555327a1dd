"""Manifests to the public site: feed, pages and the show's picture; and a server that shows it on this machine."""

from collections.abc import Sequence

from dispatch_audio.artwork import picture_name
from dispatch_audio.episode import Manifest
from dispatch_audio.package import File
from dispatch_audio.site.browsing import stylesheets
from dispatch_audio.site.feed import render_feed, render_feeds
from dispatch_audio.site.pages import (
    PAGE_NAME,
    STAMP_WITHIN,
    further_page,
    further_pages,
    render_episode,
    render_index,
    stamp,
)
from dispatch_audio.site.paging import FEED_NAME, feed_pages
from dispatch_audio.workspace.settings import FeedSettings

__all__ = [
    "FEED_NAME",
    "PAGE_NAME",
    "STAMP_WITHIN",
    "feed_pages",
    "further_page",
    "further_pages",
    "render_episode",
    "render_feed",
    "render_index",
    "site_files",
    "stamp",
]


def site_files(
    settings: FeedSettings, manifests: Sequence[Manifest], picture: bytes, editions: Sequence[str] = ()
) -> tuple[File, ...]:
    """The files at the top of public/ in the order to write them: picture, page, stylesheets, and last the feed that
    names all.

    ``picture`` is the show's, a JPEG or PNG; ``editions`` names those of its editions that the page leads to, with "" for the
    show itself. Each has the same bytes for the same arguments. Every manifest given is listed.
    """
    name = picture_name("artwork", picture)
    return (
        File(name, picture),
        File(PAGE_NAME, render_index(settings, manifests, name, editions)),
        *stylesheets(),
        *render_feeds(settings, manifests, name),
    )
