"""The show's picture is one that every directory takes: JPEG or PNG, square, 1400 to 3000 pixels, RGB, 72 dpi."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dispatch_audio.artwork import picture, picture_name
from dispatch_audio.checks.document import NAMES, Public
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.workspace.settings import FeedSettings

SMALLEST, LARGEST = 1400, 3000
"""Pixels of a side (PSP-1, itunes:image; Apple)."""
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def check(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """Each picture of ours that the feed names, by its content and not by what it is called."""
    named = {
        element.get("href", "")
        for page in public.pages()
        for element in page.channel.iter(f"{{{NAMES['itunes']}}}image")
    }
    for address in sorted(address for address in named if address.startswith(settings.base_url)):
        yield from _check_picture(public.file(address.removeprefix(settings.base_url)))


def _check_picture(path: Path) -> Iterator[Outcome]:
    data = path.read_bytes()
    found = picture(data)
    yield Outcome(
        PurePosixPath(path.name).suffix.lower() in _ENDINGS.get(found.format, ()),
        f"{path.name} is {found.format}, JPEG or PNG by its ending wanted (PSP-1, itunes:image)",
    )
    yield Outcome(
        found.width == found.height and SMALLEST <= found.width <= LARGEST,
        f"{path.name}: {found.width} x {found.height}, square and {SMALLEST} to {LARGEST} wanted (PSP-1, itunes:image)",
    )
    yield Outcome(
        found.mode == "RGB" and found.dpi == (72, 72),
        f"{path.name}: {found.mode}, {found.dpi[0]:.0f} dpi, RGB and 72 wanted (PSP-1, itunes:image)",
    )
    # A picture of the user's own may be called as they like; one of ours is named by its content.
    yield Outcome(
        not path.name.startswith("artwork.") or path.name == picture_name("artwork", data),
        f"{path.name} is named by its content, since apps keep a picture by its address",
    )
