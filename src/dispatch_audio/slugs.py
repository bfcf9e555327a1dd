"""Which file makes which episode: a dispatch's slug, told without parsing where its episode is there; of one slug, one file."""

import datetime
import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import InputError
from dispatch_audio.fingerprint import is_of_text
from dispatch_audio.readers import READERS, parse, read_bytes
from dispatch_audio.workspace import Feed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slug:
    """What a dispatch's file says of itself; its text is let go of, since a feed may have thousands."""

    name: str
    date: datetime.date
    text: str
    """The SHA-256 of the file's bytes."""
    look: files.Look | None
    """How the file looked before it was read."""


def slug_of(path: Path, made: Manifest | None, text: str = "") -> Slug:
    """The slug of the dispatch in this file; ``made`` is the episode that was made from a file of this name.

    The file is parsed only when the episode was made from another text, and not even read when its SHA-256 is known to be
    ``text``. Raises InputError when it is no dispatch.
    """
    look = files.settled(path)
    known = _READ.get(path)
    if known is not None and known.look == look is not None:
        return known
    data = None if text else read_bytes(path)
    if data is not None:
        text = hashlib.sha256(data).hexdigest()
    if made is not None and is_of_text(made.fingerprint, text):
        slug = Slug(made.slug, made.published.date(), text, look)
    else:
        data = read_bytes(path) if data is None else data
        dispatch = parse(data, path)
        slug = Slug(dispatch.slug, dispatch.date, hashlib.sha256(data).hexdigest(), look)
    _READ[path] = slug
    return slug


_READ: dict[Path, Slug] = {}
"""What was read last: an unattended run looks at all dispatches before it builds, and again for twins at each build."""


def dispatch_files(feed: Feed) -> list[Path]:
    """The files in a feed's dispatches/ that a reader takes, by their names; hidden ones are somebody's drafts."""
    folder = feed.folder / "dispatches"
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if os.path.splitext(entry.name)[1].lower() in READERS  # noqa: PTH122 - as in files.settled
                and not entry.name.startswith(".")
                and entry.is_file()
            )
    except OSError:
        return []
    return [folder / name for name in names]


def by_file(manifests: Mapping[str, Manifest]) -> dict[str, Manifest]:
    """The episodes by the name of the file that they were made from."""
    return {manifest.made_from: manifest for manifest in manifests.values()}


def refuse_twins(path: Path, slug: str, feed: Feed, manifests: Mapping[str, Manifest]) -> None:
    """Raises InputError when another dispatch would make, or has made, an episode of the same slug."""
    others, present = dispatch_files(feed), manifests.get(slug)
    if present is not None and present.made_from != path.name:
        # A file that was renamed is no twin: then the one by the old name is gone.
        others += [
            file
            for file in (path.with_name(present.made_from), feed.folder / "dispatches" / present.made_from)
            if file.is_file()
        ]
    made, here = by_file(manifests), path.resolve()
    for other in others:
        try:
            twin = slug_of(other, made.get(other.name)).name
        except InputError as error:
            log.debug("%s is no dispatch: %s", other, error)
            continue
        if twin == slug and other.resolve() != here:
            raise InputError(
                f"and {other} would both be {slug}", file=path, hint="number one of them differently"
            )
