"""What fuzzing begins with: a few small inputs for each target, most of which it takes, and words that parsers stumble over."""

import functools
import json
from pathlib import Path

import pyromark
from fuzz_targets import TARGETS
from reader_samples import NEWSLETTER, as_markdown, as_page
from saved_samples import plainly
from site_samples import ARTWORK, CUES, LINES, manifest, settings

from dispatch_audio import saved
from dispatch_audio.episode import ChapterMark
from dispatch_audio.package import tags
from dispatch_audio.package.chapters import chapters_json
from dispatch_audio.package.manifest import dump
from dispatch_audio.package.read_script import dump_lines
from dispatch_audio.package.transcript import FORMATS
from dispatch_audio.publish import record as sent
from dispatch_audio.readers import parse
from dispatch_audio.readers.json_file import as_json
from dispatch_audio.saved.origin import Origin
from dispatch_audio.script import Chapter, Computed, LeftOut, Script, Utterance
from dispatch_audio.site.feed import render_feed
from samples import REPOSITORY, SMALL

_MPEG = bytes.fromhex("fffb8064") + bytes(365)
"""A frame of 112 kbit/s at 44.1 kHz, joint stereo, that is silent."""


def _saved() -> str:
    lines = (
        Utterance(plainly("The harbour froze on Tuesday.", ()), (1,), pause="paragraph"),
        Utterance(plainly("I came back, and the oven was still warm.", ()), (2,), "quotation", "quotation"),
        Utterance(
            plainly("That is 12 years, [so] they say.", ()),
            (1, 2),
            silence=1.5,
            computed=(Computed("12", "a basis"),),
        ),
    )
    script = Script(
        (Chapter("Harbour news", lines, (1, 2)),), (LeftOut(2, "The shop opens.", "told elsewhere"),)
    )
    return saved.write(saved.Saved(script, "A Small Day", Origin("small.txt", "0f" * 32, "3")))


def _tagged() -> bytes:
    episode = manifest()
    return (
        tags.render(
            tags.Tags(
                title="A Small Day",
                show="Small",
                narrator="Ann",
                author="Ann",
                date="2026-05-06",
                number=7,
                summary="Ice.",
                notes="<p>Ice.</p>",
                guid=episode.guid,
                page_url="https://example.org/",
                feed_url="https://example.org/feed.xml",
                seconds=125.4,
                chapters=episode.chapters,
                cover=b"\xff\xd8\xff\xd9",
                text="Hello & welcome.",
                cues=CUES,
            )
        )
        + _MPEG * 3
    )


_FEED = (REPOSITORY / "feeds" / "daily-dispatch" / "feed.toml").read_bytes()
_MORE = b"""
artwork = "cover.jpg"
copyright = "Example News"
withdrawn = ["dispatch-003"]
publish = ["s3://bucket/path", "sftp://me@host/path", "/srv/podcast"]
episode_types = { "dispatch-007" = "bonus" }
license = { name = "own", url = "https://example.org/licence" }
moved_from = "https://example.com/old"
[[seasons]]
number = 1
from = 2026-01-01
[[announcements]]
text = "Hello."
from = 2026-01-01
until = 2026-02-01
[master]
channels = 1
[alerts]
success = "https://example.org/ping"
"""
_WORDS = b"""
"SWE-Bench" = "Swee Bench"
IT = { spell = true }
NASA = { word = true }
Zechner = { respelling = "ZEK-ner", ipa = "/zek/" }
"""
_VOICE = (
    b'name = "Ann"\nengine = "tone"\npace = 1.1\n[pauses]\ncomma = 0.1\n[lexicon]\nKimi = { ipa = "ki" }\n'
)
_LISTED = pyromark.html(
    NEWSLETTER.partition("\n\n")[2].replace("<T>", ""), options=pyromark.Options.ENABLE_TABLES
)


