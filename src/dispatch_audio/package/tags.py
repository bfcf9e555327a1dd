"""The MP3's tag: who, what and when, the chapters, the text that is read, and the cover. The one room of mutagen.

ID3v2.4.0 with its chapter addendum, in UTF-8, without extended header, unsynchronisation or padding. mutagen sorts
frames by size when it saves a tag, and many programs list chapters in file order; here each group of frames is
rendered by itself and the groups are put in order.
"""

# mutagen's functions carry no types.
# mypy: disable-error-code="no-untyped-call"

import io
import itertools
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mutagen import MutagenError, id3

from dispatch_audio import files
from dispatch_audio.episode import ChapterMark
from dispatch_audio.errors import SoundError
from dispatch_audio.package.notes import plain_notes
from dispatch_audio.package.text import chapter_link
from dispatch_audio.package.transcript import Cue

_HEADER = 10
_SEVEN_BITS = (21, 14, 7, 0)
"""How far the four bytes of a tag's size are shifted, each of which holds seven bits."""
_HAS_FOOTER = 0x10
_ID3V1 = 128
_PART = 1 << 20
"""Bytes of sound that are copied at a time."""
_UTF8 = id3.Encoding.UTF8
_CONTENTS = "toc"
_NO_OFFSET = 0xFFFFFFFF
_MILLISECONDS, _LYRICS = 2, 1
"""A time stamp's format and a content's type, of SYLT (ID3v2.4.0 frames, 4.9)."""


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
    notes: str
    """The show notes, in their HTML."""
    guid: str
    page_url: str
    """The episode's page."""
    feed_url: str
    seconds: float
    """Length of the programme."""
    chapters: tuple[ChapterMark, ...]
    cover: bytes = b""
    """A JPEG; none when empty."""
    pictures: tuple[bytes, ...] = ()
    """A JPEG or PNG a chapter, or none at all."""
    text: str = ""
    """All that is read, as it is written."""
    cues: tuple[Cue, ...] = ()
    """The same, with its times."""


def tag(mp3: Path, tags: Tags) -> None:
    """Puts the tag at the head of this MP3, in place of any it has; the same tag gives the same bytes.

    The sound is copied in parts into a file beside it, which takes its place when it is whole. Raises SoundError when
    the file cannot be read, WorkspaceError when it cannot be written.
    """
    files.write_parts(mp3, itertools.chain((render(tags),), _sound(mp3)))


def _sound(mp3: Path) -> Iterator[bytes]:
    """What lies between the ID3v2 tag at the file's head and the ID3v1 tag at its end."""
    try:
        with mp3.open("rb") as stream:
            start, end = _bounds(stream)
            stream.seek(start)
            for at in range(start, end, _PART):
                yield stream.read(min(_PART, end - at))
    except OSError as error:
        raise SoundError(f"cannot be tagged: {error.strerror}", file=mp3) from error


def _bounds(stream: BinaryIO) -> tuple[int, int]:
    start, end = 0, stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEADER)
    if head.startswith(b"ID3") and len(head) == _HEADER:
        size = sum(byte << shift for byte, shift in zip(head[6:], _SEVEN_BITS, strict=True))
        start = _HEADER + size + (_HEADER if head[5] & _HAS_FOOTER else 0)
    if end - start >= _ID3V1:
        stream.seek(end - _ID3V1)
        end -= _ID3V1 if stream.read(3) == b"TAG" else 0
    return start, end


@dataclass(frozen=True, slots=True)
class TaggedChapter:
    """A chapter as the tag has it."""

    title: str
    start: int
    """In milliseconds, as the end."""
    end: int
    link: str
    """Empty where there is none."""
    picture: bytes
    """Empty where there is none."""


def read_chapters(mp3: Path) -> tuple[TaggedChapter, ...]:
    """The chapters that a player shows: those that the table of contents lists, in the order that they stand in the file.

    Raises SoundError when the file has no tag, or none that can be read.
    """
    found = _read(mp3)
    contents = found.getall("CTOC")
    listed = contents[0].child_element_ids if contents else []
    # mutagen keeps frames in the order in which it reads them.
    return tuple(_tagged(frame) for frame in found.getall("CHAP") if frame.element_id in listed)


