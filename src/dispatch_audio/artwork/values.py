"""What a picture is drawn from: the show's look, and an episode's face."""

import datetime
from dataclasses import dataclass

from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.master import Timeline
from dispatch_audio.workspace.settings import FeedSettings


@dataclass(frozen=True, slots=True)
class Look:
    """What all pictures of a show share."""

    title: str
    guid: str
    """The show's podcast:guid: colours and figure follow from it, so that they stay when the title changes."""
    author: str = ""
    badge: str = ""
    """An edition's name, ``Headlines``; empty for the show itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, as the figure shows it."""

    seconds: float
    """How long it is; only its share of the whole is seen."""
    sources: tuple[int, ...] = ()
    """How many words the dispatch has on each source that it tells, in their order; none for the show's own words."""


@dataclass(frozen=True, slots=True)
class Face:
    """What the pictures of one episode show."""

    title: str
    number: int | None
    date: datetime.date
    ship: str = ""
    parts: tuple[Part, ...] = ()
    """Its chapters in their order; without any the show's own figure stands in."""


def look_of(settings: FeedSettings) -> Look:
    """A show's look, as feed.toml has it; an edition has the show's, and its badge."""
    show = settings.show
    return Look(show.title, show.guid, show.author, settings.label if settings.edition else "")


def face_of(dispatch: Dispatch, timeline: Timeline) -> Face:
    """An episode's face, from what was written and when it is heard."""
    words = {source.number: _words(source) for source in dispatch.sources}
    parts = tuple(
        Part(
            timeline.seconds(mark.end - mark.start),
            tuple(words[number] for number in mark.sources if number in words),
        )
        for mark in timeline.marks
    )
    return Face(dispatch.title, dispatch.number, dispatch.date, dispatch.ship, parts)


def _words(source: Source) -> int:
    texts = (source.title, source.cited_text, source.context, *source.key_points)
    return sum(len(text.split()) for text in texts)
