"""A section's introduction, by its place and by how it stands to the section before."""

import re

from dispatch_audio.compose.clauses import HEADLINE_VERBS, is_sentence
from dispatch_audio.compose.cleaning import clean
from dispatch_audio.compose.desk import Desk
from dispatch_audio.compose.facts import STOP_WORDS, overlap, stems
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import GERUNDS, decapitalise, noun_head, with_article
from dispatch_audio.dispatch import Section
from dispatch_audio.grammar import PLURAL, PROPER, parse

_WARNING = word_set(
    "warn caution fail failur risk mistak danger threat vulner flaw doubt setback wrong limit crisi collaps recal"
)
_MASS = re.compile(r"(?:ty|ness|ism|ance|ence|cy|ship|ics|logy|phy)$")


INTRODUCED = 12
"""The most words of a teaser that introduces its section."""
FIGURATIVE = 0.3
"""A title with less than this share of its words in its sources is a flourish: ``Troubled water``."""


def introduction(section: Section, before: Section | None, place: str, told: str, desk: Desk) -> str:
    """The line that opens a section; ``place`` is first, next, last or only, ``told`` all that its sources say.

    A title that is but a flourish tells a listener nothing: then the teaser introduces the section.
    """
    title = clean(section.title).split(";")[0].rstrip(". ")
    teaser = clean(section.teaser).rstrip(". ")
    if teaser and len(teaser.split()) <= INTRODUCED and overlap(title, f"{told} {teaser}") < FIGURATIVE:
        title, place = teaser, f"{place}_headline"
    topic = as_topic(title)
    if place == "next" and before is not None and _warns(section) and not _warns(before):
        return desk.turns.choose("sections", "caution", topic=decapitalise(with_article(title)))
    if not _follows(title) and not is_sentence(title):
        topic = decapitalise(with_article(title, "the"))
    plain_place = place.removesuffix("_headline")
    follows = place == plain_place and _follows(topic) and not topic.endswith(("?", "!"))
    macro = plain_place if follows else f"{plain_place}_headline"
    return re.sub(r"([?!])\.$", r"\1", desk.turns.choose("sections", macro, topic=topic))


def as_topic(title: str) -> str:
    """A title as it goes on inside a sentence. One in title case, ``Crate of the Week``, is a name, and keeps its
    capitals."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", title) if word.lower() not in STOP_WORDS]
    return title if len(words) > 1 and all(word[0].isupper() for word in words) else decapitalise(title)


def _warns(section: Section) -> bool:
    return bool(stems(f"{section.title} {section.teaser}") & _WARNING)


def _follows(title: str) -> bool:
    """Whether a title can follow "Next," as it stands: a noun phrase that wants no article, or a question word."""
    words = parse(title)
    if not words:
        return False
    if words[0].tag in ("WP", "WRB", "WDT") or words[0].text.lower() in ("how", "why", "what"):
        return True
    last = words[-1]
    clause = len(words) > 2 and words[-2].tag in PLURAL and f"{last.text.lower()}s" in HEADLINE_VERBS
    if is_sentence(title) or clause or ":" in title:
        return False
    head = noun_head(words)
    if head is None:
        return False
    owned = any(word.dep in ("det", "poss") or word.tag in ("DT", "PRP$") for word in words)
    noun = words[head]
    return (
        owned
        or noun.tag in (*PLURAL, *PROPER)
        or noun.text.lower() in GERUNDS
        or bool(_MASS.search(noun.text))
    )
