"""Which sources belong beside which: by their words, by rare names and figures that both have, by the section's line."""

import math
import re
from collections import Counter
from dataclasses import dataclass

from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.terms import weights
from dispatch_audio.dispatch import Dispatch, Source

ENOUGH = 0.15
"""A source joins a section at this nearness to the section's first source."""
MARGIN = 1.5
"""And when it is this many times nearer to it than to the first source of any other."""
_LINE, _NAME, _FIGURE = 0.15, 0.04, 0.05
"""What a match of the section's own line adds to the likeness of the words, at the most; and each rare name and figure
that two sources share, up to three names and two figures."""

_CAPITAL = re.compile(r"(?<![\w-])(?:[A-Z][A-Za-z]*[a-z\d]{2,}[\w-]*|[A-Z]{2,}[\w-]*)")
_SMALL = re.compile(r"(?<![\w'’-])[a-z]{3,}")
_FIGURES = re.compile(r"(?<![\w-])\d[\d,]*(?:\.\d+)?(?![\d-])")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Marks:
    """What makes a source like another."""

    words: dict[str, float]
    """Content words by stem, weighed by field and rarity; of length 1 as a vector."""
    names: frozenset[str]
    figures: frozenset[str]


def joining(dispatch: Dispatch, scores: list[list[float]], taken: dict[int, int]) -> dict[int, int]:
    """From each source that belongs to a section, beside the one ``taken`` for it, to that section.

    ``scores`` tell how well each section's line matches each source; sections and sources by their index.
    """
    marks = _marks(dispatch)
    found: dict[int, int] = {}
    for i in range(len(dispatch.sources)):
        if i in taken.values():
            continue
        near = sorted(
            (_nearness(marks[i], marks[lead], scores[section][i], scores[section][lead]), -section)
            for section, lead in taken.items()
        )
        if near and near[-1][0] >= ENOUGH and (len(near) < 2 or near[-1][0] >= MARGIN * near[-2][0]):
            found[i] = -near[-1][1]
    return found


def _nearness(one: _Marks, lead: _Marks, score: float, best: float) -> float:
    alike = sum(weight * lead.words.get(word, 0.0) for word, weight in one.words.items())
    line = _LINE * min(1.0, score / best) if best > 0 else 0.0
    names = _NAME * min(3, len(one.names & lead.names))
    figures = _FIGURE * min(2, len(one.figures & lead.figures))
    return alike + line + names + figures


def _marks(dispatch: Dispatch) -> list[_Marks]:
    texts = [_text(source) for source in dispatch.sources]
    small = {word for text in texts for word in _SMALL.findall(text)}
    names = [_names(text, small) for text in texts]
    figures = [_figures(text) for text in texts]
    most = max(3, round(0.3 * len(texts)))
    rare = [
        {item for item, seen in Counter(i for found in all_ for i in found).items() if seen <= most}
        for all_ in (names, figures)
    ]
    return [
        _Marks(vector, frozenset(name & rare[0]), frozenset(figure & rare[1]))
        for vector, name, figure in zip(_vectors(dispatch), names, figures, strict=True)
    ]


def _vectors(dispatch: Dispatch) -> list[dict[str, float]]:
    documents = [weights(source) for source in dispatch.sources]
    seen_in = Counter(word for document in documents for word in document)
    vectors = []
    for document in documents:
        vector = {
            word: (1 + math.log(1 + weight))
            * math.log(1 + (len(documents) - seen_in[word] + 0.5) / (seen_in[word] + 0.5))
            for word, weight in document.items()
        }
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        vectors.append({word: value / length for word, value in vector.items()})
    return vectors


def _text(source: Source) -> str:
    return " . ".join(
        (source.title, source.author, source.cited_text, source.context, *source.key_points)
    ).replace("_", " ")


def _names(text: str, small: set[str]) -> set[str]:
    """Capital words that the dispatch never writes in small letters."""
    found = (re.sub(r"['’]s$", "", word) for word in _CAPITAL.findall(text))
    return {word.casefold() for word in found if word.lower() not in small}


def _figures(text: str) -> set[str]:
    """Figures of two digits or more that are no years and no part of a name such as GPT-5."""
    found = (match.group().replace(",", "") for match in _FIGURES.finditer(text))
    return {figure for figure in found if len(figure) > 1 and not _YEAR.fullmatch(figure)}


_ANSWERS = word_set(
    """explains reacts responds celebrates welcomes slams criticizes criticises applauds praises mocks defends denies
    disputes thanks dissents warns argues replies answers comments reflects reviews sue"""
)
_ASKS = re.compile(r"^(?:why|how|what|inside|analysis|opinion|explainer|review)\b", re.IGNORECASE)


def answers(source: Source) -> bool:
    """Whether a source answers or explains the news rather than tells it: it comes after one that tells it."""
    title = source.title.casefold()
    return bool(_ASKS.match(title)) or bool(_ANSWERS & set(re.findall(r"[a-z]+", title)))
