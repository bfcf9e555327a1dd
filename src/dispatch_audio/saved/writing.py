"""A script as the Markdown file that an editor opens; ``reading`` gives the same script back."""

import re
from collections.abc import Iterator

from dispatch_audio.saved.comments import LEGEND, comment_of, computed_comment, left_out_comment
from dispatch_audio.saved.marks import (
    NBSP,
    escaped,
    escaped_start,
    escapes,
    pause_mark,
    replaced,
    sources_mark,
    usual_pause,
)
from dispatch_audio.saved.origin import front_matter
from dispatch_audio.saved.text import FORBIDDEN, Note, Place, Saved
from dispatch_audio.script import INLINE, Chapter, LeftOut, Script, Span, Utterance
from dispatch_audio.sentences import CONTEXT, gap_ends, line_ends

_HERE = "Left out of this chapter"
_ELSEWHERE = "Left out"
_BLANKS = re.compile(" +")
_IN_WORD = re.compile(r"[\\\[\]]|<!--|&nbsp;|\u00a0")


def write(saved: Saved) -> str:
    """The whole file, its lines ended by ``\\n``.

    What was left out is told behind the first chapter that has its source, else at the end: reading gives it in that
    order. Raises ValueError for what no such file can hold: a chapter without a title or utterances, a text that is
    empty, has line ends or blanks around it, a silence of more than two seconds.
    """
    script = saved.script
    if saved.origin.dispatch:
        _on_one_line(saved.origin.dispatch)
    parts = [f"# {escaped(_on_one_line(saved.title))}"] if saved.title else []
    parts.append(LEGEND)
    left = _by_chapter(script)
    notes = _Notes(saved.notes)
    at = 0
    for chapter, untold in zip(script.chapters, left, strict=False):
        parts += _chapter(chapter, at, notes)
        parts += [left_out_comment(_HERE, untold)] if untold else []
        at += len(chapter.utterances)
    parts += [left_out_comment(_ELSEWHERE, left[-1])] if left[-1] else []
    parts += notes.rest()
    text = front_matter(saved.origin) + "\n\n".join(parts) + "\n"
    if forbidden := FORBIDDEN.search(text):
        raise ValueError(f"a script cannot hold the character {ord(forbidden[0]):#04x}")
    return text


def _by_chapter(script: Script) -> list[list[LeftOut]]:
    """What each chapter leaves out, and last what belongs to none."""
    home = {number: i for i, chapter in reversed([*enumerate(script.chapters)]) for number in chapter.sources}
    places: list[list[LeftOut]] = [[] for _ in range(len(script.chapters) + 1)]
    for left in script.left_out:
        places[home.get(left.source, -1)].append(left)
    return places


class _Notes:
    """An editor's own comments, given out as their places are written."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        self._left = list(notes)

    def take(self, at: int, *places: Place) -> list[str]:
        """Those of this utterance that stand in one of these places."""
        taken = [note for note in self._left if note.at == at and note.place in places]
        self._left = [note for note in self._left if note not in taken]
        return [comment_of(note.text) for note in taken]

    def rest(self) -> list[str]:
        """Those that stand by no utterance."""
        return [comment_of(note.text) for note in self._left]


def _chapter(chapter: Chapter, at: int, notes: _Notes) -> Iterator[str]:
    """The heading, then paragraph by paragraph; ``at`` is the first utterance's place in the script."""
    if not chapter.title or not chapter.utterances:
        raise ValueError(f"the chapter {chapter.title!r} has no title or no utterances")
    yield from notes.take(at, "heading")
    numbers = f" {sources_mark(chapter.sources)}" if chapter.sources else ""
    yield f"## {escaped(_on_one_line(chapter.title))}{numbers}"
    parts = blocks(chapter.utterances)
    for block, following in zip(parts, [*parts[1:], ()], strict=True):
        yield from notes.take(at, "above", "heading")
        yield _block(block, following, at, notes)
        at += len(block)


def blocks(utterances: tuple[Utterance, ...]) -> list[tuple[Utterance, ...]]:
    """The paragraphs and quotations of a chapter."""
    blocks: list[list[Utterance]] = []
    before: Utterance | None = None
    for utterance in utterances:
        if before is None or before.pause != "sentence" or before.kind != utterance.kind:
            blocks.append([])
        blocks[-1].append(utterance)
        before = utterance
    return [tuple(block) for block in blocks]


def _block(block: tuple[Utterance, ...], following: tuple[Utterance, ...], at: int, notes: _Notes) -> str:
    lines: list[str] = []
    for i, utterance in enumerate(block):
        after = block[i + 1] if i + 1 < len(block) else None
        usual = usual_pause(
            utterance.kind,
            following[0].kind if following else None,
            ends_chapter=not following and after is None,
            ends_block=after is None,
        )
        marks = _marks(utterance, usual, cited=_closes_run(block, i))
        line = "".join((escaped_start(_text(utterance)), *(f" {mark}" for mark in marks)))
        behind = [*map(computed_comment, utterance.computed), *notes.take(at + i, "behind")]
        # Above a line inside of a paragraph is behind the one before: reading could not tell them apart.
        behind += notes.take(at + i + 1, "above", "heading") if after is not None else []
        line += "".join(f" {comment}" for comment in behind)
        if after is not None and not marks and not line_ends(utterance.text[-CONTEXT:]):
            line += " \\" if behind else "\\"
        lines.append(f"> {line}" if utterance.kind == "quotation" else line)
    return "\n".join(lines)


def _closes_run(block: tuple[Utterance, ...], at: int) -> bool:
    """Whether the sources of an utterance must be named behind it."""
    later = block[at + 1 :]
    if later and later[0].sources == block[at].sources:
        return False
    return bool(block[at].sources) or any(utterance.sources for utterance in later)


def _marks(utterance: Utterance, usual: str, *, cited: bool) -> list[str]:
    pause = utterance.pause if utterance.pause != usual else None
    marks = [pause_mark(pause, utterance.silence)] if pause or utterance.silence is not None else []
    return [*marks, sources_mark(utterance.sources)] if cited else marks


def _text(utterance: Utterance) -> str:
    """The written text with its pronunciations, on one line that reads back as one utterance."""
    text = _on_one_line(utterance.text)
    pieces: list[str] = []
    at = 0
    for span in utterance.form.spans:
        if span.rule == INLINE and span.end > span.start:
            pieces += (_kept(text, at, span.start), _word(text[span.start : span.end], span))
            at = span.end
    return "".join((*pieces, _kept(text, at, len(text))))


def _kept(text: str, start: int, end: int) -> str:
    """A stretch of the text, with no-break spaces where a reader would part it."""
    changes = [(start + at, start + to, new) for at, to, new in escapes(text[start:end])]
    for gap in _BLANKS.finditer(text, start, end):
        left, right = text[max(0, gap.start() - CONTEXT) : gap.start()], text[gap.end() : gap.end() + CONTEXT]
        if gap_ends(left, right):
            changes.append((gap.start(), gap.end(), "\u00a0" * len(gap[0])))
    return replaced(text[start:end], [(at - start, to - start, new) for at, to, new in sorted(changes)])


def _word(written: str, span: Span) -> str:
    said = f"/{span.phonemes}/" if span.phonemes else span.spoken.strip()
    word = _IN_WORD.sub(lambda found: NBSP if found[0] == "\u00a0" else f"\\{found[0]}", written)
    return f"[{word}]({said})"


def _on_one_line(text: str) -> str:
    if not text or text != text.strip() or "\n" in text or "\r" in text:
        raise ValueError(f"a text is one line without blanks around it, not {text!r}")
    return text
