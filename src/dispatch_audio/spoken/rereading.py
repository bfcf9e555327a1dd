"""Two readings of one text, the second of what the first says, as one reading of the text."""

from bisect import bisect_right
from dataclasses import dataclass

from dispatch_audio.script import Span


@dataclass(frozen=True, slots=True)
class _Atom:
    """A span of the first reading, or a piece of one said as written, and where it stands in what is said."""

    span: Span
    start: int
    end: int


def composed(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans of a text after both readings; ``second`` partitions what ``first`` says."""
    atoms = _atoms(first, [span.start for span in second])
    spans: list[Span] = []
    at = nth = 0
    while nth < len(second):
        while at < len(atoms) and atoms[at].end == second[nth].start:
            spans.append(atoms[at].span)
            at += 1
        group, since = [second[nth]], at
        nth += 1
        while at < len(atoms) and atoms[at].start < group[-1].end:
            at += 1
            while atoms[at - 1].end > group[-1].end:
                group.append(second[nth])
                nth += 1
        spans += _joined([atom.span for atom in atoms[since:at]], group)
    return tuple(spans + [atom.span for atom in atoms[at:]])


def _atoms(first: tuple[Span, ...], cuts: list[int]) -> list[_Atom]:
    atoms: list[_Atom] = []
    at = 0
    for span in first:
        end = at + len(span.spoken)
        if span.rule:
            atoms.append(_Atom(span, at, end))
        else:
            inner = cuts[bisect_right(cuts, at) : bisect_right(cuts, end - 1)]
            for start, stop in zip([at, *inner], [*inner, end], strict=True):
                piece = Span(
                    span.start + start - at, span.start + stop - at, span.spoken[start - at : stop - at]
                )
                atoms.append(_Atom(piece, start, stop))
        at = end
    return atoms


def _joined(before: list[Span], after: list[Span]) -> list[Span]:
    if not any(span.rule for span in after):
        return before
    rules = [span.rule for span in (*before, *after) if span.rule]
    phonemes = after[0].phonemes if len(after) == 1 else ""
    return [Span(before[0].start, before[-1].end, "".join(span.spoken for span in after), rules[0], phonemes)]
