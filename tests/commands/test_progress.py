"""How far work is shows on a terminal as a bar, and in a log as plain lines; results stay on stdout."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from dispatch_audio.commands.progress import Bar, Lines


def test_a_log_gets_a_line_a_stage_and_one_a_quarter(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines("day")
    lines.stage("speaking")
    for done in range(9):
        lines.step(done, 8)
    lines.stage("mixing")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "day: speaking",
        *(f"day: speaking, {done} of 8" for done in (2, 4, 6, 8)),
        "day: mixing",
    ]


def test_a_terminal_gets_one_bar_that_follows_the_stage() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with Progress(console=console) as progress:
        bar = Bar("day", progress)
        bar.step(1, 2)
        bar.stage("speaking [fast]")
        bar.step(3, 8)
        (task,) = progress.tasks
        assert (task.description, task.completed, task.total) == ("day: speaking [fast]", 3, 8)
        bar.stage("mixing")
        (task,) = progress.tasks
        assert (task.description, task.total) == ("day: mixing", None)
