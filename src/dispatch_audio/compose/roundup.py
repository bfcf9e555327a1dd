"""A section that is a list of links, as newsletters have them: grouped by its headings and shortened, not recited."""

from dataclasses import dataclass, field, replace
from itertools import groupby

from dispatch_audio.compose.breath import ended
from dispatch_audio.compose.closing import NOTED, in_words
from dispatch_audio.compose.desk import BREATH, Desk, Line
from dispatch_audio.compose.items import heading, item_lines, quoted, sayable, tabular
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.wording import capitalise, listed
from dispatch_audio.dispatch import Source
from dispatch_audio.script import Computed, LeftOut

NAMED = 3
"""The most titles in a breath."""
PROSE_SHARE = 0.7
"""What is written in sentences gets at most this share of a section; the lists get the rest."""
TOLD = 60
"""The most items under one heading that are told, however long the script."""
COUNTED = 6
"""Headings of which it is said how many links they have; the others are counted together."""
SHORTENED = "one of a long list, which the episode's page has"
UNSAYABLE = "code or shorthand, which only the eye can read"


@dataclass(slots=True)
class _Group:
    """What stands under one heading of a section. Keeps state while it is told."""

    name: str
    items: list[Source] = field(default_factory=list)
    """What has something said of it."""
    links: list[Source] = field(default_factory=list)
    """What has but a title."""
    lines: list[Line] = field(default_factory=list)


def is_item(source: Source) -> bool:
    """Whether nobody speaks in a source: it is a link, a link with something said of it, or a heading over names."""
    points = source.key_points and (source.context or source.link) and not tabular(source)
    return not (source.author or source.cited_text or source.excerpt or points)


def round_up(
    sources: tuple[Source, ...], desk: Desk, budget: int, section: str
) -> tuple[tuple[Line, ...], tuple[LeftOut, ...]]:
    """The lines of a section's links and items in about ``budget`` spoken words, and what is not said of them; ``section`` was announced.

    What is written in sentences comes first in the budget; then titles, group by group; of the other groups it is
    said how many links they have, so that nobody takes the list for whole.
    """
    left_out: list[LeftOut] = []
    groups = _groups(sources)
    prose = round(PROSE_SHARE * budget)
    for group in groups:
        _say_items(group, desk, section, prose - _words(groups, desk), left_out)
    counted = [
        group
        for group in groups
        if group.links and not _say_titles(group, desk, budget - _words(groups, desk), left_out)
    ]
    for group in groups:
        if group.lines:
            group.lines[-1] = replace(group.lines[-1], pause="paragraph")
    lines = (line for group in groups for line in group.lines)
    counted = [group for group in counted if (group.name or len(group.links) > 1) and desk.plan.ceremony]
    return (*lines, *_counts(counted, desk)), tuple(left_out)


def _words(groups: list[_Group], desk: Desk) -> int:
    return sum(desk.words(group.lines) for group in groups)


def _groups(sources: tuple[Source, ...]) -> list[_Group]:
    """The sources under their headings; a source that is a heading over names makes a group of them."""
    groups: list[_Group] = []
    for name, found in groupby(sources, key=lambda source: source.group):
        group = _Group(heading(name))
        groups.append(group)
        for source in found:
            if source.key_points and not tabular(source):
                names = [replace(source, title=point, key_points=()) for point in source.key_points]
                groups.append(_Group(heading(source.title), links=names))
            else:
                said = source.context and not tabular(source)
                (group.items if said else group.links).append(source)
    return groups


def _say_items(group: _Group, desk: Desk, section: str, room: int, left_out: list[LeftOut]) -> None:
    """Say what has something said of it, the first at any rate, as far as there is room; of what cannot be said, the
    title is left. Beyond that nothing is looked at, so that a list of thousands costs no more than one of sixty."""
    mute: list[Source] = []
    for at, source in enumerate(group.items):
        first = not group.lines
        lines = (
            item_lines(source, desk, heading=group.name, section=section, first=first) if at < TOLD else []
        )
        if at >= TOLD or (not first and desk.words(group.lines) + desk.words(lines) > room):
            rest = group.items[at:]
            left_out.extend(LeftOut(source.number, source.context, SHORTENED) for source in rest)
            group.lines.append(_rest(group, rest, desk))
            break
        if not lines:
            mute.append(source)
            left_out.append(LeftOut(source.number, source.context, UNSAYABLE))
        group.lines.extend(lines)
    group.links = sorted([*group.links, *mute], key=lambda source: source.number)


