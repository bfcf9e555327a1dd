"""The top of a feed's public/, made from the manifests of what is due, and written so that nobody loses what they have."""

import datetime
import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.checks import kept
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.models import sha256_of
from dispatch_audio.package import File
from dispatch_audio.site import FEED_NAME, feed_pages, site_files
from dispatch_audio.workspace import Feed

log = logging.getLogger(__name__)


def due_of(feed: Feed, manifests: Iterable[Manifest], now: datetime.datetime) -> tuple[Manifest, ...]:
    """What the feed lists: an episode whose time has not come, or that was withdrawn, is in no feed."""
    return tuple(
        manifest
        for manifest in manifests
        if manifest.published <= now and manifest.slug not in feed.settings.withdrawn
    )


def site_of(feed: Feed, manifests: Iterable[Manifest], now: datetime.datetime) -> tuple[File, ...]:
    """The show's picture, page, stylesheets and feed of what is due; nothing is written.

    Raises WorkspaceError when listeners would lose an episode by it.
    """
    site = site_files(feed.settings, due_of(feed, manifests, now))
    published = tuple(path.read_bytes() for path in feed_pages(feed.public))
    coming = tuple(file.data for file in site if file.name.endswith(".xml"))
    lost = next((out for out in kept.check(published, coming, feed.settings) if not out.passed), None)
    if lost is not None:
        raise WorkspaceError(
            lost.said,
            file=feed.public / FEED_NAME,
            hint="bring back their folders in episodes/, or name their slugs in `withdrawn` in feed.toml; to make all of "
            "public/ anew, remove feed.xml too",
        )
    former = kept.former_address(published)
    if former not in ("", feed.settings.base_url, feed.settings.moved_from):
        log.warning(
            '%s: the feed was written for %s until now; if it was published there, set moved_from = "%s"',
            feed.folder / "feed.toml",
            former,
            former,
        )
    return site


def write_site(feed: Feed, site: tuple[File, ...]) -> None:
    """Writes what has changed, in the order given: the feed, which names the rest, comes last."""
    for file in site:
        write_changed(feed.public / file.name, file.data)
    # Only now does no page lead to an archive that is no longer one.
    for path in feed_pages(feed.public):
        if path.name not in {file.name for file in site}:
            files.discard(path)


def write_changed(path: Path, data: bytes) -> None:
    """Puts these bytes at ``path``, unless they are there."""
    if not path.is_file() or sha256_of(path) != hashlib.sha256(data).hexdigest():
        files.write_atomically(path, data)
