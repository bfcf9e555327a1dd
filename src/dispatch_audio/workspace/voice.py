"""voices/*.toml as a Voice, with the voices that it names; every fault of a profile is told in one error."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.errors import DispatchAudioError, EngineGoneError, SettingsError, VoiceError
from dispatch_audio.script import Kind
from dispatch_audio.spoken import Lexicon
from dispatch_audio.workspace.settings import VoiceProfile
from dispatch_audio.workspace.toml import lenient, read_table

if TYPE_CHECKING:
    from dispatch_audio.workspace import Feed

NO_WORDS = Lexicon(())


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice profile, voices/<key>.toml, and the folder that its file names are relative to."""

    key: str
    folder: Path
    profile: VoiceProfile
    lexicon: Lexicon = NO_WORDS
    """Words that this voice gets wrong."""
    quotes: "Voice | None" = None
    """Who reads quotations; none when this voice does."""
    fallback: "Voice | None" = None
    """Who reads all of an episode, quotations too, when an engine of this voice is gone; none when nobody does."""

    @property
    def all(self) -> "tuple[Voice, ...]":
        """This voice, and the one that reads its quotations where there is one."""
        return (self,) if self.quotes is None else (self, self.quotes)

    def reading(self, kind: Kind) -> "Voice":
        """Who reads utterances of this kind."""
        return self.quotes if kind == "quotation" and self.quotes is not None else self

    def lexicon_for(self, feed: "Feed") -> Lexicon:
        """How this voice reads the show's words: its own entries over the show's, over everybody's."""
        return self.lexicon.over(feed.lexicon)


Check = Callable[[Voice], object]
"""Raises VoiceError, ``key: what is wrong``, for what only an engine can tell of its profile."""


def read_voice(folder: Path, key: str, check: Check | None = None) -> Voice:
    """The profile of this name in a folder of profiles, with the voices that it names.

    A fallback reads all of an episode: what its own profile names is left aside. Raises SettingsError with every fault
    of the profile, those that ``check`` finds among them.
    """
    path = folder / f"{key}.toml"
    voice, faults = _alone(path, check)
    if voice is None:
        raise SettingsError("; ".join(faults), file=path)
    elsewhere: list[SettingsError] = []
    named: dict[str, Voice | None] = {"quotes": None, "fallback": None}
    for role in named:
        try:
            named[role] = _named(role, voice, check)
        except SettingsError as error:
            if error.file == path:
                faults.append(_told(error, path))
            else:
                elsewhere.append(error)
    if faults:
        raise SettingsError("; ".join(faults), file=path)
    if elsewhere:
        raise elsewhere[0]
    return dataclasses.replace(voice, quotes=named["quotes"], fallback=named["fallback"])


def voice_names(folder: Path) -> tuple[str, ...]:
    """The profiles that lie in a folder, by file name."""
    return tuple(sorted(file.stem for file in folder.glob("*.toml")))


def _alone(path: Path, check: Check | None) -> tuple[Voice | None, list[str]]:
    """A profile by itself as far as it can be understood, and its faults."""
    table = read_table(path)
    words = table.pop("lexicon", {})
    profile, faults = lenient(VoiceProfile, table, {"name": path.stem})
    lexicon = NO_WORDS
    if not isinstance(words, dict):
        faults.append("lexicon: must be a table of words")
    else:
        try:
            lexicon = Lexicon.from_table(words, file=str(path))
        except SettingsError as error:
            faults.append(f"lexicon: {_told(error, path)}")
    if profile is None:
        return None, faults
    voice = Voice(path.stem, path.parent, profile, lexicon)
    try:
        if check is not None:
            check(voice)
    except EngineGoneError:
        # Nothing is wrong with the profile: whoever speaks finds that the engine is gone, and what to do then.
        pass
    except VoiceError as error:
        faults.append(_told(error, path))
    return voice, faults


def _named(role: str, voice: Voice, check: Check | None) -> Voice | None:
    """The voice that a profile names for this."""
    key = getattr(voice.profile, role)
    if not key:
        return None
    path = voice.folder / f"{voice.key}.toml"
    names = voice_names(voice.folder)
    there = f"there is {', '.join(name for name in names if name != voice.key) or 'none'}"
    if key == voice.key:
        raise SettingsError(f"{role}: must be another voice", file=path, hint=there)
    if key not in names:
        raise SettingsError(f"{role}: there is no voice {key!r}", file=path, hint=there)
    other_path = voice.folder / f"{key}.toml"
    other, faults = _alone(other_path, check)
    if other is None or faults:
        raise SettingsError("; ".join(faults), file=other_path)
    if role == "quotes" and other.profile.quotes:
        raise SettingsError(
            f"quotes: {key} has its own quotes read by {other.profile.quotes}",
            file=path,
            hint="name a voice that reads quotations itself",
        )
    return other


def _told(error: DispatchAudioError, path: Path) -> str:
    """A fault as one of several of this file."""
    where = f"{error.where}: " if error.file is not None and Path(error.file) != path else ""
    return f"{where}{error.what}{f' ({error.hint})' if error.hint else ''}"
