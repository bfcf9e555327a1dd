"""How long a build will take is told stage by stage, from the lines that are left and the pace of those that are spoken."""

from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.build import build, script_for
from dispatch_audio.studio.desk import Desk
from dispatch_audio.studio.making import Making
from dispatch_audio.studio.pace import Pace, stages
from dispatch_audio.workspace import Workspace
from samples import NOW


class Clock:
    """A clock that stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def _making(workspace: Path, pace: Pace, clock: Clock) -> Making:
    desk = Desk(Workspace(workspace))
    feed = desk.feed("daily-dispatch")
    piece, voice = desk.find(feed, "dispatch-007"), desk.voice(feed)
    script = script_for(piece.dispatch, piece.data, piece.path, feed, voice).script
    return Making(piece, voice, script.chapters, pace, clock)


def _left(making: Making) -> dict[str, float | None]:
    return {stage.name: stage.left for stage in making.stages}


def test_what_is_left_to_speak_is_told_from_the_pace_of_what_is_spoken(
    workspace: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever other tests have spoken.
    monkeypatch.setattr("dispatch_audio.studio.making.line_path", lambda line, voice: tmp_path / "no clip")
    clock, pace = Clock(), Pace()
    making = _making(workspace, pace, clock)
    lines = sum(len(chapter.utterances) for chapter in making.chapters)
    making.stage("speaking")
    making.step(0, lines)
    assert (_left(making)["speaking"], making.seconds_left) == (None, None), "nothing is measured yet"
    for made in range(1, lines + 1):
        clock.now += 2
        making.step(made, lines)
        left = _left(making)["speaking"]
        assert left is not None
        # The longest lines are spoken first: what is left takes less for each.
        assert left <= 2 * (lines - made)
    assert left == 0
    making.stage("measuring loudness")
    states = [stage.state for stage in making.stages]
    assert states == ["done", "done", "running", *["waiting"] * (len(states) - 3)]
    assert making.seconds_left is not None
    # The next episode by this voice is foreseen before a line is spoken.
    again = _making(workspace, pace, clock)
    assert _left(again)["speaking"] == pytest.approx(2 * lines)


def test_a_stage_takes_what_it_took_the_last_time_and_less_the_longer_it_goes_on(
    workspace: Path, small: Path
) -> None:
    clock, pace = Clock(), Pace()
    first = _making(workspace, pace, clock)
    first.stage("encoding the MP3")
    clock.now += 12
    first.stage("measuring the MP3")
    again = _making(workspace, pace, clock)
    assert _left(again)["encoding the MP3"] == pytest.approx(12)
    again.stage("encoding the MP3")
    clock.now += 5
    assert _left(again)["encoding the MP3"] == pytest.approx(7)
    clock.now += 50
    assert _left(again)["encoding the MP3"] == 0


def test_a_machine_that_is_slower_is_so_in_the_stages_to_come(workspace: Path, small: Path) -> None:
    clock, pace = Clock(), Pace()
    making = _making(workspace, pace, clock)
    before = _left(making)
    making.stage("measuring loudness")
    loudness, packaging = before["measuring loudness"], before["packaging"]
    assert loudness is not None
    assert packaging is not None
    clock.now += 3 * loudness
    making.stage("encoding the MP3")
    assert _left(making)["packaging"] == pytest.approx(3 * packaging)


def test_the_stages_that_are_foreseen_are_those_that_a_build_tells(workspace: Path, small: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    desk = Desk(Workspace(workspace))
    feed = desk.feed("daily-dispatch")
    told: list[str] = []

    class Heard:
        def stage(self, text: str) -> None:
            told.append(text)

        def step(self, done: int, total: int) -> None:
            """Nothing."""

    with ThreadPoolExecutor(2) as executor:
        build(desk.find(feed, "dispatch-007").path, feed, desk.voice(feed), executor, Heard(), NOW)
    assert tuple(dict.fromkeys(told)) == stages(listens=False)


def test_a_narrator_whose_engine_is_gone_has_no_line_spoken(
    workspace: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dispatch_audio.errors import EngineGoneError

    def gone(*asked: Any) -> Path:
        raise EngineGoneError("gone")

    monkeypatch.setattr("dispatch_audio.studio.making.line_path", gone)
    making = _making(workspace, Pace(), Clock())
    assert set(making.spoken()) == {0}
    making.stage("speaking with Joe's voice")
    making.step(0, 99)
    assert [stage.name for stage in making.stages if stage.state == "running"] == ["speaking"]
