"""When the narrator's engine is gone, one other voice reads the whole episode, and everybody is told."""

import dataclasses
import json
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch_audio.build import Built
from dispatch_audio.errors import EngineGoneError, VoiceError
from dispatch_audio.package.manifest import dump, load
from dispatch_audio.script import INLINE, Chapter, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak.engines import ENGINES, Said, Speech
from dispatch_audio.speak.engines.tone import ToneEngine, seconds
from dispatch_audio.speaking import said_by
from dispatch_audio.workspace import Voice, Workspace
from samples import SMALL, tree

Make = Callable[..., Built]
Run = Callable[..., Any]

NORA = 'name = "Nora"\nengine = "frail"\npace = 2.0\n'
STANDS_IN = "Tony Tone's voice stands in for it."


@dataclass
class Frail:
    """An engine of tones with a word that it may stumble over, and a door that may be shut."""

    gone: str = ""
    """Why it cannot be loaded; it can when this is empty."""
    trips: dict[str, Callable[[Speech], Speech]] = field(default_factory=dict)
    """From a word of a line to what becomes of its sound."""
    spoken: list[str] = field(default_factory=list)
    identity: str = "frail 1"
    model: str = "Frail 1"
    rate: int = 24_000
    limit: int = 2_000

    def load(self, voice: Voice) -> "Frail":
        if self.gone:
            raise EngineGoneError(self.gone)
        return self

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        return ToneEngine().said(form)

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        text = " ".join(word.sound for word in words)
        self.spoken.append(text)
        speech = ToneEngine().speak(words, pace)
        for word, spoil in self.trips.items():
            if word in text:
                return spoil(speech)
        return speech


def _hiss(speech: Speech) -> Speech:
    noise = np.random.default_rng(1).normal(0, 0.1, len(speech.samples))
    return Speech(noise.astype(np.float32), speech.words)


def _raise(error: BaseException) -> Callable[[Speech], Speech]:
    def spoil(speech: Speech) -> Speech:
        raise error

    return spoil


