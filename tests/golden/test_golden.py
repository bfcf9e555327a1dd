"""Golden files: what dispatch-002 becomes, to be read as an editor would. `scripts/golden` renews them."""

import dataclasses
import datetime
import json
import os
from pathlib import Path

import pytest

from dispatch_audio.build import compose_script
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import Enclosure, Manifest, Measured
from dispatch_audio.master import Line, Mark, Timeline
from dispatch_audio.models import sha256_of
from dispatch_audio.narration import Speaker, WordTiming
from dispatch_audio.package import manifest as manifests
from dispatch_audio.package.chapters import CHAPTERS, chapters_json
from dispatch_audio.package.notes import Reader, show_notes
from dispatch_audio.package.transcript import FORMATS, TRANSCRIPTS, cues
from dispatch_audio.readers import read_dispatch
from dispatch_audio.saved import Origin, Saved, write
from dispatch_audio.script import Script
from dispatch_audio.site import render_feed
from dispatch_audio.speak.words import words_of
from dispatch_audio.workspace import Feed, Workspace
from samples import REPOSITORY, SAMPLE

HERE = Path(__file__).parent
RATE = 44_100


def agrees(name: str, made: str) -> None:
    """The golden file says what was made; with GOLDEN=renew it is written instead."""
    path = HERE / name
    if os.environ.get("GOLDEN") == "renew":
        path.write_text(made, encoding="utf-8", newline="\n")
    assert path.read_text("utf-8") == made, f"{name} differs: read the difference, then run scripts/golden"


@pytest.fixture(scope="module")
def feed() -> Feed:
    return Workspace(REPOSITORY).feed("daily-dispatch")


@pytest.fixture(scope="module")
def dispatch() -> Dispatch:
    return read_dispatch(SAMPLE)


@pytest.fixture(scope="module")
def script(dispatch: Dispatch, feed: Feed) -> Script:
    return compose_script(dispatch, feed, Workspace(REPOSITORY).voice("lenar-kess"))


def timeline_of(script: Script) -> Timeline:
    """As if every fifteen characters took a second, so that no engine or platform shows in a golden file."""
    lines: list[Line] = []
    marks: list[Mark] = []
    at = 0
    for index, chapter in enumerate(script.chapters):
        start = -(-at // RATE) * RATE
        at = start
        for line in chapter.utterances:
            words = tuple(
                WordTiming(word.start, word.end, at + word.start * RATE // 15, at + word.end * RATE // 15)
                for word in words_of(line.form)
            )
            lines.append(Line(line, index, at, at + len(line.spoken) * RATE // 15, words))
            at = lines[-1].end + RATE // 2
        marks.append(Mark(chapter.title, chapter.sources, start, at))
    ends = [*(mark.start for mark in marks[1:]), at]
    marks = [dataclasses.replace(mark, end=end) for mark, end in zip(marks, ends, strict=True)]
    return Timeline(RATE, at, tuple(marks), tuple(lines))


def test_dispatch(dispatch: Dispatch) -> None:
    agrees(
        "dispatch-002.dispatch.json",
        json.dumps(dataclasses.asdict(dispatch), indent=1, ensure_ascii=False, default=str) + "\n",
    )


def test_script(script: Script, dispatch: Dispatch) -> None:
    agrees(
        "dispatch-002.script.md", write(Saved(script, dispatch.title, Origin(SAMPLE.name, sha256_of(SAMPLE))))
    )


def test_spoken_script(script: Script) -> None:
    changed = [f"{line.text}\n    {line.spoken}\n" for line in script.utterances if line.text != line.spoken]
    agrees("dispatch-002.spoken.txt", "\n".join(changed))


def test_feed_chapters_and_transcript(script: Script, dispatch: Dispatch, feed: Feed) -> None:
    settings = feed.settings
    timeline = timeline_of(script)
    chapters = manifests.chapter_marks(timeline, dispatch, feed.show("Lenar Kess"))
    page = f"{settings.base_url}episodes/{dispatch.slug}/index.html"
    episode = Manifest(
        slug=dispatch.slug,
        guid=manifests.item_guid(settings.guid, dispatch.slug),
        title=dispatch.title,
        number=dispatch.number,
        published=manifests.published(dispatch.date, settings.publish_at, datetime.UTC),
        summary=dispatch.summary,
        notes=show_notes(dispatch.summary, chapters, reader=Reader("Lenar Kess", "kokoro"), page_url=page),
        enclosure=Enclosure("dispatch-002.0123456789ab.mp3", 7_654_321, "0" * 64, timeline.frames / RATE),
        chapters=chapters,
        chapters_file=CHAPTERS,
        transcripts=TRANSCRIPTS,
        narrator="Lenar Kess",
        engine="kokoro",
        measured=Measured(-16.0, 2.5, -1.7),
        fingerprint="0" * 64,
        made_from="dispatch-002.txt",
        beside=(),
        ship=dispatch.ship,
    )
    agrees("feed.xml", render_feed(settings, (episode,), "artwork.01234567.jpg").decode())
    agrees(
        "chapters.json",
        chapters_json(
            chapters, title=dispatch.title, show=settings.title, author=settings.author, folder_url=""
        ).decode(),
    )
    told = cues(timeline, Speaker("Lenar Kess", "kokoro", "kokoro"))
    for form in FORMATS[:2]:
        agrees(form.file.name, form.write(told).decode())
