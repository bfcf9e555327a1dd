"""Words that are written alike and said in two ways: their sound by their part of speech, and by the company they keep."""

import functools
import itertools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from dispatch_audio import grammar
from dispatch_audio.grammar import FINITE, NOUNS, SUBJECTS

_READINGS = {
    "noun": ("noun", "adj", "verb"),
    "adj": ("adj", "noun", "verb"),
    "verb": ("verb", "noun", "adj"),
    "past": ("past", "verb", "noun", "adj"),
}
"""From what a word is to the readings that it may have then, the likeliest first."""
_KINDS = {
    **dict.fromkeys(NOUNS, "noun"),
    **dict.fromkeys(("VB", "VBP", "VBZ", "VBG"), "verb"),
    **dict.fromkeys(("VBD", "VBN"), "past"),
}
"""By Penn Treebank tag; any other word is described as an adjective or adverb."""
_WITH_S = frozenset({"noun", "quarrel", "rip", "verb"})
"""The readings that a plural or a verb's third person has."""
_AUXILIARIES = frozenset({"aux", "auxpass"})
_HABITS = frozenset({"always", "daily", "every", "often", "rarely", "regularly", "seldom", "usually"})
_ATTRIBUTIVE = frozenset(
    {"arms", "drugs", "games", "goods", "jobs", "parts", "rights", "sales", "savings", "sports", "weapons"}
)
"""Plurals that describe a noun after them: ``an arms export``."""
_DETERMINERS = frozenset({"DT", "POS", "PRP$"})
_AGO = frozenset({"ago", "last", "yesterday"})
_SINGULAR = frozenset({"he", "it", "she"})
_SPANS = frozenset({"day", "hour", "month", "night", "week", "year"})
_VOICELESS = frozenset("ptkfθ")
_HISSES = frozenset("szʃʒ")

