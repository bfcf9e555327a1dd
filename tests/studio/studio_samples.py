"""A studio on loopback, as `preview` serves it, and a client that has its pass."""

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from dispatch_audio.studio.app import Studio, create_app
from dispatch_audio.studio.guard import Pass
from dispatch_audio.workspace import Workspace
from samples import NOW

HOST = "127.0.0.1"
SMALL = "/api/feeds/daily-dispatch/dispatch-007"
"""Where the small dispatch is asked about."""


@dataclass(frozen=True)
class Answer:
    """What the studio answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as a value."""
        return json.loads(self.body)


@dataclass
class Client:
    """Asks as the studio's own page does."""

    studio: Studio
    port: int

    @property
    def own(self) -> dict[str, str]:
        """The headers that the page's own requests have."""
        pass_ = self.studio.own
        return {
            "Host": f"{HOST}:{self.port}",
            "Cookie": f"{pass_.cookie}={pass_.token}",
            "Origin": f"http://{HOST}:{self.port}",
            "Sec-Fetch-Site": "same-origin",
        }

    def ask(
        self, path: str, method: str = "GET", body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request; ``headers`` in place of the page's own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        data = None if body is None else json.dumps(body).encode()
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in (self.own if headers is None else headers).items():
                connection.putheader(name, value)
            if data is not None or method != "GET":
                connection.putheader("Content-Length", str(len(data or b"")))
            connection.endheaders(data)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def told(self, path: str, method: str = "GET", body: object = None) -> Any:
        """What is answered to the page, which is well."""
        answer = self.ask(path, method, body)
        assert answer.status == 200, answer.body
        return answer.json


@contextlib.contextmanager
def running(root: Path, feed: str | None = None) -> Iterator[Client]:
    """A studio of this workspace; ended, with all that it does in the background."""
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
        studio = Studio(Workspace(root), Pass(f"http://{HOST}:{port}/"), feed_name=feed, now=lambda: NOW)
        config = uvicorn.Config(create_app(studio), log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield Client(studio, port)
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            studio.close()
