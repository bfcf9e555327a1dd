"""The master is as long as its timeline, as loud as podcasts are, and holds every line where the timeline says."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from dispatch_audio import media
from dispatch_audio.master import Master
from dispatch_audio.mix import PEAK_DBTP, mix
from dispatch_audio.mix.design import SILENT, SoundDesign
from dispatch_audio.mix.levels import line_gains
from dispatch_audio.mix.programme import Programme
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.mp3 import SAMPLES_A_FRAME, count_frames
from dispatch_audio.narration import Clip, Narration, Speaker
from dispatch_audio.script import Chapter, Kind, Pause, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, speak
from dispatch_audio.speak.silences import LEAD_IN, LEAD_OUT
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import TARGET_LUFS, MasterSettings, Pauses, VoiceProfile

MASTER = MasterSettings()
RATE, CHANNELS = MASTER.rate, MASTER.channels
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
    return mixed(narration, tmp_path_factory.mktemp("mix") / "master.mp3")


def mixed(narration: Narration, mp3: Path, settings: MasterSettings = MASTER) -> Master:
    with ThreadPoolExecutor(2) as executor:
        return mix(narration, PAUSES, mp3, lambda stage: None, executor, settings)


@pytest.fixture(scope="module")
def spoken(narration: Narration) -> Narration:
    """A minute and more: four parts of it can be worked on side by side."""
    lines, said = narration.script.chapters[1].utterances * 12, narration.clips[3:] * 12
    chapters = (*narration.script.chapters, Chapter("Three", lines), Chapter("Four", lines))
    return replace(narration, script=Script(chapters), clips=(*narration.clips, *said, *said))


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
        replace(clip.utterance, silence=1.9),
        clip.utterance,
    )
    clips_of_lines = tuple(replace(clip, utterance=line) for line in lines)
    script = Script((Chapter("One", lines),))
    timeline = lay_out(replace(narration, script=script, clips=clips_of_lines), pauses, RATE)
    gaps = [b.start - a.end for a, b in itertools.pairwise(timeline.lines)]
    assert gaps == [round(seconds * RATE) for seconds in (0.45, 0.3, 0.45, 1.9)]


def programme(narration: Narration, channels: int = CHANNELS, design: SoundDesign = SILENT) -> Programme:
    timeline = lay_out(narration, PAUSES, RATE, design)
    with ThreadPoolExecutor(2) as executor:
        return Programme(narration, timeline, design, line_gains(narration, executor), channels)


def heard(told: Programme) -> media.Block:
    return np.concatenate(list(told.blocks(0, told.timeline.frames)), axis=1)


def test_the_programme_holds_every_line_where_the_timeline_says(narration: Narration) -> None:
    told = programme(narration)
    samples, timeline = heard(told), told.timeline
    assert samples.shape == (CHANNELS, timeline.frames)
    assert np.array_equal(samples[0], samples[1])
    for line in timeline.lines:
        assert np.abs(samples[0, line.start : line.end]).max() > 0.1
        assert np.abs(samples[0, line.end : line.end + RATE // 10]).max() == 0
    # A step between two samples that speech never makes would be heard as a click.
    assert np.abs(np.diff(samples[0])).max() < 0.1


def test_any_stretch_of_the_programme_is_the_same_as_in_the_whole(narration: Narration) -> None:
    told = programme(narration)
    whole = heard(told)
    for first, last in ((0, 7), (1_000, 200_001), (99_999, 100_000), (whole.shape[1] - 10, whole.shape[1])):
        part = np.concatenate(list(told.blocks(first, last)), axis=1)
        assert np.array_equal(part, whole[:, first:last])


def test_the_programme_is_cut_where_it_is_silent_and_the_parts_are_all_of_it(spoken: Narration) -> None:
    told = programme(spoken)
    parts, samples = told.parts(SAMPLES_A_FRAME), heard(told)
    assert len(parts) > 2
    assert parts[0][0] == 0
    assert parts[-1][1] == told.timeline.frames
    for (_, end), (start, _) in itertools.pairwise(parts):
        assert end == start
        assert start % SAMPLES_A_FRAME == 0
        assert np.abs(samples[:, start - 2 * SAMPLES_A_FRAME : start + 1]).max() == 0


def test_parts_that_are_encoded_side_by_side_play_as_one_sound(spoken: Narration, tmp_path: Path) -> None:
    told = programme(spoken)
    encoding = media.Encoding(RATE, CHANNELS, 112_000, 5)
    whole = media.mp3_frames(told.blocks(0, told.timeline.frames), encoding)
    media.write_mp3(whole, tmp_path / "whole.mp3", encoding)
    with ThreadPoolExecutor(2) as executor:
        mix(spoken, PAUSES, tmp_path / "parts.mp3", lambda stage: None, executor, MasterSettings())
    one, other = (
        np.concatenate(list(media.decode(tmp_path / name)), axis=1) for name in ("whole.mp3", "parts.mp3")
    )
    assert one.shape == other.shape
    assert (tmp_path / "whole.mp3").stat().st_size == pytest.approx(
        (tmp_path / "parts.mp3").stat().st_size, abs=64
    )
    gain = np.abs(other).max() / np.abs(one).max()
    # The one is limited and the other is not: what is compared is that nothing is moved, lost or doubled.
    assert np.corrcoef(one[0], other[0] / gain)[0, 1] > 0.99
    assert np.abs(np.diff(other[0])).max() < np.abs(np.diff(one[0])).max() * gain * 1.1


def test_the_master_is_as_loud_as_promised_once_decoded(master: Master) -> None:
    found = media.measure(media.decode(master.sound.path), RATE, CHANNELS)
    assert abs(found.integrated - TARGET_LUFS[CHANNELS]) <= 0.2
    assert found.true_peak <= PEAK_DBTP
    assert found == master.loudness


@pytest.mark.parametrize(
    ("channels", "rate", "bit_rate"), [(1, 44_100, 64), (2, 48_000, 128), (1, 32_000, 48)]
)
def test_a_master_is_what_feed_toml_asks_for(
    narration: Narration, tmp_path: Path, channels: Literal[1, 2], rate: Any, bit_rate: Any
) -> None:
    settings = MasterSettings(channels=channels, rate=rate, bit_rate=bit_rate)
    made = mixed(narration, tmp_path / "master.mp3", settings)
    frames = count_frames(made.sound.path.read_bytes(), "master.mp3")
    assert (frames.rate, frames.bit_rates, frames.samples) == (rate, (bit_rate * 1000,), made.timeline.frames)
    assert media.format_of(made.sound.path) == (rate, channels)
    assert abs(made.loudness.integrated - TARGET_LUFS[channels]) <= 0.2
    assert made.loudness.true_peak <= PEAK_DBTP


def test_the_mp3_is_one_bit_rate_and_exactly_as_long_as_the_timeline(master: Master) -> None:
    frames = count_frames(master.sound.path.read_bytes(), "master.mp3")
    assert frames.bit_rates == (112_000,)
    assert frames.announced == frames.count
    assert frames.rest == 0
    assert frames.samples == master.timeline.frames
    assert sum(block.shape[1] for block in media.decode(master.sound.path)) == master.timeline.frames


def test_the_same_narration_gives_the_same_bytes_however_many_threads_work(
    spoken: Narration, tmp_path: Path
) -> None:
    made = []
    for threads in (1, 2, 5):
        with ThreadPoolExecutor(threads) as executor:
            made.append(
                mix(
                    spoken,
                    PAUSES,
                    tmp_path / f"{threads}.mp3",
                    lambda stage: None,
                    executor,
                    MasterSettings(),
                )
            )
    assert len({master.sound.sha256 for master in made}) == 1


def test_half_a_file_is_counted_as_half_a_file(master: Master) -> None:
    data = master.sound.path.read_bytes()
    whole, half = count_frames(data, "x"), count_frames(data[: len(data) // 2], "x")
    assert half.announced == whole.count, "the header still says that all is there"
    assert abs(half.count - whole.count / 2) <= 1
    assert half.rest > 0


def _clip(folder: Path, level: float, rate: int, seconds: float = 2.0, kind: Kind = "narration") -> Clip:
    times = np.arange(round(seconds * rate)) / rate
    samples = (level * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    path = folder / f"{level}-{rate}-{seconds}-{kind}.wav"
    sound = clips.keep(path, clips.encoded(samples, rate, ())).sound
    return Clip(replace(utterance("one"), kind=kind), sound, ())


def _narration(*spoken: Clip, speaker: Speaker | None = None) -> Narration:
    script = Script((Chapter("One", tuple(one.utterance for one in spoken)),))
    return Narration(script, speaker or Speaker("Nora", "tone", "tone"), spoken)


def _peaks(told: Programme) -> list[float]:
    samples = heard(told)[0]
    return [float(np.abs(samples[line.start : line.end]).max()) for line in told.timeline.lines]


def test_no_line_stands_out_from_its_neighbours_and_none_loses_all_of_its_life(tmp_path: Path) -> None:
    levels = (0.3, 0.1, 0.5, 0.03, 0.28, 0.3, 0.32, 0.3)
    peaks = _peaks(programme(_narration(*(_clip(tmp_path, level, 24_000) for level in levels))))
    apart = [abs(20 * np.log10(a / b)) for a, b in itertools.pairwise(peaks)]
    assert max(apart) < 2
    assert peaks[1] < peaks[0] < peaks[2], "what is softer stays a little softer"


def test_a_second_voice_is_as_loud_as_the_narrator_and_as_much_louder_as_its_profile_says(
    tmp_path: Path,
) -> None:
    spoken = (
        _clip(tmp_path, 0.3, 24_000),
        _clip(tmp_path, 0.3, 24_000),
        _clip(tmp_path, 0.1, 22_050, kind="quotation"),
    )
    for gain in (0.0, 3.0):
        speaker = Speaker("Nora", "tone", "tone", Speaker("Sam", "piper", "piper", gain=gain))
        told, _, quoted = _peaks(programme(_narration(*spoken, speaker=speaker)))
        assert 20 * np.log10(quoted / told) == pytest.approx(gain, abs=0.3)


def test_a_word_of_a_fifth_of_a_second_is_as_loud_as_the_rest(tmp_path: Path) -> None:
    spoken = (_clip(tmp_path, 0.3, 24_000), _clip(tmp_path, 0.3, 24_000, seconds=0.2))
    long, short = _peaks(programme(_narration(*spoken)))
    assert 20 * np.log10(short / long) == pytest.approx(0, abs=1.0)


def test_near_silence_is_not_raised_to_speech(tmp_path: Path) -> None:
    _, soft = _peaks(
        programme(_narration(_clip(tmp_path, 0.3, 24_000, 4.0), _clip(tmp_path, 0.001, 24_000, 0.5)))
    )
    assert soft < 0.01


@pytest.mark.parametrize(
    ("rate", "frames"), [(24_000, 24_001), (22_050, 22_049), (22_050, 9_999), (44_100, 44_117)]
)
def test_a_clip_of_any_length_takes_exactly_its_place(tmp_path: Path, rate: int, frames: int) -> None:
    told = programme(_narration(_clip(tmp_path, 0.3, rate, frames / rate)))
    assert heard(told).shape == (CHANNELS, told.timeline.frames)


def test_rumble_and_a_constant_are_taken_out_of_a_voice(tmp_path: Path) -> None:
    times = np.arange(3 * 24_000) / 24_000
    tone, rumble = 0.2 * np.sin(2 * np.pi * 440 * times), 0.2 * np.sin(2 * np.pi * 20 * times) + 0.1
    path = tmp_path / "clip.wav"
    sound = clips.keep(path, clips.encoded((tone + rumble).astype(np.float32), 24_000, ())).sound
    samples = heard(programme(_narration(Clip(utterance("one"), sound, ()))))[0]
    power = np.abs(np.fft.rfft(samples)) ** 2
    at = np.fft.rfftfreq(len(samples), 1 / RATE)
    low, high = power[at < 30].sum(), power[(at > 400) & (at < 480)].sum()
    assert 10 * np.log10(high / low) > 18


def test_a_limited_sound_is_neither_delayed_nor_longer() -> None:
    click = np.zeros((2, RATE), np.float32)
    click[:, 10_000] = 0.9
    out = np.concatenate(list(media.limited([click], RATE, 2, 0.0, -3.0)), axis=1)
    assert out.shape == click.shape
    assert int(np.abs(out[0]).argmax()) == 10_000


def test_a_resampled_sound_keeps_its_pitch_and_length() -> None:
    time = np.arange(24_000) / 24_000
    out = media.resample(np.sin(2 * np.pi * 440 * time).astype(np.float32)[None, :], 24_000, RATE)
    assert out.shape == (1, RATE)
    assert int(np.abs(np.fft.rfft(out[0])).argmax()) == 440
