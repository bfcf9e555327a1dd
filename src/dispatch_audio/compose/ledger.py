"""What a dispatch says and a script must either tell or list as left out; and the entries that were missing."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.cleaning import clean
from dispatch_audio.compose.facts import stems
from dispatch_audio.dispatch import Dispatch, Field, Source
from dispatch_audio.script import Chapter, LeftOut, Script

TOLD = 0.7
"""The share of its content words, by stem, that must be heard of a statement that is told."""
SOME = 0.25
NOT_ALL = "only part of it was told"
NOTHING = "the script was long enough without it"
UNKNOWN_LABEL = "under a label that the narrator does not read"
LABELS = {
    "housekeeping": "housekeeping of the page, not news",
    "table": "a table, which only the eye can read",
    "code": "code, which only the eye can read",
    "image": "a picture",
}
"""Why the lines of a label that readers set aside are not read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of the dispatch: a key point, or a sentence of a cited text, a context or the summary."""

    source: int
    """The source's number; 0 for the summary."""
    text: str
    whole: str
    """The field it is part of: to list that is to list all its sentences."""


def entries(dispatch: Dispatch) -> Iterator[Entry]:
    """All that must be told or listed, in the dispatch's order."""
    for paragraph in dispatch.summary.split("\n\n"):
        yield from (Entry(0, sentence, sentence) for sentence in sentences(clean(paragraph)))
    for source in dispatch.sources:
        yield from _of(source)


def _of(source: Source) -> Iterator[Entry]:
    cited = source.cited_text or source.excerpt
    yield from (Entry(source.number, sentence, cited) for sentence in sentences(cited))
    context = " ".join(source.context.split())
    yield from (Entry(source.number, sentence, context) for sentence in sentences(context))
    yield from (Entry(source.number, point, point) for point in source.key_points)


def missing(dispatch: Dispatch, script: Script) -> tuple[tuple[Entry, float], ...]:
    """What a script neither tells nor lists as left out, each with the share of it that is heard. Linear in the size
    of both."""
    listed = {(item.source, _plain(item.text)) for item in script.left_out}
    words = _heard(script.chapters)
    unlisted = (
        entry
        for entry in entries(dispatch)
        if not listed & {(entry.source, _plain(entry.text)), (entry.source, _plain(entry.whole))}
    )
    shares = ((entry, _share(entry, words.get(entry.source, set()))) for entry in unlisted)
    return tuple((entry, share) for entry, share in shares if share < TOLD)


def _heard(chapters: Iterable[Chapter]) -> dict[int, set[str]]:
    """The stems of what is said of each source; under 0, of none."""
    words: dict[int, set[str]] = {}
    for chapter in chapters:
        for utterance in chapter.utterances:
            for number in utterance.sources or (0,):
                words.setdefault(number, set()).update(stems(utterance.text))
    return words


def _share(entry: Entry, words: set[str]) -> float:
    wanted = stems(entry.text)
    return len(wanted & words) / len(wanted) if wanted else 1.0


@functools.lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w%$€£]+", text.casefold()))


def completed(dispatch: Dispatch, script: Script) -> tuple[LeftOut, ...]:
    """What a script leaves out, whole: what was listed while it was told, what was told in part alone, and what
    stands under labels that are not read."""
    unlisted = (
        LeftOut(entry.source, entry.text, NOT_ALL if share > SOME else NOTHING)
        for entry, share in missing(dispatch, script)
    )
    labelled = (item for source in dispatch.sources for item in _labelled(source.number, source.other))
    return (*script.left_out, *unlisted, *_labelled(0, dispatch.other), *labelled)


def _labelled(number: int, fields: tuple[Field, ...]) -> Iterator[LeftOut]:
    for field in fields:
        reason = LABELS.get(field.label.casefold(), UNKNOWN_LABEL)
        text = " ".join(line.strip() for line in field.lines if line.strip())
        if text or field.label:
            yield LeftOut(number, f"{field.label}: {text}" if field.label else text, reason)
