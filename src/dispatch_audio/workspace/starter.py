"""A new workspace: the files that ship with the program, and a guid of the show's own."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from dispatch_audio import files
from dispatch_audio.errors import SettingsError, WorkspaceError
from dispatch_audio.workspace.settings import web_address

_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_GUID = re.compile(r'^guid = "[^"]*"', re.MULTILINE)
_BASE_URL = re.compile(r'^base_url = "[^"]*"', re.MULTILINE)


def show_guid(base_url: str) -> str:
    """The podcast:guid of a show at this address: UUIDv5 of the feed's URL without its scheme, in the podcast
    namespace (Podcasting 2.0). Without an address yet, a random one, since two shows must never share it."""
    if not base_url:
        return str(uuid.uuid4())
    parts = urlsplit(f"{base_url.rstrip('/')}/feed.xml")
    return str(uuid.uuid5(_PODCAST_NAMESPACE, f"{parts.netloc}{parts.path}".rstrip("/")))


def write_workspace(root: Path, base_url: str) -> tuple[Path, ...]:
    """Writes a workspace into a folder and gives the files written.

    Raises WorkspaceError when one of them is there already: nothing of it is overwritten. Raises SettingsError for a
    ``base_url`` that is no address.
    """
    if base_url:
        try:
            base_url = web_address(base_url)
        except ValueError as error:
            raise SettingsError(f"base_url: {base_url!r} {error}") from None
    wanted = {root / name: data for name, data in _starter_files()}
    there = next((path for path in wanted if path.exists()), None)
    if there is not None:
        raise WorkspaceError("is there already", file=there, hint="choose an empty folder")
    for path, data in wanted.items():
        if path.name == "feed.toml":
            text = _GUID.sub(f'guid = "{show_guid(base_url)}"', data.decode())
            data = (_BASE_URL.sub(f'base_url = "{base_url}"', text) if base_url else text).encode()
        files.write_atomically(path, data)
    return tuple(wanted)


def _starter_files() -> Iterator[tuple[str, bytes]]:
    """The repository's own workspace: packed into the wheel, or two folders above the source in a checkout."""
    packed = Path(__file__).parents[1] / "starter"
    root = packed if packed.is_dir() else Path(__file__).parents[3]
    feed = root / "feeds" / "daily-dispatch"
    names = [
        feed / "feed.toml",
        feed / "people.toml",
        *sorted((feed / "dispatches").glob("*")),
        # Styles that somebody fetched into the repository lie in a folder of their own.
        *sorted(path for path in (root / "voices").glob("*") if path.is_file()),
    ]
    for path in names:
        yield path.relative_to(root).as_posix(), path.read_bytes()
