"""Which source belongs to which section."""

import dataclasses
import itertools
from pathlib import Path

import compose_samples as samples
import pytest

from dispatch_audio.compose.outline import outline
from dispatch_audio.readers import read_dispatch

GOLD = {
    "dispatch-002": [{1, 10, 15}, {2}, {3}, {4}, {6}, {5}, {7, 8, 9, 11, 12, 13, 14}],
    "climate": [{2}, {3, 7}, {1}, {6}, {4, 5}],
    "football": [{1, 6}, {3}, {2}, {5}, {4}],
    "medicine": [{2}, {3}, {1}, {4, 5}],
    "council": [{3, 5, 11}, {1, 7}, {4, 10}, {2, 8}, {6}, {9, 12}],
    "space": [{3, 5}, {4, 7}, {6}, {1, 2}, {8, 9, 11}, {10}],
    "money": [{2, 5, 6, 9}, {1, 10}, {4}, {3, 7}, {8}, {11, 12}],
    "arts": [{2, 10}, {3, 8}, {1, 6}, {4, 5}, {7}, {9}],
}
"""The sources of each section as an editor sorts them, and last what is told in brief."""
LEADS = {
    "dispatch-002": [1, 2, 3, 4, 6, 5],
    "climate": [2, 3, 1, 6],
    "football": [1, 3, 2, 5, 4],
    "medicine": [2, 3, 1],
    "council": [3, 1, 4, 2, 6],
    "space": [3, 4, 6, 1, 8],
    "money": [2, 1, 4, 3, 8],
    "arts": [2, 3, 1, 4, 7],
}
"""The source that a newsreader begins each section with."""
ASTRAY = {"space": {11}, "money": {5}, "arts": {6}}
"""The sources that our outline sorts otherwise: two that share no word with their section, one that shares more with
another."""


def astray(name: str) -> set[int]:
    """The sources that are not where an editor has them."""
    parts = outline(samples.dispatch(name))
    return {
        number
        for part, wanted in itertools.zip_longest(parts, GOLD[name])
        for number in set(part.sources if part else ()) - (wanted or set())
    }


@pytest.mark.parametrize("name", GOLD)
def test_each_section_gets_the_sources_an_editor_would_give_it(name: str) -> None:
    assert astray(name) == ASTRAY.get(name, set())


@pytest.mark.parametrize("name", LEADS)
def test_each_section_begins_with_the_source_that_tells_its_news(name: str) -> None:
    parts = outline(samples.dispatch(name))
    assert [part.sources[0] for part in parts if part.section is not None] == LEADS[name]


def test_nearly_all_sources_are_where_an_editor_has_them() -> None:
    """Seventy-five of seventy-eight, and every section's first."""
    count = sum(len(samples.dispatch(name).sources) for name in GOLD)
    assert count - sum(len(found) for found in ASTRAY.values()) >= 0.96 * count


@pytest.mark.parametrize("name", GOLD)
def test_no_source_is_lost_and_none_is_told_twice(name: str) -> None:
    told = sorted(number for part in outline(samples.dispatch(name)) for number in part.sources)
    assert told == sorted(source.number for source in samples.dispatch(name).sources)


def test_the_order_of_the_sources_does_not_decide() -> None:
    found = samples.dispatch("dispatch-002")
    turned = dataclasses.replace(found, sources=tuple(reversed(found.sources)))
    assert [set(part.sources) for part in outline(turned)][:6] == GOLD["dispatch-002"][:6]


BLIND = sorted((Path(__file__).parent / "blind").glob("*.tsv"))
"""Dispatches that were written, and sorted, by somebody who had not seen the outline at work."""


def test_dispatches_that_nobody_tuned_it_to_are_sorted_as_their_editor_sorts_them() -> None:
    """All of 24 sections begin with the right source, and 49 of 50 sources are where they belong."""
    begun = placed = sections = sources = 0
    for gold in BLIND:
        parts = outline(read_dispatch(gold.with_suffix(".txt")))
        for part, row in zip(parts, gold.read_text("utf-8").splitlines(), strict=True):
            title, wanted = row.split("\t")
            numbers = [int(number) for number in wanted.split(",")]
            assert title == (part.section.title if part.section else "In brief")
            sections += part.section is not None
            begun += part.section is not None and part.sources[:1] == tuple(numbers[:1])
            sources += len(numbers)
            placed += len(set(numbers) & set(part.sources))
    assert (begun, sections) == (24, 24)
    assert (placed, sources) == (49, 50)
