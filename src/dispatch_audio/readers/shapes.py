"""The values of dispatch.py as JSON: one description of their fields, read for the schema, for reading and writing."""

import ast
import dataclasses
import datetime
import functools
import inspect
import types
from collections.abc import Callable
from typing import Any, Union, get_args, get_origin, get_type_hints

from dispatch_audio import dispatch
from dispatch_audio.dispatch import Dispatch, Engagement, Link, PullQuote, Section, Source
from dispatch_audio.dispatch import Field as Kept

SCHEMA_ID = "urn:dispatch-audio:dispatch"
REQUIRED: dict[type, tuple[str, ...]] = {
    Dispatch: ("title", "date"),
    Source: ("title",),
    Section: ("title",),
    PullQuote: ("text",),
    Link: ("written",),
    Engagement: ("count", "what"),
    Kept: ("label", "lines"),
}
"""What must be there. A source without a number is numbered by its place."""
COMPUTED = {"line"}
"""Fields that a file does not say."""
PARAGRAPHS = {(Dispatch, "summary")}
"""Texts that may have several paragraphs; every other text is one line."""
_WORDS: dict[tuple[type, str], str] = {
    (Dispatch, "title"): "What the dispatch is called.",
    (Dispatch, "date"): "The day it is for, as 2026-04-20.",
    (Dispatch, "number"): "Its number in the series; without one it goes by its date.",
    (Dispatch, "pull_quote"): "The line that opens it.",
    (Dispatch, "sections"): "The outline, in order.",
    (Dispatch, "sources"): "What is cited.",
    (Dispatch, "other"): "What has no field of its own.",
    (Section, "title"): "What the section is called.",
    (Source, "number"): "By which sections name it; its place in the list when left out.",
    (Source, "title"): "What the source is called.",
    (Source, "cited_text"): "The words that are cited, verbatim.",
    (Source, "key_points"): "Facts, one a line.",
    (Source, "link"): "Where it can be read.",
    (Source, "engagement"): "How it was received.",
    (Source, "other"): "What has no field of its own.",
    (Engagement, "count"): "How many.",
    (Kept, "label"): "What it is called.",
    (Kept, "lines"): "Its lines.",
}
"""What fields are that need no docstring in the code."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """One field of a value: its type without None, and whether it is a list."""

    name: str
    kind: type
    many: bool
    optional: bool
    default: Any


@functools.cache
def shapes(owner: type) -> dict[str, Shape]:
    """The fields of a value that a JSON file may say, by name."""
    hints = get_type_hints(owner)
    found: dict[str, Shape] = {}
    for field in dataclasses.fields(owner):
        if field.name in COMPUTED:
            continue
        kind, many, optional = hints[field.name], False, False
        if get_origin(kind) in (Union, types.UnionType):
            kind, optional = next(part for part in get_args(kind) if part is not type(None)), True
        if get_origin(kind) is tuple:
            kind, many = get_args(kind)[0], True
        default = () if many else "" if kind is str and not optional else None
        found[field.name] = Shape(field.name, kind, many, optional, default)
    return found


def _docstrings(owner: type) -> dict[str, str]:
    """The text below each field of a value, as plain words."""
    (tree,) = [
        node
        for node in ast.parse(inspect.getsource(dispatch)).body
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__
    ]
    found: dict[str, str] = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(below.value.value).split()).replace("``", "`")
    return found


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a dispatch. Keys that it does not name are allowed, and kept."""
    definitions = {owner.__name__: _object(owner) for owner in REQUIRED if owner is not Dispatch}
    definitions["Link"] = {
        "description": definitions["Link"]["description"],
        "oneOf": [
            {"type": "string", "description": "The address as it is to be shown."},
            definitions["Link"],
        ],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Dispatch",
        **_object(Dispatch),
        "$defs": definitions,
    }


def _object(owner: type) -> dict[str, Any]:
    said = _docstrings(owner)
    properties = {
        name: {"description": _WORDS.get((owner, name)) or said[name], **_property(shape)}
        for name, shape in shapes(owner).items()
    }
    if owner is Dispatch:
        properties = {
            "$schema": {"type": "string", "description": "The address of this schema."},
            **properties,
        }
    return {
        "description": " ".join((inspect.getdoc(owner) or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(REQUIRED[owner]),
    }


_SCALARS: dict[type, Callable[[], dict[str, Any]]] = {
    str: lambda: {"type": "string"},
    int: lambda: {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    datetime.date: lambda: {"type": "string", "format": "date"},
}


def _property(shape: Shape) -> dict[str, Any]:
    value = _SCALARS[shape.kind]() if shape.kind in _SCALARS else {"$ref": f"#/$defs/{shape.kind.__name__}"}
    if shape.many:
        value = {"type": "array", "items": value}
    elif shape.optional:
        value = {"anyOf": [value, {"type": "null"}]}
    return value


def as_plain(value: Any) -> Any:
    """A value as objects, lists, strings and numbers, without what is empty."""
    if isinstance(value, tuple):
        return [as_plain(part) for part in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not dataclasses.is_dataclass(value):
        return value
    owner: type = type(value)
    plain = {name: getattr(value, name) for name in shapes(owner)}
    keep = {*REQUIRED[owner], *({"url"} if owner is Link else ())}
    return {
        name: as_plain(part) for name, part in plain.items() if name in keep or part not in ("", (), None)
    }
