"""A word alone, a title or a call, is heard as a whole word of natural length."""

import numpy as np
import pytest

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak.engines import Engine, Speech, load_engine
from dispatch_audio.workspace import Workspace
from samples import REPOSITORY

PACE = 1.2


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(Workspace(REPOSITORY).voice("lenar-kess"))


def spoken(engine: Engine, text: str) -> Speech:
    return engine.speak(engine.said(SpokenForm(text, (Span(0, len(text), text),))), PACE)


def heard(speech: Speech, words: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The last words, from the first to the last sample that is loud beside the loudest."""
    tail = speech.samples[speech.words[-words][0] :]
    loud = np.flatnonzero(np.abs(tail) > 0.03 * np.abs(tail).max())
    return tail[loud[0] : loud[-1] + 1]


@pytest.mark.speech
@pytest.mark.parametrize("text", ["Yes.", "Why?", "Code.", "Politics.", "Anthropic.", "Up next."])
def test_a_word_alone_is_whole_and_as_long_as_it_is_natural(engine: Engine, text: str) -> None:
    count = len(text.split())
    alone = heard(spoken(engine, text), count)
    within = heard(spoken(engine, f"In this week's report we talk about {text}"), count)
    # Alone a word is longer and louder than at the end of a sentence: 1.1 to 2 times as long, of 26 that were measured.
    assert 1.0 < len(alone) / len(within) < 2.1
    assert float(np.sqrt((alone**2).mean())) > float(np.sqrt((within**2).mean()))


@pytest.mark.speech
def test_a_title_without_a_mark_is_not_clipped(engine: Engine) -> None:
    assert np.array_equal(spoken(engine, "Climate").samples, spoken(engine, "Climate.").samples)
