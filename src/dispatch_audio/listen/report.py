"""What was heard against what was written, line by line: for an editor to look at, and for a check to say."""

import json
from collections.abc import Iterator

from dispatch_audio.listen import GATED, Heard, Listening


def rows(listening: Listening) -> Iterator[dict[str, object]]:
    """A line of the script each, in the order read; times are seconds of the programme."""
    for heard in listening.lines:
        line, compared = heard.line, heard.compared
        yield {
            "line": heard.index,
            "chapter": line.chapter,
            "start": line.start,
            "end": line.end,
            "written": line.form.text,
            "spoken": line.form.spoken,
            "heard": compared.heard,
            "words": compared.words,
            "errors": compared.errors,
            "lost": compared.lost,
            "missed": [
                {"kind": missed.kind, "written": missed.written, "heard": missed.heard}
                for missed in compared.missed
            ],
            "held": compared.held,
        }


def report(listening: Listening) -> bytes:
    """The rows as a JSON document, with the recogniser's name."""
    document = {"recogniser": listening.recogniser, "lines": list(rows(listening))}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def told(listening: Listening) -> Iterator[tuple[bool, str]]:
    """What a check says: whether it passes, and what was heard. Lines that withhold an episode stand by themselves, with
    their time."""
    for heard in listening.held:
        yield False, _line(heard)
    sure = len(listening.missed(GATED))
    yield (
        True,
        f"{listening.recogniser}: word error {listening.word_error:.1%} in {len(listening.lines)} lines",
    )
    count = listening.count(GATED)
    yield sure == 0, f"{count - sure} of {count} numbers, dates and versions heard as written"
    names = listening.missed({"name"})
    listed = "; ".join(
        f"{_clock(heard.line.start)} {missed.written} ({missed.heard or 'nothing'})"
        for heard, missed in names
    )
    yield (
        True,
        f"{listening.count({'name'}) - len(names)} of {listening.count({'name'})} names; not heard: {listed or 'none'}",
    )
    longest = max((heard.compared.lost for heard in listening.lines), default=0)
    yield True, f"{longest} words lost in a row at the most"


def _line(heard: Heard) -> str:
    missed = ", ".join(
        f"{missed.written} as {missed.heard or 'nothing'}" for missed in heard.compared.missed if missed.gated
    )
    lost = f"{heard.compared.lost} words lost in a row" if heard.compared.lost else ""
    return f"{_clock(heard.line.start)} {heard.line.form.text!r}: heard {' and '.join(filter(None, (missed, lost)))}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
