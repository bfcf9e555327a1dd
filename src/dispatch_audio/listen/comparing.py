"""What was heard against what was wanted: words aligned line by line, entities by their words and then by their sound."""

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from dispatch_audio.listen.words import GATED, Entity, Kind, Wanted
from dispatch_audio.speak.phonemes import Language, read

LONGEST_RUN = 5
"""Words in a row that a line may lose; more withhold an episode."""

_ALIKE: dict[Kind, float] = {"number": 0.05, "date": 0.05, "version": 0.05, "name": 0.34}
"""Which share of an entity's sounds may be heard as others: of a number none, but "four" is "for" to a recogniser; of a
name a third, which "Zeckner" for "Zechner" is within and "Wagner" is not."""
_SAME_SOUND = 0.2
"""A word heard as one that sounds like it was not lost."""
_WEAK = str.maketrans("", "", "ˈˌː")
_AS_NUMBERS_ARE_SAID = (
    (r"\b(?:oh|o)\b", "zero"),
    (r"\ba (?=hundred|thousand|million|billion|trillion)", "one "),
    (r"\b(hundred|thousand) and\b", r"\1"),
)
"""What newsreaders say in two ways."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An entity that was not heard as it is written."""

    kind: Kind
    written: str
    heard: str
    """The words in its place; empty when there are none."""

    @property
    def gated(self) -> bool:
        """Whether it withholds an episode."""
        return self.kind in GATED


@dataclass(frozen=True, slots=True)
class Compared:
    """A line, as it was heard."""

    heard: str
    words: int
    """How many were wanted."""
    errors: int
    """Words that were substituted, lost or added (word error is their share of ``words``)."""
    lost: int
    """The longest run of words that were not heard, nor anything that sounds like them."""
    kinds: tuple[Kind, ...]
    """Of the entities that were wanted."""
    missed: tuple[Missed, ...]

    @property
    def held(self) -> bool:
        """Whether the line withholds an episode."""
        return self.lost > LONGEST_RUN or any(missed.gated for missed in self.missed)


def compare(
    lines: Sequence[Wanted], heard: Sequence[str], language: Language = "en-us"
) -> tuple[Compared, ...]:
    """Lines that were heard together, each against its share of the words that were heard.

    The alignment is the cheapest one (Levenshtein 1966) of all words of all lines.
    """
    words = [word for line in lines for word in line.words]
    alignment = _Alignment(words, heard, language)
    borders = list(itertools.accumulate((len(line.words) for line in lines), initial=0))
    return tuple(_compared(line, alignment, first) for line, first in zip(lines, borders, strict=False))


class _Alignment:
    """Where each wanted word is in what was heard."""

    def __init__(self, words: Sequence[str], heard: Sequence[str], language: Language) -> None:
        self.words, self.heard, self.language = words, heard, language
        self.places = [0] * (len(words) + 1)
        """For each border between wanted words, the border between heard words that it lies at."""
        self.same = [False] * len(words)
        """Whether each word was heard as it is."""
        for step in Levenshtein.opcodes(words, heard):
            for at in range(step.src_start, step.src_end):
                self.places[at] = min(step.dest_start + at - step.src_start, step.dest_end)
                self.same[at] = step.tag == "equal"
        self.places[-1] = len(heard)
        for at in range(len(words) - 1, -1, -1):
            self.places[at] = min(self.places[at], self.places[at + 1])

    def between(self, first: int, last: int) -> Sequence[str]:
        """What was heard for the words from one up to another."""
        return self.heard[self.places[first] : self.places[last]]


def _compared(line: Wanted, alignment: _Alignment, first: int) -> Compared:
    last = first + len(line.words)
    heard = alignment.between(first, last)
    return Compared(
        heard=" ".join(heard),
        words=len(line.words),
        errors=Levenshtein.distance(line.words, heard),
        lost=_lost(alignment, first, last),
        kinds=tuple(entity.kind for entity in line.entities),
        missed=tuple(
            Missed(entity.kind, entity.written, " ".join(found))
            for entity in line.entities
            if (found := _not_heard(entity, line, alignment, first)) is not None
        ),
    )


def _lost(alignment: _Alignment, first: int, last: int) -> int:
    longest = 0
    for same, run in itertools.groupby(range(first, last), lambda at: alignment.same[at]):
        if same:
            continue
        places = list(run)
        said = alignment.words[places[0] : places[-1] + 1]
        instead = alignment.between(places[0], places[-1] + 1)
        if not instead or _distance(said, instead, alignment.language) > _SAME_SOUND:
            longest = max(longest, len(places))
    return longest


def _not_heard(entity: Entity, line: Wanted, alignment: _Alignment, first: int) -> Sequence[str] | None:
    """What was heard in place of an entity; None when it was heard.

    Its words may lie a little further left or right than the alignment has them, since one word may be heard as two.
    """
    said = line.words[entity.first : entity.last]
    start, end = alignment.places[first + entity.first], alignment.places[first + entity.last]
    sound = _sound(entity.phonemes) if entity.phonemes else _sounds(tuple(said), alignment.language)
    for wider in ((0, 0), (1, 0), (0, 1), (1, 1)):
        found = alignment.heard[max(0, start - wider[0]) : end + wider[1]]
        if _joined(found) == _joined(said):
            return None
        other = _sounds(tuple(found), alignment.language)
        if found and Levenshtein.normalized_distance(sound, other) <= _ALIKE[entity.kind]:
            return None
    return alignment.heard[start:end]


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    for written, said in _AS_NUMBERS_ARE_SAID:
        text = re.sub(written, said, text)
    return text.replace(" ", "")


def _distance(one: Sequence[str], other: Sequence[str], language: Language) -> float:
    return Levenshtein.normalized_distance(_sounds(tuple(one), language), _sounds(tuple(other), language))


@functools.lru_cache(maxsize=4096)
def _sounds(words: tuple[str, ...], language: Language) -> str:
    return _sound("".join(read(words, language))) if words else ""


def _sound(phonemes: str) -> str:
    """Without stress and length, by which a voice and eSpeak NG may differ."""
    return phonemes.replace(" ", "").translate(_WEAK)
