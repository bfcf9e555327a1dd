"""feed.toml, people.toml and voices/*.toml as typed values. Unknown keys are refused, all faults at once."""

import datetime
import difflib
import itertools
import re
import zoneinfo
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from dispatch_audio.workspace.alerts import AlertSettings
from dispatch_audio.workspace.base import Settings
from dispatch_audio.workspace.categories import CATEGORIES
from dispatch_audio.workspace.targets import target_address

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Silence = Annotated[float, Field(ge=0, le=2)]
"""Seconds. A longer one is dead air: a listener looks whether the player still runs."""


def _known_timezone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # A folder of the zones, or a name too long for a file, is an error of the system.
        raise ValueError(f"no time zone is called {name!r}; use a name such as Europe/Berlin") from None
    return name


def _edge_name(name: str) -> str:
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
    """After the opening, between the stories, or before the sign-off."""
    sponsor: str = Field("", max_length=255)
    """Who pays for it; empty for a notice of the newsroom."""
    label: str = Field("", max_length=255)
    """What is said before it, in place of "A word from our sponsor"."""
    since: datetime.date | None = Field(None, alias="from")
    """The first dispatch's date that it is said on."""
    until: datetime.date | None = None
    """The last one, included."""

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
    """In kbit/s."""

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
_SLUG = re.compile(r"dispatch-\d{3,}|\d{4}-\d\d-\d\d")


def _former_address(url: str) -> str:
    return web_address(url) if url else ""


def _picture_file(name: str) -> str:
    path = PurePosixPath(name)
    if name and (
        path.suffix.lower() not in (".jpg", ".jpeg", ".png")
        or path.name != name
        or "\\" in name
        or ":" in name
    ):
        raise ValueError(f"{name!r} is no picture beside feed.toml; write its name alone, such as cover.jpg")
    return name


