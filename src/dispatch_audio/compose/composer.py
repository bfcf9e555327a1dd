"""The chapters in order: opening, one for each section, the rest in brief, sign-off."""

import functools
from collections.abc import Callable
from dataclasses import replace

from dispatch_audio.compose.announcing import announced
from dispatch_audio.compose.attribution import speaker
from dispatch_audio.compose.bounds import bounded
from dispatch_audio.compose.cleaning import clean
from dispatch_audio.compose.closing import closing
from dispatch_audio.compose.desk import Desk, Line
from dispatch_audio.compose.facts import Said
from dispatch_audio.compose.foresight import foresee_stories
from dispatch_audio.compose.ledger import completed
from dispatch_audio.compose.length import Length, Plan, fitted
from dispatch_audio.compose.names import spelt_as
from dispatch_audio.compose.opening import opening
from dispatch_audio.compose.outline import Part, outline
from dispatch_audio.compose.phrases import Turns, phrase, worded_by
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.roundup import is_item, round_up
from dispatch_audio.compose.sections import introduction
from dispatch_audio.compose.show import Show
from dispatch_audio.compose.stories import grouped
from dispatch_audio.compose.subjects import topic_of
from dispatch_audio.compose.telling import tell
from dispatch_audio.compose.wording import capitalise
from dispatch_audio.dispatch import Dispatch, Section, Source
from dispatch_audio.script import Chapter, LeftOut, Script, SpokenForm, Utterance

HEADLINES = 5
"""Stories that get a chapter of their own in a dispatch without an outline."""
TITLE_LENGTH = 80
NO_SOURCE = "no source tells it"
OTHER_LENGTH = "not told at this length"
PACE = 160
"""Spoken words a minute, pauses included."""
_REMEMBERED = 8192
"""Texts whose spoken form is remembered while a script is composed: each is weighed several times before it is told."""


def compose_script(
    dispatch: Dispatch,
    show: Show,
    say: Callable[[str], SpokenForm],
    length: Length = "standard",
    seconds: Callable[[Script], float] | None = None,
) -> Script:
    """The script of a dispatch; see ``dispatch_audio.compose.compose``."""
    dispatch, cut = bounded(dispatch)
    say = functools.lru_cache(_REMEMBERED)(say)

    @functools.lru_cache(_REMEMBERED)
    def count(text: str) -> int:
        return len(say(text.replace(IT, "It").replace(ITS, "Its")).spoken.split())

    def composed(plan: Plan) -> Script:
        desk = Desk(dispatch, show, count, Said(), Turns(dispatch.date.toordinal()), plan)
        script = _composed(desk, say, list(cut))
        script = replace(script, left_out=completed(dispatch, script))
        return announced(script, dispatch, show, say)

    with spelt_as(dispatch), worded_by(show.templates):
        foresee_stories((source for source in dispatch.sources if not is_item(source)), dispatch.date)
        return fitted(length, composed, seconds or _seconds)


def _seconds(script: Script) -> float:
    """About how long a script is where no voice tells better."""
    return 60 / PACE * sum(len(line.spoken.split()) for line in script.utterances)


def _composed(desk: Desk, say: Callable[[str], SpokenForm], left_out: list[LeftOut]) -> Script:
    dispatch = desk.dispatch
    parts = _parts(dispatch, desk.show)
    sections = [part for part in parts if part.section is not None]
    kept = desk.plan.sections(len(sections))
    for part in sections[kept:]:
        for number in part.sources:
            _leave_whole(dispatch.source(number), left_out)
    sections = sections[:kept]
    told = tuple(part.section for part in sections if part.section is not None)
    sourced = {part.section for part in parts if part.sources}
    left_out.extend(
        _untold(section, OTHER_LENGTH if section in sourced else NO_SOURCE)
        for section in dispatch.sections
        if section not in told
    )
    lines = opening(desk, told if dispatch.sections else (), left_out)
    chapters = [_chapter("Opening", lines, (), say)]
    before: Section | None = None
    for i, part in enumerate(sections):
        place = _place(i, len(sections), len(parts) > len(sections))
        lines = _section(part, before, place, desk, left_out)
        if lines:
            chapters.append(_chapter(_title(part.section, i), lines, part.sources, say))
        before = part.section
    for part in parts:
        if part.section is None:
            lines = _brief(part, bool(sections), desk, left_out)
            if lines:
                told_here = {number for line in lines for number in line.sources}
                numbers = tuple(number for number in part.sources if number in told_here)
                chapters.append(_chapter("In brief", lines, numbers, say))
    chapters.append(_chapter("Sign-off", closing(desk), (), say))
    return Script(tuple(chapters), tuple(left_out))


