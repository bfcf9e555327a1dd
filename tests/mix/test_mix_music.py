"""Music opens the show and its chapters, lies under its ends, gives way to speech, and is the show's own where it has some."""

import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio import media
from dispatch_audio.errors import DispatchAudioError, SettingsError, SoundError
from dispatch_audio.master import Line, Music, Timeline
from dispatch_audio.mix.design import SILENT, SoundDesign, design_of, identity, leads_of
from dispatch_audio.mix.levels import line_gains
from dispatch_audio.mix.programme import Programme
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.narration import Narration
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import speak
from dispatch_audio.speak.estimate import estimate
from dispatch_audio.speak.silences import BEFORE_MUSIC
from dispatch_audio.workspace import Feed, Voice, Workspace
from dispatch_audio.workspace.settings import MasterSettings, Pauses, VoiceProfile

RATE = MasterSettings().rate
TONY = Voice("tony", Path(), VoiceProfile(name="Tony Tone", engine="tone"))
DESIGNS = ("signature", "plain", "none")


@pytest.fixture(scope="module")
def narration() -> Narration:
    def said(text: str) -> Utterance:
        return Utterance(SpokenForm(text, (Span(0, len(text), text),)))

    lines = tuple(
        said(f"the {number} boats are in the harbour and nobody is out")
        for number in ["one", "two", "three", "four"]
    )
    script = Script(tuple(Chapter(title, lines) for title in ("Opening", "One", "Two", "Sign-off")))
    with ThreadPoolExecutor(2) as executor:
        return speak(script, TONY, executor, lambda done, total: None)


@pytest.fixture
def feed(workspace: Path) -> Callable[[str], Feed]:
    """The workspace's feed with another sound design."""

    def found(sound: str) -> Feed:
        there = Workspace(workspace).feed(None)
        return replace(there, settings=there.settings.model_copy(update={"sound": sound}))

    return found


def heard(narration: Narration, design: SoundDesign, *, music_alone: bool = False) -> media.Block:
    timeline = lay_out(narration, Pauses(), RATE, design)
    with ThreadPoolExecutor(2) as executor:
        gains = line_gains(narration, executor)
    programme = Programme(
        narration, timeline, design, tuple(-200.0 for _ in gains) if music_alone else gains, 2
    )
    return np.concatenate(list(programme.blocks(0, timeline.frames)), axis=1)


def level(samples: media.Block) -> float:
    return 10 * float(np.log10(np.mean(np.square(samples)) + 1e-12))


def parts(timeline: Timeline, part: str) -> list[Music]:
    return [music for music in timeline.music if music.part == part]


