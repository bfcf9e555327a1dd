"""The master is as long as its timeline, as loud as podcasts are, and holds every line where the timeline says."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio import media
from dispatch_audio.master import Master
from dispatch_audio.mix import CHANNELS, PEAK_DBTP, RATE, TARGET_LUFS, mix
from dispatch_audio.mix.desk import programme
from dispatch_audio.mix.levels import quotes_gain
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.mp3 import count_frames
from dispatch_audio.narration import Clip, Narration, Speaker
from dispatch_audio.script import Chapter, Kind, Pause, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, speak
from dispatch_audio.speak.silences import LEAD_IN, LEAD_OUT
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import Pauses, VoiceProfile

PAUSES = Pauses(sentence=0.3, paragraph=0.6, chapter=1.0)


def utterance(text: str, pause: Pause = "sentence") -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)), pause=pause)


@pytest.fixture(scope="module")
def narration() -> Narration:
    script = Script(
        (
            Chapter(
                "One", (utterance("first words of all"), utterance("second", "paragraph"), utterance("third"))
            ),
            Chapter("Two", (utterance("a second chapter of a few words"), utterance("end", "chapter")), (1,)),
        )
    )
    voice = Voice("tony", Path(), VoiceProfile(name="Tony Tone", engine="tone"))
    with ThreadPoolExecutor(2) as executor:
        return speak(script, voice, executor, lambda done, total: None)


@pytest.fixture(scope="module")
def master(narration: Narration, tmp_path_factory: pytest.TempPathFactory) -> Master:
    return mix(narration, PAUSES, tmp_path_factory.mktemp("mix") / "master.mp3", lambda stage: None)


def test_chapters_start_on_whole_seconds_and_pauses_follow_meaning(narration: Narration) -> None:
    timeline = lay_out(narration, PAUSES, RATE)
    assert [mark.start % RATE for mark in timeline.marks] == [0, 0]
    assert [mark.sources for mark in timeline.marks] == [(), (1,)]
    assert timeline.marks[0].end == timeline.marks[1].start
    assert timeline.marks[-1].end == timeline.frames == timeline.lines[-1].end + round(LEAD_OUT * RATE)
    gaps = [b.start - a.end for a, b in zip(timeline.lines, timeline.lines[1:], strict=False)]
    assert gaps[0] == round(0.3 * RATE)
    assert gaps[1] == round(0.6 * RATE)
    assert RATE <= gaps[2] < 2 * RATE + 2, "a chapter's pause, and what leads to the next whole second"
    assert timeline.lines[0].start == round(LEAD_IN * RATE)


def test_words_are_where_their_clip_is(narration: Narration) -> None:
    timeline = lay_out(narration, PAUSES, RATE)
    for line, clip in zip(timeline.lines, narration.clips, strict=True):
        assert [word.start for word in line.words] == [word.start for word in clip.words]
        for word, own in zip(line.words, clip.words, strict=True):
            assert (word.first - line.start) / RATE == pytest.approx(
                own.first / clip.sound.rate, abs=1 / RATE
            )
            assert line.start <= word.first <= word.last <= line.end


def test_a_quotation_has_a_breath_before_and_after_and_an_editors_silence_counts_more(
    narration: Narration,
) -> None:
    pauses = Pauses(sentence=0.3, paragraph=0.6, quotation=0.45, chapter=1.0)
    clip = narration.clips[0]
    lines = (
        replace(clip.utterance, pause="quotation"),
        replace(clip.utterance, kind="quotation"),
        replace(clip.utterance, kind="quotation", pause="quotation"),
        replace(clip.utterance, silence=2.5),
        clip.utterance,
    )
    clips_of_lines = tuple(replace(clip, utterance=line) for line in lines)
    script = Script((Chapter("One", lines),))
    timeline = lay_out(replace(narration, script=script, clips=clips_of_lines), pauses, RATE)
    gaps = [b.start - a.end for a, b in itertools.pairwise(timeline.lines)]
    assert gaps == [round(seconds * RATE) for seconds in (0.45, 0.3, 0.45, 2.5)]


def test_the_programme_holds_every_line_where_the_timeline_says(narration: Narration) -> None:
    timeline = lay_out(narration, PAUSES, RATE)
    samples = np.concatenate(list(programme(narration, timeline, CHANNELS)), axis=1)
    assert samples.shape == (CHANNELS, timeline.frames)
    assert np.array_equal(samples[0], samples[1])
    for line in timeline.lines:
        assert np.abs(samples[0, line.start : line.end]).max() > 0.2
        assert np.abs(samples[0, line.end : line.end + RATE // 10]).max() == 0
    # A step between two samples that speech never makes would be heard as a click.
    assert np.abs(np.diff(samples[0])).max() < 0.1


def test_the_master_is_as_loud_as_promised_once_decoded(master: Master) -> None:
    found = media.measure(media.decode(master.sound.path), RATE, CHANNELS)
    assert abs(found.integrated - TARGET_LUFS) <= 0.1
    assert found.true_peak <= PEAK_DBTP
    assert found == master.loudness


def test_the_mp3_is_one_bit_rate_and_exactly_as_long_as_the_timeline(master: Master) -> None:
    frames = count_frames(master.sound.path.read_bytes(), "master.mp3")
    assert frames.bit_rates == (112_000,)
    assert frames.announced == frames.count
    assert frames.rest == 0
    assert frames.samples == master.timeline.frames
    assert sum(block.shape[1] for block in media.decode(master.sound.path)) == master.timeline.frames


def test_the_same_narration_gives_the_same_bytes(
    narration: Narration, master: Master, tmp_path: Path
) -> None:
    again = mix(narration, PAUSES, tmp_path / "again.mp3", lambda stage: None)
    assert again.sound.sha256 == master.sound.sha256


def test_half_a_file_is_counted_as_half_a_file(master: Master) -> None:
    data = master.sound.path.read_bytes()
    whole, half = count_frames(data, "x"), count_frames(data[: len(data) // 2], "x")
    assert half.announced == whole.count, "the header still says that all is there"
    assert abs(half.count - whole.count / 2) <= 1
    assert half.rest > 0


def test_a_second_voice_is_as_loud_as_the_narrator(tmp_path: Path) -> None:
    def clip(kind: Kind, level: float, rate: int) -> Clip:
        samples = (level * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)).astype(np.float32)
        return Clip(
            replace(utterance("one"), kind=kind),
            clips.keep(tmp_path / kind, clips.encoded(samples, rate, ())).sound,
            (),
        )

    spoken = (clip("narration", 0.3, 24_000), clip("quotation", 0.1, 22_050))
    script = Script((Chapter("One", tuple(one.utterance for one in spoken)),))
    speaker = Speaker("Nora", "tone", "tone", Speaker("Sam", "piper", "piper"))
    narration = Narration(script, speaker, spoken)
    gain = quotes_gain(narration)
    assert gain == pytest.approx(20 * np.log10(3), abs=0.15)
    timeline = lay_out(narration, PAUSES, RATE)
    samples = np.concatenate(list(programme(narration, timeline, 1, gain)), axis=1)[0]
    told, quoted = (np.abs(samples[line.start : line.end]).max() for line in timeline.lines)
    assert told == pytest.approx(quoted, rel=0.03)
    assert quotes_gain(replace(narration, speaker=replace(speaker, quotes=None))) == 0


def test_a_word_or_two_of_a_second_voice_is_not_raised_by_guess(tmp_path: Path) -> None:
    soft = (0.01 * np.sin(np.arange(8_000) / 20)).astype(np.float32)
    one = Clip(
        replace(utterance("one"), kind="quotation"),
        clips.keep(tmp_path / "clip.wav", clips.encoded(soft, 24_000, ())).sound,
        (),
    )
    speaker = Speaker("Nora", "tone", "tone", Speaker("Sam", "piper", "piper"))
    script = Script((Chapter("One", (one.utterance,)),))
    assert quotes_gain(Narration(script, speaker, (one,))) == 0


@pytest.mark.parametrize(
    ("rate", "frames"), [(24_000, 24_001), (22_050, 22_049), (22_050, 9_999), (44_100, 44_117)]
)
def test_a_clip_of_any_length_takes_exactly_its_place(tmp_path: Path, rate: int, frames: int) -> None:
    line = utterance("one")
    samples = (0.3 * np.sin(np.arange(frames) / 20)).astype(np.float32)
    clip = Clip(line, clips.keep(tmp_path / "clip.wav", clips.encoded(samples, rate, ())).sound, ())
    one = Narration(Script((Chapter("One", (line,)),)), Speaker("Tony Tone", "tone", "tone"), (clip,))
    timeline = lay_out(one, PAUSES, RATE)
    assert sum(block.shape[1] for block in programme(one, timeline, CHANNELS)) == timeline.frames


def test_a_limited_sound_is_neither_delayed_nor_longer() -> None:
    click = np.zeros((2, RATE), np.float32)
    click[:, 10_000] = 0.9
    out = np.concatenate(list(media.limited([click], RATE, 2, 0.0, -3.0)), axis=1)
    assert out.shape == click.shape
    assert int(np.abs(out[0]).argmax()) == 10_000


def test_a_resampled_sound_keeps_its_pitch_and_length() -> None:
    time = np.arange(24_000) / 24_000
    out = media.resample(np.sin(2 * np.pi * 440 * time).astype(np.float32), 24_000, RATE)
    assert len(out) == RATE
    assert int(np.abs(np.fft.rfft(out)).argmax()) == 440
