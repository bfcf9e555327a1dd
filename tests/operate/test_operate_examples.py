"""The operators' examples in docs/operate/examples/, each used as its reader would use it, as far as this machine can."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from dispatch_audio.build import Built
from dispatch_audio.site.media_types import media_type
from samples import REPOSITORY

EXAMPLES = REPOSITORY / "docs" / "operate" / "examples"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says."""

    status: int
    headers: Message
    body: bytes


Ask = Callable[..., Answer]


def _needs(program: str) -> str:
    """The program's path. Where .ci/run has installed it, one that is missing fails the test; else the test is skipped."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        assert "DISPATCH_AUDIO_CLIENTS" not in os.environ, f"{program} is not installed"
        pytest.skip(f"{program} is not installed")
    return found


@pytest.fixture
def served(built: Built, public: Path, tmp_path: Path) -> Iterator[Ask]:
    """Asks nginx, with the example's server, for a file of the show that feed.toml would publish to its root."""
    nginx = _needs("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    root = tmp_path / "www"
    shutil.copytree(public, root / "daily-dispatch")
    (root / "daily-dispatch" / ".published.json").write_text("{}")
    server = (EXAMPLES / "nginx.conf").read_text("utf-8")
    for former, ours in (("listen 80;", f"listen 127.0.0.1:{port};"), ("root /srv/www;", f"root {root};")):
        assert former in server
        server = server.replace(former, ours)
    kept = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # A worker of root's would be another user, who cannot read a test's folder.
    user = "user root;" if os.getuid() == 0 else ""
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"{user} daemon off; master_process off; pid {tmp_path}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{kept}{server}}}\n"
    )
    with subprocess.Popen([nginx, "-c", main, "-e", "stderr"], stderr=subprocess.PIPE) as running:
        try:
            _wait(port, running)
            yield lambda method, name, **headers: _asked(port, method, f"/daily-dispatch/{name}", headers)
        finally:
            running.terminate()


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    while running.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
    assert running.stderr
    raise AssertionError(running.stderr.read().decode())


def _asked(port: int, method: str, path: str, headers: Mapping[str, str]) -> Answer:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(
            method, path, headers={key.replace("_", "-"): value for key, value in headers.items()}
        )
        with connection.getresponse() as response:
            return Answer(response.status, response.headers, response.read())


def test_nginx_sends_every_file_as_it_is_with_the_type_that_apps_ask_for(served: Ask, public: Path) -> None:
    for path in sorted(path for path in public.rglob("*") if path.is_file()):
        name = path.relative_to(public).as_posix()
        answer = served("GET", name)
        assert (answer.status, answer.headers["Content-Type"]) == (200, media_type(name)), name
        assert answer.body == path.read_bytes(), name
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nginx_lets_only_what_is_named_by_its_content_be_kept(served: Ask, built: Built) -> None:
    folder, mp3 = f"episodes/{built.slug}", built.manifest.enclosure.name
    forever = {
        name
        for name in (
            "feed.xml",
            "index.html",
            f"{folder}/index.html",
            f"{folder}/{mp3}",
            f"{folder}/chapters.json",
        )
        if served("HEAD", name).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    }
    assert forever == {f"{folder}/{mp3}"}
    feed = served("HEAD", "feed.xml")
    assert feed.headers["Cache-Control"] == "no-cache"
    assert served("GET", "feed.xml", If_None_Match=feed.headers["ETag"]).status == 304


