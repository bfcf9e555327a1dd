"""The pictures that go out: drawn, or the show's own; a show's is kept in the cache, since every build publishes it again."""

import hashlib
from pathlib import Path

import PIL

import dispatch_audio
from dispatch_audio.artwork.own import own_bytes, own_cover, own_picture
from dispatch_audio.artwork.pictures import EPISODE_SIDE, LARGEST_FILE, episode_picture, show_picture
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
            return own_picture(brought, own)
        return show_picture(look.title, look.guid, author=look.author, badge=look.badge)

    things = (
        (look.title, look.author, look.badge) if brought is None else (hashlib.sha256(brought).hexdigest(),)
    )
    key = _short(_DRAWING, dispatch_audio.__version__, PIL.__version__, *things)
    return made(f"artwork-{_short(look.guid)}-{key}", make, suffix=".picture").read_bytes()


def cover(look: Look, face: Face, own: Path | None) -> bytes:
    """The picture inside an episode's MP3 and beside it, a JPEG: the show's own where it brings one, else the episode's.

    Raises WorkspaceError as ``published_picture`` does.
    """
    if own is None:
        return episode_picture(look, face)
    return own_cover(published_picture(look, own), EPISODE_SIDE, LARGEST_FILE)


def _short(*things: str) -> str:
    return hashlib.sha256("\0".join(things).encode()).hexdigest()[:12]
