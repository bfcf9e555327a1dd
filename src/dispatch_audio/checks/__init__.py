"""What is promised, measured: every check looks at finished files, and says what it found.

A new check is one file here and one row in a table; the contract test finds it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from dispatch_audio.checks import (
    access,
    artwork,
    beside,
    chapters,
    enclosure,
    feed,
    frames,
    loudness,
    notes,
    rules,
    transcript,
)
from dispatch_audio.checks.document import Public
from dispatch_audio.checks.finding import Finding, Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.workspace.settings import FeedSettings

EpisodeCheck = Callable[[Path, Manifest], Iterator[Outcome]]
"""From an episode's folder and its manifest to what was found."""
PublicCheck = Callable[[Public, tuple[Manifest, ...], FeedSettings], Iterator[Outcome]]
"""From a feed's public/, the manifests of what is due and the show's settings to what was found."""

EPISODE_CHECKS: dict[str, EpisodeCheck] = {
    "enclosure": enclosure.check,
    "frames": frames.check,
    "loudness": loudness.check,
    "chapters": chapters.check,
    "transcript": transcript.check,
    "notes": notes.check,
    "files": beside.check,
    "pictures": artwork.check_pictures,
}
PUBLIC_CHECKS: dict[str, PublicCheck] = {
    "feed": feed.check,
    "rules": rules.check,
    "artwork": artwork.check,
    "access": access.check,
}


def check_episode(folder: Path, manifest: Manifest) -> tuple[Finding, ...]:
    """All checks of an episode, in the table's order; a file that cannot be read is a finding too."""
    return tuple(
        finding
        for name, check in EPISODE_CHECKS.items()
        for finding in _found(name, manifest.slug, partial(check, folder, manifest))
    )


def check_public(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> tuple[Finding, ...]:
    """All checks of what is served, beside those of each episode."""
    return tuple(
        finding
        for name, check in PUBLIC_CHECKS.items()
        for finding in _found(name, "feed.xml", partial(check, public, due, settings))
    )


def _found(name: str, subject: str, check: Callable[[], Iterator[Outcome]]) -> Iterator[Finding]:
    try:
        for outcome in check():
            yield Finding(name, subject, outcome.passed, outcome.said)
    except (DispatchAudioError, OSError, ValueError) as error:
        yield Finding(name, subject, False, f"cannot be read: {error}")