def _say_titles(group: _Group, desk: Desk, room: int, left_out: list[LeftOut]) -> bool:
    """Say as many titles of a group's links as there is room for; False when none is said, and they are to be counted."""
    able = list(
        {quoted(source): source for source in reversed(group.links) if sayable(source, desk)}.values()
    )
    able.reverse()
    for most in (most for most in (desk.plan.titles, 3, 2, 1) if able and most <= desk.plan.titles):
        chosen = able[:most]
        lines = _listed(group, tuple(chosen), desk)
        if lines and desk.words(lines) <= room:
            group.lines.extend(lines)
            _leave([source for source in group.links if source not in chosen], desk, left_out)
            return True
    _leave(group.links, desk, left_out)
    return False


def _leave(links: list[Source], desk: Desk, left_out: list[LeftOut]) -> None:
    for source in links:
        reason = SHORTENED if sayable(source, desk) else UNSAYABLE
        row = source.context if tabular(source) else ""
        texts = (source.title, row, *source.key_points)
        left_out.extend(LeftOut(source.number, text, reason) for text in texts if text)


def _listed(group: _Group, chosen: tuple[Source, ...], desk: Desk) -> list[Line]:
    """The titles chosen, as many in a breath as it holds, the first after the group's heading; none when one does not
    fit."""
    lines: list[Line] = []
    rest = chosen
    while rest:
        for most in range(min(NAMED, len(rest)), 0, -1):
            line = (
                _opened(group, rest[:most], desk, whole=len(chosen) == len(group.links))
                if not lines
                else _also(rest[:most])
            )
            if desk.count(line.text) <= BREATH:
                break
        else:
            return []
        lines.append(line)
        rest = rest[most:]
    return lines


def _also(chosen: tuple[Source, ...]) -> Line:
    titles = listed(tuple(quoted(source) for source in chosen))
    return Line(ended(phrase("roundup", "also", titles=titles)), tuple(source.number for source in chosen))


def _opened(group: _Group, chosen: tuple[Source, ...], desk: Desk, *, whole: bool) -> Line:
    titles = listed(tuple(quoted(source) for source in chosen))
    numbers = tuple(dict.fromkeys(source.number for source in group.links))
    here, more = not group.name or bool(group.lines), bool(group.lines)
    if whole and here:
        return Line(ended(phrase("roundup", "all_here", titles=titles, more=more)), numbers)
    if whole:
        return Line(ended(phrase("roundup", "all_under", group=group.name, titles=titles)), numbers)
    count = in_words(len(group.links))
    text = (
        phrase("roundup", "some_here", count=count, titles=titles, more=more)
        if here
        else desk.turns.choose("roundup", "some_under", group=group.name, count=count, titles=titles)
    )
    return Line(ended(text), numbers, computed=(_computed(count, group),))


def _rest(group: _Group, rest: list[Source], desk: Desk) -> Line:
    count = in_words(len(rest))
    text = capitalise(phrase("roundup", "rest", count=count, place=_place(desk)))
    basis = Computed(count, f"{len(rest)} of {len(group.items)} sources")
    return Line(text, tuple(source.number for source in rest), computed=(basis,))


def _counts(groups: list[_Group], desk: Desk) -> tuple[Line, ...]:
    """How many links there are under the headings of which nothing was said, three headings a breath."""
    lines = []
    for at in range(0, min(len(groups), COUNTED), 3):
        some = groups[at : at + 3]
        counts = [in_words(len(group.links)) for group in some]
        items = listed(tuple(_count_of(count, group) for count, group in zip(counts, some, strict=True)))
        text = capitalise(phrase("roundup", "elsewhere", items=items, place=_place(desk)))
        numbers = tuple(dict.fromkeys(source.number for group in some for source in group.links))
        computed = tuple(_computed(count, group) for count, group in zip(counts, some, strict=True))
        lines.append(Line(text, numbers, computed=computed))
    if groups[COUNTED:]:
        lines.append(_others(groups[COUNTED:]))
    return tuple(lines)


def _others(groups: list[_Group]) -> Line:
    links = [source.number for group in groups for source in group.links]
    count, headings = in_words(len(links)), in_words(len(groups))
    text = phrase("roundup", "others", count=count, headings=headings)
    numbers = tuple(dict.fromkeys(links))
    basis = Computed(count, f"{len(links)} sources"), Computed(headings, f"{len(groups)} headings")
    return Line(text, numbers, computed=basis)


def _count_of(count: str, group: _Group) -> str:
    return f"{count} under {group.name}" if group.name else f"{count} {'link' if count == 'one' else 'links'}"


def _computed(count: str, group: _Group) -> Computed:
    return Computed(count, f"{len(group.links)} sources{f' under {group.name}' if group.name else ''}")


def _place(desk: Desk) -> str:
    return "the show notes" if len(desk.dispatch.sources) <= NOTED else "the episode's page"
