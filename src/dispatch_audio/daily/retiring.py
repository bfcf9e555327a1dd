"""Taking an episode back: its slug is named in ``withdrawn`` of feed.toml, where people and git see it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from dispatch_audio import files
from dispatch_audio.errors import SettingsError
from dispatch_audio.workspace import Feed

_LIST = re.compile(r"^withdrawn[ \t]*=[ \t]*\[(?P<inside>[^\]#]*)\]", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def retire(feed: Feed, slug: str) -> bool:
    """Names the slug in ``withdrawn`` of feed.toml; False when it is named there already. All else in the file stays.

    Raises SettingsError when the file is written in a way that cannot be changed safely.
    """
    if slug in feed.settings.withdrawn:
        return False
    path = feed.folder / "feed.toml"
    data = path.read_bytes()
    files.write_atomically(path, with_withdrawn(data.decode("utf-8-sig"), slug, path).encode())
    return True


def with_withdrawn(text: str, slug: str, path: Path) -> str:
    """feed.toml's text with this slug in ``withdrawn``.

    Raises SettingsError when that would change anything else.
    """
    before = tomllib.loads(text)
    wanted: dict[str, Any] = {**before, "withdrawn": [*before.get("withdrawn", ()), slug]}
    changed = _changed(text, slug)
    try:
        well = tomllib.loads(changed) == wanted
    except tomllib.TOMLDecodeError:
        well = False
    if not well:
        raise SettingsError(
            "is written in a way that this program does not change",
            file=path,
            hint=f'add "{slug}" to `withdrawn` by hand',
        )
    return changed


def _changed(text: str, slug: str) -> str:
    if found := _LIST.search(text):
        inside = found["inside"].rstrip()
        comma = "" if not inside.strip() or inside.endswith(",") else ","
        return f'{text[: found.start("inside")]}{inside}{comma}{" " if inside.strip() else ""}"{slug}"{text[found.end("inside") :]}'
    # A key belongs to the table above it, so it must come before the first one.
    table = _TABLE.search(text)
    at = table.start() if table else len(text)
    head = text[:at]
    if head and not head.endswith("\n"):
        head += "\n"
    return f'{head}withdrawn = ["{slug}"]\n{chr(10) if table else ""}{text[at:]}'
