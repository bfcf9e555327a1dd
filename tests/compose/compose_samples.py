"""The dispatches that the composer's tests read, the show they are composed for, and a plain spoken form."""

import datetime
import tomllib
from functools import cache
from pathlib import Path

from dispatch_audio.compose import compose
from dispatch_audio.compose.show import Person, Show
from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.readers import read_dispatch
from dispatch_audio.script import Script, Span, SpokenForm

ROOT = Path(__file__).parents[2]
FEED = ROOT / "feeds" / "daily-dispatch"
FILES = {
    "dispatch-002": FEED / "dispatches" / "dispatch-002.txt",
    **{
        name: Path(__file__).parent / "dispatches" / f"{name}.txt"
        for name in ("climate", "football", "medicine", "council", "space", "money", "arts")
    },
}


def _people() -> tuple[Person, ...]:
    table = tomllib.loads((FEED / "people.toml").read_text("utf-8"))
    return tuple(Person(k, v["name"], v.get("role", ""), v.get("say-as", "")) for k, v in table.items())


SHOW = Show("The Daily Dispatch", "Lenar Kess", _people())


def say(text: str) -> SpokenForm:
    """Said as written: the composer must not depend on how numbers are read."""
    return SpokenForm(text, (Span(0, len(text), text),) if text else ())


@cache
def dispatch(name: str) -> Dispatch:
    """A sample, read."""
    return read_dispatch(FILES[name])


@cache
def script(name: str) -> Script:
    """A sample, composed."""
    return compose(dispatch(name), SHOW, say)


DAY = datetime.date(2026, 5, 4)
"""The date of a dispatch that is made in a test."""


def source(number: int = 1, **fields: object) -> Source:
    """A source of which only these fields say anything."""
    values: dict[str, object] = {"kind": "Article", "key_points": ()}
    values |= dict.fromkeys(("title", "author", "role", "excerpt", "cited_text", "context"), "")
    return Source(number=number, **(values | fields))  # type: ignore[arg-type]


def composed(*sources: Source, **fields: object) -> Script:
    """The script of a dispatch with these sources and fields."""
    return compose(Dispatch("A day", DAY, sources=sources, **fields), SHOW, say)  # type: ignore[arg-type]
