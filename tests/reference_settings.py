"""What docs/workspace.md says of each key: made from the models' types, defaults and the docstrings of their fields."""

import ast
import datetime
import inspect
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from dispatch_audio.workspace.access import AccessSettings
from dispatch_audio.workspace.settings import FEED_ONLY, FeedSettings, PersonSettings, VoiceProfile

PAGE = "docs/workspace.md"
HEADING = "## Every key\n"
FILES: dict[str, type[BaseModel]] = {
    "feed.toml": FeedSettings,
    "people.toml": PersonSettings,
    "access.toml": AccessSettings,
    "voices/*.toml": VoiceProfile,
}
"""From a file to the model of its keys; of people.toml, of the table that stands behind a handle."""


def renewed(page: Path) -> str:
    """The page as it is to be: what people wrote, and after it the keys."""
    written, _, rest = page.read_text("utf-8").partition(HEADING)
    preface = rest.partition("\n### ")[0].strip()
    return f"{written}{HEADING}\n{preface}\n\n{''.join(_file(name, model) for name, model in FILES.items()).rstrip()}\n"


def tables(model: type[BaseModel], name: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """A model and all that are inside it, each with the name of its table; the file's own has none."""
    yield name, model
    for key, field in _keys(model):
        inner = _inner(field.annotation)
        if inner is not None:
            yield from tables(inner, f"[[{key}]]" if _is_list(field.annotation) else f"[{key}]")


def keys(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a table, as people write them."""
    return (key for key, _ in _keys(model))


def _file(name: str, model: type[BaseModel]) -> str:
    return "".join(
        f"### {f'`{table}` in {name}' if table else f'`{name}`'}\n\n{_intro(name, table, one)}{_table(one)}\n"
        for table, one in tables(model)
    )


def _intro(name: str, table: str, model: type[BaseModel]) -> str:
    if name == "people.toml":
        return 'A table for each handle, as dispatches write it: `["steph"]`, or `steph = { name = "Steph Ango" }`.\n\n'
    if table:
        return f"{_plain(model.__doc__ or '')}\n\n"
    if model is FeedSettings:
        later = ", ".join(f"`{key}`" for key in FeedSettings.model_fields if key in FEED_ONLY)
        return (
            f"No episode is made anew when one of these changes, and the feed is written again: {later}.\n\n"
        )
    return ""


def _table(model: type[BaseModel]) -> str:
    said = _docstrings(model)
    rows = [
        f"| `{key}` | {_kind(field.annotation, key, field.metadata)} | {_default(field)} | {said[name]} |\n"
        for (key, field), name in zip(_keys(model), model.model_fields, strict=True)
    ]
    return f"| Key | Takes | Default | What it is |\n|---|---|---|---|\n{''.join(rows)}"


def _keys(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """From a field to the string below it. A field without one, or a cell that would break the table, is a fault."""
    (node,) = (
        one
        for one in ast.parse(inspect.getsource(sys.modules[model.__module__])).body
        if isinstance(one, ast.ClassDef) and one.name == model.__name__
    )
    found: dict[str, str] = {}
    for at, member in enumerate(node.body):
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            after = node.body[at + 1] if at + 1 < len(node.body) else None
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                found[member.target.id] = _plain(str(after.value.value))
    for name in model.model_fields:
        assert name in found, f"{model.__name__}.{name} has no docstring"
        assert "|" not in found[name], f"{model.__name__}.{name}: a | ends the cell"
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")


def _kind(kind: Any, key: str, metadata: list[Any]) -> str:
    """What a key takes, in words."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _kind(parts[0], key, [*parts[1:], *metadata])
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(part, key, metadata) for part in parts if part is not type(None))
    if origin is Literal:
        return ", ".join(f"`{_toml(part)}`" for part in parts)
    if origin is tuple:
        if _inner(kind) is not None:
            return f"`[[{key}]]` tables"
        return f"a list of {_kind(parts[0], key, metadata)}s"
    if origin is dict:
        return f"a table, each {_kind(parts[1], key, metadata)}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "a table"
    return _KINDS[kind] + _bounds(metadata)


_KINDS: dict[Any, str] = {
    str: "text",
    SecretStr: "text, kept secret",
    bool: "`true`, `false`",
    int: "a whole number",
    float: "a number",
    datetime.date: "a date",
    datetime.time: "a time of day",
}


def _bounds(metadata: list[Any]) -> str:
    flat = [one for item in metadata for one in (item.metadata if isinstance(item, FieldInfo) else [item])]
    least = next((f" from {item.ge:g}" for item in flat if isinstance(item, Ge)), "")
    least = least or next((f" above {item.gt:g}" for item in flat if isinstance(item, Gt)), "")
    return least + next((f" to {item.le:g}" for item in flat if isinstance(item, Le)), "")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "as below"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, tuple) and len(value) == 1:
        (value,) = value
    return "none" if value in (None, "", (), {}) else f"`{_toml(value)}`"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _inner(kind: Any) -> type[BaseModel] | None:
    """The model of a table that a key takes, alone, as one of several, or where it may be missing."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for part in get_args(kind) if (found := _inner(part)) is not None), None)
