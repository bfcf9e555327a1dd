"""Places to publish to: a folder, a file system of fsspec's own, two S3 servers and OpenSSH's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from publish_samples import Place, Show, bucket_place, folder_place
from publish_servers import line_to, moto, s3rver, sshd

from dispatch_audio.publish.targets import remote

_BUCKET = "show"


@pytest.fixture(autouse=True)
def quick_and_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tries follow at once, and nothing of the account that the tests run in is asked or used."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "S3RVER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "S3RVER")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    with stamina.set_testing(True, attempts=5, cap=True):
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that gives no sign for a second is given up."""
    monkeypatch.setattr(remote, "PATIENCE", 1.0)


@pytest.fixture(autouse=True, scope="session")
def models_once() -> Iterator[None]:
    """botocore reads its descriptions of S3 once, and not for every run of a test."""
    from botocore.loaders import JSONFileLoader

    load = JSONFileLoader.load_file
    known: dict[str, object] = {}

    def loaded(self: JSONFileLoader, path: str) -> object:
        if path not in known:
            known[path] = load(self, path)
        return known[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", loaded)
        yield


@pytest.fixture
def show(_built_once: Path, workspace: Path) -> Show:
    """A show with an episode."""
    shutil.copytree(_built_once, workspace, dirs_exist_ok=True)
    return Show(workspace)


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    """moto's S3."""
    with moto() as address:
        yield address


@pytest.fixture(scope="session")
def s3rver_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """s3rver's S3."""
    with s3rver(tmp_path_factory.mktemp("s3rver")) as address:
        yield address


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """OpenSSH's server: its port, and the folder with its keys."""
    folder = tmp_path_factory.mktemp("ssh") / "sshd"
    with sshd(folder) as port:
        yield port, folder


@pytest.fixture(params=["moto_server", "s3rver_server"])
def bucket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """An S3 bucket behind a line that can misbehave."""
    yield from bucket_of(request.getfixturevalue(request.param), monkeypatch)


@pytest.fixture
def moto_bucket(moto_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A bucket of the store that knows conditional writes."""
    yield from bucket_of(moto_server, monkeypatch)


@pytest.fixture
def checking_bucket(s3rver_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A bucket of the store that refuses keys which it does not know."""
    yield from bucket_of(s3rver_server, monkeypatch)


def bucket_of(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A bucket of the store at this address, behind a line that can misbehave."""
    with line_to(int(endpoint.rpartition(":")[2])) as line:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{line.port}")
        place = bucket_place(f"s3://{_BUCKET}/a show", endpoint)
        client = place.extra["client"]
        if _BUCKET not in (one["Name"] for one in client.list_buckets()["Buckets"]):
            client.create_bucket(Bucket=_BUCKET)
        place.line = line
        yield place
        for name in place.files():
            place.remove(name)
        client.close()


@pytest.fixture
def server(ssh_server: tuple[int, Path], tmp_path: Path) -> Iterator[Place]:
    """A folder behind an SSH server and a line that can misbehave, with a key that is taken and a host that is known."""
    port, keys = ssh_server
    root, ssh = tmp_path / "www", Path("~/.ssh").expanduser()
    root.mkdir()
    ssh.mkdir()
    with line_to(port) as line:
        kind, key, _ = (keys / "host.pub").read_text().split()
        (ssh / "known_hosts").write_text(f"[127.0.0.1]:{line.port} {kind} {key}\n")
        shutil.copy(keys / "id", ssh / "id_ed25519")
        place = folder_place(f"sftp://127.0.0.1:{line.port}{root}", root)
        place.line = line
        yield place


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    """A folder of this machine."""
    root = tmp_path / "www"
    root.mkdir()
    return folder_place(str(root), root)


@pytest.fixture
def memory() -> Iterator[Place]:
    """fsspec's file system in memory: what is no kind of ours."""
    import fsspec

    system = fsspec.filesystem("memory")

    def files() -> dict[str, bytes]:
        return {
            path.removeprefix("/www/"): system.cat_file(path)
            for path in system.find("/www")
            if path != "/www"
        }

    yield Place(
        "memory://www",
        files,
        lambda name, data: system.pipe_file(f"/www/{name}", data),
        lambda name: system.rm_file(f"/www/{name}"),
    )
    system.store.clear()


PLACES = {"folder": "folder", "remote": "memory", "s3": "moto_server", "sftp": "server"}
"""From a module in publish/targets/ to the fixture of its server, or of the place itself."""


@pytest.fixture(params=list(PLACES.values()))
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Each kind of target in turn; s3rver has tests of its own, since it empties an object before it writes it again."""
    if request.param == "moto_server":
        yield from bucket_of(request.getfixturevalue(request.param), monkeypatch)
    else:
        yield request.getfixturevalue(request.param)
