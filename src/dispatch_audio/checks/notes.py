"""The show notes fit what apps show, and their links and times are true."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.package.notes import LIMIT
from dispatch_audio.package.text import clock

ALLOWED = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"}
"""The elements that PSP-1 lets a description hold."""
_TAG = re.compile(r"</?([a-zA-Z0-9]+)[^>]*>")
_LINK = re.compile(r'href="([^"]*)"')


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """At most 4,000 bytes of allowed HTML; whole links only; times as the chapters have them."""
    size = len(manifest.notes.encode())
    yield Outcome(size <= LIMIT, f"{size} bytes, at most {LIMIT} wanted")
    strange = elements(manifest.notes) - ALLOWED
    yield Outcome(not strange, f"elements apps do not show: {', '.join(sorted(strange)) or 'none'}")
    links = [html.unescape(link) for link in _LINK.findall(manifest.notes)]
    cut = [link for link in links if not _is_whole(link)]
    yield Outcome(not cut, f"{len(links)} links, cut short: {', '.join(cut) or 'none'}")
    text = html.unescape(_TAG.sub("\n", manifest.notes))
    hours = manifest.chapters[-1].end >= 3600
    told = [
        mark for mark in manifest.chapters if f"\n{clock(mark.start, hours=hours)} {mark.title}\n" in text
    ]
    # With very many chapters the list of times does not fit, and is left out as a whole.
    yield Outcome(
        len(told) in (0, len(manifest.chapters)), f"{len(told)} of {len(manifest.chapters)} times are right"
    )


def elements(text: str) -> set[str]:
    """The names of the elements in HTML."""
    return {tag.lower() for tag in set(_TAG.findall(text))}


def _is_whole(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not link.endswith(("…", "..."))
