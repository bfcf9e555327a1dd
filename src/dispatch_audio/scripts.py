"""The feed's scripts/: where an editor's script is kept, with the dispatch as it was then."""

import dataclasses
import hashlib
import logging
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import ChangedError, InputError, WorkspaceError
from dispatch_audio.readers import parse, read_bytes
from dispatch_audio.saved import Change, Origin, dispatch_changes, origin, with_origin
from dispatch_audio.workspace import Feed

log = logging.getLogger(__name__)

_TOLD = 5
"""The most changed fields that a warning names."""


def script_file(feed: Feed, dispatch: Dispatch) -> Path:
    """Where the script of a dispatch is saved, if it is."""
    return _file(feed, dispatch.slug)


def _file(feed: Feed, slug: str) -> Path:
    return feed.scripts / f"{feed.stem(slug)}.md"


def saved_bytes(feed: Feed, dispatch: Dispatch) -> bytes | None:
    """What the saved script of a dispatch holds; None when there is none.

    Raises InputError when it cannot be read.
    """
    return saved_bytes_of(feed, dispatch.slug)


def saved_bytes_of(feed: Feed, slug: str) -> bytes | None:
    """The same, of the dispatch with this slug."""
    file = _file(feed, slug)
    return read_bytes(file) if file.exists() else None


def saved_stems(feed: Feed) -> frozenset[str]:
    """What the files of all saved scripts are called, as ``feed.stem`` calls them: a feed may have thousands of dispatches."""
    return frozenset(path.stem for path in feed.scripts.glob("*.md"))


def save(text: str, dispatch: Dispatch, data: bytes, path: Path, feed: Feed, *, force: bool) -> bool:
    """Saves a script with the dispatch's bytes that it was made from; False when the very same is there already.

    Raises WorkspaceError when another script is there, unless ``force`` says to write over it.
    """
    file = script_file(feed, dispatch)
    present = saved_bytes(feed, dispatch)
    if present is not None and present != text.encode() and not force:
        raise WorkspaceError(
            "holds a script already, and another one",
            file=file,
            hint="--force writes over it, --compose with -o FILE writes elsewhere, --changes compares",
        )
    files.write_atomically(_made_from_file(feed, dispatch, path), data)
    if present != text.encode():
        files.write_atomically(file, text.encode())
    return present != text.encode()


def save_edited(
    text: str, before: bytes | None, dispatch: Dispatch, data: bytes, path: Path, feed: Feed
) -> bytes:
    """Saves what an editor made of a script whose file held ``before`` (None: there was none), and gives the new bytes.

    The dispatch's bytes are kept beside it the first time alone: later ones need not be what the script was made from.
    Raises ChangedError when the file holds something else by now, and writes nothing.
    """
    file = script_file(feed, dispatch)
    with files.locked(feed.scripts / ".lock", waiting_for=f"the scripts of {feed.name}"):
        if saved_bytes(feed, dispatch) != before:
            raise ChangedError("has changed since it was read", file=file, hint="read it again")
        if before is None:
            files.write_atomically(_made_from_file(feed, dispatch, path), data)
        if text.encode() != before:
            files.write_atomically(file, text.encode())
    return text.encode()


def accept(text: str, dispatch: Dispatch, data: bytes, path: Path, feed: Feed) -> bool:
    """Makes the saved script, which has this text, say that it goes with the dispatch as it is now; False when it
    said so before."""
    new = dataclasses.replace(origin_of(data, path), length=origin(text).length)
    return save(with_origin(text, new), dispatch, data, path, feed, force=True)


def origin_of(data: bytes, path: Path) -> Origin:
    """What a script says that is made from these bytes of a dispatch's file."""
    return Origin(path.name, hashlib.sha256(data).hexdigest())


def is_outdated(edited: bytes, dispatch_data: bytes) -> bool:
    """Whether the saved script in these bytes was made from another dispatch than the one in those."""
    sha256 = origin(edited.decode("utf-8-sig", "replace")).sha256
    return bool(sha256) and sha256 != hashlib.sha256(dispatch_data).hexdigest()


def earlier(edited: bytes, dispatch: Dispatch, path: Path, feed: Feed) -> Dispatch | None:
    """The dispatch that a saved script was made from; None when that is no longer known."""
    file = _made_from_file(feed, dispatch, path)
    if not file.is_file():
        return None
    try:
        data = read_bytes(file)
        return None if is_outdated(edited, data) else parse(data, file)
    except InputError as error:
        log.debug("%s is no dispatch any more: %s", file, error)
        return None


def changes_since(edited: bytes, dispatch: Dispatch, path: Path, feed: Feed) -> tuple[Change, ...]:
    """What is new in the dispatch since its script was saved, as far as that is known."""
    before = earlier(edited, dispatch, path, feed)
    return dispatch_changes(before, dispatch) if before is not None else ()


def warn_of_changes(edited: bytes | None, dispatch: Dispatch, data: bytes, path: Path, feed: Feed) -> None:
    """Says so when a dispatch is no longer what its saved script was made from, which is used all the same."""
    if edited is None or not is_outdated(edited, data):
        return
    changed = [*dict.fromkeys(change.where for change in changes_since(edited, dispatch, path, feed))]
    inside = path.parent.resolve() == (feed.folder / "dispatches").resolve()
    more = f" and {len(changed) - _TOLD} more" if len(changed) > _TOLD else ""
    log.warning(
        "%s: is read as it was saved, but %s has changed since%s (`dispatch-audio script %s --changes` shows how; "
        "`--accept`, once the script is right, ends this warning)",
        script_file(feed, dispatch),
        path.name,
        f": {'; '.join(changed[:_TOLD])}{more}" if changed else "",
        path.stem if inside else path,
    )


def _made_from_file(feed: Feed, dispatch: Dispatch, path: Path) -> Path:
    return feed.scripts / ".made-from" / f"{feed.stem(dispatch.slug)}{path.suffix.lower()}"
