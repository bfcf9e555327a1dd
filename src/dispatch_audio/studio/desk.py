"""The workspace as an editor works with it: its dispatches, found by feed and slug, and what is remembered of each."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from dispatch_audio.build import said_in, script_for
from dispatch_audio.compose import Length, length_of
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError
from dispatch_audio.readers import parse, read_bytes
from dispatch_audio.saved import Saved, Say
from dispatch_audio.script import Kind, Span, SpokenForm
from dispatch_audio.scripts import saved_bytes
from dispatch_audio.slugs import dispatch_files
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.spoken import Lexicon
from dispatch_audio.workspace import Feed, Voice, Workspace

_T = TypeVar("_T")
_REMEMBERED = 400
"""Results of each kind; a workspace of 50 dispatches needs fewer."""


class Memory:
    """Results by what they were made from, the oldest forgotten first. Safe to use from several threads."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What was made for this key, made now when it was not yet; of several threads that ask, one makes it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(_T, self._kept[key])
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return cast(_T, self._kept[key])
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made


@dataclass(frozen=True, slots=True)
class Piece:
    """A dispatch on the desk, as its file is now."""

    feed: Feed
    path: Path
    data: bytes
    dispatch: Dispatch

    @property
    def slug(self) -> str:
        """The dispatch's."""
        return self.dispatch.slug

    @property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Choices:
    """How an editor wants to hear a dispatch; empty where as the feed says."""

    voice: str = ""
    sound: str = ""
    length: str = ""


@dataclass
class Desk:
    """A workspace that an editor works in. Files are read again whenever they are asked for; what takes long is
    remembered by what it was made from."""

    workspace: Workspace
    _read: Memory = field(default_factory=Memory)
    _composed: Memory = field(default_factory=lambda: Memory(60))
    _forms: Memory = field(default_factory=lambda: Memory(20_000))
    _lexicons: list[tuple[Lexicon, int]] = field(default_factory=list)

    def feed(self, name: str, sound: str = "") -> Feed:
        """A feed, with another sound design where one is chosen."""
        feed = self.workspace.feed(name)
        if not sound:
            return feed
        settings = feed.settings.model_copy(update={"sound": sound})
        return Feed(feed.name, feed.folder, settings, feed.people, feed.lexicon, feed.templates)

    def voice(self, feed: Feed, key: str = "") -> Voice:
        """The feed's narrator, or the voice that was chosen."""
        return self.workspace.voice(key or feed.settings.narrator, load_engine)

    def pieces(self, feed: Feed) -> tuple[tuple[Path, Piece | InputError], ...]:
        """Every dispatch of a feed, or why its file is none."""
        return tuple((path, self._piece(feed, path)) for path in dispatch_files(feed))

    def _piece(self, feed: Feed, path: Path) -> Piece | InputError:
        try:
            stat = path.stat()
            data, dispatch = self._read.get(
                (path, stat.st_mtime_ns, stat.st_size, stat.st_ino), lambda: _parsed(path)
            )
        except InputError as error:
            return error
        except OSError as error:
            return InputError(f"cannot be read: {error.strerror}", file=path)
        return Piece(feed, path, data, dispatch)

    def find(self, feed: Feed, slug: str) -> Piece:
        """The dispatch of this slug. Raises InputError when there is none, or two."""
        found = [piece for _, piece in self.pieces(feed) if isinstance(piece, Piece) and piece.slug == slug]
        if len(found) > 1:
            names = " and ".join(piece.path.name for piece in found)
            raise InputError(f"{names} would both be {slug}", file=feed.folder, hint="number one differently")
        if not found:
            raise InputError(f"there is no dispatch {slug}", file=feed.folder / "dispatches")
        return found[0]

    def script(self, piece: Piece, voice: Voice, edited: bytes | None, length: str = "") -> Saved:
        """The script that a saved file's bytes hold; the composed one for None."""
        wanted: Length | None = length_of(length) if length else None
        if length and wanted is None:
            raise InputError(
                f"{length!r} is no length", hint="headlines, standard, full, or a number of minutes"
            )
        if edited is not None:
            return script_for(
                piece.dispatch,
                piece.data,
                piece.path,
                piece.feed,
                voice,
                edited,
                say=self.say(piece.feed, voice),
            )
        made_from = (
            piece.feed.name,
            piece.sha256,
            wanted,
            repr(piece.feed.settings),
            repr(piece.feed.people),
            repr(piece.feed.templates),
            repr(voice.profile),
            self._number(voice.lexicon_for(piece.feed)),
        )
        return self._composed.get(
            made_from,
            lambda: script_for(piece.dispatch, piece.data, piece.path, piece.feed, voice, None, wanted),
        )

    def saved(self, piece: Piece) -> bytes | None:
        """What the saved script's file holds."""
        return saved_bytes(piece.feed, piece.dispatch)

    def say(self, feed: Feed, voice: Voice) -> Say:
        """How this voice reads the show's words, each text worked out once."""
        say = said_in(feed, voice)
        numbers: dict[Kind, int] = {
            "narration": self._number(voice.lexicon_for(feed)),
            "quotation": self._number(voice.reading("quotation").lexicon_for(feed)),
        }

        def remembered(text: str, inline: tuple[Span, ...], kind: Kind) -> SpokenForm:
            return self._forms.get((numbers[kind], text, inline), lambda: say(text, inline, kind))

        return remembered

    def _number(self, lexicon: Lexicon) -> int:
        """The same number for the same entries, since they are many to compare."""
        for known, number in self._lexicons:
            if known == lexicon:
                return number
        number = self._lexicons[-1][1] + 1 if self._lexicons else 0
        self._lexicons[:] = [*self._lexicons[-7:], (lexicon, number)]
        return number


def digest(data: bytes | None) -> str:
    """A file's version: the SHA-256 of its bytes; empty for a file that is not there."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _parsed(path: Path) -> tuple[bytes, Dispatch]:
    data = read_bytes(path)
    return data, parse(data, path)
