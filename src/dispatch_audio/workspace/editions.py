"""``[[editions]]`` in feed.toml: other lengths of the same show, each a feed of its own."""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dispatch_audio.workspace.base import Settings
from dispatch_audio.workspace.tables import SLUG, LongText, Text

LengthSetting = Literal["headlines", "standard", "full"] | Annotated[float, Field(ge=1, le=180)]
"""How long an episode is: by name, or in minutes."""
NAME = r"^[a-z](-?[a-z0-9]){0,39}$"
"""An edition's name: it is a folder in public/, a part of addresses and of the names of scripts."""
_TAKEN = re.compile(rf"episodes|{SLUG.pattern}")


class EditionSettings(Settings):
    """Another length of the same show, made of the same dispatches and the same clips."""

    length: LengthSetting
    """How long its episodes are, as the show's own ``length``."""
    name: Annotated[str, Field(pattern=NAME)]
    """Its folder in ``public/``, and so a part of its address for life. By itself ``headlines``, ``standard``, ``full`` or ``minutes-3``."""
    title: Text | None = None
    """The feed's title; without it, the show's and the edition's name."""
    description: LongText | None = None
    """What the edition is, in plain text; without it, the show's own."""

    @model_validator(mode="before")
    @classmethod
    def _named_by_its_length(cls, value: object) -> object:
        if isinstance(value, dict) and "name" not in value and "length" in value:
            return {**value, "name": _name(value["length"])}
        return value

    @model_validator(mode="after")
    def _not_taken(self) -> "EditionSettings":
        if _TAKEN.fullmatch(self.name):
            raise ValueError(f"name: {self.name!r} means something else in public/; choose another")
        return self

    @property
    def label(self) -> str:
        """What it is called beside the show's other editions: ``Headlines``, ``3 minutes``."""
        return (
            self.name.replace("-", " ").capitalize()
            if self.name != _name(self.length)
            else label_of(self.length)
        )


def label_of(length: object) -> str:
    """What a length is called: ``Headlines``, ``3 minutes``."""
    return f"{length:g} minutes" if isinstance(length, float) else f"{length}".capitalize()


def _name(length: object) -> str:
    """The name that an edition of this length has by itself; whether there is such a length is not asked."""
    if isinstance(length, int | float):
        return f"minutes-{length:g}".replace(".", "-")
    return f"{length}"
