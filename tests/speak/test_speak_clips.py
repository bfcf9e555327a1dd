"""A narration is whole: each utterance is spoken once, kept, and never silence."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch_audio import speak as room
from dispatch_audio.errors import SoundError, VoiceError
from dispatch_audio.narration import Sound
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, speak
from dispatch_audio.speak.engines.tone import ToneEngine
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import VoiceProfile

VOICE = Voice("tony", Path(), VoiceProfile(name="Tony Tone", engine="tone"))


def utterance(text: str) -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)))


@dataclass
class Heard:
    """A tone engine that remembers what it was asked for."""

    identity: str
    model: str = "heard"
    rate: int = 24_000
    said: list[str] = field(default_factory=list)

    def speak(self, form: SpokenForm, pace: float) -> NDArray[np.float32]:
        self.said.append(form.spoken)
        if form.spoken == "fail":
            raise VoiceError("the engine is gone")
        silent = np.zeros(8_000, np.float32)
        voice = silent if form.spoken == "hush" else ToneEngine().speak(form, pace)
        return np.concatenate([silent, voice, silent])


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
    assert sorted(heard.said) == ["one two", "three"]
    assert narrate("one two", "three", "one two") == first
    assert len(heard.said) == 2
    narrate("one two", "four")
    assert heard.said[2:] == ["four"]


def test_another_engine_or_pace_is_another_clip(heard: Heard) -> None:
    form = utterance("one").form
    ipa = SpokenForm("one", (Span(0, 3, "one", "lexicon:one", "wˈʌn"),))
    paths = {
        clips.clip_path("heard 1", form, 1.0),
        clips.clip_path("heard 2", form, 1.0),
        clips.clip_path("heard 1", form, 1.1),
        clips.clip_path("heard 1", ipa, 1.0),
    }
    assert len(paths) == 4


def test_a_clip_that_was_cut_short_is_spoken_again(heard: Heard) -> None:
    (sound,) = narrate("one two")
    sound.path.write_bytes(sound.path.read_bytes()[:-500])
    assert narrate("one two") == (sound,)
    assert heard.said == ["one two", "one two"]


def test_silence_around_a_word_is_left_to_the_mix(heard: Heard) -> None:
    (sound,) = narrate("one")
    spoken = ToneEngine().speak(utterance("one").form, 1.0)
    assert sound.seconds < len(spoken) / 24_000 + 0.15


def test_a_clip_of_silence_is_no_narration(heard: Heard) -> None:
    with pytest.raises(VoiceError, match="gave silence for 'hush'"):
        narrate("one", "hush")


def test_an_engine_that_fails_fails_the_narration_and_keeps_what_was_spoken(heard: Heard) -> None:
    with pytest.raises(VoiceError, match="the engine is gone"):
        narrate("a long line that comes first", "fail")
    narrate("a long line that comes first")
    assert heard.said.count("a long line that comes first") == 1


def test_a_clip_that_changes_under_the_mix_is_noticed(heard: Heard) -> None:
    (sound,) = narrate("one two")
    sound.path.write_bytes(sound.path.read_bytes()[:-2] + b"zz")
    with pytest.raises(SoundError, match="has changed"):
        clips.pcm_of(sound)
