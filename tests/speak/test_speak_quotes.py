"""Quotations are spoken by the voice that the profile gives them, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio.errors import SettingsError
from dispatch_audio.mix.design import SILENT
from dispatch_audio.mix.levels import line_gains
from dispatch_audio.mix.programme import Programme
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.narration import Narration, Speaker
from dispatch_audio.script import Chapter, Kind, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import audition, speak
from dispatch_audio.workspace import Voice, Workspace

NARRATOR = 'name = "Nora"\nengine = "tone"\nquotes = "second"\n'
SECOND = 'name = "Sam"\nengine = "tone"\npace = 0.5\n'


def utterance(text: str, kind: Kind = "narration") -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)), kind=kind)


SCRIPT = Script(
    (
        Chapter(
            "One",
            (
                utterance("The baker writes"),
                utterance("The oven is warm", "quotation"),
                utterance("So it is"),
            ),
        ),
        Chapter("Two", (utterance("The oven is warm"),)),
    )
)


def voice(root: Path, **profiles: str) -> Voice:
    """The first of these profiles, in a workspace of their own."""
    (root / "voices").mkdir()
    for key, text in profiles.items():
        (root / "voices" / f"{key}.toml").write_text(text)
    return Workspace(root).voice(next(iter(profiles)))


def narrated(reader: Voice) -> Narration:
    with ThreadPoolExecutor(2) as executor:
        return speak(SCRIPT, reader, executor, lambda done, total: None)


def test_a_quotation_is_spoken_at_the_second_voices_pace_and_the_same_words_told_are_not(
    tmp_path: Path,
) -> None:
    _, quoted, _, told = narrated(voice(tmp_path, narrator=NARRATOR, second=SECOND)).clips
    assert quoted.utterance.text == told.utterance.text
    assert quoted.sound.seconds > 1.6 * told.sound.seconds


def test_a_narration_says_who_spoke_the_quotations(tmp_path: Path) -> None:
    speaker = narrated(voice(tmp_path, narrator=NARRATOR, second=SECOND)).speaker
    assert speaker == Speaker("Nora", "tone", "tone", Speaker("Sam", "tone", "tone"))


def test_without_a_second_voice_the_narrator_reads_quotations(tmp_path: Path) -> None:
    narration = narrated(voice(tmp_path, second=SECOND))
    assert narration.clips[1].sound == narration.clips[3].sound
    assert narration.speaker.quotes is None


@pytest.mark.parametrize(("own", "second", "raised"), [(0, 6, 6), (-2, 0, 2), (3, 3, 0)])
def test_a_profiles_gain_is_heard_beside_the_other_voice(
    tmp_path: Path, own: float, second: float, raised: float
) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "gained").mkdir()
    plain = narrated(voice(tmp_path / "plain", narrator=NARRATOR, second=SECOND))
    gained = narrated(
        voice(tmp_path / "gained", narrator=f"{NARRATOR}gain = {own}\n", second=f"{SECOND}gain = {second}\n")
    )
    with ThreadPoolExecutor(2) as executor:
        (_, one, *_), (_, other, *_) = (line_gains(said, executor) for said in (plain, gained))
    assert other - one == pytest.approx(raised)


@pytest.mark.speech
def test_two_engines_of_different_rates_make_one_programme(tmp_path: Path) -> None:
    profiles = {"narrator": NARRATOR, "second": 'name = "Joe"\nengine = "piper"\n'}
    reader = voice(tmp_path, **profiles)
    narration = narrated(reader)
    assert [clip.sound.rate for clip in narration.clips] == [24_000, 22_050, 24_000, 24_000]
    assert reader.quotes is not None
    assert narration.clips[1].sound == audition(SCRIPT.utterances[1].form, reader.quotes)
    timeline = lay_out(narration, reader.profile.pauses, 44_100)
    for line, clip in zip(timeline.lines, narration.clips, strict=True):
        assert abs((line.end - line.start) / 44_100 - clip.sound.seconds) < 1 / 44_100
    programme = Programme(narration, timeline, SILENT, (0.0,) * len(narration.clips), 1)
    samples = np.concatenate(list(programme.blocks(0, timeline.frames)), axis=1)
    assert samples.shape == (1, timeline.frames)
    for line in timeline.lines:
        assert np.abs(samples[0, line.start : line.end]).max() > 0.1


@pytest.mark.parametrize(
    ("quotes", "said"),
    [
        ("nobody", r"narrator\.toml: quotes: there is no voice 'nobody' .*there is chained, second"),
        ("narrator", r"narrator\.toml: quotes: must be another voice"),
        ("chained", r"narrator\.toml: quotes: chained has its own quotes read by narrator"),
    ],
)
def test_a_second_voice_that_cannot_read_is_told_before_a_word_is_spoken(
    tmp_path: Path, quotes: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        voice(
            tmp_path,
            narrator=NARRATOR.replace('"second"', f'"{quotes}"'),
            second=SECOND,
            chained='name = "C"\nengine = "tone"\nquotes = "narrator"\n',
        )
