"""What an unattended run would do with each dispatch of a feed, and why. Nothing is written, and no model is loaded."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from dispatch_audio.daily.looks import Looks
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.fingerprint import Shared, changes
from dispatch_audio.mix.design import identity
from dispatch_audio.scripts import saved_bytes_of, saved_stems
from dispatch_audio.slugs import Slug, by_file, dispatch_files, slug_of
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
    feed: Feed,
    voice: Voice,
    manifests: Mapping[str, Manifest],
    now: datetime.datetime,
    looks: Looks | None = None,
) -> tuple[Due, ...]:
    """Every dispatch of a feed, the oldest first; those that cannot be read come last.

    ``manifests`` are those in public/, by slug. A dispatch is due when its date has come in the feed's time zone.
    ``looks`` learns what was read and found right.
    """
    looks = looks or Looks(feed)
    found: dict[Path, Slug] = {}
    failed = []
    made = by_file(manifests)
    for path in dispatch_files(feed):
        try:
            found[path] = slug_of(path, made.get(path.name), looks.text(path))
            looks.learn(path, found[path])
        except DispatchAudioError as error:
            failed.append(Due(path, path.name, None, "failed", str(error)))
    twins = defaultdict(list)
    for path, read in found.items():
        twins[read.name].append(path)
    looking = _Looking(feed, voice, looks, now.astimezone(feed.settings.zone).date())
    seen = []
    for path, read in found.items():
        others = [other for other in twins[read.name] if other != path]
        try:
            if others:
                raise InputError(
                    f"and {others[0]} would both be {read.name}",
                    file=path,
                    hint="number one of them differently",
                )
            what, why = looking.what(read, manifests.get(read.name))
        except DispatchAudioError as error:
            what, why = "failed", str(error)
        seen.append(Due(path, read.name, read.date, what, why))
    return (*sorted(seen, key=lambda due: (due.date or looking.today, due.slug, due.path)), *failed)


class _Looking:
    """What is to be done with each dispatch of a feed that is read by this voice."""

    def __init__(self, feed: Feed, voice: Voice, looks: Looks, today: datetime.date) -> None:
        self.today = today
        self._feed, self._looks = feed, looks
        self._saved = saved_stems(feed)
        # What is wrong with the music or an engine is told of each dispatch.
        self._shared = cache(lambda: Shared(feed, voice, identity(feed)))

    def what(self, read: Slug, present: Manifest | None) -> tuple[What, str]:
        """What is to be done, and why in a few words. Raises DispatchAudioError."""
        feed = self._feed
        if read.name in feed.settings.withdrawn:
            return "withdrawn", "is withdrawn in feed.toml"
        if read.date > self.today:
            return "waits", f"is dated {read.date.isoformat()}"
        if present is None:
            return "build", "has no episode yet"
        edited = saved_bytes_of(feed, read.name) if feed.stem(read.name) in self._saved else None
        prints = self._shared().fingerprints(read.text, edited, read.date, None)
        if changed := changes(present.fingerprint, prints.of(present.stand_in)):
            return "build", f"changed since it was built: {', '.join(changed)}"
        if damaged := self._looks.damaged(feed.episode(present.slug), present):
            return "build", f"{damaged} of its episode is missing or damaged"
        return "unchanged", "nothing has changed"
