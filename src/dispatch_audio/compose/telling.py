"""One story as lines: who says what, the facts that are new, and why it matters."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from dispatch_audio.compose.attribution import Speaker, speaker
from dispatch_audio.compose.breath import LONGEST, ended, spoken_sentences
from dispatch_audio.compose.citing import cited
from dispatch_audio.compose.clauses import is_written_sentence, sentences
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.desk import Desk, Line
from dispatch_audio.compose.facts import numbers, overlap
from dispatch_audio.compose.fragments import told
from dispatch_audio.compose.leading import lead, statement
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.points import adder, tell_points
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.reporting import year_dropped
from dispatch_audio.compose.story import (
    NO_SENTENCE,
    OVER_LENGTH,
    POINTS_INSTEAD,
    REPEATED,
    TOLD_OTHERWISE,
    TOO_LONG,
    Story,
)
from dispatch_audio.compose.subjects import subject_of, topic_of
from dispatch_audio.compose.wording import capitalise, decapitalise, listed
from dispatch_audio.dispatch import Source
from dispatch_audio.script import Computed, LeftOut

LIKES_FACTOR = 10
"""Likes are told when they are this many times the dispatch's median."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A story, told."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]


def tell(sources: tuple[Source, ...], desk: Desk, budget: int, *, brief: bool) -> Telling:
    """The story of these sources in about ``budget`` spoken words; the first source leads, the others add."""
    first = sources[0]
    story = Story(desk, subject_of(first), budget, brief, shared=len(sources) > 1)
    context = _context(story, first)
    story.why = " ".join(context)
    why = desk.count(" ".join(context))
    _lead(story, first, why + story.desk.plan.added * min(2, len(sources) - 1))
    silent = [
        source
        for i, source in enumerate(sources[1:], start=2)
        if not _add(story, source, 0 if brief else why + story.desk.plan.added * min(2, len(sources) - i))
    ]
    _same_story(story, silent)
    for source in sources:
        _tell_context(story, source)
    _tell_engagement(story, first)
    story.paragraph()
    return Telling(tuple(story.lines), tuple(_honest(story, left) for left in story.left_out))


def _honest(story: Story, left: LeftOut) -> LeftOut:
    """Only what was said in other words is "told through the key points"."""
    if left.reason != TOLD_OTHERWISE:
        return left
    said = " ".join(line.text for line in story.lines)
    same = numbers(left.text) <= numbers(said) and overlap(left.text, said) >= 0.5
    return left if same else replace(left, reason=POINTS_INSTEAD)


def _lead(story: Story, source: Source, reserve: int) -> None:
    who = speaker(source, story.desk.show)
    used = lead(story, source, who)
    story.heard.add(who.first)
    points = tuple(point for point in source.key_points if point not in used)
    most = len(points)
    if story.brief and used and story.lines[-1].kind == "quotation":
        # The fact that a quotation speaks of is told before it.
        most = 0
    elif story.brief:
        # One fact and why it matters, where both fit; else two facts.
        context = _context(story, source)
        enough = bool(context) and story.room(" ".join(context), 12)
        most, reserve = (
            (1, story.desk.count(" ".join(context))) if enough else (story.desk.plan.brief_facts, 0)
        )
    tell_points(story, source, who, points, reserve, adding=False, most=most)
    if not story.lines:
        _mention(story, source, who)


def _add(story: Story, source: Source, reserve: int) -> bool:
    """What a further source has that is new; False when it has nothing."""
    who = speaker(source, story.desk.show)
    start = len(story.lines)
    fresh = _fresh_statement(story, source, who)
    most = story.desk.plan.added_facts(fewer=story.brief or bool(fresh))
    tell_points(story, source, who, source.key_points, reserve, adding=True, most=most)
    _add_statement(story, source, who, fresh, reserve, adds=len(story.lines) == start)
    if len(story.lines) == start:
        return False
    story.heard.add(who.first)
    return True


def _same_story(story: Story, sources: list[Source]) -> None:
    """Who else tells it, in one line; a speaker heard before is not named again, the line before rests on it too."""
    new: dict[str, list[int]] = {}
    for source in sources:
        who = speaker(source, story.desk.show)
        if who.first and len(new) < 4 and (who.first in new or who.first not in story.heard):
            new.setdefault(who.first, []).append(source.number)
        elif story.lines:
            last = story.lines[-1]
            story.lines[-1] = replace(last, sources=(*last.sources, source.number))
    if new and not story.desk.plan.ceremony:
        numbers = tuple(number for found in new.values() for number in found)
        story.lines[-1] = replace(story.lines[-1], sources=(*story.lines[-1].sources, *numbers))
    elif new:
        names = listed(tuple(name.rstrip(",") for name in new))
        line = phrase("attribution", "same_story", who=names, many=len(new) > 1)
        numbers = tuple(number for found in new.values() for number in found)
        story.lines.append(Line(capitalise(line), numbers))


