"""The signature, measured: nobody can listen to it on every change, so that what a listener would notice is told in figures."""

import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from dispatch_audio import sound
from dispatch_audio.sound import score, signature
from dispatch_audio.sound.score import Piece

Samples = NDArray[np.float64]

RATES = (32_000, 44_100, 48_000)
PIECES = {
    "opening": (signature.opening, score.OPENING, sound.OPENING_SECONDS),
    "sting": (signature.sting, score.STING, sound.STING_SECONDS),
    "bed": (signature.bed, score.BED, sound.BED_SECONDS),
    "closing": (signature.closing, score.CLOSING, sound.CLOSING_SECONDS),
}
MARKS = ("opening", "sting", "closing")
"""What begins and ends; the bed goes on."""
D_MAJOR = ("D", "E", "F#", "G", "A", "B", "C#")

every_piece = pytest.mark.parametrize("name", PIECES)
every_mark = pytest.mark.parametrize("name", MARKS)
every_rate = pytest.mark.parametrize("rate", RATES)


@cache
def rendered(name: str, rate: int) -> NDArray[np.float32]:
    return PIECES[name][0](rate)


def heard(name: str, rate: int = signature.RATE) -> Samples:
    return rendered(name, rate).astype(np.float64)


def powers(samples: Samples, seconds: float, rate: int = signature.RATE) -> Samples:
    """Mean power in windows of this length, one every tenth of a second."""
    total = np.concatenate([[0.0], np.cumsum(np.square(samples).sum(axis=0))])
    length, step = round(seconds * rate), rate // 10
    starts = np.arange(0, len(total) - length, step)
    return np.asarray((total[starts + length] - total[starts]) / length)


