"""Speech on a guess makes way: a run of a model is stopped from another thread, and nothing of it is kept."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch_audio.errors import EngineGoneError
from dispatch_audio.narration import Clip
from dispatch_audio.script import Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, line_path, speak_line
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.speak.stopping import Stop, Stopped, stopped_by
from dispatch_audio.studio.speaker import Speaker
from dispatch_audio.workspace import Feed, Voice, Workspace
from samples import REPOSITORY

LONG = "The harbour froze on Tuesday, and the baker came back to an oven that was still warm. " * 4


def _line(text: str) -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)))


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.speech
@pytest.mark.parametrize("name", ["joe", "lenar-kess"])
def test_a_model_that_runs_is_stopped_and_then_says_the_same_as_ever(name: str) -> None:
    engine = load_engine(Workspace(REPOSITORY).voice(name))
    words = engine.said(_line(LONG[:300]).form)
    stop = Stop()

    def speak() -> None:
        with stopped_by(stop):
            engine.speak(words, 1.0)

    with ThreadPoolExecutor(1) as executor:
        spoken = executor.submit(speak)
        _until(lambda: bool(stop._ends))
        stop.tell()
        with pytest.raises(Stopped):
            spoken.result()
        # Told once, it begins nothing any more; another is not touched by it.
        with pytest.raises(Stopped):
            executor.submit(speak).result()
    short = engine.said(_line("The harbour froze.").form)
    alone = engine.speak(short, 1.0).samples
    with stopped_by(Stop()):
        assert np.array_equal(engine.speak(short, 1.0).samples, alone)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the speaker does, in order: a line is begun, said, or stopped."""
    done: list[tuple[str, str]] = []

    def speak(line: Utterance, voice: Voice) -> Clip:
        name = "long" if line.text == LONG else line.text
        done.append(("begun", name))
        try:
            clip = speak_line(line, voice)
        except Stopped:
            done.append(("stopped", name))
            raise
        done.append(("said", name))
        return clip

    monkeypatch.setattr("dispatch_audio.studio.speaker.speak_line", speak)
    return done


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """With no clip that was kept before."""
    monkeypatch.setattr(clips, "folder", lambda: tmp_path)
    return Workspace(REPOSITORY).feed(None)


@pytest.fixture
def joe() -> Voice:
    """Who speaks."""
    return Workspace(REPOSITORY).voice("joe")


@pytest.fixture
def speaker(told: list[tuple[str, str]]) -> Iterator[Speaker]:
    """As the studio has it, with one thread for clicks and one for guesses."""
    speaker = Speaker(2)
    yield speaker
    speaker.close()


@pytest.mark.speech
def test_a_line_that_is_spoken_ahead_makes_way_for_the_one_that_is_clicked_and_is_spoken_after_it(
    speaker: Speaker, feed: Feed, joe: Voice, told: list[tuple[str, str]]
) -> None:
    speaker.ahead([_line(LONG)], feed, joe)
    _until(lambda: ("begun", "long") in told)
    assert speaker.say(_line("Clicked."), feed, joe).clip.sound.seconds > 0
    _until(lambda: ("said", "long") in told)
    assert told.index(("stopped", "long")) < told.index(("said", "long"))
    assert told.count(("begun", "long")) == 2
    assert line_path(_line(LONG), joe).exists()


@pytest.mark.speech
def test_a_line_that_is_pointed_at_comes_before_all_that_is_spoken_on_a_guess(
    speaker: Speaker, feed: Feed, joe: Voice, told: list[tuple[str, str]]
) -> None:
    speaker.ahead([_line(LONG), _line("On the screen.")], feed, joe)
    _until(lambda: ("begun", "long") in told)
    speaker.ahead([_line("Passed by.")], feed, joe, first=True)
    speaker.ahead([_line("Pointed at.")], feed, joe, first=True)
    _until(lambda: len({name for what, name in told if what == "said"}) == 4)
    said = [name for what, name in told if what == "said"]
    assert said.index("Pointed at.") < min(said.index("long"), said.index("On the screen."))
    assert ("stopped", "long") in told


@pytest.mark.speech
def test_a_line_that_somebody_waits_for_is_not_stopped_for_another(
    speaker: Speaker, feed: Feed, joe: Voice, told: list[tuple[str, str]]
) -> None:
    speaker.ahead([_line(LONG)], feed, joe)
    _until(lambda: ("begun", "long") in told)
    with ThreadPoolExecutor(1) as executor:
        # The same that is spoken ahead is clicked, and then another.
        waiting = executor.submit(speaker.say, _line(LONG), feed, joe)
        _until(lambda: any(job.rank[0] == 0 for job in speaker._running.values()))
        speaker.say(_line("Clicked."), feed, joe)
        assert waiting.result().clip.sound.seconds > 10
    assert ("stopped", "long") not in told
    assert told.count(("begun", "long")) == 1


@pytest.mark.speech
def test_a_line_that_made_way_is_given_up_when_the_studio_ends(
    speaker: Speaker, feed: Feed, joe: Voice, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    really = speaker._again

    def again(job: Any) -> None:
        # Just then the studio is ended.
        speaker._ended = True
        really(job)

    monkeypatch.setattr(speaker, "_again", again)
    speaker.ahead([_line(LONG)], feed, joe)
    _until(lambda: ("begun", "long") in told)
    (job,) = speaker._running.values()
    speaker.say(_line("Clicked."), feed, joe)
    with pytest.raises(CancelledError):
        job.done.result(60)
    assert told.count(("begun", "long")) == 1


@pytest.mark.speech
def test_a_long_line_that_no_engine_can_name_is_asked_for_all_the_same(
    speaker: Speaker, feed: Feed, joe: Voice, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(line: Utterance, voice: Voice) -> Path:
        raise EngineGoneError("gone")

    monkeypatch.setattr("dispatch_audio.studio.speaker.line_path", gone)
    speaker.ahead([_line(LONG)], feed, joe)
    assert speaker.say(_line(LONG), feed, joe).clip.sound.seconds > 10
