"""What stands about a text in its head: ``key: value`` lines, fenced by ``---`` or not, or TOML fenced by ``+++``."""

import re
import tomllib

from dispatch_audio.errors import InputError
from dispatch_audio.readers.blocks import Entry

_PAIR = re.compile(r"^(?P<key>[A-Za-z][\w .-]{0,40}?)\s*:(?:\s+(?P<value>.*))?$")
_KNOWN = {
    "title",
    "date",
    "number",
    "issue",
    "ship",
    "author",
    "authors",
    "category",
    "slug",
    "tags",
    "summary",
}
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_LONGEST = 200
"""How many lines a head may have."""


def split(text: str, file: str) -> tuple[tuple[Entry, ...], str]:
    """The entries of a text's head, and the text with empty lines in the place of that head, so that lines keep
    their numbers.

    Raises InputError for a fence that is never closed and for TOML that is none.
    """
    lines = text.split("\n", _LONGEST + 1)
    first = next((i for i, line in enumerate(lines[:_LONGEST]) if line.strip()), 0)
    fence = lines[first].rstrip()
    found = _fenced(lines, first, fence, file) if fence in _FENCES else _bare(lines, first)
    if found is None:
        return (), text
    entries, end = found
    return entries, "\n" * end + "\n".join(lines[end:])


def _fenced(lines: list[str], first: int, fence: str, file: str) -> tuple[tuple[Entry, ...], int] | None:
    inside = lines[first + 1 : _LONGEST]
    if fence == "---" and not any(_PAIR.match(line.strip()) for line in inside[:1]):
        return None
    end = next((i for i, line in enumerate(inside) if line.rstrip() in _FENCES[fence]), None)
    if end is None:
        raise InputError(
            "has front matter that never ends",
            file=file,
            line=first + 1,
            hint=f"close it with a line {fence}",
        )
    if fence == "+++":
        return _toml(inside[:end], first + 2, file), first + end + 2
    return _pairs(inside[:end], first + 2), first + end + 2


def _bare(lines: list[str], first: int) -> tuple[tuple[Entry, ...], int] | None:
    """Lines as Pelican has them: up to the first empty one, all of them pairs, at least one of a key that we know."""
    end = next((i for i in range(first, len(lines)) if not lines[i].strip()), len(lines))
    block = lines[first:end]
    pairs = [_PAIR.match(line.rstrip()) for line in block]
    if end >= _LONGEST or not all(pairs):
        return None
    if not any(pair and pair["key"].casefold() in _KNOWN for pair in pairs):
        return None
    return _pairs(block, first + 1), end


def _pairs(lines: list[str], number: int) -> tuple[Entry, ...]:
    """A line that is no pair goes on with the value above it."""
    found: list[tuple[str, list[str], int]] = []
    for i, line in enumerate(lines, start=number):
        pair = None if line.startswith((" ", "-")) else _PAIR.match(line.rstrip())
        if pair:
            found.append((pair["key"], [_bare_value(pair["value"] or "")], i))
        elif found and line.strip() and not line.lstrip().startswith("#"):
            found[-1][1].append(_bare_value(line.strip().removeprefix("- ")))
    return tuple(Entry(key, ", ".join(v for v in values if v), i) for key, values, i in found)


def _bare_value(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _toml(lines: list[str], number: int, file: str) -> tuple[Entry, ...]:
    try:
        table = tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"has front matter that is no TOML: {error}", file=file, line=number) from None
    except ValueError:
        raise InputError("has front matter with a number that is too long", file=file, line=number) from None
    return tuple(Entry(key, _shown(value), number) for key, value in table.items())


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)
