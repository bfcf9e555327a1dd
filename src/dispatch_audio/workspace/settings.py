"""feed.toml, people.toml and voices/*.toml as typed values. Unknown keys are refused, all faults at once."""

import datetime
import difflib
import itertools
import re
import uuid
import zoneinfo
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from dispatch_audio.workspace.access import Access
from dispatch_audio.workspace.alerts import AlertSettings
from dispatch_audio.workspace.base import Settings
from dispatch_audio.workspace.categories import CATEGORIES
from dispatch_audio.workspace.editions import EditionSettings, LengthSetting, label_of
from dispatch_audio.workspace.tables import (
    SLUG,
    TARGET_LUFS,
    AnnouncementSettings,
    LicenseSettings,
    LongText,
    MasterSettings,
    Owner,
    SeasonSettings,
    Silence,
    Text,
    edge_name,
    former_address,
    known_timezone,
    picture_file,
    web_address,
)
from dispatch_audio.workspace.targets import target_address

__all__ = [
    "FEED_ONLY",
    "TARGET_LUFS",
    "AnnouncementSettings",
    "EditionSettings",
    "FeedSettings",
    "LicenseSettings",
    "MasterSettings",
    "Owner",
    "Pauses",
    "PeopleSettings",
    "PersonSettings",
    "SeasonSettings",
    "VoiceProfile",
    "web_address",
]


