"""A show's settings and its manifests, as the site takes them."""

import dataclasses
import datetime

from dispatch_audio.episode import Attachment, ChapterMark, CitedSource, Enclosure, Manifest, Measured
from dispatch_audio.workspace.settings import FeedSettings, Owner

BASE = "https://podcast.example.org/small/"
GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
ARTWORK = "artwork.0badcafe.jpg"
TRANSCRIPT = (
    b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ann>Hello &amp; welcome.\n\n"
    b"00:00:02.100 --> 00:00:04.000\n<v Ann>The same paragraph.\n\n"
    b"00:00:05.000 --> 00:00:06.000\n<v Ann>Another &lt;one&gt;.\n\n"
    b"00:01:00.000 --> 00:01:02.000\n<v Ann>The second chapter.\n"
)


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
        transcripts=(Attachment("transcript.vtt", "text/vtt"),),
        narrator="Ann Example",
        engine="tone",
        measured=Measured(-16.0, 4.0, -1.0),
        fingerprint="f",
        made_from="day.txt",
        beside=(),
        ship="GCU Example",
    )
    return dataclasses.replace(episode, **changes)  # type: ignore[arg-type]
