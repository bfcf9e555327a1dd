"""What a target has of each episode: in its feed, in which version, with its MP3."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dispatch_audio.checks import kept
from dispatch_audio.episode import Manifest
from dispatch_audio.publish.plan import mp3_of
from dispatch_audio.publish.targets import open_target
from dispatch_audio.workspace import Feed

PAGE = r"feed(-[1-9][0-9]*)?\.xml"
"""The names of the feed and its archives."""


def standing(feed: Feed, address: str, manifests: Iterable[Manifest]) -> dict[str, tuple[str, ...]]:
    """By slug, what is not at this target as it is in public/; nothing for an episode that is out there.

    Raises PublishError when the target cannot be asked.
    """
    with open_target(address, feed.folder, feed.edition) as target:
        listing = target.listing()
        names = pages_of(feed, listing)
        pages = [data for name in names if (data := target.read(name))]
        sizes = {name: there.size for name, there in listing.items()}
        return {
            manifest.slug: tuple(missing(target.shown, pages, manifest, sizes.get(mp3_of(feed, manifest))))
            for manifest in manifests
        }


def pages_of(feed: Feed, names: Iterable[str]) -> list[str]:
    """Those names of files at a target that are its feed and archives."""
    folder = feed.settings.feed_folder
    return [
        name for name in names if name.startswith(folder) and re.fullmatch(PAGE, name.removeprefix(folder))
    ]


def missing(place: str, pages: Sequence[bytes], manifest: Manifest, size: int | None) -> Iterator[str]:
    """What is not as it should be of an episode, where these are the feed's pages and its MP3 has this size."""
    if manifest.guid not in kept.guids(pages):
        yield f"{manifest.slug} is not in the feed at {place}"
    elif not any(f"/{manifest.enclosure.name}".encode() in page for page in pages):
        yield f"{manifest.slug} is in the feed at {place} in an earlier version"
    elif size != manifest.enclosure.length:
        yield f"the MP3 of {manifest.slug} at {place} is {'missing' if size is None else 'of another length'}"
