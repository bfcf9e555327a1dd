"""What is on record: the words that an utterance may rest on, by source, and those of the dispatch and the show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dispatch_audio.compose.attribution import VIA, organisation_names
from dispatch_audio.compose.cleaning import clean, handle_name, plain
from dispatch_audio.compose.roundup import is_item
from dispatch_audio.compose.show import Show
from dispatch_audio.compose.stories import grouped
from dispatch_audio.dispatch import Dispatch, Source
from dispatch_audio.fidelity.amounts import amounts
from dispatch_audio.fidelity.dates import Day, days
from dispatch_audio.fidelity.exchanged import Places, places
from dispatch_audio.fidelity.negation import Place, negation_table
from dispatch_audio.fidelity.quotes import in_one_line
from dispatch_audio.fidelity.words import Spelt, spelt

_HANDLE = re.compile(r"(?<![\w.])@\w+|^\S*[_\d]\S*$")
"""An account: after an @, or a name in one word with a figure or a stroke in it."""


@dataclass(frozen=True)
class Record:
    """Texts that stand on record, and what is found in them; each is looked through once, when first asked."""

    texts: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The texts, and what is left of each when what is never read is taken out, which makes other neighbours."""
        return tuple(dict.fromkeys(form for text in self.texts for form in (text, plain(text))))

    @cached_property
    def amounts(self) -> dict[tuple[str, str], frozenset[str]]:
        """From a value and its unit to the qualifiers that it is given with."""
        found: dict[tuple[str, str], set[str]] = {}
        for text in self.texts:
            for amount in amounts(text):
                for key in amount.keys:
                    found.setdefault(key, set()).add(amount.qualifier)
        return {key: frozenset(qualifiers) for key, qualifiers in found.items()}

    @cached_property
    def days(self) -> frozenset[Day]:
        """All dates, wherever they stand."""
        return frozenset(day for text in self.texts for day in days(text))

    @cached_property
    def places(self) -> Places:
        """Where the figures stand."""
        return places(self.texts)

    @cached_property
    def negations(self) -> dict[Place, frozenset[int]]:
        """Where how many negations stand."""
        return negation_table(self.forms)

    @cached_property
    def _runs(self) -> str:
        return "\n".join(
            in_one_line(form) for text in self.texts for form in dict.fromkeys((text, clean(text)))
        )

    def has_run(self, words: str) -> bool:
        """Whether these words stand in one of the texts in one run, case and marks aside. What is never read aloud,
        as links and hashtags, may be gone."""
        return in_one_line(words) in self._runs

    @cached_property
    def spelt(self) -> Spelt:
        """All words, as they may be written."""
        return spelt(self.forms)


def source_texts(source: Source, show: Show) -> tuple[str, ...]:
    """Every field of a source, and who its author is by people.toml and the table of organisations."""
    texts = [
        source.title,
        source.author,
        source.role,
        source.kind,
        source.group,
        source.excerpt,
        source.cited_text,
    ]
    texts += [source.context, *source.key_points, *source.provenance]
    texts += [f"{item.count} {item.what}" for item in source.engagement]
    texts += [line for field in source.other for line in (field.label, *field.lines)]
    # The address itself is no text: "deezer-says-44-of" bears out no number.
    texts += [source.link.host] if source.link else []
    # "Chancellor Rachel Reeves": a role may stand right before its name.
    texts += [
        f"{part.strip()} {name}"
        for part in source.role.replace("/", ",").split(",")
        for name in (source.author, source.title)
    ]
    # "@foo_bar99" is said "foo bar 99".
    texts += [handle_name(handle) for text in texts for handle in _HANDLE.findall(text)]
    texts += [VIA.get(source.kind.casefold(), "")]
    texts += organisation_names(source.author, source.link.host if source.link else "")
    words = " ".join(texts).casefold()
    for person in show.people:
        if person.handle.casefold().lstrip("@") in words:
            texts += [person.name, person.role, f"{person.role} {person.name}"]
    return tuple(filter(None, texts))


def head_texts(dispatch: Dispatch, show: Show) -> tuple[str, ...]:
    """What the dispatch and the show say of themselves, before any source."""
    texts = [show.title, show.narrator, dispatch.title, dispatch.ship, dispatch.summary]
    texts += [text for section in dispatch.sections for text in (section.title, section.teaser)]
    texts += [line for field in dispatch.other for line in (field.label, *field.lines)]
    quote = dispatch.pull_quote
    if quote is not None:
        texts += [quote.text, quote.author, quote.note, *organisation_names(quote.author, "")]
        known = show.person(clean(quote.author)) if quote.author else None
        texts += [known.name, known.role] if known else []
    return tuple(filter(None, texts))


class Records:
    """The records of a dispatch, made when first asked for. Keeps state: what was made once is kept."""

    def __init__(self, dispatch: Dispatch, show: Show, *, edited: bool) -> None:
        self._dispatch = dispatch
        self._edited = edited
        self._texts = {source.number: source_texts(source, show) for source in dispatch.sources}
        self._head = head_texts(dispatch, show)
        self._made: dict[tuple[tuple[int, ...], tuple[str, ...]], Record] = {}
        self._leads: dict[tuple[int, ...], dict[int, str]] = {}

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the sources there are."""
        return frozenset(self._texts)

    def of(self, sources: Iterable[int]) -> Record:
        """What an utterance resting on these sources may say. On none, what the dispatch says before its sources; an
        editor, who need not cite, may say what is anywhere in it."""
        return self._record(tuple(sorted(set(sources) & self.numbers)), ())

    def naming(self, sources: Iterable[int], chapter: tuple[int, ...]) -> Spelt:
        """The names for an utterance resting on these sources; where several sources of its chapter tell one story,
        what the title of the first is about may be named in all of it."""
        key = tuple(sorted(set(sources) & self.numbers))
        if not key:
            return self.of(()).spelt
        leads = self._leading(chapter)
        titles = tuple(sorted({leads[number] for number in key if number in leads}))
        return self._record(key, titles).spelt

    def _record(self, key: tuple[int, ...], titles: tuple[str, ...]) -> Record:
        if (key, titles) not in self._made:
            anywhere = [self._head, *(self._texts.values() if self._edited else ())]
            chosen = [self._texts[number] for number in key] or anywhere
            self._made[key, titles] = Record((*titles, *(text for texts in chosen for text in texts)))
        return self._made[key, titles]

    def _leading(self, chapter: tuple[int, ...]) -> dict[int, str]:
        """From each source of a chapter to the title of the one that leads its story."""
        if chapter not in self._leads:
            told = set(chapter)
            sources = tuple(
                source for source in self._dispatch.sources if source.number in told and not is_item(source)
            )
            stories = grouped(sources, self._dispatch)
            self._leads[chapter] = {source.number: story[0].title for story in stories for source in story}
        return self._leads[chapter]
