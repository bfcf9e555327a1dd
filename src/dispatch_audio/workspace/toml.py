"""TOML files to validated values: every fault of a file in one line, with the key and the nearest known name."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeGuard, TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError

from dispatch_audio.errors import SettingsError

_Model = TypeVar("_Model", bound=BaseModel)
MAX_BYTES = 1_000_000
"""The largest settings file that is read; a lexicon of ten thousand words has some 400,000 bytes."""
_MAX_DOTS = 200
"""In a line: tomllib takes time that grows with the square of a dotted key's parts."""
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


def read_table(path: Path) -> dict[str, object]:
    """The table that a TOML file holds.

    Raises SettingsError with the line when the file is missing or is not TOML.
    """
    text = read_text(path)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS:
            raise SettingsError(f"has more than {_MAX_DOTS} dots in a line", file=path, line=number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise SettingsError(
            f"is not TOML: {_AT_LINE.sub('', str(error))}", file=path, line=int(at[1]) if at else None
        ) from None
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists that nest as deep.
        said = "nests too deep" if isinstance(error, RecursionError) else "holds a number that is too long"
        raise SettingsError(said, file=path) from None


def read_text(path: Path) -> str:
    """The text of a settings file. Raises SettingsError when it is missing, too large or no UTF-8."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SettingsError(f"is larger than {MAX_BYTES // 1000:,} kB", file=path)
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise SettingsError(
            "there is no such file", file=path, hint="`dispatch-audio init` makes one"
        ) from None
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", file=path) from None
    except UnicodeDecodeError:
        raise SettingsError("is not UTF-8 text", file=path, hint="save it as UTF-8") from None


def validated(model: type[_Model], table: object, path: Path) -> _Model:
    """The table as a value of this model.

    Raises SettingsError that names every fault as ``key.path: what is wrong``.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise SettingsError("; ".join(_faults(model, error)), file=path) from None


def lenient(
    model: type[_Model], table: Mapping[str, object], unknown: Mapping[str, object]
) -> tuple[_Model | None, list[str]]:
    """The table as a value, and every fault of it, so that more can be looked for beyond this model.

    A key that is wrong has its default, or what ``unknown`` gives for it; without either there is no value.
    """
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        faults = _faults(model, error)
        wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    right = {key: value for key, value in table.items() if key not in wrong}
    try:
        return model.model_validate({**unknown, **right}), faults
    except ValidationError:
        return None, faults


def _faults(model: type[BaseModel], error: ValidationError) -> list[str]:
    return [_fault(model, dict(fault)) for fault in error.errors()]


def _fault(model: type[BaseModel], fault: dict[str, object]) -> str:
    place = fault["loc"]
    keys = [str(part) for part in place] if isinstance(place, tuple) else []
    said = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(keys[-1], _known_keys(model, keys[:-1]), n=1, cutoff=0.5)
        said = f"no such key; did you mean {near[0]}?" if near else "no such key"
    elif fault["type"] == "missing":
        said = "is missing"
    return f"{'.'.join(keys)}: {said}" if keys else said


def _known_keys(model: type[BaseModel], path: list[str]) -> list[str]:
    if issubclass(model, RootModel):
        # A table of tables: the first key is the user's own.
        model, path = get_args(model.model_fields["root"].annotation)[1], path[1:]
    for key in path:
        if key.isdigit():
            continue
        field = next((f for n, f in model.model_fields.items() if key in (n, f.alias)), None)
        kind = field.annotation if field else None
        # A table that may be there several times, [[announcements]], is a tuple of one model; one that may be missing, a
        # union with None.
        kind = next((part for part in get_args(kind) if _is_model(part)), kind)
        if not _is_model(kind):
            return []
        model = kind
    return [field.alias or name for name, field in model.model_fields.items()]


def _is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
