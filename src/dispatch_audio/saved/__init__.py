"""A script as one Markdown file that an editor may change: written, read back, and compared."""

from dispatch_audio.saved.changes import Change, dispatch_changes, script_changes
from dispatch_audio.saved.marks import usual_pause
from dispatch_audio.saved.origin import Origin, origin, with_front_of, with_origin
from dispatch_audio.saved.paragraph import Say
from dispatch_audio.saved.pronunciation import pronunciation
from dispatch_audio.saved.reading import read
from dispatch_audio.saved.text import Note, Place, Saved, decode
from dispatch_audio.saved.writing import blocks, write

__all__ = [
    "Change",
    "Note",
    "Origin",
    "Place",
    "Saved",
    "Say",
    "blocks",
    "decode",
    "dispatch_changes",
    "origin",
    "pronunciation",
    "read",
    "script_changes",
    "usual_pause",
    "with_front_of",
    "with_origin",
    "write",
]
