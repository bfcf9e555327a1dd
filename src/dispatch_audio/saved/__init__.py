"""A script as one Markdown file that an editor may change: written, read back, and compared."""

from dispatch_audio.saved.changes import Change, dispatch_changes, script_changes
from dispatch_audio.saved.origin import Origin, origin, with_origin
from dispatch_audio.saved.reading import read
from dispatch_audio.saved.text import Saved, decode
from dispatch_audio.saved.writing import write

__all__ = [
    "Change",
    "Origin",
    "Saved",
    "decode",
    "dispatch_changes",
    "origin",
    "read",
    "script_changes",
    "with_origin",
    "write",
]
