"""A release says what has changed, and its packages have all that they should and nothing else."""

import datetime
import runpy
import zipfile
from pathlib import Path

import pytest

from samples import REPOSITORY

RELEASE = runpy.run_path(str(REPOSITORY / "scripts" / "release"))
NotReadyError: type[Exception] = RELEASE["NotReadyError"]
DAY = datetime.date(2026, 12, 1)


def test_the_unreleased_heading_becomes_the_versions() -> None:
    before = "# Changelog\n\n## 1.2.0, not released yet\n\n- New.\n\n## 1.1.0, 2026-01-01\n\n- Old.\n"
    after = RELEASE["cut"](before, "1.2.0", DAY)
    assert after == before.replace("1.2.0, not released yet", "1.2.0, 2026-12-01")


@pytest.mark.parametrize(
    "changelog",
    [
        "# Changelog\n\n## 1.2.0, 2026-01-01\n\n- Old.\n",
        "# Changelog\n\n## 1.3.0, not released yet\n\n- New.\n",
        "# Changelog\n\n## 1.2.0, not released yet\n\n## 1.1.0, 2026-01-01\n\n- Old.\n",
    ],
    ids=["released already", "another version", "nothing to say"],
)
def test_nothing_is_released_without_a_word(changelog: str) -> None:
    with pytest.raises(NotReadyError):
        RELEASE["cut"](changelog, "1.2.0", DAY)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made: tuple[Path, Path] = RELEASE["packages"](tmp_path_factory.mktemp("dist"))
    return made


def test_the_packages_have_all_that_they_should(packages: tuple[Path, Path]) -> None:
    RELEASE["check_contents"](*packages)


def _without(wheel: Path, name: str, folder: Path) -> Path:
    made = folder / wheel.name
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
    return made


@pytest.mark.parametrize(
    "name",
    [
        "dispatch_audio/py.typed",
        "dispatch_audio/studio/static/model.js",
        "dispatch_audio/starter/voices/joe.toml",
    ],
)
def test_a_wheel_that_lacks_a_file_is_no_release(
    packages: tuple[Path, Path], name: str, tmp_path: Path
) -> None:
    sdist, wheel = packages
    with pytest.raises(NotReadyError, match=f"the wheel lacks {name}"):
        RELEASE["check_contents"](sdist, _without(wheel, name, tmp_path))


@pytest.mark.parametrize(
    "name", ["tests/test_release.py", "dispatch_audio/__pycache__/build.cpython-311.pyc"]
)
def test_a_wheel_with_what_is_not_the_programs_is_no_release(
    packages: tuple[Path, Path], name: str, tmp_path: Path
) -> None:
    sdist, wheel = packages
    made = _without(wheel, "", tmp_path)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, "")
    with pytest.raises(NotReadyError, match=f"the wheel has too much {name}"):
        RELEASE["check_contents"](sdist, made)
