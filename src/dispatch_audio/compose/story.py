"""A story while it is told: its lines so far, what it is about, and what was left out with the reason."""

from dataclasses import dataclass, field, replace

from dispatch_audio.compose.desk import BREATH, Desk, Line
from dispatch_audio.compose.subjects import Subject
from dispatch_audio.dispatch import Source
from dispatch_audio.script import Kind, LeftOut, Pause

REPEATED = "said already"
OVER_LENGTH = "the story was long enough without it"
NO_SENTENCE = "no sentence could be made of it"
LABEL = "a label or a list of figures; the key points tell it"
UNQUOTED = "not fit to be quoted, and nobody else can say it"
TOO_LONG = "too long for one breath, and nothing in it can be parted"
TOLD_OTHERWISE = "told through the key points"
POINTS_INSTEAD = "no sentence of it could be said here; key points are told in its place"
UNCLEAR = "a listener would not know what it refers to"


_CARRIES = ("It ", "Its ", "They ", "That ", "There ")
"""Beginnings of a sentence after which "it" is still the story's subject."""
_COMPARES = "That compares with "
"""Ends on another's name, which "it" would be heard as."""


@dataclass(slots=True)
class Story:
    """The story being told. Keeps state: lines are added until it is whole."""

    desk: Desk
    subject: Subject
    budget: int
    """The most spoken words."""
    brief: bool
    shared: bool = False
    """Whether several sources tell it."""
    why: str = ""
    """Its context, told at the end: what it says is not said before."""
    heard: set[str] = field(default_factory=set)
    """Speakers introduced so far, by their first mention."""
    lines: list[Line] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    named: bool = False
    """Whether "it" is understood."""
    reminded: bool = False
    """Whether the speaker was named again since the statement."""

    def say(self, text: str, source: Source, kind: Kind = "narration", *, fact: bool = True) -> None:
        """Add a line; a line that states no fact does not make later facts repetitions."""
        self.lines.append(Line(text, (source.number,), kind))
        if fact:
            self.desk.said.add(text)
        if self.subject.name:
            heard = self.subject.short.casefold() in text.casefold()
            self.named = heard or (
                self.named and text.startswith(_CARRIES) and not text.startswith(_COMPARES)
            )

    def paragraph(self, pause: Pause = "paragraph") -> None:
        """End the paragraph: a longer pause after the line before."""
        if self.lines:
            self.lines[-1] = replace(self.lines[-1], pause=pause)

    def leave(self, source: Source, text: str, reason: str) -> None:
        """Note what is not told."""
        if text:
            self.left_out.append(LeftOut(source.number, text, reason))

    def room(self, text: str, reserve: int = 0) -> bool:
        """Whether the story may grow by this text and still have ``reserve`` words left."""
        return self.desk.words(self.lines) + self.desk.count(text) + reserve <= self.budget

    def fits(self, parts: tuple[str, ...]) -> bool:
        """Whether each of these can be said in one breath."""
        return all(self.desk.count(part) <= BREATH for part in parts)
