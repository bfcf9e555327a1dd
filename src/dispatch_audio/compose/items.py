"""One item of a list: what its title sounds like, and the sentence or two that the dispatch says of it."""

import datetime
import re

from dispatch_audio.compose.breath import LONGEST, ended, spoken_sentences
from dispatch_audio.compose.clauses import is_written_sentence, sentences
from dispatch_audio.compose.cleaning import clean, plain
from dispatch_audio.compose.desk import BREATH, Desk, Line
from dispatch_audio.compose.facts import overlap
from dispatch_audio.compose.fragments import told
from dispatch_audio.compose.phrases import phrase
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.reporting import first_person, points_away, second_person, year_dropped
from dispatch_audio.dispatch import Source
from dispatch_audio.grammar import parse

TITLE_WORDS = 12
"""The longest title that is said, in spoken words."""
SENTENCES = 2
"""Sentences said of one item."""
LEAST_WORDS = 4
"""A remark shorter than that says nothing to the ear: ``TL;DR it depends.``"""

_CODE = re.compile(r"[{}<>\[\]=|`\\^]|::|(?<!\w)_|\w\(|(?<!\w)-{1,2}[A-Za-z]|(?:\w+_\w+\W.*){2}|(?:\w+/){2}")
_ROW_DATE = re.compile(r"^\s*(?P<date>\d{4}-\d\d-\d\d)\s*\|")


def tabular(source: Source) -> bool:
    """Whether it is a row of a table that is written as a list: ``2026-08-20 | Berlin, DE | Rust Berlin``."""
    return "|" in source.title or "|" in source.context


def heading(name: str) -> str:
    """A heading as it follows "under": no slashes, colons and brackets."""
    text = re.sub(r"\s*/\s*", " and ", plain(name))
    return re.sub(r"\s*[:;]\s+", ", ", text).strip(" .:;")


def quoted(source: Source) -> str:
    """A title in quotation marks; of a dated row, the last cell, and on which day."""
    title = clean(source.title.split("|")[-1]).strip(" .")
    title = re.sub(r"[“\"](.*?)[”\"]", r"‘\1’", title)
    dated = _ROW_DATE.match(source.context) or _ROW_DATE.match(source.title)
    try:
        day = datetime.date.fromisoformat(dated["date"]) if dated else None
    except ValueError:
        day = None
    return f"“{title}”" + (f" on {day:%B} {day.day}" if day else "")


def sayable(source: Source, desk: Desk) -> bool:
    """Whether the ear can make something of a title: it is short, and no code."""
    title = clean(source.title.split("|")[-1]).strip(" .")
    return bool(title) and not _CODE.search(source.title.split("|")[-1]) and desk.count(title) <= TITLE_WORDS


def item_lines(source: Source, desk: Desk, *, heading: str, section: str, first: bool) -> list[Line]:
    """What is said of an item: its title where its sentences do not say it, then its first sentences.

    The first of a group says the group's heading; ``section`` is what was announced before. None when nothing can be
    said.
    """
    announced = _same(source.title, section) or _same(source.title, heading)
    texts = _texts(source, desk, titled=not announced, first=first)
    if texts and first and heading and not (announced and _same(heading, section)):
        lead = phrase("roundup", "under", group=heading)
        together = f"{lead} {texts[0]}"
        texts = [together, *texts[1:]] if desk.count(together) <= BREATH else [lead, *texts]
    return [Line(text, (source.number,)) for text in texts]


def _same(title: str, other: str) -> bool:
    return title.casefold().strip(" .:") == other.casefold().strip(" .:")


def _texts(source: Source, desk: Desk, *, titled: bool, first: bool) -> list[str]:
    title = quoted(source) if titled and sayable(source, desk) else ""
    written = sentences(" ".join(source.context.split()))
    made: list[str] = []
    for part in written[:SENTENCES]:
        got = _sentence(part, title, desk)
        if not got:
            break
        made.extend(got)
    if not made:
        return _named(written[0], title, desk, first=first) if title and written else []
    if clean(source.title).casefold().strip(" .") in made[0].casefold():
        return made
    points_back = made[0].startswith(("This ", "These ")) or parse(made[0])[0].tag in _HEADLESS
    if not title:
        return [] if points_back and titled else made
    if title in made[0] or (overlap(source.title, " ".join(made)) >= 0.5 and not points_back):
        return made
    together = f"{title}: {made[0]}"
    if desk.count(together) <= BREATH and not made[0].startswith(("This ", "These ")):
        return [together, *made[1:]]
    named = (
        phrase("roundup", "item_first", title=title)
        if first
        else desk.turns.choose("roundup", "item", title=title)
    )
    return [named, *made]


_HEADLESS = ("VB", "VBZ", "MD")
"""Tags of a first word that leaves its subject to the title: ``Introduces scoped storage``."""


def _sentence(written: str, title: str, desk: Desk) -> tuple[str, ...]:
    """A sentence of the dispatch in breaths; none when it cannot be said. What it leaves unnamed gets the title."""
    text = year_dropped(plain(written), desk.dispatch.date)
    unfit = points_away(text) or first_person(text) or second_person(text) or len(text.split()) < LEAST_WORDS
    if unfit or len(text) > LONGEST:
        return ()
    got = told(text).sentences
    if got and IT in got[0]:
        text = ended(got[0].replace(IT, title, 1)) if title else ""
    elif not is_written_sentence(text):
        text = ended(got[0]) if got else ""
    if not text or IT in text or ITS in text:
        return ()
    parts = spoken_sentences(text, desk.count)
    return parts if all(desk.count(part) <= BREATH for part in parts) else ()


def _named(written: str, title: str, desk: Desk, *, first: bool) -> list[str]:
    """``“img_hash”, perceptual hashing of images``: a title with a few words that are no sentence."""
    what = told(plain(written)).noun
    # "Future-proofs syntax for literals" has a verb that no tagger knows.
    if not what or re.match(r"(?:an? )?[a-z]+-[a-z]+s ", what):
        return []
    values = {"title": title, "what": what}
    text = phrase("roundup", "named", **values) if first else desk.turns.choose("roundup", "named", **values)
    return [text] if desk.count(text) <= BREATH else []
