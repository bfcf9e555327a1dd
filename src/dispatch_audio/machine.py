"""What this machine has, and how this process uses it."""

import contextlib
import gc
import os
from collections.abc import Iterator


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of circles: manifests and the feed's elements have none, and with thousands of them it walks
    through all that are read already again and again, for half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
