"""The MP3's tag as the programs read it that listeners' players are like: ffprobe, eyeD3, mp3chaps and mutagen."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import mutagen
import pytest
from client import program, run
from PIL import Image

from dispatch_audio.build import Built
from dispatch_audio.episode import ChapterMark, CitedSource
from dispatch_audio.package.tags import Tags, read_chapters, tag
from dispatch_audio.package.text import chapter_link


@pytest.fixture
def mp3(built: Built) -> Path:
    return built.folder / built.manifest.enclosure.name


def _clock(seconds: float) -> str:
    """As mp3chaps writes a time."""
    return f"{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"


def test_ffprobe_reads_the_chapters_in_order_and_who_what_and_when(mp3: Path, built: Built) -> None:
    said = json.loads(
        run(
            program("ffprobe", "ffmpeg"),
            *("-v", "error", "-of", "json", "-show_chapters", "-show_format", "-show_streams"),
            mp3,
        )
    )
    episode, tags = built.manifest, said["format"]["tags"]
    listed = [
        (found["tags"]["title"], float(found["start_time"]), float(found["end_time"]))
        for found in said["chapters"]
    ]
    assert listed == [(mark.title, mark.start, mark.end) for mark in episode.chapters]
    assert {
        name: tags[name]
        for name in ("title", "artist", "album_artist", "album", "track", "genre", "language")
    } == {
        "title": "A Small Day",
        "artist": "Tony Tone",
        "album_artist": "The Daily Dispatch",
        "album": "The Daily Dispatch",
        "track": "7",
        "genre": "Podcast",
        "language": "eng",
    }
    assert tags["date"] == "2026-05-06"
    assert tags["encoded_by"] == "dispatch-audio"
    assert "the harbour froze on Tuesday" in tags["lyrics-eng"]
    sound, *pictures = said["streams"]
    assert (sound["codec_name"], sound["sample_rate"], sound["channels"]) == ("mp3", "44100", 2)
    assert float(sound["duration"]) == pytest.approx(episode.enclosure.seconds, abs=0.06)
    assert [(found["codec_name"], found["width"], found["height"]) for found in pictures] == [
        ("mjpeg", 1400, 1400)
    ]


def test_ffprobe_finds_every_chapter_however_large_what_is_in_it(mp3: Path) -> None:
    # FFmpeg reads sizes inside a chapter as ID3v2.3 has them; a link of 128 bytes would lose it the chapter.
    marks = tuple(
        ChapterMark(
            f"Chapter {at}",
            60.0 * at,
            60.0 * (at + 1),
            (CitedSource(1, "Long", "", "https://example.org/" + "a" * at * 20, ""),),
        )
        for at in range(12)
    )
    pictures = tuple(b"\xff\xd8\xff" + bytes(at * 4000) for at in range(12))
    tag(
        mp3,
        Tags(
            title="A",
            show="B",
            narrator="C",
            author="D",
            date="2026-05-06",
            number=None,
            summary="E",
            notes="<p>E</p>",
            guid="f",
            page_url="https://example.org/",
            feed_url="https://example.org/feed.xml",
            seconds=720.0,
            chapters=marks,
            pictures=pictures,
        ),
    )
    said = json.loads(run(program("ffprobe", "ffmpeg"), "-v", "error", "-of", "json", "-show_chapters", mp3))
    assert [found["tags"]["title"] for found in said["chapters"]] == [mark.title for mark in marks]
    assert [mark.picture for mark in read_chapters(mp3)] == list(pictures)
    assert [mark.link for mark in read_chapters(mp3)] == [mark.sources[0].url for mark in marks]


def test_eyed3_reads_every_frame_without_a_warning(mp3: Path) -> None:
    said = re.sub(r"\x1b\[[0-9;]*m", "", run(program("eyeD3", "eyed3"), "-v", mp3))
    assert "ID3 v2.4:" in said
    for line in (
        "title: A Small Day",
        "artist: Tony Tone",
        "album: The Daily Dispatch",
        "album artist: The Daily Dispatch",
        "track: 7",
        "genre: Podcast",
        "recording date: 2026-05-06",
        "Today: A Small Day.",
        "FRONT_COVER Image:",
    ):
        assert line in said
    assert re.search(r"^CHAP x 4 ", said, re.MULTILINE)
    assert not re.search("warning|error|not compliant", said, re.IGNORECASE)


def test_mp3chaps_lists_the_chapters(mp3: Path, built: Built) -> None:
    said = run(Path(sys.executable).with_name("mp3chaps"), "-l", mp3)
    for mark in built.manifest.chapters:
        assert mark.title in said


def test_mutagen_reads_every_chapter_with_title_link_and_picture(mp3: Path, built: Built) -> None:
    tags: Any = mutagen.File(mp3).tags
    chapters = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [_told(frame) for frame in chapters] == [_promised(mark) for mark in built.manifest.chapters]
    for frame, mark in zip(chapters, built.manifest.chapters, strict=True):
        (picture,) = frame.sub_frames.getall("APIC")
        assert picture.data == (built.folder / mark.picture).read_bytes()
        with Image.open(io.BytesIO(picture.data)) as shown:
            assert shown.format == "PNG"
            assert shown.width == shown.height


def _told(frame: Any) -> tuple[str, int, int, str]:
    links = frame.sub_frames.getall("WXXX")
    return str(frame.sub_frames["TIT2"]), frame.start_time, frame.end_time, links[0].url if links else ""


def _promised(mark: ChapterMark) -> tuple[str, int, int, str]:
    return mark.title, round(mark.start * 1000), round(mark.end * 1000), chapter_link(mark)
