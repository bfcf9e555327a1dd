"""Pictures are such as every directory takes: JPEG or PNG, square, RGB, 72 dpi; a show's and a cover of 1400 to 3000 pixels.

What is measured is the file's content, and not what it is called; but its name follows from it, since apps keep a picture
by its address.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dispatch_audio.artwork import LARGEST, SMALLEST, picture, picture_name
from dispatch_audio.checks.document import NAMES, Public
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.package import cover_name
from dispatch_audio.workspace.settings import FeedSettings

_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def check(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """Each picture of ours that the feed names; those in episodes' folders are measured with their episode."""
    named = {
        element.get("href", "").removeprefix(settings.base_url)
        for page in public.pages
        for element in page.channel.iter(f"{{{NAMES['itunes']}}}image")
        if element.get("href", "").startswith(settings.base_url)
    }
    for name in sorted(name for name in named if not name.startswith("episodes/")):
        yield from _check_picture(public.file(name), SMALLEST)


def check_pictures(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """An episode's cover, and the pictures of its chapters."""
    name = cover_name(manifest)
    yield Outcome(bool(name), f"{name or 'no file'} is the cover")
    if name:
        yield from _check_picture(folder / name, SMALLEST)
    for pictured in sorted({mark.picture for mark in manifest.chapters if mark.picture}):
        yield from _check_picture(folder / pictured, 1, ("RGB", "P"))


def _check_picture(path: Path, smallest: int, modes: tuple[str, ...] = ("RGB",)) -> Iterator[Outcome]:
    """``modes`` are the colours that it may have: a chapter's may be of a palette, which no directory asks about."""
    data = path.read_bytes()
    found = picture(data)
    yield Outcome(
        PurePosixPath(path.name).suffix.lower() in _ENDINGS.get(found.format, ()),
        f"{path.name} is {found.format}, JPEG or PNG by its ending wanted (PSP-1, itunes:image)",
    )
    yield Outcome(
        found.width == found.height and smallest <= found.width <= LARGEST,
        f"{path.name}: {found.width} x {found.height}, square and {smallest} to {LARGEST} wanted (PSP-1, itunes:image)",
    )
    yield Outcome(
        found.mode in modes and found.dpi == (72, 72),
        f"{path.name}: {found.mode}, {found.dpi[0]:.0f} dpi, RGB and 72 wanted (PSP-1, itunes:image)",
    )
    yield Outcome(
        path.name == picture_name(path.name.partition(".")[0], data),
        f"{path.name} is named by its content, since apps keep a picture by its address",
    )
