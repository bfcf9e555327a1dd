"""What can go wrong, and how it is said.

DispatchAudioError          anything we can explain: what, where, and the way out
├── InputError              a dispatch, a script or a name that was given cannot be used
├── SettingsError           feed.toml, people.toml or a voice profile is wrong
├── VoiceError              an engine cannot speak
│   └── EngineGoneError     not now, whatever it is asked to say: another voice must speak
├── ModelError              a model is missing, or is another than the one we know
├── SoundError              audio cannot be read, mixed or encoded
│   └── ClipGoneError       a clip is no longer what was spoken: it must be spoken again
├── PublishError            public/ could not be sent to a target
└── WorkspaceError          a folder or file of the workspace is missing or cannot be written
    └── ChangedError        a file is no longer what it was when it was read: nothing was written

Every error carries fields, not a finished sentence, so that all of them look alike on a terminal and in a log.
"""

import re
from pathlib import Path

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, what turns the direction of the text around it, and halves of a character."""


class DispatchAudioError(Exception):
    """One failure, as a person needs it: what happened, where, and the way out."""

    def __init__(
        self, what: str, *, file: Path | str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(what)
        self.what = what
        """What happened, without a full stop."""
        self.file = file
        """The file it happened in, when there is one."""
        self.line = line
        """The line of that file, counted from 1."""
        self.hint = hint
        """The way out, as an instruction."""

    @property
    def where(self) -> str:
        """``file:line``, ``file`` or nothing."""
        if self.file is None:
            return ""
        return f"{self.file}:{self.line}" if self.line is not None else str(self.file)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        text = f"{text} ({self.hint})" if self.hint else text
        # What it quotes was written by others, and goes to a terminal: nothing in it may move the cursor or turn the line.
        return _UNSHOWN.sub(lambda c: ascii(c[0])[1:-1], " ".join(text.split()))


class InputError(DispatchAudioError):
    """A dispatch, a script or a name that was given cannot be used."""


class SettingsError(DispatchAudioError):
    """feed.toml, people.toml or a voice profile is wrong."""


class VoiceError(DispatchAudioError):
    """An engine cannot speak."""


class EngineGoneError(VoiceError):
    """An engine cannot speak now, whatever it is asked to say: another voice must."""


class ModelError(DispatchAudioError):
    """A model is missing, or is another than the one we know."""


class SoundError(DispatchAudioError):
    """Audio cannot be read, mixed or encoded."""


class ClipGoneError(SoundError):
    """A clip was removed or damaged after it was spoken: it must be spoken again."""


class PublishError(DispatchAudioError):
    """public/ could not be sent to a target; what is there is whole, and the feed there names nothing that is missing."""


class WorkspaceError(DispatchAudioError):
    """A folder or file of the workspace is missing or cannot be written."""


class ChangedError(WorkspaceError):
    """A file is no longer what it was when it was read; nothing was written."""
