"""Where each value of a JSON text stands: the line of every path, and what the format allows and we do not."""

import json
import re
from dataclasses import dataclass

from dispatch_audio.errors import InputError

MAX_DEPTH = 40
"""How deep values may nest. A dispatch goes four deep."""
MAX_VALUES = 300_000
"""How many values and keys a text may have. A dispatch of sixty sources has a thousand."""

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'[ \t\n\r]*+(?P<mark>[\[\]{}:,]|"(?:[^"\\]|\\.)*+"|[^\s\[\]{}:,"]++)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Positions:
    """The line of every value, and the keys that an object holds twice."""

    lines: dict[Path, int]
    twice: tuple[tuple[Path, int], ...]


def positions(text: str, file: str) -> Positions:
    """Walks over a JSON text token by mark, once and without recursion; what is no JSON it leaves to the parser.

    Raises InputError with the line for deep nesting and for more values than a dispatch has.
    """
    lines: dict[Path, int] = {(): 1}
    twice: list[tuple[Path, int]] = []
    seen: list[set[str]] = []
    path: list[str | int] = []
    line, at, count = 1, 0, 0
    key_is_next = False
    while match := _TOKEN.match(text, at):
        mark = match["mark"]
        line += text.count("\n", at, match.start("mark"))
        at = match.end()
        count += 1
        if count > MAX_VALUES * 2:
            raise InputError("has more values than a dispatch has", file=file, line=line)
        if key_is_next and mark[0] == '"':
            key = _unquoted(mark)
            path[-1] = key
            if key in seen[-1]:
                twice.append((tuple(path), line))
            seen[-1].add(key)
            key_is_next = False
        elif mark in ("{", "["):
            lines.setdefault(tuple(path), line)
            if len(path) >= MAX_DEPTH:
                raise InputError(
                    f"nests values more than {MAX_DEPTH} deep, which no dispatch does", file=file, line=line
                )
            path.append("" if mark == "{" else 0)
            seen.append(set())
            key_is_next = mark == "{"
        elif mark in ("}", "]"):
            if not path:
                break
            path.pop()
            seen.pop()
            key_is_next = False
        elif mark == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            key_is_next = bool(path) and isinstance(path[-1], str)
        elif mark != ":":
            lines.setdefault(tuple(path), line)
        line += text.count("\n", match.start("mark"), at)
    return Positions(lines, tuple(twice))


def _unquoted(mark: str) -> str:
    try:
        return str(json.loads(mark)) if "\\" in mark else mark[1:-1]
    except json.JSONDecodeError:
        return mark


def shown(path: Path) -> str:
    """``sources[3].title``"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "the dispatch"
