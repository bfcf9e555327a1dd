"""The dispatches that the composer's tests read, the show they are composed for, and a plain spoken form."""

import tomllib
from functools import cache
from pathlib import Path

from dispatch_audio.compose import compose
from dispatch_audio.compose.show import Person, Show
from dispatch_audio.dispatch import Dispatch
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
