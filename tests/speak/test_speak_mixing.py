"""What a mix promises: the weighted mean of what it names, with all faults told before anything is written."""

import hashlib
import wave
from pathlib import Path

import numpy as np
import pytest

from dispatch_audio.errors import InputError, VoiceError, WorkspaceError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak import audition, mixing, styles
from dispatch_audio.speak.engines import lacking, load_engine
from dispatch_audio.speak.fetching import Fetchable
from dispatch_audio.speak.hub import HubFile
from dispatch_audio.speak.mixing import improvised, mix, weighed, write
from dispatch_audio.workspace import Workspace
from samples import REPOSITORY

OURS = REPOSITORY / "voices" / "lenar-kess.npy"


def style(seed: int) -> styles.Style:
    return np.random.default_rng(seed).normal(size=styles.SHAPE).astype(np.float32)


@pytest.fixture
def there(tmp_path: Path) -> Workspace:
    """Two styles that were fetched, a voice that has one, one that has none, and a file somewhere else."""
    voices = tmp_path / "voices"
    (voices / "styles").mkdir(parents=True)
    for seed, name in enumerate(("am_one", "bm_two")):
        (voices / "styles" / f"{name}.bin").write_bytes(style(seed).tobytes())
    (voices / "kim.npy").write_bytes(styles.as_npy(style(2)))
    (voices / "kim.toml").write_text(
        '# Licence: CC0\nname = "Kim"\nengine = "kokoro"\nstyle = "kim.npy"\nlanguage = "en-gb"\n'
    )
    (voices / "tony.toml").write_text('name = "Tony"\nengine = "tone"\n')
    (tmp_path / "mine.npy").write_bytes(styles.as_npy(style(3)))
    return Workspace(tmp_path)


def test_a_mix_is_the_weighted_mean(there: Workspace) -> None:
    made = mix(there, ["am_one=0.6", "bm_two=0.4"])
    assert [(part.name, part.weight) for part in made.parts] == [("am_one", 0.6), ("bm_two", 0.4)]
    write(there, "new", made)
    written = styles.read(there.root / "voices" / "new.npy")
    np.testing.assert_allclose(written, 0.6 * style(0) + 0.4 * style(1), atol=1e-6)


def test_the_file_is_an_array_of_format_1_that_needs_no_pickle(there: Workspace) -> None:
    data = mix(there, ["am_one", "kim", str(there.root / "mine.npy")]).data
    assert data[:8] == b"\x93NUMPY\x01\x00"
    assert data == mix(there, ["am_one", "kim", str(there.root / "mine.npy")]).data
    assert styles.as_npy(styles.read(OURS)) == OURS.read_bytes()


def test_weights_are_made_to_add_up_to_one(there: Workspace) -> None:
    made = mix(there, ["am_one=3", "bm_two=1"])
    assert made.asked == 4
    assert made.recipe == "am_one=0.75 bm_two=0.25"
    assert made.data == mix(there, ["am_one=0.75", "bm_two=0.25"]).data
    third = mix(there, ["am_one=0.333333", "bm_two=0.333333", "kim=0.333334"])
    assert [part.weight for part in third.parts] == [0.333333, 0.333333, 0.333334]


