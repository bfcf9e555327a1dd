"""public/ on loopback, as podcast apps need it: HEAD, byte ranges, real types, CORS, and its own address."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from dispatch_audio.errors import WorkspaceError
from dispatch_audio.loopback import serve_app
from dispatch_audio.site.filling import filled
from dispatch_audio.site.media_types import media_type
from dispatch_audio.site.paging import FEED_NAME
from dispatch_audio.site.ranges import satisfiable

_NAMING_THE_SITE = (".xml", ".html", ".json", ".xsl", ".css", ".txt")


@dataclass(frozen=True, slots=True)
class Served:
    """A feed that is served."""

    name: str
    """Its folder's name in feeds/."""
    title: str
    public: Path
    """What is served; it may come to be while the server runs."""
    base_url: str
    """The address that its files were written for, with a slash at the end."""


class _Public(StaticFiles):
    """The folder's files, each with its type; where they name the show's address they name the server's own."""

    def __init__(self, public: Path, base_url: str, own_url: str) -> None:
        super().__init__(directory=public, html=True, check_dir=False)
        self._base_url, self._own_url = base_url.encode(), own_url.encode()

    async def check_config(self) -> None:
        """A folder that is not there yet has no files, which is no fault of the server's."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """As starlette has it, which stumbles over a link that leads to itself."""
        try:
            return super().lookup_path(path)
        except OSError:
            return "", None

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        path = Path(full_path)
        response: Response
        if path.suffix.lower() in _NAMING_THE_SITE:
            body = path.read_bytes().replace(self._base_url, self._own_url)
            etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            response = Response(body, status_code, {"etag": etag}, media_type(path.name))
        else:
            _keep_satisfiable_ranges(scope, stat_result.st_size)
            response = FileResponse(
                path, status_code, media_type=media_type(path.name), stat_result=stat_result
            )
        response.headers["cache-control"] = "no-cache"
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def _keep_satisfiable_ranges(scope: Scope, size: int) -> None:
    """Leaves in the request what starlette answers rightly: it refuses what RFC 9110 says is to be passed over."""
    asked = Headers(scope=scope).get("range")
    kept = None if asked is None or scope["method"] != "GET" else satisfiable(asked, size)
    headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
    scope["headers"] = headers if kept is None else [*headers, (b"range", kept.encode())]


def create_app(feeds: Sequence[Served], own_url: str) -> Starlette:
    """The feeds as a web application, for GET and HEAD: one at the root, several each by its name, with a page of them.

    ``own_url`` is the address that this server has, with a slash at the end. Nothing outside the folders is served, also
    not through a symbolic link.
    """
    anybody = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["*"],
        expose_headers=["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
    )
    routes: list[BaseRoute]
    if len(feeds) == 1:
        routes = [Mount("/", _Public(feeds[0].public, feeds[0].base_url, own_url))]
    else:
        routes = [Route("/", _index(feeds, own_url))]
        routes += [
            Mount(f"/{feed.name}", _Public(feed.public, feed.base_url, address))
            for feed, address in zip(feeds, addresses(feeds, own_url), strict=True)
        ]
    return Starlette(routes=routes, middleware=[anybody])


def addresses(feeds: Sequence[Served], own_url: str) -> tuple[str, ...]:
    """Where each of them is served, with a slash at the end."""
    return (own_url,) if len(feeds) == 1 else tuple(f"{own_url}{quote(feed.name)}/" for feed in feeds)


def _index(feeds: Sequence[Served], own_url: str) -> Callable[[Request], Response]:
    """The page that lists them, as it is whenever somebody asks."""

    def page(request: Request) -> Response:
        there = [(feed.public / FEED_NAME).is_file() for feed in feeds]
        listed = tuple(zip(feeds, addresses(feeds, own_url), there, strict=True))
        body = filled("feeds.html.j2", feeds=listed, feed_name=FEED_NAME)
        return Response(body, media_type=media_type("index.html"), headers={"cache-control": "no-cache"})

    return page


def serve(feeds: Sequence[Served], port: int, *, ready: Callable[[tuple[str, ...]], None]) -> None:
    """Serves the feeds on 127.0.0.1 until it is interrupted; port 0 takes a free one.

    ``ready`` is called once with the address of each, when it can be reached. Raises WorkspaceError when none of them
    has a folder yet, or the port is taken.
    """
    if not any(feed.public.is_dir() for feed in feeds):
        raise WorkspaceError("does not exist", file=feeds[0].public, hint="build an episode first")
    serve_app(
        lambda own_url: create_app(feeds, own_url),
        port,
        ready=lambda own_url: ready(addresses(feeds, own_url)),
    )