class FeedSettings(Settings):
    """A show, as feeds/<feed>/feed.toml describes it."""

    guid: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    """The show's podcast:guid, set once for life."""
    title: Text
    """The show's name, as apps list it and the narrator says it."""
    description: LongText
    """What the show is, in a sentence or two of plain text."""
    author: Text
    """Who makes it."""
    owner: Owner
    """Whom a directory may write to."""
    base_url: Annotated[str, AfterValidator(web_address)]
    """The address that public/ is served at."""
    language: Literal["en", "en-us", "en-gb"] = "en-us"
    """The language that is spoken, as RFC 5646 writes it."""
    category: tuple[Text, ...] = ("News",)
    """One of Apple's categories, or a category and its subcategory."""
    explicit: bool = False
    """Whether episodes hold explicit language."""
    timezone: Annotated[str, AfterValidator(_known_timezone)] = "UTC"
    """The zone that ``publish_at`` is told in, by its IANA name."""
    publish_at: datetime.time = datetime.time(6, 0)
    """The time of day that an episode is dated, on its dispatch's date."""
    narrator: Text = "lenar-kess"
    """The voice profile in voices/ that reads, by its file name."""
    length: Literal["headlines", "standard", "full"] | Annotated[float, Field(ge=1, le=180)] = "standard"
    """How long an episode is: by name, or in minutes."""
    sound: Text = "signature"
    """The sound design: ``signature``, ``plain`` (no music under speech), ``none``, or a folder of the show's own files."""
    master: MasterSettings = MasterSettings()
    """The MP3's channels, rate and bit rate."""
    disclose_in_sign_off: bool = True
    """Whether the sign-off says that the voice is synthetic; the notes always do."""

    artwork: Annotated[str, AfterValidator(_picture_file)] = ""
    """The show's own picture, a file in the feed's folder; empty when one is to be drawn."""
    chapter_pictures: bool = True
    """Whether each chapter has a picture of its own, in the MP3 and in chapters.json."""
    review: bool = False
    """Whether an episode airs only when an editor has approved it, in the studio."""

    announcements: tuple[AnnouncementSettings, ...] = ()
    """What is said beside the news, each in a chapter of its own."""

    listen: bool = False
    """Whether each episode is heard by a recogniser before it is published, and withheld when a number is misheard."""
    recogniser: str = ""
    """What hears it: a Whisper model by its name on the hub or its folder; empty for the one that is installed."""

    # What the feed alone is written from; FEED_ONLY names these keys.
    type: Literal["episodic", "serial"] = "episodic"
    """Whether each episode stands for itself, or they are to be heard from the first on."""
    episode_types: dict[str, Literal["full", "trailer", "bonus"]] = Field(default_factory=dict)
    """By an episode's slug, what it is when it is no full episode."""
    seasons: tuple[SeasonSettings, ...] = ()
    """The seasons there are, in their order."""
    copyright: Text | None = None
    """Who holds the rights: the name alone."""
    license: LicenseSettings | None = None
    """What others may do with the episodes."""
    items_per_page: Annotated[int, Field(ge=0)] = 0
    """How many episodes feed.xml holds at the least before older ones go to pages of their own; 0 for all in one."""
    moved_from: Annotated[str, AfterValidator(_former_address)] = ""
    """The ``base_url`` that listeners subscribed at before; empty when the show has not moved."""
    withdrawn: tuple[str, ...] = ()
    """Slugs of episodes that were taken back, which the feed no longer lists."""
    publish: tuple[Annotated[str, AfterValidator(target_address)], ...] = ()
    """Where public/ is sent to: folders, or addresses such as ``s3://bucket/path``."""
    alerts: AlertSettings = AlertSettings()
    """Who is told how an unattended run ended."""

    @field_validator("category", "publish", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("category")
    @classmethod
    def _one_of_apples(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not 1 <= len(value) <= 2:
            raise ValueError("takes one category, or a category and its subcategory")
        known: Iterable[str] = CATEGORIES if len(value) == 1 else CATEGORIES.get(value[0], CATEGORIES)
        if value[-1] not in known or value[0] not in CATEGORIES:
            near = difflib.get_close_matches(value[-1], list(known), n=1) or sorted(known)[:1]
            raise ValueError(f"{' > '.join(value)} is not in Apple's list, which has {near[0]}")
        return value

    @field_validator("license", mode="before")
    @classmethod
    def _by_its_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @field_validator("copyright")
    @classmethod
    def _the_holder_alone(cls, value: str | None) -> str | None:
        if value is not None and re.search(r"©|\(c\)|\bcopyright\b", value, re.IGNORECASE):
            raise ValueError("names the holder alone; apps put the sign before it")
        return value

    @field_validator("episode_types", "withdrawn")
    @classmethod
    def _slugs(cls, value: Iterable[str]) -> Iterable[str]:
        strange = next((slug for slug in value if not _SLUG.fullmatch(slug)), None)
        if strange is not None:
            raise ValueError(
                f"{strange!r} is no episode's; write it as its address has it, dispatch-007 or 2026-04-20"
            )
        return value

    @field_validator("seasons")
    @classmethod
    def _in_order(cls, value: tuple[SeasonSettings, ...]) -> tuple[SeasonSettings, ...]:
        for one, other in itertools.pairwise(value):
            if other.number <= one.number or other.since <= one.since:
                raise ValueError(
                    f"season {other.number} must come after season {one.number}, and begin later"
                )
        return value

    @field_validator("moved_from")
    @classmethod
    def _somewhere_else(cls, value: str, info: ValidationInfo) -> str:
        if value and value == info.data.get("base_url"):
            raise ValueError("is base_url itself; it takes the address before that")
        return value

    def season(self, day: datetime.date) -> SeasonSettings | None:
        """The season of a dispatch of this day; None before the first one begins."""
        return next((season for season in reversed(self.seasons) if season.since <= day), None)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """``timezone`` as a value."""
        return zoneinfo.ZoneInfo(self.timezone)


FEED_ONLY = frozenset(
    {
        "review",
        "type",
        "episode_types",
        "seasons",
        "copyright",
        "license",
        "items_per_page",
        "moved_from",
        "withdrawn",
        "publish",
        "alerts",
    }
)
"""Keys of feed.toml that change the feed and no episode: none is made again for them."""


class PersonSettings(Settings):
    """What is known of somebody whom dispatches cite by a handle, as people.toml describes them."""

    name: Text
    """As written in notes: ``Steph Ango``."""
    role: str = ""
    """``the CEO of Obsidian``; used in place of what the dispatch says."""
    say_as: str = Field("", alias="say-as")
    """How the name is read where its spelling misleads: ``Mario Zeckner``."""


class PeopleSettings(RootModel[dict[str, PersonSettings]]):
    """people.toml: from a handle, as dispatches write it, to who that is."""

    model_config = ConfigDict(frozen=True)


class Pauses(Settings):
    """Silence after what was said, in seconds."""

    comma: Silence = 0.1
    """At a comma, a colon or a dash inside an utterance, at the least, where the voice rests at all."""
    sentence: Silence = 0.35
    """After a sentence inside a paragraph."""
    paragraph: Silence = 0.7
    """After the last sentence of a paragraph."""
    quotation: Silence = 0.5
    """Before and after a quotation: the breath by which it is heard as one."""
    chapter: Silence = 1.2
    """At the least, before the next chapter; the mix adds what leads to a whole second."""


class VoiceProfile(Settings):
    """A narrator, as voices/<voice>.toml describes it."""

    name: Text
    """The name that the narrator gives on air."""
    engine: Text
    """What speaks: ``kokoro``, ``piper``, ``edge`` or ``tone``."""
    style: str = ""
    """Kokoro: a style file beside the profile, a NumPy array of 510 x 1 x 256 float32."""
    model: str = ""
    """Piper: the absolute path of another model than the one that is installed."""
    voice: Annotated[str, AfterValidator(_edge_name)] = ""
    """Edge: the service's name of the voice, such as ``en-US-AndrewNeural``."""
    language: Literal["en-us", "en-gb"] = "en-us"
    """The accent that words are turned into phonemes with."""
    pace: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    """Speed as a factor: 1.1 is a tenth faster than the voice's own."""
    tempo: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    """How fast the voice is at pace 1 beside its engine's usual, as measured: the estimate of a length rests on it."""
    pauses: Pauses = Pauses()
    """Silence between utterances."""
    gain: Annotated[float, Field(ge=-12, le=12)] = 0.0
    """Decibels that it is raised by beside the voice which it shares an episode with."""
    quotes: str = ""
    """The voice in voices/ that reads quotations, by its file name; empty when this one does."""
    fallback: str = ""
    """The voice in voices/ that reads the whole episode when this one's engine is gone, by its file name."""
