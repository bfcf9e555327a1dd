"""Each check passes what is right and finds what breaks its promise: breakers for every row of the tables."""

import dataclasses
import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dispatch_audio import media
from dispatch_audio.artwork import look_of, published_picture
from dispatch_audio.build import Built
from dispatch_audio.checks import EPISODE_CHECKS, PUBLIC_CHECKS, check_episode, check_public, rules
from dispatch_audio.checks.document import Public
from dispatch_audio.episode import Manifest
from dispatch_audio.package import cover_name
from dispatch_audio.package.manifest import item_guid
from dispatch_audio.package.read_script import load_lines
from dispatch_audio.public import check_feed, read_manifests
from dispatch_audio.site import site_files
from dispatch_audio.workspace import Workspace
from samples import NOW

Breaker = Callable[[Path, Manifest], Manifest | None]


def _mp3(folder: Path, manifest: Manifest) -> Path:
    return folder / manifest.enclosure.name


def _missing(folder: Path, manifest: Manifest) -> None:
    _mp3(folder, manifest).unlink()


def _half(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _one_bit(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    data = bytearray(path.read_bytes())
    data[-10] ^= 1
    path.write_bytes(data)


def _trailing(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    path.write_bytes(path.read_bytes() + b"TAG" + bytes(125))


def _quieter(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    _encode(path, [block * 0.5 for block in media.decode(path)])


def _clipped(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    blocks = list(media.decode(path))
    loudest = max(range(len(blocks)), key=lambda i: float(np.abs(blocks[i]).max()))
    blocks[loudest] = np.sign(blocks[loudest])
    _encode(path, blocks)


def _encode(path: Path, blocks: list[media.Block]) -> None:
    encoding = media.Encoding(44_100, 2, 112_000, quality=7)
    media.write_mp3(media.mp3_frames(blocks, encoding), path, encoding)


def _dead_air(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    blocks = list(media.decode(path))
    _encode(path, [*blocks[:200], np.zeros((2, 44_100 * 3), np.float32), *blocks[200:]])


def _words_gone(folder: Path, manifest: Manifest) -> None:
    """The longest line's middle: less than dead air, and more than a breath."""
    path = _mp3(folder, manifest)
    line = max(load_lines((folder / "script.json").read_bytes()), key=lambda line: line.end - line.start)
    assert 1.2 < line.end - line.start < 2.5
    sound = np.concatenate(list(media.decode(path)), axis=1)
    sound[:, int((line.start + 0.05) * 44_100) : int((line.end - 0.05) * 44_100)] = 0
    _encode(path, [sound])


def _wide(folder: Path, manifest: Manifest) -> None:
    """Half of it whispered."""
    path = _mp3(folder, manifest)
    blocks = list(media.decode(path))
    _encode(path, [block * (0.15 if place < len(blocks) / 2 else 1.0) for place, block in enumerate(blocks)])


def _mono(folder: Path, manifest: Manifest) -> Manifest:
    return dataclasses.replace(manifest, audio=dataclasses.replace(manifest.audio, channels=1))


def _chapter_moved(folder: Path, manifest: Manifest) -> None:
    path = folder / manifest.chapters_file.name
    path.write_text(
        re.sub(r'"startTime": [1-9]\d*', '"startTime": 3', path.read_text("utf-8"), count=1), "utf-8"
    )


def _another_picture(folder: Path, manifest: Manifest) -> None:
    (folder / manifest.chapters[1].picture).write_bytes(b"\x89PNG another")


def _chapters_gone(folder: Path, manifest: Manifest) -> None:
    (folder / manifest.chapters_file.name).write_text("<html>", "utf-8")


def _half_seconds(folder: Path, manifest: Manifest) -> Manifest:
    first, *rest = manifest.chapters
    return dataclasses.replace(
        manifest, chapters=(first, *(dataclasses.replace(c, start=c.start + 0.5) for c in rest))
    )


def _vtt(folder: Path) -> Path:
    return folder / "transcript.vtt"


def _cues_swapped(folder: Path, manifest: Manifest) -> None:
    head, *cues = _vtt(folder).read_text("utf-8").strip().split("\n\n")
    _vtt(folder).write_text("\n\n".join([head, cues[-1], *cues[:-1]]) + "\n", "utf-8")


def _not_text(folder: Path, manifest: Manifest) -> None:
    _vtt(folder).write_bytes(b"WEBVTT\n\xff\xfe")


def _replaced(name: str, old: str, new: str) -> Breaker:
    def broken(folder: Path, manifest: Manifest) -> None:
        text = (folder / name).read_text("utf-8")
        changed = re.sub(old, new, text, count=1)
        assert changed != text
        (folder / name).write_text(changed, "utf-8")

    broken.__name__ = f"{name}: {old} is {new}"
    return broken


def _longer_than_the_programme(folder: Path, manifest: Manifest) -> Manifest:
    shorter = dataclasses.replace(manifest.enclosure, seconds=manifest.enclosure.seconds - 3)
    return dataclasses.replace(manifest, enclosure=shorter)


def _chapter_in_a_cue(folder: Path, manifest: Manifest) -> Manifest:
    first, second, *rest = manifest.chapters
    moved = (dataclasses.replace(first, end=2.0), dataclasses.replace(second, start=2.0), *rest)
    return dataclasses.replace(manifest, chapters=moved)


def _wrong_type(folder: Path, manifest: Manifest) -> Manifest:
    first, *rest = manifest.transcripts
    return dataclasses.replace(manifest, transcripts=(dataclasses.replace(first, type="text/plain"), *rest))


def _no_subrip(folder: Path, manifest: Manifest) -> Manifest:
    (folder / "transcript.srt").unlink()
    return dataclasses.replace(manifest, transcripts=manifest.transcripts[::2])


def _no_words_in_the_tag(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    path.write_bytes(path.read_bytes().replace(b"USLT", b"XXXX", 1))


def _no_lines_in_the_tag(folder: Path, manifest: Manifest) -> None:
    path = _mp3(folder, manifest)
    path.write_bytes(path.read_bytes().replace(b"SYLT", b"XXXX", 1))


def _three_bytes(folder: Path, manifest: Manifest) -> None:
    _mp3(folder, manifest).write_bytes(b"ID3")


def _a_cut_link(folder: Path, manifest: Manifest) -> Manifest:
    return dataclasses.replace(manifest, notes=manifest.notes + '<p><a href="https://x.com/a…">x</a></p>')


def _a_heading(folder: Path, manifest: Manifest) -> Manifest:
    return dataclasses.replace(manifest, notes=f"<h1>News</h1>{manifest.notes}")


def _a_wrong_time(folder: Path, manifest: Manifest) -> Manifest:
    return dataclasses.replace(manifest, notes=manifest.notes.replace("<li>00:00 ", "<li>00:01 "))


def _too_long(folder: Path, manifest: Manifest) -> Manifest:
    return dataclasses.replace(manifest, notes=manifest.notes + f"<p>{'é' * 2000}</p>")


def _no_page(folder: Path, manifest: Manifest) -> None:
    (folder / "index.html").unlink()


def _another_cover(folder: Path, manifest: Manifest) -> None:
    (folder / cover_name(manifest)).write_bytes(b"another")


def _cover_changed(change: Callable[[Image.Image], Image.Image]) -> Breaker:
    """Another picture under the name of the cover."""

    def broken(folder: Path, manifest: Manifest) -> None:
        path = folder / cover_name(manifest)
        with Image.open(path) as found:
            change(found).save(path, "JPEG", dpi=(72, 72))

    return broken


def _no_cover(folder: Path, manifest: Manifest) -> Manifest:
    others = (file for file in manifest.beside if file.name != cover_name(manifest))
    return dataclasses.replace(manifest, beside=tuple(others))


def _a_chapter_without_its_picture(folder: Path, manifest: Manifest) -> Manifest:
    first, *others = manifest.chapters
    return dataclasses.replace(
        manifest, chapters=(dataclasses.replace(first, picture="chapter-1.0123abcd.jpg"), *others)
    )


def _no_transcript(folder: Path, manifest: Manifest) -> None:
    (folder / manifest.transcripts[0].name).unlink()


EPISODE_BREAKERS: dict[str, list[Breaker]] = {
    "enclosure": [_missing, _half, _one_bit],
    "frames": [_missing, _half, _trailing, _three_bytes],
    "loudness": [_missing, _quieter, _clipped, _dead_air, _words_gone, _wide, _mono],
    "chapters": [
        _chapter_moved,
        _chapters_gone,
        _half_seconds,
        _another_picture,
        _replaced("chapters.json", r'"endTime": [\d.]+', '"endTime": 9'),
        _replaced("chapters.json", "https://example.org/harbour", "https://example.org/elsewhere"),
        _replaced("chapters.json", r"chapter-2\.", "chapter-3."),
    ],
    "transcript": [
        _cues_swapped,
        _no_transcript,
        _not_text,
        _longer_than_the_programme,
        _chapter_in_a_cue,
        _wrong_type,
        _no_subrip,
        _no_words_in_the_tag,
        _no_lines_in_the_tag,
        _replaced("transcript.vtt", "<v [^>]+>", ""),
        _replaced("transcript.vtt", "harbour", "harbor"),
        _replaced("transcript.vtt", r"\n\n", "\n\nNOTE a --> b\n\n"),
        _replaced("transcript.srt", "harbour", "harbor"),
        _replaced("transcript.srt", "harbour", "harbour: it"),
        _replaced("transcript.srt", r"\n2\n", "\n3\n"),
        _replaced("transcript.srt", "harbour", "har-" + "bour" * 8),
        _replaced("transcript.json", r"\Z", "]"),
        _replaced("transcript.json", '"body": "The', '"body": "An'),
        _replaced("transcript.json", r'"startTime": \d', '"startTime": 9'),
        _replaced("transcript.json", '"body": "[^"]+"', '"body": ""'),
        _replaced("transcript.json", '"speaker": "[^"]+"', '"speaker": null'),
    ],
    "notes": [_a_cut_link, _a_heading, _a_wrong_time, _too_long],
    "files": [_no_page, _another_cover, _chapters_gone, _no_transcript],
    "pictures": [
        _no_cover,
        _another_cover,
        _a_chapter_without_its_picture,
        _cover_changed(lambda found: found.resize((1399, 1399))),
        _cover_changed(lambda found: found.crop((0, 0, 1400, 1399))),
        _cover_changed(lambda found: found.convert("L")),
        _cover_changed(lambda found: found.rotate(90)),
    ],
}


def _feed_replaced(old: str, new: str) -> Callable[[Path], None]:
    def broken(public: Path) -> None:
        path = public / "feed.xml"
        text = path.read_text("utf-8")
        changed = re.sub(old, new, text, count=1)
        assert changed != text
        path.write_text(changed, "utf-8")

    return broken


def _feed_gone(public: Path) -> None:
    (public / "feed.xml").unlink()


def _media_gone(public: Path) -> None:
    next(public.glob("episodes/*/*.mp3")).unlink()


def _item_twice(public: Path) -> None:
    path = public / "feed.xml"
    text = path.read_text("utf-8")
    item = re.search(r"<item>.*</item>", text, re.DOTALL)
    assert item is not None
    path.write_text(text.replace(item[0], item[0] * 2), "utf-8")


def _show_page_gone(public: Path) -> None:
    (public / "index.html").unlink()


def _artwork_gone(public: Path) -> None:
    next(public.glob("artwork.*.jpg")).unlink()


def _picture(change: Callable[[Image.Image], Image.Image], kind: str = "JPEG") -> Callable[[Path], None]:
    """Another picture under the same name."""

    def broken(public: Path) -> None:
        path = next(public.glob("artwork.*.jpg"))
        with Image.open(path) as found:
            dpi = (72, 72) if kind == "JPEG" else None
            change(found).save(path, kind, **({"dpi": dpi} if dpi else {}))

    return broken


def _half_a_picture(public: Path) -> None:
    path = next(public.glob("artwork.*.jpg"))
    path.write_bytes(path.read_bytes()[:50_000])


def _without(element: str, within: str = "channel") -> Callable[[Path], None]:
    """Without the first of these elements in the channel, or all of them in the item."""

    def broken(public: Path) -> None:
        path = public / "feed.xml"
        head, item, rest = path.read_text("utf-8").partition("<item>")
        part = head if within == "channel" else rest
        changed = re.sub(
            rf"(?s)<{element}(?:\s[^>]*)?(?:/>|>.*?</{element}>)",
            "",
            part,
            count=1 if within == "channel" else 0,
        )
        assert changed != part, element
        path.write_text(changed + item + rest if within == "channel" else head + item + changed, "utf-8")

    return broken


def _a_later_page(public: Path) -> None:
    """An archive that no page leads to."""
    (public / "feed-1.xml").write_bytes((public / "feed.xml").read_bytes())


PUBLIC_BREAKERS: dict[str, list[Callable[[Path], None]]] = {
    "feed": [
        _feed_gone,
        _media_gone,
        _item_twice,
        _feed_replaced(r'length="\d+"', 'length="17"'),
        _feed_replaced("</channel>", ""),
        _feed_replaced(r">[0-9a-f-]{36}</guid>", ">another</guid>"),
        _feed_replaced(r"(?s)<item>.*</item>", ""),
        _feed_replaced(r'enclosure url="https://example.org', 'enclosure url="https://evil.example'),
        _feed_replaced("<pubDate>Wed, 06 May 2026", "<pubDate>Wed, 06 May 2099"),
        _feed_replaced("<pubDate>Wed, ", "<pubDate>2026-05-06"),
        _feed_replaced("<lastBuildDate>Wed, 06 May 2026", "<lastBuildDate>Thu, 07 May 2026"),
        _feed_replaced('daily-dispatch/feed.xml" rel="self"', 'daily-dispatch/index.html" rel="self"'),
        _feed_replaced("<atom:link", '<atom:link href="https://example.org/2" rel="next"/><atom:link'),
        _a_later_page,
        _show_page_gone,
        _artwork_gone,
    ],
    "rules": [
        _feed_replaced("encoding='UTF-8'", "encoding='us-ascii'"),
        _feed_replaced("namespace/1.0", "namespace/1.1"),
        _feed_replaced("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
        *(_without(name) for name in ("title", "description", "link", "language", "atom:link")),
        *(_without(name) for name in ("itunes:image", "itunes:explicit", "itunes:author", "itunes:type")),
        *(_without(name) for name in ("podcast:locked", "podcast:guid", "podcast:txt", "itunes:owner")),
        _feed_replaced(r"(?s)<itunes:category.*</itunes:category>", ""),
        _feed_replaced('category text="News"', 'category text="Novelty"'),
        _feed_replaced('category text="Tech News"', 'category text="Ice News"'),
        _feed_replaced(r'<podcast:locked owner="[^"]*"', "<podcast:locked"),
        _feed_replaced("<podcast:guid>....", "<podcast:guid>0000"),
        _feed_replaced("<itunes:explicit>false", "<itunes:explicit>no"),
        _feed_replaced(
            "<itunes:type>", "<itunes:new-feed-url>https://x.example/</itunes:new-feed-url><itunes:type>"
        ),
        *(
            _without(name, "item")
            for name in (
                "title", "guid", "enclosure", "link", "pubDate", "description", "itunes:duration", "itunes:image",
                "itunes:explicit", "podcast:transcript", "podcast:chapters", "podcast:person", "podcast:txt",
            )
        ),
        _item_twice,
        _feed_replaced('isPermaLink="false">', 'isPermaLink="false"> '),
        _feed_replaced('isPermaLink="false"', 'isPermaLink="true"'),
        _feed_replaced('type="audio/mpeg"', 'type=""'),
        _feed_replaced(r'length="\d+"', 'length="16384"'),
        _feed_replaced('enclosure url="https:', 'enclosure url="'),
        _feed_replaced("<itunes:duration>", "<itunes:duration>0:"),
        _feed_replaced("<title>A Small Day", "<title>The Daily Dispatch: A Small Day"),
        _feed_replaced("<title>A Small Day", "<title>Dispatch 7: A Small Day"),
        _feed_replaced("<title>A Small Day", "<title>A &lt;Small&gt; Day"),
        _feed_replaced("<itunes:title>A", "<itunes:title> A"),
        _feed_replaced('role="narrator"', f'role="{"narrator " * 30}"'),
        _feed_replaced(r"<description><!\[CDATA\[", "<description><![CDATA[<h1>News</h1>"),
        _feed_replaced(r"<description><!\[CDATA\[", f"<description><![CDATA[{'é' * 2000}"),
        _feed_replaced("<description>A written", f"<description>{'é' * 2000}"),
        _feed_replaced(r"(?s)<description><!\[CDATA\[.*?\]\]>", "<description>plain"),
        _feed_replaced('type="text/vtt"', 'type="vtt"'),
    ],
    "access": [_feed_replaced("</channel>", "<itunes:block>Yes</itunes:block></channel>")],
    "artwork": [
        _artwork_gone,
        _half_a_picture,
        _picture(lambda found: found.resize((1399, 1399))),
        _picture(lambda found: found.resize((3001, 3001))),
        _picture(lambda found: found.crop((0, 0, 3000, 2999))),
        _picture(lambda found: found.convert("CMYK")),
        _picture(lambda found: found.convert("L")),
        _picture(lambda found: found.resize((1400, 1400)), "PNG"),
        _picture(lambda found: found.rotate(90)),
    ],
}  # fmt: skip


def test_every_check_has_breakers() -> None:
    assert set(EPISODE_BREAKERS) == set(EPISODE_CHECKS)
    assert set(PUBLIC_BREAKERS) == set(PUBLIC_CHECKS)


def test_a_good_feed_passes_every_check(built: Built, workspace: Path) -> None:
    findings = check_feed(Workspace(workspace).feed(None), NOW)
    assert [finding for finding in findings if not finding.passed] == []
    assert {finding.check for finding in findings} == {*EPISODE_CHECKS, *PUBLIC_CHECKS}


@pytest.mark.parametrize(
    ("name", "breaker"),
    [(name, breaker) for name, breakers in EPISODE_BREAKERS.items() for breaker in breakers],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_broken_episode_is_found_by_its_check(built: Built, name: str, breaker: Breaker) -> None:
    manifest = breaker(built.folder, built.manifest) or built.manifest
    failed = {finding.check for finding in check_episode(built.folder, manifest) if not finding.passed}
    assert name in failed


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, number) for name, breakers in PUBLIC_BREAKERS.items() for number in range(len(breakers))],
)
def test_a_broken_feed_is_found_by_its_check(
    built: Built, workspace: Path, public: Path, name: str, number: int
) -> None:
    feed = Workspace(workspace).feed(None)
    PUBLIC_BREAKERS[name][number](public)
    failed = [
        finding
        for finding in check_public(Public(public), read_manifests(feed), feed.settings)
        if not finding.passed
    ]
    assert name in {finding.check for finding in failed}


def test_every_rule_is_broken_by_a_breaker(built: Built, workspace: Path, public: Path) -> None:
    feed = Workspace(workspace).feed(None)
    whole, found = (public / "feed.xml").read_bytes(), set[str]()
    for breaker in PUBLIC_BREAKERS["rules"]:
        breaker(public)
        outcomes = rules.check(Public(public), read_manifests(feed), feed.settings)
        found |= {outcome.said.partition(";")[0] for outcome in outcomes if not outcome.passed}
        (public / "feed.xml").write_bytes(whole)
    assert found == {f"{rule.text} ({rule.source})".partition(";")[0] for rule in rules.RULES}


def test_a_show_that_has_moved_must_say_so(built: Built, workspace: Path, public: Path) -> None:
    feed = Workspace(workspace).feed(None)
    moved = feed.settings.model_copy(update={"moved_from": "https://old.example/"})
    failed = [out.said for out in rules.check(Public(public), read_manifests(feed), moved) if not out.passed]
    assert len(failed) == 1
    assert "itunes:new-feed-url" in failed[0]


def test_a_guid_that_is_not_the_shows_is_found(built: Built, workspace: Path, public: Path) -> None:
    settings = Workspace(workspace).feed(None).settings
    other = settings.model_copy(update={"guid": "00000000-0000-4000-8000-000000000000"})
    failed = [f.said for f in check_public(Public(public), (built.manifest,), other) if not f.passed]
    assert any(
        "guids that are not the show's 00000000… and the slug's: dispatch-007" in said for said in failed
    )


def test_a_feed_of_several_pages_passes_every_check(built: Built, workspace: Path, public: Path) -> None:
    feed = Workspace(workspace).feed(None)
    settings = feed.settings.model_copy(update={"items_per_page": 1})
    more = []
    for number in (8, 9):
        slug = f"dispatch-{number:03d}"
        folder = built.folder.with_name(slug)
        shutil.copytree(built.folder, folder)
        mp3 = folder / built.manifest.enclosure.name
        name = f"{slug}.{built.manifest.enclosure.sha256[:12]}.mp3"
        mp3.rename(mp3.with_name(name))
        more.append(
            dataclasses.replace(
                built.manifest,
                slug=slug,
                number=number,
                guid=item_guid(settings.guid, slug),
                published=built.manifest.published + datetime.timedelta(days=number),
                enclosure=dataclasses.replace(built.manifest.enclosure, name=name),
            )
        )
    manifests = (built.manifest, *more)
    for file in site_files(settings, manifests, published_picture(look_of(settings), None)):
        (public / file.name).write_bytes(file.data)
    assert len(list(public.glob("feed*.xml"))) == 3
    assert [f.said for f in check_public(Public(public), manifests, settings) if not f.passed] == []
    (public / "feed-2.xml").unlink()
    assert "feed" in {f.check for f in check_public(Public(public), manifests, settings) if not f.passed}