def write(path: Path, samples: media.Block, rate: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(len(samples))
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes((samples.T * 32767).astype("<i2").tobytes())
    return path


def hum(seconds: float, rate: int, channels: int = 2, ring: float = 0.0) -> media.Block:
    """A tone of this length, and what rings on after it, ever softer."""
    times = np.arange(round((seconds + ring) * rate)) / rate
    envelope = np.minimum(1, np.exp(-(times - seconds) * 6))
    return np.tile((0.3 * envelope * np.sin(2 * np.pi * 220 * times)).astype(np.float32), (channels, 1))


def test_the_signature_opens_every_chapter_and_lies_under_the_first_and_the_last(
    narration: Narration, feed: Callable[[str], Feed]
) -> None:
    timeline = lay_out(narration, Pauses(), RATE, design_of(feed("signature")))
    marks, (opening,), (closing,) = timeline.marks, parts(timeline, "opening"), parts(timeline, "closing")
    assert opening.start == round(0.15 * RATE), "after a breath of silence"
    assert [sting.start for sting in parts(timeline, "sting")] == [mark.start for mark in marks[1:-1]]
    first, last = parts(timeline, "bed")
    assert marks[0].start < first.start < timeline.lines[0].start
    assert first.end < marks[0].end
    assert last.start == marks[-1].start
    assert timeline.lines[-1].end < last.end <= closing.end == timeline.frames - round(0.15 * RATE)
    for line in timeline.lines:
        assert all(
            sting.start + RATE // 2 < line.start
            for sting in parts(timeline, "sting")
            if sting.start <= line.start < sting.end
        )


def test_plain_has_no_music_under_speech_and_none_has_no_music(
    narration: Narration, feed: Callable[[str], Feed]
) -> None:
    plain = lay_out(narration, Pauses(), RATE, design_of(feed("plain")))
    assert {music.part for music in plain.music} == {"opening", "sting", "closing"}
    assert len(parts(plain, "sting")) == 3
    assert design_of(feed("none")) == SILENT
    assert lay_out(narration, Pauses(), RATE).music == ()


@pytest.mark.parametrize("sound", DESIGNS)
def test_what_is_estimated_is_what_is_laid_out(
    narration: Narration, feed: Callable[[str], Feed], sound: str
) -> None:
    there = feed(sound)
    design = design_of(there)
    told, had = leads_of(there), design.leads
    for name in ("opening", "chapter", "last", "end"):
        assert getattr(told, name) == pytest.approx(getattr(had, name), abs=0.001)
    timeline = lay_out(narration, TONY.profile.pauses, RATE, design)
    assert estimate(narration.script, TONY, told) == pytest.approx(timeline.frames / RATE, abs=1.6)


@pytest.mark.parametrize("sound", DESIGNS)
@pytest.mark.parametrize("chapter", [0.0, 0.7, 1.2, 2.0])
def test_no_pause_between_chapters_is_dead_air(
    narration: Narration, feed: Callable[[str], Feed], sound: str, chapter: float
) -> None:
    timeline = lay_out(narration, Pauses(chapter=chapter), RATE, design_of(feed(sound)))
    laid: tuple[Line | Music, ...] = (*timeline.lines, *timeline.music)
    sounds = sorted((sound.start, sound.end) for sound in laid)
    over = 0
    for start, end in sounds:
        assert start - over <= 2.3 * RATE
        over = max(over, end)
    assert all(mark.start % RATE == 0 for mark in timeline.marks)


def test_music_that_opens_a_chapter_takes_the_place_of_a_long_pause(
    narration: Narration, feed: Callable[[str], Feed]
) -> None:
    timeline = lay_out(narration, Pauses(chapter=1.8), RATE, design_of(feed("signature")))
    for sting in parts(timeline, "sting"):
        spoken = max(line.end for line in timeline.lines if line.end <= sting.start)
        assert BEFORE_MUSIC * RATE <= sting.start - spoken < (BEFORE_MUSIC + 1) * RATE + 2


def test_a_bed_gives_way_to_speech_and_lies_well_under_it(
    narration: Narration, feed: Callable[[str], Feed]
) -> None:
    design = design_of(feed("signature"))
    timeline = lay_out(narration, Pauses(), RATE, design)
    bed = replace(design, opening=None, sting=None, closing=None)
    music, both = heard(narration, bed, music_alone=True), heard(narration, bed)
    laid = lay_out(narration, Pauses(), RATE, bed)
    under, spoken = laid.music[-1], laid.lines[-4:]
    lines = np.concatenate([music[:, line.start : line.end] for line in spoken], axis=1)
    speech = np.concatenate([both[:, line.start : line.end] for line in spoken], axis=1)
    before = music[:, spoken[0].start - RATE // 2 : spoken[0].start - RATE // 4]
    assert level(speech) - level(lines) > 18
    assert level(before) - level(lines) > 2, "it comes down when a voice comes in"
    assert np.abs(music[:, under.end - 20 : under.end]).max() < 1e-3
    assert timeline.music != laid.music


def test_music_begins_and_ends_without_a_step(narration: Narration, feed: Callable[[str], Feed]) -> None:
    design = design_of(feed("signature"))
    music = heard(narration, design, music_alone=True)
    timeline = lay_out(narration, Pauses(), RATE, design)
    for part in timeline.music:
        for edge in (part.start, part.end):
            steps = np.abs(np.diff(music[:, max(0, edge - 500) : edge + 500])).max(axis=0)
            at = min(edge, 500)
            usual = max(steps[: at - 3].max(initial=0), steps[at + 3 :].max(initial=0))
            assert steps[max(0, at - 3) : at + 3].max(initial=0) < 1.2 * usual + 0.001, part


def test_a_show_has_its_own_music_in_any_format_and_rate(
    narration: Narration, feed: Callable[[str], Feed], workspace: Path
) -> None:
    there = feed("music")
    folder = there.folder / "music"
    write(folder / "opening.wav", hum(3, 22_050, 1, ring=1.0), 22_050)
    encoding = media.Encoding(48_000, 2, 128_000, 7)
    media.write_mp3(media.mp3_frames([hum(0.8, 48_000)], encoding), folder / "sting.mp3", encoding)
    write(folder / "bed.wav", hum(5, 32_000), 32_000)
    (folder / "README.md").write_text("where it comes from")
    design = design_of(there)
    assert design.closing is None
    assert design.opening is not None
    assert design.opening.enter == pytest.approx(3.2, abs=0.15), "where it has fallen, not where it ends"
    timeline = lay_out(narration, Pauses(), RATE, design)
    assert {music.part for music in timeline.music} == {"opening", "sting", "bed"}
    assert leads_of(there) == design.leads
    samples = heard(narration, design, music_alone=True)
    for part in timeline.music:
        assert level(samples[:, part.start + 2000 : part.end - 2000]) > -60
    bed = parts(timeline, "bed")[0]
    assert bed.end - bed.start > 6 * RATE, "a bed of five seconds is looped"
    # Loudness is set: a quieter file of the same music is heard as loud.
    write(folder / "opening.wav", hum(3, 22_050, 1, ring=1.0) * np.float32(0.1), 22_050)
    again = heard(narration, design_of(there), music_alone=True)
    opening = slice(RATE // 2, 2 * RATE)
    assert level(again[:, opening]) == pytest.approx(level(samples[:, opening]), abs=0.3)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "music has none of opening, sting, bed, closing"),
        (("bed.wav", "bed.mp3"), "bed.mp3 and bed.wav"),
        (("opening.txt",), "opening.txt: cannot be decoded"),
        (("silence.wav", "sting.wav"), "sting.wav: holds no sound"),
    ],
)
def test_music_that_cannot_be_used_is_one_clear_line(
    feed: Callable[[str], Feed], files: tuple[str, ...], said: str
) -> None:
    there = feed("music")
    folder = there.folder / "music"
    folder.mkdir()
    for name in files:
        if name.endswith(".txt"):
            (folder / name).write_text("no sound")
        else:
            write(folder / name, np.zeros((1, 9000), np.float32), 24_000)
    with pytest.raises(DispatchAudioError) as caught:
        design_of(there)
    assert said in str(caught.value)


