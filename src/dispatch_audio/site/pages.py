"""Manifests to pages: the show's and an episode's, as plain HTML that any web server or a disk can serve.

All links between the pages are relative, style and script are inside the page, and nothing is loaded from elsewhere.
Without its script a page still plays, lists and links everything. The script of a page is the same for every episode, and
the page's policy names its hash: no other can run, whatever a dispatch says.
"""

import base64
import functools
import hashlib
import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from dispatch_audio.episode import Manifest
from dispatch_audio.package import File, cover_name
from dispatch_audio.package.read_script import ReadLine
from dispatch_audio.package.transcript import Cue
from dispatch_audio.site import structured
from dispatch_audio.site.filling import filled
from dispatch_audio.site.paging import FEED_NAME
from dispatch_audio.site.passages import listed, paged, parts_of, told_in
from dispatch_audio.site.subscribing import subscribing
from dispatch_audio.site.text import newest_first
from dispatch_audio.workspace.settings import FeedSettings

PAGE_NAME = "index.html"
"""The name of a page in its folder."""
STAMP_WITHIN = 512
"""Bytes at a page's begin that hold the stamp of how it was made."""

_WITH_SUMMARY = 20
_LISTED = 200


def render_index(
    settings: FeedSettings, manifests: Sequence[Manifest], artwork_name: str, editions: Sequence[str] = ()
) -> bytes:
    """public/index.html: the show, how to subscribe, its 200 newest episodes, and where its other editions are.

    ``artwork_name`` is the picture's file name in public/; ``editions`` names the editions that have a page, "" the show.
    """
    feed_name = _feed_name(settings)
    feed_url = settings.base_url + feed_name if feed_name else ""
    # The page of a private show lies where it can be guessed.
    listed = () if settings.private else newest_first(manifests)
    return filled(
        "show.html.j2",
        show=settings,
        stamp=stamp(settings),
        policy=_policy("show.js"),
        artwork=artwork_name,
        feed_name=feed_name,
        feed_url=feed_url,
        ways=subscribing(feed_url, settings.title) if feed_url else (),
        episodes=listed[:_LISTED],
        older=max(0, len(listed) - _LISTED),
        with_summary=_WITH_SUMMARY,
        cover_name=cover_name,
        told=structured.series(settings, artwork_name),
        lengths=_lengths(settings, editions),
    )


def _feed_name(settings: FeedSettings) -> str:
    """What pages call the feed that lies beside them; empty for a private one, which no page may lead to."""
    return "" if settings.private else FEED_NAME


def _lengths(settings: FeedSettings, editions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each edition that can be gone to, in feed.toml's order: its name, and its page's address seen from this one, empty for
    this one itself. None where there is only this one."""
    up = "../" if settings.edition else ""
    found = tuple(
        (
            member.label,
            ""
            if member.edition == settings.edition
            else f"{up}{member.edition}{'/' if member.edition else ''}{PAGE_NAME}",
        )
        for member in settings.family
        if member.edition in (settings.edition, *editions)
    )
    return found if len(found) > 1 else ()


def render_episode(
    settings: FeedSettings, episode: Manifest, cues: Sequence[Cue], lines: Sequence[ReadLine] = ()
) -> tuple[File, ...]:
    """An episode's pages, index.html last: player, chapters, the transcript with its sources, and these in full.

    ``cues`` are those of the episode's transcript, ``lines`` those of its script as it was read. A page names the files
    beside it and, two folders up, the show's page and feed. It weighs under 150 kB: the transcript of more than some half
    an hour goes on on pages beside it, each with the player, its part of the words and the sources that these rest on.
    """
    folder_url = f"{settings.base_url}{settings.episode_folder(episode.slug)}/"
    parts = parts_of(episode, cues, lines)
    told = told_in(parts)
    divided = paged(parts, max(_LEAST, _ROOM - _CHAPTER * len(parts)))
    names = [PAGE_NAME, *(further_page(number) for number in range(2, len(divided) + 1))]
    starts = [0, *(page[0].passages[0].seconds for page in divided[1:])]
    pages = [
        Share(name, number, start, end)
        for number, (name, start, end) in enumerate(
            zip(names, starts, [*starts[1:], math.inf], strict=True), 1
        )
    ]
    made = []
    for page, shown in zip(pages, divided, strict=True):
        here = listed(shown, told)
        # All of them where it is the only page: a chapter's source may be told of in no word.
        cited = tuple(one for one in structured.cited(episode) if len(pages) == 1 or one.number in here)
        url = folder_url + page.name
        made.append(
            File(
                page.name,
                filled(
                    "episode.html.j2",
                    show=settings,
                    stamp=stamp(settings),
                    policy=_policy("episode.js"),
                    episode=episode,
                    feed_name=_feed_name(settings),
                    parts=parts,
                    shown=shown,
                    page=page,
                    pages=pages,
                    sources=tuple(
                        (
                            source,
                            [
                                part
                                for part in parts
                                if source.number in {one.number for one in part.mark.sources}
                            ],
                        )
                        for source in cited
                    ),
                    page_url=url,
                    folder_url=folder_url,
                    cover=cover_name(episode),
                    told=structured.episode(settings, episode, url, cited),
                ),
            )
        )
    return tuple(reversed(made))


_ROOM, _CHAPTER, _LEAST = 112_000, 350, 30_000
"""Bytes of a page for words and sources: less for each chapter, which stands in every page's list, but some in any case."""


@dataclass(frozen=True, slots=True)
class Share:
    """A page that shows a part of the transcript."""

    name: str
    number: int
    start: int
    """Seconds from the programme's start at which its words begin."""
    end: float
    """Seconds at which those of the next page begin; infinite on the last."""


def further_page(number: int) -> str:
    """The name of an episode's page, counted from 2."""
    return f"transcript-{number}.html"


def further_pages(folder: Path) -> tuple[str, ...]:
    """The names of the pages that lie beside an episode's index.html, by their numbers."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - thousands of folders: Paths take ten times as long
    except OSError:
        return ()
    found = {int(match[1]): name for name in names if (match := _FURTHER.fullmatch(name))}
    return tuple(found[number] for number in sorted(found))


_FURTHER = re.compile(r"transcript-([1-9][0-9]{0,5})\.html")


def stamp(settings: FeedSettings) -> str:
    """Names how pages of this show are made: the program's own part of them, and what they say of the show.

    A page that holds another one in its first ``STAMP_WITHIN`` bytes is to be made again.
    """
    shown = (settings.title, settings.language, settings.base_url, settings.private)
    return hashlib.sha256(repr((_maker(), shown)).encode()).hexdigest()[:16]


@functools.cache
def _maker() -> str:
    """Hash of the templates, and of the modules that fill them."""
    site = resources.files("dispatch_audio.site")
    known = [*site.iterdir(), *(site / "templates").iterdir()]
    files = sorted(
        (file for file in known if file.name.endswith((".py", ".j2", ".js"))), key=lambda file: file.name
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


@functools.cache
def _policy(script: str) -> str:
    """The page's Content-Security-Policy: this script, the page's own styles, and files that lie beside it."""
    # As the page has it: the element's whole text, with the line ends around it.
    source = (resources.files("dispatch_audio.site") / "templates" / script).read_text("utf-8").rstrip("\n")
    digest = base64.b64encode(hashlib.sha256(f"\n{source}\n".encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src 'self' file: data:; "
        "media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
