"""A script is as long as asked for: by name, or in minutes, and what that leaves out is said."""

import datetime
import itertools
from dataclasses import replace

import compose_samples as samples
import pytest

from dispatch_audio.compose import Length, compose
from dispatch_audio.compose.composer import OTHER_LENGTH, PACE
from dispatch_audio.compose.opening import ENOUGH
from dispatch_audio.compose.story import OVER_LENGTH
from dispatch_audio.script import Script

NAMES = ("dispatch-002", "climate", "football", "medicine")


def script(name: str, length: Length) -> Script:
    return compose(samples.dispatch(name), samples.SHOW, samples.say, length)


def minutes(made: Script) -> float:
    return sum(len(line.spoken.split()) for line in made.utterances) / PACE


@pytest.mark.parametrize("name", NAMES)
def test_headlines_last_one_to_two_minutes(name: str) -> None:
    assert 1.0 <= minutes(script(name, "headlines")) <= 2.0


@pytest.mark.parametrize("name", NAMES)
def test_headlines_tell_every_section(name: str) -> None:
    told = {chapter.title for chapter in script(name, "headlines").chapters}
    assert {section.title for section in samples.dispatch(name).sections} <= told


@pytest.mark.parametrize("asked", [2.0, 3.0, 5.0, 8.0])
def test_a_number_of_minutes_is_kept(asked: float) -> None:
    assert minutes(script("dispatch-002", asked)) == pytest.approx(asked, rel=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_full_leaves_nothing_out_for_its_length(name: str) -> None:
    reasons = {left.reason for left in script(name, "full").left_out}
    assert not reasons & {OTHER_LENGTH, OVER_LENGTH, ENOUGH}


@pytest.mark.parametrize("name", NAMES)
def test_a_dispatch_with_less_to_tell_than_asked_is_told_in_full(name: str) -> None:
    assert script(name, 60.0) == script(name, "full")


@pytest.mark.parametrize("name", NAMES)
def test_the_longer_the_more_is_told(name: str) -> None:
    lengths: tuple[Length, ...] = ("headlines", "standard", "full")
    words = [minutes(script(name, length)) for length in lengths]
    assert words == sorted(words)


@pytest.mark.parametrize("length", ["headlines", 3.0, "standard"])
def test_no_two_days_running_open_alike(length: Length) -> None:
    base = samples.dispatch("climate")
    day = datetime.date(2026, 5, 1)
    openings = []
    for offset in range(9):
        date = day + datetime.timedelta(offset)
        made = compose(replace(base, date=date), samples.SHOW, samples.say, length)
        written = f"{date:%A}, {date:%B} {date.day}"
        openings.append([line.text.replace(written, "today") for line in made.chapters[0].utterances])
    assert all(one != other for one, other in itertools.pairwise(openings))
