"""Players of sound that may be on this machine, and how each is told to play a file and end."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from dispatch_audio.errors import SoundError

_FILE = "DISPATCH_AUDIO_FILE"
PLAYERS: Mapping[str, tuple[str, ...]] = {
    "afplay": (),
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "mpv": ("--no-video", "--no-terminal"),
    "play": ("-q",),
    # The path comes by the environment: PowerShell would read a command's further words as code.
    "powershell": (
        "-NoProfile",
        "-Command",
        f"(New-Object System.Media.SoundPlayer $env:{_FILE}).PlaySync()",
    ),
}
"""From a program's name to what stands before the file, in the order they are looked for: those that come with macOS and
with Linux desktops, those that people install, and what every Windows has."""
_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Player:
    """A player that was found."""

    name: str
    program: str
    """Its whole path."""


def player() -> Player:
    """The first player that is on the PATH.

    Raises SoundError when there is none.
    """
    for name in PLAYERS:
        program = which(name)
        if program is not None:
            return Player(name, program)
    raise SoundError(
        f"there is no player on the PATH: none of {', '.join(PLAYERS)}",
        hint="install one of them, or leave out --play and open the file that is written",
    )


def play(chosen: Player, path: Path, seconds: float) -> None:
    """Plays a WAV file of this many seconds to its end.

    Raises SoundError when the player cannot, or goes on long after it should have ended.
    """
    words = [chosen.program, *PLAYERS[chosen.name]]
    words += [] if chosen.name == "powershell" else [str(path)]
    try:
        ran = subprocess.run(  # noqa: S603 - a program of our table, and no shell
            words,
            env={**os.environ, _FILE: str(path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds + _PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SoundError(
            f"{chosen.name} had not ended {_PATIENCE_S:.0f} s after the sound", file=path
        ) from None
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or [
            f"it ended with {ran.returncode}"
        ]
        raise SoundError(
            f"{chosen.name} cannot play it: {said[-1]}",
            file=path,
            hint="leave out --play and open the file that is written",
        )
