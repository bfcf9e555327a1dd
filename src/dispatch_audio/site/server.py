"""public/ on loopback, as podcast apps need it: HEAD, byte ranges, real types, CORS, and its own address."""

import contextlib
import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from dispatch_audio.errors import WorkspaceError

HOST = "127.0.0.1"

_TYPES = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".xml": "application/rss+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_NAMING_THE_SITE = (".xml", ".html")
_TYPES_BY_NAME = {"chapters.json": "application/json+chapters"}


class _Public(StaticFiles):
    """The folder's files, each with its type; in feed and pages the show's address is the server's own."""

    def __init__(self, public: Path, base_url: str, own_url: str) -> None:
        super().__init__(directory=public, html=True)
        self._base_url, self._own_url = base_url.encode(), own_url.encode()

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        path = Path(full_path)
        kind = _TYPES_BY_NAME.get(path.name) or _TYPES.get(path.suffix.lower(), "application/octet-stream")
        response: Response
        if path.suffix.lower() in _NAMING_THE_SITE:
            body = path.read_bytes().replace(self._base_url, self._own_url)
            etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            response = Response(body, status_code, {"etag": etag}, kind)
        else:
            response = FileResponse(path, status_code, media_type=kind, stat_result=stat_result)
        response.headers["cache-control"] = "no-cache"
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def create_app(public: Path, base_url: str, own_url: str) -> Starlette:
    """The folder as a web application, for GET and HEAD.

    ``base_url`` is the address that the feed was written for and ``own_url`` the one this server has, both with a
    slash at the end. Nothing outside the folder is served, also not through a symbolic link.
    """
    anybody = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["*"],
        expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
    )
    app = Starlette(middleware=[anybody])
    app.mount("/", _Public(public, base_url, own_url))
    return app


def serve(public: Path, base_url: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serves the folder on 127.0.0.1 until it is interrupted; port 0 takes a free one.

    ``ready`` is called once with the server's address, when it can be reached. Raises WorkspaceError when there is
    no such folder or the port is taken.
    """
    if not public.is_dir():
        raise WorkspaceError("does not exist", file=public, hint="build an episode first")
    with _listening(port) as listener:
        own_url = f"http://{HOST}:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            create_app(public, base_url, own_url), log_level="warning", access_log=False, lifespan="off"
        )
        ready(own_url)
        # uvicorn ends its connections first and then passes the interruption on.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Lets a server that was just ended start again; on Windows it would let two servers share a port.
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise WorkspaceError(
            f"port {port} on {HOST} cannot be used: {getattr(error, 'strerror', None) or error}",
            hint="give another with --port, or 0 for a free one",
        ) from None
    return listener
