"""A server of feeds that runs as long as a test takes."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn

from dispatch_audio.loopback import HOST
from dispatch_audio.site.server import Served, create_app


@contextlib.contextmanager
def running(*feeds: Served) -> Iterator[int]:
    """The port of a server that runs until the block ends."""
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
        app = create_app(feeds, f"http://{HOST}:{port}/")
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(10)


def raw(port: int, target: bytes, *headers: bytes, method: bytes = b"GET") -> tuple[int, bytes]:
    """The status of what a server answers to a request line as it stands, which clients would put right first; and the
    whole answer, headers too. 0 when it answers nothing."""
    with socket.create_connection((HOST, port), timeout=10) as connection:
        lines = (b"%s %s HTTP/1.1" % (method, target), b"Connection: close", *headers)
        connection.sendall(b"\r\n".join((*lines, b"", b"")))
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                answer += part
    words = answer.split(b" ", 2)
    return (int(words[1]) if len(words) > 2 else 0), answer
