"""What of public/ is to be at a target, in the order it has to come: read from the feed, and no file that it does not need.

An episode that is not due, or was withdrawn, is in no feed, and so is not sent.
"""

import hashlib
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.checks.document import NAMES, Public
from dispatch_audio.episode import MANIFEST_NAME, Manifest
from dispatch_audio.errors import PublishError
from dispatch_audio.models import sha256_of
from dispatch_audio.public import read_manifests
from dispatch_audio.site import FEED_NAME, PAGE_NAME, feed_pages, further_pages
from dispatch_audio.site.media_types import media_type
from dispatch_audio.workspace import Feed

_LASTING = re.compile(r"\.[0-9a-f]{8,64}\.[a-z0-9]+$")
"""A name that holds a hash of the content: the bytes at this address never change."""
FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control (RFC 9111, RFC 8246) of what is named by its content."""
ASK_AGAIN = "no-cache"
"""The same of all else: it may be kept, and is asked for before it is used."""
_BUILD = "`dispatch-audio build` makes public/ whole again"


@dataclass(frozen=True, slots=True)
class Item:
    """A file as it is to be at the target."""

    name: str
    """Relative to public/, with forward slashes."""
    at: Path | bytes
    """The folder in which it lies by its name, or its bytes: a page of the feed is held, since it is checked before it is sent."""
    size: int
    """In bytes."""
    sha256: str
    rank: int
    """What is of a lower rank is at the target first."""

    @property
    def source(self) -> Path | bytes:
        """Its bytes, or the file that has them."""
        return self.at if isinstance(self.at, bytes) else self.at / self.name

    @property
    def type(self) -> str:
        """Its media type."""
        return media_type(self.name)

    @property
    def cache(self) -> str:
        """Its Cache-Control."""
        return FOREVER if _LASTING.search(self.name) else ASK_AGAIN


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be at the target, and what the feed says of it."""

    items: tuple[Item, ...]
    """All but the pages of the feed, in their order."""
    pages: tuple[Item, ...]
    """The archives from the oldest on, and last feed.xml."""
    named: dict[str, int | None]
    """What the pages name, with the length that an enclosure is said to have, in bytes."""

    @property
    def all(self) -> tuple[Item, ...]:
        """Everything, in the order to send it."""
        return (*self.items, *self.pages)

    @property
    def feed(self) -> Item:
        """feed.xml."""
        return self.pages[-1]


def read_plan(feed: Feed) -> Plan:
    """What is in public/ now, read under the feed's lock so that no build comes in between.

    Raises PublishError when there is no feed, or it names what is not in public/.
    """
    with files.locked(feed.folder / ".lock", waiting_for=f"the feed {feed.name}"):
        pages = tuple(_page(feed, path) for path in reversed(feed_pages(feed.written.parent)))
        if not pages or pages[-1].name != f"{feed.settings.feed_folder}{FEED_NAME}":
            raise PublishError(
                "there is no feed to publish",
                file=feed.public / FEED_NAME,
                hint="`dispatch-audio build` makes one",
            )
        named = _all_named(feed)
        episodes = {mp3_of(feed, one): one for one in read_manifests(feed)}
        lost = next((name for name, size in named.items() if size is not None and name not in episodes), None)
        if lost is not None:
            raise PublishError(
                f"names {lost}, which no episode in public/ has", file=feed.public / FEED_NAME, hint=_BUILD
            )
        found = [
            *(item for name in named if name in episodes for item in _episode(feed, episodes[name])),
            *_top(feed.public),
            *_copies(feed),
        ]
    plan = Plan(tuple(sorted(found, key=lambda item: item.rank)), pages, named)
    _refuse_gaps(feed, plan)
    return plan


def mp3_of(feed: Feed, manifest: Manifest) -> str:
    """An episode's MP3, relative to public/."""
    return f"{feed.settings.episode_folder(manifest.slug)}/{manifest.enclosure.name}"


def _page(feed: Feed, path: Path) -> Item:
    data = path.read_bytes()
    return Item(
        path.relative_to(feed.public).as_posix(), data, len(data), hashlib.sha256(data).hexdigest(), 6
    )


