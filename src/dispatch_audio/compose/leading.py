"""How a source opens: who speaks, and the statement, quoted, told or listed."""

import re
from dataclasses import replace

from dispatch_audio.compose.attribution import VIA, Speaker, agreed
from dispatch_audio.compose.breath import LONGEST, ended, spoken_sentences
from dispatch_audio.compose.citing import DATES, cited, listings, quotable
from dispatch_audio.compose.clauses import is_imperative, is_sentence, sentences
from dispatch_audio.compose.cleaning import plain, unreadable
from dispatch_audio.compose.desk import BREATH
from dispatch_audio.compose.facts import numbers, overlap
from dispatch_audio.compose.fragments import Told, told
from dispatch_audio.compose.happening import happening
from dispatch_audio.compose.neighbours import answers
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.polish import IT, polished
from dispatch_audio.compose.reporting import (
    company_speaks,
    first_person,
    itself,
    now_inside,
    owner_named,
    points_away,
    second_person,
    year_dropped,
)
from dispatch_audio.compose.story import LABEL, OVER_LENGTH, TOLD_OTHERWISE, UNQUOTED, Story
from dispatch_audio.compose.subjects import topic_of
from dispatch_audio.compose.wording import capitalise, decapitalise, listed
from dispatch_audio.dispatch import Source

REPORTING = {
    "reporter": "reports",
    "outlet": "reports",
    "paper": "finds",
    "account": "holds",
    "site": "holds",
    "person": "holds",
    "organisation": "says",
    "unknown": "unnamed",
}
"""The phrase of templates/attribution.j2 for each sort of speaker."""


def lead(story: Story, source: Source, who: Speaker) -> tuple[str, ...]:
    """Say the first lines of a source. Returns the key points that they used up."""
    text = cited(source)
    topic, announced = topic_of(source)
    if listings(text) and who.first:
        _lists(story, source, who, topic)
        return ()
    quote = quotable(text, who, story.desk.count)
    event = happening(source, who, " ".join(quote) or text)
    if event and story.fits(event):
        _open_with(story, source, who, event)
        if quote:
            _quote(story, source, who, "", quote, again=who.first in story.heard)
        else:
            _follow(story, source, who, statement(story, source, who, text))
        return ()
    if quote:
        scene = _scene(story, source, who, quote)
        if scene is not None:
            report(story, source, who, told(plain(scene)).sentences)
            _quote(story, source, who, "", quote, again=True)
            return (scene,)
        _quote(story, source, who, topic, quote)
        return ()
    if announced and who.first:
        _about(story, source, who, topic, "announces")
        story.leave(source, source.cited_text, LABEL)
        return ()
    told_text = statement(story, source, who, text)
    news = _figures_first(story, source, text)
    if told_text and not news:
        report(story, source, who, told_text)
        return ()
    if topic and who.sort == "person":
        _about(story, source, who, topic, "discusses")
        story.leave(source, source.cited_text, TOLD_OTHERWISE)
        return ()
    point = news or _first_sayable(story, source)
    if point is None:
        if topic and who.first:
            _about(story, source, who, topic, "discusses")
        whole = any(is_sentence(part) for part in sentences(text)) and len(text) <= LONGEST
        story.leave(source, source.cited_text, UNQUOTED if whole else LABEL)
        return ()
    made = told(year_dropped(plain(point), story.desk.dispatch.date))
    report(story, source, who, _introduced(story, made if made.sentences else told(plain(point))))
    if told_text and not story.shared and story.room(". ".join(told_text), 90):
        for sentence in told_text:
            for part in spoken_sentences(sentence, story.desk.count):
                story.say(part, source)
    else:
        story.leave(source, source.cited_text, TOLD_OTHERWISE if is_sentence(text) else LABEL)
    return (point,)


