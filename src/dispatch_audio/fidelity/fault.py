"""What the check of a script finds: words that nothing on record bears out, where they stand, and the way out."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number", "name", "date", "quotation", "negation", "computed", "announcement", "left out", "source"
]

WAYS_OUT: dict[Kind, str] = {
    "number": "write the figure as the source has it, or add it to the dispatch",
    "name": "write the name as the source has it, or add it to the dispatch or to people.toml",
    "date": "write the date as the source has it, or add it to the dispatch",
    "quotation": "give the source's own words, or take the quotation marks away",
    "negation": "say it as the source does, with its “not” and no other",
    "computed": "correct the count, the rounding or the comparison, or take it out",
    "announcement": "say what feed.toml announces, or take the chapter out",
    "left out": "tell it, or list it in the comment on what was left out",
    "source": "name a source that the dispatch has",
}
"""From a kind of fault to what an editor can do about it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a script says, or leaves out, without ground."""

    kind: Kind
    words: str
    """The words at fault, as they stand in the script; for what was left out, as the dispatch has them."""
    chapter: str
    """The title of the chapter they stand in; empty for what was left out."""
    utterance: int | None
    """Their utterance's place among all of the script, counted from 0; None for a title or what was left out."""
    detail: str
    """What is wrong with them: ``not in source 1, which has 58.6%``."""

    @property
    def where(self) -> str:
        """``Opening, line 3``, counted from 1 through the whole script; empty for what was left out."""
        return ", ".join(
            filter(
                None, (self.chapter, f"line {self.utterance + 1}" if self.utterance is not None else "title")
            )
        )

    def __str__(self) -> str:
        where = f"{self.where}: " if self.chapter else ""
        return f"{where}{self.kind}: {self.words}: {self.detail} ({WAYS_OUT[self.kind]})"
