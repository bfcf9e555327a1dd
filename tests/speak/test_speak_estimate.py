"""A script's length is known before a word of it is spoken, closely enough to write to a number of minutes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch_audio.errors import VoiceError
from dispatch_audio.mix.timeline import lay_out
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import speak
from dispatch_audio.speak.calibrate import PASSAGE, measured_tempo
from dispatch_audio.speak.engines import ENGINES, clip_seconds
from dispatch_audio.speak.estimate import chapter_estimates, estimate, words
from dispatch_audio.workspace import Voice
from dispatch_audio.workspace.settings import Pauses, VoiceProfile
from samples import REPOSITORY

TONY = Voice("tony", Path(), VoiceProfile(name="Tony Tone", engine="tone"))
VOICES = {
    "edge": VoiceProfile(name="Andrew", engine="edge", voice="en-US-AndrewNeural"),
    "kokoro": VoiceProfile(name="Lenar Kess", engine="kokoro", style="lenar-kess.npy", pace=1.2),
    "piper": VoiceProfile(name="Joe", engine="piper"),
    "tone": TONY.profile,
}
"""A profile of each engine; one without it here fails."""


def utterance(text: str) -> Utterance:
    return Utterance(SpokenForm(text, (Span(0, len(text), text),)))


def script(*chapters: tuple[str, ...]) -> Script:
    return Script(tuple(Chapter("One", tuple(utterance(text) for text in texts)) for texts in chapters))


def chapters_as_spoken(told: Script, voice: Voice) -> tuple[float, ...]:
    with ThreadPoolExecutor(2) as executor:
        narration = speak(told, voice, executor, lambda done, total: None)
    marks = lay_out(narration, voice.profile.pauses, 44_100).marks
    return tuple((mark.end - mark.start) / 44_100 for mark in marks)


def test_one_chapter_of_tones_is_as_long_as_estimated() -> None:
    one = script(("Good morning.", "The harbour froze, and the baker came back.", "So it goes."))
    for pace in (0.7, 1.0, 1.9):
        voice = replace(TONY, profile=TONY.profile.model_copy(update={"pace": pace}))
        assert estimate(one, voice) == pytest.approx(chapters_as_spoken(one, voice)[0], abs=0.001)


def test_the_way_to_a_whole_second_is_reckoned_with_at_its_mean() -> None:
    texts = [("Good morning to all of you." * n, "So.") for n in range(1, 40)]
    told = script(*texts)
    spoken, guessed = chapters_as_spoken(told, TONY), chapter_estimates(told, TONY)
    assert all(abs(one - other) <= 0.501 for one, other in zip(spoken, guessed, strict=True))
    assert abs(sum(spoken) - estimate(told, TONY)) < 5
    assert sum(guessed) == estimate(told, TONY)


def test_pauses_and_an_editors_silences_are_in_the_estimate() -> None:
    told = script(("One.", "Two.", "Three."))
    one, two, three = told.chapters[0].utterances
    rests = replace(
        told.chapters[0], utterances=(replace(one, silence=3.0), replace(two, pause="quotation"), three)
    )
    voice = replace(
        TONY, profile=TONY.profile.model_copy(update={"pauses": Pauses(sentence=0.3, quotation=0.8)})
    )
    longer = estimate(Script((rests,)), voice) - estimate(told, voice)
    assert longer == pytest.approx((3.0 - 0.3) + (0.8 - 0.3))
    assert estimate(Script((rests,)), voice) == pytest.approx(
        chapters_as_spoken(Script((rests,)), voice)[0], abs=0.001
    )


def test_a_second_voices_pace_counts_for_what_it_reads() -> None:
    slow = replace(TONY, key="slow", profile=TONY.profile.model_copy(update={"pace": 0.5}))
    quoted = replace(utterance("The oven is warm"), kind="quotation")
    told = Script((Chapter("One", (utterance("The baker writes"), quoted)),))
    both = replace(TONY, quotes=slow)
    assert estimate(told, both) > estimate(told, TONY) + 0.35
    assert estimate(told, both) == pytest.approx(chapters_as_spoken(told, both)[0], abs=0.001)


def test_words_are_counted_as_they_are_said() -> None:
    text = "58.6%"
    form = SpokenForm(text, (Span(0, 5, "fifty eight point six percent", "percent"),))
    assert words(Script((Chapter("One", (Utterance(form), utterance("So it is."))),))) == 8


def test_a_faster_pace_or_tempo_is_never_longer() -> None:
    form = utterance(PASSAGE[2]).form
    for name, profile in VOICES.items():
        paces = [
            clip_seconds(form, Voice(name, Path(), profile.model_copy(update={"pace": pace / 20})))
            for pace in range(10, 41)
        ]
        assert paces == sorted(paces, reverse=True)
        assert paces[0] > 2 * paces[-1]
    quick = VOICES["piper"].model_copy(update={"tempo": 1.25})
    assert clip_seconds(form, Voice("quick", Path(), quick)) < 0.85 * clip_seconds(
        form, Voice("joe", Path(), VOICES["piper"])
    )


@pytest.mark.speech
@pytest.mark.usefixtures("edge_service")
@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_estimates_what_it_speaks(name: str) -> None:
    voice = Voice(name, REPOSITORY / "voices", VOICES[name])
    told = script(PASSAGE)
    assert estimate(told, voice) == pytest.approx(chapters_as_spoken(told, voice)[0], rel=0.04)


@pytest.mark.speech
def test_a_voice_of_another_tempo_is_measured_once_and_estimated_as_well() -> None:
    profile = VOICES["piper"].model_copy(update={"tempo": 1.5})
    wrong = Voice("joe", REPOSITORY / "voices", profile)
    found = measured_tempo(wrong)
    right = replace(wrong, profile=profile.model_copy(update={"tempo": found}))
    assert found == pytest.approx(1.0, abs=0.05)
    told = script(PASSAGE)
    assert estimate(told, right) == pytest.approx(chapters_as_spoken(told, right)[0], rel=0.03)


def test_an_estimate_loads_no_model() -> None:
    program = (
        "import sys; from pathlib import Path; from dispatch_audio.workspace import Voice;"
        "from dispatch_audio.workspace.settings import VoiceProfile;"
        "from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance;"
        "from dispatch_audio.speak.estimate import estimate;"
        "told = Script((Chapter('One', (Utterance(SpokenForm('one', (Span(0, 3, 'one'),))),)),));"
        "seconds = [estimate(told, Voice('x', Path(), VoiceProfile(name='X', engine=engine, style='none.npy')))"
        " for engine in ('edge', 'kokoro', 'piper')];"
        "assert min(seconds) > 1; print({'edge_tts', 'onnxruntime', 'kokoro_onnx', 'piper'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "set()\n"


def test_an_engine_that_does_not_exist_has_no_estimate() -> None:
    voice = Voice("x", Path("voices"), VoiceProfile(name="X", engine="kokorro"))
    with pytest.raises(VoiceError, match="there is no engine 'kokorro'"):
        estimate(script(("One.",)), voice)
