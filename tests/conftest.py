"""What tests share: a workspace of their own whose narrator speaks in tones, and a cache of their own."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dispatch_audio.build import Built, build
from dispatch_audio.cli import main
from dispatch_audio.compose import composer
from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.fidelity import faults
from dispatch_audio.script import Script
from dispatch_audio.workspace import Workspace, find_dispatch
from samples import NOW, REPOSITORY, SAMPLE, SMALL

if TYPE_CHECKING:
    from edge_service import EdgeService

_TONE = 'name = "Tony Tone"\nengine = "tone"\npace = 2.0\n'


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Clips and models go where the tests may leave them; shared by all tests, since clips never change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _held_against_its_dispatch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every script that a test composes is true, whatever the test looks at."""
    compose: Callable[..., Script] = composer.compose_script

    def checked(dispatch: Dispatch, show: Show, *args: object) -> Script:
        script = compose(dispatch, show, *args)
        assert [str(fault) for fault in faults(script, dispatch, show)] == []
        return script

    monkeypatch.setattr(composer, "compose_script", checked)


@pytest.fixture
def edge_service() -> Iterator["EdgeService"]:
    """The online voices' service, on this machine."""
    from edge_service import running

    with running() as service:
        yield service


def _write_workspace(root: Path) -> Path:
    feed = root / "feeds" / "daily-dispatch"
    (feed / "dispatches").mkdir(parents=True)
    (root / "voices").mkdir()
    for name in ("feed.toml", "people.toml"):
        shutil.copy(REPOSITORY / "feeds" / "daily-dispatch" / name, feed)
    shutil.copy(SAMPLE, feed / "dispatches")
    shutil.copy(REPOSITORY / "voices" / "joe.toml", root / "voices")
    (root / "voices" / "tony.toml").write_text(_TONE)
    settings = (feed / "feed.toml").read_text("utf-8")
    settings = settings.replace('"lenar-kess"', '"tony"')
    (feed / "feed.toml").write_text(f'{settings.rstrip()}\nsound = "none"\n', "utf-8")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace as `init` writes it, read by tones without music, which is quick."""
    return _write_workspace(tmp_path / "workspace")


@pytest.fixture
def public(workspace: Path) -> Path:
    """The workspace's public/, which a build makes."""
    return workspace / "feeds" / "daily-dispatch" / "public"


@dataclass
class Silent:
    """Progress that nobody watches."""

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""


def _write_small(workspace: Path) -> Path:
    path = workspace / "feeds" / "daily-dispatch" / "dispatches" / "small.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def small(workspace: Path) -> Path:
    """A dispatch of two sources, quick to build."""
    return _write_small(workspace)


def _make(workspace: Path, name: str, voice: str | None, now: datetime.datetime) -> Built:
    there = Workspace(workspace)
    feed = there.feed(None)
    with ThreadPoolExecutor(2) as executor:
        path, profile = find_dispatch(feed, name), there.voice(voice or feed.settings.narrator)
        return build(path, feed, profile, executor, Silent(), now)


@pytest.fixture
def make(workspace: Path) -> Callable[..., Built]:
    """Builds a dispatch of the workspace, as the command does."""

    def made(name: str = "small", voice: str | None = None, now: datetime.datetime = NOW) -> Built:
        return _make(workspace, name, voice, now)

    return made


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory, _own_cache: None) -> Path:
    root = _write_workspace(tmp_path_factory.mktemp("built") / "workspace")
    _write_small(root)
    _make(root, "small", None, NOW)
    return root


@pytest.fixture
def built(_built_once: Path, workspace: Path, make: Callable[..., Built]) -> Built:
    """The small dispatch, built; a copy that the test may break."""
    shutil.copytree(_built_once, workspace, dirs_exist_ok=True)
    return make()


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs a command in the workspace's folder, as a user would."""
    monkeypatch.chdir(workspace)

    def ran(*words: str) -> Ran:
        code = main(words)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return ran