def _fresh_statement(story: Story, source: Source, who: Speaker) -> tuple[str, ...]:
    made = statement(story, source, who, cited(source))
    return tuple(s for s in made if not story.desk.said.repeats(s, strict=True))


def _add_statement(
    story: Story, source: Source, who: Speaker, fresh: tuple[str, ...], reserve: int, *, adds: bool
) -> None:
    if not fresh or not story.room(". ".join(fresh), reserve):
        story.leave(source, source.cited_text, OVER_LENGTH if fresh else TOLD_OTHERWISE)
        return
    parts = [part for sentence in fresh for part in spoken_sentences(sentence, story.desk.count)]
    for i, sentence in enumerate(parts):
        if i == 0 and adds and who.first:
            sentence = phrase(
                "attribution", "adds", who=adder(story, source, who), clause=decapitalise(sentence)
            )
        for part in spoken_sentences(sentence, story.desk.count):
            story.say(ended(part), source)


def _mention(story: Story, source: Source, who: Speaker) -> None:
    """A source of which nothing new can be told is named all the same."""
    topic, _ = topic_of(source)
    title = plain(source.title)
    if topic and who.first:
        line = phrase("attribution", "discusses", who=who.first, via=who.via, topic=topic)
    elif who.first:
        line = phrase("attribution", "present", who=who.first)
    else:
        line = phrase("attribution", "titled", title=title) if title else phrase("attribution", "untitled")
    story.say(capitalise(line), source, fact=False)


def _context(story: Story, source: Source) -> tuple[str, ...]:
    """Why it matters, in sentences that may hold a mark for the subject; the first one alone in brief."""
    made = (sentence for written in _reasons(source) for sentence in _explained(story, written))
    reasons = story.desk.plan.reasons
    return tuple(islice(made, min(1, reasons) if story.brief else reasons))


def _reasons(source: Source) -> tuple[str, ...]:
    return sentences(" ".join(source.context.split()))


def _explained(story: Story, written: str) -> tuple[str, ...]:
    """A sentence of a context as it is told; none when no sentence can be made of it."""
    sentence = plain(written)
    if not sentence or len(sentence) > LONGEST:
        return ()
    if re.match(r"(?:What|How|Why|Where) ", sentence) and not sentence.endswith("?"):
        return (f"This is {decapitalise(sentence)}",)
    got = told(year_dropped(sentence, story.desk.dispatch.date))
    if not got.sentences and is_written_sentence(sentence):
        return (sentence,)
    if got.noun and not story.brief:
        # "This is" wants one thing, not many, and not the beginning of a clause.
        return (f"This is {got.noun}",) if re.match(r"(?:a|an|the|another|one) ", got.noun, re.I) else ()
    return got.sentences


def _tell_context(story: Story, source: Source) -> None:
    """The dispatch's own words on why it matters: never put into the source's mouth."""
    heard = _say_context(story, source)
    for written in _reasons(source):
        made = _explained(story, written)
        if not set(made) & heard:
            story.leave(source, written, _untold(story, made))


def _untold(story: Story, made: tuple[str, ...]) -> str:
    """Why a sentence of a context was not told."""
    if not made:
        return NO_SENTENCE
    put = [story.subject.put(sentence, story.named) for sentence in made]
    if all(story.desk.said.repeats(sentence) for sentence in put):
        return REPEATED
    fits = all(story.fits(spoken_sentences(sentence, story.desk.count)) for sentence in put)
    return OVER_LENGTH if fits else TOO_LONG


def _say_context(story: Story, source: Source) -> set[str]:
    """Say a context. Returns the sentences of it that were told."""
    said = 0
    heard: set[str] = set()
    for sentence in _context(story, source):
        unclear = sentence.startswith((IT, ITS)) and not story.subject.name
        is_one = sentence.startswith(tuple(f"{IT} is {one} " for one in ("the", "one of the", "only the")))
        put = "It" + sentence[len(IT) :] if unclear and is_one else sentence
        put = story.subject.put(put, story.named)
        parts = spoken_sentences(put, story.desk.count)
        if story.desk.said.repeats(put):
            continue
        if not story.fits(parts) or not story.room(put):
            if said == 0:
                return heard
            continue
        heard.add(sentence)
        if not said:
            story.paragraph()
        for part in parts:
            story.say(part, source)
            said += 1
    return heard


def _tell_engagement(story: Story, source: Source) -> None:
    likes = [
        e.count for s in story.desk.dispatch.sources for e in s.engagement if e.what.casefold() == "likes"
    ]
    own = next((e.count for e in source.engagement if e.what.casefold() == "likes"), 0)
    if len(likes) < 3 or own < LIKES_FACTOR * max(100, sorted(likes)[len(likes) // 2]):
        return
    step = 1000 if own >= 10_000 else 100
    line = phrase("closing", "likes", count=f"{(own - 1) // step * step:,}")
    story.say(line, source)
    story.lines[-1] = replace(story.lines[-1], computed=(Computed(line, f"{own} likes"),))
