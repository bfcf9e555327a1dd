"""The manifest as episode.json: made from the stages' values, written and read back."""

import dataclasses
import datetime
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.episode import MANIFEST_FORMAT, ChapterMark, CitedSource, Manifest
from dispatch_audio.errors import InputError, WorkspaceError
from dispatch_audio.master import Timeline
from dispatch_audio.package.text import fitting, one_line, web_link

_TITLE_BYTES = 120
"""Of a chapter's title in UTF-8: nobody reads a longer one, and FFmpeg reads no frame of more than 127 bytes in a chapter."""
_MANIFEST = TypeAdapter(Manifest)


def item_guid(show_guid: str, slug: str) -> str:
    """The episode's guid, for life: UUIDv5 of the slug in the namespace of the show's guid."""
    return str(uuid.uuid5(uuid.UUID(show_guid), slug))


def published(date: datetime.date, at: datetime.time, zone: datetime.tzinfo) -> datetime.datetime:
    """The dispatch's date at the show's hour, with a fixed offset from UTC; an hour that the clocks skip is moved on.

    Raises InputError for a date in the first or the last year that a calendar has.
    """
    if not datetime.MINYEAR < date.year < datetime.MAXYEAR:
        raise InputError(f"{date} is no date of a dispatch", hint="write the day that it is of")
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

    Raises WorkspaceError when it is no JSON, of another format, when a field is missing or of the wrong type, and when it
    names what no episode's folder holds, or times that no programme has.
    """
    try:
        manifest = _MANIFEST.validate_json(data)
    except ValidationError as error:
        raise _explained(data, file, error) from None
    if manifest.format != MANIFEST_FORMAT:
        raise _of_another_format(manifest.format, file)
    if strange := next(_strange(manifest), ""):
        raise WorkspaceError(f"is no manifest: {strange}", file=file, hint=_AGAIN)
    return manifest


def _strange(manifest: Manifest) -> Iterator[str]:
    """What must not be believed: names become paths and addresses, times are counted with."""
    if not _SLUG.fullmatch(manifest.slug):
        yield f"{manifest.slug!r} is no slug"
    if manifest.number is not None and not 0 <= manifest.number < 1_000_000_000:
        yield f"{manifest.number} is no number of a dispatch"
    names = [manifest.enclosure.name, manifest.chapters_file.name]
    names += [file.name for file in manifest.transcripts]
    names += [file.name for file in manifest.beside]
    names += [mark.picture for mark in manifest.chapters if mark.picture]
    for name in names:
        if not _FILE.fullmatch(name):
            yield f"{name!r} is no file's name"
    # A dispatch's file may be called as its writer likes, but lies in one folder.
    if manifest.made_from in ("", ".", "..") or "/" in manifest.made_from or "\0" in manifest.made_from:
        yield f"{manifest.made_from!r} is no dispatch's file"
    times = [time for mark in manifest.chapters for time in (mark.start, mark.end)]
    if not all(0 <= time <= _LONGEST for time in (manifest.enclosure.seconds, *times)):
        yield f"a time is none from 0 to {_LONGEST:,} seconds"
    for moment in (manifest.published, manifest.newest):
        if moment.tzinfo is None or not datetime.MINYEAR < moment.year < datetime.MAXYEAR:
            yield f"{moment} is no moment with its offset from UTC"


_SLUG = re.compile(r"dispatch-[0-9]{3,9}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_LONGEST = 1_000_000
"""Seconds, eleven days: no programme is as long."""
_AGAIN = "build the dispatch again"


def _explained(data: bytes, file: Path | str, error: ValidationError) -> WorkspaceError:
    """What is wrong, the most telling first: a manifest of another format may well lack what this one must have."""
    try:
        document: Any = json.loads(data)
    except (ValueError, RecursionError) as fault:
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
