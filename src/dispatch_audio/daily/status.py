"""Is today's episode out? Told from the feed that listeners fetch, at each target, and not from any process or record."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dispatch_audio import files
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.package.manifest import published
from dispatch_audio.publish.plan import mp3_of
from dispatch_audio.publish.standing import missing
from dispatch_audio.publish.targets import open_target
from dispatch_audio.site import FEED_NAME, feed_pages
from dispatch_audio.slugs import by_file, dispatch_files, slug_of
from dispatch_audio.workspace import Feed


@dataclass(frozen=True, slots=True)
class Status:
    """How a feed stands."""

    state: Literal["out", "not yet", "not out"]
    """Of today's episode."""
    said: str
    """In a line."""

    @property
    def well(self) -> bool:
        """Whether all that should be out is."""
        return self.state != "not out"


def status(feed: Feed, manifests: tuple[Manifest, ...], now: datetime.datetime) -> Status:
    """Whether today's episode is in the feed at every target, or in public/ where there is none.

    Its file must be there in the length that its manifest has. Before ``publish_at`` nothing is expected of today. A day
    without a dispatch is not out: nobody wrote it, or it did not come.
    """
    zone = feed.settings.zone
    today = now.astimezone(zone).date()
    time = published(today, feed.settings.publish_at, zone)
    expected = list(_expected(feed, manifests, today))
    if now < time:
        return Status("not yet", f"nothing is to be out for {today} before {time.isoformat()}")
    if not expected:
        newest = max((one.published for one in manifests if one.published <= now), default=None)
        last = f"; the newest episode is of {newest.date()}" if newest else ""
        return Status("not out", f"no dispatch is dated {today}{last}")
    made = {manifest.slug: manifest for manifest in manifests}
    faults = [
        fault
        for slug in expected
        for fault in (_missing(feed, made[slug]) if slug in made else [f"{slug} is not built"])
    ]
    names = ", ".join(expected)
    return Status("not out", "; ".join(faults)) if faults else Status("out", f"{names} of {today} is out")


def _expected(feed: Feed, manifests: tuple[Manifest, ...], day: datetime.date) -> Iterator[str]:
    """The slugs of this day's episodes."""
    made = by_file({manifest.slug: manifest for manifest in manifests})
    for path in dispatch_files(feed):
        try:
            read = slug_of(path, made.get(path.name))
        except DispatchAudioError:
            # A run tells of it.
            continue
        if read.date == day and read.name not in feed.settings.withdrawn:
            yield read.name


def _missing(feed: Feed, manifest: Manifest) -> Iterator[str]:
    """What is not as it should be, place by place."""
    mp3 = mp3_of(feed, manifest)
    if not feed.settings.publish:
        pages = [path.read_bytes() for path in feed_pages(feed.written.parent)]
        yield from missing("public/", pages, manifest, files.size(feed.public / mp3))
        return
    for address in feed.settings.publish:
        try:
            with open_target(address, feed.folder, feed.edition) as target:
                page, file = target.read(f"{feed.settings.feed_folder}{FEED_NAME}"), target.look(mp3)
                shown = target.shown
        except DispatchAudioError as error:
            yield str(error)
        else:
            yield from missing(shown, [page] if page else [], manifest, file.size if file else None)