@functools.cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """The inputs of every target."""
    small = parse(SMALL.encode(), Path("small.txt"))
    line = "{%% macro %s(who, clause) %%}\n{{ who }} says {{ clause }}.\n{%% endmacro %%}\n"
    document = {
        "title": "A Small Day",
        "chapters": [
            {
                "title": "Ice",
                "sources": [1],
                "blocks": [
                    {
                        "kind": "narration",
                        "lines": [
                            {
                                "text": "The harbour froze. It did.",
                                "fresh": True,
                                "sources": [1],
                                "words": [{"start": 4, "end": 11, "spoken": "harber", "phonemes": ""}],
                                "silence": 1.5,
                                "computed": [{"text": "It", "basis": "a basis"}],
                            }
                        ],
                    }
                ],
            }
        ],
        "left_out": [{"source": 1, "text": "a", "reason": "b"}],
    }
    entry = sent.Entry("0f" * 32, 12, "mark", "audio/mpeg", "2026-04-20T06:00:00+00:00")
    listed = chapters_json(
        (*manifest().chapters, ChapterMark("Three", 126.0, 130.0)),
        title="A Small Day",
        show="Small",
        author="Ann",
        folder_url="https://example.org/a/",
    )
    found = {
        "page": (SMALL.encode(),),
        "markdown": (as_markdown(small).encode(), NEWSLETTER.encode()),
        "json": (as_json(small).encode(), b'{"title": "A", "date": "2026-05-06", "summary": "B"}'),
        "html": (
            as_page(_LISTED).encode(),
            as_page("<h2>News</h2><p>It <a href='https://e.org'>froze</a>.</p>").encode(),
        ),
        "script": (_saved().encode(), b"## A\n\nOne. [1-3]\nTwo [pause 1s]\n\n> Three (b). [Four](FOR)\n"),
        "spoken": (
            b"GPT-5.4 costs $5 billion (up to 58.6%) at 2:30 p.m. on 2026-04-20, 1/2 of v2.3's 4,000+ km/h.",
            "“Ça va?” — Dr. O'Neil, 3rd; a.b@c.de; https://e.org/x 🎉 中 1e-5 Ⅳ ½".encode(),
        ),
        "settings": (_FEED, _FEED + _MORE),
        "people": (b'[ann]\nname = "Ann Example"\nrole = "the mayor"\nsay-as = "Ann Igzample"\n',),
        "lexicon": (_WORDS,),
        "settling": (_WORDS,),
        "templates": (b"\2" + (line % "says").encode(), b"\0"),
        "voice": (_VOICE,),
        "approval": (b'{"approved": "a", "at": "2026-04-20T06:00:00+00:00"}',),
        "manifest": (
            dump(manifest()),
            dump(manifest(3, ship="", stand_in="Joe", updated=manifest(9).published)),
        ),
        "read-script": (dump_lines(LINES),),
        "transcript-vtt": (FORMATS[0].write(CUES),),
        "transcript-srt": (FORMATS[1].write(CUES),),
        "transcript-json": (FORMATS[2].write(CUES),),
        "chapters": (listed,),
        "tag": (_tagged(),),
        "frames": (_MPEG * 3, _tagged()),
        "feed": (render_feed(settings(), [manifest()], ARTWORK),),
        "sent": (sent.written({"feed.xml": entry}),),
        "run": (b'{"format": 1, "feed": "show", "code": 0}',),
        "studio": (json.dumps(document).encode(),),
    }
    assert set(found) == set(TARGETS)
    return found


WORDS: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\xed\xa0\x80", "\u202e".encode(), "\u009b".encode(), b"\x1b[2J", b"\r", b"\xef\xbb\xbf",
    b"../", b"..\\", b"/etc/passwd", b"{{ 1 }}", b"{% if who %}", b"{% endif %}", b"{#", b"<![CDATA[", b"]]>", b"-->", b"<!--",
    b"<script>", b"&#x0;", b"&lt;", b"&" + b"9" * 30 + b";", b"javascript:alert(1)", b"http://[", b"https://e.org",
    b"9" * 5000, b"1e999", b"-1", b"NaN", b"Infinity", b"[" * 3000, b"{\"a\":" * 3000, b"a." * 2000, b"(" * 300, b"> " * 200,
    b"<b>" * 300, b"\\u0000", b"\\ud800", b"\\u001b", b"null", b"true", b"[]", b"{}", b"\"", b"'", b"\\", b"\n", b"\n\n", b"---\n",
    b"0001-01-01", b"9999-12-31", b"23:59:59", "٣".encode(), "²".encode(), "İ".encode(), "ﬁ".encode(), "é".encode(), "🎉".encode(),
)  # fmt: skip
"""Pieces to put into an input: what parsers, terminals, pages and paths stumble over."""
_LITERALS = (
    "Sources",
    "Cited text",
    "Context",
    "Key points",
    "Engagement",
    "Provenance",
    "Article ",
    "→Details",
    "Dispatch 7 · 2026-05-06",
    "sha256 ",
    "made from: ",
    "[pause ",
    "](",
    "computed: ",
    "Left out:",
    "name = ",
    "from = ",
    "spell = true",
    "{% macro ",
    "{% endmacro %}",
    "{{ who }}",
    "{% else %}",
    "format",
    "approved",
    "WEBVTT",
    "00:00:01.000 --> 00:00:02.000",
    "<v Ann>",
    "startTime",
    "TIT2",
    "CHAP",
    "CTOC",
    "APIC",
    "USLT",
    "SYLT",
    "WXXX",
    "Xing",
    "Info",
    "<channel>",
    "<enclosure url=",
    "<!DOCTYPE x [<!ENTITY a ",
    "encoding='",
    "chapters",
    "utterances",
    "<article>",
    "<table><tr><td>",
    "<meta name=",
)
LITERALS: tuple[bytes, ...] = (*(word for word in WORDS if len(word) <= 60), *map(str.encode, _LITERALS))
"""What coverage cannot find by itself: libFuzzer takes words of at most 64 bytes."""


def beginnings(name: str) -> tuple[bytes, ...]:
    """What a run of this target begins with: its seeds, and each word alone, behind one and inside one."""
    first = seeds()[name][0]
    middle = len(first) // 2
    mixed = (data for word in WORDS for data in (word, first + word, first[:middle] + word + first[middle:]))
    return (*seeds()[name], *mixed)
