"""Comments of a saved script: taken out of the text, and those that say what was left out or computed."""

import re
from collections.abc import Iterable, Iterator

from dispatch_audio.script import Computed, LeftOut

LEGEND = (
    "<!-- One sentence a line. [1] its sources, > a quotation, [pause 1.5s] or [pause paragraph], "
    "[word](/wɜːd/) or [word](werd) how to say it. -->"
)
"""What an editor must know, where an editor sees it."""
COMMENT = "\x01"
"""Stands in the text for each comment, in order."""
WITHIN = "\x02"
"""Stands on each further line of a comment, which is so no empty line."""

_TOKEN = re.compile(r"\\[\s\S]|<!--")
_LEFT_OUT = re.compile(r"\s*left out\b[^:\n]*:[ \t]*\n", re.IGNORECASE)
_COMPUTED = re.compile(r"\s?computed: ?", re.IGNORECASE)
_NOT_READ = " Not understood, of what was left out:"
_ENTRY = re.compile(r"(?:\[([0-9]{1,6})\] )?((?:\\.|[^\\])*) \(((?:\\.|[^\\(])*)\)")
_ESCAPE = re.compile(r"\\|\n|\r|(?<=--)>|(?<=--!)>")
_ESCAPES = {"\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\(.)")
_UNESCAPES = {"n": "\n", "r": "\r"}


class UnclosedError(ValueError):
    """A comment does not end."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at
        """Where it begins in the text."""


def taken_out(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with ``COMMENT`` in the place of each comment, on as many lines as before, and what each says.

    Raises UnclosedError for a comment that does not end.
    """
    pieces: list[str] = []
    comments: list[str] = []
    at = 0
    while found := _TOKEN.search(text, at):
        end = found.end()
        pieces.append(text[at : found.start()])
        if found[0] == "<!--":
            close = text.find("-->", end)
            if close < 0:
                raise UnclosedError(found.start())
            comments.append(text[end:close])
            pieces.append(COMMENT + f"\n{WITHIN}" * comments[-1].count("\n"))
            end = close + 3
        else:
            pieces.append(found[0])
        at = end
    return "".join((*pieces, text[at:])), tuple(comments)


def own_words(comment: str) -> str:
    """What of a comment an editor wrote for people: nothing of those that ``write`` makes.

    Of one that tells what was left out, the lines that are not understood.
    """
    if heading := _LEFT_OUT.match(comment):
        lines = [line for line in comment[heading.end() :].split("\n") if line.strip()]
        unread = [line for line in lines if not _ENTRY.fullmatch(line)]
        return "\n".join((_NOT_READ, *unread, "")) if unread else ""
    if read_computed(comment) is not None or comment.strip() == LEGEND[4:-3].strip():
        return ""
    return comment


def comment_of(text: str) -> str:
    """A comment that holds this text, which is one of ``own_words``.

    Raises ValueError for a text that would end it.
    """
    if "-->" in text or "\r" in text or own_words(text) != text:
        raise ValueError(f"a comment cannot hold {text!r}")
    return f"<!--{text}-->"


def left_out_comment(heading: str, left_out: Iterable[LeftOut]) -> str:
    """A comment with a line for each thing that is not told."""
    return "\n".join((f"<!-- {heading}:", *map(_left_out_line, left_out), "-->"))


def _left_out_line(left: LeftOut) -> str:
    text = _escaped(left.text)
    if left.source:
        return f"[{left.source}] {text} ({_reason(left.reason)})"
    return f"{chr(92) if text.startswith('[') else ''}{text} ({_reason(left.reason)})"


def read_left_out(comment: str) -> Iterator[LeftOut]:
    """What a comment says was left out; nothing of other comments, and of lines that say it otherwise."""
    heading = _LEFT_OUT.match(comment)
    if heading is None:
        return
    for line in comment[heading.end() :].split("\n"):
        if entry := _ENTRY.fullmatch(line):
            yield LeftOut(int(entry[1] or 0), _unescaped(entry[2]), _unescaped(entry[3]))


def computed_comment(computed: Computed) -> str:
    """A comment for words that we computed, and what they were made from."""
    return f"<!-- computed: {_escaped(computed.text)} ({_reason(computed.basis)}) -->"


def read_computed(comment: str) -> Computed | None:
    """The words that a comment says were computed; None for other comments."""
    heading = _COMPUTED.match(comment)
    if heading is None:
        return None
    entry = _ENTRY.fullmatch(comment[heading.end() :].removesuffix(" "))
    if entry is None:
        return None
    number = f"[{entry[1]}] " if entry[1] else ""
    return Computed(number + _unescaped(entry[2]), _unescaped(entry[3]))


def _escaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), text)


def _reason(text: str) -> str:
    return _escaped(text).replace("(", r"\(")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _UNESCAPES.get(found[1], found[1]), text)
