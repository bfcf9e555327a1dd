"""The MP3's tag: who, what and when, the cover, and the chapters. The one room of mutagen.

ID3v2.4.0 with its chapter addendum, in UTF-8, without extended header, unsynchronisation or padding. mutagen sorts
frames by size when it saves a tag, and many programs list chapters in file order; here each group of frames is
rendered by itself and the groups are put in order.
"""

# mutagen's functions carry no types.
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutagen import MutagenError, id3

from dispatch_audio.episode import ChapterMark
from dispatch_audio.errors import SoundError
from dispatch_audio.package.text import chapter_link

_HEADER = 10
_UTF8 = id3.Encoding.UTF8
_CONTENTS = "toc"
_NO_OFFSET = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tag says."""

    title: str
    show: str
    narrator: str
    author: str
    """Who makes the show."""
    date: str
    """``2026-04-20``."""
    number: int | None
    summary: str
    guid: str
    page_url: str
    """The episode's page."""
    feed_url: str
    seconds: float
    """Length of the programme."""
    chapters: tuple[ChapterMark, ...]
    cover: bytes = b""
    """A JPEG; none when empty."""


def tag(mp3: Path, tags: Tags) -> None:
    """Puts the tag at the head of this MP3, in place of any it has; the same tag gives the same bytes.

    Raises SoundError when the file cannot be read or written.
    """
    try:
        id3.delete(mp3)
        mp3.write_bytes(render(tags) + mp3.read_bytes())
    except (MutagenError, OSError) as error:
        raise SoundError(f"cannot be tagged: {error}", file=mp3) from error


def read_chapters(mp3: Path) -> tuple[tuple[str, int], ...]:
    """Title and start in milliseconds of each chapter that a player shows: those that the table of contents lists, in
    the order that they stand in the file.

    Raises SoundError when the file has no tag, or none that can be read.
    """
    try:
        found = id3.ID3(mp3)
    except (MutagenError, OSError) as error:
        raise SoundError(f"has no tag that can be read: {error}", file=mp3) from error
    contents = found.getall("CTOC")
    listed = contents[0].child_element_ids if contents else []
    # mutagen keeps frames in the order in which it reads them.
    chapters = [frame for frame in found.getall("CHAP") if frame.element_id in listed]
    return tuple((_title(chapter), chapter.start_time) for chapter in chapters)


def _title(chapter: Any) -> str:
    title = chapter.sub_frames.get("TIT2")
    return " ".join(title.text) if title else ""


def render(tags: Tags) -> bytes:
    """The tag as it stands in the file: texts, table of contents, chapters in time order, cover."""
    body = b"".join(_frames(group) for group in _groups(tags))
    # A tag's size is written seven bits to a byte (ID3v2.4.0, 3.1).
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + body


def _groups(tags: Tags) -> Iterator[Sequence[id3.Frame]]:
    yield tuple(_texts(tags))
    if tags.chapters:
        yield (_contents(tags.chapters),)
    for index, mark in enumerate(tags.chapters):
        yield (_chapter(index, mark),)
    if tags.cover:
        yield (
            id3.APIC(
                encoding=_UTF8, mime="image/jpeg", type=id3.PictureType.COVER_FRONT, desc="", data=tags.cover
            ),
        )


def _texts(tags: Tags) -> Iterator[id3.Frame]:
    said = {
        id3.TIT2: tags.title,
        id3.TALB: tags.show,
        id3.TPE1: tags.narrator,
        id3.TPE2: tags.author,
        id3.TDRC: tags.date,
        id3.TRCK: str(tags.number) if tags.number else "",
        id3.TCON: "Podcast",
        id3.TLAN: "eng",
        id3.TLEN: str(round(tags.seconds * 1000)),
        id3.TENC: "dispatch-audio",
        id3.TGID: tags.guid,
        id3.TDES: tags.summary,
        id3.WFED: tags.feed_url,
    }
    for frame, text in said.items():
        if text:
            yield frame(encoding=_UTF8, text=[text])
    yield id3.WOAF(url=tags.page_url)
    yield id3.COMM(encoding=_UTF8, lang="eng", desc="", text=[tags.summary])


def _contents(chapters: Sequence[ChapterMark]) -> id3.Frame:
    return id3.CTOC(
        element_id=_CONTENTS,
        flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
        child_element_ids=[_chapter_id(index) for index in range(len(chapters))],
        sub_frames=[],
    )


def _chapter(index: int, mark: ChapterMark) -> id3.Frame:
    inner: list[id3.Frame] = [id3.TIT2(encoding=_UTF8, text=[mark.title])]
    if link := chapter_link(mark):
        inner.append(id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=link))
    return id3.CHAP(
        element_id=_chapter_id(index),
        start_time=round(mark.start * 1000),
        end_time=round(mark.end * 1000),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=inner,
    )


def _chapter_id(index: int) -> str:
    return f"chp{index}"


def _frames(group: Sequence[id3.Frame]) -> bytes:
    holder = id3.ID3()
    for frame in group:
        holder.add(frame)
    rendered = io.BytesIO()
    holder.save(rendered, v1=0, v2_version=4, padding=lambda _: 0)
    return rendered.getvalue()[_HEADER:]
