"""New narrators out of styles: what a mix names, how much of each, and the profile that says what it was made of."""

import difflib
import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio import files, models
from dispatch_audio.errors import DispatchAudioError, InputError, ModelError, WorkspaceError
from dispatch_audio.speak import styles
from dispatch_audio.speak.fetching import fetchables
from dispatch_audio.speak.profiles import profile_text
from dispatch_audio.workspace import Voice, Workspace
from dispatch_audio.workspace.settings import VoiceProfile

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LICENCE = re.compile(r"^# Licence: (.+)$", re.MULTILINE)
_UNKNOWN = "not known to the program; ask whoever made it"
_ROUNDING = 1e-6
"""Weights that add up to one but for this are taken as they stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """An ingredient of a mix."""

    name: str
    """As it was asked for."""
    weight: float
    """Its share; those of a mix add up to 1."""
    path: Path
    sha256: str
    origin: str
    licence: str
    language: str


@dataclass(frozen=True, slots=True)
class Mix:
    """A style that is mixed, and what of."""

    parts: tuple[Part, ...]
    asked: float
    """What the weights added up to when they were asked for."""
    data: bytes
    """The style as a NumPy file."""

    @property
    def shared(self) -> bool:
        """Whether the weights had to be divided to add up to 1."""
        return abs(self.asked - 1) > _ROUNDING

    @property
    def recipe(self) -> str:
        """``am_michael=0.6 bm_george=0.4``."""
        return " ".join(f"{part.name}={part.weight:.6g}" for part in self.parts)

    @property
    def language(self) -> str:
        """The accent of its greatest part."""
        return max(self.parts, key=lambda part: part.weight).language


def weighed(words: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Names and weights as people write them: ``am_michael=0.6``; a name alone weighs 1.

    Raises InputError that names every fault.
    """
    recipe, faults = _weighed(words)
    if faults:
        raise InputError("; ".join(faults))
    return recipe


def _weighed(words: Sequence[str]) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...]]:
    """What can be read of the words, and what cannot."""
    recipe: dict[str, float] = {}
    faults: list[str] = []
    for word in words:
        name, sign, number = word.rpartition("=") if "=" in word else (word, "", "1")
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not name or (sign and not number):
            faults.append(f"{word!r} is not written NAME=WEIGHT, such as am_michael=0.6")
            continue
        if not math.isfinite(weight) or weight <= 0:
            faults.append(f"{name}: the weight {number} is no number above 0")
        if name in recipe:
            faults.append(f"{name}: is named twice")
        recipe[name] = weight
    return tuple(recipe.items()), tuple(faults)


def mix(workspace: Workspace, words: Sequence[str]) -> Mix:
    """The style that these words describe, its weights made to add up to 1.

    An ingredient is a style that was fetched, a voice of the workspace that has one, or the path of a file. Raises
    InputError that names every fault: of the words, and of the files.
    """
    recipe, wrong = _weighed(words)
    faults = list(wrong)
    asked = math.fsum(weight for _, weight in recipe)
    share = 1.0 if abs(asked - 1) <= _ROUNDING else asked
    parts: list[Part] = []
    read: list[tuple[styles.Style, float]] = []
    for name, weight in recipe:
        try:
            part = _part(workspace, name, weight / share)
            read.append((styles.read(part.path), part.weight))
            parts.append(part)
        except ModelError as error:
            faults.append(f"{name}: {error.what}")
        except DispatchAudioError as error:
            faults.append(str(error))
    if faults:
        raise InputError("; ".join(faults))
    return Mix(tuple(parts), asked, styles.as_npy(styles.mixed(read)))


