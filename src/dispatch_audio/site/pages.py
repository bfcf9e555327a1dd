"""Manifests to pages: the show's and an episode's, as plain HTML that any web server or a disk can serve.

All links between the pages are relative, style and script are inside the page, and nothing is loaded from elsewhere.
Without its script a page still plays, lists and links everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.package import cover_name
from dispatch_audio.package.text import clock
from dispatch_audio.package.transcript import Cue
from dispatch_audio.site.filling import filled
from dispatch_audio.site.paging import FEED_NAME
from dispatch_audio.site.text import newest_first
from dispatch_audio.workspace.settings import FeedSettings

PAGE_NAME = "index.html"
"""The name of a page in its folder."""

_WITH_SUMMARY = 20
_LISTED = 200
_PARAGRAPH_GAP = 700
"""Milliseconds without a word that begin a new paragraph of the transcript."""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as the page shows it."""

    mark: ChapterMark
    time: str
    """``01:23``."""
    seconds: int
    paragraphs: tuple[str, ...]
    """What is said in it."""


def render_index(settings: FeedSettings, manifests: Sequence[Manifest], artwork_name: str) -> bytes:
    """public/index.html: the show, how to subscribe, and its 200 newest episodes.

    ``artwork_name`` is the picture's file name in public/.
    """
    return filled(
        "show.html.j2",
        show=settings,
        artwork=artwork_name,
        feed_name=FEED_NAME,
        feed_url=settings.base_url + FEED_NAME,
        episodes=newest_first(manifests)[:_LISTED],
        older=max(0, len(manifests) - _LISTED),
        with_summary=_WITH_SUMMARY,
    )


def render_episode(settings: FeedSettings, episode: Manifest, cues: Sequence[Cue]) -> bytes:
    """An episode's index.html: player, chapters, sources in full and the transcript.

    ``cues`` are those of the episode's transcript. The page names the files beside it and, two
    folders up, the show's page and feed.
    """
    return filled(
        "episode.html.j2",
        show=settings,
        episode=episode,
        feed_name=FEED_NAME,
        parts=_parts(episode, cues),
        page_url=f"{settings.base_url}episodes/{episode.slug}/{PAGE_NAME}",
        folder_url=f"{settings.base_url}episodes/{episode.slug}/",
        cover=cover_name(episode),
    )


def _parts(episode: Manifest, cues: Sequence[Cue]) -> tuple[Part, ...]:
    hours = episode.enclosure.seconds >= 3600
    return tuple(
        Part(
            mark=mark,
            time=clock(mark.start, hours=hours),
            seconds=int(mark.start),
            paragraphs=_paragraphs([cue for cue in cues if mark.start * 1000 <= cue.start < mark.end * 1000]),
        )
        for mark in episode.chapters
    )


def _paragraphs(cues: Sequence[Cue]) -> tuple[str, ...]:
    texts: list[str] = []
    said_until = -_PARAGRAPH_GAP
    for cue in cues:
        if cue.start - said_until >= _PARAGRAPH_GAP:
            texts.append(cue.text)
        else:
            texts[-1] += f" {cue.text}"
        said_until = cue.said_until
    return tuple(texts)
