"""What the composer knows beside the dispatch: the show, its narrator and the people it often cites."""

from dataclasses import dataclass


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
class Show:
    """What a script says of itself."""

    title: str
    """The show's name: ``The Daily Dispatch``."""
    narrator: str
    """The name the narrator gives: ``Lenar Kess``."""
    people: tuple[Person, ...] = ()
    disclose: bool = True
    """Whether the sign-off says that the voice is synthetic."""

    def person(self, handle: str) -> Person | None:
        """The person with this handle, whatever its case."""
        wanted = handle.casefold().lstrip("@")
        return next((p for p in self.people if p.handle.casefold().lstrip("@") == wanted), None)