Words = tuple[grammar.Word, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """What homographs.toml holds."""

    sounds: Mapping[str, Mapping[str, tuple[str, str]]]
    """Word, reading, and its American and its British sound."""
    beside: Mapping[str, Mapping[str, frozenset[str]]]
    before: Mapping[str, Mapping[str, frozenset[str]]]


def settled(spoken: str, places: Sequence[tuple[int, int]], *, british: bool) -> tuple[str, ...]:
    """How the words at these places of a spoken text are said, in IPA; empty for what is no homograph.

    spaCy is asked, and loaded, for a text that holds one.
    """
    return tuple(_sound(spoken, start, end, british) for start, end in places)


def _sound(spoken: str, start: int, end: int, british: bool) -> str:
    word = spoken[start:end].replace("’", "'")
    bare = word.removesuffix("'s")
    base, readings, endings = _entry(bare)
    reading = _reading(base, readings, spoken, start) if readings else ""
    if not reading:
        return ""
    sound = readings[reading][british]
    for _ in range(endings + (bare != word)):
        sound += ending(sound, british=british)
    return sound


def ending(sound: str, *, british: bool) -> str:
    """The s of a plural, a verb or a possessive, as English says it after this sound."""
    last = sound[-1]
    return ("ɪz" if british else "ᵻz") if last in _HISSES else "s" if last in _VOICELESS else "z"


def _entry(word: str) -> tuple[str, Mapping[str, tuple[str, str]], int]:
    """The word of the table that this is, its readings, and how many s they lack; no readings for what is none of it."""
    sounds = _tables().sounds
    for form in (word, word.lower()):
        if form in sounds:
            return form, sounds[form], 0
    stem = word.lower().removesuffix("s")
    readings = sounds.get(stem, {})
    return stem, {key: readings[key] for key in _WITH_S & readings.keys()}, 1


def _reading(base: str, readings: Mapping[str, tuple[str, str]], spoken: str, start: int) -> str:
    """Which of its readings the word at this place of the text has; empty when it has none of them."""
    if len(readings) == 1 and base.islower():
        return next(iter(readings))
    words = grammar.parse(spoken)
    at = next((i for i, word in enumerate(words) if word.start <= start < word.end), None)
    if at is None:
        return ""
    if "place" in readings:
        return "place" if _is_place(words, at) else ""
    kind = _kind(words, at)
    if base == "read" and kind in {"verb", "past"} and "past" in readings:
        return "past" if _is_past(words, at) else "verb"
    if base == "used" and _is_accustomed(words, at):
        return "accustomed"
    told = _by_company(base, kind, words, at)
    return next(key for key in (told, *_READINGS[kind], *readings) if key in readings)


def _kind(words: Words, at: int) -> str:
    kind = _KINDS.get(words[at].tag, "adj")
    return "verb" if kind in {"adj", "noun"} and at and _is_missed_verb(words, at) else kind


def _is_missed_verb(words: Words, at: int) -> bool:
    """Whether what is tagged as no verb must be one: after "to", "will" and "that", or after a plural in a sentence that
    has no other: ``Metals contract in the cold.``"""
    before = words[at - 1]
    if before.tag in {"TO", "MD"} or (before.tag in {"WDT", "WP"} and before.text.lower() in {"that", "who"}):
        return words[at].tag in NOUNS
    has_verb = any(word.tag in FINITE for word in words)
    is_sentence = words[-1].tag == "."
    return before.tag == "NNS" and before.text.lower() not in _ATTRIBUTIVE and is_sentence and not has_verb


def _by_company(base: str, kind: str, words: Words, at: int) -> str:
    """The reading that the words around it tell, or nothing."""
    tables = _tables()
    earlier, later = words[max(0, at - 2) : at], words[at + 1 : at + 5]
    # "Three in a row over the weekend" is no quarrel.
    in_a = [word.text.lower() for word in earlier] == ["in", "a"]
    for reading, company in tables.before.get(base, {}).items():
        if later and later[0].text.lower() in company and not in_a:
            return reading
    if kind == "verb" or (later and later[0].tag in NOUNS):
        return ""
    # "Took the lead" is said of anything; "the lead in the pipes" is close to them.
    near = later if earlier and earlier[-1].tag in _DETERMINERS else words
    for reading, company in tables.beside.get(base, {}).items():
        if company & {word.lemma.lower() for word in near}:
            return reading
    return ""


def _is_place(words: Words, at: int) -> bool:
    """Whether a word with a capital is a town: ``in Reading on Sunday``."""
    if words[at].entity == "GPE":
        return True
    before, after = (words[i].tag if 0 <= i < len(words) else "" for i in (at - 1, at + 1))
    return words[at].tag in NOUNS and before == "IN" and after not in NOUNS


def _is_past(words: Words, at: int) -> bool:
    """Whether "read" is told of the past: by its tag, by a subject that would have "reads", or by when it was."""
    word, lemmas = words[at], [other.lemma.lower() for other in words]
    participle = word.tag in {"VBD", "VBN"}
    beside = [words[i] for i in grammar.children(words, at)]
    if any(other.dep in _AUXILIARIES for other in beside):
        return participle
    subjects = [other for other in beside if other.dep in SUBJECTS]
    if any(other.tag in {"NN", "NNP"} or other.text.lower() in _SINGULAR for other in subjects):
        return True
    if participle:
        habit = _HABITS & set(lemmas) or any(
            article in {"a", "per"} and span in _SPANS for article, span in itertools.pairwise(lemmas)
        )
        return not (subjects and habit)
    if word.tag == "VBP":
        return bool(_AGO & set(lemmas))
    return word.dep == "conj" and words[word.head].tag == "VBD"


def _is_accustomed(words: Words, at: int) -> bool:
    """Whether "used to" is what was, or what one is accustomed to, and not what something is used for."""
    rest = [word for word in words[at + 1 :] if not word.tag.startswith("RB")]
    if at + 1 >= len(words) or words[at + 1].text.lower() != "to":
        return False
    if len(rest) < 2 or rest[1].tag != "VB":
        return True
    is_passive = any(words[i].dep == "auxpass" for i in grammar.children(words, at))
    return not is_passive and not (words[at].tag == "VBN" and words[at].dep in {"acl", "advcl", "amod"})


@functools.cache
def _tables() -> _Tables:
    data = tomllib.loads(
        resources.files("dispatch_audio.speak").joinpath("homographs.toml").read_text("utf-8")
    )
    sounds = {
        word: MappingProxyType(
            {
                key: (value, value) if isinstance(value, str) else tuple(value)
                for key, value in readings.items()
            }
        )
        for word, readings in data["sounds"].items()
    }
    beside, before = (
        {
            word: MappingProxyType({reading: frozenset(company) for reading, company in readings.items()})
            for word, readings in data[table].items()
        }
        for table in ("beside", "before")
    )
    return _Tables(MappingProxyType(sounds), MappingProxyType(beside), MappingProxyType(before))
