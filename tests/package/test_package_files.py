"""An episode's files: the manifest, the chapters file, links, and all of them together."""

import dataclasses
import datetime
import hashlib
import json
import zoneinfo
from pathlib import Path

import pytest
from package_samples import COVER, SHOW, dispatch, master, settings, silent_mp3, source, timeline

from dispatch_audio.errors import SoundError, WorkspaceError
from dispatch_audio.package import Package, cover_name, package
from dispatch_audio.package.manifest import chapter_marks, dump, item_guid, load, published
from dispatch_audio.package.read_script import load_lines, read_lines
from dispatch_audio.package.text import cut, one_line, web_link


def _package(tmp_path: Path, **changes: object) -> Package:
    path = tmp_path / "raw.mp3"
    sound = silent_mp3(path)
    return package(
        master(sound),
        dispatch(**changes),
        settings(),
        SHOW,
        fingerprint="abc",
        made_from="day.txt",
        cover=COVER,
        mp3=path,
    )


def test_the_manifest_tells_the_truth_about_the_mp3(tmp_path: Path) -> None:
    made = _package(tmp_path)
    data = made.mp3.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    enclosure = made.manifest.enclosure
    assert (enclosure.length, enclosure.sha256, enclosure.seconds) == (len(data), digest, 3.0)
    assert enclosure.name == f"dispatch-002.{digest[:12]}.mp3"


def test_the_files_of_an_episode_end_with_its_manifest(tmp_path: Path) -> None:
    made = _package(tmp_path)
    assert [file.name for file in made.files] == [
        "chapters.json",
        "transcript.vtt",
        "transcript.srt",
        "transcript.json",
        "script.json",
        "notes.txt",
        cover_name(made.manifest),
        "episode.json",
    ]
    assert load(made.files[-1].data, "episode.json") == made.manifest


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    one, two = _package(first), _package(second)
    assert one.files == two.files
    assert one.mp3.read_bytes() == two.mp3.read_bytes()


def test_the_chapters_file_is_of_version_1_2_with_whole_seconds(tmp_path: Path) -> None:
    chapters = json.loads(_package(tmp_path).files[0].data)
    assert chapters["version"] == "1.2.0"
    assert [(chapter["startTime"], chapter["title"]) for chapter in chapters["chapters"]] == [
        (0, "Chapter 1"),
        (6, "Chapter 2"),
    ]
    assert chapters["chapters"][0]["url"] == "https://www.example.com/a?b=1&c=2"
    assert "url" not in chapters["chapters"][1]


def test_a_corrected_title_keeps_the_guid(tmp_path: Path) -> None:
    show = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert _package(tmp_path, title="Another").manifest.guid == item_guid(show, "dispatch-002")
    assert item_guid(show, "dispatch-002") == "a9ebc307-34c6-5909-b38c-358bac3082cd"


def test_a_person_who_is_known_is_named_and_others_stay_as_written() -> None:
    marks = chapter_marks(timeline([["One."], ["Two."]]), dispatch(), SHOW)
    assert [mark.sources[0].author for mark in marks] == ["Steph Ango", "Ann Other"]


def test_an_episode_without_a_summary_has_its_title_for_one(tmp_path: Path) -> None:
    assert _package(tmp_path, summary="").manifest.summary == "Open Source Catches Fire"


def test_control_characters_and_lone_surrogates_reach_no_file(tmp_path: Path) -> None:
    made = _package(tmp_path, title="A\x00\x1b B\ud800", summary="C\x0b\uffff D", ship="E\x07F")
    assert (made.manifest.title, made.manifest.summary, made.manifest.ship) == ("A B", "C D", "EF")


def test_a_missing_mp3_is_our_error(tmp_path: Path) -> None:
    sound = silent_mp3(tmp_path / "raw.mp3")
    with pytest.raises(SoundError):
        package(
            master(sound),
            dispatch(),
            settings(),
            SHOW,
            fingerprint="",
            made_from="day.txt",
            cover=COVER,
            mp3=tmp_path / "gone.mp3",
        )


def test_an_episode_is_dated_at_the_shows_hour_with_its_offset() -> None:
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    at = datetime.time(6, 30)
    assert published(datetime.date(2026, 4, 20), at, berlin).isoformat() == "2026-04-20T06:30:00+02:00"
    assert published(datetime.date(2026, 1, 20), at, berlin).isoformat() == "2026-01-20T06:30:00+01:00"


def test_an_hour_that_the_clocks_skip_is_moved_on() -> None:
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    moment = published(datetime.date(2026, 3, 29), datetime.time(2, 30), berlin)
    assert moment.isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_manifest_of_another_format_is_refused(tmp_path: Path) -> None:
    newer = dump(dataclasses.replace(_package(tmp_path).manifest, format=99))
    with pytest.raises(WorkspaceError, match="format 99") as error:
        load(newer, "episode.json")
    assert error.value.file == "episode.json"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"format": 1}', b'{"format": 1, "slug": 7}']
)
def test_what_is_no_manifest_is_our_error(data: bytes) -> None:
    with pytest.raises(WorkspaceError):
        load(data, "episode.json")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("https://example.org/%C3%BC/ü", "https://example.org/%C3%BC/%C3%BC"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ('https://example.org/a"b<c>', "https://example.org/a%22b%3Cc%3E"),
        ("https://example.org/cut-he…", ""),
        ("https://example.org/cut-he...", ""),
        ("https://example.org/a b", ""),
        ("javascript:alert(1)", ""),
        ("ftp://example.org/", ""),
        ("https://", ""),
        ("https://[", ""),
        ("example.org/a", ""),
        ("", ""),
    ],
)
def test_only_whole_web_addresses_are_links(written: str, link: str) -> None:
    assert web_link(written) == link


def test_a_source_whose_address_is_no_web_address_has_none() -> None:
    bad = dispatch(sources=(source(1, url="javascript:alert(1)"), source(2)))
    assert [mark.sources[0].url for mark in chapter_marks(timeline([["One."], ["Two."]]), bad, SHOW)] == [
        "",
        "",
    ]


def test_a_text_is_cut_at_the_end_of_a_word() -> None:
    assert cut("one two, three", 10) == "one two…"
    assert cut("onetwothree", 5) == "onet…"
    assert one_line("  one\n\ttwo\u00a0three ") == "one two three"


def test_the_script_as_it_was_read_comes_back_whole_with_the_times_of_the_timeline(tmp_path: Path) -> None:
    made = _package(tmp_path)
    (file,) = [file for file in made.files if file.name == "script.json"]
    said = master(silent_mp3(tmp_path / "again.mp3")).timeline
    assert load_lines(file.data) == read_lines(said)
    assert [line.form for line in load_lines(file.data)] == [line.utterance.form for line in said.lines]
    with pytest.raises(ValueError, match="format 2"):
        load_lines(file.data.replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(ValueError, match="lines"):
        load_lines(file.data.replace(b'"chapter": 0', b'"chapter": "x"'))
