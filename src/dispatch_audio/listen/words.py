"""What is to be heard: a line's words as they are said, and among them what must not be misheard.

Both what is written and what a recogniser writes are put into their spoken form, so that ``44%``, ``44 percent`` and
``forty-four percent`` are the same words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.spoken import spoken_form

Kind = Literal["number", "date", "version", "name"]

GATED: frozenset[Kind] = frozenset({"number", "date", "version"})
"""What withholds an episode when it is not heard as written; a small recogniser does not know every name."""

_SAID = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*(?:\.\w+)*(?: (?:of |the )?[A-Z][\w’'-]*(?:\.\w+)*)*")
_GENITIVE = re.compile(r"['’]s?$")
_OPENERS = frozenset(
    [
        "A",
        "After",
        "All",
        "An",
        "And",
        "As",
        "At",
        "Before",
        "But",
        "By",
        "Coming",
        "First",
        "For",
        "From",
        "He",
        "Her",
        "His",
        "How",
        "I",
        "I'm",
        "I’m",
        "If",
        "In",
        "It",
        "Its",
        "Nearly",
        "Next",
        "Now",
        "Of",
        "On",
        "One",
        "Only",
        "Or",
        "Our",
        "She",
        "So",
        "That",
        "That's",
        "That’s",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "To",
        "Today",
        "Unless",
        "We",
        "What",
        "When",
        "While",
        "Who",
        "Why",
        "With",
        "You",
    ]
)
"""Words that are capitalised since a sentence begins with them, or since they stand in a title; they are no names."""
_DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
_BESIDE = re.compile(r"[^\s“”()]*$")
"""What a version is written together with: ``GPT`` in ``GPT-5.4``."""
_NUMBERS = (
    "zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion"
)
_IN_WORDS = re.compile(
    rf"\b(?:{_NUMBERS})(?:[ -](?:{_NUMBERS}|one|and(?= (?:{_NUMBERS}))|point))*(?: percent)?\b", re.IGNORECASE
)
"""A number that is written in words; "one" alone is more often a pronoun."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something in a line that must be heard as it is written."""

    kind: Kind
    written: str
    first: int
    """Its first word among the line's words, counted from 0."""
    last: int
    """One past its last word."""
    phonemes: str = ""
    """How it sounds, in IPA, where a lexicon says so for all of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line is to sound like."""

    words: tuple[str, ...]
    entities: tuple[Entity, ...]
    """In the order they are said; none overlaps another."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a spoken form, and where it stands there."""

    text: str
    start: int
    end: int


def heard_words(text: str) -> tuple[str, ...]:
    """The words of a recogniser's text, as they are said: without case, marks and accents, initials as one word."""
    return tuple(word.text for word in _words(spoken_form(text).spoken))


def wanted(form: SpokenForm, names: Collection[str] = ()) -> Wanted:
    """The words of a line and its entities.

    ``names`` are capitalised words that are known to be names also where they begin a sentence.
    """
    words = _words(form.spoken)
    said = _said(form)
    found: list[Entity] = []
    for kind, start, end in sorted(_written(form, names), key=lambda place: place[1:]):
        at = [at for at, word in enumerate(words) if _meets(word, said, start, end)]
        if at and (not found or at[0] >= found[-1].last):
            inside = [
                span for span in form.spans if span.start < end and span.end > start and span.spoken.strip()
            ]
            phonemes = inside[0].phonemes if len(inside) == 1 else ""
            found.append(Entity(kind, form.text[start:end], at[0], at[-1] + 1, phonemes))
    return Wanted(tuple(word.text for word in words), tuple(found))


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The capitalised words that stand inside a sentence of these texts, and so are names."""
    found = {
        _GENITIVE.sub("", word)
        for text in texts
        for start, end in _capitalised(text)
        if not _begins(text, start)
        for word in text[start:end].split()
    }
    return frozenset(word for word in found - _OPENERS if word[0].isupper())


def _capitalised(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, without those before them that only begin a sentence."""
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        while (first := text[start:end].partition(" "))[0] in _OPENERS:
            start += len(first[0]) + len(first[1])
        if start < end:
            yield start, end


def _words(spoken: str) -> tuple[_Word, ...]:
    """The words of what is said; letters that are said one by one are one word."""
    words: list[_Word] = []
    letters = False
    for match in _SAID.finditer(spoken):
        text = _folded(match[0])
        if not text:
            continue
        alone = len(text) == 1
        plural = len(text) == 2 and match[0][1:] in ("'s", "’s")
        if (alone or plural) and letters and not spoken[words[-1].end : match.start()].strip(" .-"):
            words[-1] = _Word(words[-1].text + text, words[-1].start, match.end())
        else:
            words.append(_Word(text, *match.span()))
        letters = alone
    return tuple(words)


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


def _said(form: SpokenForm) -> tuple[tuple[Span, int], ...]:
    """Each span, and where in the spoken form what is said for it begins."""
    at, places = 0, []
    for span in form.spans:
        places.append((span, at))
        at += len(span.spoken)
    return tuple(places)


def _meets(word: _Word, said: Sequence[tuple[Span, int]], start: int, end: int) -> bool:
    """Whether a word is said for something between these characters of the written text."""
    for span, at in said:
        if span.start >= end or span.end <= start:
            continue
        first, last = at, at + len(span.spoken)
        if len(span.spoken) == span.end - span.start:
            # Said as written, letter by letter.
            first, last = at + max(0, start - span.start), last - max(0, span.end - end)
        if word.start < last and word.end > first:
            return True
    return False


def _written(form: SpokenForm, names: Collection[str]) -> Iterator[tuple[Kind, int, int]]:
    """The entities as they stand in the written text; of two that overlap, the one that is told first counts."""
    text = form.text
    taken: list[tuple[int, int]] = []
    for span in form.spans:
        if any(map(str.isdigit, text[span.start : span.end])):
            version = span.rule in ("version", "name-number", "label") or text[span.start].isalpha()
            beside = _BESIDE.search(text[: span.start])
            start = beside.start() if version and beside else span.start
            kind: Kind = "version" if version else "number"
            taken.append((start, span.end))
            yield "date" if span.rule.startswith("date") else kind, start, span.end
    for match in _IN_WORDS.finditer(text):
        if not _overlaps(match, taken):
            taken.append(match.span())
            yield "number", *match.span()
    for start, end in _capitalised(text):
        # Of "Kimi K2.6" the second is a version.
        end = min((first for first, last in taken if start < last and first < end), default=end)
        name = text[start:end].rstrip()
        alone = " " not in name and _begins(text, start)
        if name and not (alone and _GENITIVE.sub("", name) not in names):
            yield "date" if name in _DAYS else "name", start, start + len(name)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins here."""
    before = text[:at].rstrip()
    return not before or before[-1] in '.!?:;“"‘(' or text[at - 1] in '“"‘('


def _overlaps(place: "re.Match[str] | tuple[int, int]", taken: Sequence[tuple[int, int]]) -> bool:
    start, end = place.span() if isinstance(place, re.Match) else place
    return any(start < last and end > first for first, last in taken)
