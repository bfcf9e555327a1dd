"""The transcript's three files: what each format and its readers ask for, and the same words in each."""

import io
import json
import re

import pytest
import webvtt
from hypothesis import given, settings
from package_samples import one_chapter, spoken, timeline, words_in
from test_package_cues import ANN, LONG
from test_package_words import TEXTS

from dispatch_audio.narration import Speaker
from dispatch_audio.package.transcript import (
    FORMATS,
    TRANSCRIPTS,
    Cue,
    Format,
    cues,
    exact,
    plain_text,
    shown,
)

VTT, SRT, JSON = FORMATS


def _cues(*texts: str) -> tuple[Cue, ...]:
    return cues(timeline([list(texts)]), ANN)


def _written(name: str, *texts: str) -> str:
    (form,) = [form for form in FORMATS if form.file.name.endswith(name)]
    return form.write(_cues(*texts)).decode()


def test_the_files_have_the_types_that_apps_look_for_and_vtt_comes_first() -> None:
    assert [(file.name, file.type) for file in TRANSCRIPTS] == [
        ("transcript.vtt", "text/vtt"),
        ("transcript.srt", "application/x-subrip"),
        ("transcript.json", "application/json"),
    ]


def test_vtt_is_a_line_with_its_speaker() -> None:
    assert _written("vtt", "58.6% on the benchmark.") == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n<v Ann Example>58.6% on the benchmark.\n"
    )


def test_srt_is_numbered_and_has_two_lines_of_32_characters() -> None:
    assert _written("srt", "It has 58.6% on the benchmark, and more on another.", "So.") == (
        "1\n00:00:00,000 --> 00:00:02,850\nIt has 58.6% on the benchmark,\nand more on another.\n\n"
        "2\n00:00:02,850 --> 00:00:05,350\nSo.\n"
    )


def test_json_has_segments_as_the_namespace_has_them_and_the_words_of_each() -> None:
    document = json.loads(JSON.write(cues(one_chapter(spoken("Up 5%.", 0, 1)), ANN)))
    assert document["version"] == "1.0.0"
    (segment,) = document["segments"]
    assert {key: segment[key] for key in ("startTime", "endTime", "speaker", "body")} == {
        "startTime": 0.0,
        "endTime": 1.0,
        "speaker": "Ann Example",
        "body": "Up 5%.",
    }
    assert [word["body"] for word in segment["words"]] == ["Up", "5%."]
    assert segment["words"][0]["endTime"] <= segment["words"][1]["startTime"] < 1


def test_hours_are_written_in_two_digits() -> None:
    plan = one_chapter(spoken("Late", 3725.5, 3727))
    assert "01:02:05.500 --> 01:02:07.000" in VTT.write(cues(plan, ANN)).decode()
    assert "01:02:05,500 --> 01:02:07,000" in SRT.write(cues(plan, ANN)).decode()


def test_vtt_holds_an_arrow_between_times_alone_and_markup_as_text() -> None:
    text = VTT.write(
        cues(timeline([["a --> b <v Eve> & 'c'"]]), Speaker("A > B & C", "tone", "tone"))
    ).decode()
    assert text.count("-->") == 1
    assert "<v A &gt; B &amp; C>a --&gt; b &lt;v Eve&gt; &amp; 'c'" in text


def test_a_line_of_speech_never_reads_as_a_comment() -> None:
    assert not re.search(r"^NOTE", _written("vtt", "NOTE this."), re.MULTILINE)


def test_no_colon_in_srt_reads_as_the_end_of_a_name() -> None:
    # AntennaPod joins a cue's lines by blanks, looks for a colon with a blank after it, and then parts at every colon.
    text = _written("srt", "Today: at 10:30, two things:", "One: this.", "It is so:")
    for block in text.split("\n\n"):
        _, _, *said = block.strip("\n").split("\n")
        assert ": " not in "".join(f"{line} " for line in said)
    assert "10:30" in text


