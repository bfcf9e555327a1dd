"""Which source belongs to which section: a lexical match of outline lines and sources."""

import math
from collections import Counter
from dataclasses import dataclass

from dispatch_audio.compose.neighbours import answers, joining
from dispatch_audio.compose.terms import weights, words_of
from dispatch_audio.dispatch import Dispatch, Section

_TITLE_WEIGHT, _TEASER_WEIGHT = 1.0, 1.6
"""A section's teaser tells the story; its title is often a flourish."""

_ORDER = 0.06
"""How much a place in line with the outline may add, as a share of the best match."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section and its sources, the surest first; the part without a section is told in brief."""

    section: Section | None
    sources: tuple[int, ...]


def outline(dispatch: Dispatch) -> tuple[Part, ...]:
    """The parts of an episode in the order of the outline, and what belongs to no section last.

    Each section takes its surest source, no source twice, while there are sources left. Then the sources follow that
    belong beside one of these rather than beside another. What tells the news comes before what answers it. A section
    that no source is left for has none.
    """
    if any(section.sources for section in dispatch.sections):
        return _as_written(dispatch)
    if not dispatch.sections:
        return (Part(None, tuple(source.number for source in dispatch.sources)),) if dispatch.sources else ()
    scores = _scores(dispatch)
    taken = _surest(scores, len(dispatch.sections), len(dispatch.sources))
    by_section: dict[int, list[int]] = {section: [source] for section, source in taken.items()}
    for source, section in joining(dispatch, scores, taken).items():
        by_section[section].append(source)
    for found in by_section.values():
        found.sort(key=lambda i: answers(dispatch.sources[i]))
    parts = [
        Part(section, tuple(dispatch.sources[i].number for i in by_section.get(s, ())))
        for s, section in enumerate(dispatch.sections)
    ]
    inside = {i for found in by_section.values() for i in found}
    rest = tuple(source.number for i, source in enumerate(dispatch.sources) if i not in inside)
    return (*parts, Part(None, rest)) if rest else tuple(parts)


def _as_written(dispatch: Dispatch) -> tuple[Part, ...]:
    """The parts of a dispatch that says itself which source belongs where."""
    inside = {number for section in dispatch.sections for number in section.sources}
    rest = tuple(source.number for source in dispatch.sources if source.number not in inside)
    parts = tuple(Part(section, section.sources) for section in dispatch.sections)
    return (*parts, Part(None, rest)) if rest else parts


def _surest(scores: list[list[float]], sections: int, sources: int) -> dict[int, int]:
    """One source for each section: the surest pairs first; where the words do not tell, the outline's order does."""
    top = max((max(row, default=0.0) for row in scores), default=0.0)
    pairs: dict[int, int] = {}
    free = set(range(sources))
    while len(pairs) < min(sections, sources):
        best = max(
            (
                (scores[s][i] + _in_line(pairs, s, i, sources) * _ORDER * top, -s, -i)
                for s in range(sections)
                if s not in pairs
                for i in free
            ),
        )
        if best[0] <= 0:
            break
        pairs[-best[1]] = -best[2]
        free.discard(-best[2])
    return pairs


def _in_line(pairs: dict[int, int], section: int, source: int, sources: int) -> float:
    """1 when a source lies between those of the sections around; less the farther it is from the one before."""
    before = max((i for s, i in pairs.items() if s < section), default=-1)
    after = min((i for s, i in pairs.items() if s > section), default=sources)
    if not before < source < after:
        return 0.0
    return 1.0 - (source - before - 1) / max(sources, 1)


def _scores(dispatch: Dispatch) -> list[list[float]]:
    documents = [weights(source) for source in dispatch.sources]
    seen_in = Counter(word for document in documents for word in document)
    count = len(documents)
    scores = [
        [_score(section, document, seen_in, count) for document in documents] for section in dispatch.sections
    ]
    # What matches one section alone is surer than what matches several.
    totals = [sum(row[i] for row in scores) or 1.0 for i in range(count)]
    return [
        [score * math.sqrt(score / total) for score, total in zip(row, totals, strict=True)] for row in scores
    ]


def _score(section: Section, document: dict[str, float], seen_in: Counter[str], count: int) -> float:
    total = 0.0
    wanted: dict[str, float] = {}
    for text, weight in ((section.title, _TITLE_WEIGHT), (section.teaser, _TEASER_WEIGHT)):
        for word in words_of(text):
            wanted[word] = max(wanted.get(word, 0.0), weight)
    for word, weight in wanted.items():
        frequency = document.get(word, 0.0)
        if frequency:
            rarity = math.log(1 + (count - seen_in[word] + 0.5) / (seen_in[word] + 0.5))
            total += weight * rarity * frequency / (frequency + 1.2)
    return total
