"""feed.xml lists every episode that is due, once, and names only files that are there, at their true length."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.site import PAGE_NAME
from dispatch_audio.workspace.settings import FeedSettings


def check(public: Path, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """Well-formed XML; an item for each manifest by its guid and no other; every address of ours leads to a file."""
    path = public / "feed.xml"
    if not path.is_file():
        yield Outcome(not due, f"feed.xml is missing beside {len(due)} episodes")
        return
    try:
        # The file is our own, and expat has refused entity bombs since 2.4.1.
        root = ET.fromstring(path.read_bytes())  # noqa: S314
    except ET.ParseError as error:
        yield Outcome(False, f"is not well-formed XML: {error}")
        return
    items = root.findall("./channel/item")
    guids = Counter(item.findtext("guid", "") for item in items)
    wanted = Counter(manifest.guid for manifest in due)
    yield Outcome(guids == wanted, f"{len(items)} items, {len(due)} episodes are due")
    by_guid = {manifest.guid: manifest for manifest in due}
    for item in items:
        if manifest := by_guid.get(item.findtext("guid", "")):
            yield _check_enclosure(public, item, manifest, settings.base_url)
    named = sorted({address for element in root.iter() for address in _ours(element, settings.base_url)})
    missing = [address for address in named if not _file(public, address, settings.base_url).is_file()]
    yield Outcome(
        not missing, f"{len(named)} addresses of ours, without a file: {', '.join(missing) or 'none'}"
    )


def _check_enclosure(public: Path, item: ET.Element, manifest: Manifest, base_url: str) -> Outcome:
    enclosure = item.find("enclosure")
    url = enclosure.get("url", "") if enclosure is not None else ""
    length = enclosure.get("length", "") if enclosure is not None else ""
    promised = f"{base_url}episodes/{manifest.slug}/{manifest.enclosure.name}"
    path = public / "episodes" / manifest.slug / manifest.enclosure.name
    found = str(path.stat().st_size) if path.is_file() else "no file"
    return Outcome(
        url == promised and length == found,
        f"{manifest.slug}: {url}, length {length or 'none'}; the manifest has {promised}, the file {found}",
    )


def _ours(element: ET.Element, base_url: str) -> Iterator[str]:
    """Every address in an element that begins with the show's own."""
    values = (element.text or "", *element.attrib.values())
    yield from (value.strip() for value in values if value.strip().startswith(base_url))


def _file(public: Path, address: str, base_url: str) -> Path:
    name = unquote(address.removeprefix(base_url))
    return public / name / PAGE_NAME if not name or name.endswith("/") else public / name
