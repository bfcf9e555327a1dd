"""A web application on this machine: a free port, a quiet server. The one room of uvicorn."""

import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from dispatch_audio.errors import WorkspaceError

HOST = "127.0.0.1"


def serve_app(
    made: Callable[[str], Any], port: int, *, host: str = HOST, ready: Callable[[str], None]
) -> None:
    """Serves the ASGI application that ``made`` gives for its own address until it is interrupted; port 0 takes a free one.

    The address ends in a slash. ``ready`` is called once with it, when it can be reached. Raises WorkspaceError when the port
    cannot be used.
    """
    with _listening(host, port) as listener:
        own_url = f"http://{host}:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            made(own_url),
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        ready(own_url)
        # uvicorn ends its connections first and then passes the interruption on.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Lets a server that was just ended start again; on Windows it would let two servers share a port.
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise WorkspaceError(
            f"port {port} on {host} cannot be used: {getattr(error, 'strerror', None) or error}",
            hint="give another with --port, or 0 for a free one",
        ) from None
    return listener