def test_a_sting_of_a_minute_and_a_folder_that_is_not_there_are_refused(feed: Callable[[str], Feed]) -> None:
    with pytest.raises(
        SettingsError, match=r"feed\.toml: sound: there is no folder .*signature, plain, none"
    ):
        design_of(feed("muzak"))
    there = feed("music")
    write(there.folder / "music" / "sting.wav", hum(60, 8_000, 1), 8_000)
    with pytest.raises(SoundError, match="longer than 6 seconds"):
        design_of(there)


def test_another_sound_is_another_episode(feed: Callable[[str], Feed]) -> None:
    write(feed("music").folder / "music" / "bed.wav", hum(5, 32_000), 32_000)
    found = {identity(feed(sound)) for sound in (*DESIGNS, "music")}
    assert len(found) == 4
    write(feed("music").folder / "music" / "bed.wav", hum(6, 32_000), 32_000)
    assert identity(feed("music")) not in found


def test_the_signature_is_rendered_once(feed: Callable[[str], Feed], monkeypatch: pytest.MonkeyPatch) -> None:
    first = design_of(feed("signature"))
    from dispatch_audio.sound import signature

    def never(rate: int) -> media.Block:
        raise AssertionError("it is in the cache")

    for part in ("opening", "sting", "bed", "closing"):
        monkeypatch.setattr(signature, part, never)
    assert design_of(feed("signature")) == first
