"""The lines of a saved script as chapters of blocks: headings, paragraphs and quotations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dispatch_audio.saved.comments import COMMENT, WITHIN, own_words
from dispatch_audio.saved.paragraph import Block, block
from dispatch_audio.saved.pronunciation import GLUE
from dispatch_audio.saved.scanning import MARK, scanned
from dispatch_audio.saved.text import Fault, Note, Place
from dispatch_audio.script import Kind
from dispatch_audio.sentences import line_ends

_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?$")
_LIST = re.compile(r"[-+*](?:\s|$)")
_RULE = re.compile(r"([-*_=])(?:[ \t]*\1){2,}[ \t]*$")
_WITHOUT_COMMENTS = {ord(COMMENT): None, ord(WITHIN): None}


@dataclass(slots=True)
class Part:
    """A chapter while it is read. Keeps state: blocks are added as they come."""

    line: int
    title: str
    sources: tuple[int, ...]
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Lines:
    """The file while it is read. Keeps state: lines wait until their block is whole."""

    comments: Sequence[str]
    faults: list[Fault] = field(default_factory=list)
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    first: int = 0
    """The line that the waiting ones begin in."""
    kind: Kind = "narration"
    whole: bool = True
    """Whether the last of them ends a sentence."""
    seen: int = 0
    """Comments that were passed."""
    notes: list[Note] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    """Comments that belong to what follows."""
    count: int = 0
    """Utterances until now."""

    def line(self, raw: str, number: int) -> None:
        """One line of the file."""
        text = raw.strip()
        bare = text.translate(_WITHOUT_COMMENTS).strip()
        if not text or bare == ">":
            self.close()
            self._pass(text)
        elif not bare:
            self._take(text, number, self.kind)
        elif heading := _HEADING.match(bare):
            self.close()
            if len(heading[1]) > 1:
                self._note("heading")
            self._pass(text)
            self._heading(heading, number)
        elif fault := _misplaced(bare):
            self.close()
            self._pass(text)
            self.faults.append(Fault(number, *fault))
        elif bare.startswith(">"):
            self._take(text.replace(">", "", 1).strip(), number, "quotation")
            self.whole = _whole(bare)
        else:
            wraps = self.kind == "quotation" and not self.whole
            self._take(text, number, "quotation" if wraps else "narration")
            self.whole = _whole(bare)

    def _take(self, text: str, number: int, kind: Kind) -> None:
        if self.waiting and kind != self.kind:
            self.close()
        if not self.waiting:
            self.first, self.kind = number, kind
        self.waiting.append(text)

    def close(self) -> None:
        """The waiting lines are a whole block."""
        raw = "\n".join(self.waiting)
        held = raw.count(COMMENT)
        comments = self.comments[self.seen : self.seen + held]
        self.seen += held
        made = block(raw, self.first, self.kind, comments, self.faults)
        self.waiting, self.kind, self.whole = [], "narration", True
        if not made.drafts:
            self.unplaced += (comment for _, comment in made.comments)
            return
        self.unplaced += (comment for nth, comment in made.comments if nth < 0)
        self._note("above")
        for nth, comment in made.comments:
            if nth >= 0:
                self.unplaced.append(comment)
                self._note("behind", nth)
        self.count += len(made.drafts)
        if self.parts:
            self.parts[-1].blocks.append(made)
        else:
            self.faults.append(
                Fault(made.drafts[0].line, "text stands before any chapter", "write ## and a title above it")
            )

    def end(self) -> None:
        """No more comes."""
        self.close()
        self._note("above")

    def _pass(self, text: str) -> None:
        """Comments that stand outside of any block."""
        held = text.count(COMMENT)
        self.unplaced += self.comments[self.seen : self.seen + held]
        self.seen += held

    def _note(self, place: Place, ahead: int = 0) -> None:
        """The comments that wait for it belong to an utterance that comes, so many after the next one."""
        texts = filter(None, map(own_words, self.unplaced))
        self.notes += (Note(text, self.count + ahead, place) for text in texts)
        self.unplaced = []

    def _heading(self, heading: re.Match[str], number: int) -> None:
        scan = scanned(heading[2] or "", number)
        self.faults += scan.faults
        text, _, rest = scan.text.replace(GLUE, " ").partition(MARK)
        title, level = text.strip(), len(heading[1])
        sources = [mark.sources for mark in scan.marks]
        wrong = _wrong_heading(level, title, sources, more=bool(rest.strip()))
        if level == 1 and (self.title or self.parts):
            wrong = ("a script has one title, at its beginning", "write ## for a chapter")
        if wrong:
            self.faults.append(Fault(number, *wrong))
        if level == 1:
            self.title = title
        else:
            self.parts.append(Part(number, title, (sources[0] or ()) if sources else ()))


def _wrong_heading(
    level: int, title: str, sources: Sequence[tuple[int, ...] | None], *, more: bool
) -> tuple[str, str] | None:
    """What is wrong with a heading that has these marks behind its title, and the way out."""
    if level > 2:
        return "a heading has one # for the title or two for a chapter", ""
    if not title:
        return "a heading has no title", "write it behind the #"
    if more or len(sources) > 1 or None in sources or (sources and level == 1):
        return "a chapter's heading ends with its sources, and has them once", "write \\[ for a bracket"
    return None


def _misplaced(line: str) -> tuple[str, str] | None:
    """What is wrong with a line that is neither text nor a heading, and the way out."""
    if _RULE.match(line):
        return "a rule is not read", "write [pause 2s] behind a sentence for a longer silence"
    if _LIST.match(line):
        return "a list is not read", f"write sentences, or \\{line[0]} for the sign itself"
    if line.startswith("##"):
        return "a heading has a blank behind its #", ""
    return None


def _whole(line: str) -> bool:
    """Whether a line ends a sentence, or with a mark or a break."""
    return line.endswith(("]", "\\")) or line_ends(line)
