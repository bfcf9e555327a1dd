"""Announcements: what a sponsor or the newsroom says, in chapters of their own, apart from the news."""

import re
from collections.abc import Callable
from dataclasses import replace

from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.desk import BREATH
from dispatch_audio.compose.phrases import phrase, wordings
from dispatch_audio.compose.show import Announcement, Show
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.script import Chapter, Script, SpokenForm, Utterance

NOTICE = "Announcement"
SPONSOR = "Sponsor"
TITLES = (NOTICE, SPONSOR)
"""The titles of chapters that hold an announcement."""

_JOINT = re.compile(r"(?<=[,;:])\s+|\s+(?=[–—-]\s)")


def announced(script: Script, dispatch: Dispatch, show: Show, say: Callable[[str], SpokenForm]) -> Script:
    """The script with the announcements that are due on the dispatch's day: after the opening, in the middle of the
    stories, or before the sign-off. Their words stay as they are written."""
    opening, *stories, closing = script.chapters
    middle = (len(stories) + 1) // 2
    due = show.due(dispatch.date)

    def placed(place: str, *, returns: bool = False) -> list[Chapter]:
        chosen = [item for item in due if item.place == place]
        made = [_chapter(item, show, say) for item in chosen]
        return [*made[:-1], _returning(made[-1], say)] if made and returns else made

    before, after = stories[:middle], stories[middle:]
    chapters = (
        opening,
        *placed("opening"),
        *before,
        *placed("middle", returns=bool(after)),
        *after,
        *placed("end"),
        closing,
    )
    return replace(script, chapters=chapters)


def framing(item: Announcement, show: Show) -> tuple[str, ...]:
    """All that may be said around the words of an announcement: what introduces it, and the ways back."""
    return (*_introductions(item, show), *wordings("announcements", "back"))


def _introductions(item: Announcement, show: Show) -> tuple[str, ...]:
    """The feed's own label, or the template's."""
    if item.label:
        return (item.label,)
    if item.sponsor:
        return wordings("announcements", "sponsor", name=item.sponsor)
    return wordings("announcements", "notice", show=show.title)


def _chapter(item: Announcement, show: Show, say: Callable[[str], SpokenForm]) -> Chapter:
    lines = [Utterance(say(_introductions(item, show)[0]), pause="paragraph")]
    lines += [Utterance(part) for sentence in sentences(item.text) for part in _parted(sentence, say)]
    lines[-1] = replace(lines[-1], pause="chapter")
    return Chapter(SPONSOR if item.sponsor else NOTICE, tuple(lines))


def _returning(chapter: Chapter, say: Callable[[str], SpokenForm]) -> Chapter:
    *lines, last = chapter.utterances
    back = Utterance(say(phrase("announcements", "back")), pause="chapter")
    return replace(chapter, utterances=(*lines, replace(last, pause="paragraph"), back))


def _parted(sentence: str, say: Callable[[str], SpokenForm]) -> tuple[SpokenForm, ...]:
    """A sentence in breaths: parted at its commas and dashes where it is too long for one, and never reworded."""
    form = say(sentence)
    if len(form.spoken.split()) <= BREATH:
        return (form,)
    parts: list[str] = []
    for piece in _JOINT.split(sentence):
        joined = f"{parts[-1]} {piece}" if parts else piece
        if parts and len(say(joined).spoken.split()) <= BREATH:
            parts[-1] = joined
        else:
            parts.append(piece)
    return tuple(say(part) for part in parts)
