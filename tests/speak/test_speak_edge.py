"""The online voices: every word of a text is heard, whatever the service does, or the engine is gone and says so."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import stamina

from dispatch_audio.build import Built
from dispatch_audio.errors import EngineGoneError, SettingsError, VoiceError
from dispatch_audio.narration import Narration
from dispatch_audio.script import Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import speak
from dispatch_audio.speak.engines import Engine, Speech, edge, load_engine
from dispatch_audio.workspace import Voice, Workspace
from dispatch_audio.workspace.settings import VoiceProfile
from edge_service import BEHAVIOURS, RATE, EdgeService

TEXT = "The harbour froze on Tuesday, and the baker came back."
PROFILE = VoiceProfile(name="Andrew", engine="edge", voice="en-US-AndrewNeural")
VOICE = Voice("andrew", Path("voices"), PROFILE)
TRIES = 5
"""How often one text is asked for."""


@pytest.fixture(autouse=True)
def _without_waiting() -> Iterator[None]:
    """As many tries as in earnest, and no time between them."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


def form(text: str) -> SpokenForm:
    return SpokenForm(text, (Span(0, len(text), text),))


def said(text: str = TEXT, pace: float = 1.0) -> Speech:
    engine: Engine = load_engine(VOICE)
    return engine.speak(engine.said(form(text)), pace)


