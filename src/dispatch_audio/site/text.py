"""How an episode's words are put where an app takes text for HTML, and the order episodes are shown in."""

import datetime
import re
from collections.abc import Sequence

from dispatch_audio.episode import Manifest
from dispatch_audio.package.text import clean, cut

_LIKE_A_TAG = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)>")


def untagged(text: str) -> str:
    """The text with ``Vec<T>`` as ``Vec‹T›``: apps take what looks like a tag in a title for one, and drop it."""
    return _LIKE_A_TAG.sub(r"‹\1›", clean(text))


def fitting(text: str, limit: int) -> str:
    """The text cut at a word's end to at most ``limit`` bytes of UTF-8."""
    length = len(text)
    while len(cut(text, length).encode()) > limit:
        length = length * 9 // 10
    return cut(text, length)


def newest_first(manifests: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """The episodes by their date, the newest first; by slug where dates are equal."""
    return tuple(sorted(manifests, key=lambda episode: (_utc(episode), episode.slug), reverse=True))


def _utc(episode: Manifest) -> datetime.datetime:
    return episode.published.astimezone(datetime.UTC)
