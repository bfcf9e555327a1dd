"""The studio's pages, filled from templates; every text is escaped, and scripts come from files alone."""

import functools
from collections.abc import Sequence

import jinja2

from dispatch_audio.package.text import clock
from dispatch_audio.studio.desk import Piece
from dispatch_audio.studio.listing import Row
from dispatch_audio.workspace import Feed

_SOUNDS = ("signature", "plain", "none")
_LENGTHS = ("headlines", "standard", "full")


def listed(shows: Sequence[tuple[Feed, Sequence[Row]]]) -> bytes:
    """The dispatches of these feeds."""
    return _filled("list.html.j2", shows=shows)


def script(piece: Piece, voices: Sequence[tuple[str, str]]) -> bytes:
    """The page of a dispatch, whose script comes later."""
    settings = piece.feed.settings
    own = settings.sound if settings.sound not in _SOUNDS else None
    length = str(settings.length)
    return _filled(
        "script.html.j2",
        feed=piece.feed,
        dispatch=piece.dispatch,
        file=piece.path.name,
        voices=voices,
        sounds=(*_SOUNDS, *((own,) if own else ())),
        lengths=(*_LENGTHS, *((length,) if length not in _LENGTHS else ())),
    )


def fault(told: str) -> bytes:
    """A page that says what is wrong."""
    return _filled("fault.html.j2", told=told)


def _filled(template: str, **values: object) -> bytes:
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode()


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dispatch_audio.studio"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=lambda seconds: clock(seconds, hours=seconds >= 3600))
    return environment
