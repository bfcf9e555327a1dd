"""The MP3 is there, whole, and as long as the feed will say."""

from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.models import sha256_of

SMALLEST = 16_384
"""partytime takes an enclosure of no more than this for a mistake (its own test, `length > 16384`)."""


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Existence, length, hash, and a name that holds the hash."""
    enclosure = manifest.enclosure
    path = folder / enclosure.name
    if not path.is_file():
        yield Outcome(False, f"{enclosure.name} is missing")
        return
    size, digest = path.stat().st_size, sha256_of(path)
    yield Outcome(size == enclosure.length, f"{size} bytes, manifest {enclosure.length}")
    yield Outcome(size > SMALLEST, f"{size} bytes, more than {SMALLEST} wanted")
    yield Outcome(digest == enclosure.sha256, f"SHA-256 {digest[:12]}, manifest {enclosure.sha256[:12]}")
    yield Outcome(
        enclosure.name == f"{manifest.slug}.{digest[:12]}.mp3", f"{enclosure.name} is named by its content"
    )