class FeedSettings(Settings):
    """A show, as feeds/<feed>/feed.toml describes it."""

    guid: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    """The show's podcast:guid, which apps know it by. ``init`` writes it, once for life: never change it."""
    title: Text
    """The show's name, as apps list it and the narrator says it."""
    description: LongText
    """What the show is, in a sentence or two of plain text, as apps list it."""
    author: Text
    """Who makes it: a person or a newsroom."""
    owner: Owner
    """Whom a directory may write to."""
    base_url: Annotated[str, AfterValidator(web_address)]
    """The address that ``public/`` is served at, such as ``https://example.org/my-show/``."""
    language: Literal["en", "en-us", "en-gb"] = "en-us"
    """The language that is spoken, as RFC 5646 writes it."""
    category: tuple[Text, ...] = ("News",)
    """One of Apple's categories, or a list of a category and its subcategory."""
    explicit: bool = False
    """``true`` when episodes hold explicit language."""
    timezone: Annotated[str, AfterValidator(known_timezone)] = "UTC"
    """The zone that ``publish_at`` is told in, by its IANA name."""
    publish_at: datetime.time = datetime.time(6, 0)
    """An episode is dated at this time of day on its dispatch's date; before that it is in no feed."""
    narrator: Text = "lenar-kess"
    """The voice profile in voices/ that reads, by its file name."""
    length: LengthSetting = "standard"
    """How long an episode is: ``headlines`` (one to two minutes), ``standard`` (about a minute a section, the rest in brief), ``full`` (all
    there is to tell), or a number of minutes."""
    sound: Text = "signature"
    """The music: ``signature`` (an opening, a sting before each chapter, a bed under the opening and the sign-off, a closing), ``plain`` (no music
    under speech), ``none``, or a folder of the show's own files beside feed.toml."""
    master: MasterSettings = MasterSettings()
    """The MP3: channels, sample rate and bit rate, such as ``{ channels = 1, bit_rate = 64 }``."""
    disclose_in_sign_off: bool = True
    """Whether the narrator says in the sign-off that the voice is synthetic; the show notes always say it."""
    access: Literal["open", "token"] = "open"
    """Who may fetch it. ``open``: everybody; ``token``: those alone whom ``dispatch-audio listeners`` gave an address that nobody can guess."""

    artwork: Annotated[str, AfterValidator(picture_file)] = ""
    """The show's own picture, a file beside feed.toml: a square JPEG or PNG, 1400 to 3000 pixels a side. Without it, one is drawn."""
    chapter_pictures: bool = True
    """Whether each chapter has a picture of its own, in the MP3 and in chapters.json; they weigh some 15 kB each."""
    review: bool = False
    """``true``: an episode airs only when an editor has approved it in the studio. Until then ``build`` makes it, puts it into ``withheld/`` and
    says that it waits, which is no failure."""

    announcements: tuple[AnnouncementSettings, ...] = ()
    """What is said beside the news, each in a chapter of its own."""

    listen: bool = False
    """Whether a recogniser hears each episode before it is published. A number, date or version that is misheard has its line said again;
    if it is misheard once more, the episode is withheld. Needs the extra ``listen``."""
    recogniser: str = ""
    """What hears it: a Whisper model by its name on the hub (``base.en``, fetched once), or its folder's absolute path. Without it, the model
    that the extra ``listen`` brings."""

    # What the feed alone is written from; FEED_ONLY names these keys.
    type: Literal["episodic", "serial"] = "episodic"
    """``episodic`` when each episode stands for itself, ``serial`` when they are to be heard from the first on."""
    episode_types: dict[str, Literal["full", "trailer", "bonus"]] = Field(default_factory=dict)
    """What an episode is, by its slug, when it is no full episode: ``dispatch-001 = "trailer"``."""
    seasons: tuple[SeasonSettings, ...] = ()
    """The seasons there are, in their order."""
    copyright: Text | None = None
    """Who holds the rights: the name alone, without the © that apps put before it."""
    license: LicenseSettings | None = None
    """What others may do with the episodes: the name of one of Creative Commons' licences, ``CC-BY-4.0``, or ``{ name, url }`` of your own."""
    items_per_page: Annotated[int, Field(ge=0)] = 0
    """How many episodes feed.xml holds at the least; older ones go to ``feed-1.xml`` and on, which it links to. 0: all in feed.xml, as Apple
    wants it."""
    moved_from: Annotated[str, AfterValidator(former_address)] = ""
    """The ``base_url`` that the show had before, while apps are to follow it to the new one."""
    withdrawn: tuple[str, ...] = ()
    """Slugs of episodes that were taken back: they leave the feed and the show's page."""
    publish: tuple[Annotated[str, AfterValidator(target_address)], ...] = ()
    """Where ``dispatch-audio publish`` sends ``public/``: a folder, ``s3://bucket/path``, ``sftp://host/path``, or a list of them. Never a
    password or a key."""
    alerts: AlertSettings = AlertSettings()
    """Who is told how ``dispatch-audio daily`` ended."""
    editions: tuple[EditionSettings, ...] = ()
    """Other lengths of the same show, each a feed of its own."""

    _show: "FeedSettings | None" = PrivateAttr(None)
    _edition: EditionSettings | None = PrivateAttr(None)
    _access: Access | None = PrivateAttr(None)

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
        strange = next((slug for slug in value if not SLUG.fullmatch(slug)), None)
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

    @field_validator("editions")
    @classmethod
    def _told_apart(cls, value: tuple[EditionSettings, ...]) -> tuple[EditionSettings, ...]:
        names = [edition.name for edition in value]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two are called {twice!r}; give one another `name`")
        return value

    @property
    def show(self) -> "FeedSettings":
        """The show's own settings, of which these are when they are an edition's; else these themselves."""
        return self if self._show is None else self._show

    @property
    def edition(self) -> str:
        """The edition's name; empty for the show itself."""
        return "" if self._edition is None else self._edition.name

    @property
    def label(self) -> str:
        """What this length is called beside the show's others: ``Headlines``, ``3 minutes``."""
        return label_of(self.length) if self._edition is None else self._edition.label

    def opened_by(self, access: Access) -> "FeedSettings":
        """The same of a private feed, with what its addresses follow from."""
        made = self.model_copy()
        made._access = access
        return made

    @property
    def private(self) -> bool:
        """Whether its addresses are known to those alone who were given them."""
        return self.access == "token"

    @property
    def feed_folder(self) -> str:
        """Where feed.xml lies in public/, with a slash at the end; empty for public/ itself. Of a private feed nobody is given
        this one: listeners have copies of their own."""
        return f"{self._hidden('feed')}/" if self.private else ""

    def episode_folder(self, slug: str) -> str:
        """Where an episode lies in public/."""
        return f"episodes/{slug}-{self._hidden(slug)}" if self.private else f"episodes/{slug}"

    @property
    def listener_folders(self) -> tuple[str, ...]:
        """Where the copies of a private feed lie in public/, with a slash at the end of each."""
        return tuple(f"{token}/" for _, token in self.listener_names)

    @property
    def listener_names(self) -> tuple[tuple[str, str], ...]:
        """Who may fetch a private feed, each with the token that is theirs."""
        known = () if self._access is None else self._access.listeners
        return tuple((one.name, one.token) for one in known if one.revoked is None)

    def listener_addresses(self, token: str) -> tuple[str, ...]:
        """The addresses of a listener's feeds: the show's, and each of its editions'."""
        return tuple(f"{member.base_url}{token}/feed.xml" for member in self.family)

    def _hidden(self, name: str) -> str:
        assert self._access is not None, "a private feed is read with its access.toml"
        return self._access.hidden(self.guid, name)

    @property
    def family(self) -> tuple["FeedSettings", ...]:
        """The settings of the show and of each of its editions, in their order; the show comes first."""
        return (self.show, *(self.show._of(edition) for edition in self.show.editions))

    def _of(self, edition: EditionSettings) -> "FeedSettings":
        """The settings of an edition of this show. Its guid follows from the show's and its name, for life."""
        made = self.model_copy(
            update={
                "guid": str(uuid.uuid5(uuid.UUID(self.guid), edition.name)),
                "title": edition.title or f"{self.title}: {edition.label}",
                "description": edition.description or self.description,
                "length": edition.length,
                "base_url": f"{self.base_url}{edition.name}/",
                "moved_from": f"{self.moved_from}{edition.name}/" if self.moved_from else "",
            }
        )
        made._show, made._edition = self, edition
        return made

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
        "editions",
    }
)
"""Keys of feed.toml that change the feed and no episode: none is made again for them."""


