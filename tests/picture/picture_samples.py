"""Sounds of known level, and measurements made by hand, as the sheet takes them."""

import dataclasses
import datetime
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from dispatch_audio import media
from dispatch_audio.episode import Attachment, ChapterMark, Enclosure, Manifest
from dispatch_audio.episode import Measured as Kept
from dispatch_audio.picture import Limits, Measurements
from dispatch_audio.picture.values import (
    Chapter,
    Course,
    Grid,
    Pace,
    Pause,
    Peak,
    Programme,
    Spectrogram,
    Wave,
)

RATE = 44_100
LIMITS = Limits(target_lufs=-16.0, peak_dbtp=-1.0, tolerance_lu=0.5)


def tone(seconds: float, dbfs: float, hertz: float = 997.0, *, channels: int = 2) -> media.Block:
    """A sine, the same in every channel."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = (10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
    return np.repeat(wave[None, :], channels, axis=0)


def silence(seconds: float, *, channels: int = 2) -> media.Block:
    """Nothing."""
    return np.zeros((channels, round(seconds * RATE)), np.float32)


def mp3(path: Path, *blocks: media.Block) -> tuple[Path, float]:
    """The blocks one after the other as an MP3, and its length in seconds."""
    channels = blocks[0].shape[0]
    encoding = media.Encoding(RATE, channels, 320_000, quality=7)
    media.write_mp3(media.mp3_frames(blocks, encoding), path, encoding)
    return path, sum(block.shape[1] for block in blocks) / RATE


def episode(titles: Sequence[str], seconds: float, **changes: object) -> Manifest:
    """A manifest with chapters of equal length, whole seconds but for the last."""
    each = int(seconds / max(1, len(titles)))
    starts = [float(each * n) for n in range(len(titles))]
    manifest = Manifest(
        slug="dispatch-007",
        guid="a9ebc307-34c6-5909-b38c-000000000007",
        title="A Small Day",
        number=7,
        published=datetime.datetime(2026, 5, 6, 6, tzinfo=datetime.UTC),
        summary="",
        notes="",
        enclosure=Enclosure("dispatch-007.0123456789ab.mp3", 424242, "0" * 64, seconds),
        chapters=tuple(
            ChapterMark(title, start, end)
            for title, start, end in zip(titles, starts, [*starts[1:], seconds], strict=False)
        ),
        chapters_file=Attachment("chapters.json", "application/json+chapters"),
        transcripts=(Attachment("transcript.vtt", "text/vtt"),),
        narrator="Ann Example",
        engine="tone",
        measured=Kept(-16.0, 4.0, -1.5),
        fingerprint="f",
        made_from="small.txt",
        beside=(),
    )
    return dataclasses.replace(manifest, **changes)  # type: ignore[arg-type]


def measurements(manifest: Manifest, pauses: tuple[Pause, ...] = (), **changes: object) -> Measurements:
    """What could be measured of such an episode, some of the programme's changed."""
    seconds = manifest.enclosure.seconds
    columns, rows = 200, 20

    def series(value: Callable[[float], float]) -> tuple[float, ...]:
        return tuple(value(column / columns) for column in range(columns))

    programme = Programme(
        rate=RATE,
        channels=2,
        grid=Grid(columns, seconds),
        wave=Wave(series(lambda at: -0.5), series(lambda at: 0.6), series(lambda at: 0.1)),
        course=Course(
            series(lambda at: -24 + at),
            series(lambda at: -14 + at),
            series(lambda at: -16 + math.sin(20 * at)),
            series(lambda at: -3 - at),
        ),
        spectrogram=Spectrogram(
            rows, bytes(row * 12 for row in range(rows) for _ in range(columns)), 50, 16_000, -100, -20
        ),
        pauses=pauses,
        peak=Peak(seconds / 3, -1.5),
        integrated=-16.0,
        range=4.0,
        parts=(),
    )
    chapters = tuple(
        Chapter(mark.title, mark.start, mark.end, Pace(int(2.4 * (mark.end - mark.start)), mark.end - mark.start), -16.1)
        for mark in manifest.chapters
    )  # fmt: skip
    return Measurements(dataclasses.replace(programme, **changes), chapters)  # type: ignore[arg-type]
