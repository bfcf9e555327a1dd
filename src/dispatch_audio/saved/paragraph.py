"""A block of lines as utterances: where each begins and ends, what it rests on, and how long the silence after it is."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dispatch_audio.saved.comments import read_computed
from dispatch_audio.saved.marks import Mark
from dispatch_audio.saved.pronunciation import GLUE
from dispatch_audio.saved.scanning import BREAK, MARK, Scanned, scanned
from dispatch_audio.saved.text import Fault
from dispatch_audio.script import Computed, Kind, Pause, Span, SpokenForm, Utterance
from dispatch_audio.sentences import CONTEXT, gap_ends, line_ends

Say = Callable[[str, tuple[Span, ...], Kind], SpokenForm]
"""From a text, the words in it that are said in a way of their own, and what it is, to how it is said."""

_JOINT = re.compile(f"[ \n{BREAK}{MARK}]+")


@dataclass(slots=True)
class Draft:
    """An utterance while its block is read. Keeps state: words and marks are added as they come."""

    start: int
    """Its first character in the block's text."""
    line: int
    size: int = 0
    """Characters so far."""
    pieces: list[str] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    sources: tuple[int, ...] = ()
    computed: list[Computed] = field(default_factory=list)

    def add(self, text: str, words: Sequence[Span] = (), at: int = 0) -> None:
        """More of its text, which begins at this place of the block and holds these pronunciations."""
        by = self.size - at
        self.words += [replace(word, start=word.start + by, end=word.end + by) for word in words]
        self.pieces.append(text)
        self.size += len(text)

    def utterance(self, kind: Kind, usual: Pause, say: Say) -> Utterance:
        """The utterance, which has this pause where no mark says otherwise."""
        whole = "".join(self.pieces).replace(GLUE, " ")
        text = whole.strip()
        # Blanks that do not break, and those inside the brackets of a pronunciation, may stand at either end.
        by = len(whole) - len(whole.lstrip())
        words = tuple(
            replace(word, start=word.start - by, end=word.end - by)
            for word in self.words
            if by <= word.start and word.end <= by + len(text)
        )
        pause = next((mark.pause for mark in self.marks if mark.pause), usual)
        silence = next((mark.silence for mark in self.marks if mark.silence is not None), None)
        form = say(text, words, kind)
        return Utterance(form, self.sources, kind, pause, silence, tuple(self.computed))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a quotation, read."""

    kind: Kind
    drafts: tuple[Draft, ...]
    comments: tuple[tuple[int, str], ...] = ()
    """Those that say nothing of words that were computed, each with its draft's place; -1 before the first."""


def block(raw: str, line: int, kind: Kind, comments: Sequence[str], faults: list[Fault]) -> Block:
    """The block of these lines, the first of which has this number; ``comments`` are those that stand in it.

    Mistakes are added to ``faults``.
    """
    scan = scanned(raw, line)
    faults += scan.faults
    drafts = _drafts(scan, faults)
    _cite(drafts)
    faults += [
        Fault(draft.line, "an utterance has no words", "take the blanks away")
        for draft in drafts
        if not "".join(draft.pieces).replace(GLUE, " ").strip()
    ]
    faults += [
        Fault(draft.line, "an utterance has one pause, not two")
        for draft in drafts
        if sum(bool(mark.pause) for mark in draft.marks) > 1
        or sum(mark.silence is not None for mark in draft.marks) > 1
    ]
    others = tuple(_attach(drafts, scan, comments))
    return Block(kind, tuple(drafts), others)


def _drafts(scan: Scanned, faults: list[Fault]) -> list[Draft]:
    """The text parted at its joints: blanks, line ends and marks."""
    drafts: list[Draft] = []
    opened = False
    at = nth = 0
    for joint in (*_JOINT.finditer(scan.text), None):
        start = joint.start() if joint else len(scan.text)
        if start > at:
            if not opened:
                drafts.append(Draft(at, scan.line_at(at)))
            drafts[-1].add(scan.text[at:start], scan.words_in(at, start), at)
            opened = True
        if joint is None:
            break
        at = joint.end()
        marks = scan.marks[nth : nth + joint[0].count(MARK)]
        nth += len(marks)
        if drafts:
            drafts[-1].marks += marks
        elif marks:
            faults.append(Fault(scan.line_at(start), "a mark stands before any words"))
        if opened:
            opened = _goes_on(joint, drafts[-1], scan, faults)
    return drafts


def _goes_on(joint: re.Match[str], draft: Draft, scan: Scanned, faults: list[Fault]) -> bool:
    """Whether what follows a joint is still the same utterance, which is then given its blank."""
    held, right = joint[0], scan.text[joint.end() : joint.end() + CONTEXT].replace(GLUE, " ")
    left = scan.text[max(draft.start, joint.start() - CONTEXT) : joint.start()].replace(GLUE, " ")
    if not right or BREAK in held:
        return False
    if MARK in held:
        if "\n" not in held.rpartition(MARK)[2] and not line_ends(left):
            faults.append(
                Fault(
                    scan.line_at(joint.start()),
                    "a mark stands within a sentence",
                    "put it behind the sentence, or write \\[ for a bracket",
                )
            )
        return False
    wrapped = "\n" in held
    if line_ends(left) if wrapped else gap_ends(left, right):
        return False
    draft.add(" " if wrapped else held)
    return True


def _cite(drafts: list[Draft]) -> None:
    """A mark of sources is for the utterances back to the mark before."""
    waiting: list[Draft] = []
    for draft in drafts:
        waiting.append(draft)
        named = [mark.sources for mark in draft.marks if mark.sources is not None]
        if named:
            for cited in waiting:
                cited.sources = tuple(number for numbers in named for number in numbers)
            waiting = []


def _attach(drafts: list[Draft], scan: Scanned, comments: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What was computed, to the utterance that it stands in or behind; the other comments with their drafts."""
    nth = -1
    for place, comment in zip(scan.comments, comments, strict=True):
        while nth + 1 < len(drafts) and drafts[nth + 1].start < place:
            nth += 1
        computed = read_computed(comment)
        if computed is None:
            yield nth, comment
        elif nth >= 0:
            drafts[nth].computed.append(computed)
