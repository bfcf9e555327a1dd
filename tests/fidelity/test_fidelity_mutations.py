"""What a bad composer could do to a script is found, and a script that is true has no fault."""

import dataclasses
import datetime
import random
import sys
from pathlib import Path

import mutations
import pytest

from dispatch_audio.compose import compose
from dispatch_audio.fidelity import faults

sys.path.append(str(Path(__file__).parents[1] / "compose"))
import compose_samples as samples

NAMES = tuple(samples.FILES)
EACH = 12
"""Mutations of a kind that are tried on a dispatch."""
SURE = 0.97
LEAST = {
    # A figure that the source gives twice, once with its bound, may be said without.
    "bound lost": 0.4,
    # The altered figure may stand elsewhere in the same source.
    "another digit": 0.95,
    "% lost": 0.95,
    # "From 1 to 5" may become "from 5 to 1", and $460 and $58 both stand beside "compared".
    "figures exchanged": 0.8,
    # Both scores of one rival, each on its own benchmark: only who follows the whole sentence could tell.
    "a figure of the same source": 0.8,
    "not lost": 0.9,
    "not added": 0.8,
}
"""The share that must be found, where it is not all."""


@pytest.mark.parametrize("name", NAMES)
def test_a_composed_script_has_no_fault(name: str) -> None:
    assert faults(samples.script(name), samples.dispatch(name), samples.SHOW) == ()


@pytest.mark.parametrize("kind", mutations.KINDS)
def test_what_a_bad_composer_could_do_is_found(kind: str) -> None:
    found = tried = 0
    missed: list[str] = []
    for name in NAMES:
        dispatch = samples.dispatch(name)
        chance = random.Random(f"{kind} {name}")
        all_of_them = list(mutations.mutated(samples.script(name), dispatch, mutations.KINDS[kind], chance))
        for script, before, after in chance.sample(all_of_them, min(EACH, len(all_of_them))):
            tried += 1
            caught = [fault for fault in faults(script, dispatch, samples.SHOW) if fault.kind != "left out"]
            found += bool(caught)
            missed += [] if caught else [f"{before} -> {after}"]
    assert tried >= 4
    assert found >= LEAST.get(kind, SURE) * tried, missed


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("length", ["headlines", "full", 4.0])
def test_every_length_is_true(name: str, length: str) -> None:
    script = compose(samples.dispatch(name), samples.SHOW, samples.say, length)  # type: ignore[arg-type]
    assert faults(script, samples.dispatch(name), samples.SHOW) == ()


@pytest.mark.parametrize("seed", range(12))
def test_a_dispatch_put_together_at_random_is_told_without_fault(seed: int) -> None:
    chance = random.Random(seed)
    pool = [(name, source) for name in NAMES for source in samples.dispatch(name).sources]
    chosen = chance.sample(pool, chance.randint(1, 9))
    sources = tuple(
        dataclasses.replace(
            source,
            number=number,
            key_points=tuple(chance.sample(source.key_points, chance.randint(0, len(source.key_points)))),
            context=chance.choice((source.context, "")),
            title=chance.choice((source.title, source.title, "")),
            role=chance.choice((source.role, "")),
        )
        for number, (_, source) in enumerate(chosen, 1)
    )
    base = samples.dispatch(chance.choice(NAMES))
    dispatch = dataclasses.replace(
        base,
        sources=sources,
        sections=chance.choice((base.sections, ())),
        date=datetime.date(2026, 1, 1) + datetime.timedelta(days=chance.randint(0, 364)),
    )
    found = faults(compose(dispatch, samples.SHOW, samples.say), dispatch, samples.SHOW)
    assert [str(fault) for fault in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_line_taken_out_leaves_something_untold(name: str) -> None:
    script, dispatch = samples.script(name), samples.dispatch(name)
    found = 0
    for c, chapter in enumerate(script.chapters):
        kept = tuple(line for line in chapter.utterances if not line.sources)
        if kept != chapter.utterances and kept:
            chapters = (
                *script.chapters[:c],
                dataclasses.replace(chapter, utterances=kept),
                *script.chapters[c + 1 :],
            )
            silent = faults(dataclasses.replace(script, chapters=chapters), dispatch, samples.SHOW)
            assert {fault.kind for fault in silent} == {"left out"}
            found += 1
    assert found
