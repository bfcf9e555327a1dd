"""Each check passes what is right and finds what breaks its promise: breakers for every row of the tables."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio import media
from dispatch_audio.build import Built, check_feed, read_manifests
from dispatch_audio.checks import EPISODE_CHECKS, PUBLIC_CHECKS, check_episode, check_public
from dispatch_audio.episode import Manifest
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
    (folder / "cover.jpg").write_bytes(b"another")


def _no_transcript(folder: Path, manifest: Manifest) -> None:
    (folder / manifest.transcripts[0].name).unlink()


EPISODE_BREAKERS: dict[str, list[Breaker]] = {
    "enclosure": [_missing, _half, _one_bit],
    "frames": [_missing, _half, _trailing, _three_bytes],
    "loudness": [_missing, _quieter, _clipped, _dead_air, _wide, _mono],
    "chapters": [_chapter_moved, _chapters_gone, _half_seconds],
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
        _show_page_gone,
        _artwork_gone,
    ],
}


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


@pytest.mark.parametrize("number", range(len(PUBLIC_BREAKERS["feed"])))
def test_a_broken_feed_is_found(built: Built, workspace: Path, public: Path, number: int) -> None:
    feed = Workspace(workspace).feed(None)
    PUBLIC_BREAKERS["feed"][number](public)
    failed = [
        finding for finding in check_public(public, read_manifests(feed), feed.settings) if not finding.passed
    ]
    assert failed
    assert {finding.check for finding in failed} == {"feed"}
