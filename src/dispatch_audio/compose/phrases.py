"""The one room of jinja2: the standing phrases, which an editor reads and changes in templates/*.j2.

A template file holds macros; each line of a macro is one wording. What a dispatch says is handed in as data and is
never itself rendered as a template.
"""

import functools

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment


@functools.lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    # Scripts are plain text: nothing here goes into a page, so nothing is escaped.
    return SandboxedEnvironment(
        loader=PackageLoader("dispatch_audio.compose", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def wordings(file: str, macro: str, **values: object) -> tuple[str, ...]:
    """All wordings of a phrase, in the order of its file."""
    module = _environment().get_template(f"{file}.j2").module
    text = str(getattr(module, macro)(**values))
    lines = (
        " ".join(line.split()).replace(" :", ":").replace(" .", ".").replace(",:", ":")
        for line in text.splitlines()
    )
    return tuple(line for line in lines if line)


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
