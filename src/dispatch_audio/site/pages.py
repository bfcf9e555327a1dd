"""Manifests to pages: the show's and an episode's, as plain HTML that any web server or a disk can serve.

All links between the pages are relative, style and script are inside the page, and nothing is loaded from elsewhere.
Without its script a page still plays, lists and links everything.
"""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import jinja2

from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.package.text import byline, clean, clock, one_line, paragraphs, web_link
from dispatch_audio.package.transcript import Cue
from dispatch_audio.site.feed import FEED_NAME
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
    return _page(
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
    return _page(
        "episode.html.j2",
        show=settings,
        episode=episode,
        feed_name=FEED_NAME,
        parts=_parts(episode, cues),
        page_url=f"{settings.base_url}episodes/{episode.slug}/{PAGE_NAME}",
        cover_url=f"{settings.base_url}episodes/{episode.slug}/cover.jpg",
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


def _page(template: str, **values: object) -> bytes:
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode()


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dispatch_audio.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        line=one_line, paragraphs=paragraphs, byline=byline, link=web_link, day=_day, minutes=_minutes
    )
    return environment


def _printable(value: object) -> object:
    # Markup is a str of its own kind, already escaped; made a plain one it would be escaped again.
    return clean(value) if type(value) is str else value


def _day(moment: datetime.datetime) -> str:
    # Written out here, since strftime follows the machine's language.
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _minutes(seconds: float) -> str:
    return f"{max(1, round(seconds / 60))} min"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
