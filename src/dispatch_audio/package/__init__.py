"""Master and Dispatch to an episode: the MP3 tagged, and the files that lie beside it."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import MANIFEST_NAME, Audio, Beside, ChapterMark, Enclosure, Manifest, Measured
from dispatch_audio.errors import SoundError
from dispatch_audio.master import Master
from dispatch_audio.models import sha256_of
from dispatch_audio.narration import Speaker
from dispatch_audio.package import manifest as manifests
from dispatch_audio.package.chapters import CHAPTERS, chapters_json
from dispatch_audio.package.notes import Reader, plain_notes, show_notes
from dispatch_audio.package.read_script import SCRIPT_NAME, dump_lines, read_lines
from dispatch_audio.package.tags import Tags, tag
from dispatch_audio.package.text import one_line, paragraphs, picture_name
from dispatch_audio.package.transcript import FORMATS, TRANSCRIPTS, cues, plain_text
from dispatch_audio.workspace.settings import FeedSettings

NOTES_NAME = "notes.txt"
"""The show notes as plain text, for where HTML is of no use: a mail, a post, a terminal."""
_COVER = "cover"
"""What the name of the cover begins with; it has the same bytes as in the MP3."""


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of the episode's folder."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """An episode, ready to be moved into its folder."""

    manifest: Manifest
    mp3: Path
    """Where the tagged MP3 lies now; in the folder it is called ``manifest.enclosure.name``."""
    files: tuple[File, ...]
    """Everything else but the page: chapters, transcripts, cover, and last the manifest."""


def package(
    master: Master,
    dispatch: Dispatch,
    settings: FeedSettings,
    show: Show,
    *,
    fingerprint: str,
    made_from: str,
    cover: bytes,
    pictures: tuple[bytes, ...] = (),
    replaced: tuple[Manifest, datetime.datetime] | None = None,
    mp3: Path,
) -> Package:
    """Tags the MP3 in place and makes the files that lie beside it.

    ``mp3`` is a copy of the master's file that may be changed; ``cover`` is a JPEG, ``pictures`` are JPEGs or PNGs, one a
    chapter or none; ``made_from`` is the name of the dispatch's file, ``replaced`` the
    version that there was, and when this one replaces it. Nothing else is written. Raises SoundError when the MP3 cannot be read, WorkspaceError when
    it cannot be written.
    """
    pictured = tuple(_picture(f"chapter-{at}", data) for at, data in enumerate(pictures, 1))
    chapters = manifests.chapter_marks(master.timeline, dispatch, show, tuple(file.name for file in pictured))
    tags = _tags(master, dispatch, settings, chapters, cover, pictures)
    tag(mp3, tags)
    folder_url = f"{settings.base_url}{settings.episode_folder(dispatch.slug)}/"
    listed = chapters_json(
        chapters, title=tags.title, show=tags.show, author=tags.author, folder_url=folder_url
    )
    beside = (
        File(CHAPTERS.name, listed),
        *(File(form.file.name, form.write(tags.cues)) for form in FORMATS),
        File(SCRIPT_NAME, dump_lines(read_lines(master.timeline))),
        File(NOTES_NAME, (plain_notes(tags.notes) + "\n").encode()),
        _picture(_COVER, cover),
        *pictured,
    )
    enclosure = _enclosure(mp3, dispatch.slug, tags.seconds)
    episode = Manifest(
        slug=dispatch.slug,
        guid=tags.guid,
        title=tags.title,
        number=dispatch.number,
        published=manifests.published(dispatch.date, settings.publish_at, settings.zone),
        summary=tags.summary,
        notes=tags.notes,
        enclosure=enclosure,
        chapters=chapters,
        chapters_file=CHAPTERS,
        transcripts=TRANSCRIPTS,
        narrator=tags.narrator,
        engine=master.narration.speaker.engine,
        measured=Measured(
            integrated_lufs=master.loudness.integrated,
            range_lu=master.loudness.range,
            true_peak_dbtp=master.loudness.true_peak,
        ),
        fingerprint=fingerprint,
        made_from=made_from,
        beside=tuple(Beside(file.name, hashlib.sha256(file.data).hexdigest()) for file in beside),
        ship=one_line(dispatch.ship),
        audio=Audio(settings.master.rate, settings.master.channels, settings.master.bit_rate * 1000),
        stand_in=one_line(master.narration.speaker.stand_in),
    )
    if replaced is not None:
        episode = manifests.corrected(episode, *replaced)
    return Package(episode, mp3, (*beside, File(MANIFEST_NAME, manifests.dump(episode))))


def cover_name(manifest: Manifest) -> str:
    """The name of the cover in the episode's folder; empty when it has none."""
    return next((file.name for file in manifest.beside if file.name.startswith(f"{_COVER}.")), "")


def _picture(stem: str, data: bytes) -> File:
    return File(picture_name(stem, data), data)


def _reader(speaker: Speaker) -> Reader:
    quotes = None if speaker.quotes is None else _reader(speaker.quotes)
    return Reader(one_line(speaker.name), speaker.engine, quotes, one_line(speaker.stand_in))


def _tags(
    master: Master,
    dispatch: Dispatch,
    settings: FeedSettings,
    chapters: tuple[ChapterMark, ...],
    cover: bytes,
    pictures: tuple[bytes, ...],
) -> Tags:
    title = one_line(dispatch.title)
    summary = "\n\n".join(paragraphs(dispatch.summary)) or title
    page_url = f"{settings.base_url}{settings.episode_folder(dispatch.slug)}/index.html"
    return Tags(
        title=title,
        show=one_line(settings.title),
        narrator=one_line(master.narration.speaker.name),
        author=one_line(settings.author),
        date=dispatch.date.isoformat(),
        number=dispatch.number,
        summary=summary,
        notes=show_notes(summary, chapters, reader=_reader(master.narration.speaker), page_url=page_url),
        guid=manifests.item_guid(settings.guid, dispatch.slug),
        page_url=page_url,
        feed_url="" if settings.private else f"{settings.base_url}feed.xml",
        seconds=round(master.sound.seconds, 3),
        chapters=chapters,
        cover=cover,
        pictures=pictures,
        text=plain_text(master.timeline),
        cues=cues(master.timeline, master.narration.speaker),
    )


def _enclosure(mp3: Path, slug: str, seconds: float) -> Enclosure:
    try:
        digest, size = sha256_of(mp3), mp3.stat().st_size
    except OSError as error:
        raise SoundError(f"cannot be read: {error.strerror}", file=mp3) from error
    return Enclosure(name=f"{slug}.{digest[:12]}.mp3", length=size, sha256=digest, seconds=seconds)
