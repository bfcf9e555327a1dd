"""The chapters in order: opening, one for each section, the rest in brief, sign-off."""

import functools
from collections.abc import Callable

from dispatch_audio.compose.attribution import speaker
from dispatch_audio.compose.bounds import bounded
from dispatch_audio.compose.cleaning import clean
from dispatch_audio.compose.closing import closing
from dispatch_audio.compose.desk import Desk, Line
from dispatch_audio.compose.facts import Said
from dispatch_audio.compose.names import spelt_as
from dispatch_audio.compose.opening import opening
from dispatch_audio.compose.outline import Part, outline
from dispatch_audio.compose.phrases import Turns, phrase
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.sections import introduction
from dispatch_audio.compose.show import Show
from dispatch_audio.compose.stories import grouped
from dispatch_audio.compose.subjects import topic_of
from dispatch_audio.compose.telling import tell
from dispatch_audio.compose.wording import capitalise
from dispatch_audio.dispatch import Dispatch, Section, Source
from dispatch_audio.script import Chapter, LeftOut, Script, SpokenForm, Utterance

SECTION_WORDS = 215
"""A section's length in spoken words: at the most, about 80 seconds."""
BRIEF_WORDS = 56
"""A source told in brief."""
BRIEFS_WORDS = 600
"""All that is told in brief; with many sources each gets less, but at least LEAST_WORDS."""
LEAST_WORDS = 24
HEADLINES = 5
"""Stories that get a chapter of their own in a dispatch without an outline."""
TITLE_LENGTH = 80
NO_SOURCE = "no source tells it"


def compose_script(dispatch: Dispatch, show: Show, say: Callable[[str], SpokenForm]) -> Script:
    """The script of a dispatch; see ``dispatch_audio.compose.compose``."""
    dispatch, cut = bounded(dispatch)
    with spelt_as(dispatch):
        return _composed(dispatch, show, say, list(cut))


def _composed(
    dispatch: Dispatch, show: Show, say: Callable[[str], SpokenForm], left_out: list[LeftOut]
) -> Script:
    def count(text: str) -> int:
        return len(say(text.replace(IT, "It").replace(ITS, "Its")).spoken.split())

    desk = Desk(dispatch, show, functools.cache(count), Said(), Turns(dispatch.date.toordinal()))
    parts = _parts(dispatch, show)
    sections = [part for part in parts if part.section is not None]
    told = tuple(part.section for part in sections if part.section is not None)
    left_out.extend(_untold(section) for section in dispatch.sections if section not in told)
    lines = opening(desk, told if dispatch.sections else (), left_out)
    chapters = [_chapter("Opening", lines, (), say)]
    before: Section | None = None
    for i, part in enumerate(sections):
        place = _place(i, len(sections), len(parts) > len(sections))
        lines = _section(part, before, place, desk, left_out)
        chapters.append(_chapter(_title(part.section, i), lines, part.sources, say))
        before = part.section
    for part in parts:
        if part.section is None:
            lines = _brief(part, bool(sections), desk, left_out)
            chapters.append(_chapter("In brief", lines, part.sources, say))
    chapters.append(_chapter("Sign-off", closing(desk), (), say))
    return Script(tuple(chapters), tuple(left_out))


def _untold(section: Section) -> LeftOut:
    return LeftOut(0, " — ".join(filter(None, (section.title, section.teaser))), NO_SOURCE)


def _parts(dispatch: Dispatch, show: Show) -> tuple[Part, ...]:
    """The outline's parts that have sources; without an outline, a part for each of the first stories."""
    parts = outline(dispatch)
    if dispatch.sections:
        return tuple(part for part in parts if part.sources)
    stories = grouped(dispatch.sources, dispatch)
    own = stories if len(stories) <= HEADLINES + 1 else stories[:HEADLINES]
    rest = tuple(source.number for story in stories[len(own) :] for source in story)
    made = [Part(Section(_headline(story[0], show), ""), tuple(s.number for s in story)) for story in own]
    return (*made, Part(None, rest)) if rest else tuple(made)


def _headline(source: Source, show: Show) -> str:
    topic, _ = topic_of(source)
    who = speaker(source, show).first.rstrip(",").removeprefix("the ")
    named = clean(source.title) if clean(source.title) != clean(source.author) else ""
    return capitalise(topic or named or who or "One more story")


def _place(index: int, count: int, more: bool) -> str:
    if count == 1:
        return "only"
    if index == 0:
        return "first"
    return "last" if index == count - 1 and not more else "next"


def _section(
    part: Part, before: Section | None, place: str, desk: Desk, left_out: list[LeftOut]
) -> tuple[Line, ...]:
    assert part.section is not None
    if desk.dispatch.sections:
        intro = introduction(part.section, before, place, desk)
    else:
        intro = desk.turns.choose("sections", f"{place}_plain")
    lines = [Line(intro, pause="paragraph")]
    stories = grouped(tuple(desk.dispatch.source(number) for number in part.sources), desk.dispatch)
    for story in stories:
        telling = tell(story, desk, SECTION_WORDS // len(stories), brief=False)
        lines.extend(telling.lines)
        left_out.extend(telling.left_out)
    return tuple(lines)


def _brief(part: Part, after_sections: bool, desk: Desk, left_out: list[LeftOut]) -> tuple[Line, ...]:
    intro = desk.turns.choose("sections", "brief") if after_sections else phrase("sections", "brief_only")
    lines = [Line(intro, pause="paragraph")]
    stories = grouped(tuple(desk.dispatch.source(number) for number in part.sources), desk.dispatch)
    budget = max(LEAST_WORDS, min(BRIEF_WORDS, BRIEFS_WORDS // len(stories)))
    for story in stories:
        telling = tell(story, desk, budget, brief=True)
        lines.extend(telling.lines)
        left_out.extend(telling.left_out)
    return tuple(lines)


def _title(section: Section | None, index: int) -> str:
    title = clean(section.title or section.teaser) if section is not None else ""
    return (title or f"Story {index + 1}")[:TITLE_LENGTH].rstrip()


def _chapter(
    title: str, lines: tuple[Line, ...], sources: tuple[int, ...], say: Callable[[str], SpokenForm]
) -> Chapter:
    last = len(lines) - 1
    return Chapter(
        title,
        tuple(
            Utterance(say(line.text), line.sources, line.kind, "chapter" if i == last else line.pause)
            for i, line in enumerate(lines)
        ),
        sources,
    )
