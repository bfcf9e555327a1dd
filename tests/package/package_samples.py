"""An episode in small, made by hand: a dispatch, its master with two chapters, and a silent MP3."""

import datetime
import hashlib
import re
from pathlib import Path

import av
import numpy as np

from dispatch_audio.compose.show import Person, Show
from dispatch_audio.dispatch import Dispatch, Link, Source
from dispatch_audio.master import Line, Loudness, Mark, Master, Timeline
from dispatch_audio.narration import Narration, Sound, Speaker, WordTiming
from dispatch_audio.package.text import clean
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace.settings import FeedSettings, Owner

RATE = 44100
SHOW = Show("The Small Show", "Ann Example", (Person("kepano", "Steph Ango"),))
COVER = b"\xff\xd8\xff\xe0 stands for a picture \xff\xd9"


def settings(**changes: object) -> FeedSettings:
    """A show's settings, some of them changed."""
    known: dict[str, object] = {
        "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
        "title": "The Small Show",
        "description": "A show in small.",
        "author": "Example News",
        "owner": Owner(name="Example News", email="desk@example.org"),
        "base_url": "https://podcast.example.org/small/",
        "timezone": "Europe/Berlin",
        "publish_at": datetime.time(6, 30),
    }
    return FeedSettings.model_validate(known | changes)


def utterance(text: str) -> Utterance:
    """An utterance that is said as written."""
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)))


def source(
    number: int, *, title: str = "", author: str = "kepano", url: str = "", written: str = ""
) -> Source:
    """A source, with a link when an address is given."""
    link = Link(written or url.removeprefix("https://"), url) if url or written else None
    return Source(number, title or f"Source {number}", "Article", author, "", "", "", "", (), link)


def heard(form: SpokenForm, start: int, end: int) -> tuple[WordTiming, ...]:
    """Times of a form's words between two frames, as an engine gives them: by characters, marks not said."""
    scale = (end - start) / max(1, len(form.spoken))
    return tuple(
        WordTiming(*said.span(), start + int(said.start() * scale), start + int(said.end() * scale))
        for said in re.finditer(r"\w[\w'’-]*", form.spoken)
    )


def spoken(text: str, start: float = 0.0, end: float = 0.0, **changes: object) -> Line:
    """A line as the program says it, in the first chapter; seconds, fifteen characters in one when no end is given."""
    form = spoken_form(text)
    first = int(start * RATE)
    last = int((end or start + len(form.spoken) / 15) * RATE)
    said = Utterance(form, **changes)  # type: ignore[arg-type]
    return Line(said, 0, first, last, heard(form, first, last))


def words_in(*texts: str) -> list[str]:
    """What stands between blanks in these texts, without what no file can hold."""
    return [word for text in texts for part in text.split() if (word := clean(part))]


def one_chapter(*lines: Line, after: float = 1.0) -> Timeline:
    """A timeline with these lines, and seconds of silence behind them."""
    end = lines[-1].end + int(after * RATE)
    return Timeline(RATE, end, (Mark("Chapter 1", (1,), 0, end),), lines)


def timeline(texts: list[list[str]], *, seconds_each: float = 2.5) -> Timeline:
    """A timeline with a chapter for each list of texts; chapters begin on whole seconds, ``number`` their source."""
    marks, lines, at = [], [], 0
    for index, chapter in enumerate(texts):
        start = at
        for text in chapter:
            lines.append(Line(utterance(text), index, at, at + int(seconds_each * RATE)))
            at += int((seconds_each + 0.35) * RATE)
        at = -(-at // RATE) * RATE
        marks.append(Mark(f"Chapter {index + 1}", (index + 1,), start, at))
    return Timeline(RATE, at, tuple(marks), tuple(lines))


def silent_mp3(path: Path, seconds: float = 3.0) -> Sound:
    """A silent MP3, CBR 112 kbit/s at 44.1 kHz, and the value that refers to it."""
    frames = int(seconds * RATE)
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="stereo")
        stream.bit_rate = 112_000
        frame = av.AudioFrame.from_ndarray(np.zeros((2, frames), np.float32), format="fltp", layout="stereo")
        frame.rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return Sound(path, hashlib.sha256(path.read_bytes()).hexdigest(), frames, RATE)


def dispatch(**changes: object) -> Dispatch:
    """A dispatch of two sources, one of them with a cut address."""
    known: dict[str, object] = {
        "title": "Open Source Catches Fire",
        "date": datetime.date(2026, 4, 20),
        "number": 2,
        "ship": "GCU Example",
        "summary": "Models are out. 58.6% says one.\n\nAnd that is <all>.",
        "sources": (
            source(1, url="https://www.example.com/a?b=1&c=2"),
            source(2, author="Ann Other", written="example.net/a-very-long-na…"),
        ),
    }
    return Dispatch(**(known | changes))  # type: ignore[arg-type]


def master(sound: Sound, line: Timeline | None = None) -> Master:
    """A master of this MP3."""
    when = line or timeline(
        [["Hello & welcome.", "58.6% on the benchmark."], ["The second chapter --> goes on."]]
    )
    chapters = tuple(
        Chapter(mark.title, tuple(said.utterance for said in when.lines if said.chapter == index))
        for index, mark in enumerate(when.marks)
    )
    narration = Narration(Script(chapters), Speaker("Ann Example", "tone", "tone 1"), ())
    return Master(sound, when, Loudness(-16.0, 4.5, -1.5), narration)
