"""Real servers on loopback: S3 by moto and by s3rver, SFTP by OpenSSH; and what stands between them and us and misbehaves."""

import contextlib
import json
import logging
import os
import shutil
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REQUIRED = bool(os.environ.get("DISPATCH_AUDIO_CLIENTS"))
"""Whether a program that is missing fails a test; else it skips it."""


def missing(what: str) -> None:
    """Skips the test, or fails it where every program has to be there."""
    (pytest.fail if REQUIRED else pytest.skip)(f"{what} is not installed")


@contextlib.contextmanager
def moto() -> Iterator[str]:
    """moto's S3 server; gives its address."""
    with warnings.catch_warnings():
        # Libraries of other services of Amazon's that it imports.
        warnings.simplefilter("ignore")
        from moto.server import ThreadedMotoServer
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@contextlib.contextmanager
def s3rver(folder: Path) -> Iterator[str]:
    """s3rver, a store that knows its keys and keeps objects as files; gives its address."""
    modules = next(
        (path for path in os.environ.get("NODE_PATH", "").split(os.pathsep) if Path(path, "s3rver").is_dir()),
        None,
    )
    if modules is None or shutil.which("node") is None:
        missing("s3rver")
    port = free_port()
    settings = {
        "port": port,
        "address": "127.0.0.1",
        "silent": True,
        "directory": str(folder),
        "vhostBuckets": False,
        "configureBuckets": [{"name": "show"}],
    }
    run = ["node", "-e", f"new (require('s3rver'))({json.dumps(settings)}).run()"]
    with _running(run, port):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def sshd(folder: Path) -> Iterator[int]:
    """OpenSSH's server with keys and settings of its own, for the account that the tests run as; gives its port.

    ``folder`` gets ``host``, the server's key, and ``id``, the one that it takes.
    """
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        missing("sshd")
        return
    folder.mkdir()
    for name in ("host", "id"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name], check=True
        )
    port = free_port()
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "id.pub",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PidFile": "none",
        "Subsystem": "sftp internal-sftp",
        "MaxStartups": 100,
    }
    (folder / "config").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with _running([program, "-D", "-e", "-f", f"{folder / 'config'}"], port):
        yield port


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < end, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Line:
    """A TCP connection's way to a server, and how it goes wrong, for the next ``times`` connections or requests."""

    port: int
    """Where it begins."""
    to: int
    fault: str = ""
    """``refuse``; ``cut``, after ``after`` bytes; ``stall``, likewise; ``slow``; ``flip`` a byte there; or ``500``."""
    times: int = 0
    after: int = 0
    match: bytes = b""
    """Only a request that begins so counts, for HTTP; and ``after`` counts from there."""
    met: int = 0
    """How often it went wrong."""
    lines: list[bytes] = field(default_factory=list)
    """The first line of each HTTP request that was passed on or refused."""
    on_request: Callable[[bytes], None] | None = None
    """Called with that line before the request is passed on."""
    ended: threading.Event = field(default_factory=threading.Event)

    def breaks(self, fault: str, times: int = 1, *, after: int = 0, match: bytes = b"") -> None:
        """Sets what goes wrong next."""
        self.fault, self.times, self.after, self.match, self.met = fault, times, after, match, 0

    def _takes(self) -> bool:
        if self.met >= self.times:
            return False
        self.met += 1
        return True

    def connected(self, client: socket.socket) -> None:
        """Serves one connection."""
        if self.fault == "refuse" and self._takes():
            _reset(client)
            return
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            back = threading.Thread(target=self._pump_back, args=(server, client), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                self._pump(client, server)
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_WR)
            back.join(10)

    def _pump_back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65_536):
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        """From the client to the server. A request of HTTP begins with what the client sends after it was answered."""
        left: int | None = None
        slow = self.fault == "slow" and self._takes()
        while data := client.recv(4096 if slow else 65_536):
            if (first := _first_line(data)) is not None:
                self.lines.append(first)
                if self.on_request is not None:
                    self.on_request(first)
            if slow:
                # About 1 MB a second.
                self.ended.wait(0.004)
            begins = first is not None and first.startswith(self.match) if self.match else left is None
            if self.fault in ("cut", "stall", "flip", "500") and begins and self._takes():
                if self.fault == "500":
                    client.sendall(_FAILED)
                    _drain(client)
                    return
                left = self.after
            if left is not None and left < len(data):
                if self.fault == "flip":
                    data = data[:left] + bytes([data[left] ^ 1]) + data[left + 1 :]
                    left = None
                    self.match = self.match or b"\0"
                else:
                    server.sendall(data[:left])
                    if self.fault == "stall":
                        self.ended.wait(30)
                    _reset(client)
                    return
            elif left is not None:
                left -= len(data)
            server.sendall(data)


_BODY = b"<Error><Code>InternalError</Code><Message>We met a fault</Message></Error>"
_FAILED = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/xml\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
)


def _first_line(data: bytes) -> bytes | None:
    line = data.partition(b"\r\n")[0]
    return line if line.endswith(b" HTTP/1.1") and len(line) < 2000 else None


def _drain(client: socket.socket) -> None:
    client.settimeout(0.2)
    with contextlib.suppress(OSError):
        while client.recv(65_536):
            pass


def _reset(client: socket.socket) -> None:
    import struct

    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A way to a server on loopback."""
    listening = socket.create_server(("127.0.0.1", 0))
    line = Line(listening.getsockname()[1], port)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=line.connected, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield line
    finally:
        line.ended.set()
        listening.close()
