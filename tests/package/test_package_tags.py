"""The MP3's tag, read back by mutagen and by a walk over its bytes."""

# mutagen's functions carry no types.
# mypy: disable-error-code="no-untyped-call"

import errno
import io
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from mutagen import id3
from mutagen.mp3 import MP3
from package_samples import COVER, silent_mp3

from dispatch_audio.episode import ChapterMark, CitedSource
from dispatch_audio.errors import SoundError, WorkspaceError
from dispatch_audio.package.tags import Tags, read_chapters, read_transcript, render, tag
from dispatch_audio.package.transcript import Cue


def _tags(chapters: tuple[ChapterMark, ...], **changes: object) -> Tags:
    known: dict[str, object] = {
        "title": "Café — ◆",
        "show": "The Small Show",
        "narrator": "Ann Example",
        "author": "Example News",
        "date": "2026-04-20",
        "number": 2,
        "summary": "Words.\n\nMore words.",
        "notes": "<p>Words.</p><ul><li>00:00 One</li></ul>",
        "guid": "0ea42f7c-5e3b-5f0b-8f3b-000000000000",
        "page_url": "https://podcast.example.org/small/episodes/dispatch-002/index.html",
        "feed_url": "https://podcast.example.org/small/feed.xml",
        "seconds": 3.0,
        "chapters": chapters,
        "cover": COVER,
        "text": "58.6% — now. And then.",
        "cues": (
            Cue(1250, 3000, "Ann Example", "58.6% — now."),
            Cue(3000, 4000, "Ann Example", "And then."),
        ),
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
    assert read.tags["TDES"].text == ["Words.\n\nMore words."]
    assert read.tags["COMM::eng"].text == ["Words.\n\n- 00:00 One"]
    assert read.tags["WFED"].url == "https://podcast.example.org/small/feed.xml"
    assert read.tags["WOAF"].url == "https://podcast.example.org/small/episodes/dispatch-002/index.html"
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


def test_a_chapter_holds_its_picture_whole(tmp_path: Path) -> None:
    path, pictures = tmp_path / "a.mp3", (COVER + b"1", COVER + b"2")
    silent_mp3(path)
    tag(path, _tags(_marks(2), pictures=pictures))
    shown = [frame.sub_frames["APIC:"] for frame in id3.ID3(path).getall("CHAP")]
    # AntennaPod loses all chapters of a file over a picture that is only linked to.
    assert [(picture.data, picture.mime) for picture in shown] == [(data, "image/jpeg") for data in pictures]
    assert [mark.picture for mark in read_chapters(path)] == list(pictures)


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


def test_the_tag_holds_the_text_and_its_lines_in_milliseconds(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    silent_mp3(path)
    tag(path, _tags(_marks(2)))
    read: Any = id3.ID3(path)
    assert read["USLT::eng"].text == "58.6% — now. And then."
    timed = read["SYLT::eng"]
    assert (timed.encoding, timed.format, timed.type) == (id3.Encoding.UTF8, 2, 1)
    assert timed.text == [("58.6% — now.", 1250), ("And then.", 3000)]
    assert read_transcript(path) == ("58.6% — now. And then.", tuple(timed.text))


def test_the_timed_lines_stand_in_the_file_as_the_standard_has_them() -> None:
    # ID3v2.4.0 frames, 4.9: encoding, language, format, type, descriptor, then each text and its time.
    (body,) = [body for name, body in _walk(render(_tags(_marks(2)))) if name == "SYLT"]
    assert body == b"\x03eng\x02\x01\0" + "58.6% — now.\0".encode() + b"\0\0\x04\xe2And then.\0\0\0\x0b\xb8"


def test_the_text_comes_after_the_chapters_and_before_the_cover() -> None:
    names = [name for name, _ in _walk(render(_tags(_marks(2))))]
    assert names[-5:] == ["CHAP", "CHAP", "USLT", "SYLT", "APIC"]


def test_a_tag_of_another_program_is_replaced_at_both_ends(tmp_path: Path) -> None:
    path, tags = tmp_path / "a.mp3", _tags(())
    silent_mp3(path)
    tag(path, tags)
    once = path.read_bytes()
    sound = once.removeprefix(render(tags))
    footed = b"ID3\x04\x00\x10\0\0\x01\0" + bytes(128) + b"3DI\x04\x00\x10\0\0\x01\0"
    path.write_bytes(footed + sound + b"TAG" + bytes(125))
    tag(path, tags)
    assert path.read_bytes() == once


def test_an_mp3_is_never_wholly_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    with path.open("wb") as stream:
        stream.truncate(64 << 20)
    tracemalloc.start()
    try:
        tag(path, _tags(_marks(2)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 64 << 20
    assert most < 8 << 20


def test_an_mp3_that_cannot_be_written_anew_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.mp3"
    silent_mp3(path)
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        tag(path, _tags(()))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_episode_without_a_number_has_no_track() -> None:
    assert "TRCK" not in dict(_walk(render(_tags((), number=None))))


def test_a_missing_file_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="cannot be tagged"):
        tag(tmp_path / "none.mp3", _tags(()))


def test_chapters_are_read_back_in_the_order_of_the_file(tmp_path: Path) -> None:
    path, marks = tmp_path / "a.mp3", _marks(12)
    silent_mp3(path)
    tag(path, _tags(marks))
    assert [(mark.title, mark.start, mark.end, mark.link) for mark in read_chapters(path)] == [
        (mark.title, int(mark.start * 1000), int(mark.end * 1000), f"https://example.org/{at}")
        for at, mark in enumerate(marks)
    ]


def test_chapters_of_a_missing_file_are_our_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no tag"):
        read_chapters(tmp_path / "none.mp3")
