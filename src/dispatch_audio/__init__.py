"""dispatch-audio: a written briefing in, a podcast out.

The names below are the Python interface (docs/python-api.md). Each is imported when it is asked for.
"""

import sys

# As typing's own, for readers of types alone: importing typing would take longer than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from dispatch_audio.api import build, compose, mix, package, publish, read, speak
    from dispatch_audio.build import Built
    from dispatch_audio.compose import Length
    from dispatch_audio.dispatch import Dispatch, PullQuote, Section, Source
    from dispatch_audio.episode import ChapterMark, CitedSource, Enclosure, Manifest
    from dispatch_audio.errors import (
        DispatchAudioError,
        EngineGoneError,
        InputError,
        ModelError,
        PublishError,
        SettingsError,
        SoundError,
        VoiceError,
        WorkspaceError,
    )
    from dispatch_audio.master import Line, Loudness, Mark, Master, Timeline
    from dispatch_audio.narration import Clip, Narration, Sound, Speaker, WordTiming
    from dispatch_audio.publish import Published
    from dispatch_audio.script import Chapter, LeftOut, Script, Span, SpokenForm, Utterance
    from dispatch_audio.workspace import Feed, Voice, Workspace

__version__ = "0.1.0"

__all__ = [
    "Built",
    "Chapter",
    "ChapterMark",
    "CitedSource",
    "Clip",
    "Dispatch",
    "DispatchAudioError",
    "Enclosure",
    "EngineGoneError",
    "Feed",
    "InputError",
    "LeftOut",
    "Length",
    "Line",
    "Loudness",
    "Manifest",
    "Mark",
    "Master",
    "ModelError",
    "Narration",
    "PublishError",
    "Published",
    "PullQuote",
    "Script",
    "Section",
    "SettingsError",
    "Sound",
    "SoundError",
    "Source",
    "Span",
    "Speaker",
    "SpokenForm",
    "Timeline",
    "Utterance",
    "Voice",
    "VoiceError",
    "WordTiming",
    "Workspace",
    "WorkspaceError",
    "build",
    "compose",
    "mix",
    "package",
    "publish",
    "read",
    "speak",
]

_PLACES = {
    "api": ("build", "compose", "mix", "package", "publish", "read", "speak"),
    "build": ("Built",),
    "compose": ("Length",),
    "dispatch": ("Dispatch", "PullQuote", "Section", "Source"),
    "episode": ("ChapterMark", "CitedSource", "Enclosure", "Manifest"),
    "errors": (
        "DispatchAudioError",
        "EngineGoneError",
        "InputError",
        "ModelError",
        "PublishError",
        "SettingsError",
        "SoundError",
        "VoiceError",
        "WorkspaceError",
    ),
    "master": ("Line", "Loudness", "Mark", "Master", "Timeline"),
    "narration": ("Clip", "Narration", "Sound", "Speaker", "WordTiming"),
    "publish": ("Published",),
    "script": ("Chapter", "LeftOut", "Script", "Span", "SpokenForm", "Utterance"),
    "workspace": ("Feed", "Voice", "Workspace"),
}
"""From a module to the public names that it has."""
_MODULES = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Interface(type(sys)):  # type: ignore[misc]
    """This module, in which a room is never put in the place of the function that has its name.

    Python sets `dispatch_audio.speak` to the room whenever that is imported first; ``from dispatch_audio.speak import ...`` finds
    it without.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _MODULES and isinstance(value, type(sys))):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Interface
