"""A source's words as somebody else tells them: "we" becomes the company, "its" gets its noun, the year goes."""

import datetime
import re

from dispatch_audio.compose.wording import third_person
from dispatch_audio.grammar import SUBJECTS, Word, parse

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CONTRACTIONS = {
    "'re": "is",
    "’re": "is",
    "'ve": "has",
    "’ve": "has",
    "'ll": "will",
    "’ll": "will",
    "'d": "would",
    "’d": "would",
}
_POINTS_AWAY = re.compile(
    r"\b(?:this|these) (?:quote|thread|post|tweet|chart|graph|table|video|clip|image|picture|photo|screenshot|one)\b"
    r"|\b(?:below|link in|see here|read more|full thread)\b|^(?:RT|Thread)\b|:$",
    re.IGNORECASE,
)
_WE = {"our": "its", "us": "it", "ours": "its own", "ourselves": "itself"}


def first_person(text: str) -> bool:
    """Whether the speaker speaks of himself: such a text is quoted or turned, never told as it is."""
    return bool(re.search(r"\b(?:I|I['’]\w+|me|my|mine|[Ww]e|[Ww]e['’]\w+|us|[Oo]urs?)\b", text))


def second_person(text: str) -> bool:
    """Whether a text speaks to "you": a saying, to be quoted, and no fact that an outlet reports."""
    return bool(re.search(r"\b[Yy]ou(?:['’]\w+|rs?|rself)?\b", text))


def attributed(text: str) -> bool:
    """Whether a sentence names its own speaker: ``states could raise $2.1bn, economists say``."""
    return bool(
        re.search(r",? (?:say|says|said)(?: [\w .]+)?[.]?$|\b[Aa]ccording to\b", text)
        or re.match(r"^(?:[\w.'’-]+ ){1,5}(?:say|says|said|argue|argues|warn|warns|claim|claims) ", text)
    )


def points_away(text: str) -> bool:
    """Whether a text points at something that a listener cannot see: "this quote", "the thread below"."""
    return _POINTS_AWAY.search(text) is not None


def company_speaks(text: str) -> str:
    """``We're expanding our work`` -> ``it is expanding its work``."""
    words = parse(text)
    out = text
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        lower = word.text.lower()
        if lower in _WE:
            out = out[: word.start] + _WE[lower] + out[word.end :]
        elif lower == "we":
            out = out[: word.start] + "it" + out[word.end :]
        elif word.tag == "VBP" and _subject_is_we(words, i):
            put = _CONTRACTIONS.get(lower) or third_person(word.lemma, plural=False)
            out = out[: word.start].rstrip() + " " + put + out[word.end :]
        elif lower in _CONTRACTIONS and i and words[i - 1].text.lower() == "we":
            out = out[: word.start].rstrip() + " " + _CONTRACTIONS[lower] + out[word.end :]
    return out


def _subject_is_we(words: tuple[Word, ...], verb: int) -> bool:
    head = words[verb].head if words[verb].dep.startswith("aux") else verb
    return any(word.head == head and word.dep in SUBJECTS and word.text.lower() == "we" for word in words)


def itself(text: str, company: str) -> str:
    """What a company says of itself: ``Riverside FC have signed X`` -> ``it has signed X``."""
    name = company.removeprefix("the ")
    match = re.match(rf"^(?:The |the )?{re.escape(name)} (?P<rest>[a-z].*)$", text)
    if match is None:
        return text
    verb, _, rest = match["rest"].partition(" ")
    return f"it {_ONE.get(verb, verb)} {rest}"


_ONE = {"have": "has", "are": "is", "were": "was", "do": "does"}


def now_inside(text: str) -> str:
    """``Now, Codex can help`` -> ``Codex can now help``."""
    if not text.startswith("Now, "):
        return text
    rest = text[5:]
    words = parse(rest)
    modal = next((word for word in words if word.tag == "MD"), None)
    return f"{rest[: modal.end]} now{rest[modal.end :]}" if modal is not None else rest


def owner_named(text: str, owner: str) -> str:
    """An "its" that has no noun before it gets its owner's name: ``uploaded to its platform`` -> ``Deezer's``."""
    match = re.search(r"\bits\b", text)
    if match is None or not owner:
        return text
    before = parse(text[: match.start()])
    # A singular name before it may be what "its" means; a company known to the listener is safer said again.
    if any(word.tag in ("NNP",) and word.entity in ("ORG", "GPE", "PRODUCT", "NORP") for word in before):
        return text
    if any(word.dep in SUBJECTS and word.tag in ("NN", "NNP", "PRP") for word in before):
        return text
    possessive = f"{owner}'" if owner.endswith("s") else f"{owner}'s"
    return text[: match.start()] + possessive + text[match.end() :]


def year_dropped(text: str, date: datetime.date) -> str:
    """A date of the dispatch's own year without it: ``September 1, 2026`` -> ``September 1``."""
    text = re.sub(rf"\b((?:{_MONTHS}) \d{{1,2}})(?:st|nd|rd|th)?,? {date.year}\b,?", r"\1", text)
    return re.sub(rf"\b(\d{{1,2}} (?:{_MONTHS})),? {date.year}\b", r"\1", text)
