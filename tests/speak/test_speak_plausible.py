"""A clip that cannot be its words is noticed, whatever it is instead; one that can be is never refused."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch_audio.errors import EngineGoneError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak.engines import ENGINES, Said, Speech, load_engine
from dispatch_audio.speak.engines.tone import ToneEngine
from dispatch_audio.speak.plausible import fault_of, speech
from dispatch_audio.workspace import Workspace
from samples import REPOSITORY

TEXTS = (
    "I",
    "Yes!",
    "Six.",
    "Internationalisation",
    "The harbour froze.",
    "She sells sea shells; six swift ships slip past the shifting sands.",
    "The harbour froze on Tuesday, and the baker came back to an oven that was still warm.",
)
PROFILES = {"edge": "andrew", "kokoro": "lenar-kess", "piper": "joe", "tone": "tony"}
"""A profile that uses each engine; an engine without one here fails."""

Wave = NDArray[np.float32]


def form(text: str) -> SpokenForm:
    return SpokenForm(text, (Span(0, len(text), text),))


@pytest.fixture(scope="module")
def workspace_of_all(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(REPOSITORY / "voices", root / "voices")
    (root / "voices" / "andrew.toml").write_text(
        'name = "A"\nengine = "edge"\nvoice = "en-US-AndrewNeural"\n'
    )
    (root / "voices" / "tony.toml").write_text('name = "Tony Tone"\nengine = "tone"\n')
    return Workspace(root)


@pytest.mark.speech
@pytest.mark.usefixtures("edge_service")
@pytest.mark.parametrize("pace", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("name", ENGINES)
def test_what_an_engine_really_says_is_never_refused(
    workspace_of_all: Workspace, name: str, pace: float
) -> None:
    engine = load_engine(workspace_of_all.voice(PROFILES[name]))
    for text in TEXTS:
        words = engine.said(form(text))
        assert fault_of(engine.speak(words, pace), words, pace, engine.rate) == "", text


@dataclass(frozen=True)
class Take:
    """A clip of Joe's, and what he was asked for."""

    words: tuple[Said, ...]
    speech: Speech
    rate: int

    def fault(self, samples: Wave) -> str:
        return fault_of(Speech(samples, self.speech.words), self.words, 1.0, self.rate)


@pytest.fixture(scope="module")
def clip(workspace_of_all: Workspace) -> Take:
    engine = load_engine(workspace_of_all.voice("joe"))
    words = engine.said(form(TEXTS[-1]))
    return Take(words, engine.speak(words, 1.0), engine.rate)


def _white(wave: Wave) -> Wave:
    return np.random.default_rng(1).normal(0, 0.1, len(wave)).astype(np.float32)


def _sine(wave: Wave, hertz: float) -> Wave:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(len(wave)) / 22_050)).astype(np.float32)


def _where_speech_is(wave: Wave) -> NDArray[np.bool_]:
    loud = np.flatnonzero(np.abs(wave) > 0.02)
    at = np.arange(len(wave))
    return np.asarray((at >= loud[0]) & (at <= loud[-1]))


FAULTS: dict[str, tuple[Callable[[Wave], Wave], str]] = {
    "silence": (np.zeros_like, "silence"),
    "nothing": (lambda wave: wave[:0], "silence"),
    "far too faint": (lambda wave: wave * np.float32(0.001), "silence"),
    "no numbers": (lambda wave: wave * np.float32(np.nan), "noise"),
    "white noise": (_white, "noise"),
    "white noise where speech was": (lambda wave: _white(wave) * _where_speech_is(wave), "noise"),
    "noise that swells as speech does": (lambda wave: _white(wave) * np.abs(_sine(wave, 4.0)), "noise"),
    "noise in the voice's own rhythm": (lambda wave: wave * 10 * _white(wave), "noise"),
    "a mains hum": (lambda wave: _sine(wave, 50), "a sound that never rises or falls"),
    "a held tone": (lambda wave: _sine(wave, 440), "a sound that never rises or falls"),
    "a held tone where speech was": (
        lambda wave: _sine(wave, 440) * _where_speech_is(wave),
        "a sound that never rises or falls",
    ),
    "a voltage": (lambda wave: np.full_like(wave, 0.2), "a sound that never rises or falls"),
    "overdriven": (lambda wave: np.clip(wave * 10, -1, 1), "overdriven sound"),
    "far too short": (lambda wave: wave[::5], "only 0."),
    "far too long": (lambda wave: np.tile(wave, 5), " s of sound"),
    "a minute of silence after it": (
        lambda wave: np.concatenate([wave, np.zeros(60 * 22_050, np.float32)]),
        " s of silence",
    ),
    "a stream that broke off": (lambda wave: wave[: len(wave) // 2], "silence in place of"),
    "silence for the second half": (
        lambda wave: np.where(np.arange(len(wave)) < len(wave) // 2, wave, np.float32(0)),
        "silence in place of",
    ),
    "a gap of half a second": (
        lambda wave: np.where(np.abs(np.arange(len(wave)) - len(wave) // 2) > 5_500, wave, np.float32(0)),
        "silence in place of",
    ),
}


@pytest.mark.speech
@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_these_words_is_named(clip: Take, name: str) -> None:
    spoil, said = FAULTS[name]
    assert clip.fault(clip.speech.samples) == ""
    assert said in clip.fault(spoil(clip.speech.samples))


@dataclass
class Faulty:
    """Tones, but for the first calls, which hiss."""

    bad: int
    model: str = "faulty 1"
    rate: int = 24_000
    identity: str = "faulty"
    limit: int = 2_000
    repeatable: bool = True
    asked: list[float] = field(default_factory=list)

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        return ToneEngine().said(form)

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        self.asked.append(pace)
        good = ToneEngine().speak(words, pace)
        return Speech(_white(good.samples), good.words) if len(self.asked) <= self.bad else good


def test_what_cannot_be_the_words_is_asked_for_once_more() -> None:
    engine = Faulty(bad=1)
    words = engine.said(form(TEXTS[-1]))
    assert np.array_equal(
        speech(engine, words, 1.5, "as written").samples, ToneEngine().speak(words, 1.5).samples
    )
    assert engine.asked == [1.5, 1.5]


def test_an_engine_that_gives_noise_twice_is_gone_and_the_line_is_told() -> None:
    engine = Faulty(bad=2)
    with pytest.raises(EngineGoneError, match=r"faulty 1 gave noise for 'as written' \(put it differently"):
        speech(engine, engine.said(form(TEXTS[-1])), 1.0, "as written")
    assert len(engine.asked) == 2


@pytest.mark.parametrize("pace", [0.5, 0.8, 1.0, 1.3, 2.0])
def test_a_tone_for_each_word_counts_as_speech(pace: float) -> None:
    engine = ToneEngine()
    for text in (*TEXTS, "internationalisation" * 5, (REPOSITORY / "README.md").read_text("utf-8")[:3000]):
        words = engine.said(form(text))
        assert fault_of(engine.speak(words, pace), words, pace, engine.rate) == ""
