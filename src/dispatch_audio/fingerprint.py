"""What an episode is made from, as one line: two that are the same mean that building again would change nothing."""

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dispatch_audio
from dispatch_audio.compose import Length
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import EngineGoneError
from dispatch_audio.models import sha256_of
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.workspace import Feed, Voice
from dispatch_audio.workspace.settings import FEED_ONLY

PARTS = ("text", "script", "voice", "sound", "settings", "program")
"""What a fingerprint tells apart beside the engines; the voice goes with its lexicon."""

_GONE = "gone"
"""In place of the engines' hash, where one of them is missing: what it would say is not known."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Of an episode, by who speaks it. Each is a hash of what is read and how, and one of the engines."""

    narrator: str
    stand_in: str
    """When the fallback speaks: of its profile and lexicon too."""

    def of(self, stand_in: str) -> str:
        """The one for an episode that this voice stood in for; for the narrator's own when it is empty."""
        return self.stand_in if stand_in else self.narrator


class Shared:
    """What the episodes of a show have in common when this voice reads them, hashed once: a feed may have thousands.

    ``music`` is one line for what the sound design is made from. No model is loaded, and an engine that is gone is no error
    here: what is built stays as it is.
    """

    def __init__(self, feed: Feed, voice: Voice, music: str) -> None:
        self._show = feed.show(voice.profile.name)
        own = voice.all
        both = own if voice.fallback is None else (*own, voice.fallback)
        self._voices = tuple(_voice_part(readers, feed) for readers in (own, both))
        self._engines = tuple(_engines(readers) for readers in (own, both))
        self._sound, self._program = _part(music), _part(dispatch_audio.__version__)
        fixed = (
            feed.settings.model_dump_json(exclude={"announcements", "artwork", *FEED_ONLY}),
            _content(feed.artwork),
            self._show.title,
            repr(self._show.templates),
            repr(feed.people),
        )
        self._settings = cache(lambda announced: _part(_hash(*fixed, repr(announced))))

    def fingerprints(
        self, text: str, edited: bytes | None, date: datetime.date, length: Length | None
    ) -> Fingerprints:
        """Of the dispatch of this date whose file has the SHA-256 ``text``, and of what an editor's script holds."""
        script = hashlib.sha256(edited).hexdigest() if edited is not None else repr(length)
        parts = {
            "text": _part(text),
            "script": _part(script),
            "sound": self._sound,
            "settings": self._settings(self._show.due(date)),
            "program": self._program,
        }
        narrator, stand_in = (
            f"{'.'.join((parts | {'voice': voice})[name] for name in PARTS)}-{engines}"
            for voice, engines in zip(self._voices, self._engines, strict=True)
        )
        return Fingerprints(narrator, stand_in)


def fingerprints(
    data: bytes,
    edited: bytes | None,
    dispatch: Dispatch,
    feed: Feed,
    voice: Voice,
    length: Length | None,
    music: str,
) -> Fingerprints:
    """The fingerprints of what this dispatch's file and an editor's script hold; see ``Shared``."""
    text = hashlib.sha256(data).hexdigest()
    return Shared(feed, voice, music).fingerprints(text, edited, dispatch.date, length)


def is_of_text(fingerprint: str, text: str) -> bool:
    """Whether an episode of this fingerprint was made from the file of this SHA-256, as this version of the program reads
    it: then slug and date are those of the episode, and nothing has to be parsed to tell."""
    parts = fingerprint.partition("-")[0].split(".")
    known = dict(zip(PARTS, parts, strict=False))
    return known.get("text") == _part(text) and known.get("program") == _part(dispatch_audio.__version__)


def same(one: str, other: str) -> bool:
    """Whether two fingerprints are of the same things, as far as the engines that are here can tell."""
    (things, _, engines), (others, _, other_engines) = one.partition("-"), other.partition("-")
    return things == others and (engines == other_engines or _GONE in (engines, other_engines))


def changes(one: str, other: str) -> tuple[str, ...]:
    """What two fingerprints differ in, by the names of ``PARTS``; "what it is made from" where one is of another form."""
    if same(one, other):
        return ()
    (things, _, _), (others, _, _) = one.partition("-"), other.partition("-")
    parts, other_parts = things.split("."), others.split(".")
    if len(parts) != len(PARTS) or len(other_parts) != len(PARTS):
        return ("what it is made from",)
    differ = tuple(name for name, here, there in zip(PARTS, parts, other_parts, strict=True) if here != there)
    return differ or ("engine",)


def _voice_part(readers: tuple[Voice, ...], feed: Feed) -> str:
    heard = [
        # Who would stand in makes no difference to what the narrator says.
        part
        for reader in readers
        for part in (repr(reader.lexicon_for(feed)), reader.profile.model_dump_json(exclude={"fallback"}))
    ]
    return _part(_hash(*heard))


def _engines(readers: tuple[Voice, ...]) -> str:
    try:
        return _hash(*(load_engine(reader).identity for reader in readers))
    except EngineGoneError:
        return _GONE


def _content(picture: Path | None) -> str:
    """Of the show's own picture, which is in every MP3; one that is missing is told when it is needed."""
    return sha256_of(picture) if picture is not None and picture.is_file() else ""


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _part(whole: str) -> str:
    """One of ``PARTS``, as it stands in a fingerprint."""
    return _hash(whole)[:16]
