"""What a story is about: the name that "it" stands for, and the topic that a title gives."""

import re
from dataclasses import dataclass

from dispatch_audio.compose.attribution import title_name
from dispatch_audio.compose.clauses import is_sentence
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.polish import IT, ITS
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import KIND_NOUNS, capitalise, decapitalise, noun_head, with_article
from dispatch_audio.dispatch import Source
from dispatch_audio.grammar import PLURAL, PROPER, SUBJECTS, parse, root

_TOPICS = KIND_NOUNS | word_set("policy plan report decision ruling levy tax rule cap recall ban reform")
_TRAILING = re.compile(
    r"\s+(?:(?:Tech|Engineering|Research|Official|Company) )?(?:Blog(?: Post)?|Announcement|Release|Launch|Update|Report|Paper|Notes|Launched|Released)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the facts of a story are said of."""

    name: str = ""
    """``Kimi K2.6``, ``the policy``; empty when the dispatch names none."""
    person: bool = False
    plural: bool = False
    titled: bool = True
    """Whether the title names it; else it is the subject of the cited text, and less sure."""

    @property
    def sure(self) -> bool:
        """Whether a fact without a subject may be said of it: of "Chelsea hand debut to keeper" it may be either."""
        return bool(self.name) and self.titled

    @property
    def short(self) -> str:
        """The name once it is known: ``K2.6`` of ``Kimi K2.6``."""
        last = self.name.split(" ")[-1]
        return last if any(letter.isdigit() for letter in last) and any(map(str.isalpha, last)) else self.name

    def put(self, sentence: str, named: bool, *, short: bool = False) -> str:
        """A sentence with its subject: the name, or "it" once the name was said."""
        if self.name and (not named or self.person):
            nominative = self.short if short else self.name
            possessive = f"{nominative}'" if nominative.endswith("s") else f"{nominative}'s"
        elif self.name and not self.plural:
            nominative, possessive = "it", "its"
        elif self.name:
            nominative, possessive = "they", "their"
        else:
            nominative, possessive = "that", "the"
        return capitalise(sentence.replace(IT, nominative).replace(ITS, possessive))


def subject_of(source: Source) -> Subject:
    """From the title's leading name, else from the subject of the cited text, else none."""
    title = plain(source.title)
    _, topic = title_name(source)
    if re.sub(r"\W", "", title.casefold()) != re.sub(r"\W", "", source.author.casefold()) and not topic:
        found = _leading_name(title)
        if found:
            return found
        if is_sentence(title):
            found = _cited_subject(title)
            if found.name:
                return found
        kind = _kind(title)
        if kind:
            return kind
    return _cited_subject(plain(source.cited_text))


def _leading_name(title: str) -> Subject | None:
    head, colon, _ = title.partition(": ")
    name = _TRAILING.sub("", head.strip())
    words = parse(name)
    if (
        colon
        and words
        and all(word.tag in (*PROPER, "CD", "HYPH") or word.text[:1].isupper() for word in words)
        and len(words) <= 4
    ):
        return _named(name)
    if _TRAILING.search(head) and words and words[0].text[:1].isupper() and len(words) <= 4:
        return _named(name)
    return None


def _named(name: str) -> Subject:
    words = parse(name)
    digits = any(c.isdigit() for c in name)
    return Subject(name, person=not digits and any(word.entity == "PERSON" for word in words))


def _kind(title: str) -> Subject | None:
    """``Atlassian's AI training opt-out policy`` -> ``the policy``."""
    if is_sentence(title):
        return None
    words = parse(title)
    head = noun_head(words)
    if head is None or words[head].tag not in ("NN", "NNS") or words[head].lemma.lower() not in _TOPICS:
        return None
    return Subject(f"the {words[head].text.lower()}", plural=words[head].tag in PLURAL)


def _cited_subject(text: str) -> Subject:
    words = parse(text)
    for i, word in enumerate(words):
        if word.dep in SUBJECTS and word.head == root(words) and word.tag == "NNP":
            start = i
            while start and (words[start - 1].dep == "compound" or words[start - 1].tag in PROPER):
                start -= 1
            name = text[words[start].start : word.end]
            # What it is, nobody says: it keeps its name and is never "it".
            return Subject(name, person=True, titled=False)
    return Subject()


def topic_of(source: Source) -> tuple[str, bool]:
    """What a title says that its source is about, ready to follow "about"; and whether it is an announcement."""
    title = plain(source.title).rstrip(".")
    _, topic = title_name(source)
    squashed = re.sub(r"\W", "", title.casefold())
    if not title or squashed == re.sub(r"[\W_]", "", source.author.casefold()):
        return "", False
    text = re.sub(
        r",? threads?$|, (?:in (?:one|two|three|five|\d+) charts?|in charts|explained|a thread)$",
        "",
        plain(topic) if topic else title,
    )
    announced = re.match(r"^(?P<what>.+?) (?:announcement|launch|release)$", text, re.IGNORECASE)
    if announced:
        return announced["what"], True
    words = parse(text)
    if ": " in text or is_sentence(text) or noun_head(words) is None or len(words) > 12:
        return "", False
    return with_article(decapitalise(text), "the"), False
