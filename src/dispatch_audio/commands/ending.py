"""SIGTERM ends a run within seconds: what is being made is put away and the locks are let go, or, where that takes longer, the
process ends as it is, which is as safe as any kill."""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType

CODE = 128 + signal.SIGTERM
"""The exit code, as shells give it."""
_GRACE = 4.0
"""Seconds for putting things away."""


class Terminated(BaseException):
    """SIGTERM came. No Exception, so that nobody who goes on after a failure goes on after this."""


@contextlib.contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """Inside, SIGTERM raises Terminated, and the process is gone after a grace whatever it does.

    The threads of an executor are not waited for: the process ends here, with 143. Where signals are not ours to handle
    (another thread than the main one), nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    with ours, theirs:
        # Python raises only between two steps of its own; a library's long call would hold that up. The byte comes at once.
        threading.Thread(target=_end_after_grace, args=(ours,), daemon=True).start()
        former_pipe = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        former = signal.signal(signal.SIGTERM, _raise)
        try:
            yield
        except Terminated:
            sys.stdout.flush()
            sys.stderr.write("dispatch-audio: ended by SIGTERM; the next run goes on from here\n")
            sys.stderr.flush()
            # Not sys.exit, which waits for every line that is being spoken.
            os._exit(CODE)
        finally:
            signal.signal(signal.SIGTERM, former)
            signal.set_wakeup_fd(former_pipe)


def _raise(number: int, frame: FrameType | None) -> None:
    # A second one must not cut short what the first one has begun to put away.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated


def _end_after_grace(pipe: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while number := pipe.recv(1):
            if number[0] == signal.SIGTERM:
                threading.Event().wait(_GRACE)
                os._exit(CODE)