def read_transcript(mp3: Path) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The text in the tag, and its lines with their starts in milliseconds; empty where there is none.

    Raises SoundError when the file has no tag, or none that can be read.
    """
    found = _read(mp3)
    whole, timed = found.getall("USLT"), found.getall("SYLT")
    return str(whole[0].text) if whole else "", tuple(timed[0].text) if timed else ()


def _read(mp3: Path) -> Any:
    try:
        return id3.ID3(mp3)
    except (MutagenError, OSError) as error:
        raise SoundError(f"has no tag that can be read: {error}", file=mp3) from error


def _tagged(chapter: Any) -> TaggedChapter:
    inner = chapter.sub_frames
    titles, links, pictures = inner.getall("TIT2"), inner.getall("WXXX"), inner.getall("APIC")
    return TaggedChapter(
        title=" ".join(titles[0].text) if titles else "",
        start=chapter.start_time,
        end=chapter.end_time,
        link=links[0].url if links else "",
        picture=pictures[0].data if pictures else b"",
    )


def render(tags: Tags) -> bytes:
    """The tag as it stands in the file: texts, table of contents, chapters in time order, transcript, cover."""
    body = b"".join(_groups(tags))
    return b"ID3\x04\x00\x00" + _size(len(body)) + body


def _size(count: int) -> bytes:
    """A number of bytes as a tag and its frames have it: seven bits to a byte (ID3v2.4.0, 3.1 and 4)."""
    return bytes(count >> shift & 0x7F for shift in _SEVEN_BITS)


def _groups(tags: Tags) -> Iterator[bytes]:
    yield _frames(*_texts(tags))
    if tags.chapters:
        yield _frames(_contents(tags.chapters))
    pictures = tags.pictures or [b""] * len(tags.chapters)
    for index, (mark, picture) in enumerate(zip(tags.chapters, pictures, strict=True)):
        yield _chapter(index, mark, picture)
    if tags.cues:
        yield _frames(*_transcript(tags))
    if tags.cover:
        yield _frames(_picture(tags.cover, id3.PictureType.COVER_FRONT))


def _picture(data: bytes, kind: int) -> id3.Frame:
    mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return id3.APIC(encoding=_UTF8, mime=mime, type=kind, desc="", data=data)


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
    }
    for frame, text in said.items():
        if text:
            yield frame(encoding=_UTF8, text=[text])
    if tags.feed_url:
        yield id3.WFED(url=tags.feed_url)
    yield id3.WOAF(url=tags.page_url)
    yield id3.COMM(encoding=_UTF8, lang="eng", desc="", text=[plain_notes(tags.notes)])


def _transcript(tags: Tags) -> Iterator[id3.Frame]:
    """The text as USLT, and its lines as SYLT: players show an entry of SYLT as a line, and some look for lyrics alone,
    so it is neither a word an entry nor of the type for transcriptions."""
    yield id3.USLT(encoding=_UTF8, lang="eng", desc="", text=tags.text)
    yield id3.SYLT(
        encoding=_UTF8,
        lang="eng",
        format=_MILLISECONDS,
        type=_LYRICS,
        desc="",
        text=[(cue.text, cue.start) for cue in tags.cues],
    )


def _contents(chapters: Sequence[ChapterMark]) -> id3.Frame:
    return id3.CTOC(
        element_id=_CONTENTS,
        flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
        child_element_ids=[_chapter_id(index) for index in range(len(chapters))],
        sub_frames=[],
    )


def _chapter(index: int, mark: ChapterMark, picture: bytes) -> bytes:
    """A chapter's frame, with what it holds in this order, which mutagen would sort by size."""
    inner = _frames(id3.TIT2(encoding=_UTF8, text=[mark.title]))
    if link := chapter_link(mark):
        inner += _filled(_frames(id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=link)))
    if picture:
        inner += _filled(_frames(_picture(picture, id3.PictureType.OTHER)))
    times = struct.pack(">IIII", round(mark.start * 1000), round(mark.end * 1000), _NO_OFFSET, _NO_OFFSET)
    body = _chapter_id(index).encode("ascii") + b"\0" + times + inner
    return b"CHAP" + _size(len(body)) + b"\0\0" + body


def _filled(frame: bytes) -> bytes:
    """A frame inside a chapter, and behind a large one a private frame that FFmpeg takes for its end.

    FFmpeg reads the sizes of these frames with eight bits to a byte, as ID3v2.3 has them (measured with 5.1 and 8.1). Of more
    than 127 bytes it takes more than there are, and drops the chapter, in mpv, Kodi, Jellyfin and Audiobookshelf too. With
    as many bytes behind the frame as it takes too many, it finds the next one where that is.
    """
    too_many = int.from_bytes(frame[4:8], "big") - (len(frame) - _HEADER)
    if too_many == 0:
        return frame
    owner = b"filler\0"
    # Never under 128 bytes: room for its own header.
    size = too_many - _HEADER
    return frame + b"PRIV" + _size(size) + b"\0\0" + owner.ljust(size, b"\0")


def _chapter_id(index: int) -> str:
    return f"chp{index}"


def _frames(*group: id3.Frame) -> bytes:
    holder = id3.ID3()
    for frame in group:
        holder.add(frame)
    rendered = io.BytesIO()
    holder.save(rendered, v1=0, v2_version=4, padding=lambda _: 0)
    return rendered.getvalue()[_HEADER:]