def tones(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[tuple[int, int]]:
    """Where each tone begins and ends, as it is heard: louder than a quarter of the loudest, over 5 ms."""
    window = RATE // 200
    blocks = np.abs(samples[: len(samples) // window * window]).reshape(-1, window).max(axis=1)
    loud = np.diff((blocks > blocks.max() / 4).astype(int), prepend=0, append=0)
    edges = zip(np.flatnonzero(loud == 1), np.flatnonzero(loud == -1), strict=True)
    return [(int(first) * window, int(last) * window) for first, last in edges]


def assert_whole(speech: Speech, text: str = TEXT) -> None:
    """Each word of the text is a tone of this speech, where it is said to be."""
    heard = tones(speech.samples)
    assert len(heard) == len(speech.words) == len(text.split())
    for tone, word in zip(heard, speech.words, strict=True):
        assert max(abs(tone[0] - word[0]), abs(tone[1] - word[1])) < 0.03 * RATE


def narrated(*texts: str, workers: int = 2) -> Narration:
    script = Script((Chapter("One", tuple(Utterance(form(text)) for text in texts)),))
    with ThreadPoolExecutor(workers) as executor:
        return speak(script, VOICE, executor, lambda done, total: None)


def test_words_are_where_the_service_says(edge_service: EdgeService) -> None:
    assert_whole(said())
    (request,) = edge_service.requests
    assert request.text == TEXT
    assert request.voice == "Microsoft Server Speech Text to Speech Voice (en-US, AndrewNeural)"
    assert request.rate == "+0%"
    assert_whole(said("So."), "So.")


@pytest.mark.parametrize(("pace", "rate"), [(0.5, "-50%"), (0.9, "-10%"), (1.15, "+15%"), (2.0, "+100%")])
def test_pace_is_the_services_rate(edge_service: EdgeService, pace: float, rate: str) -> None:
    speech = said(pace=pace)
    assert [request.rate for request in edge_service.requests] == [rate]
    assert len(tones(speech.samples)) == len(TEXT.split())
    lasting = speech.words[-1][1] - speech.words[0][0]
    usual = said().words
    assert lasting == pytest.approx((usual[-1][1] - usual[0][0]) / pace, rel=0.02)


@pytest.mark.parametrize("behaviour", [*(name for name in BEHAVIOURS if name != "good"), "503", "429"])
def test_what_goes_wrong_once_is_asked_for_again(
    edge_service: EdgeService, monkeypatch: pytest.MonkeyPatch, behaviour: str
) -> None:
    if behaviour == "stall":
        monkeypatch.setattr(edge, "_STALL", 2.0)
    edge_service.script = [behaviour]
    assert_whole(said())
    assert len(edge_service.requests) == 2


def test_a_clock_that_is_wrong_is_set_by_the_services(edge_service: EdgeService) -> None:
    # edge-tts takes the time from the refusal and asks again by itself.
    edge_service.script = ["403"]
    assert_whole(said())
    assert len(edge_service.requests) == 2
    edge_service.script = ["403", "403", "503"]
    assert_whole(said())
    assert len(edge_service.requests) == 2 + 4


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        ("403", "refuses with HTTP 403"),
        ("503", "refuses with HTTP 503"),
        ("cut", "does not say '.*' where it stands|gives sound that ends"),
        ("stall", "does not go on"),
        ("silence", "gives silence for 'The'"),
        ("a silent word", "gives silence for 'back.'"),
        ("wrong order", "does not say 'harbour' where it stands"),
        ("wrong words", "does not say 'harbour' where it stands"),
        ("wrong times", "tells its words in another order than it says them"),
        ("last words missing", "does not say 'came' where it stands"),
        ("no words", "does not say 'The' where it stands"),
        ("a word too many", "says more than it is asked for: 'again'"),
        ("truncated", r"gives sound that ends \d\.\d s before its words do"),
        ("a long tail", r"gives sound that goes on 9\.\d s after its words"),
        ("no sound", "gives no sound, as for a voice that the service does not have"),
    ],
)
def test_what_goes_wrong_for_ever_ends_in_one_clear_line(
    edge_service: EdgeService, monkeypatch: pytest.MonkeyPatch, behaviour: str, told: str
) -> None:
    if behaviour == "stall":
        monkeypatch.setattr(edge, "_STALL", 0.3)
    edge_service.usual = behaviour
    started = time.monotonic()
    with pytest.raises(EngineGoneError, match=told) as gone:
        said()
    assert time.monotonic() - started < 20
    assert len(edge_service.requests) == TRIES * (2 if behaviour == "403" else 1)
    line = str(gone.value)
    assert line.startswith("Microsoft Edge en-US-AndrewNeural ")
    assert f"asked {TRIES} times for 'The' and what follows (try later" in line
    assert "\n" not in line


def test_a_refusal_for_good_is_not_asked_again(edge_service: EdgeService) -> None:
    edge_service.usual = "404"
    with pytest.raises(EngineGoneError, match="refuses with HTTP 404"):
        said()
    assert len(edge_service.requests) == 1


def test_a_service_that_cannot_be_reached_is_told(
    edge_service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/edge/v1?TrustedClientToken=0")
    with pytest.raises(EngineGoneError, match="cannot be reached"):
        said()


def test_waiting_for_the_service_has_an_end(
    edge_service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge_service.usual = "503"
    monkeypatch.setattr(edge, "_WAIT", 0.05)
    monkeypatch.setattr(edge, "_WAIT_MOST", 0.05)
    monkeypatch.setattr(edge, "_LONGEST", 0.12)
    with stamina.set_testing(False), pytest.raises(EngineGoneError, match=r"asked [234] times"):
        said()


def test_several_threads_ask_at_once_and_get_their_own(edge_service: EdgeService) -> None:
    texts = [
        f"{name} came back to the oven, and it was warm." for name in ("Ann", "Bartholomew", "Cy", "Dora")
    ]
    alone = [said(text).words for text in texts]
    edge_service.script = ["503", "good", "silence", "cut"]
    with ThreadPoolExecutor(4) as executor:
        together = list(executor.map(said, texts))
    for text, words, speech in zip(texts, alone, together, strict=True):
        assert_whole(speech, text)
        assert speech.words == words


def test_what_xml_would_read_is_sent_as_it_is_written(edge_service: EdgeService) -> None:
    text = "Salt & pepper's \"price\" <fell> to 'zero' in R&D & <break time='9s'/> ended."
    said(text)
    (request,) = edge_service.requests
    assert request.text == text


def test_a_lexicons_words_are_sent_and_its_phonemes_are_not(edge_service: EdgeService) -> None:
    spans = (Span(0, 7, "ZEK-ner", "lexicon:Zechner", "zˈɛknɚ"), Span(7, 16, " is back."))
    engine = load_engine(VOICE)
    speech = engine.speak(engine.said(SpokenForm("Zechner is back.", spans)), 1.0)
    assert [request.text for request in edge_service.requests] == ["ZEK-ner is back."]
    assert len(speech.words) == 3


def test_words_that_the_service_joins_or_parts_have_their_times_all_the_same(
    edge_service: EdgeService,
) -> None:
    # The service of the tests tells "40 boats" as one word, and "open-source" and "R&D" as two each.
    speech = said("Some 40 boats run open-source code from R&D.")
    heard = tones(speech.samples)
    assert len(speech.words) == 8
    assert len(heard) == 9
    forty, boats = speech.words[1:3]
    assert abs(forty[0] - heard[1][0]) < 0.03 * RATE
    assert abs(boats[1] - heard[1][1]) < 0.03 * RATE
    assert forty[1] == boats[0]
    assert (forty[1] - forty[0]) / (boats[1] - forty[0]) == pytest.approx(2 / 7, abs=0.01)
    joined = speech.words[4]
    assert abs(joined[0] - heard[3][0]) < 0.03 * RATE
    assert abs(joined[1] - heard[4][1]) < 0.03 * RATE


def test_a_long_utterance_is_asked_for_in_parts_and_each_in_one_request(edge_service: EdgeService) -> None:
    sentence = "The harbour froze on Tuesday, and the baker came back to an oven that was still warm. "
    text = (sentence * 22).strip()
    narration = narrated(text)
    asked = [request.text for request in edge_service.requests]
    assert len(asked) == 3
    assert " ".join(asked) == text
    assert all(part.endswith("warm.") for part in asked)
    (clip,) = narration.clips
    assert len(clip.words) == len(text.split())
    assert 60 < clip.sound.seconds / 3 * 2 < 120


def test_the_longest_text_that_is_sent_is_never_cut_by_edge_tts(edge_service: EdgeService) -> None:
    engine = load_engine(VOICE)
    text = f"A {'&' * (engine.limit - 4)} Z"
    assert len(text) == engine.limit
    engine.speak(engine.said(form(text)), 1.0)
    assert [request.text for request in edge_service.requests] == [text]


def test_a_narration_is_spoken_once_and_whole(edge_service: EdgeService) -> None:
    edge_service.script = ["503", "silence", "cut", "last words missing"]
    lines = (TEXT, TEXT.upper(), "“Nothing happened — and everybody saw it,” she said.")
    first = narrated(*lines, workers=3)
    assert len(edge_service.requests) == len(lines) + 4
    assert [len(clip.words) for clip in first.clips] == [10, 10, 8]
    assert narrated(*lines) == first
    assert len(edge_service.requests) == len(lines) + 4, "what is kept is not asked for again"
    assert first.speaker.model == "Microsoft Edge en-US-AndrewNeural"


def test_an_episode_is_read_by_an_online_voice_and_says_so(
    edge_service: EdgeService, workspace: Path, public: Path, make: Callable[..., Built], small: Path
) -> None:
    (workspace / "voices" / "andrew.toml").write_text(
        'name = "Andrew"\nengine = "edge"\nvoice = "en-US-AndrewNeural"\npace = 2.0\n'
    )
    built = make(small.stem, "andrew")
    assert built.failed == ()
    assert built.manifest.engine == "edge"
    assert "a synthetic voice made with Microsoft Edge" in (public / "feed.xml").read_text("utf-8")
    asked = len(edge_service.requests)
    assert asked == len({request.text for request in edge_service.requests}) > 5
    assert make(small.stem, "andrew").status == "unchanged"
    assert len(edge_service.requests) == asked


@pytest.mark.parametrize(
    ("profile", "error", "told"),
    [
        ("", VoiceError, r"x\.toml: voice: is missing .*en-US-AndrewNeural"),
        ('voice = "de-DE-KatjaNeural"', VoiceError, r"x\.toml: voice: de-DE-KatjaNeural speaks no English"),
        ('voice = "Andrew"', SettingsError, r"x\.toml: voice: 'Andrew' is no name of a voice"),
        ('voice = "en-US-\'/>Neural"', SettingsError, r"x\.toml: voice: .* is no name of a voice"),
    ],
)
def test_a_profile_without_a_voice_that_can_be_asked_for_is_told(
    tmp_path: Path, profile: str, error: type[Exception], told: str
) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "x.toml").write_text(f'name = "X"\nengine = "edge"\n{profile}\n')
    with pytest.raises(error, match=told):
        load_engine(Workspace(tmp_path).voice("x"))


@pytest.mark.parametrize(
    "name",
    ["en-GB-SoniaNeural", "de-DE-SeraphinaMultilingualNeural", "zh-CN-shaanxi-XiaoniMultilingualNeural"],
)
def test_every_form_of_a_name_that_the_service_has_is_taken(name: str) -> None:
    voice = Voice(
        "x",
        Path(),
        PROFILE.model_copy(update={"voice": VoiceProfile(name="X", engine="edge", voice=name).voice}),
    )
    assert load_engine(voice).identity != load_engine(VOICE).identity
