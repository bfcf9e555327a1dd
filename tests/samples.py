"""Dispatches that tests build from, and a way to compare folders."""

import dataclasses
import datetime
import shutil
from pathlib import Path

from dispatch_audio.build import Built
from dispatch_audio.package.manifest import dump, item_guid
from dispatch_audio.workspace.settings import FeedSettings

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "feeds" / "daily-dispatch" / "dispatches" / "dispatch-002.txt"
"""The dispatch that ships with the program."""
NOW = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
"""When tests take place."""

SMALL = """\
Dispatch 7 · 2026-05-06 GCU Small Print
A Small Day
“Nothing happened, and everybody saw it.”
— Ann Example, on the day
Two things happened today. The harbour froze. The baker came back.
- Harbour news — The ice arrives
Sources
2 cited
-
1
Harbour freezes over
Article Ann Example — Reporter at the Harbour Post
The harbour froze on Tuesday for the first time in 12 years.
example.org/harbour →Details
- Cited text
- The harbour froze on Tuesday for the first time in 12 years.
- Context
- The ice keeps 40 boats from leaving
- Key points
- The harbour froze for the first time in 12 years
- Ice is 8 cm thick at the pier
- Provenance
- Article · Primary source
-
2
The baker came back
X baker — Baker in town
I came back, and the oven was still warm.
x.com/baker/status/1… →Details
- Cited text
- I came back, and the oven was still warm.
- Key points
- The shop opens at 6 a.m. again
- Provenance
- Tweet · Primary source
"""
"""A dispatch of two sources, quick to build."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copies(built: Built, count: int, settings: FeedSettings) -> None:
    """More episodes, each a day later than the one before it."""
    for number in range(8, 8 + count):
        folder = built.folder.with_name(f"dispatch-{number:03d}")
        shutil.copytree(built.folder, folder)
        manifest = dataclasses.replace(
            built.manifest,
            slug=folder.name,
            number=number,
            guid=item_guid(settings.guid, folder.name),
            published=built.manifest.published + datetime.timedelta(days=number),
        )
        (folder / "episode.json").write_bytes(dump(manifest))