class PersonSettings(Settings):
    """What is known of somebody whom dispatches cite by a handle, as people.toml describes them."""

    name: Text
    """As written in notes: ``Steph Ango``."""
    role: str = ""
    """Who that is, such as ``the CEO of Obsidian``; used in place of what the dispatch says."""
    say_as: str = Field("", alias="say-as")
    """How the name is read where its spelling misleads: ``Mario Zeckner`` for Mario Zechner."""


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
    """The name that the narrator gives on air, and that the notes have."""
    engine: Text
    """What speaks: ``kokoro``, ``piper``, ``edge`` (online: it sends the text to Microsoft), or ``tone`` (beeps, for trying things out)."""
    style: str = ""
    """Kokoro: a file of style vectors beside the profile; ``voices mix`` makes one. (A NumPy array of 510 x 1 x 256 float32.)"""
    model: str = ""
    """Piper: the absolute path of another model than the installed one; ``voices fetch`` brings some, with their profiles."""
    voice: Annotated[str, AfterValidator(edge_name)] = ""
    """Edge: the service's name of the voice, such as ``en-US-AndrewNeural``."""
    language: Literal["en-us", "en-gb"] = "en-us"
    """The accent that words are read with."""
    pace: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    """Speed as a factor: 1.1 is a tenth faster than the voice's own."""
    tempo: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    """How fast the voice is at pace 1 beside its engine's usual, which the estimate of an episode's length rests on; ``dispatch-audio voices
    tempo`` measures it."""
    pauses: Pauses = Pauses()
    """Silences between what is said."""
    gain: Annotated[float, Field(ge=-12, le=12)] = 0.0
    """Decibels by which it is louder than the voice that it shares an episode with, once both are made equally loud; the loudness of the
    whole stays the same."""
    quotes: str = ""
    """Another voice of ``voices/`` that reads quotations, at its own pace and with its own lexicon; the pauses stay this one's. Without it, this
    voice reads them."""
    fallback: str = ""
    """Another voice of ``voices/`` that reads the whole episode, quotations too, when the engine of this one or of its ``quotes`` is gone. Without
    it, the build fails. What that voice names in turn does not count."""
