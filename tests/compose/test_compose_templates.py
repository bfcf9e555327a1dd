"""A feed's own wording of standing phrases is heard, and what is wrong with it is told by file and line."""

import dataclasses
import time

import compose_samples as samples
import pytest

from dispatch_audio.compose import compose
from dispatch_audio.compose.show import Template
from dispatch_audio.compose.wordbook import FILES, phrases
from dispatch_audio.errors import SettingsError
from dispatch_audio.fidelity import faults

FILE = "templates/closing.j2"
FAREWELL = (
    "{% macro farewell(show, weekday) %}\nFrom all of us at {{ show }}, good {{ weekday }}.\n{% endmacro %}\n"
)


def own(text: str, name: str = "closing") -> tuple[Template, ...]:
    return (Template(name, f"templates/{name}.j2", text),)


def test_a_macro_of_the_feed_is_heard_and_the_others_stay() -> None:
    show = dataclasses.replace(samples.SHOW, templates=own(FAREWELL))
    script = compose(samples.dispatch("dispatch-002"), show, samples.say)
    said = [line.text for line in script.chapters[-1].utterances]
    assert said[0] == "From all of us at The Daily Dispatch, good Monday."
    assert said[1:] == [line.text for line in samples.script("dispatch-002").chapters[-1].utterances[1:]]
    assert faults(script, samples.dispatch("dispatch-002"), show) == ()


def test_the_words_of_a_feed_are_its_own_while_it_is_composed_and_no_longer() -> None:
    show = dataclasses.replace(samples.SHOW, templates=own(FAREWELL))
    compose(samples.dispatch("climate"), show, samples.say)
    assert compose(samples.dispatch("climate"), samples.SHOW, samples.say) == samples.script("climate")


def test_names_and_figures_of_a_template_are_the_shows_own_words() -> None:
    text = "{% macro ship(ship) %}\nYou heard Radio Zed on 98.5, from the {{ ship }}.\n{% endmacro %}"
    show = dataclasses.replace(samples.SHOW, templates=own(text))
    script = compose(samples.dispatch("dispatch-002"), show, samples.say)
    assert any("Radio Zed on 98.5" in line.text for line in script.utterances)
    assert faults(script, samples.dispatch("dispatch-002"), show) == ()


WRONG = [
    ("{% macro farewell(show, weekday) %}\nBye {{ show }\n{% endmacro %}", 2, "unexpected '}'"),
    ("\n{% macro farewel(show, weekday) %}\nBye.\n{% endmacro %}", 2, "did you mean farewell?"),
    ("{% macro farewell(show) %}\nBye.\n{% endmacro %}", 1, "the argument weekday is missing"),
    ("{% macro farewell(show, weekday, moon) %}\nBye.\n{% endmacro %}", 1, "nobody gives it moon"),
    (
        "{% macro farewell(show, weekday) %}\nBye.\nBye, {{ weekdy }}.\n{% endmacro %}",
        3,
        "there is no value weekdy (did you mean weekday?)",
    ),
    ("{% macro farewell(show, weekday) %}\n\n{% endmacro %}", 1, "farewell has no wording"),
    (
        "{% macro farewell(show, weekday) %}\n{% if show == 'x' %}Bye.{% endif %}\n{% endmacro %}",
        1,
        "has no wording",
    ),
    ("{% macro farewell(show, weekday) %}\n{{ show|shout }}\n{% endmacro %}", 2, "the filter shout"),
    ("{% macro farewell(show, weekday) %}\n{{ show|center(10**9) }}\n{% endmacro %}", 2, "the filter center"),
    (
        "{% macro farewell(show, weekday) %}\n{% for i in range(10**9) %}x{% endfor %}\n{% endmacro %}",
        2,
        "a loop cannot be used",
    ),
    ("{% macro farewell(show, weekday) %}\nA{{ 'a' * 10**9 }}\n{% endmacro %}", 2, "mul cannot be used"),
    ("{% macro farewell(show, weekday) %}\n{% include '/etc/passwd' %}\n{% endmacro %}", 2, "include cannot"),
    ("{% macro farewell(show, weekday) %}\n{{ show.__class__ }}\n{% endmacro %}", 2, "a dot cannot"),
    ("{% macro farewell(show, weekday) %}\n{{ farewell(show, weekday) }}\n{% endmacro %}", 2, "a call cannot"),
    ("{% extends 'closing.j2' %}\n", 1, "stands outside a macro"),
    ("{# Ours #}\n\nGoodbye.\n", 3, "'Goodbye.' stands outside a macro"),
    ("{% macro farewell(show, weekday) %}\nBye.\n", 2, "end of template"),
    ("{% macro narrator(narrator, disclose) %}\n{% if narrator > 3 %}a{% endif %}b\n{% endmacro %}", 2, "narrator: '>'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_is_wrong_is_told_by_its_line(text: str, line: int, said: str) -> None:
    started = time.perf_counter()
    with pytest.raises(SettingsError) as caught:
        phrases(own(text))
    assert caught.value.where == f"{FILE}:{line}"
    assert said in str(caught.value)
    assert time.perf_counter() - started < 2


def test_a_wording_cannot_lose_who_says_what() -> None:
    text = "{% macro says(who, clause) %}\n{{ who }} says {{ clause }}\n{{ who }} speaks.\n{% endmacro %}"
    with pytest.raises(SettingsError, match=r"leaves out \{\{ clause \}\}"):
        phrases(own(text, "attribution"))


def test_a_file_that_no_phrase_is_in_is_a_mistake() -> None:
    with pytest.raises(SettingsError, match="did you mean closing"):
        phrases(own(FAREWELL, "clossing"))


def test_a_template_of_any_size_is_refused_at_once() -> None:
    for text in (
        "{{ " + "(" * 30_000,
        "x" * 70_000,
        "{% if a %}" * 6_000,
        "{{ a" + "|lower" * 10_000 + " }}",
    ):
        with pytest.raises(SettingsError):
            phrases(own(text))


@pytest.mark.parametrize("name", FILES)
def test_every_built_in_phrase_would_be_taken_from_a_feed(name: str) -> None:
    from importlib import resources

    text = resources.files("dispatch_audio.compose").joinpath("templates", f"{name}.j2").read_text("utf-8")
    assert {key for key in phrases(own(text, name)) if key[0] == name} == {
        key for key in phrases(()) if key[0] == name
    }
