"""Links that only say where else something is talked about: ``RFC``, ``Reddit``, ``here``."""

import bisect
import re

from dispatch_audio.readers.blocks import Span, Text
from dispatch_audio.readers.sentences import sentences

_LABEL = re.compile(
    r"(?:the )?(?:rfcs?|reddit|hn|hacker news|lobsters|lobste\.rs|/?r/\w+|here|links?|sources?|discuss(?:ion)?|comments?|"
    r"prs?|issue|github|video|slides|code|repo(?:sitory)?|transcript|pdf|docs|documentation|more|(?:read|see|learn|find out)"
    r"(?: the)?(?: more| it| full (?:story|report|article|post))?|details|full (?:report|story|article|post|thread)(?: here)?|"
    r"thread|tweet|toot|post|article|paper|blog|archive|via [\w. /-]{1,30}|#?\d{1,9}|[0-9a-f]{7,40}(?:\.\.[0-9a-f]{7,40})?)"
    r"[.…!]?\s*(?:→|»|>)?",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"(?:\W|\b(?:rfcs?|see|read|on|via|and|or|also|by|discussion|discuss|comments?|the|here|in|for|at|of|prs?|issue|"
    r"more|details|info|information|full|report)\b)*+",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?i)rfcs?|reddit|hn|hacker news|lobsters|lobste\.rs|discuss(?:ion)?|comments")
_LEADING = re.compile(
    r"(?i)(?:^|\b(?:and|or|on|in|at|to|of|from|for|via|by|with|the|an?|see|read|this|our|is|are)|,)\s*$"
)
_LABELLED = re.compile(r"^\s*[A-Z]\w{1,20}(?: \w{1,20})?:\s")
_BRACKETS = re.compile(r"\([^()]{1,400}\)|\[[^\[\]]{1,400}\]")


def is_label(text: str) -> bool:
    """Whether a link's words say nothing but that there is a link."""
    return len(text) < 60 and _LABEL.fullmatch(text.strip(" .,()[]|")) is not None


def split_labels(text: Text) -> tuple[Text, tuple[str, ...]]:
    """A text without the stretches that hold nothing but such links, and those links: words and address."""
    pieces = sorted(
        (
            *sentences(text.plain),
            *(Span(*match.span()) for match in _BRACKETS.finditer(text.plain)),
            *_last(text),
        ),
        key=lambda span: (span.start, -span.end),
    )
    starts = [link.start for link in text.links]
    dropped: list[Span] = []
    found: list[str] = []
    for piece in pieces:
        if dropped and piece.start < dropped[-1].end:
            continue
        inside = text.links[bisect.bisect_left(starts, piece.start) : bisect.bisect_left(starts, piece.end)]
        if inside and _only_labels(text, piece, inside):
            dropped.append(piece)
            found.extend(f"{text.words(piece)} {' '.join(link.url for link in inside)}".strip().split("\n"))
    if not dropped or (dropped[0].start == 0 and dropped[0].end == len(text.plain)):
        return text, ()
    kept, at = [], 0
    for piece in dropped:
        kept.append(Span(at, piece.start))
        at = piece.end
    return text.keep((*kept, Span(at, len(text.plain)))), tuple(found)


def _last(text: Text) -> tuple[Span, ...]:
    """The link to a discussion that ends a text without a full stop before it: better shepherding Reddit."""
    link = text.links[-1] if text.links else None
    if (
        link is None
        or not _SITE.fullmatch(text.words(link))
        or any(map(str.isalnum, text.plain[link.end :][:20]))
    ):
        return ()
    return (
        ()
        if _LEADING.search(text.plain[max(0, link.start - 30) : link.start])
        else (Span(link.start, len(text.plain)),)
    )


def _only_labels(text: Text, piece: Span, links: tuple[Span, ...]) -> bool:
    if any(link.end > piece.end or not is_label(text.words(link)) for link in links):
        return False
    rest, at = [], piece.start
    for link in links:
        rest.append(text.plain[at : link.start])
        at = link.end
    rest.append(text.plain[at : piece.end])
    words = _LABELLED.sub("", "".join(rest), count=1)
    return len(words) < 200 and _JOINING.fullmatch(words) is not None
