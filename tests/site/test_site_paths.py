"""No request leads out of public/: asked over bare sockets, since clients put a path right before they send it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from site_samples import BASE
from site_serving import raw, running

from dispatch_audio.loopback import HOST
from dispatch_audio.site.server import Served

HOST_LINE = b"Host: 127.0.0.1"
SECRET = b"a secret that nobody published"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed's folder with a secret in it, and ways out of its public/."""
    root = tmp_path_factory.mktemp("paths")
    public = root / "public"
    (public / "episodes").mkdir(parents=True)
    (public / "index.html").write_text("the page")
    (public / "episodes" / "index.html").write_text("the episodes")
    for name in ("secret.txt", "index.html", "404.html", "public-too"):
        (root / name).write_bytes(SECRET)
    (public / "absolute.txt").symlink_to(root / "secret.txt")
    (public / "relative.txt").symlink_to("../secret.txt")
    (public / "folder").symlink_to("..")
    (public / "twice").symlink_to("folder")
    (public / "loop").symlink_to("loop")
    (public / "dangling").symlink_to("../nothing")
    (public / "404.html").symlink_to("../404.html")
    (public / "inside.html").symlink_to("index.html")
    os.mkfifo(public / "pipe")
    return root


def _served(root: Path, name: str = "small") -> Served:
    return Served(name, "Small", root / "public", BASE)


@pytest.fixture(scope="module")
def alone(root: Path) -> Iterator[int]:
    """The port of a server of one feed, at the root."""
    with running(_served(root)) as port:
        yield port


@pytest.fixture(scope="module")
def several(root: Path) -> Iterator[int]:
    """The port of a server of two feeds, each by its name."""
    with running(_served(root), _served(root, "other")) as port:
        yield port


WAYS_OUT = (
    b"/../secret.txt", b"/%2e%2e/secret.txt", b"/%2E%2E%2Fsecret.txt", b"/..%2fsecret.txt", b"/.%2e/secret.txt",
    b"/%252e%252e/secret.txt", b"/..%252fsecret.txt", b"/%25252e%25252e%25252fsecret.txt",
    b"/..\\secret.txt", b"/..%5csecret.txt", b"/%5c..%5csecret.txt", b"/..%255csecret.txt", b"\\..\\secret.txt",
    b"/%c0%ae%c0%ae/secret.txt", b"/%c0%2e%c0%2e/secret.txt", b"/%e0%80%ae%e0%80%ae/secret.txt", b"/..%c0%afsecret.txt",
    b"/%uff0e%uff0e/secret.txt", b"/%ef%bc%8e%ef%bc%8e/secret.txt", "/‥/secret.txt".encode(),
    b"/./.././secret.txt", b"//../secret.txt", b"///..///secret.txt", b"/episodes/../../secret.txt", b"/episodes/..%2f../secret.txt",
    b"/episodes/%2e%2e/%2e%2e/secret.txt", b"/none/../../secret.txt", b"/index.html/../../secret.txt", b"/..;/secret.txt",
    b"/....//secret.txt", b"/.../secret.txt", b"/../public/../secret.txt", b"/../public-too", b"/..%2fpublic-too",
    b"/secret.txt/../../secret.txt", b"../secret.txt", b"..%2fsecret.txt", b"secret.txt", b"http://127.0.0.1/../secret.txt",
    b"http://127.0.0.1/%2e%2e/secret.txt", b"file:///etc/passwd", b"//etc/passwd", b"/%2fetc/passwd", b"/%2f%2fetc%2fpasswd",
    b"/C:/secret.txt", b"/C:%5csecret.txt", b"//127.0.0.1/secret.txt", b"/%5c%5c127.0.0.1%5csecret.txt",
    b"/absolute.txt", b"/relative.txt", b"/folder/secret.txt", b"/folder/", b"/folder", b"/twice/secret.txt", b"/folder/public/../secret.txt",
    b"/loop", b"/loop/a", b"/dangling", b"/pipe", b"/404.html", b"/nothing",
    b"/secret.txt%00.html", b"/%00/../secret.txt", b"/..%00/secret.txt", b"/index.html%00", b"/%00", b"/%ff%fe", b"/index.html%0a",
    b"/" + b"a" * 300, b"/" + b"a/" * 3000, b"/" + b"../" * 3000 + b"etc/passwd", b"/" + b"%2e%2e%2f" * 3000 + b"etc/passwd",
    b"*", b"?", b"/?../secret.txt#../secret.txt", b"/%", b"/%2", b"/%zz",
)  # fmt: skip
"""What leads, or might be read as leading, to a file that is not in public/."""


def _is_kept(port: int, target: bytes, method: bytes = b"GET") -> None:
    status, answer = raw(port, target, HOST_LINE, method=method)
    assert SECRET not in answer
    assert b"root:" not in answer
    # What is in public/ may be shown; of all else it is told that there is nothing, and nothing falls over.
    assert status in (0, 200, 307, 400, 404, 405), (status, answer[:300])
    if status == 307:
        location = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"location:"))
        assert location.lower().startswith(b"location: http://127.0.0.1/"), location


@pytest.mark.parametrize("target", WAYS_OUT, ids=lambda target: ascii(target)[2:40])
def test_no_path_leads_out_of_public(alone: int, several: int, target: bytes) -> None:
    for method in (b"GET", b"HEAD"):
        _is_kept(alone, target, method)
    _is_kept(several, target)
    _is_kept(several, b"/small" + target)
    _is_kept(several, b"/small/.." + target)


def test_a_link_inside_public_is_followed(alone: int) -> None:
    status, answer = raw(alone, b"/inside.html", HOST_LINE)
    assert status == 200
    assert b"the page" in answer


@pytest.mark.parametrize(
    "target",
    [b"/episodes%0d%0aSet-Cookie:%20a=b", b"/episodes?a%0d%0aSet-Cookie:%20a=b", b"//evil.example/%2e%2e"],
)
def test_no_request_adds_a_header_or_leads_elsewhere(alone: int, target: bytes) -> None:
    status, answer = raw(alone, target, HOST_LINE)
    head = answer.split(b"\r\n\r\n")[0].lower()
    assert b"\r\nset-cookie" not in head
    assert b"location:" not in head or b"location: http://127.0.0.1/" in head
    assert status in (200, 307, 400, 404)


def test_what_is_no_request_ends_the_connection_and_nothing_else(alone: int) -> None:
    for said in (
        b"\0" * 100,
        b"GET\r\n\r\n",
        b"\x16\x03\x01",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection((HOST, alone), timeout=10) as connection:
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            assert not connection.recv(4000).startswith(b"HTTP/1.1 200")
    assert raw(alone, b"/", HOST_LINE)[0] == 200


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["preview", "--no-open"]])
def test_a_server_is_reached_from_this_machine_alone_unless_it_is_told(
    command: list[str], workspace: Path, public: Path
) -> None:
    public.mkdir()
    words = [sys.executable, "-m", "dispatch_audio", *command, "--workspace", str(workspace)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            assert "http://127.0.0.1:" in process.stdout.readline()
            listening = psutil.Process(process.pid).net_connections(kind="inet")
            assert {one.laddr.ip for one in listening if one.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
        finally:
            process.terminate()
