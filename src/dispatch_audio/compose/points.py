"""The key points of a source as facts: each new one a sentence, each old one left out, the rest in one list."""

import re
from dataclasses import replace

from dispatch_audio.compose.attribution import Speaker, agreed
from dispatch_audio.compose.breath import ended, spoken_sentences
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.desk import BREATH
from dispatch_audio.compose.facts import numbers, overlap
from dispatch_audio.compose.fragments import Told, told
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.polish import IT
from dispatch_audio.compose.reporting import attributed, year_dropped
from dispatch_audio.compose.story import NO_SENTENCE, OVER_LENGTH, REPEATED, TOO_LONG, UNCLEAR, Story
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import capitalise, decapitalise, listed, noun_head
from dispatch_audio.dispatch import Source
from dispatch_audio.grammar import PLURAL, parse

_EVENT = re.compile(
    rf"^{IT} (?:marks|suggests|follows|means|shows|signals|reflects|builds on|comes|ends|is part of|raises|proves)\b"
)
"""What may be said of all that was told before, as "that"."""
_TAIL = re.compile(r"^(?P<head>.+), (?P<tail>(?:over|about|more than|nearly|almost|up to|or) .*\d.*)$")
_AGAINST = re.compile(
    r"^(?P<figure>[\d.,]+\+?) (?P<what>[^,\d]+?) (?:versus|vs\.?|compared (?:to|with)|against) (?P<other>[^,]+?)['’]s (?P<theirs>[\d.,]+)$"
)


def tell_points(
    story: Story,
    source: Source,
    who: Speaker,
    points: tuple[str, ...],
    reserve: int,
    *,
    adding: bool,
    most: int,
) -> None:
    """Say at most ``most`` of these key points, as long as ``reserve`` words are left for what follows."""
    nouns: list[tuple[str, str]] = []
    facts = 0
    for point in points if story.brief else _in_reach(story, points):
        text = plain(point)
        dated = year_dropped(text, story.desk.dispatch.date)
        if story.desk.said.repeats(dated, strict=adding) or (adding and overlap(text, story.why) >= 0.6):
            story.leave(source, point, REPEATED)
            continue
        made = told(year_dropped(_new_part(story, text), story.desk.dispatch.date))
        if made.kind and not _is_named(story) and made.sentences[0].startswith(f"{IT} is "):
            made = Told(noun=made.kind)
        if made.noun:
            nouns.append((point, made.noun))
            continue
        made = _without_repeats(story, _acting(story, who, made))
        reason = _unsayable(story, made, reserve, room=facts < most)
        if reason:
            story.leave(source, point, reason)
            continue
        _say(story, source, who, made, adds=adding and facts == 0, reminder=_reminds(who, facts))
        facts += 1
    _list(story, source, who, nouns, reserve, adds=adding and facts == 0, most=most - facts)


_ACTS = word_set(
    """calls argues asks says seeks urges warns wants plans proposes demands expects predicts suggests recommends promises
    pledges rejects denies opposes supports thanks criticizes criticises praises welcomes disputes doubts compares vows
    threatens hopes fears sees believes thinks objects offers announces presses"""
)
"""What only somebody who speaks can do."""


def _acting(story: Story, who: Speaker, made: Told) -> Told:
    """``Calls for a review`` is what the speaker does, whatever the story is about."""
    if not made.sentences or not who.short or who.plural:
        return made
    first, *rest = made.sentences
    match = re.match(rf"^{IT} (?P<verb>\w+) ", first)
    if match is None or match["verb"] not in _ACTS or who.sort in ("reporter", "outlet", "unknown"):
        return made
    return replace(made, sentences=(capitalise(who.short) + first[len(IT) :], *rest))


def _is_named(story: Story) -> bool:
    """Whether the story's subject has a name in the title that a thing of some kind may bear."""
    subject = story.subject
    return (
        bool(subject.name) and subject.titled and not subject.name.startswith("the ") and not subject.person
    )


def _without_repeats(story: Story, made: Told) -> Told:
    """Of several sentences, those that are new: the comparison alone when what is compared was said."""
    fresh = tuple(s for s in made.sentences if not story.desk.said.repeats(s))
    return replace(made, sentences=fresh) if len(made.sentences) > 1 and fresh else made


def _in_reach(story: Story, points: tuple[str, ...]) -> tuple[str, ...]:
    """A point that says "equivalent to" follows at once on the figure it explains; the others keep their order."""
    last = story.lines[-1].text if story.lines else ""

    def away(point: str) -> bool:
        return not (_refers(told(plain(point))) and bool(numbers(point) & numbers(last)))

    return tuple(sorted(points, key=away))


def _refers(made: Told) -> bool:
    return (
        bool(made.sentences)
        and re.match(r"^That is (?:equivalent|equal|roughly|about|nearly)", made.sentences[0]) is not None
    )


