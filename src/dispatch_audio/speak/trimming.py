"""The cache of clips within its bound: what was used longest ago goes, and what a killed run or an older version left."""

import math
import os
import re
from collections.abc import Iterable
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.speak import clips

VARIABLE = "DISPATCH_AUDIO_CACHE_MB"
"""The environment variable that sets another bound, in megabytes."""
BOUND_MB = 2_000
IN_USE = 3_600.0
"""Seconds after its last use in which a clip stays, whatever the bound: another run may be about to mix it."""
LEFT_BEHIND = 86_400.0
"""Seconds after which a file that is no clip of this version belongs to nobody."""

_OURS = re.compile(r"\.?[0-9a-f]{64}\.wav(?:\.\w+)?")
"""A clip, or one that was being written; nothing else is ever removed."""


def bound() -> int:
    """How large the cache of clips may be, in bytes.

    Raises WorkspaceError when the environment says what is no size.
    """
    text = os.environ.get(VARIABLE, "").strip() or str(BOUND_MB)
    try:
        megabytes = float(text)
    except ValueError:
        megabytes = math.nan
    if not 0 <= megabytes < math.inf:
        raise WorkspaceError(
            f"{VARIABLE} is {text!r}, which is no number of megabytes",
            hint=f"{VARIABLE}=500, or leave it out",
        )
    return round(megabytes * 1_000_000)


def settle(paths: Iterable[Path], most: int) -> None:
    """What a narration does at its end: its clips were used just now, and the cache is trimmed to ``most`` bytes."""
    for path in paths:
        files.touch(path)
    trim(most)


def trim(most: int) -> None:
    """Removes clips until ``most`` bytes are left, the longest unused first; none that was used within the last hour.

    A file that cannot be removed, since it is open or not ours, stays.
    """
    kept = []
    for file in files.listed(clips.folder()):
        if clips.is_clip(file.path):
            kept.append(file)
        elif _OURS.fullmatch(file.path.name) and file.idle > LEFT_BEHIND:
            files.discard(file.path)
    over = sum(file.size for file in kept) - most
    for file in sorted(kept, key=lambda file: file.idle, reverse=True):
        # A clock that was set back makes a file seem to be of the future: it is as well protected as one just used.
        if over <= 0 or file.idle <= IN_USE:
            break
        if files.discard(file.path):
            over -= file.size
