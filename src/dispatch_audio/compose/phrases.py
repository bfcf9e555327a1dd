"""The standing phrases: their wordings, and which of them is said today.

An editor reads and changes them in templates/*.j2. What a dispatch says is handed in as data and is never itself
rendered as a template.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from dispatch_audio.compose.show import Template
from dispatch_audio.compose.wordbook import phrases

_OWN: ContextVar[tuple[Template, ...]] = ContextVar("templates", default=())
"""The templates of the feed that is composed for. A context rather than an argument: every phrase asks for it."""


@contextlib.contextmanager
def worded_by(templates: tuple[Template, ...]) -> Iterator[None]:
    """Inside, phrases are worded by a feed's own templates where it has them."""
    token = _OWN.set(templates)
    try:
        yield
    finally:
        _OWN.reset(token)


def wordings(file: str, macro: str, **values: object) -> tuple[str, ...]:
    """All wordings of a phrase, in the order of its file."""
    return phrases(_OWN.get())[file, macro].wordings(values)


def phrase(file: str, macro: str, **values: object) -> str:
    """The first wording of a phrase."""
    return wordings(file, macro, **values)[0]


class Turns:
    """Chooses among wordings: by the day, in turn, never the same twice running. Keeps state for one script."""

    def __init__(self, day: int) -> None:
        self._day = day
        self._last: dict[str, int] = {}

    def choose(self, file: str, macro: str, **values: object) -> str:
        """The next wording of a phrase; the first of a script depends on its date."""
        options = wordings(file, macro, **values)
        key = f"{file}.{macro}"
        at = (self._last[key] + 1) if key in self._last else self._day
        self._last[key] = at
        return options[at % len(options)]
