"""What happened, from the title of a source: a headline made a sentence, where the cited words do not say it."""

import re

from dispatch_audio.compose.attribution import Speaker, title_name
from dispatch_audio.compose.cleaning import plain, unreadable
from dispatch_audio.compose.facts import STOP_WORDS, overlap
from dispatch_audio.compose.fragments import told
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.reporting import first_person, points_away, second_person
from dispatch_audio.dispatch import Source

SAID = 0.5
"""The share of a title's words that the cited text must say for the title to be left."""


def happening(source: Source, who: Speaker, cited: str) -> tuple[str, ...]:
    """The sentences of a title that tells an event which the cited text does not; none for any other title."""
    title = _event(plain(source.title).rstrip(". "))
    if not title or _squash(title) in (_squash(source.author), _squash(who.first)) or title_name(source)[0]:
        return ()
    if overlap(title, cited) >= SAID:
        return ()
    made = told(title)
    if not made.sentences or made.kind or any(mark in part for part in made.sentences for mark in (IT, ITS)):
        return ()
    return made.sentences if not made.sentences[0].startswith(("There ", "That ", "This ")) else ()


def _event(title: str) -> str:
    """The title where it may tell an event, without the label before its colon; else nothing."""
    label, colon, rest = title.partition(": ")
    if colon:
        title = rest if len(label.split()) <= 3 else ""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", title) if word.lower() not in STOP_WORDS]
    in_title_case = len(words) > 2 and all(word[0].isupper() for word in words)
    unfit = first_person(title) or second_person(title) or points_away(title) or unreadable(title)
    return (
        ""
        if in_title_case or unfit or title.endswith("?") or _ASKS.match(title) or len(title.split()) < 4
        else title
    )


_ASKS = re.compile(r"(?:why|how|what|when|where|who|inside|meet)\b", re.IGNORECASE)


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