def _all_named(feed: Feed) -> dict[str, int | None]:
    named: dict[str, int | None] = {}
    try:
        for page in Public(feed.public, feed_folder=feed.settings.feed_folder).pages:
            named |= _named(page.channel, feed.settings.base_url)
            strange = next(
                (
                    found.get("url")
                    for found in page.channel.iter("enclosure")
                    if not (found.get("url") or "").startswith(feed.settings.base_url)
                ),
                None,
            )
            if strange is not None:
                raise PublishError(
                    f"names {strange}, which is not below base_url, {feed.settings.base_url}",
                    file=feed.public / page.name,
                    hint="build a dispatch, so that the feed is written for the new address",
                )
    except ValueError as error:
        raise PublishError(str(error), file=feed.public / FEED_NAME, hint=_BUILD) from None
    return named


def named_by(data: bytes, base: str) -> frozenset[str]:
    """The files below ``base`` that a page of a feed names; none where it is no feed."""
    try:
        # A target's feed: expat has refused entity bombs since 2.4.1.
        channel = ET.fromstring(data).find("channel")  # noqa: S314
    except (ET.ParseError, LookupError, ValueError):
        # An encoding that is none, or not for expat, is told by the other two.
        return frozenset()
    return frozenset(_named(channel, base)) if channel is not None else frozenset()


_SIZE = re.compile("[0-9]{1,18}")
_TEXTS = frozenset({"link", "url"})
_ATTRIBUTES = {
    "enclosure": "url",
    f"{{{NAMES['podcast']}}}transcript": "url",
    f"{{{NAMES['podcast']}}}chapters": "url",
    f"{{{NAMES['podcast']}}}trailer": "url",
    f"{{{NAMES['itunes']}}}image": "href",
    f"{{{NAMES['atom']}}}link": "href",
}
"""The elements of our feeds that name a file of the show, and where."""


def _named(channel: ET.Element, base: str) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for element in channel.iter():
        key = _ATTRIBUTES.get(element.tag)
        address = (element.get(key) if key else element.text if element.tag in _TEXTS else None) or ""
        name = address.strip().removeprefix(base)
        if name and address.strip().startswith(base):
            size = element.get("length", "") if element.tag == "enclosure" else ""
            found[name] = int(size) if _SIZE.fullmatch(size) else found.get(name)
    return found


def _episode(feed: Feed, episode: Manifest) -> Iterator[Item]:
    """An episode's files as its manifest has them; another MP3 that lies there is of an earlier version."""
    public, folder = feed.public, feed.settings.episode_folder(episode.slug)
    enclosure = episode.enclosure
    yield _item(public, f"{folder}/{enclosure.name}", 0, enclosure.sha256, enclosure.length)
    for beside in episode.beside:
        # The chapters name their pictures.
        picture = beside.name.endswith((".jpg", ".png"))
        yield _item(
            public,
            f"{folder}/{beside.name}",
            1 if picture else 2 if beside.name == episode.chapters_file.name else 3,
            beside.sha256,
        )
    for name in (MANIFEST_NAME, *further_pages(public / folder), PAGE_NAME):
        yield _item(public, f"{folder}/{name}", 4)


def _top(public: Path) -> Iterator[Item]:
    """The show's picture, page and stylesheets, and what else its people have put beside them; nothing hidden."""
    pages = frozenset(feed_pages(public))
    for path in sorted(public.iterdir()):
        if path.is_file() and path not in pages and not path.name.startswith("."):
            yield _item(public, path.name, 5)


def _copies(feed: Feed) -> Iterator[Item]:
    """Each listener's copies of a private feed."""
    for folder in feed.settings.listener_folders:
        for path in feed_pages(feed.public / folder):
            yield _item(feed.public, f"{folder}{path.name}", 6)


def _item(public: Path, name: str, rank: int, sha256: str = "", size: int | None = None) -> Item:
    # A feed of thousands of episodes has some hundred thousand files: a Path is made of those alone that are read.
    try:
        found = os.stat(f"{public}/{name}").st_size  # noqa: PTH116
        digest = sha256 or sha256_of(public / name)
    except OSError as error:
        raise PublishError(f"cannot be read: {error.strerror}", file=public / name, hint=_BUILD) from None
    if size is not None and found != size:
        raise PublishError(
            f"has {found} bytes, and its manifest says {size}", file=public / name, hint=_BUILD
        )
    return Item(name, public, found, digest, rank)


def _refuse_gaps(feed: Feed, plan: Plan) -> None:
    """Raises PublishError when the feed names what will not be at the target, or with another length."""
    sizes = {item.name: item.size for item in plan.all}
    for name, length in plan.named.items():
        if name not in sizes or length not in (None, sizes[name]):
            said = (
                "which is not in public/" if name not in sizes else f"of {length} bytes; it has {sizes[name]}"
            )
            raise PublishError(f"names {name}, {said}", file=feed.public / FEED_NAME, hint=_BUILD)
