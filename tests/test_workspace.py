"""A workspace's files mean what they say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.errors import SettingsError
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.workspace import Workspace

Run = Callable[..., Any]


def test_a_person_is_said_as_people_toml_has_it_and_written_by_name(
    run: Run, small: Path, workspace: Path
) -> None:
    people = workspace / "feeds" / "daily-dispatch" / "people.toml"
    people.write_text('[baker]\nname = "Ann Zechner"\nsay-as = "Ann Zeckner"\n', encoding="utf-8")
    assert run("spoken", "Ann Zechner wrote. Zechner's oven is warm.").out == (
        "Ann Zeckner wrote. Zeckner's oven is warm.\n"
    )
    assert "Ann Zechner" in run("script", "small").out


def test_the_shows_lexicon_counts_more_than_its_people_and_the_built_in(run: Run, workspace: Path) -> None:
    feed = workspace / "feeds" / "daily-dispatch"
    (feed / "people.toml").write_text('[x]\nname = "Ann Zechner"\nsay-as = "Ann Zeckner"\n', encoding="utf-8")
    (feed / "lexicon.toml").write_text('"Zechner" = "Tzek ner"\n"GPU" = "graphics chip"\n', encoding="utf-8")
    assert run("spoken", "Zechner has a GPU").out == "Tzek ner has a graphics chip\n"


def test_a_fault_of_people_toml_is_told_with_the_handle(run: Run, workspace: Path) -> None:
    (workspace / "feeds" / "daily-dispatch" / "people.toml").write_text('[kepano]\nnmae = "Steph Ango"\n')
    ran = run("script", "dispatch-002")
    assert ran.code == 1
    assert "people.toml: kepano.name: is missing; kepano.nmae: no such key; did you mean name?" in ran.err


def test_a_voices_own_words_count_more_than_the_shows(run: Run, workspace: Path) -> None:
    (workspace / "feeds" / "daily-dispatch" / "lexicon.toml").write_text(
        '"GPU" = "graphics chip"\n', encoding="utf-8"
    )
    tony = workspace / "voices" / "tony.toml"
    tony.write_text(tony.read_text("utf-8") + '[lexicon]\n"GPU" = "gee pee you"\n', encoding="utf-8")
    assert run("spoken", "a GPU").out == "a gee pee you\n"
    assert run("spoken", "a GPU", "--voice", "joe").out == "a graphics chip\n"


def test_the_voice_that_reads_quotations_says_its_own_words(run: Run, small: Path, workspace: Path) -> None:
    voices = workspace / "voices"
    words = '[lexicon]\n"everybody" = "{}"\n"oven" = "{}"\n'
    tony = (voices / "tony.toml").read_text("utf-8")
    (voices / "tony.toml").write_text(f'{tony}quotes = "tina"\n{words.format("narrated", "narrated")}')
    (voices / "tina.toml").write_text(f'name = "T"\nengine = "tone"\n{words.format("quoted", "quoted")}')
    spoken = [
        line["spoken"]
        for chapter in json.loads(run("script", "small", "--json").out)["chapters"]
        for line in chapter["utterances"]
    ]
    assert "Nothing happened, and quoted saw it." in spoken
    assert not any("narrated saw" in line for line in spoken)
    assert run("spoken", "the oven").out == "the narrated\n"


def test_a_fault_in_a_voices_words_is_told_with_its_key(run: Run, workspace: Path) -> None:
    tony = workspace / "voices" / "tony.toml"
    tony.write_text(tony.read_text("utf-8") + '[lexicon]\n"GPU" = { spel = true }\n', encoding="utf-8")
    ran = run("spoken", "a GPU")
    assert ran.code == 1
    assert 'tony.toml: lexicon: "GPU".spel: ' in ran.err


def test_a_template_of_the_feed_is_heard_in_its_script(run: Run, workspace: Path) -> None:
    folder = workspace / "feeds" / "daily-dispatch" / "templates"
    folder.mkdir()
    (folder / "closing.j2").write_text(
        "{% macro farewell(show, weekday) %}\nThat was {{ show }}, on a {{ weekday }}.\n{% endmacro %}\n",
        encoding="utf-8",
    )
    assert "That was The Daily Dispatch, on a Monday.\nAll fifteen" in run("script", "dispatch-002").out


def test_a_fault_of_a_template_is_told_by_file_and_line(run: Run, workspace: Path) -> None:
    folder = workspace / "feeds" / "daily-dispatch" / "templates"
    folder.mkdir()
    (folder / "closing.j2").write_text("{% macro farewel(a) %}\nBye.\n{% endmacro %}\n", encoding="utf-8")
    ran = run("script", "dispatch-002")
    assert ran.code == 1
    assert "closing.j2:1: no phrase is called farewel (did you mean farewell?)" in ran.err


ANNOUNCED = '\n[[announcements]]\ntext = "Visit Acme."\nsponsor = "Acme"\nfrom = 2026-04-01\n'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("until = 2026-03-01", "announcements.0.until: is before from, 2026-04-01"),
        ('until = "soon"', "announcements.0.until: "),
        ('plaec = "end"', "announcements.0.plaec: no such key; did you mean place?"),
        ('place = "start"', "announcements.0.place: Input should be 'opening', 'middle' or 'end'"),
    ],
)
def test_a_fault_of_an_announcement_is_told_with_its_key(
    run: Run, workspace: Path, more: str, said: str
) -> None:
    feed = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    feed.write_text(f"{feed.read_text('utf-8')}{ANNOUNCED}{more}\n", encoding="utf-8")
    ran = run("script", "dispatch-002")
    assert ran.code == 1
    assert said in ran.err


def test_an_announcement_is_in_the_script_on_its_days(run: Run, workspace: Path) -> None:
    feed = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    text = feed.read_text("utf-8")
    feed.write_text(f"{text}{ANNOUNCED}until = 2026-04-20\n", encoding="utf-8")
    assert "## Sponsor\n\nA word from our sponsor, Acme:\n\nVisit Acme." in run("script", "dispatch-002").out
    feed.write_text(f"{text}{ANNOUNCED}until = 2026-04-19\n", encoding="utf-8")
    assert "Acme" not in run("script", "dispatch-002").out


def test_all_that_is_wrong_with_a_voice_is_told_at_once(run: Run, workspace: Path) -> None:
    (workspace / "voices" / "x.toml").write_text(
        'engine = "kokoro"\npacee = 2\nquotes = "x"\nfallback = "nobody"\ngain = 20\n'
        'style = "none.npy"\n[pauses]\nsentence = -1\n[lexicon]\nGPU = 5\n',
        encoding="utf-8",
    )
    ran = run("spoken", "a GPU", "--voice", "x")
    (line,) = ran.err.splitlines()
    assert ran.code == 1
    for fault in (
        "x.toml: name: is missing; ",
        "gain: Input should be less than or equal to 12; ",
        "pauses.sentence: Input should be greater than or equal to 0; ",
        "pacee: no such key; did you mean pace?; ",
        'lexicon: "GPU": must be words or a table, not 5',
        "style: none.npy cannot be read",
        "quotes: must be another voice (there is joe, tony)",
        "fallback: there is no voice 'nobody' (there is joe, tony)",
    ):
        assert fault in line


@pytest.mark.parametrize("role", ["quotes", "fallback"])
def test_a_fault_of_a_voice_that_a_profile_names_is_told_as_that_ones(
    run: Run, workspace: Path, role: str
) -> None:
    tony = workspace / "voices" / "tony.toml"
    tony.write_text(f'{tony.read_text("utf-8")}{role} = "x"\n', encoding="utf-8")
    (workspace / "voices" / "x.toml").write_text('name = "X"\nengine = "kokorro"\n', encoding="utf-8")
    ran = run("spoken", "one")
    assert ran.code == 1
    assert "x.toml: engine: there is no engine 'kokorro' (choose edge, kokoro, " in ran.err


def test_two_voices_may_stand_in_for_each_other(workspace: Path) -> None:
    for key, other in (("tony", "tina"), ("tina", "tony")):
        (workspace / "voices" / f"{key}.toml").write_text(
            f'name = "{key.title()}"\nengine = "tone"\nfallback = "{other}"\nquotes = "joe"\n',
            encoding="utf-8",
        )
    second = Workspace(workspace).voice("tony").fallback
    assert second is not None
    assert (second.key, second.quotes, second.fallback) == ("tina", None, None)


def test_a_model_that_is_missing_is_no_fault_of_the_profile(workspace: Path) -> None:
    model = (workspace / "none.onnx").resolve().as_posix()
    (workspace / "voices" / "x.toml").write_text(f'name = "X"\nengine = "piper"\nmodel = "{model}"\n')
    assert Workspace(workspace).voice("x", load_engine).profile.model == model
    (workspace / "voices" / "x.toml").write_text('name = "X"\nengine = "piper"\nmodel = "x.onnx"\n')
    with pytest.raises(SettingsError, match=r"x\.toml: model: x\.onnx is not an absolute path"):
        Workspace(workspace).voice("x", load_engine)