@pytest.fixture
def frail(monkeypatch: pytest.MonkeyPatch, workspace: Path, tmp_path: Path, small: Path) -> Frail:
    """The engine of Nora, whom the feed has for its narrator; Tony is her fallback."""
    engine = Frail()
    module = types.ModuleType("frail_engine")
    vars(module).update(load=engine.load, seconds=seconds)
    monkeypatch.setitem(sys.modules, "frail_engine", module)
    monkeypatch.setitem(ENGINES, "frail", "frail_engine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    _voice(workspace, "nora", f'{NORA}fallback = "tony"\n')
    feed = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    feed.write_text(feed.read_text("utf-8").replace('"tony"', '"nora"'), "utf-8")
    return engine


def _voice(workspace: Path, key: str, text: str) -> None:
    (workspace / "voices" / f"{key}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    "shut",
    [
        lambda frail: setattr(frail, "gone", "the model is not installed"),
        lambda frail: frail.trips.update(oven=_raise(EngineGoneError("the service does not answer"))),
        lambda frail: frail.trips.update(oven=_raise(ImportError("no such library"))),
        lambda frail: frail.trips.update(oven=_hiss),
        lambda frail: frail.trips.update(oven=lambda speech: Speech(speech.samples * 0, speech.words)),
    ],
    ids=["not loaded", "gone half-way", "no library", "noise", "silence"],
)
def test_the_fallback_reads_all_of_it_under_the_narrators_name(
    frail: Frail, shut: Callable[[Frail], None], make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    shut(frail)
    built = make()
    manifest = built.manifest
    assert built.status == "built"
    assert (manifest.narrator, manifest.engine, manifest.stand_in) == ("Nora", "tone", "Tony Tone")
    assert (
        "Read by Nora, a synthetic voice made with Tone. The narrator's own voice was not" in manifest.notes
    )
    assert STANDS_IN in manifest.notes
    assert "<v Nora>" in (built.folder / "transcript.vtt").read_text("utf-8")
    (told,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert told.startswith("Nora cannot speak, so Tony Tone reads the whole episode: ")


def test_the_narrator_speaks_for_herself_while_she_can(frail: Frail, make: Make) -> None:
    manifest = make().manifest
    assert (manifest.narrator, manifest.engine, manifest.stand_in) == ("Nora", "frail", "")
    assert "Read by Nora, a synthetic voice made with Frail.</p>" in manifest.notes


def test_the_command_is_done_and_says_who_spoke(frail: Frail, run: Run) -> None:
    frail.trips["oven"] = _hiss
    ran = run("build", "small", "--json")
    assert ran.code == 0
    assert (json.loads(ran.out)["engine"], json.loads(ran.out)["status"]) == ("tone", "built")


def test_listeners_keep_what_the_fallback_spoke_until_somebody_asks(
    frail: Frail, run: Run, public: Path
) -> None:
    frail.gone = "the model is not installed"
    assert run("build", "small").code == 0
    before = tree(public)
    for gone in ("the model is not installed", ""):
        frail.gone = gone
        ran = run("build", "small")
        assert (ran.code, ran.out.split(",")[0]) == (0, "dispatch-007: unchanged")
        assert "dispatch-007: was spoken by Tony Tone in place of Nora; --again makes it anew" in ran.err
    assert tree(public) == before
    ran = run("build", "small", "--again", "--json")
    assert (json.loads(ran.out)["engine"], json.loads(ran.out)["status"]) == ("frail", "built")
    ran = run("build", "small")
    assert (ran.out.split(",")[0], ran.err) == ("dispatch-007: unchanged", "")


def test_what_the_narrator_spoke_needs_no_engine_to_be_unchanged(
    frail: Frail, make: Make, small: Path
) -> None:
    make()
    frail.gone = "the model is not installed"
    frail.spoken.clear()
    assert make().status == "unchanged"
    assert frail.spoken == []
    small.write_text(SMALL.replace("came back", "stayed away"), encoding="utf-8")
    assert make().manifest.stand_in == "Tony Tone", "what has changed is spoken by whom there is"


def test_another_model_makes_another_episode(frail: Frail, make: Make) -> None:
    make()
    frail.identity = "frail 2"
    assert make().status == "built"


def test_the_fallbacks_profile_counts_for_what_it_spoke_alone(
    frail: Frail, make: Make, workspace: Path
) -> None:
    make()
    _voice(workspace, "tony", 'name = "Tony Tone"\nengine = "tone"\npace = 1.5\n')
    assert make().status == "unchanged"
    _voice(workspace, "nora", NORA)
    assert make().status == "unchanged"
    _voice(workspace, "nora", f'{NORA}fallback = "tony"\n')
    frail.trips["oven"] = _hiss
    frail.identity = "frail 2"
    assert make().manifest.stand_in
    assert make().status == "unchanged"
    _voice(workspace, "tony", 'name = "Tony Tone"\nengine = "tone"\npace = 1.7\n')
    assert make().status == "built"


def test_a_second_voice_that_is_gone_makes_no_third_narrator(
    frail: Frail, make: Make, workspace: Path
) -> None:
    _voice(workspace, "sam", 'name = "Sam"\nengine = "frail"\n')
    _voice(
        workspace,
        "nora",
        'name = "Nora"\nengine = "tone"\npace = 1.8\nquotes = "sam"\nfallback = "tony"\n',
    )
    _voice(workspace, "tony", 'name = "Tony Tone"\nengine = "tone"\npace = 2.0\nquotes = "sam"\n')
    assert "Quotations are read by Sam" in make().manifest.notes
    frail.identity, frail.trips["oven"] = "frail 2", _hiss
    manifest = make().manifest
    assert "Quotations" not in manifest.notes
    assert (manifest.narrator, manifest.stand_in) == ("Nora", "Tony Tone")


def test_when_the_fallback_fails_too_both_are_told_and_nothing_is_made(
    frail: Frail, run: Run, workspace: Path, public: Path
) -> None:
    frail.gone = "the model is not installed"
    missing = (workspace / "none.onnx").resolve().as_posix()
    _voice(workspace, "tony", f'name = "Tony Tone"\nengine = "piper"\nmodel = "{missing}"\n')
    ran = run("build", "small")
    assert ran.code == 1
    assert "Nora cannot speak: the model is not installed; nor can Tony Tone, the fallback: " in ran.err
    assert "tony.toml: model: there is no file " in ran.err
    assert not public.exists()


@pytest.mark.parametrize(
    "error", [VoiceError("no sound for ʘ"), KeyboardInterrupt()], ids=["mistake", "stop"]
)
def test_a_mistake_or_an_interruption_is_no_reason_to_change_voices(
    frail: Frail, make: Make, error: BaseException
) -> None:
    frail.trips["oven"] = _raise(error)
    with pytest.raises(type(error)):
        make()


def test_without_a_fallback_the_build_fails_as_before(frail: Frail, run: Run, workspace: Path) -> None:
    _voice(workspace, "nora", NORA)
    frail.gone = "the model is not installed"
    ran = run("build", "small")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "dispatch-audio: the model is not installed")


def test_the_narrators_clips_are_kept_for_the_day_she_is_back(frail: Frail, make: Make, run: Run) -> None:
    frail.trips["oven"] = _hiss
    make()
    kept = set(frail.spoken)
    frail.trips.clear()
    frail.spoken.clear()
    assert run("build", "small", "--again").code == 0
    again = [line for line in frail.spoken if line in kept and "oven" not in line]
    assert "oven" in " ".join(frail.spoken)
    assert again == []


def test_the_fallback_says_words_its_own_way_and_the_editors_as_they_are(workspace: Path) -> None:
    _voice(
        workspace, "tony", 'name = "Tony"\nengine = "tone"\n[lexicon]\n"GPU" = "gee pee"\n"Kimi" = "Kimmy"\n'
    )
    there = Workspace(workspace)
    text = "Kimi has a GPU"
    inline = Span(0, 4, "Keemi", INLINE, "kˈiːmi")
    form = SpokenForm(text, (inline, Span(4, 11, " has a "), Span(11, 14, "G P U", "acronym")))
    line = Utterance(form, (1,), pause="paragraph", silence=2.0)
    script = Script((Chapter("One", (line,), (1,)),))
    (said,) = said_by(there.voice("tony"), script, there.feed(None)).utterances
    assert said.spoken == "Keemi has a gee pee"
    assert said.form.spans[0] == inline
    assert dataclasses.replace(said, form=form) == line


def test_a_manifest_from_before_there_was_a_fallback_is_read(frail: Frail, make: Make) -> None:
    manifest = make().manifest
    older = json.loads(dump(manifest))
    del older["stand_in"]
    assert load(json.dumps(older).encode(), "episode.json") == manifest
