"""A dispatch file in, a Dispatch out. One file a format, chosen by the file's ending; the one table is READERS."""

import stat
from collections.abc import Callable
from pathlib import Path

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.errors import InputError
from dispatch_audio.readers import json_file, markdown, page, web_page
from dispatch_audio.readers.text import decode

MAX_BYTES = 4_000_000
"""The largest file that is read, whatever its format. A dispatch of sixty sources has about 60,000 bytes, the longest
newsletter that we know 30,000, a saved web page with its scripts one or two million. Inside of this, each reader has
limits of its own on what costs it time: lines, paragraphs, values, elements, nesting."""

Reader = Callable[[str, str], Dispatch]
"""From a text and the name to give in errors to a Dispatch. Pure, and linear in the text's length."""

READERS: dict[str, Reader] = {
    ".htm": web_page.read,
    ".html": web_page.read,
    ".json": json_file.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".txt": page.read,
}


def read_dispatch(path: Path) -> Dispatch:
    """The dispatch in this file.

    Raises InputError, naming the file and line, for anything that is not a dispatch.
    """
    return parse(read_bytes(path), path)


def parse(data: bytes, path: Path) -> Dispatch:
    """The dispatch that a file's bytes hold; ``path`` chooses the reader and is named in errors.

    Raises InputError for anything that is not a dispatch.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"no reader for files that end in {path.suffix or 'nothing'}",
            file=path,
            hint=f"a dispatch's file ends in {', '.join(sorted(READERS))}",
        )
    _refuse_large(data, path)
    return reader(decode(data, str(path)), str(path))


def read_bytes(path: Path) -> bytes:
    """What a dispatch's file holds.

    Raises InputError when it cannot be read or is too large to be a dispatch.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("is no file", file=path, hint="name a dispatch's file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from None
    _refuse_large(data, path)
    return data


def _refuse_large(data: bytes, path: Path) -> None:
    if len(data) > MAX_BYTES:
        raise InputError(
            f"is larger than {MAX_BYTES // 1_000_000} MB, which no dispatch is",
            file=path,
            hint="check that this is the right file",
        )
