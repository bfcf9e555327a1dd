"""The dispatches of a feed with their state, newest first."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.approval import is_approved
from dispatch_audio.build import fingerprints_of, waiting
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.fingerprint import same
from dispatch_audio.public import due_of, read_manifests
from dispatch_audio.scripts import is_outdated
from dispatch_audio.studio.airing import Airing
from dispatch_audio.studio.desk import Desk, Memory, Piece, digest
from dispatch_audio.workspace import Feed

State = Literal["new", "script saved", "built", "published", "waits for approval", "withdrawn", "unreadable"]

ASKED = "the target is being asked for it"
"""What is told of an episode while nobody knows whether it is out."""


@dataclass(frozen=True, slots=True)
class Row:
    """A dispatch in the list."""

    file: str
    slug: str = ""
    title: str = ""
    date: datetime.date | None = None
    number: int | None = None
    sources: int = 0
    state: State = "new"
    changed: tuple[str, ...] = ()
    """What else an editor should know: ``the dispatch has changed since its script was saved``."""
    seconds: float = 0.0
    """Of the built episode; 0 when there is none."""
    fault: str = ""
    """Why the file cannot be opened."""

    @property
    def asking(self) -> bool:
        """Whether its state is not known yet."""
        return ASKED in self.changed


class Listing:
    """What the list shows. Fingerprints take milliseconds each, and are remembered."""

    def __init__(self, desk: Desk, airing: Airing) -> None:
        self._desk, self._airing = desk, airing
        self._prints = Memory(2_000)

    def rows(self, feed: Feed, now: datetime.datetime) -> tuple[Row, ...]:
        """Every dispatch of the feed."""
        try:
            manifests = {manifest.slug: manifest for manifest in read_manifests(feed)}
        except DispatchAudioError:
            manifests = {}
        out = self._out(feed, due_of(feed, manifests.values(), now))
        taken: dict[str, str] = {}
        rows = []
        show = self._show(feed)
        for path, piece in self._desk.pieces(feed):
            if isinstance(piece, InputError):
                rows.append(Row(path.name, state="unreadable", fault=str(piece)))
            elif piece.slug in taken:
                fault = (
                    f"{path.name} and {taken[piece.slug]} would both be {piece.slug}; number one differently"
                )
                rows.append(Row(path.name, state="unreadable", fault=fault))
            else:
                taken[piece.slug] = path.name
                rows.append(self._row(piece, manifests, out, show))
        return tuple(sorted(rows, key=lambda row: (row.date or datetime.date.max, row.slug), reverse=True))

    def _row(
        self, piece: Piece, manifests: Mapping[str, Manifest], out: Mapping[str, tuple[str, ...]], show: str
    ) -> Row:
        dispatch, slug = piece.dispatch, piece.slug
        made = manifests.get(slug)
        changed: list[str] = []
        state: State = "new"
        try:
            edited = self._desk.saved(piece)
        except DispatchAudioError as error:
            edited = None
            changed.append(str(error))
        if edited is not None:
            state = "script saved"
            if is_outdated(edited, piece.data):
                changed.append("the dispatch has changed since its script was saved")
        if made is not None:
            lacks = out.get(slug)
            state = "built" if lacks or lacks is None else "published"
            changed += lacks or ()
            if not self._is_current(piece, edited, made, show):
                changed.append("what the episode is made from has changed since it was built")
        waits = self._waits(piece, edited, show)
        if slug in piece.feed.settings.withdrawn:
            state = "withdrawn"
        elif waits:
            state = "waits for approval"
        elif (piece.feed.withheld / slug).is_dir():
            changed.append("an episode was made and is withheld")
        return Row(
            piece.path.name,
            slug,
            dispatch.title,
            dispatch.date,
            dispatch.number,
            len(dispatch.sources),
            state,
            tuple(changed),
            made.enclosure.seconds if made else 0.0,
        )

    def _out(self, feed: Feed, due: tuple[Manifest, ...]) -> Mapping[str, tuple[str, ...]]:
        """By slug, what listeners lack of what the feed lists: at the targets, where feed.toml names any."""
        if not feed.settings.publish:
            return {manifest.slug: () for manifest in due}
        known = self._airing.standing(feed, due)
        return {manifest.slug: (ASKED,) for manifest in due} if known is None else known

    def _show(self, feed: Feed) -> str:
        """All of the feed and its voice that a fingerprint is of, in short."""
        try:
            voice = self._desk.voice(feed)
        except DispatchAudioError as error:
            return str(error)
        return digest(repr((feed, voice)).encode())

    def _is_current(self, piece: Piece, edited: bytes | None, made: Manifest, show: str) -> bool:
        try:
            prints = self._prints.get(
                (piece.path, piece.sha256, digest(edited), show),
                lambda: fingerprints_of(
                    piece.data, edited, piece.dispatch, piece.feed, self._desk.voice(piece.feed)
                ),
            )
        except DispatchAudioError:
            return True
        return same(made.fingerprint, prints.of(made.stand_in))

    def _waits(self, piece: Piece, edited: bytes | None, show: str) -> bool:
        if not piece.feed.settings.review:
            return False
        try:
            prints = self._prints.get(
                (piece.path, piece.sha256, digest(edited), show),
                lambda: fingerprints_of(
                    piece.data, edited, piece.dispatch, piece.feed, self._desk.voice(piece.feed)
                ),
            )
            made = waiting(piece.feed, piece.slug, prints)
            return made is not None and not is_approved(piece.feed, piece.slug, prints)
        except DispatchAudioError:
            return False
