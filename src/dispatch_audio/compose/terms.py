"""The content words of a source, each weighed by the field it stands in."""

from dispatch_audio.compose.facts import STOP_WORDS, numbers, stem, tokens
from dispatch_audio.dispatch import Source

_FIELDS = (
    ("title", 3.0),
    ("cited_text", 1.5),
    ("excerpt", 0.5),
    ("key_points", 1.0),
    ("context", 1.0),
    ("author", 1.0),
)
"""How much a word counts by the field it stands in."""


def weights(source: Source) -> dict[str, float]:
    """From each content word of a source, by its stem, to its weight."""
    document: dict[str, float] = {}
    for name, weight in _FIELDS:
        value = getattr(source, name)
        for word in words_of(" ".join(value) if isinstance(value, tuple) else value):
            document[word] = document.get(word, 0.0) + weight
    return document


def words_of(text: str) -> list[str]:
    """Content words by their stems, joined words also in their parts, and numbers."""
    found = [stem(part) for part in tokens(text.replace("_", " ")) if part not in STOP_WORDS]
    return [word for word in found if len(word) > 1] + sorted(numbers(text) - set(found))
