"""A script as the page edits it, in JSON: chapters of paragraphs and quotations, each of lines; and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from dispatch_audio.errors import InputError
from dispatch_audio.mix.design import leads_of
from dispatch_audio.saved import Note, Place, Saved, Say, blocks, usual_pause
from dispatch_audio.saved.origin import Origin
from dispatch_audio.script import (
    INLINE,
    Chapter,
    Computed,
    Kind,
    LeftOut,
    Pause,
    Script,
    Span,
    SpokenForm,
    Utterance,
)
from dispatch_audio.sentences import parted
from dispatch_audio.speak.estimate import chapter_estimates, words
from dispatch_audio.speak.silences import silence_after
from dispatch_audio.spoken import guessed
from dispatch_audio.workspace import Feed, Voice

_MOST = 5_000
"""Lines: no script is as long, and nobody waits for more."""


def told(saved: Saved, feed: Feed, voice: Voice, ids: Sequence[str] = ()) -> dict[str, object]:
    """The script for the page. ``ids`` are those by which the page knows its lines, in their order."""
    script = saved.script
    seconds = chapter_estimates(script, voice, leads_of(feed))
    names = iter(ids)
    notes = _noted(saved)
    return {
        "title": saved.title,
        "seconds": sum(seconds),
        "words": words(script),
        "chapters": [
            {
                "title": chapter.title,
                "sources": list(chapter.sources),
                "seconds": length,
                "blocks": list(_blocks(chapter, voice, names, notes)),
            }
            for chapter, length in zip(script.chapters, seconds, strict=True)
        ],
        "left_out": [
            {"source": left.source, "text": left.text, "reason": left.reason} for left in script.left_out
        ],
        "notes": [note for rest in notes for note in rest],
    }


def _noted(saved: Saved) -> Iterator[list[dict[str, str]]]:
    """The editor's own comments by each utterance, in the script's order, and at last those at its end."""
    for at in range(len(saved.script.utterances) + 1):
        yield [{"text": note.text, "place": note.place} for note in saved.notes if note.at == at]


def _blocks(
    chapter: Chapter, voice: Voice, names: Iterator[str], notes: Iterator[list[dict[str, str]]]
) -> Iterator[dict[str, object]]:
    parts = blocks(chapter.utterances)
    for block, following in zip(parts, [*parts[1:], None], strict=True):
        lines = []
        for i, line in enumerate(block):
            usual = usual_pause(
                line.kind,
                following[0].kind if following else None,
                ends_chapter=following is None and i + 1 == len(block),
                ends_block=i + 1 == len(block),
            )
            rest = silence_after(line, voice.profile.pauses)
            lines.append({**_line(line, usual), "rest": rest, "notes": next(notes), "id": next(names, "")})
        yield {"kind": block[0].kind, "lines": lines}


def _line(line: Utterance, usual: Pause) -> dict[str, object]:
    return {
        "text": line.text,
        "sources": list(line.sources),
        "pause": None if line.pause == usual else line.pause,
        "silence": line.silence,
        "computed": [{"text": item.text, "basis": item.basis} for item in line.computed],
        "words": [
            {"start": span.start, "end": span.end, "spoken": span.spoken, "phonemes": span.phonemes}
            for span in line.form.spans
            if span.rule == INLINE
        ],
        "spans": spans(line.form),
        "guessed": list(unsettled(line)),
    }


def unsettled(line: Utterance) -> tuple[str, ...]:
    """The words of a line that the voice must guess."""
    return tuple(dict.fromkeys(guessed(line.form)))


def spans(form: SpokenForm) -> list[dict[str, object]]:
    """What is said otherwise than it is written, with the rule or the entry that reads it."""
    return [
        {
            "start": span.start,
            "end": span.end,
            "spoken": span.spoken.strip(),
            "rule": span.rule,
            "phonemes": span.phonemes,
        }
        for span in form.spans
        if span.rule
    ]


def taken(document: object, origin: Origin, say: Say) -> tuple[Saved, tuple[str, ...]]:
    """The script that the page sends, and its lines' names: lines that are new or changed (``fresh``) are parted where
    their sentences end.

    Raises InputError for what is no script.
    """
    try:
        whole = cast(Mapping[str, Any], document)
        if sum(len(block["lines"]) for chapter in whole["chapters"] for block in chapter["blocks"]) > _MOST:
            raise ValueError(f"a script has at most {_MOST} lines")
        names: list[str] = []
        notes: list[Note] = []
        chapters = tuple(_taken_chapter(chapter, say, names, notes) for chapter in whole["chapters"])
        notes += _notes(whole.get("notes", ()), len(names))
        left_out = tuple(
            LeftOut(int(left["source"]), str(left["text"]), str(left["reason"])) for left in whole["left_out"]
        )
        return Saved(Script(chapters, left_out), str(whole["title"]), origin, notes=tuple(notes)), tuple(
            names
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(f"this is no script that can be saved: {error}") from None


def line_of(given: object, say: Say) -> Utterance:
    """One line of a script, wherever it stands.

    Raises InputError for what is no line.
    """
    try:
        line = cast(Mapping[str, Any], given)
        kind = _kind(line.get("kind", "narration"))
        return Utterance(say(str(line["text"]), _words(line), kind), kind=kind)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(f"this is no line of a script: {error}") from None


def _notes(given: Sequence[Mapping[str, Any]], at: int) -> Iterator[Note]:
    for note in given:
        if note["place"] not in get_args(Place):
            raise ValueError(f"{note['place']!r} is no place for a comment")
        yield Note(str(note["text"]), at, note["place"])


def _taken_chapter(given: Mapping[str, Any], say: Say, names: list[str], notes: list[Note]) -> Chapter:
    drafts: list[list[_Draft]] = []
    for block in given["blocks"]:
        lines = [piece for line in block["lines"] for piece in _pieces(line, _kind(block["kind"]))]
        if lines:
            drafts.append(lines)
    utterances: list[Utterance] = []
    for at, lines in enumerate(drafts):
        following = drafts[at + 1][0].kind if at + 1 < len(drafts) else None
        for i, draft in enumerate(lines):
            ends = i + 1 == len(lines)
            usual = usual_pause(
                draft.kind, following, ends_chapter=ends and following is None, ends_block=ends
            )
            utterances.append(draft.utterance(usual, say))
            notes += _notes(draft.notes, len(names))
            names.append(draft.name)
    title = " ".join(str(given["title"]).split())
    return Chapter(title, tuple(utterances), tuple(int(number) for number in given["sources"]))


class _Draft:
    """A line that was sent, or one of the sentences in it."""

    def __init__(self, line: Mapping[str, Any], kind: Kind, start: int, end: int, *, first: bool, last: bool):
        self.kind = kind
        self.name = str(line.get("id", ""))[:40] if first else ""
        self.notes = [
            note for note in line.get("notes", ()) if (last if note["place"] == "behind" else first)
        ]
        self._text = str(line["text"])[start:end]
        self._words = tuple(
            Span(word.start - start, word.end - start, word.spoken, word.rule, word.phonemes)
            for word in _words(line)
            if start <= word.start and word.end <= end
        )
        self._sources = tuple(int(number) for number in line.get("sources", ()))
        self._pause = cast(Pause | None, line.get("pause")) if last else None
        self._silence = line.get("silence") if last else None
        self._computed = tuple(
            Computed(str(item["text"]), str(item["basis"]))
            for item in line.get("computed", ())
            if str(item["text"]) in self._text
        )

    def utterance(self, usual: Pause, say: Say) -> Utterance:
        silence = None if self._silence is None else float(self._silence)
        form = say(self._text, self._words, self.kind)
        return Utterance(form, self._sources, self.kind, self._pause or usual, silence, self._computed)


def _pieces(line: Mapping[str, Any], kind: Kind) -> Iterator[_Draft]:
    text = str(line["text"])
    places = list(parted(text)) if line.get("fresh") else [(0, len(text))]
    for i, (start, end) in enumerate(places):
        yield _Draft(line, kind, start, end, first=i == 0, last=i + 1 == len(places))


def _words(line: Mapping[str, Any]) -> tuple[Span, ...]:
    text = str(line["text"])
    found = sorted(
        (
            Span(int(word["start"]), int(word["end"]), str(word["spoken"]), INLINE, str(word["phonemes"]))
            for word in line.get("words", ())
        ),
        key=lambda span: span.start,
    )
    at = 0
    for span in found:
        if not at <= span.start < span.end <= len(text):
            raise ValueError(f"{text!r} has no word from {span.start} to {span.end}")
        at = span.end
    return tuple(found)


def _kind(given: object) -> Kind:
    if given not in ("narration", "quotation"):
        raise ValueError(f"{given!r} is no kind of line")
    return given
