"""How much of a dispatch is told: one measure of fullness, and what each part of a script gets at it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.script import Script

Named = Literal["headlines", "standard", "full"]
Length = Named | float
"""How long a script is: by name, or in minutes of finished sound."""

STANDARD, FULL = 1.0, 100.0
"""Fullness: budgets in words are in proportion to it. At FULL nothing is left out for its length."""
LEAST, MOST = 0.05, 6.0
"""The range that a number of minutes is sought in."""
HEADLINES, SHORTEST, LONGEST = 1.5, 65, 115
"""Minutes that headlines aim at, and the seconds between which they need not be nearer."""
ONE_LINE = 0.08
"""Fullness at which each section is told in its first statement."""
CLOSE = 0.02
"""How near a number of minutes a script must come for the search to end."""
TRIES = 9


NAMED: dict[str, Named] = {"headlines": "headlines", "standard": "standard", "full": "full"}
SHORTEST_MINUTES, LONGEST_MINUTES = 1, 180


def length_of(text: str) -> Length | None:
    """The length that a text names, ``full`` or ``3.5``; None where it names none."""
    if text in NAMED:
        return NAMED[text]
    try:
        minutes = float(text)
    except ValueError:
        return None
    return minutes if SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What each part of a script gets, in spoken words where nothing else is said."""

    fullness: float

    @property
    def section(self) -> int:
        """A section, at the most; 215 are about 80 seconds."""
        return round(215 * self.fullness)

    @property
    def added(self) -> int:
        """What a further source of a story may add."""
        return round(30 * self.fullness)

    @property
    def brief(self) -> int:
        """A source told in brief."""
        return round(56 * self.fullness)

    @property
    def briefs(self) -> int:
        """All that is told in brief; with many sources each gets less, but at least ``least``."""
        return round(600 * self.fullness)

    @property
    def least(self) -> int:
        """What a source told in brief gets, however many there are."""
        return round(24 * min(1.0, self.fullness))

    @property
    def lede(self) -> int:
        """The summary, when sources follow."""
        return round(85 * self.fullness) if self.fullness >= 0.25 else 0

    @property
    def reasons(self) -> int:
        """Sentences of a context, in a section; in brief one at the most."""
        return 0 if self.fullness < 0.4 else 1 if self.fullness < 0.8 else 3 if self.fullness < 2 else 99

    @property
    def brief_facts(self) -> int:
        """Key points of a source told in brief."""
        if self.fullness < 0.5:
            return 0
        return max(2, round(2.4 * self.fullness)) if self.fullness < 2 else 99

    def added_facts(self, *, fewer: bool) -> int:
        """Key points of a further source; fewer in brief, and where it makes a statement."""
        return 99 if self.fullness >= 2 else 1 if fewer else 2

    @property
    def titles(self) -> int:
        """Titles of a list of links, under each of its headings."""
        return 1 if self.fullness < 0.4 else 3 if self.fullness < 2 else 999

    @property
    def quotes(self) -> bool:
        """Whether the pull quote opens."""
        return self.fullness >= 0.35

    @property
    def teases(self) -> bool:
        """Whether the opening tells what is ahead."""
        return self.fullness >= 0.6

    def sections(self, count: int) -> int:
        """How many of so many sections are told at all: the first ones."""
        return max(1, round(count * min(1.0, self.fullness / ONE_LINE)))

    def in_brief(self, count: int) -> int:
        """How many of so many stories that belong to no section are told at all."""
        return 0 if self.fullness < 0.25 else round(count * min(1.0, (self.fullness - 0.2) / 0.4))

    def told_whole(self, count: int) -> int:
        """How many of so many stories that belong to no section are told as fully as those that do: the first ones."""
        return round(count * min(1.0, max(0.0, self.fullness - STANDARD)))

    @property
    def ceremony(self) -> bool:
        """Whether sections are introduced, and the sign-off says where the dispatch was filed."""
        return self.fullness >= 0.25


def fitted(length: Length, compose: Callable[[Plan], Script], seconds: Callable[[Script], float]) -> Script:
    """The script of this length: the named ones by their plan, a number of minutes by the fullness that comes nearest.

    A dispatch that has less to tell than the minutes asked for is told in full.
    """
    if length == "standard":
        return compose(Plan(STANDARD))
    if length == "full":
        return compose(Plan(FULL))
    wanted = 60 * (HEADLINES if length == "headlines" else length)
    low, high = LEAST, MOST
    nearest = compose(Plan(FULL))
    off = seconds(nearest) - wanted
    if off <= 0:
        return nearest
    plan = Plan(ONE_LINE if length == "headlines" else STANDARD)
    for _ in range(TRIES):
        tried = compose(plan)
        over = seconds(tried) - wanted
        if abs(over) < abs(off):
            nearest, off = tried, over
        enough = (
            SHORTEST <= wanted + over <= LONGEST if length == "headlines" else abs(over) <= CLOSE * wanted
        )
        if enough:
            break
        low, high = (low, plan.fullness) if over > 0 else (plan.fullness, high)
        plan = Plan((low * high) ** 0.5)
    return nearest
