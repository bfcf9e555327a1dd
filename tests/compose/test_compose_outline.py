"""Which source belongs to which section."""

import dataclasses

import compose_samples as samples
import pytest

from dispatch_audio.compose.outline import outline

GOLD = {
    "dispatch-002": [{1, 10, 15}, {2}, {3}, {4}, {6}, {5}, {7, 8, 9, 11, 12, 13, 14}],
    "climate": [{2}, {3, 7}, {1}, {6}, {4, 5}],
    "football": [{1}, {3}, {2}, {5}, {4}, {6}],
    "medicine": [{2}, {3}, {1}, {4, 5}],
}
"""The sources of each section as an editor sorts them, and last what is told in brief."""


@pytest.mark.parametrize("name", GOLD)
def test_each_section_gets_the_sources_an_editor_would_give_it(name: str) -> None:
    assert [set(part.sources) for part in outline(samples.dispatch(name))] == GOLD[name]


@pytest.mark.parametrize("name", GOLD)
def test_no_source_is_lost_and_none_is_told_twice(name: str) -> None:
    told = sorted(number for part in outline(samples.dispatch(name)) for number in part.sources)
    assert told == sorted(source.number for source in samples.dispatch(name).sources)


def test_the_order_of_the_sources_does_not_decide() -> None:
    found = samples.dispatch("dispatch-002")
    turned = dataclasses.replace(found, sources=tuple(reversed(found.sources)))
    assert [set(part.sources) for part in outline(turned)][:6] == GOLD["dispatch-002"][:6]
