"""The sound design of a show: what its feed.toml asks for, as pieces of music with where a voice may come in.

``signature`` is made by ``sound/`` and kept in the cache; ``plain`` is the same without music under speech; anything else
is a folder of the show's own files: ``opening``, ``sting``, ``bed``, ``closing``, in any format that PyAV reads.
"""

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from dispatch_audio import sound
from dispatch_audio.errors import SettingsError, SoundError
from dispatch_audio.master import Part
from dispatch_audio.models import made, sha256_of
from dispatch_audio.narration import Sound
from dispatch_audio.speak.silences import LEAD_IN, LEAD_OUT, NO_MUSIC, Leads
from dispatch_audio.workspace import Feed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS: tuple[Part, ...] = get_args(Part)
_BUILT_IN = ("signature", "plain", "none")
_BREATH = 0.15
"""Seconds of silence before the first sound, and after the last."""
_UNDER_A_BED = 1.2
"""Seconds from the start of a chapter that a bed opens to its first word."""
_LONGEST = {"opening": 30.0, "sting": 6.0, "bed": 600.0, "closing": 60.0}
"""Seconds that a piece of the show's own may last."""
_FALLEN_DB, _WINDOW = -12.0, 0.05
"""How far below its loudest a piece has fallen when a voice may come in, told in windows of so many seconds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of music."""

    sound: Sound
    enter: float
    """Seconds from its start at which a voice may come in over what still rings."""

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.sound.seconds


@dataclass(frozen=True, slots=True)
class SoundDesign:
    """What is heard beside the voices."""

    opening: Piece | None = None
    sting: Piece | None = None
    bed: Piece | None = None
    closing: Piece | None = None
    closing_lead: float = 0.0
    """Seconds before the end of the last word at which the closing begins."""
    seamless: bool = False
    """Whether the bed's end leads into its beginning without a seam."""

    @property
    def start(self) -> float:
        """Seconds of silence before the opening."""
        return _BREATH if self.opening else 0.0

    @property
    def leads(self) -> Leads:
        """What the music takes of the time."""
        chapter = self.sting.enter if self.sting else LEAD_IN
        end = LEAD_OUT if self.closing is None else self.closing.seconds - self.closing_lead + _BREATH
        return Leads(
            opening=self.start + self.opening.enter if self.opening else LEAD_IN,
            chapter=max(LEAD_IN, chapter),
            last=_UNDER_A_BED if self.bed else max(LEAD_IN, chapter),
            end=max(LEAD_OUT, end),
        )


SILENT = SoundDesign()
"""Voices alone."""


def identity(feed: Feed) -> str:
    """One line for what the music is made from: the same means the same sound. Nothing is rendered to tell.

    Raises SettingsError when the folder of the show's own is not there.
    """
    name = feed.settings.sound
    if name in _BUILT_IN:
        return f"{name} {sound.VERSION}"
    return " ".join(f"{part} {sha256_of(path)}" for part, path in _own_files(feed).items())


def leads_of(feed: Feed) -> Leads:
    """What the show's music takes of the time, to estimate a length with; the signature is not rendered for it."""
    name = feed.settings.sound
    if name not in _BUILT_IN:
        return _own(feed).leads
    if name == "none":
        return NO_MUSIC
    return Leads(
        opening=_BREATH + sound.OPENING_ENTER,
        chapter=sound.STING_ENTER,
        last=_UNDER_A_BED if name == "signature" else sound.STING_ENTER,
        end=max(LEAD_OUT, sound.CLOSING_SECONDS - sound.CLOSING_LEAD + _BREATH),
    )


def design_of(feed: Feed) -> SoundDesign:
    """The show's sound design, its pieces ready to be mixed at this feed's rate.

    Raises SettingsError when its folder holds no piece, or two files for one, and SoundError when one cannot be read.
    """
    name = feed.settings.sound
    if name == "none":
        return SILENT
    if name not in _BUILT_IN:
        return _own(feed)
    rate = feed.settings.master.rate

    def piece(part: Part, enter: float) -> Piece:
        # The synthesiser loads when something is rendered.
        from dispatch_audio.sound import signature

        makers: dict[Part, Callable[[int], NDArray[np.float32]]] = {
            "opening": signature.opening,
            "sting": signature.sting,
            "bed": signature.bed,
            "closing": signature.closing,
        }
        path = made(
            f"signature-{part}-{rate}-{sound.VERSION}", lambda: _wav(makers[part](rate), rate), suffix=".wav"
        )
        with wave.open(str(path)) as stream:
            frames = stream.getnframes()
        return Piece(Sound(path, sha256_of(path), frames, rate), enter)

    return SoundDesign(
        piece("opening", sound.OPENING_ENTER),
        piece("sting", sound.STING_ENTER),
        piece("bed", 0.0) if name == "signature" else None,
        piece("closing", 0.0),
        sound.CLOSING_LEAD,
        seamless=True,
    )


def _wav(samples: "NDArray[np.float32]", rate: int) -> bytes:
    into = io.BytesIO()
    with wave.open(into, "wb") as stream:
        stream.setnchannels(len(samples))
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes((samples.T.clip(-1, 1) * 32767).round().astype("<i2").tobytes())
    return into.getvalue()


def _own(feed: Feed) -> SoundDesign:
    found = {part: _piece(part, path) for part, path in _own_files(feed).items()}
    return SoundDesign(found.get("opening"), found.get("sting"), found.get("bed"), found.get("closing"))


def _own_files(feed: Feed) -> dict[Part, Path]:
    folder, settings = feed.folder / feed.settings.sound, feed.folder / "feed.toml"
    if not folder.is_dir():
        raise SettingsError(
            f"sound: there is no folder {folder}", file=settings, hint=f"or one of {', '.join(_BUILT_IN)}"
        )
    found: dict[Part, Path] = {}
    for part in PARTS:
        files = sorted(path for path in folder.iterdir() if path.stem == part and path.is_file())
        if len(files) > 1:
            raise SettingsError(
                f"sound: {folder} has {' and '.join(path.name for path in files)}",
                file=settings,
                hint="keep one",
            )
        if files:
            found[part] = files[0]
    if not found:
        raise SettingsError(f"sound: {folder} has none of {', '.join(PARTS)}", file=settings)
    return found


def _piece(part: Part, path: Path) -> Piece:
    """A file of the show's own. A voice may come in when it has fallen well below its loudest for good."""
    import numpy as np

    from dispatch_audio import media

    rate, _ = media.format_of(path)
    window = round(_WINDOW * rate)
    frames, longest = 0, round(_LONGEST[part] * rate)
    powers: list[float] = []
    for block in media.windows(media.decode(path), window):
        frames += block.shape[1]
        powers.append(float(np.mean(np.square(block))))
        if frames > longest:
            raise SoundError(
                f"is longer than {_LONGEST[part]:.0f} seconds", file=path, hint=f"cut it: it is the {part}"
            )
    if not powers or max(powers) == 0:
        raise SoundError("holds no sound", file=path)
    loud = [at for at, power in enumerate(powers) if power >= max(powers) * 10 ** (_FALLEN_DB / 10)]
    return Piece(Sound(path, sha256_of(path), frames, rate), min(frames, (loud[-1] + 1) * window) / rate)
