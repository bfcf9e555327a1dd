"""A finished episode as a page shows it: its chapters, what is said in them, when each word is heard, and on what it rests.

The script as it was read tells the sentences with their sources, the transcript when their words are heard. The words of
both are the same, in the same order.
"""

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from dispatch_audio.episode import ChapterMark, Manifest
from dispatch_audio.package.read_script import ReadLine
from dispatch_audio.package.text import clean
from dispatch_audio.package.transcript import Cue, Word, written
from dispatch_audio.script import Kind

PARAGRAPH_GAP = 700
"""Milliseconds without a word that begin a new paragraph."""
_LONGEST = 60
"""Sentences after which a paragraph ends in any case, so that pages can be turned."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in one breath."""

    words: tuple[Word, ...]
    sources: tuple[int, ...] = ()
    """Numbers of the sources that it rests on, of those that the page lists."""

    @property
    def text(self) -> str:
        """Its words with one blank between them, so that a script finds them again."""
        return " ".join(word.text for word in self.words)

    @property
    def times(self) -> str:
        """When its words are heard, in centiseconds: the first from the programme's start, each other from the one before."""
        starts = [word.start // 10 for word in self.words]
        return " ".join(map(str, (starts[0], *(b - a for a, b in itertools.pairwise(starts)))))


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a quotation that stands by itself."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    html: str
    """The sentences as HTML, each with its times, and with links to its sources."""

    @property
    def seconds(self) -> int:
        """Whole seconds from the programme's start."""
        return self.sentences[0].words[0].start // 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter."""

    mark: ChapterMark
    seconds: int
    """Where it starts, from the programme's start."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, where it stands."""

    chapter: int
    kind: Kind
    sentence: Sentence


def paged(parts: Sequence[Part], room: int) -> tuple[tuple[Part, ...], ...]:
    """The parts as pages of some ``room`` bytes of HTML each, in order; a chapter that fits on none is cut between passages.

    Chapters in which nothing is said stand on no page. There always is a first one.
    """
    pages: list[list[Part]] = [[]]
    free, cited, told = room, frozenset[int](), told_in(parts)
    for part in parts:
        for passage in part.passages:
            cut = dataclasses.replace(part, passages=(passage,))
            words, numbers = _AROUND + len(passage.html.encode()), listed((cut,), told)
            if words + _SOURCE * len(numbers - cited) > free and pages[-1]:
                pages.append([])
                free, cited = room, frozenset()
            free -= words + _SOURCE * len(numbers - cited)
            cited |= numbers
            if pages[-1] and pages[-1][-1].mark is part.mark:
                before = pages[-1].pop()
                cut = dataclasses.replace(part, passages=(*before.passages, passage))
            pages[-1].append(cut)
    return tuple(map(tuple, pages))


def listed(shown: Iterable[Part], told: frozenset[int]) -> frozenset[int]:
    """The numbers of the sources that a page with these parts lists: those that its sentences rest on, and of its chapters'
    sources those that no sentence of the episode names, which are not among ``told``."""
    shown = tuple(shown)
    return told_in(shown) | {
        source.number for part in shown for source in part.mark.sources if source.number not in told
    }


def told_in(parts: Iterable[Part]) -> frozenset[int]:
    """The numbers of the sources that sentences rest on."""
    return frozenset(
        number
        for part in parts
        for passage in part.passages
        for sentence in passage.sentences
        for number in sentence.sources
    )


_AROUND, _SOURCE = 150, 700
"""Bytes around a passage, and of a source: as it is listed and as machines are told of it."""


def _html(sentences: Sequence[Sentence]) -> str:
    """Written here and not in a template, which takes six times as long for each sentence: ten thousand pages have a million."""
    return " ".join(
        [
            f'<span data-t="{sentence.times}">{escape(clean(sentence.text))}</span>{_numbers(sentence.sources)}'
            for sentence in sentences
        ]
    )


@functools.cache
def _numbers(sources: tuple[int, ...]) -> str:
    links = [f'<a href="#source-{number}" aria-label="Source {number}">{number}</a>' for number in sources]
    return f"<sup>{','.join(links)}</sup>" if links else ""


def parts_of(episode: Manifest, cues: Sequence[Cue], lines: Sequence[ReadLine]) -> tuple[Part, ...]:
    """The chapters in their order.

    ``lines`` are those of the script as it was read; without any, or where they are not those that the transcript has, the
    cues stand for the sentences, and nothing is told of their sources.
    """
    said = tuple(_told(episode, cues, lines) or _shown(episode, cues))
    return tuple(
        Part(
            mark,
            int(mark.start),
            tuple(_passages([one for one in said if one.chapter == at])),
        )
        for at, mark in enumerate(episode.chapters)
    )


def _told(episode: Manifest, cues: Sequence[Cue], lines: Sequence[ReadLine]) -> list[_Said]:
    """The script's sentences; none where the transcript has other words."""
    words = [word for cue in cues for word in cue.words]
    texts = [written(line.form.text) for line in lines]
    if [word.text for word in words] != [text for line in texts for text in line]:
        return []
    known = {source.number for mark in episode.chapters for source in mark.sources}
    heard = iter(words)
    found = []
    for line, text in zip(lines, texts, strict=True):
        sources = tuple(number for number in line.sources if number in known)
        if text:
            sentence = Sentence(tuple(itertools.islice(heard, len(text))), sources)
            found.append(_Said(line.chapter, line.kind, sentence))
    return found


def _shown(episode: Manifest, cues: Sequence[Cue]) -> Iterator[_Said]:
    for cue in cues:
        chapter = max(
            (at for at, mark in enumerate(episode.chapters) if mark.start * 1000 <= cue.start), default=0
        )
        text = written(cue.text)
        # A file without word times says when the whole cue is heard.
        words = cue.words or tuple(Word(word, cue.start, cue.end) for word in text)
        if words:
            yield _Said(chapter, "narration", Sentence(words))


def _passages(said: Sequence[_Said]) -> Iterator[Passage]:
    sentences: list[Sentence] = []
    for one, following in itertools.zip_longest(said, said[1:]):
        sentences.append(one.sentence)
        silence = (
            following.sentence.words[0].start - one.sentence.words[-1].end if following else PARAGRAPH_GAP
        )
        # One quotation ends where the next begins: they are of different people as often as not.
        quoted = following is None or "quotation" in (one.kind, following.kind)
        if quoted or silence >= PARAGRAPH_GAP or len(sentences) == _LONGEST:
            yield Passage(one.kind, tuple(sentences), _html(sentences))
            sentences = []