def statement(story: Story, source: Source, who: Speaker, text: str) -> tuple[str, ...]:
    """The cited text as others tell it, sentence by sentence; none when it is a label or speaks of "I" and "this"."""
    if not text or points_away(text) or unreadable(text):
        return ()
    if who.sort in ("reporter", "outlet", "paper", "unknown") and (
        second_person(text) or text.startswith(("“", '"', "‘"))
    ):
        return ()
    owner = story.subject.name if not story.subject.person else ""
    out: list[str] = []
    for i, part in enumerate(sentences(text)):
        if len(part) > LONGEST:
            break
        sentence = _told_by_others(part, who, owner, story)
        if first_person(sentence) or (i == 0 and is_imperative(sentence)):
            break
        if not is_sentence(sentence):
            if i == 0 or not owner or not re.match(r"^[a-z]+ing\b", sentence):
                break
            sentence = f"{owner} is {sentence}"
        if not _sayable(story, who, sentence, first=not out):
            break
        out.append(sentence)
    return tuple(out)


def _told_by_others(part: str, who: Speaker, owner: str, story: Story) -> str:
    text = year_dropped(now_inside(plain(part.rstrip("… "))), story.desk.dispatch.date)
    sentence = polished(text, written=True).rstrip(". ")
    head, colon, _ = sentence.partition(": ")
    if colon and is_sentence(head):
        sentence = head
    if who.sort in ("organisation", "site"):
        sentence = itself(company_speaks(sentence), who.short)
    return owner_named(sentence, owner)


def _sayable(story: Story, who: Speaker, sentence: str, *, first: bool) -> bool:
    parts = _parted(story, who, sentence) if first else spoken_sentences(sentence, story.desk.count)
    return story.fits(parts) and all(
        len(re.findall(r"\d[\d.,/-]*", DATES.sub("", part))) <= 3 for part in parts
    )


def _parted(story: Story, who: Speaker, sentence: str) -> tuple[str, ...]:
    """A statement in parts of which the first leaves room for its speaker."""
    lead_in = story.desk.count(f"{who.first} {who.via} says that") if who.first else 0
    return spoken_sentences(sentence, story.desk.count, BREATH - lead_in)


def report(story: Story, source: Source, who: Speaker, told_text: tuple[str, ...]) -> None:
    """Say a statement after its speaker: ``Apple says ...``."""
    first, *rest = _parted(story, who, told_text[0])
    rest.extend(part for s in told_text[1:] for part in spoken_sentences(s, story.desk.count))
    clause = decapitalise(first)
    macro = REPORTING[who.sort] if who.first else "unnamed"
    values = {"clause": clause}
    if macro != "unnamed":
        values["who"] = who.first
    if macro in ("reports", "holds"):
        values["via"] = who.via
    whole = agreed(phrase("attribution", macro, **values), who)
    parts: tuple[str, ...] = (ended(whole),)
    if not story.fits(parts) and who.first:
        # No breath is left for both: who speaks, and then what is said.
        story.say(
            capitalise(
                agreed(phrase("attribution", _TELLS.get(who.sort, "tells"), who=who.first, via=who.via), who)
            ),
            source,
            fact=False,
        )
        parts = spoken_sentences(first, story.desk.count)
    for part in parts:
        story.say(part, source)
    for sentence in rest:
        story.say(sentence, source)


_TELLS = {"reporter": "tells_news", "outlet": "tells_news", "organisation": "tells_own"}
"""The phrase that says who speaks where what is said has a breath of its own; else who writes it."""


def _lists(story: Story, source: Source, who: Speaker, topic: str) -> None:
    _about(story, source, who, topic, "discusses" if topic else "posts")
    for i, listing in enumerate(listings(cited(source))):
        label = f"{listing.label}, {who.short} says" if i == 0 else listing.label
        text = ended(f"{label}: {listed(listing.items)}")
        if story.desk.count(text) <= BREATH or len(listing.items) < 2:
            story.say(text, source)
            continue
        half = (len(listing.items) + 1) // 2
        story.say(ended(f"{label}: {listed(listing.items[:half])}"), source)
        story.say(ended(f"And also: {listed(listing.items[half:])}"), source)


def _open_with(story: Story, source: Source, who: Speaker, event: tuple[str, ...]) -> None:
    """Say what happened: a post answers it, an organisation may be the one who did it, a reporter reports it."""
    post = source.kind.casefold() in VIA or answers(source)
    names = (who.short.casefold(), plain(source.author).casefold() or who.short.casefold())
    did_it = who.sort == "organisation" and event[0].casefold().removeprefix("the ").startswith(
        tuple(name.removeprefix("the ") for name in names)
    )
    if post or did_it or not who.first:
        for part in event:
            story.say(ended(part), source)
        return
    report(story, source, who, event)
    story.heard.add(who.first)


