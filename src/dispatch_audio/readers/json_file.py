"""JSON: a dispatch as other programs write it, after the schema in dispatch.schema.json, which is made from the model."""

import dataclasses
import datetime
import difflib
import json
import re
from typing import Any

from dispatch_audio.dispatch import Dispatch, Field, Link, Source
from dispatch_audio.errors import InputError
from dispatch_audio.readers.links import link
from dispatch_audio.readers.positions import Path, Positions, positions, shown
from dispatch_audio.readers.shapes import PARAGRAPHS, REQUIRED, Shape, as_plain, shapes
from dispatch_audio.readers.text import one_line

_MAX_TOLD = 8
"""How many faults one line of an error tells."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAX_NUMBER = 999_999_999
_UNNUMBERED = -1


def read(text: str, file: str) -> Dispatch:
    """The dispatch that a JSON text holds; keys that we do not know are kept as fields.

    Raises InputError for what is no JSON (RFC 8259, without NaN, without a key that an object holds twice), and one
    that tells every value that is missing or of the wrong kind, with its path and the line of the first.
    """
    where = positions(text, file)
    if where.twice:
        path, line = where.twice[0]
        raise InputError(f"says {shown(path)} twice", file=file, line=line, hint="keep one of them")
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_Digits, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON: {error.msg}", file=file, line=error.lineno) from None
    except RecursionError:
        raise InputError("nests values too deep", file=file, line=1) from None
    except _NoNumberError as error:
        line = text.count("\n", 0, max(text.find(str(error)), 0)) + 1
        raise InputError(
            f"holds {str(error)[:30]}, which is no number of JSON", file=file, line=line
        ) from None
    build = _Build(where)
    made = build.value(Dispatch, value, ())
    if not build.faults:
        dispatch: Dispatch = build.whole(made)
    if build.faults:
        raise _told(build.faults, where, file)
    return dispatch


def as_json(value: Dispatch) -> str:
    """A dispatch as a JSON text that reads as the same dispatch; what is empty is left out."""
    return json.dumps(as_plain(value), ensure_ascii=False, indent=2) + "\n"


class _NoNumberError(ValueError):
    pass


class _Digits(str):
    """A number that a dispatch has no field for, as written: no digit of it is lost, and none is computed with."""


def _refuse(constant: str) -> object:
    raise _NoNumberError(constant)


def _integer(digits: str) -> int | _Digits:
    return int(digits) if len(digits) <= 18 else _Digits(digits)


def _told(faults: list[tuple[Path, str]], where: Positions, file: str) -> InputError:
    lines = [_line(path, where) for path, _ in faults]
    order = sorted(range(len(faults)), key=lambda i: lines[i])
    said = []
    for i in order[:_MAX_TOLD]:
        path, what = faults[i]
        said.append(f"{shown(path)} (line {lines[i]}) {what}" if len(faults) > 1 else f"{shown(path)} {what}")
    if len(faults) > _MAX_TOLD:
        said.append(f"and {len(faults) - _MAX_TOLD} more")
    return InputError("; ".join(said), file=file, line=lines[order[0]])


def _line(path: Path, where: Positions) -> int:
    while path not in where.lines:
        path = path[:-1]
    return where.lines[path]


@dataclasses.dataclass(slots=True)
class _Build:
    """Values from plain objects: every fault is noted and reading goes on."""

    where: Positions
    faults: list[tuple[Path, str]] = dataclasses.field(default_factory=list)
    unknown: list[Field] = dataclasses.field(default_factory=list)

    def value(self, owner: type, plain: Any, path: Path) -> Any:
        """A value of this type, or None with a fault noted."""
        if owner is Link and isinstance(plain, str):
            plain = {"written": plain}
        if not isinstance(plain, dict):
            return self._fault(path, f"is {_kind(plain)}, not an object")
        known = shapes(owner)
        for name in REQUIRED[owner]:
            if name not in plain:
                self._missing(name, plain, known, path)
        made = {name: self._field(owner, shape, plain, path) for name, shape in known.items()}
        kept = tuple(
            Field(one_line(key), _lines(part))
            for key, part in plain.items()
            if key not in known and key != "$schema"
        )
        if "other" in known:
            made["other"] = (*made["other"], *kept)
        else:
            self.unknown += [Field(one_line(f"{shown(path)}.{part.label}"), part.lines) for part in kept]
        if owner is Link:
            return self._link(made, "url" in plain, path)
        if owner is Source:
            made["line"] = _line(path, self.where)
            made["number"] = made["number"] if made["number"] is not None else _UNNUMBERED
        return owner(**made)

    def whole(self, made: Dispatch) -> Dispatch:
        """What only the whole can tell: numbers of sources, and that there is something to say."""
        sources = tuple(
            source if source.number != _UNNUMBERED else dataclasses.replace(source, number=i)
            for i, source in enumerate(made.sources, start=1)
        )
        seen: set[int] = set()
        for i, source in enumerate(sources):
            if source.number in seen:
                self._fault(("sources", i), f"has the number {source.number} of another source")
            seen.add(source.number)
        for i, section in enumerate(made.sections):
            for j, number in enumerate(section.sources):
                if number not in seen:
                    self._fault(("sections", i, "sources", j), f"names source {number}, which there is not")
        if not (made.summary or sources):
            self._fault((), "has no summary and no sources")
        return dataclasses.replace(made, sources=sources, other=(*made.other, *self.unknown))

    def _field(self, owner: type, shape: Shape, plain: dict[str, Any], path: Path) -> Any:
        if shape.name not in plain:
            return shape.default
        value, here = plain[shape.name], (*path, shape.name)
        if value is None and shape.optional:
            return None
        if shape.many:
            if not isinstance(value, list):
                self._fault(here, f"is {_kind(value)}, not a list")
                return ()
            return tuple(self._one(owner, shape, part, (*here, i)) for i, part in enumerate(value))
        made = self._one(owner, shape, value, here)
        if made == "" and isinstance(value, str) and shape.name in REQUIRED[owner]:
            self._fault(here, "is empty")
        return made

    def _one(self, owner: type, shape: Shape, value: Any, path: Path) -> Any:
        if shape.kind is str:
            return self._text(value, path, paragraphs=(owner, shape.name) in PARAGRAPHS)
        if shape.kind is int:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_NUMBER:
                return self._fault(path, f"is {_kind(value)}, not a whole number from 0 to {_MAX_NUMBER}")
            return value
        if shape.kind is datetime.date:
            return self._date(value, path)
        return self.value(shape.kind, value, path)

    def _text(self, value: Any, path: Path, *, paragraphs: bool) -> str:
        if not isinstance(value, str) or isinstance(value, _Digits):
            self._fault(path, f"is {_kind(value)}, not a text")
            return ""
        if any("\ud800" <= c <= "\udfff" for c in value):
            self._fault(path, "holds half of a character (a lone surrogate)")
            return ""
        if paragraphs:
            return "\n\n".join(line for part in re.split(r"\n\s*\n", value) if (line := one_line(part)))
        return one_line(value)

    def _date(self, value: Any, path: Path) -> datetime.date:
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        self._fault(path, f"is {_kind(value)}, not a date like 2026-04-20")
        return datetime.date.min

    def _link(self, made: dict[str, Any], given: bool, path: Path) -> Link | None:
        """The address is made from what is written, unless the file gives one; a cut one leads nowhere."""
        if not given:
            return link(made["written"]) or Link(made["written"], "")
        whole = link(made["url"]) if made["url"] else None
        if made["url"] and (whole is None or not whole.url):
            self._fault((*path, "url"), "is no whole address of the web")
        return Link(made["written"], whole.url if whole else "")

    def _missing(self, name: str, plain: dict[str, Any], known: dict[str, Shape], path: Path) -> None:
        others = [key for key in plain if key not in known]
        near = difflib.get_close_matches(name, others[:50], n=1, cutoff=0.6)
        self._fault(path, f"has no {name}" + (f"; is that what {near[0]} is?" if near else ""))

    def _fault(self, path: Path, what: str) -> None:
        self.faults.append((path, what))


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    if isinstance(value, _Digits):
        return str(value)[:60]
    return names.get(type(value)) or json.dumps(value, ensure_ascii=False)[:60]


def _lines(value: Any) -> tuple[str, ...]:
    """A value of any kind as lines."""
    parts = value if isinstance(value, list) else [value]
    return tuple(
        one_line(part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)) for part in parts
    )
