"""Sources that tell one story, and which of them leads."""

import functools
import re
from collections import Counter

from dispatch_audio.compose.facts import numbers, stems
from dispatch_audio.dispatch import Dispatch, Source

_WORD = re.compile(r"\w[\w.]*")
_NAME = re.compile(r"[A-Z][\w.]*[A-Za-z\d]|\d*[A-Z]{2,}\d*")


def grouped(sources: tuple[Source, ...], dispatch: Dispatch) -> tuple[tuple[Source, ...], ...]:
    """Sources by story, each story's lead first; stories in the order of their first source.

    Two sources tell one story when a name that is rare in the dispatch stands over both, and their facts meet.
    """
    rare = _rare_names(dispatch)
    groups: list[list[Source]] = []
    naming: dict[str, list[tuple[int, Source]]] = {}
    for source in sources:
        own = _names(source) & rare
        near = sorted({at for name in own for at, found in naming.get(name, ()) if _meet(source, found)})
        at = near[0] if near else len(groups)
        if at == len(groups):
            groups.append([])
        groups[at].append(source)
        for name in own:
            naming.setdefault(name, []).append((at, source))
    return tuple(tuple(_led(group)) for group in groups)


def _meet(one: Source, other: Source) -> bool:
    """Whether the facts of two sources meet: in a telling number, or in many of their words."""
    telling = {number for number in numbers(_facts(one)) & numbers(_facts(other)) if len(number) > 2}
    first, second = stems(_facts(one)), stems(_facts(other))
    return bool(telling) or len(first & second) / max(1, min(len(first), len(second))) >= 0.3


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


@functools.lru_cache(maxsize=8)
def _rare_names(dispatch: Dispatch) -> frozenset[str]:
    """The names over sources that stand in few of them."""
    most = max(3, round(0.3 * len(dispatch.sources)))
    holding = Counter(word for source in dispatch.sources for word in _words(source))
    over = {name for source in dispatch.sources for name in _names(source)}
    return frozenset(name for name in over if holding[name] <= most)


def _facts(source: Source) -> str:
    return " ".join((source.cited_text, *source.key_points))


def _words(source: Source) -> set[str]:
    texts = (source.title, source.author, source.role, source.cited_text, source.context, *source.key_points)
    return {
        word.rstrip(".") for word in _WORD.findall(" ".join(texts).replace("_", " ").casefold())
    } | _names(source)
