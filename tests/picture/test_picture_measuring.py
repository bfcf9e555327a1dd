"""What the sheet shows is what is in the sound, where it is, however long it lasts."""

import itertools
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from picture_samples import RATE, episode, mp3, silence, tone

from dispatch_audio import media
from dispatch_audio.errors import InputError, SoundError
from dispatch_audio.picture import measuring
from dispatch_audio.picture.measuring import measure
from dispatch_audio.picture.pace import paces
from dispatch_audio.picture.spectrum import ROWS, Spectrum, hertz, mel
from dispatch_audio.picture.values import Grid, Pause, Programme
from dispatch_audio.picture.wave import Silences, Waveform


@pytest.fixture(scope="module")
def loud_and_soft(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """Six seconds of a tone, two of silence, six of a softer and higher tone."""
    blocks = (tone(6, -20), silence(2), tone(6, -30, 4000.0))
    path, seconds = mp3(tmp_path_factory.mktemp("picture") / "tones.mp3", *blocks)
    return measure(path, seconds, ((0.0, 6.0), (8.0, seconds), (6.5, 7.5)))


@pytest.mark.parametrize(("channels", "lufs"), [(2, -20.0), (1, -23.0)])
def test_a_tone_of_known_level_has_its_loudness_and_its_peak(
    tmp_path: Path, channels: int, lufs: float
) -> None:
    # By BS.1770 a sine of 997 Hz at full scale in one channel has -3.01 LUFS; two channels add up.
    found = measure(*mp3(tmp_path / "tone.mp3", tone(5, -20, channels=channels)), ())
    course = found.course
    assert (found.rate, found.channels) == (RATE, channels)
    assert course.momentary_low[25] == pytest.approx(lufs, abs=0.1)
    assert course.momentary_high[25] == pytest.approx(lufs, abs=0.1)
    assert course.short_term[40] == pytest.approx(lufs, abs=0.1)
    assert found.integrated == pytest.approx(lufs, abs=0.1)
    assert course.true_peak[25] == pytest.approx(-20, abs=0.2)
    assert found.wave.high[25] == pytest.approx(0.1, abs=0.005)
    assert found.wave.low[25] == pytest.approx(-0.1, abs=0.005)
    assert found.wave.rms[25] == pytest.approx(0.1 / np.sqrt(2), abs=0.003)


def test_a_silence_of_two_seconds_is_found_where_it_is(loud_and_soft: Programme) -> None:
    (pause,) = loud_and_soft.pauses
    assert pause.start == pytest.approx(6, abs=0.03)
    assert pause.end == pytest.approx(8, abs=0.03)
    grid = loud_and_soft.grid
    for at, high in ((3, 0.1), (7, 0.0), (11, 10**-1.5)):
        assert loud_and_soft.wave.high[grid.column(at)] == pytest.approx(high, abs=0.003)


def test_each_part_has_the_loudness_it_has_alone(loud_and_soft: Programme, tmp_path: Path) -> None:
    first, second, silent = loud_and_soft.parts
    assert first == pytest.approx(-20, abs=0.1)
    alone = measure(*mp3(tmp_path / "alone.mp3", tone(6, -30, 4000.0)), ()).integrated
    assert second == pytest.approx(alone, abs=0.1)
    assert silent is None


def test_a_pitch_is_seen_at_its_height_and_its_time(loud_and_soft: Programme) -> None:
    shown = loud_and_soft.spectrogram
    levels = np.frombuffer(shown.levels, np.uint8).reshape(ROWS, loud_and_soft.grid.columns)
    edges = hertz(np.linspace(mel(shown.lowest), mel(shown.highest), ROWS + 1))[::-1]
    for at, pitch, dbfs in ((3, 997, -20), (11, 4000, -30)):
        column = levels[:, loud_and_soft.grid.column(at)]
        row = int(column.argmax())
        assert edges[row + 1] <= pitch <= edges[row] or abs(pitch - edges[row]) < 25
        assert shown.floor + column[row] / 255 * (shown.top - shown.floor) == pytest.approx(dbfs, abs=9)
    assert levels[:, loud_and_soft.grid.column(7)].max() == 0


def test_short_silences_are_breaths_and_the_one_at_the_end_is_a_pause(tmp_path: Path) -> None:
    blocks = (tone(1, -20), silence(0.5), tone(1, -20), silence(0.7), tone(1, -20), silence(1))
    found = measure(*mp3(tmp_path / "pauses.mp3", *blocks), ())
    assert [round(pause.start, 1) for pause in found.pauses] == [2.5, 4.2]
    assert [round(pause.seconds, 1) for pause in found.pauses] == [0.7, 1.0]


def test_how_the_sound_is_cut_into_blocks_changes_nothing() -> None:
    sound = np.concatenate([tone(1, -12), silence(0.8), tone(1.3, -25, 300)], axis=1)
    sound[1] *= 0.5
    grid = Grid(31, sound.shape[1] / RATE)
    cuts: tuple[list[int], ...] = ([], [1], [4000, 44_100, 44_101], list(range(1152, sound.shape[1], 1152)))
    found = []
    for cut in cuts:
        parts = Waveform(grid, RATE), Silences(RATE), Spectrum(grid, RATE)
        for start, end in itertools.pairwise([0, *cut, sound.shape[1]]):
            for part in parts:
                part.hear(sound[:, start:end])
        waveform, silences, spectrum = parts
        found.append((waveform.done(), silences.done(), spectrum.done()))
    wave, pauses, shown = found[0]
    assert pauses == (Pause(1.0, 1.8),)
    for other in found[1:]:
        assert other[0].low == wave.low
        assert other[0].high == wave.high
        assert other[0].rms == pytest.approx(wave.rms, rel=1e-6)
        assert other[1:] == (pauses, shown)


def test_the_last_reading_is_what_the_check_measures(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, (2, 8 * RATE)).astype(np.float32)
    path, _ = mp3(tmp_path / "noise.mp3", noise * np.linspace(0.2, 1, 8 * RATE, dtype=np.float32))
    *_, last = readings = list(media.readings(media.decode(path), RATE, 2))
    whole = media.measure(media.decode(path), RATE, 2)
    assert (last.integrated, last.range) == (whole.integrated, whole.range)
    assert max(reading.true_peak for reading in readings) == pytest.approx(whole.true_peak, abs=0.01)


def _peak_memory(monkeypatch: pytest.MonkeyPatch, seconds: int) -> int:
    rate = 8000
    block = (0.1 * np.sin(np.arange(rate) / 5)).astype(np.float32)[None, :]

    def endless(source: Path) -> Iterator[media.Block]:
        return itertools.repeat(block, seconds).__iter__()

    monkeypatch.setattr(measuring, "COLUMNS", 100)
    monkeypatch.setattr(media, "decode", endless)
    monkeypatch.setattr(media, "format_of", lambda path: (rate, 1))
    tracemalloc.start()
    try:
        found = measuring.measure(Path(__file__), float(seconds), ())
        assert found.grid.columns == 100
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_length(monkeypatch: pytest.MonkeyPatch) -> None:
    # Once a sheet has all its columns, only the readings grow, by four bytes each.
    short, long = (_peak_memory(monkeypatch, seconds) for seconds in (20, 120))
    sound = 100 * 8000 * 4
    assert long - short < sound / 30


@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_an_mp3_that_is_broken_is_one_clear_error(tmp_path: Path, kept: float) -> None:
    path, seconds = mp3(tmp_path / "half.mp3", tone(4, -20))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)] or b"no sound at all")
    with pytest.raises(SoundError) as caught:
        measure(path, seconds, ())
    assert str(caught.value).startswith(f"{path}: ")
    if kept:
        assert "of sound, and the manifest tells of 4.0 s" in str(caught.value)


def test_an_mp3_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="is missing"):
        measure(tmp_path / "none.mp3", 4.0, ())


def test_words_are_counted_by_chapter_from_the_first_to_the_last(tmp_path: Path) -> None:
    (tmp_path / "transcript.vtt").write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ann>The harbour froze — on Tuesday.\n\n"
        "00:00:04.000 --> 00:00:07.000\n<v Ann>The ice is 8 cm thick &amp; grows.\n\n"
        "00:00:10.500 --> 00:00:12.500\n<v Ann>That was all.\n",
        "utf-8",
    )
    first, second, third = paces(tmp_path, episode(["One", "Two", "Three"], 30.0))
    assert (first.words, first.seconds) == (12, 6.0)
    assert first.a_minute == 120
    assert (second.words, second.a_minute) == (3, 90)
    assert (third.words, third.a_minute) == (0, None)


@pytest.mark.parametrize("data", [None, b"WEBVTT\n\n\xff\xfe"])
def test_a_transcript_that_cannot_be_read_is_one_clear_error(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "transcript.vtt").write_bytes(data)
    with pytest.raises(InputError, match=r"transcript\.vtt: cannot be read"):
        paces(tmp_path, episode(["One"], 30.0))