def test_srt_has_no_markup_and_no_arrow_in_its_text() -> None:
    text = _written("srt", "a --> b in Vec<T>")
    assert text.count("-->") == 1
    assert "Vec‹T›" in text


def test_no_two_segments_of_json_have_one_start_and_none_is_empty() -> None:
    # Either breaks AntennaPod's reader.
    segments = json.loads(_written("json", "🎧", "One.", "— 🎧 —", LONG))["segments"]
    starts = [segment["startTime"] for segment in segments]
    assert starts == sorted(set(starts))
    assert all(segment["body"].strip() for segment in segments)


@pytest.mark.parametrize(
    ("form", "data"),
    [
        (VTT, b""),
        (VTT, b"\xff\xfe"),
        (VTT, b"WEBVTT\n\nNOTE a --> b"),
        (VTT, b"WEBVTT\n\n00:00.000 --> 00:01.000\nNo speaker."),
        (SRT, b""),
        (SRT, b"\xff\xfe"),
        (SRT, b"2\n00:00:00,000 --> 00:00:01,000\nBegins with two."),
        (SRT, b"1\n00:00:00,000 --> 00:00:01,000\nA name: and words."),
        (JSON, b""),
        (JSON, b"[]"),
        (JSON, b"{}"),
        (JSON, b"null"),
        (JSON, b'{"version": "1.0.0", "segments": [7]}'),
    ],
)
def test_what_it_would_not_write_is_refused(form: Format, data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        form.read(data)


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "2.0.0", "segments": []}',
        '{"version": "1.0.0", "segments": [{"startTime": "1", "endTime": 2, "speaker": "", "body": "", "words": []}]}',
        '{"version": "1.0.0", "segments": [{"startTime": 1, "endTime": 2, "speaker": null, "body": "", "words": []}]}',
    ],
)
def test_json_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is of version|should be a valid (number|string)"):
        JSON.read(text.encode())


def test_the_form_with_word_times_is_preferred_and_an_older_episode_has_its_vtt() -> None:
    assert exact(TRANSCRIPTS) == JSON
    assert exact(TRANSCRIPTS[:1]) == VTT
    with pytest.raises(ValueError, match="no transcript"):
        exact(())


def test_the_plain_text_has_paragraphs_and_chapters() -> None:
    plan = timeline([["One,\nand more.", "Two."], ["Three."]])
    assert plain_text(plan) == "One, and more. Two.\n\nThree."


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_all_three_hold_every_word_once_and_are_read_back(first: str, second: str) -> None:
    found = cues(one_chapter(spoken(first, 0, 4), spoken(second, 5, 9)), ANN)
    if not found:
        return
    assert JSON.read(JSON.write(found)) == found
    read = VTT.read(VTT.write(found))
    assert [(cue.start, cue.end, cue.speaker, cue.text) for cue in read] == [
        (cue.start, cue.end, cue.speaker, cue.text) for cue in found
    ]
    subrip = SRT.read(SRT.write(found))
    assert [(cue.start, cue.end) for cue in subrip] == [(cue.start, cue.end) for cue in found]
    assert [word for cue in subrip for word in cue.text.split()] == shown(
        " ".join(words_in(first, second))
    ).split()


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_another_library_reads_the_same_cues(first: str, second: str) -> None:
    found = cues(one_chapter(spoken(first, 0, 4), spoken(second, 5, 9)), ANN)
    if not found:
        return
    captions = webvtt.from_buffer(io.BytesIO(VTT.write(found)), "vtt").captions
    assert [(caption.start, caption.voice) for caption in captions] == [
        (VTT.write((cue,)).decode().split("\n")[2].split(" ")[0], "Ann Example") for cue in found
    ]
    numbered = webvtt.from_buffer(io.BytesIO(SRT.write(found)), "srt").captions
    assert [caption.text.split() for caption in numbered] == [shown(cue.text).split() for cue in found]
