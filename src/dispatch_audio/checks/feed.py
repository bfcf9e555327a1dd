"""feed.xml and its archives list every episode that is due, once, newest first, under the guid and the date it has for life,
and name only files that are there, at their true length."""

import datetime
import itertools
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from dispatch_audio.checks.document import NAMES, Page, Public, qualified
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.package.manifest import item_guid
from dispatch_audio.site import FEED_NAME, PAGE_NAME
from dispatch_audio.workspace.settings import FeedSettings


def check(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """An item for each manifest by its guid and no other; every address of ours leads to a file.

    Of an archive that stays as it was, the episodes' files are looked for again, and what it says is believed.
    """
    if public.names[:1] != (f"{settings.feed_folder}{FEED_NAME}",):
        yield Outcome(not due, f"{FEED_NAME} is missing beside {len(due)} episodes")
        return
    found = public.pages
    told = public.staying | {
        page.name: tuple(item.findtext("guid", "") for item in page.items) for page in found
    }
    listed = [guid for name in public.names for guid in told[name]]
    wanted = Counter(manifest.guid for manifest in due)
    yield Outcome(Counter(listed) == wanted, f"{len(listed)} items, {len(due)} episodes are due")
    by_guid = {manifest.guid: manifest for manifest in due}
    for item in (item for page in found for item in page.items):
        if manifest := by_guid.get(item.findtext("guid", "")):
            yield _check_enclosure(public, item, manifest, settings)
    stay = [by_guid[guid] for guids in public.staying.values() for guid in guids if guid in by_guid]
    if stay:
        yield _check_staying(public, stay, settings)
    yield from _check_identity(due, settings)
    yield from _check_dates(found, by_guid)
    moments = [by_guid[guid].published for guid in listed if guid in by_guid]
    yield Outcome(moments == sorted(moments, reverse=True), f"{len(moments)} dated items, the newest first")
    yield from _check_links(found, public.names, settings.base_url)
    named = {address for page in found for address in _ours(page, settings.base_url)}
    missing = sorted(public.lacking(_name(address, settings.base_url) for address in named))
    yield Outcome(
        not missing, f"{len(named)} addresses of ours, without a file: {', '.join(missing) or 'none'}"
    )


def _check_enclosure(public: Public, item: ET.Element, manifest: Manifest, settings: FeedSettings) -> Outcome:
    enclosure = item.find("enclosure")
    url = enclosure.get("url", "") if enclosure is not None else ""
    length = enclosure.get("length", "") if enclosure is not None else ""
    name = _mp3(manifest, settings)
    promised = settings.base_url + name
    size = public.size(name)
    found = "no file" if size is None else f"{size}"
    return Outcome(
        url == promised and length == found,
        f"{manifest.slug}: {url}, length {length or 'none'}; the manifest has {promised}, the file {found}",
    )


def _check_staying(public: Public, stay: Sequence[Manifest], settings: FeedSettings) -> Outcome:
    gone = [
        name for one in stay if public.size(name := _mp3(one, settings)) != one.enclosure.length
    ] + public.lacking(
        f"{settings.episode_folder(one.slug)}/{file.name}" for one in stay for file in one.beside
    )
    return Outcome(
        not gone,
        f"{len(stay)} episodes on archives that stay, files that are missing or cut: {', '.join(gone) or 'none'}",
    )


def _mp3(manifest: Manifest, settings: FeedSettings) -> str:
    return f"{settings.episode_folder(manifest.slug)}/{manifest.enclosure.name}"


def _check_identity(due: Sequence[Manifest], settings: FeedSettings) -> Iterator[Outcome]:
    """A guid follows from the show's and the slug, so that neither a new title nor a lost public/ changes it."""
    changed = [manifest.slug for manifest in due if manifest.guid != item_guid(settings.guid, manifest.slug)]
    yield Outcome(
        not changed,
        f"guids that are not the show's {settings.guid[:8]}… and the slug's: {', '.join(changed) or 'none'}",
    )


def _check_dates(found: Sequence[Page], by_guid: dict[str, Manifest]) -> Iterator[Outcome]:
    """Dates as RFC 2822 has them, those of the manifests, which are due; the feed's own is its newest episode's."""
    dates = [
        (item.findtext("guid", ""), _date(item.findtext("pubDate"))) for page in found for item in page.items
    ]
    other = [
        by_guid[guid].slug for guid, date in dates if guid in by_guid and date != by_guid[guid].published
    ]
    yield Outcome(not other, f"items dated unlike their manifests: {', '.join(other) or 'none'}")
    told = {
        item.findtext("guid", ""): item.findtext(qualified("atom:updated"))
        for page in found
        for item in page.items
    }
    other = [
        by_guid[guid].slug
        for guid, moment in told.items()
        if guid in by_guid and moment != _corrected(by_guid[guid])
    ]
    yield Outcome(
        not other, f"items whose atom:updated is not their correction's: {', '.join(other) or 'none'}"
    )
    stale = [
        page.name
        for page in found
        if page.items and _date(page.channel.findtext("lastBuildDate")) != _newest(page, by_guid)
    ]
    yield Outcome(
        not stale,
        f"pages whose lastBuildDate is not that of what is newest on them: {', '.join(stale) or 'none'}",
    )


def _corrected(episode: Manifest) -> str | None:
    return episode.updated.isoformat() if episode.updated else None


def _newest(page: Page, by_guid: dict[str, Manifest]) -> datetime.datetime | None:
    known = (by_guid.get(item.findtext("guid", "")) for item in page.items)
    return max((episode.newest for episode in known if episode is not None), default=None)


def _date(text: str | None) -> datetime.datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


def _check_links(found: Sequence[Page], names: Sequence[str], base_url: str) -> Iterator[Outcome]:
    """Each page names itself, and the one after it where there is one (RFC 5005, section 3)."""
    after = {name: base_url + following for name, following in itertools.pairwise(names)}
    wrong = [
        page.name
        for page in found
        if (_link(page, "self"), _link(page, "next")) != (base_url + page.name, after.get(page.name, ""))
    ]
    yield Outcome(
        not wrong,
        f"{len(found)} pages, with other links than to themselves and the next: {', '.join(wrong) or 'none'}",
    )


def _link(page: Page, relation: str) -> str:
    link = page.channel.find(f"atom:link[@rel='{relation}']", NAMES)
    return "" if link is None else link.get("href", "")


def _ours(page: Page, base_url: str) -> Iterator[str]:
    """Every address on a page that begins with the show's own."""
    for element in page.channel.iter():
        for value in (element.text or "", *element.attrib.values()):
            # Most values are none, and told so at once.
            if base_url in value and (address := value.strip()).startswith(base_url):
                yield address


def _name(address: str, base_url: str) -> str:
    """The file that an address of ours leads to, as public/ names it."""
    name = address[len(base_url) :]
    if "%" in name:
        name = unquote(name)
    return name + PAGE_NAME if not name or name.endswith("/") else name
