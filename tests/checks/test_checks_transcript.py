"""What transcripts must agree on beyond their words: each rule has a breaker, and the finding that says so."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from mutagen import id3

from dispatch_audio.build import Built
from dispatch_audio.checks import check_episode
from dispatch_audio.package.transcript import FORMATS, Cue, Format, Word

Cues = tuple[Cue, ...]
VTT, SRT, JSON = FORMATS


def _gone_too_soon(found: Cues) -> Cues:
    longest = max(found, key=lambda cue: cue.end - cue.start)
    start = longest.start
    soon = dataclasses.replace(
        longest, end=start + 10, words=tuple(Word(word.text, start, start) for word in longest.words)
    )
    return tuple(soon if cue is longest else cue for cue in found)


def _over_a_pause(found: Cues) -> Cues:
    longest = max(found, key=lambda cue: cue.end - cue.start)
    early = (Word(word.text, longest.start, longest.start) for word in longest.words[:-1])
    last = dataclasses.replace(longest.words[-1], start=longest.end, end=longest.end)
    over = dataclasses.replace(longest, words=(*early, last))
    return tuple(over if cue is longest else cue for cue in found)


def _words_backwards(found: Cues) -> Cues:
    words = found[0].words
    backwards = (Word(a.text, b.start, b.end) for a, b in zip(words, reversed(words), strict=True))
    return (dataclasses.replace(found[0], words=tuple(backwards)), *found[1:])


def _a_word_late(found: Cues) -> Cues:
    late = dataclasses.replace(found[-1].words[-1], end=found[-1].end + 1)
    return (*found[:-1], dataclasses.replace(found[-1], words=(*found[-1].words[:-1], late)))


def _a_word_less(found: Cues) -> Cues:
    return (dataclasses.replace(found[0], words=found[0].words[:-1]), *found[1:])


def _another_speaker(found: Cues) -> Cues:
    return (dataclasses.replace(found[0], speaker="Eve"), *found[1:])


def _ends_earlier(found: Cues) -> Cues:
    return (dataclasses.replace(found[0], end=found[0].end - 1), *found[1:])


@pytest.mark.parametrize(
    ("form", "change", "said"),
    [
        (VTT, _gone_too_soon, "transcript.vtt: cues gone before they are read"),
        (SRT, _gone_too_soon, "transcript.srt: cues gone before they are read"),
        (JSON, _gone_too_soon, "transcript.json: cues gone before they are read"),
        (JSON, _over_a_pause, "cues over a pause"),
        (JSON, _words_backwards, "whose words are others, or not in order"),
        (JSON, _a_word_late, "whose words are others, or not in order"),
        (JSON, _a_word_less, "whose words are others, or not in order"),
        (JSON, _another_speaker, "2 tellings of who speaks"),
        (VTT, _another_speaker, "2 tellings of who speaks"),
        (SRT, _ends_earlier, "2 tellings of when cues come and go"),
    ],
)
def test_a_broken_rule_is_told(built: Built, form: Format, change: Callable[[Cues], Cues], said: str) -> None:
    path = built.folder / form.file.name
    path.write_bytes(form.write(change(form.read(path.read_bytes()))))
    assert [line for line in _told(built) if said in line]


def test_lines_in_the_mp3_that_begin_elsewhere_are_told(built: Built) -> None:
    tags: Any = id3.ID3(built.folder / built.manifest.enclosure.name)  # type: ignore[no-untyped-call]
    first, *rest = tags.getall("SYLT")[0].text
    tags.getall("SYLT")[0].text = [(first[0], first[1] + 1), *rest]
    tags.save()
    assert [line for line in _told(built) if "cues begin with the" in line]


def test_a_number_beyond_all_times_is_told_and_no_crash(built: Built) -> None:
    path = built.folder / JSON.file.name
    path.write_text(path.read_text("utf-8").replace('"endTime": ', '"endTime": 1e999, "e": ', 1), "utf-8")
    assert [line for line in _told(built) if "transcript.json cannot be read" in line]


def test_good_transcripts_pass(built: Built) -> None:
    assert _told(built) == []


def _told(built: Built) -> list[str]:
    return [
        finding.said
        for finding in check_episode(built.folder, built.manifest)
        if finding.check == "transcript" and not finding.passed
    ]
