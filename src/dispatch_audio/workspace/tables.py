"""The kinds of values that settings take, and the tables inside feed.toml."""

import datetime
import re
import zoneinfo
from pathlib import PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from dispatch_audio.workspace.base import Settings

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Silence = Annotated[float, Field(ge=0, le=2)]
"""Seconds. A longer one is dead air: a listener looks whether the player still runs."""


def known_timezone(name: str) -> str:
    """The name of a time zone. Raises ValueError when there is none of it."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # A folder of the zones, or a name too long for a file, is an error of the system.
        raise ValueError(f"no time zone is called {name!r}; use a name such as Europe/Berlin") from None
    return name


def edge_name(name: str) -> str:
    """The online service's name of a voice, or nothing. Raises ValueError for what cannot be one."""
    if name and not re.fullmatch(r"[a-z]{2,3}-[A-Z]{2,4}-([a-z]+-)?[A-Z][A-Za-z]*Neural", name):
        raise ValueError(f"{name!r} is no name of a voice; use one such as en-US-AndrewNeural")
    return name


def web_address(url: str) -> str:
    """The address with one slash at its end.

    Raises ValueError when it is no whole web address, or holds what XML, TOML or a query would read differently.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a whole address such as https://example.org/podcast/")
    if parts.query or parts.fragment or not url.isascii() or any(c in url for c in "<>\"'&\\ "):
        raise ValueError("must be an address without ?, #, &, quotes, backslashes or blanks")
    return url.rstrip("/") + "/"


class Owner(Settings):
    """Whom a directory may write to."""

    name: Text
    """The person or newsroom."""
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    """Where directories send their proof of ownership."""


class AnnouncementSettings(Settings):
    """A standing text that is no news, ``[[announcements]]`` in feed.toml: kept apart from the news and named as such."""

    text: LongText
    """What is said, word for word."""
    place: Literal["opening", "middle", "end"] = "end"
    """``opening``: after the opening; ``middle``: between the stories; ``end``: before the sign-off."""
    sponsor: str = Field("", max_length=255)
    """Who pays for it, named before the words; without it, a note from the show."""
    label: str = Field("", max_length=255)
    """What is said before the words, in place of "A word from our sponsor, Acme:"."""
    since: datetime.date | None = Field(None, alias="from")
    """The first date of a dispatch that it is said with; without it, from the beginning."""
    until: datetime.date | None = None
    """The last date, included; without it, for good."""

    @field_validator("text", "sponsor", "label")
    @classmethod
    def _one_paragraph(cls, value: str) -> str:
        return " ".join(value.split())

    @field_validator("until")
    @classmethod
    def _after_its_beginning(cls, value: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
        since = info.data.get("since")
        if value is not None and since is not None and value < since:
            raise ValueError(f"is before from, {since}")
        return value


TARGET_LUFS = {1: -19.0, 2: -16.0}
"""Integrated loudness by the number of channels: what Apple asks of podcasts, and mono that is heard as loud."""


class MasterSettings(Settings):
    """The MP3 that listeners get, ``[master]`` in feed.toml. Players jump wrongly in anything but a constant bit rate."""

    channels: Literal[1, 2] = 2
    """2 is joint stereo at -16 LUFS, 1 mono at -19, which is heard as loud."""
    rate: Literal[32_000, 44_100, 48_000] = 44_100
    """Sample frames a second, in Hertz."""
    bit_rate: Literal[48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] = 112
    """In kbit/s, constant."""

    @property
    def target(self) -> float:
        """Integrated loudness in LUFS."""
        return TARGET_LUFS[self.channels]


class SeasonSettings(Settings):
    """A season, ``[[seasons]]`` in feed.toml: all that is dated from its first day on, until the next one begins."""

    number: Annotated[int, Field(ge=1)]
    """Which season it is."""
    since: datetime.date = Field(alias="from")
    """The date of its first dispatch."""
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=128)] = ""
    """What it is called; apps may show this in place of the number."""


class LicenseSettings(Settings):
    """What others may do with the episodes, as the podcast namespace names it."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    """Its SPDX identifier, ``CC-BY-4.0``, or the name that the show gives to its own."""
    url: str = ""
    """Where its whole text stands; needed for a licence of one's own."""

    @field_validator("url")
    @classmethod
    def _where_it_stands(cls, value: str, info: ValidationInfo) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or not value.isascii()):
            raise ValueError("must be a whole address such as https://example.org/licence.html")
        return value

    @model_validator(mode="after")
    def _known_or_told(self) -> "LicenseSettings":
        if not self.url and not _CREATIVE_COMMONS.fullmatch(self.name.lower()):
            raise ValueError(
                f"{self.name!r} is none of Creative Commons'; say where it stands: "
                '{ name = "...", url = "https://..." }'
            )
        return self


_CREATIVE_COMMONS = re.compile(r"cc0-1\.0|cc-pddc|cc-by(-nc)?(-nd|-sa)?-\d\.\d(-[a-z]{2,3})?")
SLUG = re.compile(r"dispatch-\d{3,}|\d{4}-\d\d-\d\d")


def former_address(url: str) -> str:
    """As ``web_address``, or nothing."""
    return web_address(url) if url else ""


def picture_file(name: str) -> str:
    """A picture's name beside feed.toml, or nothing. Raises ValueError when it is none."""
    path = PurePosixPath(name)
    if name and (
        path.suffix.lower() not in (".jpg", ".jpeg", ".png")
        or path.name != name
        or "\\" in name
        or ":" in name
    ):
        raise ValueError(f"{name!r} is no picture beside feed.toml; write its name alone, such as cover.jpg")
    return name
