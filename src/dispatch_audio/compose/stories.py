"""Sources that tell one story, and which of them leads."""

import functools
import re

from dispatch_audio.compose.facts import numbers, stems
from dispatch_audio.dispatch import Dispatch, Source

_NAME = re.compile(r"[A-Z][\w.]*[A-Za-z\d]|\d*[A-Z]{2,}\d*")


def same_story(one: Source, other: Source, dispatch: Dispatch) -> bool:
    """Whether two sources tell one story: a name rare in the dispatch stands over both, and their facts meet."""
    shared = _names(one) & _names(other)
    rare = {name for name in shared if _rare(name, dispatch)}
    if not rare:
        return False
    telling = {number for number in numbers(_facts(one)) & numbers(_facts(other)) if len(number) > 2}
    first, second = stems(_facts(one)), stems(_facts(other))
    alike = len(first & second) / max(1, min(len(first), len(second)))
    return bool(telling) or alike >= 0.3


def grouped(sources: tuple[Source, ...], dispatch: Dispatch) -> tuple[tuple[Source, ...], ...]:
    """Sources by story, each story's lead first; stories in the order of their first source."""
    groups: list[list[Source]] = []
    for source in sources:
        home = next((group for group in groups if any(same_story(source, s, dispatch) for s in group)), None)
        if home is None:
            groups.append([source])
        else:
            home.append(source)
    return tuple(tuple(_led(group)) for group in groups)


def _led(group: list[Source]) -> list[Source]:
    """The lead is an article before a post, a primary source before a supporting one, then what has most to say."""

    def rank(source: Source) -> tuple[bool, bool, int]:
        primary = any("primary" in word.casefold() for word in source.provenance)
        return source.kind.casefold() != "article", not primary, -len(source.key_points)

    lead = min(group, key=rank)
    return [lead, *(source for source in group if source is not lead)]


def _names(source: Source) -> frozenset[str]:
    text = f"{source.title} {source.author}".replace("_", " ")
    return frozenset(name.casefold().removesuffix(".ai") for name in _NAME.findall(text) if len(name) > 2)


def _rare(name: str, dispatch: Dispatch) -> bool:
    holding = sum(name in _whole(source) for source in dispatch.sources)
    return holding <= max(3, round(0.3 * len(dispatch.sources)))


def _facts(source: Source) -> str:
    return " ".join((source.cited_text, *source.key_points))


@functools.lru_cache(maxsize=1024)
def _whole(source: Source) -> str:
    return " ".join(
        (source.title, source.author, source.role, source.cited_text, source.context, *source.key_points)
    ).casefold()
