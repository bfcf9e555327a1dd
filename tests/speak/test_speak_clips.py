"""A narration is whole: each utterance is spoken once, kept, and never silence."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio.errors import EngineGoneError, SoundError, VoiceError
from dispatch_audio.narration import Sound
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, speak
from dispatch_audio.speak.engines import Said, Speech
from dispatch_audio.speak.engines.tone import ToneEngine
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import VoiceProfile

room = importlib.import_module("dispatch_audio.speak")
"""By this way, since its name is a public function's too."""
VOICE = Voice("tony", Path(), VoiceProfile(name="Tony Tone", engine="tone"))


def utterance(text: str) -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)))


@dataclass
class Heard:
    """A tone engine that remembers what it was asked for."""

    identity: str
    model: str = "heard"
    rate: int = 24_000
    limit: int = 40
    repeatable: bool = True
    heard: list[str] = field(default_factory=list)

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        return ToneEngine().said(form)

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        text = " ".join(word.sound for word in words)
        self.heard.append(text)
        if text == "fail":
            raise EngineGoneError("the engine is gone")
        silent = np.zeros(8_000, np.float32)
        speech = ToneEngine().speak(words, pace)
        if text == "hush":
            return Speech(silent, ((0, 8_000),))
        times = tuple((first + 8_000, last + 8_000) for first, last in speech.words)
        return Speech(np.concatenate([silent, speech.samples, silent]), times)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Heard:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    engine = Heard("heard 1")
    monkeypatch.setattr(room, "load_engine", lambda voice: engine)
    return engine


def narrate(*texts: str) -> tuple[Sound, ...]:
    script = Script((Chapter("One", tuple(utterance(text) for text in texts)),))
    steps: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as executor:
        narration = speak(script, VOICE, executor, lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] == len(set(texts))
    assert [clip.utterance.text for clip in narration.clips] == list(texts)
    return tuple(clip.sound for clip in narration.clips)


def test_a_line_is_spoken_once_however_often_it_is_said_or_built(heard: Heard) -> None:
    first = narrate("one two", "three", "one two")
    assert sorted(heard.heard) == ["one two", "three"]
    assert narrate("one two", "three", "one two") == first
    assert len(heard.heard) == 2
    narrate("one two", "four")
    assert heard.heard[2:] == ["four"]


def test_another_engine_or_pace_is_another_clip(heard: Heard) -> None:
    one, two = Said(0, 3, "one"), Said(4, 7, "two")
    paths = {
        clips.clip_path("heard 1", [one, two], 1.0),
        clips.clip_path("heard 2", [one, two], 1.0),
        clips.clip_path("heard 1", [one, two], 1.1),
        clips.clip_path("heard 1", [one], 1.0),
        clips.clip_path("heard 1", [Said(0, 7, "one two")], 1.0),
    }
    assert len(paths) == 5
    assert clips.clip_path("heard 1", [two, one], 1.0) not in paths
    elsewhere = [Said(9, 12, "one"), Said(13, 16, "two")]
    assert clips.clip_path("heard 1", elsewhere, 1.0) in paths, "what sounds alike is one clip"


def test_a_clip_that_was_cut_short_is_spoken_again(heard: Heard) -> None:
    (sound,) = narrate("one two")
    sound.path.write_bytes(sound.path.read_bytes()[:-500])
    assert narrate("one two") == (sound,)
    data = bytearray(sound.path.read_bytes())
    data[len(data) // 2] ^= 1
    sound.path.write_bytes(data)
    assert narrate("one two") == (sound,)
    assert heard.heard == ["one two"] * 3


def test_silence_around_a_word_is_left_to_the_mix(heard: Heard) -> None:
    (sound,) = narrate("one")
    spoken = ToneEngine().speak((Said(0, 3, "one"),), 1.0)
    assert sound.seconds < len(spoken.samples) / 24_000 + 0.15


def test_a_clip_of_silence_is_no_narration(heard: Heard) -> None:
    with pytest.raises(VoiceError, match="gave silence for 'hush'"):
        narrate("one", "hush")


def test_an_engine_that_fails_fails_the_narration_and_keeps_what_was_spoken(heard: Heard) -> None:
    with pytest.raises(VoiceError, match="the engine is gone"):
        narrate("a long line that comes first", "fail")
    narrate("a long line that comes first")
    assert heard.heard.count("a long line that comes first") == 1


def test_a_clip_that_changes_under_the_mix_is_noticed(heard: Heard) -> None:
    (sound,) = narrate("one two")
    sound.path.write_bytes(sound.path.read_bytes()[:-2] + b"zz")
    with pytest.raises(SoundError, match="has changed"):
        clips.pcm_of(sound)
