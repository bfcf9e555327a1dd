"""What the composer knows beside the dispatch: the show, its narrator, the people it often cites, and its own words."""

import datetime
from dataclasses import dataclass
from typing import Literal

Place = Literal["opening", "middle", "end"]
"""Where an announcement stands: after the opening, between the stories, before the sign-off."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom dispatches cite, as people.toml describes them."""

    handle: str
    """As dispatches write it: ``kepano``."""
    name: str
    role: str = ""
    """Used in place of what the dispatch says; empty to keep that."""
    say_as: str = ""
    """How the name is read where its spelling misleads; empty when it does not."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A standing text that is no news: a sponsor's words, or the newsroom's own."""

    text: str
    """What is said, word for word."""
    place: Place = "end"
    sponsor: str = ""
    """Who pays for it; empty for a notice of the newsroom."""
    label: str = ""
    """What is said before it in place of the template's words: ``This episode is supported by Acme.``"""
    since: datetime.date | None = None
    """The first day; None for no beginning."""
    until: datetime.date | None = None
    """The last day, included; None for no end."""


@dataclass(frozen=True, slots=True)
class Template:
    """A feed's own wording of standing phrases: one file of its templates/."""

    name: str
    """Which phrases: ``closing``."""
    file: str
    """Where it is written, for errors."""
    text: str


@dataclass(frozen=True, slots=True)
class Show:
    """What a script says of itself."""

    title: str
    """The show's name: ``The Daily Dispatch``."""
    narrator: str
    """The name the narrator gives: ``Lenar Kess``."""
    people: tuple[Person, ...] = ()
    disclose: bool = True
    """Whether the sign-off says that the voice is synthetic."""
    announcements: tuple[Announcement, ...] = ()
    templates: tuple[Template, ...] = ()

    def due(self, day: datetime.date) -> tuple[Announcement, ...]:
        """The announcements of this day."""
        return tuple(
            item
            for item in self.announcements
            if (item.since is None or item.since <= day) and (item.until is None or day <= item.until)
        )

    def person(self, handle: str) -> Person | None:
        """The person with this handle, whatever its case."""
        wanted = handle.casefold().lstrip("@")
        return next((p for p in self.people if p.handle.casefold().lstrip("@") == wanted), None)
