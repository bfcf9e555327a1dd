"""What lies beside the MP3 is there, and holds what it was published with."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.site import PAGE_NAME


def check(folder: Path, manifest: Manifest) -> Iterator[Outcome]:
    """Chapters, transcripts and cover by their hashes, and the page."""
    for file in manifest.beside:
        path = folder / file.name
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none, it is missing"
        yield Outcome(
            digest == file.sha256, f"{file.name}: SHA-256 {digest[:19]}, manifest {file.sha256[:12]}"
        )
    yield Outcome((folder / PAGE_NAME).is_file(), f"{PAGE_NAME} is there")
