"""What the rules leave: tokens that still hold figures, read by NeMo's English grammar. The library's one room."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kitten_text_processing import Normalizer

_TOKEN = re.compile(r"(?<!\S)\S{1,40}(?!\S)")
_DIGIT = re.compile(r"[0-9]")
_BUDGET = 400
"""Characters a text may hand to the grammar, which reads some 900 a second. Beyond it figures are read one by one."""


@cache
def _normalizer() -> "Normalizer":
    from kitten_text_processing import Normalizer

    return Normalizer()


def read_by_grammar(masked: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of every token with a figure that the grammar can read without leaving one."""
    spent = 0
    for found in _TOKEN.finditer(masked):
        for part in re.finditer(r"[^\ue000]+", found[0]):
            token = part[0].strip(",.;:!?()[]{}\"'“”‘’")
            if not _DIGIT.search(token):
                continue
            spent += len(token)
            if spent > _BUDGET:
                return
            start = found.start() + part.start() + part[0].index(token)
            words = _normalizer().normalize(token)
            if not any(character.isdigit() for character in words):
                yield start, start + len(token), words
