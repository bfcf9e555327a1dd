"""The folder that people edit: feeds/ and voices/, read as typed values. Reading a feed or a voice writes nothing; a new
workspace (``starter.py``) and a private feed's listeners (``access.py``) are written by commands that are for it."""

import dataclasses
import difflib
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.compose.show import Announcement, Person, Show, Template
from dispatch_audio.errors import InputError, WorkspaceError
from dispatch_audio.spoken import BUILT_IN, Lexicon
from dispatch_audio.workspace.access import read_access
from dispatch_audio.workspace.settings import FeedSettings, PeopleSettings
from dispatch_audio.workspace.toml import read_table, read_text, validated
from dispatch_audio.workspace.voice import NO_WORDS, Check, Voice, read_voice, voice_names

__all__ = ["NO_WORDS", "Check", "Feed", "Voice", "Workspace", "find_dispatch"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A show's folder, feeds/<name>/, and what its files say; or an edition of it, which is a feed of its own."""

    name: str
    """Its folder's name; an edition's is ``<feed>/<edition>``."""
    folder: Path
    """The show's, also of an edition."""
    settings: FeedSettings
    people: tuple[Person, ...]
    lexicon: Lexicon
    """How the show says its words, over what everybody says."""
    templates: tuple[Template, ...] = ()
    """Its own wording of standing phrases."""

    @property
    def edition(self) -> str:
        """The edition's name; empty for the show itself."""
        return self.settings.edition

    @property
    def family(self) -> tuple["Feed", ...]:
        """The show and each of its editions, in their order; the show comes first."""
        show = self.folder.name
        return tuple(
            dataclasses.replace(
                self, name=f"{show}/{member.edition}" if member.edition else show, settings=member
            )
            for member in self.settings.family
        )

    def chosen(self, edition: str) -> "Feed":
        """The edition of this name. Raises WorkspaceError when feed.toml has none."""
        found = {feed.edition: feed for feed in self.family if feed.edition}
        if edition not in found:
            raise WorkspaceError(
                f"has no edition {edition!r}",
                file=self.folder / "feed.toml",
                hint=f"there is {', '.join(found)}"
                if found
                else f'[[editions]] with name = "{edition}" makes one',
            )
        return found[edition]

    def named(self, slug: str) -> str:
        """An episode as people are told of it: in an edition with the edition's name before the slug."""
        return f"{self.edition}/{slug}" if self.edition else slug

    def stem(self, slug: str) -> str:
        """What files in scripts/ are called after: the slug, with the edition's name behind it."""
        return f"{slug}.{self.edition}" if self.edition else slug

    @property
    def public(self) -> Path:
        """What listeners get; an edition's lies in the show's own."""
        return self.folder / "public" / self.edition

    @property
    def written(self) -> Path:
        """Where feed.xml lies; listeners of a private feed have copies of it."""
        return self.public / self.settings.feed_folder / "feed.xml"

    def episode(self, slug: str) -> Path:
        """An episode's folder in public/."""
        return self.public / self.settings.episode_folder(slug)

    @property
    def artwork(self) -> Path | None:
        """The picture that the show brings itself; None where one is drawn for it."""
        return self.folder / self.settings.artwork if self.settings.artwork else None

    @property
    def scripts(self) -> Path:
        """What will be read, where an editor saved it."""
        return self.folder / "scripts"

    @property
    def withheld(self) -> Path:
        """What was made and did not pass its checks."""
        return self.folder / "withheld" / self.edition

    @property
    def runs(self) -> Path:
        """Records of unattended runs."""
        return self.folder / "runs"

    @property
    def making(self) -> Path:
        """What is being made, laid out as public/ is, on the same disk; gone when it is moved in."""
        return self.folder / ".making"

    @property
    def heard(self) -> Path:
        """What a recogniser heard of each episode, line by line, where it was asked to."""
        return self.folder / "heard" / self.edition

    @property
    def pictures(self) -> Path:
        """A sheet of each episode, where somebody asked for it."""
        return self.folder / "pictures" / self.edition

    def show(self, narrator: str) -> Show:
        """What a script says of this show when this narrator reads it."""
        return Show(
            self.settings.show.title,
            narrator,
            self.people,
            self.settings.disclose_in_sign_off,
            tuple(
                Announcement(item.text, item.place, item.sponsor, item.label, item.since, item.until)
                for item in self.settings.announcements
            ),
            self.templates,
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with feeds/ and voices/."""

    root: Path

    def relative(self, path: Path) -> str:
        """A path as results name it: relative to the workspace, with forward slashes, where it lies inside."""
        path = path.resolve()
        root = self.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    def feed_names(self) -> tuple[str, ...]:
        """The feeds there are, by name."""
        return tuple(sorted(file.parent.name for file in (self.root / "feeds").glob("*/feed.toml")))

    def voice_names(self) -> tuple[str, ...]:
        """The voice profiles there are, by file name."""
        return voice_names(self.root / "voices")

    def feed(self, name: str | None) -> Feed:
        """The feed of this name, ``<feed>`` or ``<feed>/<edition>``; without a name, the only one.

        Raises WorkspaceError when there is no such feed or several, SettingsError when a file of it is wrong.
        """
        name, _, edition = name.partition("/") if name is not None else (None, "", "")
        folder, settings = self.settings(name)
        if settings.private:
            settings = settings.opened_by(read_access(folder))
        people = _people(folder / "people.toml")
        lexicon = _lexicon(folder / "lexicon.toml", people)
        feed = Feed(folder.name, folder, settings, people, lexicon, _templates(folder / "templates"))
        return feed.chosen(edition) if edition else feed

    def settings(self, name: str | None) -> tuple[Path, FeedSettings]:
        """A feed's folder and what its feed.toml says; raises as ``feed`` does."""
        names = self.feed_names()
        if not names:
            raise WorkspaceError(
                "has no feeds/<name>/feed.toml",
                file=self.root,
                hint="`dispatch-audio init` makes a workspace",
            )
        if name is None and len(names) > 1:
            raise WorkspaceError(
                f"has {len(names)} feeds: {', '.join(names)}", file=self.root, hint="choose with --feed"
            )
        chosen = name if name is not None else names[0]
        if chosen not in names:
            raise WorkspaceError(
                f"has no feed {chosen!r}", file=self.root, hint=f"there is {', '.join(names)}"
            )
        folder = self.root / "feeds" / chosen
        return folder, validated(FeedSettings, read_table(folder / "feed.toml"), folder / "feed.toml")

    def voice(self, key: str, check: Check | None = None) -> Voice:
        """The voice profile of this name, with the voices that it names.

        ``check`` looks at what only an engine can tell of its profile. Raises WorkspaceError when there is none,
        SettingsError with all that is wrong with it, or with one that it names.
        """
        if key not in self.voice_names():
            names = ", ".join(self.voice_names()) or "none"
            raise WorkspaceError(f"has no voice {key!r}", file=self.root / "voices", hint=f"there is {names}")
        return read_voice(self.root / "voices", key, check)


def find_dispatch(feed: Feed, name: str) -> Path:
    """The file that a DISPATCH argument means: a path, or the name of a file in the feed's dispatches/.

    Raises InputError when there is neither.
    """
    folder = feed.folder / "dispatches"
    try:
        if name and Path(name).exists():
            return Path(name)
    except (OSError, ValueError) as error:
        raise InputError(f"{name[:60]!r} is no file name: {error.args[-1]}") from None
    matches = sorted(file for file in folder.glob("*") if name in (file.name, file.stem) and file.is_file())
    if len(matches) > 1:
        raise InputError(
            f"{name} may be {' or '.join(file.name for file in matches)}", hint="give the whole name"
        )
    if not matches:
        there = sorted(file.stem for file in folder.glob("*.*"))
        near = difflib.get_close_matches(name, there, n=3) or there[-3:]
        raise InputError(
            f"no file {name!r}, and no dispatch of that name in {folder}",
            hint=f"there is {', '.join(near)}" if near else "",
        )
    return matches[0]


def _people(path: Path) -> tuple[Person, ...]:
    if not path.exists():
        return ()
    known = validated(PeopleSettings, read_table(path), path).root
    return tuple(Person(handle, person.name, person.role, person.say_as) for handle, person in known.items())


def _templates(folder: Path) -> tuple[Template, ...]:
    """The show's own wording of standing phrases, tried out."""
    found = tuple(
        Template(path.stem, str(path), read_text(path))
        for path in sorted(folder.glob("*.j2"))
        if path.is_file()
    )
    if found:
        # Few shows have templates of their own; the others do not wait for what renders them.
        from dispatch_audio.compose.wordbook import phrases

        phrases(found)
    return found


def _lexicon(path: Path, people: tuple[Person, ...]) -> Lexicon:
    """The show's own entries, over how its people are said, over what everybody says."""
    table = read_table(path) if path.exists() else {}
    own = Lexicon.from_table(table, file=str(path))
    names = Lexicon.from_table(_said_names(people), file=str(path.with_name("people.toml")))
    return own.over(names).over(BUILT_IN)


def _said_names(people: tuple[Person, ...]) -> dict[str, object]:
    """``say-as`` of whole names, and of the surnames that a second mention uses."""
    said: dict[str, object] = {}
    for person in people:
        if person.say_as:
            written, spoken = person.name.split(), person.say_as.split()
            said[person.name] = person.say_as
            if len(written) == len(spoken) > 1 and written[-1] != spoken[-1]:
                said.setdefault(written[-1], spoken[-1])
    return said
