"""What a writer has at hand while composing: the dispatch, the show, a count of spoken words, and what was said."""

from collections.abc import Callable
from dataclasses import dataclass

from dispatch_audio.compose.facts import Said
from dispatch_audio.compose.length import Plan
from dispatch_audio.compose.phrases import Turns
from dispatch_audio.compose.show import Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.script import Computed, Kind, Pause

BREATH = 25
"""The most words that one utterance may have when it is said."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence before it has its spoken form."""

    text: str
    sources: tuple[int, ...] = ()
    kind: Kind = "narration"
    pause: Pause = "sentence"
    computed: tuple[Computed, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a chapter is written with."""

    dispatch: Dispatch
    show: Show
    count: Callable[[str], int]
    """How many words a text has when it is said."""
    said: Said
    turns: Turns
    plan: Plan

    def words(self, lines: tuple[Line, ...] | list[Line]) -> int:
        """How many words these lines have when they are said."""
        return sum(self.count(line.text) for line in lines)
