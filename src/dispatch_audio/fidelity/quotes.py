"""Quotations word for word: the words between quotation marks stand in the source in one run."""

import functools
import re
from collections.abc import Iterator

from dispatch_audio.fidelity.words import straight

_MARKED = re.compile(r"“([^”]*)”?|(?<![\w”])\"([^\"]*)\"?|(?<!\w)‘([^’]*(?:’(?=\w)[^’]*)*)’(?!\w)")
_WORD = re.compile(r"(?P<gap>…|\.\.\.+)|[$€£¥]?[^\W_](?:\w|[.,'/:+](?=\w))*(?:%|\+(?!\w))?|[&@#=<>~≈]")
_GAP = "…"
"""Stands where a source leaves words out: a quotation must not join what it parts."""


def quoted(text: str) -> Iterator[str]:
    """The words between quotation marks, without the marks."""
    for match in _MARKED.finditer(text):
        words = next((group for group in match.groups() if group is not None), "")
        if words.strip():
            yield words


@functools.lru_cache(maxsize=8192)
def in_one_line(text: str) -> str:
    """The words of a text in small letters, without the marks between them; an ellipsis inside counts as a word."""
    words = [_GAP if match["gap"] else match.group().casefold() for match in _WORD.finditer(straight(text))]
    while words and words[-1] == _GAP:
        words.pop()
    return f" {' '.join(words)} "
