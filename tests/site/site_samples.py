"""A show's settings and its manifests, as the site takes them."""

import dataclasses
import datetime

from dispatch_audio.episode import Attachment, ChapterMark, CitedSource, Enclosure, Manifest, Measured
from dispatch_audio.package.read_script import ReadLine
from dispatch_audio.package.transcript import TRANSCRIPTS, Cue, Word
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.workspace.settings import FeedSettings, Owner

BASE = "https://podcast.example.org/small/"
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
ARTWORK = "artwork.0badcafe.jpg"
CUES = (
    # Shown for longer than it is said: what divides paragraphs is the silence.
    Cue(
        0,
        2100,
        "Ann",
        "Hello & welcome.",
        (Word("Hello", 0, 500), Word("&", 500, 600), Word("welcome.", 600, 1900)),
    ),
    Cue(
        2100,
        5000,
        "Ann",
        "The same paragraph.",
        (Word("The", 2100, 2200), Word("same", 2200, 2600), Word("paragraph.", 2600, 4000)),
    ),
    Cue(5000, 6000, "Ann", "Another <one>.", (Word("Another", 5000, 5400), Word("<one>.", 5400, 6000))),
    Cue(
        60_000,
        62_000,
        "Ann",
        "The second chapter.",
        (Word("The", 60_000, 60_200), Word("second", 60_200, 60_900), Word("chapter.", 60_900, 62_000)),
    ),
)


def form(text: str) -> SpokenForm:
    """A text that is said as it is written."""
    return SpokenForm(text, (Span(0, len(text), text),))


LINES = (
    ReadLine(0, "narration", form("Hello & welcome."), (1,), 0.0, 1.9),
    ReadLine(0, "narration", form("The same paragraph."), (1,), 2.1, 4.0),
    ReadLine(0, "narration", form("Another <one>."), (1,), 5.0, 6.0),
    ReadLine(1, "narration", form("The second chapter."), (2,), 60.0, 62.0),
)
"""The script of the same words, as it was read."""


def settings(**changes: object) -> FeedSettings:
    """A show's settings, some of them changed."""
    known: dict[str, object] = {
        "guid": GUID,
        "title": "The Small Show",
        "description": "A show in small.",
        "author": "Example News",
        "owner": Owner(name="Example Desk", email="desk@example.org"),
        "base_url": BASE,
        "category": ("News", "Tech News"),
    }
    return FeedSettings.model_validate(known | changes)


def manifest(number: int = 2, **changes: object) -> Manifest:
    """An episode's manifest, some of it changed; ``number`` is also the day of April 2026 it appeared on."""
    slug = f"dispatch-{number:03d}"
    cited = CitedSource(1, "A <title> & more", "Steph Ango", "https://example.org/?a=1&b=2", "example.org")
    cut = CitedSource(2, "Cut", "Ann Other", "", "example.net")
    episode = Manifest(
        slug=slug,
        guid=f"a9ebc307-34c6-5909-b38c-{number:012d}",
        title=f"Title {number}",
        number=number,
        published=datetime.datetime(
            2026, 4, number, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
        ),
        summary="First & foremost.\n\nSecond.",
        notes='<p>First &amp; foremost.</p><ul><li><a href="https://example.org/">One</a></li></ul>',
        enclosure=Enclosure(f"{slug}.0123456789ab.mp3", 424242, "0" * 64, 125.4),
        chapters=(ChapterMark("One", 0.0, 60.0, (cited,)), ChapterMark("Two", 60.0, 125.4, (cut,))),
        chapters_file=Attachment("chapters.json", "application/json+chapters"),
        transcripts=TRANSCRIPTS,
        narrator="Ann Example",
        engine="tone",
        measured=Measured(-16.0, 4.0, -1.0),
        fingerprint="f",
        made_from="day.txt",
        beside=(),
        ship="GCU Example",
    )
    return dataclasses.replace(episode, **changes)  # type: ignore[arg-type]