def _part(workspace: Workspace, name: str, weight: float) -> Part:
    """An ingredient, found: first as a path, then among the styles, then among the voices."""
    voices = workspace.root / "voices"
    fetched, language, licence = voices / "styles" / f"{name}{styles.RAW}", "en-us", ""
    if name.endswith((styles.RAW, ".npy")):
        path, origin = Path(name), "a file"
        if not path.is_file():
            raise InputError(f"{name}: there is no such file")
    elif fetched.is_file():
        path, origin = fetched, "a style"
    elif name in workspace.voice_names():
        voice = workspace.voice(name)
        if not voice.profile.style:
            raise InputError(
                f"{name}: voices/{name}.toml has no style to mix, its engine is {voice.profile.engine}"
            )
        path, origin, language = voice.folder / voice.profile.style, "a voice of ours", voice.profile.language
        told = _LICENCE.search((voices / f"{name}.toml").read_text("utf-8-sig"))
        licence = told[1] if told else ""
    else:
        raise InputError(_unknown(workspace, name))
    if not path.is_file():
        raise InputError(f"{name}: {path} is not there")
    sha256 = models.sha256_of(path)
    for style in fetchables():
        if style.files[0].sha256 == sha256:
            origin, licence, language = f"{style.name}, {style.origin}", style.licence, style.language
    return Part(name, weight, path, sha256, origin, licence or _UNKNOWN, language)


def _unknown(workspace: Workspace, name: str) -> str:
    """That there is nothing of this name, and how to get it, or what may have been meant."""
    offered = [voice.name for voice in fetchables() if voice.engine == "kokoro"]
    if name in offered:
        return f"{name}: is not fetched yet; `dispatch-audio voices fetch {name}` brings it"
    here = [path.stem for path in (workspace.root / "voices" / "styles").glob(f"*{styles.RAW}")]
    known = dict.fromkeys([*here, *workspace.voice_names(), *offered])
    near = difflib.get_close_matches(name, known, n=2)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"{name}: is no style that was fetched, no voice, and no file{meant}"


def write(workspace: Workspace, name: str, made: Mix, *, force: bool = False) -> tuple[Path, Path]:
    """Writes voices/<name>.npy and the profile beside it, and gives both paths.

    Raises InputError for a name that no file should have, WorkspaceError when one of them is there and ``force`` is not
    given.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{name!r} cannot name a voice", hint="use small letters, digits, - and _, such as lenar-kess"
        )
    voices = workspace.root / "voices"
    style, profile = voices / f"{name}.npy", voices / f"{name}.toml"
    there = [path for path in (style, profile) if path.exists()]
    if there and not force:
        raise WorkspaceError("is there already", file=there[0], hint="--force writes over it")
    said = name.replace("_", "-").replace("-", " ").title()
    text = profile_text(
        _head(name, said, made),
        name=said,
        engine="kokoro",
        file=("style", style.name, "beside this file"),
        language=made.language,
    )
    # The profile last: it never names a style that is not there.
    files.write_atomically(style, made.data)
    files.write_atomically(profile, text.encode())
    return style, profile


def _head(name: str, said: str, made: Mix) -> Sequence[str]:
    licences = dict.fromkeys(part.licence for part in made.parts)
    lines = [
        f"{said}: a Kokoro voice, mixed with `dispatch-audio voices mix {name} {made.recipe}`.",
        "It is none of the voices that it is made of, but a linear mix of their styles:",
        "",
    ]
    for part in made.parts:
        lines += [
            f"    {part.weight:.6g} {part.name} ({part.origin}; {part.licence})",
            f"        SHA-256 {part.sha256}",
        ]
    return [
        *lines,
        "",
        f"{name}.npy: SHA-256 {hashlib.sha256(made.data).hexdigest()}",
        f"Licence: {'; '.join(licences)}",
    ]


def names_style(workspace: Workspace, text: str) -> bool:
    """Whether a text can only mean a style or a mix of several, be it here or not."""
    offered = {voice.name for voice in fetchables() if voice.engine == "kokoro"}
    return (
        "=" in text
        or text in offered
        or (workspace.root / "voices" / "styles" / f"{text}{styles.RAW}").is_file()
    )


def improvised(workspace: Workspace, text: str) -> Voice:
    """A voice to be heard once and kept nowhere: a style, or a mix as in ``am_michael=0.6,bm_george=0.4``.

    Raises InputError as `mix` does.
    """
    made = mix(workspace, [word.strip() for word in text.split(",")])
    digest = hashlib.sha256(made.data).hexdigest()
    path = files.cache_folder() / "styles" / f"{digest}.npy"
    if not path.is_file():
        files.write_atomically(path, made.data)
    profile = VoiceProfile.model_validate(
        {"name": made.recipe, "engine": "kokoro", "style": str(path), "language": made.language}
    )
    return Voice(re.sub(r"[^\w.-]+", "-", made.recipe), workspace.root / "voices", profile)