def _follow(story: Story, source: Source, who: Speaker, told_text: tuple[str, ...]) -> None:
    """The statement after what happened, by the short name where the speaker was heard."""
    fresh = tuple(sentence for sentence in told_text if not story.desk.said.repeats(sentence))
    if not fresh or not story.room(". ".join(fresh)):
        story.leave(source, source.cited_text, OVER_LENGTH if fresh else TOLD_OTHERWISE)
    elif who.first in story.heard and who.sort in ("reporter", "outlet"):
        for sentence in fresh:
            for part in spoken_sentences(sentence, story.desk.count):
                story.say(part, source)
    else:
        heard = who.first in story.heard
        report(story, source, replace(who, first=who.short, via="") if heard else who, fresh)


def _scene(story: Story, source: Source, who: Speaker, quote: tuple[str, ...]) -> str | None:
    """A first key point with figures of which the quotation has nothing: without it, nobody knows what is spoken of."""
    point = source.key_points[0] if source.key_points else ""
    text, words = plain(point), " ".join(quote)
    made = told(text)
    sets = (
        bool(made.sentences)
        and bool(numbers(text))
        and not made.sentences[0].startswith((IT, "That ", "There "))
    )
    apart = max(overlap(text, words), overlap(words, text)) <= 0.1
    return point if sets and apart and _sayable(story, who, made.sentences[0], first=True) else None


def _quote(
    story: Story, source: Source, who: Speaker, topic: str, quote: tuple[str, ...], *, again: bool = False
) -> None:
    """A quotation after its speaker, by the short name when heard before."""
    if again:
        intro = phrase("attribution", "writes", who=who.short, via="")
    elif topic:
        intro = phrase("attribution", "writes_about", who=who.first, via=who.via, topic=topic)
    else:
        intro = phrase("attribution", "writes", who=who.first, via=who.via)
    story.say(capitalise(agreed(intro, who)), source, fact=False)
    story.paragraph("quotation")
    for part in quote:
        story.say(f"“{part if re.search('[.!?]$', part) else ended(part)}”", source, "quotation")
    story.paragraph("quotation")


def _about(story: Story, source: Source, who: Speaker, topic: str, macro: str) -> None:
    values = {"topic": topic} if macro != "posts" else {}
    line = phrase("attribution", macro, who=who.first, via=who.via, **values)
    story.say(capitalise(agreed(line, who)), source, fact=False)


def _figures_first(story: Story, source: Source, text: str) -> str | None:
    """A first key point with the figures that an article's cited words lack: it is the news."""
    if source.kind.casefold() != "article" or not source.key_points or re.search(r"\d{2}", text):
        return None
    point = source.key_points[0]
    if not re.search(r"\d{2}", point):
        return None
    return point if _clear(story, told(plain(point))) else None


def _clear(story: Story, made: Told) -> bool:
    """Whether a fact can open a story: it has its own subject, or the story has one to give it."""
    return bool(made.sentences) and bool(
        story.subject.sure or not made.sentences[0].startswith((IT, "That ", "This "))
    )


def _introduced(story: Story, made: Told) -> tuple[str, ...]:
    """The sentences of a fact, its subject named at once with what it is: ``Kimi K2.6, an open-source model,``."""
    first, *rest = made.sentences
    name = story.subject.name
    if (
        made.kind
        and name
        and story.subject.titled
        and first.startswith(IT)
        and not first.startswith(f"{IT} is ")
    ):
        first = f"{name}, {made.kind},{first[len(IT) :]}"
    return (story.subject.put(first, named=False), *(story.subject.put(s, named=True) for s in rest))


def _first_sayable(story: Story, source: Source) -> str | None:
    for point in source.key_points:
        made = told(plain(point))
        if _clear(story, made) and not story.desk.said.repeats(plain(point)) and story.fits(made.sentences):
            return point
    return None
