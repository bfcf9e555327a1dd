"""Whatever stands in a file: a value, or one of our own errors in one line that any terminal may show."""

import pytest
from fuzz_found import refused, taken
from fuzz_seeds import WORDS, seeds
from fuzz_targets import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def _short(value: str | bytes) -> str:
    return value if isinstance(value, str) else ascii(value[-24:])[2:-1]


def _each(table: dict[str, tuple[bytes, ...]]) -> list[tuple[str, bytes]]:
    return [(name, data) for name, many in table.items() for data in many]


every_target = pytest.mark.parametrize("name", sorted(TARGETS))


@every_target
def test_a_target_takes_what_fuzzing_begins_with(name: str) -> None:
    assert all(TARGETS[name](data) for data in seeds()[name])


@pytest.mark.parametrize(("name", "data"), _each(refused()), ids=_short)
def test_what_once_broke_the_program_is_refused_in_a_line(name: str, data: bytes) -> None:
    assert not TARGETS[name](data)


@pytest.mark.parametrize(("name", "data"), _each(taken()), ids=_short)
def test_what_once_broke_the_program_and_is_no_mistake_is_taken(name: str, data: bytes) -> None:
    assert TARGETS[name](data)


_PIECE = st.one_of(st.sampled_from(WORDS), st.binary(max_size=6), st.text(max_size=6).map(str.encode))


@st.composite
def _inputs(draw: st.DrawFn, name: str) -> bytes:
    """A seed with stretches of it taken out, put elsewhere, or replaced by what parsers stumble over."""
    data = draw(st.sampled_from((*seeds()[name], b"")))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from((0, 0, 1, 2, 7, 40, 400)))
        piece = draw(st.one_of(_PIECE, st.just(data[start:end] * 2)))
        data = data[:start] + piece + data[end:]
    return data


@every_target
@settings(
    derandomize=True, database=None, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_any_input_is_taken_or_refused_in_a_line(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(_inputs(name)))