def _untold(section: Section, reason: str) -> LeftOut:
    return LeftOut(0, " — ".join(filter(None, (section.title, section.teaser))), reason)


def _leave_whole(source: Source, left_out: list[LeftOut]) -> None:
    """Note that nothing of a source is told."""
    texts = (source.cited_text or source.excerpt or source.title, source.context, *source.key_points)
    left_out.extend(LeftOut(source.number, text, OTHER_LENGTH) for text in texts if text)


def _parts(dispatch: Dispatch, show: Show) -> tuple[Part, ...]:
    """The outline's parts that have sources; without an outline, a part for each of the first stories."""
    parts = outline(dispatch)
    if dispatch.sections:
        return tuple(part for part in parts if part.sources)
    stories = grouped(tuple(source for source in dispatch.sources if not is_item(source)), dispatch)
    items = tuple(source.number for source in dispatch.sources if is_item(source))
    own = stories if len(stories) <= HEADLINES + 1 else stories[:HEADLINES]
    rest = (*(source.number for story in stories[len(own) :] for source in story), *items)
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
    if not desk.plan.ceremony:
        intro = ""
    elif desk.dispatch.sections:
        intro = introduction(part.section, before, place, _text(part, desk.dispatch), desk)
    else:
        intro = desk.turns.choose("sections", f"{place}_plain")
    lines = [Line(intro, pause="paragraph")] if intro else []
    lines.extend(_told(part.sources, desk, desk.plan.section, part.section.title, left_out))
    return tuple(lines)


def _text(part: Part, dispatch: Dispatch) -> str:
    sources = (dispatch.source(number) for number in part.sources)
    return " ".join(
        " ".join((source.title, source.cited_text, source.context, *source.key_points)) for source in sources
    )


def _told(
    numbers: tuple[int, ...], desk: Desk, budget: int, section: str, left_out: list[LeftOut]
) -> list[Line]:
    """Stories told one by one, then what is but a link or an item of a list, rounded up; each by its share."""
    sources = tuple(desk.dispatch.source(number) for number in numbers)
    items = tuple(source for source in sources if is_item(source))
    stories = grouped(tuple(source for source in sources if not is_item(source)), desk.dispatch)
    share = round(budget * (len(sources) - len(items)) / max(1, len(sources)))
    lines: list[Line] = []
    for i, story in enumerate(stories):
        # What a story leaves of its share, the next ones may use.
        telling = tell(story, desk, max(0, share - desk.words(lines)) // (len(stories) - i), brief=False)
        lines.extend(telling.lines)
        left_out.extend(telling.left_out)
    if items:
        rounded, untold = round_up(items, desk, max(desk.plan.least, budget - share), section)
        lines.extend(rounded)
        left_out.extend(untold)
    return lines


def _brief(part: Part, after_sections: bool, desk: Desk, left_out: list[LeftOut]) -> tuple[Line, ...]:
    intro = desk.turns.choose("sections", "brief") if after_sections else phrase("sections", "brief_only")
    lines = [Line(intro, pause="paragraph")]
    sources = tuple(desk.dispatch.source(number) for number in part.sources)
    items = tuple(source for source in sources if is_item(source))
    stories = grouped(tuple(source for source in sources if not is_item(source)), desk.dispatch)
    kept = desk.plan.in_brief(len(stories))
    for source in (source for story in stories[kept:] for source in story):
        _leave_whole(source, left_out)
    budget = max(desk.plan.least, min(desk.plan.brief, desk.plan.briefs // max(1, len(stories))))
    whole = desk.plan.told_whole(kept)
    for i, story in enumerate(stories[:kept]):
        telling = tell(story, desk, max(budget, desk.plan.section // 2 if i < whole else 0), brief=i >= whole)
        lines.extend(telling.lines)
        left_out.extend(telling.left_out)
    if items:
        rounded, untold = round_up(items, desk, desk.plan.section, "")
        lines.extend(rounded)
        left_out.extend(untold)
    return tuple(lines) if len(lines) > 1 else ()


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
            Utterance(
                say(line.text),
                line.sources,
                line.kind,
                "chapter" if i == last else line.pause,
                computed=line.computed,
            )
            for i, line in enumerate(lines)
        ),
        sources,
    )
