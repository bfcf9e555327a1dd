"""SFTP: OpenSSH's own server, its keys and hosts, and lines that fail."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from publish_samples import Place, Show

from dispatch_audio.errors import PublishError
from samples import tree


def _ssh(name: str) -> Path:
    return Path("~/.ssh").expanduser() / name


@pytest.mark.parametrize("after", [0, 10, 2_000, 100_000, 300_000, 500_000])
def test_a_line_that_is_cut_is_got_over(server: Place, show: Show, after: int) -> None:
    """In the greeting, the keys, the MP3, and what follows it."""
    server.line.breaks("cut", 2, after=after)
    server.send(show)
    assert server.line.met == 2
    assert server.served() == tree(show.public)


@pytest.mark.usefixtures("impatient")
def test_a_byte_that_was_changed_on_the_way_is_noticed(server: Place, show: Show) -> None:
    server.line.breaks("flip", 1, after=200_000)
    server.send(show)
    assert server.line.met == 1
    assert server.served() == tree(show.public)


def test_a_server_that_refuses_for_a_while_is_got_over(server: Place, show: Show) -> None:
    server.line.breaks("refuse", 3)
    server.send(show)
    assert server.line.met == 3
    assert server.served() == tree(show.public)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("after", [0, 200_000])
def test_a_server_that_gives_no_sign_is_given_up_and_asked_again(
    server: Place, show: Show, after: int
) -> None:
    server.line.breaks("stall", 1, after=after)
    server.send(show)
    assert server.line.met == 1
    assert server.served() == tree(show.public)


def test_a_slow_line_is_waited_for(server: Place, show: Show) -> None:
    server.line.breaks("slow", 1)
    server.send(show)
    assert server.line.met == 1
    assert server.served() == tree(show.public)


def test_a_server_that_is_gone_is_told_in_a_line_and_leaves_a_sound_feed(server: Place, show: Show) -> None:
    server.send(show)
    show.remake()
    before = server.files()
    server.line.breaks("cut", 1000, after=50_000)
    with pytest.raises(PublishError) as told:
        server.send(show)
    assert str(told.value).startswith(f"{server.address}: cannot send ")
    assert "tried 5 times" in str(told.value)
    assert server.files()["feed.xml"] == before["feed.xml"]
    assert server.feed_is_sound()
    server.line.breaks("")
    server.send(show)
    assert server.feed_is_sound()


def test_a_run_that_is_killed_leaves_a_sound_feed_and_is_gone_on_with(server: Place, show: Show) -> None:
    """By the signal that nothing can be done about, in the middle of the MP3."""
    server.send(show)
    former = server.files()["feed.xml"]
    show.remake(bytes(2_000_000))
    show.set(f'publish = "{server.address}"')
    server.line.breaks("slow", 1)
    run = subprocess.Popen(
        [sys.executable, "-m", "dispatch_audio", "publish", "--workspace", str(show.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while not any(name.startswith("episodes/dispatch-007/.") for name in server.files()):
            assert run.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    finally:
        run.kill()
        run.wait()
    assert server.files()["feed.xml"] == former
    assert server.feed_is_sound()
    assert show.mp3 not in server.files()
    server.line.breaks("")
    server.send(show)
    assert server.feed_is_sound()


def test_files_may_be_read_by_a_web_server(server: Place, show: Show) -> None:
    server.send(show)
    root = server.address.partition("127.0.0.1:")[2].partition("/")[2]
    for path in Path("/", root).rglob("*"):
        assert path.stat().st_mode & 0o444 == 0o444, path


def test_a_host_that_is_not_known_is_refused(server: Place, show: Show) -> None:
    _ssh("known_hosts").unlink()
    with pytest.raises(PublishError, match=r"its ssh-ed25519 key SHA256:\S+ is in no known_hosts"):
        server.send(show)
    assert server.files() == {}


def test_a_host_with_another_key_is_refused(server: Place, show: Show, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    host = _ssh("known_hosts").read_text().split()[0]
    _ssh("known_hosts").write_text(f"{host} {(tmp_path / 'other.pub').read_text()}")
    with pytest.raises(PublishError, match="its key is another than the one in known_hosts"):
        server.send(show)
    assert server.files() == {}


@pytest.mark.parametrize("key", ["none", "another"])
def test_a_key_that_is_not_taken_is_told_at_once(server: Place, show: Show, key: str) -> None:
    _ssh("id_ed25519").unlink()
    if key == "another":
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _ssh("id_ed25519")], check=True)
    with pytest.raises(PublishError, match="the server takes none of our keys") as told:
        server.send(show)
    assert "tried" not in str(told.value)


def test_the_settings_of_ssh_are_used(server: Place, show: Show) -> None:
    shutil.move(_ssh("id_ed25519"), _ssh("of-the-show"))
    shutil.move(_ssh("known_hosts"), _ssh("hosts-of-the-show"))
    root = server.address.partition(f":{server.line.port}")[2]
    _ssh("config").write_text(
        f"Host www\n  HostName 127.0.0.1\n  Port {server.line.port}\n  IdentityFile {_ssh('of-the-show')}\n"
        f"  UserKnownHostsFile {_ssh('hosts-of-the-show')}\n"
    )
    server.address = f"sftp://www{root}"
    assert server.send(show).target == server.address
    assert server.served() == tree(show.public)


def test_a_folder_may_be_told_from_the_accounts_home(server: Place, show: Show) -> None:
    root = Path("/", server.address.partition("127.0.0.1:")[2].partition("/")[2])
    home = Path(f"~{os.environ.get('USER', 'root')}").expanduser()
    server.address = f"sftp://127.0.0.1:{server.line.port}/~/{os.path.relpath(root, home)}"
    server.send(show)
    assert server.served() == tree(show.public)


def test_a_folder_that_is_not_there_is_told(server: Place, show: Show) -> None:
    server.address += "/nowhere"
    with pytest.raises(PublishError, match=r"/nowhere: cannot list: No such file \(check that it is there"):
        server.send(show)


def test_a_folder_that_may_not_be_written_is_told(server: Place, show: Show) -> None:
    root = Path("/", server.address.partition("127.0.0.1:")[2].partition("/")[2])
    # Root may write anything; a folder that is a file, nobody.
    (root / "episodes").write_text("no folder")
    with pytest.raises(PublishError):
        server.send(show)
    assert not server.feed_is_sound()
