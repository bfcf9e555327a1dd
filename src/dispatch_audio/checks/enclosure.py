"""The MP3 is there, whole, and as long as the feed will say."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest

SMALLEST = 16_384
"""partytime takes an enclosure of no more than this for a mistake (its own test, `length > 16384`)."""


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Existence, length, hash, and a name that holds the hash."""
    enclosure = manifest.enclosure
    path = folder / enclosure.name
    if not path.is_file():
        yield Outcome(False, f"{enclosure.name} is missing")
        return
    data = path.read_bytes()
    yield Outcome(len(data) == enclosure.length, f"{len(data)} bytes, manifest {enclosure.length}")
    yield Outcome(len(data) > SMALLEST, f"{len(data)} bytes, more than {SMALLEST} wanted")
    digest = hashlib.sha256(data).hexdigest()
    yield Outcome(digest == enclosure.sha256, f"SHA-256 {digest[:12]}, manifest {enclosure.sha256[:12]}")
    yield Outcome(
        enclosure.name == f"{manifest.slug}.{digest[:12]}.mp3", f"{enclosure.name} is named by its content"
    )
