"""A feed's public/ as a whole: what is in it, and its top, made from the manifests of what is due, checked beside it and
moved in so that nobody loses what they have."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.artwork import look_of, published_picture
from dispatch_audio.checks import check_episode, check_public, kept
from dispatch_audio.checks.document import Public
from dispatch_audio.checks.finding import Finding
from dispatch_audio.episode import MANIFEST_NAME, Manifest
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.machine import uncollected
from dispatch_audio.package import File
from dispatch_audio.package.manifest import load
from dispatch_audio.site import FEED_NAME, PAGE_NAME, feed_pages, site_files
from dispatch_audio.workspace import Feed
from dispatch_audio.workspace.access import TOKEN

log = logging.getLogger(__name__)


def read_manifests(feed: Feed) -> tuple[Manifest, ...]:
    """The manifests of all episodes in public/.

    One whose file is as it was when it was read before is not read again. Raises WorkspaceError when one cannot be read, or
    lies in another folder than its slug's: a feed without it would tell listeners that it is gone.
    """
    folder = feed.public / "episodes"
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    before = _READ.get(folder, {})
    found: dict[str, _Read] = {}
    with uncollected():
        for name in names:
            # Thousands: a Path is made of those alone that are read.
            look = files.settled(f"{folder}/{name}/{MANIFEST_NAME}")
            known = before.get(name)
            if known is not None and known.look == look is not None:
                found[name] = known
            elif look is not None or (folder / name / MANIFEST_NAME).exists():
                found[name] = _Read(look, _read_manifest(folder / name / MANIFEST_NAME, feed))
    _READ[folder] = found
    return tuple(read.manifest for read in found.values())


@dataclass(frozen=True, slots=True)
class _Read:
    """A manifest, and how its file looked before it was read."""

    look: files.Look | None
    manifest: Manifest


_READ: dict[Path, dict[str, _Read]] = {}
"""What was read last of each feed: an unattended run asks four times for what may be thousands."""


def _read_manifest(path: Path, feed: Feed) -> Manifest:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"cannot be read: {error.strerror}", file=path) from None
    manifest = load(data, path)
    if feed.settings.episode_folder(manifest.slug) != f"episodes/{path.parent.name}":
        # Also where the feed was open to all before, or is so now.
        raise WorkspaceError(
            f"is the manifest of {manifest.slug}, whose folder is another",
            file=path,
            hint=f"remove the folder {path.parent.name}, and build the dispatch",
        )
    return manifest


def check_feed(feed: Feed, now: datetime.datetime) -> tuple[Finding, ...]:
    """Everything in public/, measured against what is promised."""
    manifests = read_manifests(feed)
    due = due_of(feed, manifests, now)
    episodes = (check_episode(feed.episode(manifest.slug), manifest) for manifest in manifests)
    return (
        *check_public(Public(feed.public, feed_folder=feed.settings.feed_folder), due, feed.settings),
        *(finding for found in episodes for finding in found),
    )


def due_of(feed: Feed, manifests: Iterable[Manifest], now: datetime.datetime) -> tuple[Manifest, ...]:
    """What the feed lists: an episode whose time has not come, or that was withdrawn, is in no feed.

    One that is in the published feed stays, also when a clock that was put back says that its time has not come.
    """
    listed = cache(lambda: kept.guids(path.read_bytes() for path in feed_pages(feed.written.parent)))
    return tuple(
        manifest
        for manifest in manifests
        if manifest.slug not in feed.settings.withdrawn
        and (manifest.published <= now or manifest.guid in listed())
    )


@dataclass(frozen=True, slots=True)
class Site:
    """The top of public/ as it is to be."""

    files: tuple[File, ...]
    """The show's picture, page, stylesheets and feed, in the order to write them: the feed, which names the rest, last."""
    due: tuple[Manifest, ...]
    """What the feed lists."""