def loudness(samples: Samples, seconds: float) -> Samples:
    """LUFS in such windows at 48 kHz, by the filters of ITU-R BS.1770-4."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(samples.shape[1], 1.0))
    ear = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    ear *= (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    weighted = np.fft.irfft(np.fft.rfft(samples) * ear, samples.shape[1])
    return np.asarray(-0.691 + 10 * np.log10(powers(weighted, seconds, 48_000) + 1e-12))


def strongest(samples: Samples, start: float, seconds: float, count: int) -> list[float]:
    """The frequencies of the strongest partials between 60 Hz and 2 kHz, in Hertz, the strongest first."""
    first = round(start * signature.RATE)
    cut = samples.mean(axis=0)[first : first + round(seconds * signature.RATE)]
    spectrum = np.abs(np.fft.rfft(cut * np.blackman(len(cut)), 1 << 18))
    at = np.fft.rfftfreq(1 << 18, 1 / signature.RATE)
    peaks = 1 + np.flatnonzero((spectrum[1:-1] > spectrum[:-2]) & (spectrum[1:-1] >= spectrum[2:]))
    peaks = peaks[(at[peaks] > 60) & (at[peaks] < 2_000)]
    return [float(at[peak]) for peak in sorted(peaks, key=lambda peak: -spectrum[peak])[:count]]


def cents(frequency: float, pitch: str) -> float:
    """How far a frequency is from a pitch in any octave."""
    steps = 1200 * np.log2(frequency / score.Note("felt", 0, f"{pitch}4", 1, 1).hertz)
    return float((steps + 600) % 1200 - 600)


def melody(piece: Piece) -> Iterator[tuple[float, float]]:
    """When the highest note of the piano begins, stroke by stroke, and its pitch in Hertz."""
    notes = sorted((note for note in piece.notes if note.instrument == "felt"), key=lambda note: note.beat)
    for beat, together in itertools.groupby(notes, key=lambda note: note.beat):
        top = max(together, key=lambda note: note.hertz)
        yield piece.start + beat * piece.beat + top.late / 1000, top.hertz


@every_piece
@every_rate
def test_a_piece_has_its_length_and_two_channels_at_every_rate(name: str, rate: int) -> None:
    samples = rendered(name, rate)
    assert samples.dtype == np.float32
    assert samples.shape == (2, round(PIECES[name][2] * rate))


@every_piece
def test_the_same_samples_each_time(name: str) -> None:
    assert np.array_equal(PIECES[name][0](), rendered(name, signature.RATE))


@every_piece
@pytest.mark.parametrize("rate", [32_000, 48_000])
def test_every_rate_has_the_same_music(name: str, rate: int) -> None:
    usual, other = heard(name), heard(name, rate)
    bins = round(12_000 * PIECES[name][2])
    one = np.fft.rfft(usual)[:, :bins] / usual.shape[1]
    two = np.fft.rfft(other)[:, :bins] / other.shape[1]
    assert np.square(np.abs(one - two)).sum() < 1e-5 * np.square(np.abs(one)).sum()


@every_piece
@every_rate
def test_nothing_clips_between_samples_either(name: str, rate: int) -> None:
    samples = rendered(name, rate)
    four = 4 * np.fft.irfft(np.fft.rfft(samples), 4 * samples.shape[1]) if name in MARKS else samples
    assert np.abs(four).max() < 10 ** (-3 / 20)


@every_mark
@every_rate
def test_nothing_begins_or_ends_with_a_step(name: str, rate: int) -> None:
    samples = heard(name, rate)
    assert not samples[:, 0].any()
    assert not samples[:, -1].any()
    assert np.abs(samples[:, : rate // 1000]).max() < 1e-3
    assert np.abs(samples[:, -rate // 10 :]).max() < 1e-3


@every_piece
def test_nothing_stands_still_beside_the_middle(name: str) -> None:
    samples = heard(name)
    assert np.abs(samples.mean(axis=1)).max() < 10 ** (-55 / 20) * np.abs(samples).max()


@pytest.mark.parametrize(("name", "least", "most"), [(name, -20.0, -17.0) for name in MARKS])
def test_openings_stings_and_closings_are_a_little_softer_than_speech(
    name: str, least: float, most: float
) -> None:
    samples = np.pad(heard(name, 48_000), ((0, 0), (0, 3 * 48_000)))
    assert least <= loudness(samples, 3.0).max() <= most


def test_the_bed_is_steady() -> None:
    twice = np.tile(heard("bed", 48_000), 2)
    short_term = loudness(twice, 3.0)[30:]
    assert -27.5 < short_term.mean() < -24.5
    assert short_term.max() - short_term.min() < 3.0


def test_the_bed_loops_without_a_seam() -> None:
    mono = np.tile(heard("bed"), 2).mean(axis=0)
    seam = len(mono) // 2
    bend = np.abs(np.diff(mono, 2))
    assert bend[seam - 4 : seam + 3].max() < np.percentile(bend, 99.9)
    window, hop = 1024, 128
    windows = np.lib.stride_tricks.sliding_window_view(mono, window)[::hop] * np.hanning(window)
    rising = np.maximum(0, np.diff(np.abs(np.fft.rfft(windows)), axis=0)).sum(axis=1)
    about = np.abs(np.arange(len(rising)) * hop - seam) < 2 * window
    assert rising[about].max() <= rising[~about].max()


def test_the_bed_leaves_speech_its_band() -> None:
    samples = heard("bed")
    power = np.square(np.abs(np.fft.rfft(samples))).sum(axis=0)
    at = np.fft.rfftfreq(samples.shape[1], 1 / signature.RATE)
    assert power[(at > 1_000) & (at < 4_000)].sum() < 0.01 * power.sum()
    assert power[at > 4_000].sum() < 1e-6 * power.sum()


@every_piece
def test_all_is_in_one_key(name: str) -> None:
    assert {note.pitch[:-1] for note in PIECES[name][1].notes if note.pitch} <= set(D_MAJOR)
    ends = min(PIECES[name][2], 4.0) if name in MARKS else PIECES[name][2]
    for start in np.arange(0.45, ends - 0.8, 0.8):
        for frequency in strongest(heard(name), start, 0.8, 5):
            assert min(abs(cents(frequency, pitch)) for pitch in D_MAJOR) < 15


@every_mark
def test_the_motif_is_what_is_heard_first_and_in_tune(name: str) -> None:
    for start, pitch in melody(PIECES[name][1]):
        (frequency,) = strongest(heard(name), start + 0.02, 0.28, 1)
        assert abs(1200 * np.log2(frequency / pitch)) < 12


def test_the_opening_is_left_open_and_the_closing_goes_home() -> None:
    opened = strongest(heard("opening"), 2.0, 1.0, 12)
    assert not [frequency for frequency in opened if abs(cents(frequency, "F#")) < 30]
    *_, (third, _), (home, _) = melody(score.CLOSING)
    for start, pitch in ((third, "F#"), (home, "D")):
        (melodic,) = strongest(heard("closing"), start, 0.3, 1)
        assert abs(cents(melodic, pitch)) < 12
    chord = strongest(heard("closing"), home, 1.0, 8)
    sounding = {pitch for pitch in D_MAJOR if any(abs(cents(frequency, pitch)) < 15 for frequency in chord)}
    assert {"D", "F#", "A"} <= sounding <= {"D", "E", "F#", "A"}


@every_piece
@every_rate
def test_it_is_wide_and_survives_mono(name: str, rate: int) -> None:
    samples = heard(name, rate)
    assert 0.3 < np.corrcoef(*samples)[0, 1] < 0.8
    lost = np.square(samples).mean() / np.square(samples.mean(axis=0)).mean()
    assert 10 * np.log10(lost) < 3.0
    left, right = np.square(samples).mean(axis=1)
    assert abs(10 * np.log10(left / right)) < 1.5


@pytest.mark.parametrize(
    ("name", "enter", "fall"), [("opening", sound.OPENING_ENTER, 9.0), ("sting", sound.STING_ENTER, 9.0)]
)
def test_the_narrator_comes_in_when_the_music_has_gone_down(name: str, enter: float, fall: float) -> None:
    level = 10 * np.log10(powers(heard(name), 0.4) + 1e-12)
    assert level[round(10 * enter) :].max() < level.max() - fall


@every_mark
def test_a_tail_dies_away_and_never_swells(name: str) -> None:
    piece = PIECES[name][1]
    last = piece.start + max(note.beat for note in piece.notes) * piece.beat
    level = 10 * np.log10(powers(heard(name), 0.2)[round(10 * (last + 0.5)) :] + 1e-12)
    assert np.diff(level).max() < 0.5


@every_piece
def test_nothing_whistles(name: str) -> None:
    mono = heard(name).mean(axis=0)
    windows = np.lib.stride_tricks.sliding_window_view(mono, 4096)[::1024] * np.hanning(4096)
    power = np.square(np.abs(np.fft.rfft(windows)))
    high = np.fft.rfftfreq(4096, 1 / signature.RATE) > 3_000
    sounding = power.sum(axis=1) > 1e-4 * power.sum(axis=1).max()
    assert (power[:, high].max(axis=1) / power.sum(axis=1))[sounding].max() < 10 ** (-24 / 10)


@every_mark
def test_a_stroke_is_an_onset_and_no_click(name: str) -> None:
    mono = np.pad(heard(name).mean(axis=0), (signature.RATE, 0))
    for start, _ in melody(PIECES[name][1]):
        at = round((1 + start) * signature.RATE)
        before, after = (np.square(mono[at + shift : at + shift + 1_764]).mean() for shift in (-1_900, 441))
        assert after > 1.4 * before
        stroke = np.square(np.abs(np.fft.rfft(mono[at - 64 : at + 960] * np.hanning(1024))))
        high = np.fft.rfftfreq(1024, 1 / signature.RATE) > 6_000
        assert stroke[high].sum() < 2e-4 * stroke.sum()
