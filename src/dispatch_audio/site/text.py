"""How an episode's words are put where an app takes text for HTML, and the order episodes are shown in."""

import functools
import re
from collections.abc import Sequence

from dispatch_audio.episode import Manifest
from dispatch_audio.package.text import clean, one_line

_LIKE_A_TAG = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)>")


def untagged(text: str) -> str:
    """The text with ``Vec<T>`` as ``Vec‹T›``: apps take what looks like a tag in a title for one, and drop it."""
    text, changed = clean(text), 1
    while changed:
        # What stood around a tag may look like one now.
        text, changed = _LIKE_A_TAG.subn(r"‹\1›", text)
    return text


def bare_title(title: str, show: str, number: int | None, limit: int = 255) -> str:
    """An episode's title without the show's name and the episode's number, which have elements of their own (PSP-1).

    Only what is set apart by a mark is left out: ``Dispatch 7: Ice`` and ``Ice | The Show`` are ``Ice``, ``7 ships`` stays.
    """
    line = one_line(untagged(title), limit)
    before, after = _show_names(one_line(untagged(show)))
    bare = after.sub("", line)
    while match := before.match(bare):
        if match["number"] is not None and int(match["number"]) != number:
            break
        bare = bare[match.end() :]
    return bare or line


@functools.cache
def _show_names(show: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before a title, and after it."""
    name, mark = re.escape(show), r"[:|·–—-]"
    numbered = rf"(?:(?:{name}|dispatch|episode|edition|issue|ep\.?|no\.?)\s*)?#?\s*(?P<number>\d{{1,9}})"
    return (
        re.compile(rf"(?:{numbered}|{name})\s*{mark}\s+", re.IGNORECASE),
        re.compile(rf"\s+{mark}\s+{name}$", re.IGNORECASE),
    )


def newest_first(manifests: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """The episodes by their date, the newest first; by slug where dates are equal."""
    return tuple(sorted(manifests, key=lambda episode: (episode.published, episode.slug), reverse=True))
