"""The pictures that go out: drawn, or the show's own; a show's is kept in the cache, since every build publishes it again."""

import hashlib
import io
from pathlib import Path

import PIL
from PIL import Image

import dispatch_audio
from dispatch_audio.artwork.formats import jpeg
from dispatch_audio.artwork.own import own_bytes, own_cover, own_picture
from dispatch_audio.artwork.pictures import EPISODE_SIDE, LARGEST_FILE, badged, episode_picture, show_picture
from dispatch_audio.artwork.values import Face, Look
from dispatch_audio.models import made

_DRAWING = "1"
"""Raised when the same look is drawn otherwise, so that no picture of an earlier drawing is taken from the cache."""


def published_picture(look: Look, own: Path | None) -> bytes:
    """The show's picture: the file ``own`` where it brings one, else the one that is drawn. JPEG or PNG.

    Raises WorkspaceError when the file is none that directories take, or the cache cannot be written.
    """
    brought = None if own is None else own_bytes(own)

    def make() -> bytes:
        if own is not None and brought is not None:
            fit = own_picture(brought, own)
            return _badged(fit, look) if look.badge else fit
        return show_picture(look.title, look.guid, author=look.author, badge=look.badge)

    things = (look.title, look.author) if brought is None else (hashlib.sha256(brought).hexdigest(),)
    key = _short(_DRAWING, dispatch_audio.__version__, PIL.__version__, look.badge, *things)
    return made(f"artwork-{_short(look.guid)}-{key}", make, suffix=".picture").read_bytes()


def cover(look: Look, face: Face, own: Path | None) -> bytes:
    """The picture inside an episode's MP3 and beside it, a JPEG: the show's own where it brings one, else the episode's.

    Raises WorkspaceError as ``published_picture`` does.
    """
    if own is None:
        return episode_picture(look, face)
    return own_cover(published_picture(look, own), EPISODE_SIDE, LARGEST_FILE)


def _badged(data: bytes, look: Look) -> bytes:
    with Image.open(io.BytesIO(data)) as found:
        return jpeg(badged(found.convert("RGB"), look), LARGEST_FILE)


def _short(*things: str) -> str:
    return hashlib.sha256("\0".join(things).encode()).hexdigest()[:12]
