"""The picture that a show brings itself: as it is where directories take it so, made fit where nothing is lost by it."""

import io
from pathlib import Path

from PIL import Image

from dispatch_audio.artwork.formats import Picture, jpeg, picture
from dispatch_audio.errors import WorkspaceError

SMALLEST, LARGEST = 1400, 3000
"""Pixels of a side (PSP-1, itunes:image; Apple)."""
_FORMATS = ("JPEG", "PNG")
_MODES = ("RGB", "RGBA", "L", "LA", "P")
"""What becomes RGB without a guess; CMYK, for one, depends on the printer that it was made for."""
_LARGEST_FILE = 20_000_000
_WANTED = f"a square JPEG or PNG of {SMALLEST} to {LARGEST} pixels a side"


def own_bytes(path: Path) -> bytes:
    """What the show's file holds.

    Raises WorkspaceError when it cannot be read, or is far larger than any picture of a show.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise WorkspaceError(
                f"has {path.stat().st_size // 1_000_000} MB, more than the {_LARGEST_FILE // 1_000_000} of a picture",
                file=path,
                hint=f"`artwork` in feed.toml takes {_WANTED}",
            )
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceError(
            f"cannot be read: {error.strerror}", file=path, hint="`artwork` in feed.toml names it"
        ) from None


def own_picture(data: bytes, path: Path) -> bytes:
    """The picture as it is published: the same bytes when they are RGB at 72 dpi, else made so in the same format.

    ``path`` is where it lies. Raises WorkspaceError when it is no JPEG or PNG, not square, or not 1400 to 3000 pixels a
    side; such a picture is for its maker to mend.
    """
    try:
        found = picture(data)
    except ValueError:
        raise _refused("is no picture that can be read", path) from None
    if found.format not in _FORMATS:
        raise _refused(f"is a picture of the format {found.format}", path)
    if found.width != found.height or not SMALLEST <= found.width <= LARGEST:
        raise _refused(f"has {found.width} x {found.height} pixels", path)
    if found.mode not in _MODES:
        raise _refused(
            f"has the colours {found.mode}, which screens show in ways of their own", path, " in RGB"
        )
    return data if (found.mode, found.dpi) == ("RGB", (72, 72)) else _made_fit(data, found)


def own_cover(data: bytes, side: int, limit: int) -> bytes:
    """The same picture as a JPEG of at most ``side`` pixels and less than ``limit`` bytes, to be put into every MP3."""
    with Image.open(io.BytesIO(data)) as found:
        if found.format == "JPEG" and found.width <= side and len(data) < limit:
            return data
        whole = found.convert("RGB")
    if whole.width > side:
        whole = whole.resize((side, side), Image.Resampling.LANCZOS)
    return jpeg(whole, limit)


def _refused(what: str, path: Path, more: str = "") -> WorkspaceError:
    return WorkspaceError(what, file=path, hint=f"`artwork` in feed.toml takes {_WANTED}{more}")


def _made_fit(data: bytes, found: Picture) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        if found.format == "PNG":
            _on_white(image).save(out, "PNG", dpi=(72, 72))
        elif found.mode == "RGB":
            # With its own tables, so that it is hardly compressed a second time.
            image.save(out, "JPEG", quality="keep", dpi=(72, 72), icc_profile=image.info.get("icc_profile"))
        else:
            image.convert("RGB").save(out, "JPEG", quality=95, dpi=(72, 72))
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Apps show what is transparent as black, white or grey."""
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")
