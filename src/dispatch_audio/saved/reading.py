"""A saved script's file in, the script out; every mistake with its line."""

from collections.abc import Collection, Sequence

from dispatch_audio.saved.blocks import Lines, Part
from dispatch_audio.saved.comments import UnclosedError, read_left_out, taken_out
from dispatch_audio.saved.marks import usual_pause
from dispatch_audio.saved.origin import origin, parted
from dispatch_audio.saved.paragraph import Block, Say
from dispatch_audio.saved.text import Fault, Saved, refusal
from dispatch_audio.script import Chapter, Kind, Script, Utterance


def read(text: str, file: str, say: Say, sources: Collection[int] | None = None) -> Saved:
    """The script that a file's text holds; ``file`` is named in errors.

    ``sources`` are the numbers of the dispatch's sources, which alone may be cited; None takes any. Raises InputError
    with every mistake and its line.
    """
    _, body, skipped = parted(text)
    faults: list[Fault] = []
    try:
        body, comments = taken_out(body)
    except UnclosedError as error:
        at = skipped + body.count("\n", 0, error.at) + 1
        fault = Fault(at, "a comment is not closed", "write --> at its end")
        raise refusal([fault], file) from None
    reader = Lines(comments, faults)
    for number, line in enumerate(body.split("\n"), start=skipped + 1):
        reader.line(line, number)
    reader.end()
    faults += _missing(reader.parts, sources)
    if not reader.parts and not faults:
        faults.append(Fault(1, "holds no chapter", "write ## and a title, and below it what is said"))
    if faults:
        raise refusal(faults, file)
    left_out = tuple(left for comment in comments for left in read_left_out(comment))
    script = Script(tuple(_chapter(part, say) for part in reader.parts), left_out)
    lines = tuple(draft.line for part in reader.parts for made in part.blocks for draft in made.drafts)
    return Saved(script, reader.title, origin(text), lines, tuple(reader.notes))


def _missing(parts: Sequence[Part], known: Collection[int] | None) -> list[Fault]:
    """Chapters without text, and sources that the dispatch does not have."""
    faults = [Fault(part.line, f"the chapter {part.title!r} is empty") for part in parts if not part.blocks]
    if known is None:
        return faults
    cited = [(part.line, part.sources) for part in parts]
    cited += [
        (draft.line, mark.sources or ())
        for part in parts
        for made in part.blocks
        for draft in made.drafts
        for mark in draft.marks
    ]
    return faults + [
        Fault(line, f"the dispatch has no source {number}")
        for line, numbers in cited
        for number in numbers
        if number not in known
    ]


def _chapter(part: Part, say: Say) -> Chapter:
    following: list[Kind | None] = [*(made.kind for made in part.blocks[1:]), None]
    return Chapter(
        part.title,
        tuple(
            utterance
            for made, later in zip(part.blocks, following, strict=True)
            for utterance in _utterances(made, later, say)
        ),
        part.sources,
    )


def _utterances(made: Block, following: Kind | None, say: Say) -> list[Utterance]:
    last = len(made.drafts) - 1
    return [
        draft.utterance(
            made.kind,
            usual_pause(
                made.kind, following, ends_chapter=following is None and i == last, ends_block=i == last
            ),
            say,
        )
        for i, draft in enumerate(made.drafts)
    ]
