"""The cited text of a source: which copy to use, whether it may be quoted, and what it lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dispatch_audio.compose.attribution import Speaker
from dispatch_audio.compose.clauses import is_sentence, sentences
from dispatch_audio.compose.cleaning import clean, unreadable
from dispatch_audio.compose.reporting import first_person, points_away, second_person
from dispatch_audio.compose.wording import decapitalise, listed
from dispatch_audio.dispatch import Source

QUOTE_WORDS = 30
"""The longest quotation, in spoken words."""
QUOTE_NUMBERS = 2
"""The most numbers in one, dates aside."""

_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_LISTING = re.compile(
    r"(?:^|[.!?]\s+)(?P<label>[A-Z][A-Z ]{2,30}): (?P<items>[^:]+?)(?=[.!?]\s+[A-Z][A-Z ]{2,30}:|$)"
)
DATES = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\b(?:19|20)\d\d\b"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """``OVERRATED: this; that`` as a label and its items."""

    label: str
    items: tuple[str, ...]

    @property
    def said(self) -> str:
        """The items in one breath."""
        return listed(self.items)


def cited(source: Source) -> str:
    """The words that a source is cited with, from the copy that is whole; back to the last clause of a cut one."""
    texts = [clean(source.cited_text), clean(source.excerpt)]
    whole = [text for text in texts if text and not _CUT.search(text)]
    if whole:
        return max(whole, key=len) if not texts[0] or _CUT.search(texts[0]) else texts[0]
    longest = max(texts, key=len)
    body = _CUT.sub("", longest)
    kept = re.match(r"^(.+)(?:[.!?](?=\s)|,(?=\s)|;)", body)
    if kept is None:
        return ""
    part = kept.group(1)
    enough = len(part) >= 0.6 * len(body) and len(part.split()) >= 6
    return part if enough and is_sentence(part) else ""


def listings(text: str) -> tuple[Listing, ...]:
    """The lists of a text that is nothing but lists; a last item of one word is a stub and goes."""
    found = []
    at = 0
    for match in _LISTING.finditer(text):
        items = [item.strip() for item in match["items"].split(";") if item.strip()]
        if len(items) > 1 and len(items[-1].split()) == 1 and match.end() == len(text):
            items = items[:-1]
        found.append(
            Listing(match["label"].capitalize(), tuple(decapitalise(item.rstrip(".")) for item in items))
        )
        at = match.end()
    return tuple(found) if found and at >= len(text) - 2 else ()


def quotable(text: str, speaker: Speaker, count: Callable[[str], int]) -> tuple[str, ...]:
    """The sentences of a cited text that may be read word for word; none when it must be told instead.

    Only a person's or a site's own words, whole sentences, at most 30 spoken words and two numbers beside dates.
    """
    own = speaker.sort in ("person", "site", "account")
    if not text or not (own or (speaker.sort == "outlet" and second_person(text))) or unreadable(text):
        return ()
    if speaker.sort in ("site", "outlet") and re.search(r"(?:^|[.!?] )We\b|\b[Oo]urs?\b", text):
        # A company's own "our" is told in its name, not quoted.
        return ()
    if (speaker.sort == "account" and not first_person(text)) or points_away(text):
        return ()
    parts = sentences(text)
    if (
        count(text) > QUOTE_WORDS
        or len(re.findall(r"\d[\d.,]*", DATES.sub("", text))) > QUOTE_NUMBERS
        or len(parts) > 3
    ):
        return ()
    first = parts[0].rstrip("… ")
    if not (is_sentence(first) or re.search(r"[.!?]$", first)) or len(text.split()) < 6:
        return ()
    return tuple(part.rstrip("… ") for part in parts)