def _new_part(story: Story, text: str) -> str:
    """What is new when the first half was said: ``75,000 tracks daily, over 2 million monthly`` -> ``That is over 2
    million monthly``; ``300 sub-agents vs K2.5's 100`` -> ``K2.5 has 100 sub-agents``."""
    match = _TAIL.match(text)
    if match and numbers(match["head"]) and story.desk.said.repeats(match["head"]):
        return f"That is {match['tail'].removeprefix('or ')}"
    against = _AGAINST.match(text)
    if against and story.desk.said.repeats(f"{against['figure']} {against['what']}"):
        return f"{against['other']} has {against['theirs']} {against['what']}"
    return text


def _unsayable(story: Story, made: Told, reserve: int, *, room: bool) -> str:
    """Why this cannot be told; empty when it can."""
    if not made.sentences:
        return NO_SENTENCE
    first = made.sentences[0]
    if first.startswith(IT) and not story.subject.sure and not _EVENT.match(first):
        return UNCLEAR
    if _refers(made) and not (story.lines and numbers(first) & numbers(story.lines[-1].text)):
        return UNCLEAR
    if not story.fits(tuple(part for s in made.sentences for part in spoken_sentences(s, story.desk.count))):
        return TOO_LONG
    return "" if room and story.room(". ".join(made.sentences), reserve) else OVER_LENGTH


def _reminds(who: Speaker, facts: int) -> bool:
    """Whether this fact names its speaker again: what a person holds is not told as the show's own word."""
    return who.sort in ("person", "site", "account") and facts % 3 == 0 and bool(who.short)


def _say(story: Story, source: Source, who: Speaker, made: Told, *, adds: bool, reminder: bool) -> None:
    first = made.sentences[0]
    subject = story.subject
    for i, sentence in enumerate(made.sentences):
        if _EVENT.match(sentence) and not subject.titled:
            sentence = sentence.replace(IT, "That")
        # Who has a speaker already gets no second one.
        own = attributed(sentence) or sentence.startswith(f"{capitalise(who.short)} ")
        opens = i == 0 and (adds or (reminder and not own))
        text = subject.put(sentence, story.named and not opens, short=adds)
        if opens and text.startswith("That "):
            text = f"this {text[5:]}"
        if i == 0 and made.kind and who.sort == "organisation" and first.startswith(f"{IT} is "):
            called = subject.short if adds or not story.named else "it"
            text = phrase(
                "attribution", "calls", who=adder(story, source, who), subject=called, what=made.kind
            )
        elif i == 0 and adds:
            text = agreed(
                phrase("attribution", "adds", who=adder(story, source, who), clause=decapitalise(text)), who
            )
        elif opens:
            macro = "second_reminder" if story.reminded else "reminder"
            story.reminded = True
            text = story.desk.turns.choose("attribution", macro, who=who.short, clause=decapitalise(text))
        parts = spoken_sentences(text, story.desk.count)
        if opens and (own or not story.fits(parts)):
            macro, name = ("adds_this", adder(story, source, who)) if adds else ("goes_on", who.short)
            story.say(capitalise(phrase("attribution", macro, who=name)), source)
            parts = spoken_sentences(subject.put(sentence, named=False, short=adds), story.desk.count)
        for part in parts:
            story.say(part, source)


def adder(story: Story, source: Source, who: Speaker) -> str:
    """Who adds to a story, by the short name if heard before; and where, when the title says "blog"."""
    name = who.short if who.first in story.heard else who.first
    blog = re.search(
        r"\b((?:tech|engineering|research|company|official) )?blog(?: post)?$", source.title, re.IGNORECASE
    )
    if blog and who.sort == "organisation":
        return f"on its {(blog.group(1) or '').lower()}blog, {name}"
    return name


def _list(
    story: Story,
    source: Source,
    who: Speaker,
    nouns: list[tuple[str, str]],
    reserve: int,
    *,
    adds: bool,
    most: int,
) -> None:
    """Two or three noun phrases in one honest list."""
    fresh = nouns[: min(3, max(0, most))]
    while fresh:
        text = _there_is(tuple(noun for _, noun in fresh))
        if adds:
            text = phrase("attribution", "adds", who=adder(story, source, who), clause=text)
        if story.desk.count(text) <= BREATH and story.room(text, reserve):
            story.say(ended(text), source)
            break
        fresh = fresh[:-1]
    for point, _ in nouns[len(fresh) :]:
        story.leave(source, point, OVER_LENGTH)


def _there_is(items: tuple[str, ...]) -> str:
    words = parse(items[0])
    head = noun_head(words)
    be = "are" if head is not None and words[head].tag in PLURAL else "is"
    return f"there {be} also {listed(items)}"
