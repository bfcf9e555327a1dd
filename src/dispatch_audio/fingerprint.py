"""What an episode is made from, as one line: two that are the same mean that building again would change nothing."""

import hashlib
from dataclasses import dataclass
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


def fingerprints(
    data: bytes,
    edited: bytes | None,
    dispatch: Dispatch,
    feed: Feed,
    voice: Voice,
    length: Length | None,
    music: str,
) -> Fingerprints:
    """The fingerprints of what this dispatch's file and an editor's script hold; no model is loaded.

    ``music`` is one line for what the sound design is made from.

    An engine that is gone is no error here: what is built stays as it is.
    """
    show = feed.show(voice.profile.name)
    things = {
        "text": hashlib.sha256(data).hexdigest(),
        "script": hashlib.sha256(edited).hexdigest() if edited is not None else repr(length),
        "settings": _hash(
            feed.settings.model_dump_json(exclude={"announcements", "artwork", *FEED_ONLY}),
            _content(feed.artwork),
            show.title,
            repr(show.due(dispatch.date)),
            repr(show.templates),
            repr(feed.people),
        ),
        "sound": music,
        "program": dispatch_audio.__version__,
    }
    own = voice.all
    both = own if voice.fallback is None else (*own, voice.fallback)
    return Fingerprints(_line(things, own, feed), _line(things, both, feed))


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


def _line(things: dict[str, str], readers: tuple[Voice, ...], feed: Feed) -> str:
    heard = [
        # Who would stand in makes no difference to what the narrator says.
        part
        for reader in readers
        for part in (repr(reader.lexicon_for(feed)), reader.profile.model_dump_json(exclude={"fallback"}))
    ]
    parts = things | {"voice": _hash(*heard)}
    return f"{'.'.join(_hash(parts[name])[:16] for name in PARTS)}-{_engines(readers)}"


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
