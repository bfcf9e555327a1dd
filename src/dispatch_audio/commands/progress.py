"""How far long work is: a bar on a terminal, plain lines in a log. Always on stderr."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dispatch_audio import mastering


@dataclass
class Lines:
    """One line a stage, and one for each quarter of a long stage."""

    name: str
    _text: str = ""
    _quarter: int = 0

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""
        self._text, self._quarter = text, 0
        sys.stderr.write(f"{self.name}: {text}\n")
        sys.stderr.flush()

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""
        quarter = 4 * done // max(1, total)
        if quarter > self._quarter:
            self._quarter = quarter
            sys.stderr.write(f"{self.name}: {self._text}, {done} of {total}\n")
            sys.stderr.flush()


@dataclass
class Bar:
    """A line that is drawn again and again."""

    name: str
    progress: Progress
    _task: TaskID | None = field(default=None)

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""
        if self._task is not None:
            self.progress.remove_task(self._task)
        self._task = self.progress.add_task(f"{self.name}: {text}", total=None)

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""
        if self._task is not None:
            self.progress.update(self._task, completed=done, total=total)


@contextlib.contextmanager
def shown(name: str) -> Iterator[mastering.Progress]:
    """Progress of one dispatch, as the place that stderr goes to can show it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(name)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(name, progress)
