"""Long sentences parted where a reader would breathe: at dashes, between clauses, before what a participle adds."""

import re
from collections.abc import Callable

from dispatch_audio.compose.clauses import coordinated, dashed, is_independent, is_sentence, sentences
from dispatch_audio.compose.desk import BREATH
from dispatch_audio.compose.participles import participle_tail
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import capitalise, noun_head, past, third_person
from dispatch_audio.grammar import PLURAL, PROPER, SUBJECTS, children, parse, root

LONG = 20
"""Clauses of their own are told apart from this many spoken words on: the usual newsroom limit."""

LONGEST = 1000
"""Characters: nothing longer is parsed, as no parting would make it sayable."""

Count = Callable[[str], int]

_LED_IN = re.compile(
    r"^(?:Meanwhile|In other news|Elsewhere|Also|Additionally|Moreover|Furthermore|In addition), ",
    re.IGNORECASE,
)


def ended(text: str) -> str:
    """A sentence with its capital and its full stop."""
    text = capitalise(text.strip().rstrip(",;:–—- "))
    return text if re.search(r"[.!?][”\"’)]?$", text) else f"{text}."


def spoken_sentences(text: str, count: Count, limit: int = BREATH) -> tuple[str, ...]:
    """A sentence in one or more that fit one breath each; parts that are no sentences of their own stay joined.

    ``limit`` is lower when words are to come before it. The last of them may still be too long when nothing in it can be parted.
    """
    text = _LED_IN.sub("", text.strip())
    if len(text) > LONGEST:
        return (ended(text),)
    pieces = _at_dashes(text)
    if count(text) > LONG:
        pieces = tuple(smaller for piece in pieces for smaller in coordinated(piece))
    for part in (_at_source, _at_comparison, _at_participle, _at_relative):
        pieces = tuple(
            smaller for piece in pieces for smaller in (part(piece) if count(piece) > limit else (piece,))
        )
    return tuple(ended(piece) for piece in pieces)


def _at_dashes(text: str) -> tuple[str, ...]:
    parts = dashed(text)
    if len(parts) < 2:
        return (text,)
    return parts if all(is_independent(part) for part in parts) else _nouns_after_dash(text, parts)


def _nouns_after_dash(text: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """A noun phrase after a dash explains what stands before: it becomes "That is ..."."""
    if len(parts) != 2 or not is_sentence(parts[0]):
        return (text,)
    words = parse(parts[1])
    head = noun_head(words)
    # A name explains nothing: "naïve café — Zürich's Straße".
    if head is None or words[head].tag in PROPER or is_sentence(parts[1]) or sentences(parts[0])[1:]:
        return (text,)
    return (parts[0], f"{'Those are' if words[head].tag in PLURAL else 'That is'} {parts[1]}")


def _at_source(text: str) -> tuple[str, ...]:
    """``..., according to people familiar with it`` -> ``That is according to people familiar with it``."""
    match = re.match(r"^(?P<body>.+), (?P<rest>according to [^,]+)$", text.rstrip("."))
    if match is None or not is_sentence(match["body"]):
        return (text,)
    return (match["body"], f"That is {match['rest']}")


def _at_participle(text: str) -> tuple[str, ...]:
    body, aside = participle_tail(text.rstrip("."))
    return (body, aside) if aside else _subject_again(text)


_PREPOSITIONS = word_set("""according assuming barring beginning concerning considering counting depending during excepting excluding
    failing following given granting including involving judging notwithstanding owing pending regarding respecting
    seeing speaking starting touching""")
"""Words in "-ing" that nobody does: "according to", "including"."""


def _subject_again(text: str) -> tuple[str, ...]:
    """``It improved throughput, ultimately achieving X`` -> two sentences, the second with "It" and the same tense."""
    match = re.match(r"^(?P<body>.+), (?P<how>\w+ly )?(?P<verb>\w+ing) (?P<rest>.+)$", text.rstrip("."))
    if match is None or match["verb"] in _PREPOSITIONS or not is_sentence(match["body"]):
        return (text,)
    words = parse(match["body"])
    verb = root(words)
    subject = next((words[i] for i in children(words, verb) if words[i].dep == "nsubj"), None)
    if subject is None or subject.entity == "PERSON" or words[verb].tag not in ("VBD", "VBZ"):
        return (text,)
    lemma = parse(f"It is {match['verb']} {match['rest']}")[2].lemma
    plural = subject.tag in PLURAL
    said = past(lemma) if words[verb].tag == "VBD" else third_person(lemma, plural)
    return (match["body"], f"{'They' if plural else 'It'} {match['how'] or ''}{said} {match['rest']}")


def _at_comparison(text: str) -> tuple[str, ...]:
    """``..., compared with 0.68% before`` -> ``That compares with 0.68% before``."""
    match = re.match(r"^(?P<body>.+), (?:compared with|up from|down from) (?P<rest>[^,]+)$", text.rstrip("."))
    if match is None or not is_sentence(match["body"]):
        return (text,)
    return (match["body"], f"That compares with {match['rest']}")


def _at_relative(text: str) -> tuple[str, ...]:
    """``..., which will cut prices`` -> ``That will cut prices``, when "which" is the subject."""
    match = re.match(r"^(?P<body>.+), which (?P<rest>.+)$", text.rstrip("."))
    if match is None or not is_sentence(match["body"]):
        return (text,)
    words = parse(f"That {match['rest']}")
    subject = words[0].dep in SUBJECTS
    return (match["body"], f"That {match['rest']}") if subject else (text,)
