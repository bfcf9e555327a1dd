"""What an unattended run would do with each dispatch of a feed, and why. Nothing is written, and no model is loaded."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.fingerprint import changes, fingerprints
from dispatch_audio.mix.design import identity
from dispatch_audio.models import sha256_of
from dispatch_audio.readers import READERS, parse, read_bytes
from dispatch_audio.scripts import saved_bytes
from dispatch_audio.workspace import Feed, Voice

What = Literal["build", "unchanged", "waits", "withdrawn", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """A dispatch, and what is to be done with it."""

    path: Path
    slug: str
    """The episode's; of a file that cannot be read, its name."""
    date: datetime.date | None
    """The dispatch's; None when the file cannot be read."""
    what: What
    why: str
    """In a few words; of a failure, the whole line."""


def look(
    feed: Feed, voice: Voice, manifests: Mapping[str, Manifest], now: datetime.datetime
) -> tuple[Due, ...]:
    """Every dispatch of a feed, the oldest first; those that cannot be read come last.

    ``manifests`` are those in public/, by slug. A dispatch is due when its date has come in the feed's time zone.
    """
    found: dict[Path, tuple[Dispatch, bytes]] = {}
    failed = []
    for path in sorted((feed.folder / "dispatches").glob("*")):
        if path.suffix.lower() in READERS and path.is_file() and not path.name.startswith("."):
            try:
                data = read_bytes(path)
                found[path] = parse(data, path), data
            except DispatchAudioError as error:
                failed.append(Due(path, path.name, None, "failed", str(error)))
    twins = defaultdict(list)
    for path, (dispatch, _) in found.items():
        twins[dispatch.slug].append(path)
    today = now.astimezone(feed.settings.zone).date()
    seen = []
    for path, (dispatch, data) in found.items():
        others = [other for other in twins[dispatch.slug] if other != path]
        try:
            if others:
                raise InputError(
                    f"and {others[0]} would both be {dispatch.slug}",
                    file=path,
                    hint="number one of them differently",
                )
            what, why = _what(dispatch, data, feed, voice, manifests.get(dispatch.slug), today)
        except DispatchAudioError as error:
            what, why = "failed", str(error)
        seen.append(Due(path, dispatch.slug, dispatch.date, what, why))
    return (*sorted(seen, key=lambda due: (due.date or today, due.slug, due.path)), *failed)


def _what(
    dispatch: Dispatch,
    data: bytes,
    feed: Feed,
    voice: Voice,
    present: Manifest | None,
    today: datetime.date,
) -> tuple[What, str]:
    if dispatch.slug in feed.settings.withdrawn:
        return "withdrawn", "is withdrawn in feed.toml"
    if dispatch.date > today:
        return "waits", f"is dated {dispatch.date.isoformat()}"
    if present is None:
        return "build", "has no episode yet"
    prints = fingerprints(data, saved_bytes(feed, dispatch), dispatch, feed, voice, None, identity(feed)).of(
        present.stand_in
    )
    if changed := changes(present.fingerprint, prints):
        return "build", f"changed since it was built: {', '.join(changed)}"
    if damaged := _damaged(feed.public / "episodes" / present.slug, present):
        return "build", f"{damaged} of its episode is missing or damaged"
    return "unchanged", "nothing has changed"


def _damaged(folder: Path, manifest: Manifest) -> str:
    """The first file of an episode that is not what was published; empty when all are.

    An MP3 is held against its length alone, since a run reads those of all episodes; `check` reads its bytes.
    """
    mp3 = folder / manifest.enclosure.name
    if not mp3.is_file() or mp3.stat().st_size != manifest.enclosure.length:
        return mp3.name
    return next(
        (
            file.name
            for file in manifest.beside
            if not (folder / file.name).is_file() or sha256_of(folder / file.name) != file.sha256
        ),
        "",
    )
