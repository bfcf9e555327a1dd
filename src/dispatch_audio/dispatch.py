"""The first value: what was written. Every word of a dispatch file, by the name of its field."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PullQuote:
    """The line that opens the dispatch, and who said it."""

    text: str
    """The words, without their quotation marks."""
    author: str
    """Who said it: ``Lenar Kess``. Empty when nobody is named."""
    note: str = ""
    """What follows the author's name: ``today's narration``."""


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the outline."""

    title: str
    teaser: str
    """What the line promises after its dash; empty when there is none."""
    sources: tuple[int, ...] = ()
    """Numbers of the sources that the dispatch itself puts under it, in its order; empty when it does not say, and
    their words must tell."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a source can be read."""

    written: str
    """As the dispatch shows it: ``x.com/kepano/status/2046235456975913145``."""
    url: str
    """The whole address, ``https://`` added when the dispatch leaves it out. Empty when the dispatch cuts the
    address with an ellipsis: a cut address leads nowhere and is never published as a link."""

    @property
    def host(self) -> str:
        """The site's name, ``techcrunch.com``, also of a cut address."""
        rest = self.written.partition("://")[2] or self.written
        return rest.partition("/")[0].removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Field:
    """A label we do not know, kept with its lines so that nothing is lost."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engagement:
    """How often a post was liked, reposted and answered."""

    count: int
    what: str
    """As written: ``likes``, ``retweets``, ``replies``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One cited source, with everything that the dispatch says of it."""

    number: int
    title: str
    kind: str
    """What it is, as written: ``Article`` or ``X``."""
    author: str
    """Who wrote it, as written: a name or a handle."""
    role: str
    """What follows the author's dash: ``CEO of Obsidian``. May be empty."""
    excerpt: str
    """The words that the page shows; may be a cut copy of ``cited_text``."""
    cited_text: str
    context: str
    """The dispatch's own words on why it matters; never the source's."""
    key_points: tuple[str, ...]
    link: Link | None = None
    engagement: tuple[Engagement, ...] = ()
    provenance: tuple[str, ...] = ()
    """``Tweet``, ``Primary source``, in the order written."""
    group: str = ""
    """The heading inside its section that it stands under: ``Newsletters``. Empty when there is none."""
    other: tuple[Field, ...] = ()
    line: int = 0
    """Where it begins in the file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A written briefing."""

    title: str
    date: datetime.date
    number: int | None = None
    ship: str = ""
    """Where it was filed from: ``GCU Gradually Then Suddenly``."""
    pull_quote: PullQuote | None = None
    summary: str = ""
    """One or more paragraphs, divided by an empty line."""
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    other: tuple[Field, ...] = ()

    @property
    def slug(self) -> str:
        """The episode's name in addresses: from the number, else the date; never from the title, which may be
        corrected."""
        return f"dispatch-{self.number:03d}" if self.number is not None else self.date.isoformat()

    def source(self, number: int) -> Source:
        """The source with this number."""
        return next(source for source in self.sources if source.number == number)
