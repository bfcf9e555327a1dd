"""The MP3's tag, read back by mutagen and by a walk over its bytes."""

# mutagen's functions carry no types.
# mypy: disable-error-code="no-untyped-call"

import io
from pathlib import Path
from typing import Any

import pytest
from mutagen import id3
from mutagen.mp3 import MP3
from package_samples import COVER, silent_mp3

from dispatch_audio.episode import ChapterMark, CitedSource
from dispatch_audio.errors import SoundError
from dispatch_audio.package.tags import Tags, read_chapters, render, tag


def _tags(chapters: tuple[ChapterMark, ...], **changes: object) -> Tags:
    known: dict[str, object] = {
        "title": "Café — ◆",
        "show": "The Small Show",
        "narrator": "Ann Example",
        "author": "Example News",
        "date": "2026-04-20",
        "number": 2,
        "summary": "Words.\n\nMore words.",
        "guid": "0ea42f7c-5e3b-5f0b-8f3b-000000000000",
        "page_url": "https://podcast.example.org/small/episodes/dispatch-002/index.html",
        "feed_url": "https://podcast.example.org/small/feed.xml",
        "seconds": 3.0,
        "chapters": chapters,
        "cover": COVER,
    }
    return Tags(**(known | changes))  # type: ignore[arg-type]


def _marks(count: int) -> tuple[ChapterMark, ...]:
    # Titles of falling length: by size, these chapters would come in the opposite order.
    return tuple(
        ChapterMark(
            f"Chapter {'x' * (count - index)}",
            float(index * 60),
            float(index * 60 + 60),
            (
                CitedSource(1, "No address", "A", "", "example.org"),
                CitedSource(2, "One", "B", f"https://example.org/{index}", "example.org"),
            ),
        )
        for index in range(count)
    )


def _walk(data: bytes) -> list[tuple[str, bytes]]:
    """The tag's frames in file order, by the byte layout of ID3v2.4.0."""
    frames, at, end = [], 10, 10 + _synchsafe(data[6:10])
    while at < end:
        size = _synchsafe(data[at + 4 : at + 8])
        frames.append((data[at : at + 4].decode("ascii"), data[at + 10 : at + 10 + size]))
        at += 10 + size
    return frames


def _synchsafe(field: bytes) -> int:
    assert all(byte < 0x80 for byte in field)
    return sum(byte << shift for byte, shift in zip(field, (21, 14, 7, 0), strict=True))


def test_chapters_stand_in_the_file_in_the_order_of_time() -> None:
    chapters = [body for name, body in _walk(render(_tags(_marks(12)))) if name == "CHAP"]
    starts = [int.from_bytes(body[body.index(0) + 1 :][:4], "big") for body in chapters]
    assert starts == [index * 60_000 for index in range(12)]


def test_the_contents_are_top_level_ordered_and_name_every_chapter() -> None:
    ((_, body),) = [frame for frame in _walk(render(_tags(_marks(11)))) if frame[0] == "CTOC"]
    name, _, rest = body.partition(b"\0")
    assert name == b"toc"
    assert rest[0] == 0b11
    assert rest[1] == 11
    assert rest[2:].split(b"\0")[:11] == [f"chp{index}".encode() for index in range(11)]


def test_the_tag_has_neither_extended_header_nor_unsynchronisation() -> None:
    data = render(_tags(_marks(2)))
    assert data[:6] == b"ID3\x04\x00\x00"


def test_mutagen_reads_back_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    silent_mp3(path)
    tag(path, _tags(_marks(2)))
    read: Any = MP3(path)
    said = {
        key: str(read.tags[key])
        for key in ("TIT2", "TALB", "TPE1", "TPE2", "TDRC", "TRCK", "TCON", "TLAN", "TGID")
    }
    assert said == {
        "TIT2": "Café — ◆",
        "TALB": "The Small Show",
        "TPE1": "Ann Example",
        "TPE2": "Example News",
        "TDRC": "2026-04-20",
        "TRCK": "2",
        "TCON": "Podcast",
        "TLAN": "eng",
        "TGID": "0ea42f7c-5e3b-5f0b-8f3b-000000000000",
    }
    assert read.tags["COMM::eng"].text == ["Words.\n\nMore words."]
    assert read.tags["APIC:"].data == COVER
    assert read.tags["APIC:"].mime == "image/jpeg"
    assert read.info.length == pytest.approx(3.0, abs=0.06)


def test_a_chapter_has_its_title_and_the_first_whole_address_in_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    silent_mp3(path)
    tag(path, _tags(_marks(2)))
    chapter = id3.ID3(path)["CHAP:chp1"]
    assert chapter.sub_frames["TIT2"].text == ["Chapter x"]
    link = chapter.sub_frames["WXXX:"]
    assert (link.encoding, link.url) == (id3.Encoding.LATIN1, "https://example.org/1")
    assert (chapter.start_time, chapter.end_time) == (60_000, 120_000)


def test_tagging_twice_gives_the_bytes_of_tagging_once(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    silent_mp3(path)
    tag(path, _tags(_marks(3)))
    once = path.read_bytes()
    tag(path, _tags(_marks(3)))
    assert path.read_bytes() == once


def test_the_sound_is_untouched(tmp_path: Path) -> None:
    path, tags = tmp_path / "a.mp3", _tags(_marks(3))
    silent_mp3(path)
    before = io.BytesIO(path.read_bytes())
    id3.delete(before)
    tag(path, tags)
    assert path.read_bytes() == render(tags) + before.getvalue()


def test_an_episode_without_a_number_has_no_track() -> None:
    assert "TRCK" not in dict(_walk(render(_tags((), number=None))))


def test_a_missing_file_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="cannot be tagged"):
        tag(tmp_path / "none.mp3", _tags(()))


def test_chapters_are_read_back_in_the_order_of_the_file(tmp_path: Path) -> None:
    path, marks = tmp_path / "a.mp3", _marks(12)
    silent_mp3(path)
    tag(path, _tags(marks))
    assert read_chapters(path) == tuple((mark.title, int(mark.start * 1000)) for mark in marks)


def test_chapters_of_a_missing_file_are_our_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no tag"):
        read_chapters(tmp_path / "none.mp3")
