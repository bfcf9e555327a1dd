"""The opening: a cold open, who speaks, what today is about, and what is ahead."""

from dispatch_audio.compose.attribution import named, said_role
from dispatch_audio.compose.breath import LONGEST, ended, spoken_sentences
from dispatch_audio.compose.clauses import is_independent, sentences
from dispatch_audio.compose.cleaning import clean
from dispatch_audio.compose.desk import BREATH, Desk, Line
from dispatch_audio.compose.facts import overlap
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.sections import as_topic
from dispatch_audio.compose.story import TOO_LONG
from dispatch_audio.compose.wording import a_or_an, capitalise, listed, noun_head
from dispatch_audio.dispatch import Section
from dispatch_audio.grammar import parse
from dispatch_audio.script import LeftOut

TEASED = 3
TEASE_WORDS = 20
"""The most words of what is teased, all in one breath."""
LONG_OPENING = 110
"""An opening of so many words teases nothing more."""
ROLE_WORDS = 10
"""The longest role that is said of the author of the pull quote."""
ENOUGH = "the opening was long enough without it"
UNSAID_NOTE = "a note on the quotation, for the page"


def spoken_date(desk: Desk) -> str:
    """``Monday, April 20``: the spoken form makes an ordinal of it."""
    date = desk.dispatch.date
    return f"{date:%A}, {date:%B} {date.day}"


def opening(desk: Desk, sections: tuple[Section, ...], left_out: list[LeftOut]) -> tuple[Line, ...]:
    """The lines before the first story; only these sections are promised. What is not read goes to ``left_out``."""
    lines = [*_cold_open(desk, left_out)]
    greeting = desk.turns.choose(
        "opening", "greeting", narrator=desk.show.narrator, show=desk.show.title, date=spoken_date(desk)
    )
    lines.append(Line(greeting, pause="paragraph"))
    title = clean(desk.dispatch.title).rstrip(".")
    if title:
        lines.append(Line(ended(desk.turns.choose("opening", "title", title=title).rstrip("."))))
    lines.extend(_lede(desk, left_out))
    if desk.plan.teases and desk.words(lines) < LONG_OPENING:
        lines.extend(_tease(desk, sections))
    for line in lines:
        desk.said.add(line.text)
    return tuple(lines)


def _cold_open(desk: Desk, left_out: list[LeftOut]) -> tuple[Line, ...]:
    quote = desk.dispatch.pull_quote
    if quote is None or not clean(quote.text):
        return ()
    if not desk.plan.quotes:
        left_out.append(LeftOut(0, quote.text, ENOUGH))
        return ()
    text = Line(f"“{clean(quote.text)}”", kind="quotation", pause="quotation")
    if quote.author.casefold() == desk.show.narrator.casefold():
        return (text,)
    author = named(quote.author, desk.show)
    role = _role(quote.note) if author == clean(quote.author) else ""
    if role:
        author = f"{author}, {role},"
    elif quote.note:
        left_out.append(LeftOut(0, quote.note, UNSAID_NOTE))
    intro = (
        desk.turns.choose("opening", "quoted", author=author)
        if author
        else phrase("opening", "quoted_nobody")
    )
    return (Line(intro, pause="quotation"), text)


def _role(note: str) -> str:
    """Who somebody is, where the note on a quotation says it rather than when or where it was said."""
    note = clean(note).rstrip(".")
    if note.startswith("who ") and len(note.split()) <= ROLE_WORDS:
        return note
    words = parse(note)
    head = noun_head(words)
    if (
        head is None
        or words[0].tag not in ("NN", "NNP", "JJ", "DT", "VBG")
        or len(words) > ROLE_WORDS
        or "narrat" in note
    ):
        return ""
    role = said_role(note)
    return note if words[0].tag == "DT" else f"the {role}" if " of " in role else a_or_an(role)


def _lede(desk: Desk, left_out: list[LeftOut]) -> tuple[Line, ...]:
    lines: list[Line] = []
    full = False
    for sentence in (s for p in desk.dispatch.summary.split("\n\n") for s in sentences(clean(p))):
        if len(sentence) > LONGEST:
            left_out.append(LeftOut(0, sentence, TOO_LONG))
            continue
        parts = [Line(part) for part in _breaths(sentence, desk)]
        if not parts:
            left_out.append(LeftOut(0, sentence, TOO_LONG))
            continue
        full = full or (bool(desk.dispatch.sources) and desk.words([*lines, *parts]) > desk.plan.lede)
        if full:
            left_out.append(LeftOut(0, sentence, ENOUGH))
        else:
            lines.extend(parts)
    return tuple(lines)


def _breaths(sentence: str, desk: Desk) -> tuple[str, ...]:
    """A sentence of the lede in breaths; none when a part is too long and holds no second clause to tell apart."""
    parts: list[str] = []
    for part in spoken_sentences(sentence, desk.count):
        if desk.count(part) <= BREATH:
            parts.append(part)
            continue
        # The sentence is whole, so that what stands before ", and" and a whole clause is one too.
        left, joint, right = part.rpartition(", and ")
        if not joint or not is_independent(right) or max(desk.count(left), desk.count(right)) > BREATH:
            return ()
        parts += [ended(left), ended(right)]
    return tuple(parts)


def _tease(desk: Desk, sections: tuple[Section, ...]) -> tuple[Line, ...]:
    """The teasers that the lede has not told, two or three of them, in the outline's order."""
    lede = desk.dispatch.summary
    teasers = [section.teaser for section in sections if clean(section.teaser)]
    fresh = sorted(teasers, key=lambda teaser: overlap(teaser, lede))
    chosen = [teaser for teaser in fresh if overlap(teaser, lede) < 0.5][:TEASED]
    if not teasers and not lede:
        chosen = teasers = [section.title.split(";")[0] for section in sections[1:] if section.title][:TEASED]
    if len(teasers) < 2 or not chosen:
        return ()
    items = tuple(as_topic(clean(teaser).rstrip(".")) for teaser in teasers if teaser in chosen)
    while len(items) > 1 and desk.count(listed(items)) > TEASE_WORDS:
        longest = max(items, key=desk.count)
        items = tuple(item for item in items if item != longest)
    text = desk.turns.choose("opening", "tease", items=listed(items))
    return (Line(capitalise(text)),) if desk.count(text) <= BREATH else ()
