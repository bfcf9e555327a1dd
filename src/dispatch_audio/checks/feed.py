"""feed.xml names only what is there, at its true length, and every episode once."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest


def check(public: Path, manifests: tuple[Manifest, ...]) -> Iterator[Outcome]:
    """Well-formed XML; for each item the file, its length, its guid and its title by the manifest."""
    path = public / "feed.xml"
    if not path.is_file():
        yield Outcome(not manifests, f"feed.xml is missing beside {len(manifests)} episodes")
        return
    try:
        # The file is our own, and expat has refused entity bombs since 2.4.1.
        channel = ET.fromstring(path.read_bytes()).find("channel")  # noqa: S314
    except ET.ParseError as error:
        yield Outcome(False, f"is not well-formed XML: {error}")
        return
    items = channel.findall("item") if channel is not None else []
    by_guid = {manifest.guid: manifest for manifest in manifests}
    guids = Counter(item.findtext("guid", "") for item in items)
    yield Outcome(all(count == 1 for count in guids.values()), f"{len(items)} items, every guid once")
    for item in items:
        yield from _check_item(public, item, by_guid.get(item.findtext("guid", "")))


def _check_item(public: Path, item: ET.Element, manifest: Manifest | None) -> Iterator[Outcome]:
    title = item.findtext("title", "")
    enclosure = item.find("enclosure")
    if manifest is None or enclosure is None:
        yield Outcome(False, f"{title!r} has no {'enclosure' if manifest else 'episode.json'}")
        return
    name = enclosure.get("url", "").rpartition("/")[2]
    path = public / "episodes" / manifest.slug / name
    there = path.stat().st_size if path.is_file() else None
    yield Outcome(
        there is not None, f"{manifest.slug}: {name} is {'there' if there is not None else 'missing'}"
    )
    length = enclosure.get("length")
    yield Outcome(
        name == manifest.enclosure.name and length == str(there),
        f"{manifest.slug}: length {length}, the file has {there}",
    )
