"""What an editor settles for good: how a word is said, in lexicon.toml or a voice's profile, and keys of feed.toml.

Comments and order of the files stay as they are. The one room of tomlkit.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from dispatch_audio import files
from dispatch_audio.errors import SettingsError
from dispatch_audio.spoken import Lexicon
from dispatch_audio.workspace import Feed, Voice
from dispatch_audio.workspace.settings import FeedSettings
from dispatch_audio.workspace.toml import read_text, validated

Way = str | dict[str, str | bool]
"""How a word is meant, as lexicon.toml has it: words, or a table of one of ``spell``, ``word``, ``respelling``, ``ipa``."""


def settle_for_feed(feed: Feed, written: str, way: Way) -> Path:
    """Writes how the show says a word into its lexicon.toml, which it may begin; gives the file.

    Raises SettingsError when it cannot be said so.
    """
    path = feed.folder / "lexicon.toml"

    def changed(document: Any) -> None:
        document[written] = _item(way)

    _checked(written, way, path)
    _change(path, changed, lambda table: Lexicon.from_table(table, file=str(path)))
    return path


def settle_for_voice(voice: Voice, written: str, way: Way) -> Path:
    """Writes how a voice says a word into the table ``lexicon`` of its profile; gives the file.

    Raises SettingsError when it cannot be said so.
    """
    path = voice.folder / f"{voice.key}.toml"

    def changed(document: Any) -> None:
        if "lexicon" not in document:
            document["lexicon"] = tomlkit.table()
        document["lexicon"][written] = _item(way)

    _checked(written, way, path)
    _change(path, changed, lambda table: None)
    return path


def set_for_feed(feed: Feed, keys: Mapping[str, str | float]) -> Path:
    """Sets keys of feed.toml; gives the file. Raises SettingsError when one cannot be so."""
    path = feed.folder / "feed.toml"

    def changed(document: Any) -> None:
        for key, value in keys.items():
            document[key] = value

    _change(path, changed, lambda table: validated(FeedSettings, table, path))
    return path


def _item(way: Way) -> Any:
    if isinstance(way, str):
        return way
    table = tomlkit.inline_table()
    table.update(way)
    return table


def _checked(written: str, way: Way, path: Path) -> None:
    Lexicon.from_table({written: way}, file=str(path))


def _change(path: Path, change: Callable[[Any], None], check: Callable[[dict[str, Any]], object]) -> None:
    """Changes a TOML file, of which nothing is written unless all of it is right afterwards."""
    with files.locked(path.with_name(f".{path.name}.lock"), waiting_for=path.name):
        try:
            document = tomlkit.parse(read_text(path) if path.exists() else "")
            change(document)
            text = tomlkit.dumps(document)
            check(tomlkit.parse(text).unwrap())
        except TOMLKitError as error:
            raise SettingsError(f"cannot be changed: {error}", file=path) from None
        files.write_atomically(path, text.encode())