def test_nginx_gives_parts_of_an_mp3_and_tells_its_length_without_it(served: Ask, built: Built) -> None:
    mp3 = built.folder / built.manifest.enclosure.name
    name = f"episodes/{built.slug}/{mp3.name}"
    whole = served("HEAD", name)
    assert (whole.headers["Content-Length"], whole.headers["Accept-Ranges"]) == (
        f"{mp3.stat().st_size}",
        "bytes",
    )
    part = served("GET", name, Range="bytes=100-199")
    assert (part.status, part.body) == (206, mp3.read_bytes()[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{mp3.stat().st_size}"
    assert served("GET", name, Range=f"bytes={mp3.stat().st_size}-").status == 416


def test_nginx_shows_pages_for_folders_and_nothing_that_is_hidden(served: Ask, built: Built) -> None:
    assert served("GET", "").headers["Content-Type"] == "text/html; charset=utf-8"
    assert served("GET", f"episodes/{built.slug}/").status == 200
    assert served("GET", "episodes/").status == 403
    assert served("GET", ".published.json").status == 404
    assert served("GET", "feed.xml", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def _program(folder: Path) -> Path:
    """dispatch-audio as an installation would have it."""
    path = folder / "dispatch-audio"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dispatch_audio "$@"\n', "utf-8")
    path.chmod(0o755)
    return path


def _bare(workspace: Path) -> dict[str, str]:
    """cron's environment, with where these tests' program and cache lie."""
    cron = {"HOME": str(workspace), "LOGNAME": "nobody", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    source = str(REPOSITORY / "src")
    return cron | {"PYTHONPATH": source, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}


def _cron_line(workspace: Path, tmp_path: Path) -> str:
    lines = (EXAMPLES / "crontab").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if re.match(r"[\d*]", line))
    *times, command = line.split(None, 5)
    assert len(times) == 5
    assert "%" not in command, "cron takes a percent sign for a line's end"
    assert "/srv/venv/bin/dispatch-audio" in command
    return command.replace("/srv/my-show", str(workspace)).replace(
        "/srv/venv/bin/dispatch-audio", str(_program(tmp_path))
    )


def test_the_crontabs_line_runs_in_crons_bare_environment(
    built: Built, small: Path, workspace: Path, tmp_path: Path
) -> None:
    (small.parent / "dispatch-002.txt").unlink()
    command = _cron_line(workspace, tmp_path)
    quiet = subprocess.run(
        ["/bin/sh", "-c", command], env=_bare(workspace), cwd=tmp_path, capture_output=True, check=True
    )
    # What is said is mailed, so a run that went well says nothing.
    assert (quiet.stdout, quiet.stderr) == (b"", b"")
    assert "0 built, 1 unchanged, 0 withheld, 0 failed" in (workspace / "daily.log").read_text("utf-8")
    small.write_text("no dispatch", "utf-8")
    told = subprocess.run(
        ["/bin/sh", "-c", command], env=_bare(workspace), cwd=tmp_path, capture_output=True, check=False
    )
    assert b"small.txt" in told.stdout


def test_the_containers_loop_runs_and_ends_when_it_is_asked_to(
    built: Built, small: Path, workspace: Path, tmp_path: Path
) -> None:
    (small.parent / "dispatch-002.txt").unlink()
    path = f"{_program(tmp_path).parent}:{os.environ['PATH']}"
    with subprocess.Popen(
        ["sh", EXAMPLES / "every-quarter.sh"],
        env=_bare(workspace) | {"PATH": path, "EVERY": "0.1", "PYTHONUNBUFFERED": "1"},
        cwd=workspace,
        stdout=subprocess.PIPE,
        text=True,
    ) as loop:
        assert loop.stdout
        ends = (line for line in loop.stdout if "1 unchanged" in line)
        assert next(ends)
        assert next(ends)
        loop.send_signal(signal.SIGTERM)
        assert loop.wait(20) == 143


def test_systemd_finds_nothing_wrong_and_little_exposed(tmp_path: Path) -> None:
    analyze = _needs("systemd-analyze")
    for name in ("dispatch-audio.service", "dispatch-audio.timer"):
        text = (EXAMPLES / name).read_text("utf-8")
        (tmp_path / name).write_text(
            text.replace("/srv/venv/bin/dispatch-audio", str(_program(tmp_path))), "utf-8"
        )
    units = [tmp_path / "dispatch-audio.service", tmp_path / "dispatch-audio.timer"]
    verified = subprocess.run([analyze, "verify", *units], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    # 0 is a service that can do nothing, 10 one of root's that can do all.
    subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=15", units[0]], capture_output=True, check=True
    )


def test_a_container_is_made_of_files_that_are_there() -> None:
    recipe = (EXAMPLES / "Containerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!\.)(\S+)", recipe, re.MULTILINE)
    assert copied
    assert [name for name in copied if not (REPOSITORY / name).is_file()] == []
    compose = (EXAMPLES / "compose.yaml").read_text("utf-8")
    assert (EXAMPLES / "../../.." / "docs/operate/examples/Containerfile").is_file()
    assert "dockerfile: docs/operate/examples/Containerfile" in compose
