"""The manifest as episode.json: made from the stages' values, written and read back."""

import dataclasses
import datetime
import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.episode import MANIFEST_FORMAT, ChapterMark, CitedSource, Manifest
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.master import Timeline
from dispatch_audio.package.text import fitting, one_line, web_link

_TITLE_BYTES = 120
"""Of a chapter's title in UTF-8: nobody reads a longer one, and FFmpeg reads no frame of more than 127 bytes in a chapter."""
_MANIFEST = TypeAdapter(Manifest)


def item_guid(show_guid: str, slug: str) -> str:
    """The episode's guid, for life: UUIDv5 of the slug in the namespace of the show's guid."""
    return str(uuid.uuid5(uuid.UUID(show_guid), slug))


def published(date: datetime.date, at: datetime.time, zone: datetime.tzinfo) -> datetime.datetime:
    """The dispatch's date at the show's hour, with a fixed offset from UTC; an hour that the clocks skip is moved on."""
    moment = datetime.datetime.combine(date, at.replace(tzinfo=None), zone)
    exact = moment.astimezone(datetime.UTC).astimezone(zone)
    return exact.replace(tzinfo=datetime.timezone(exact.utcoffset() or datetime.timedelta()))


def corrected(manifest: Manifest, earlier: Manifest, now: datetime.datetime) -> Manifest:
    """The manifest, dated ``updated`` when listeners had another version of the episode, ``earlier``, until ``now``.

    What was built again and came out the same is no correction, nor is what changed before it was published. A clock
    that was put back dates nothing before the version that it replaces.
    """
    if now < earlier.published:
        return manifest
    alike = dataclasses.replace(
        manifest,
        fingerprint=earlier.fingerprint,
        made_from=earlier.made_from,
        engine=earlier.engine,
        updated=earlier.updated,
    )
    if alike == earlier:
        return dataclasses.replace(manifest, updated=earlier.updated)
    moment = max(now.replace(microsecond=0).astimezone(manifest.published.tzinfo), earlier.newest)
    return dataclasses.replace(manifest, updated=moment)


def chapter_marks(
    timeline: Timeline, dispatch: Dispatch, show: Show, pictures: Sequence[str] = ()
) -> tuple[ChapterMark, ...]:
    """The timeline's chapters in seconds, with their sources as notes and tags name them.

    ``pictures`` are the file names of theirs, one a chapter, or none.
    """
    return tuple(
        ChapterMark(
            title=fitting(one_line(mark.title), _TITLE_BYTES) or f"Chapter {at}",
            start=round(timeline.seconds(mark.start), 3),
            end=round(timeline.seconds(mark.end), 3),
            sources=tuple(_cited(dispatch.source(number), show) for number in mark.sources),
            picture=picture,
        )
        for at, (mark, picture) in enumerate(
            zip(timeline.marks, pictures or [""] * len(timeline.marks), strict=True), 1
        )
    )


def _cited(source: Source, show: Show) -> CitedSource:
    person = show.person(source.author)
    return CitedSource(
        number=source.number,
        title=one_line(source.title),
        author=one_line(person.name if person else source.author),
        url=web_link(source.link.url) if source.link else "",
        host=one_line(source.link.host) if source.link else "",
        role=one_line(person.role if person and person.role else source.role),
    )


def dump(manifest: Manifest) -> bytes:
    """The manifest as episode.json: UTF-8 JSON, its keys in the order of the value's fields."""
    document = dataclasses.asdict(manifest)
    return (json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"episode.json cannot hold {value!r}")


def load(data: bytes, file: Path | str) -> Manifest:
    """The manifest that episode.json holds.

    Raises WorkspaceError when it is no JSON, of another format, or when a field is missing or of the wrong type.
    """
    try:
        manifest = _MANIFEST.validate_json(data)
    except ValidationError as error:
        raise _explained(data, file, error) from None
    if manifest.format != MANIFEST_FORMAT:
        raise _of_another_format(manifest.format, file)
    return manifest


_AGAIN = "build the dispatch again"


def _explained(data: bytes, file: Path | str, error: ValidationError) -> WorkspaceError:
    """What is wrong, the most telling first: a manifest of another format may well lack what this one must have."""
    try:
        document: Any = json.loads(data)
    except ValueError as fault:
        return WorkspaceError(f"is not JSON: {fault}", file=file, hint=_AGAIN)
    found = document.get("format") if isinstance(document, dict) else None
    if found != MANIFEST_FORMAT:
        return _of_another_format(found, file)
    faults = "; ".join(f"{fault['msg']} @ {'.'.join(map(str, fault['loc']))}" for fault in error.errors())
    return WorkspaceError(f"is no manifest: {faults}", file=file, hint=_AGAIN)


def _of_another_format(found: object, file: Path | str) -> WorkspaceError:
    return WorkspaceError(
        f"is a manifest of format {found!r}, and this program reads format {MANIFEST_FORMAT}",
        file=file,
        hint="install the program that wrote it, or build the dispatch again",
    )