def test_the_new_voice_is_a_profile_that_says_what_it_is_made_of(
    there: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = hashlib.sha256(style(1).tobytes()).hexdigest()
    table = Fetchable(
        "bm_two", "kokoro", "Apache-2.0", "a style", "en-gb", (HubFile("o/r", "0", "p", 1, known),)
    )
    monkeypatch.setattr(mixing, "fetchables", lambda: (table,))
    _, profile = write(there, "ann-mix", mix(there, ["bm_two=0.5", "kim=0.3", "am_one=0.2"]))
    voice = there.voice("ann-mix")
    assert (voice.profile.name, voice.profile.engine, voice.profile.style) == (
        "Ann Mix",
        "kokoro",
        "ann-mix.npy",
    )
    assert voice.profile.language == "en-gb"
    text = profile.read_text("utf-8")
    assert "`dispatch-audio voices mix ann-mix bm_two=0.5 kim=0.3 am_one=0.2`" in text
    for path in ("styles/am_one.bin", "styles/bm_two.bin", "kim.npy", "ann-mix.npy"):
        assert f"SHA-256 {hashlib.sha256((there.root / 'voices' / path).read_bytes()).hexdigest()}" in text
    assert "# Licence: Apache-2.0; CC0; not known to the program; ask whoever made it\n" in text
    assert lacking(voice) == ""
    assert load_engine(voice).identity


def test_all_faults_are_told_at_once_and_nothing_is_written(there: Workspace) -> None:
    (there.root / "voices" / "styles" / "short.bin").write_bytes(bytes(100))
    before = sorted(there.root.rglob("*"))
    words = [
        "am_one=-1",
        "kim=nan",
        "bm_two=inf",
        "=1",
        "am_one=1",
        "tony",
        "short",
        "am_heart",
        "af_heart",
        "no.npy=0",
    ]
    with pytest.raises(InputError) as told:
        mix(there, words)
    for fault in (
        "am_one: the weight -1 is no number above 0",
        "kim: the weight nan is no number above 0",
        "bm_two: the weight inf is no number above 0",
        "'=1' is not written NAME=WEIGHT",
        "am_one: is named twice",
        "tony: voices/tony.toml has no style to mix",
        "short: has the shape (25,), not (510, 1, 256)",
        "am_heart: is no style that was fetched, no voice, and no file; did you mean",
        "af_heart: is not fetched yet; `dispatch-audio voices fetch af_heart` brings it",
        "no.npy: the weight 0 is no number above 0",
        "no.npy: there is no such file",
    ):
        assert fault in str(told.value)
    assert sorted(there.root.rglob("*")) == before
    with pytest.raises(InputError, match="the weight x is no number"):
        weighed(["a=x"])


def test_a_voice_is_not_written_over_unasked(there: Workspace) -> None:
    before = (there.root / "voices" / "kim.npy").read_bytes()
    made = mix(there, ["am_one=0.5", "kim=0.5"])
    with pytest.raises(WorkspaceError, match=r"kim\.npy: is there already"):
        write(there, "kim", made)
    assert (there.root / "voices" / "kim.npy").read_bytes() == before
    write(there, "kim", made, force=True)
    assert (there.root / "voices" / "kim.npy").read_bytes() == made.data


@pytest.mark.parametrize("name", ["", "../kim", "Kim", ".kim", "a b", "x" * 99])
def test_a_name_that_no_file_should_have_is_refused(there: Workspace, name: str) -> None:
    with pytest.raises(InputError, match="cannot name a voice"):
        write(there, name, mix(there, ["am_one"]))


def test_a_mix_may_be_heard_before_it_is_written(there: Workspace) -> None:
    before = sorted(there.root.rglob("*"))
    voice = improvised(there, "am_one=0.5, kim=0.5")
    assert load_engine(voice).identity != load_engine(improvised(there, "am_one")).identity
    assert voice.key == "am_one-0.5-kim-0.5"
    assert sorted(there.root.rglob("*")) == before
    with pytest.raises(InputError, match="'' is not written"):
        improvised(there, "am_one=1,")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.npy", styles.as_npy(np.zeros(25, np.float32)), r"x\.npy has the shape \(25,\)"),
        ("x.npy", styles.as_npy(np.full(styles.SHAPE, np.nan, np.float32)), "does not hold 32-bit numbers"),
        (
            "x.bin",
            style(0).tobytes(),
            r"x\.bin is no NumPy file .*`dispatch-audio voices mix` makes a voice of it",
        ),
    ],
)
def test_a_file_that_a_voice_cannot_use_is_told_with_its_profile(
    there: Workspace, name: str, data: bytes, said: str
) -> None:
    (there.root / "voices" / name).write_bytes(data)
    (there.root / "voices" / "x.toml").write_text(f'name = "X"\nengine = "kokoro"\nstyle = "{name}"\n')
    for ask in (lacking, load_engine):
        with pytest.raises(VoiceError, match=rf"voices.x\.toml: style: .*{said}"):
            ask(there.voice("x"))


@pytest.mark.speech
def test_a_new_voice_speaks_at_once(there: Workspace) -> None:
    voices = there.root / "voices"
    (voices / "lenar.npy").write_bytes(OURS.read_bytes())
    write(there, "new", mix(there, [str(voices / "lenar.npy")]))
    text = "The harbour froze."
    sound = audition(SpokenForm(text, (Span(0, len(text), text),)), there.voice("new"))
    assert 0.6 < sound.seconds < 4
    with wave.open(str(sound.path)) as stream:
        assert np.abs(np.frombuffer(stream.readframes(-1), "<i2")).max() > 3000
