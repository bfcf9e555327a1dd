"""A clip is what was said and nothing else: no silence around it, no click in it, its words where they are heard."""

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak.engines import Engine, Said, Speech, load_engine
from dispatch_audio.speak.parts import in_parts
from dispatch_audio.speak.shape import clip_of
from dispatch_audio.workspace import Workspace
from dispatch_audio.workspace.settings import Pauses
from samples import REPOSITORY

RATE = 24_000
PAUSES = Pauses(comma=0.2, sentence=0.5)


def sound(seconds: float) -> NDArray[np.float32]:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.5 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)


def silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(round(seconds * RATE), np.float32)


def speech(*pieces: NDArray[np.float32], words: list[tuple[float, float]]) -> Speech:
    times = tuple((round(first * RATE), round(last * RATE)) for first, last in words)
    return Speech(np.concatenate(pieces), times)


def said(*sounds: str) -> tuple[Said, ...]:
    return tuple(Said(at, at + 1, one) for at, one in enumerate(sounds))


def clip(words: tuple[Said, ...], given: Speech) -> tuple[float, list[tuple[float, float]]]:
    samples, times = clip_of([(words, given)], RATE, PAUSES)
    return len(samples) / RATE, [(first / RATE, last / RATE) for first, last in times]


def test_silence_around_speech_is_cut_off_and_its_words_are_as_wide_as_the_sound() -> None:
    given = speech(silence(0.4), sound(0.5), silence(0.6), words=[(0.2, 1.2)])
    length, times = clip(said("one"), given)
    assert length == pytest.approx(0.03 + 0.5 + 0.08, abs=0.01)
    assert times == [pytest.approx((0.03, 0.53), abs=0.01)]


def test_a_word_after_a_rest_begins_where_the_sound_does() -> None:
    # The engine counts the rest to the word before it, and is wrong by a little about where the next one begins.
    given = speech(sound(0.5), silence(0.3), sound(0.5), words=[(0, 0.72), (0.74, 1.3)])
    _, times = clip(said("one,", "two."), given)
    assert times == [pytest.approx((0, 0.5), abs=0.01), pytest.approx((0.8, 1.3), abs=0.01)]


@pytest.mark.parametrize(("mark", "rest"), [(",", 0.2), ("—", 0.2), (".", 0.5), ("?", 0.5), ("", 0.1)])
def test_a_mark_rests_as_long_as_the_profile_says_at_the_least(mark: str, rest: float) -> None:
    given = speech(sound(0.5), silence(0.1), sound(0.5), words=[(0, 0.5), (0.6, 1.1)])
    length, ((_, one), (two, _)) = clip(said(f"one{mark}", "two"), given)
    assert two - one == pytest.approx(rest, abs=0.01)
    assert length == pytest.approx(1.0 + rest, abs=0.02)


def test_a_longer_rest_of_the_engine_stays_and_none_is_made_where_it_has_none() -> None:
    given = speech(sound(0.5), silence(0.8), sound(0.5), words=[(0, 0.5), (1.3, 1.8)])
    assert clip(said("one,", "two"), given)[0] == pytest.approx(1.8, abs=0.02)
    given = speech(sound(1.0), words=[(0, 0.5), (0.5, 1.0)])
    assert clip(said("one,", "two"), given)[0] == pytest.approx(1.0, abs=0.02)


def test_a_click_in_a_rest_is_no_word() -> None:
    given = speech(
        sound(0.5), silence(0.1), 0.3 * sound(0.008), silence(0.1), sound(0.5), words=[(0, 0.6), (0.7, 1.2)]
    )
    _, times = clip(said("one,", "two"), given)
    assert times[1][0] == pytest.approx(0.708, abs=0.01)


def test_parts_are_joined_with_the_rest_of_the_mark_between_them_and_without_a_step() -> None:
    # Sound to the very edge: cut there, it would be heard as a click.
    one, two = (speech(sound(0.503), words=[(0, 0.5)]) for _ in range(2))
    samples, times = clip_of([(said("one."), one), (said("two"), two)], RATE, PAUSES)
    assert (times[1][0] - times[0][1]) / RATE == pytest.approx(0.5, abs=0.02)
    usual = float(np.abs(np.diff(sound(0.1))).max())
    assert float(np.abs(np.diff(samples)).max()) <= 1.01 * usual


@pytest.mark.speech
@pytest.mark.parametrize("key", ["joe", "lenar-kess"])
def test_a_long_utterance_is_spoken_in_parts_that_are_heard_as_one(key: str, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "voices", tmp_path / "voices")
    voice = Workspace(tmp_path).voice(key)
    engine: Engine = dataclasses.replace(load_engine(voice), limit=60)  # type: ignore[type-var]
    text = "The harbour froze on Tuesday, and the baker came back to an oven that was still warm, he said."
    words = engine.said(SpokenForm(text, (Span(0, len(text), text),)))
    parts = in_parts(words, engine.limit)
    assert len(parts) == 3
    given = [(part, engine.speak(part, 1.0)) for part in parts]
    samples, times = clip_of(given, engine.rate, voice.profile.pauses)
    assert len(times) == len(text.split())
    for joint in (len(parts[0]), len(parts[0]) + len(parts[1])):
        assert 0.05 <= (times[joint][0] - times[joint - 1][1]) / engine.rate < 0.4
    within = max(float(np.abs(np.diff(speech.samples)).max()) for _, speech in given)
    assert float(np.abs(np.diff(samples)).max()) <= within
