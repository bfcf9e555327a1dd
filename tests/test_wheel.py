"""The wheel holds all that a user needs: the program, its data, and the workspace that `init` writes."""

import subprocess
import sys
from pathlib import Path

import pytest

from samples import REPOSITORY, tree


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, unpacked where nothing of the source can be seen."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    options = ["--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "wheel", *options, "--no-build-isolation", "-w", str(folder), str(REPOSITORY)], check=True
    )
    (wheel,) = folder.glob("dispatch_audio-*.whl")
    subprocess.run([*pip, "install", *options, "--target", str(folder / "site"), str(wheel)], check=True)
    return folder / "site"


def _run(installed: Path, where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import dispatch_audio.cli as cli;"
        "assert 'wheel' in cli.__file__, cli.__file__; sys.exit(cli.main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", program, str(installed), *words],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_init_from_the_wheel_writes_this_repositorys_workspace(installed: Path, tmp_path: Path) -> None:
    ran = _run(installed, tmp_path, "init", "mine")
    assert ran.returncode == 0, ran.stderr
    made = tree(tmp_path / "mine")
    assert (
        made["feeds/daily-dispatch/dispatches/dispatch-002.txt"]
        == (REPOSITORY / "feeds/daily-dispatch/dispatches/dispatch-002.txt").read_bytes()
    )
    assert {name for name in made if name.startswith("voices/")} == {
        f"voices/{path.name}" for path in (REPOSITORY / "voices").iterdir()
    }


def test_the_wheel_knows_what_can_be_fetched(installed: Path, tmp_path: Path) -> None:
    ran = _run(installed, tmp_path, "voices", "fetch")
    assert "am_michael\tkokoro\t0.5 MB\tApache-2.0\t" in ran.stdout, ran.stderr


def test_the_wheel_has_the_studios_pages(installed: Path) -> None:
    for folder in ("static", "templates"):
        source = REPOSITORY / "src" / "dispatch_audio" / "studio" / folder
        assert tree(installed / "dispatch_audio" / "studio" / folder) == tree(source) != {}


def test_the_wheel_builds_an_episode(installed: Path, tmp_path: Path) -> None:
    assert _run(installed, tmp_path, "init", "mine").returncode == 0
    (tmp_path / "mine" / "voices" / "tony.toml").write_text('name = "Tony"\nengine = "tone"\npace = 2.0\n')
    ran = _run(installed, tmp_path / "mine", "build", "dispatch-002", "--voice", "tony")
    assert ran.returncode == 0, ran.stderr
