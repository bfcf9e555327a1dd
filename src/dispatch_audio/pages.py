"""An episode's page as a file: made of the files in its folder, and made again where it was made otherwise than it would be now."""

import contextlib
import gc
import logging
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Container, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from dispatch_audio import files
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.machine import cores
from dispatch_audio.package.read_script import SCRIPT_NAME, load_lines
from dispatch_audio.package.transcript import exact
from dispatch_audio.site import PAGE_NAME, STAMP_WITHIN, further_page, further_pages, render_episode, stamp
from dispatch_audio.workspace import Feed
from dispatch_audio.workspace.settings import FeedSettings

log = logging.getLogger(__name__)

T = TypeVar("T")

_MANY = 300
"""Pages from which on processes are worth their start, which takes each as long as a hundred pages."""
_AT_ONCE = 50
"""Pages that a process is given at a time."""


def write_page(folder: Path, settings: FeedSettings, manifest: Manifest) -> None:
    """Makes an episode's pages of the files that lie in its folder, and writes those that are not there.

    Raises WorkspaceError when one of them cannot be read.
    """
    transcript = exact(manifest.transcripts)
    cues = _read(folder / transcript.file.name, transcript.read)
    there = any(file.name == SCRIPT_NAME for file in manifest.beside)
    lines = _read(folder / SCRIPT_NAME, load_lines) if there else ()
    made = render_episode(settings, manifest, cues, lines)
    # index.html, whose stamp says that all are made, comes last.
    for page in made:
        if not files.holds(folder / page.name, page.data):
            files.write_atomically(folder / page.name, page.data)
    discard_former(folder, {page.name for page in made})


def discard_former(folder: Path, names: Container[str]) -> None:
    """Removes the pages of an earlier version that was longer: those beside index.html that have none of these names."""
    for name in further_pages(folder):
        if name not in names:
            files.discard(folder / name)


def renew_pages(feed: Feed, manifests: Iterable[Manifest]) -> int:
    """Makes those episodes' pages again that were made otherwise than they would be now, or are gone; tells how many.

    A page's stamp says how it was made, so the others are not even read to their end. Many are made by as many processes
    as there are cores. Raises WorkspaceError when a page cannot be made, and when a process was ended; the others are then
    made, or are made the next time.
    """
    current = stamp(feed.settings).encode()
    public, settings = feed.public, feed.settings
    stale = [
        one for one in manifests if not _is_current(f"{public}/{settings.episode_folder(one.slug)}", current)
    ]
    make = _make_many if len(stale) >= _MANY else _make
    faults = make(public, settings, stale)
    if stale:
        log.info("%s: %d pages made again", public, len(stale) - len(faults))
    if faults:
        raise faults[0]
    return len(stale)


def _make(public: Path, settings: FeedSettings, stale: Iterable[Manifest]) -> list[WorkspaceError]:
    """Makes these pages here; tells why some could not be."""
    faults = []
    for manifest in stale:
        try:
            write_page(public / settings.episode_folder(manifest.slug), settings, manifest)
        except WorkspaceError as fault:
            faults.append(fault)
    return faults


def _make_many(public: Path, settings: FeedSettings, stale: Sequence[Manifest]) -> list[WorkspaceError]:
    """The same by other processes, which begin with nothing of this one: it has threads, and a fork would tear them."""
    begun = multiprocessing.get_context("spawn")
    parts = [stale[at : at + _AT_ONCE] for at in range(0, len(stale), _AT_ONCE)]
    with contextlib.ExitStack() as stack:
        # A pool for each process: one that breaks while it starts another process may hang, or fail in its own way (CPython 3.11).
        pools = [stack.enter_context(ProcessPoolExecutor(1, begun, _begin)) for _ in range(cores())]
        making: list[Future[list[WorkspaceError]]] = []
        try:
            for at, part in enumerate(parts):
                making.append(pools[at % len(pools)].submit(_make, public, settings, part))
            return [fault for made in making for fault in made.result()]
        except BrokenProcessPool:
            raise WorkspaceError(
                f"{len(stale)} pages were to be made again, and a process that made them was ended from outside",
                file=public,
                hint="run it again: the pages that were made stay; a system ends processes where memory is short",
            ) from None
        finally:
            for made in making:
                made.cancel()


def _begin() -> None:
    """How such a process begins: it ends with the one that it works for, and leaves Ctrl-C to that one."""
    # What was imported stays, so that the collector need not walk through it after every few pages.
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _is_current(folder: str, current: bytes) -> bool:
    """Whether an episode's pages have this stamp: index.html, which also says how many there are, is written last."""
    head = b""
    with contextlib.suppress(OSError), open(f"{folder}/{PAGE_NAME}", "rb") as stream:  # noqa: PTH123 - as in files.settled
        head = stream.read(STAMP_WITHIN)
    found = re.search(rb"%s (\d+)" % current, head)
    return found is not None and all(
        Path(folder, further_page(number)).is_file() for number in range(2, int(found[1]) + 1)
    )


def _read(path: Path, reader: Callable[[bytes], T]) -> T:
    try:
        return reader(path.read_bytes())
    except OSError as error:
        reason = error.strerror or "cannot be read"
    except ValueError as error:
        reason = str(error)
    raise WorkspaceError(
        f"its page cannot be made: {reason}", file=path, hint="build its dispatch with --again"
    )
