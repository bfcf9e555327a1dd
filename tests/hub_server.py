"""A hub on loopback: it speaks HTTP as the public one does to huggingface_hub, and misbehaves when it is told to.

A large file is answered with a redirect to where it is stored, which tells its size and SHA-256 in headers of the hub's own
(`X-Linked-Size`, `X-Linked-ETag`, `X-Repo-Commit`); a small one with its bytes and the Git hash of them. The store, by another
name of the same machine, serves ranges.
"""

import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 1000
"""Bytes from which on a file lies in the store."""


@dataclass
class Hub:
    """What there is, how it is given, and what was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    """From ``owner/repository/path`` to its bytes."""
    faults: set[str] = field(default_factory=set)
    """``500``, ``404``, ``other file`` and ``no hub`` at the hub; ``cut``, ``cut once``, ``wrong``, ``stall`` and ``gone`` at
    the store."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path and headers of each request, the headers' names in small letters."""
    release: threading.Event = field(default_factory=threading.Event)
    """Ends a stall when the test does."""
    endpoint: str = ""
    store: str = ""


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        hub = self.hub
        headers = {name.lower(): value for name, value in self.headers.items()}
        hub.asked.append((self.command, self.path, headers))
        if self.path.startswith("/store/"):
            self._stored(self.path.removeprefix("/store/"), body=body)
            return
        listed = re.fullmatch(r"/api/models/([^/]+/[^/]+)/(revision|tree)/[^/?]+(\?.*)?", self.path)
        if listed and not hub.faults:
            self._send(
                200, {"Content-Type": "application/json"}, self._listed(listed[1], listed[2]), body=body
            )
            return
        found = re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", self.path)
        data = hub.files.get(f"{found[1]}/{found[3]}") if found else None
        if "no hub" in hub.faults:
            self._send(200, {"Content-Type": "text/html"}, b"<html>Please log in</html>", body=body)
        elif "500" in hub.faults:
            self._send(500, {}, b"", body=body)
        elif data is None or "404" in hub.faults:
            self._send(404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT}, b"", body=body)
        elif len(data) < LARGE:
            git = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
            self._send(200, {"ETag": f'"{git}"', "X-Repo-Commit": COMMIT}, data, body=body)
        else:
            if "other file" in hub.faults:
                data = data[::-1]
            sha256 = hashlib.sha256(data).hexdigest()
            linked = {
                "X-Linked-Size": str(len(data)),
                "X-Linked-ETag": f'"{sha256}"',
                "X-Repo-Commit": COMMIT,
            }
            assert found is not None
            self._send(302, {**linked, "Location": f"{hub.store}/{found[1]}/{found[3]}"}, b"", body=body)

    def _listed(self, repository: str, what: str) -> bytes:
        """A repository as the hub's API tells of it, or the files in it."""
        there = {
            name.removeprefix(f"{repository}/"): data
            for name, data in self.hub.files.items()
            if name.startswith(f"{repository}/")
        }
        files = [
            {"type": "file", "path": name, "size": len(data), "oid": COMMIT} for name, data in there.items()
        ]
        about = {"id": repository, "sha": COMMIT, "siblings": [{"rfilename": name} for name in there]}
        return json.dumps(about if what == "revision" else files).encode()

    def _stored(self, name: str, *, body: bool) -> None:
        hub = self.hub
        data = hub.files[name]
        if "gone" in hub.faults:
            self._send(403, {}, b"", body=body)
            return
        if "wrong" in hub.faults:
            data = bytes(len(data))
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data) - start))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if "stall" in hub.faults:
            self.wfile.flush()
            hub.release.wait(20)
            self.close_connection = True
        elif "cut" in hub.faults or "cut once" in hub.faults:
            hub.faults.discard("cut once")
            self.wfile.write(data[start : start + (len(data) - start) // 2])
            self.close_connection = True
        else:
            self.wfile.write(data[start:])

    def _send(self, status: int, headers: dict[str, str], data: bytes, *, body: bool) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Tests print nothing."""


@contextlib.contextmanager
def running() -> Iterator[Hub]:
    """A hub that serves until the block ends."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    port = server.server_address[1]
    hub.endpoint, hub.store = f"http://127.0.0.1:{port}", f"http://localhost:{port}/store"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