def site_of(feed: Feed, manifests: Iterable[Manifest], now: datetime.datetime) -> Site:
    """The top of public/ for what is due; nothing is written.

    Raises WorkspaceError when listeners would lose an episode by it, or the show's own picture is none that directories
    take.
    """
    due = due_of(feed, manifests, now)
    picture = published_picture(look_of(feed.settings), feed.artwork)
    with uncollected():
        site = site_files(feed.settings, due, picture, editions_out(feed))
    published = tuple(path.read_bytes() for path in feed_pages(feed.written.parent))
    coming = tuple(
        file.data
        for file in site
        if file.name.endswith(".xml") and file.name.startswith(feed.settings.feed_folder)
    )
    lost = next((out for out in kept.check(published, coming, feed.settings) if not out.passed), None)
    if lost is not None:
        raise WorkspaceError(
            lost.said,
            file=feed.public / FEED_NAME,
            hint="bring back their folders in episodes/, or name their slugs in `withdrawn` in feed.toml; to make all of "
            "public/ anew, remove feed.xml too",
        )
    former = kept.former_address(published).removesuffix(feed.settings.feed_folder)
    if former not in ("", feed.settings.base_url, feed.settings.moved_from):
        log.warning(
            '%s: the feed was written for %s until now; if it was published there, set moved_from = "%s"',
            feed.folder / "feed.toml",
            former,
            former,
        )
    return Site(site, due)


def editions_out(feed: Feed) -> tuple[str, ...]:
    """Which of the show's editions have a page in public/, by name; "" is the show itself."""
    return tuple(member.edition for member in feed.family if (member.public / PAGE_NAME).is_file())


def stage(feed: Feed, site: Site, beside: Path) -> tuple[Finding, ...]:
    """Writes what has changed beside public/, where an episode may lie already, and tells which checks public/ would fail.

    ``beside`` is laid out as public/ is. Nothing is checked where nothing is to be moved in: it was when it came.
    """
    going = frozenset(path.relative_to(feed.public).as_posix() for path in _going(feed, site))
    for file in site.files:
        if not files.holds(feed.public / file.name, file.data):
            files.write_atomically(beside / file.name, file.data)
    if not going and not any(beside.iterdir()):
        return ()
    with uncollected():
        found = check_public(
            Public(feed.public, beside, going, feed.settings.feed_folder), site.due, feed.settings
        )
    return tuple(finding for finding in found if not finding.passed)


def move_in(feed: Feed, site: Site, beside: Path) -> None:
    """Moves in what was staged, in the order given."""
    going = _going(feed, site)
    for file in site.files:
        if (beside / file.name).is_file():
            files.move_in(beside / file.name, feed.public / file.name)
    # Only now does no page lead to an archive that is no longer one.
    for path in going:
        files.discard(path)


def update(feed: Feed, site: Site) -> tuple[Finding, ...]:
    """Makes the top of public/ anew where no episode comes; when checks fail it stays as it was, and they are told."""
    with files.work_folder(feed.making) as beside:
        failed = stage(feed, site, beside)
        if not failed:
            move_in(feed, site, beside)
    return failed


def bring_up(
    feed: Feed, now: datetime.datetime, since: datetime.datetime | None = None
) -> tuple[Finding, ...]:
    """Brings the top of public/ to what is due now; without an episode nothing is done, nor when none has become due ``since``
    it was made. As ``update``, under the feed's lock, which must not be held."""
    with files.locked(feed.folder / ".lock", waiting_for=f"the feed {feed.name}"):
        manifests = read_manifests(feed)
        if since is not None and not any(since < manifest.published <= now for manifest in manifests):
            return ()
        return update(feed, site_of(feed, manifests, now)) if manifests else ()


def _going(feed: Feed, site: Site) -> tuple[Path, ...]:
    """Pages of the feed that it no longer has; where it is or was private, also those that no listener has any more, and those of
    when it was open to all."""
    staying = {feed.public / file.name for file in site.files}
    folders = (feed.public, *(path for path in feed.public.glob("*/") if TOKEN.fullmatch(path.name)))
    return tuple(path for folder in folders for path in feed_pages(folder) if path not in staying)
