"""The second value: what will be read. Every utterance keeps what is written and how it is said, aligned."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["narration", "quotation"]
Pause = Literal["sentence", "paragraph", "quotation", "chapter"]
"""What an utterance ends: a sentence inside a paragraph, a paragraph, what stands beside a quotation, a chapter."""

INLINE = "inline"
"""The rule of a span whose pronunciation an editor wrote into the script."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of written text and the words said for it."""

    start: int
    """First character in the written text, counted from 0."""
    end: int
    """One past the last character."""
    spoken: str
    """What is said for it; may be empty (a bracket, a footnote mark)."""
    rule: str = ""
    """The rule or lexicon entry that read it; empty when it is said as written."""
    phonemes: str = ""
    """How it sounds, in IPA, where an entry of the lexicon says so; else the engine decides."""


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """How a written text is said, span by span.

    The spans follow one another without gap or overlap from the first character to the last, so that any word said
    leads back to the characters that it stands for.
    """

    text: str
    """As written: ``58.6% on SWE-Bench Pro``."""
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        at = 0
        for span in self.spans:
            if span.start != at or span.end < at:
                raise ValueError(f"span {span} does not follow on {at} in {self.text!r}")
            at = span.end
        if at != len(self.text):
            raise ValueError(f"spans end at {at}, not at the end of {self.text!r}")

    @property
    def spoken(self) -> str:
        """All that is said: ``fifty eight point six percent on Swee Bench Pro``."""
        return "".join(span.spoken for span in self.spans)


@dataclass(frozen=True, slots=True)
class Computed:
    """Words of an utterance that no source has: a count, a comparison or a rounding of ours, which must be exact."""

    text: str
    """The words, as they stand in the utterance: ``three times as many``."""
    basis: str
    """What they were made from, as the dispatch has it: ``300 against 100``."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one breath: a sentence, or the words of a quotation."""

    form: SpokenForm
    sources: tuple[int, ...] = ()
    """Numbers of the dispatch's sources that it rests on; none for the show's own words."""
    kind: Kind = "narration"
    pause: Pause = "sentence"
    """How long the silence after it is, by what it ends."""
    silence: float | None = None
    """Seconds of silence after it, where an editor set them; else the voice's own for ``pause``."""
    computed: tuple[Computed, ...] = ()
    """The words in it that we computed, in their order."""

    @property
    def text(self) -> str:
        """As written."""
        return self.form.text

    @property
    def spoken(self) -> str:
        """As said."""
        return self.form.spoken


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the episode that a listener can jump to."""

    title: str
    utterances: tuple[Utterance, ...]
    sources: tuple[int, ...] = ()
    """Numbers of the sources that it tells, in the order told."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the dispatch says and the script does not, and why."""

    source: int
    """The source's number; 0 for what belongs to none of them: the summary, a section, the pull quote."""
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Script:
    """A narration script: chapters in the order they are read."""

    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All utterances of all chapters, in the order they are read."""
        return tuple(utterance for chapter in self.chapters for utterance in chapter.utterances)

    def as_json(self) -> dict[str, object]:
        """The promise of ``script --json``: chapters with their titles, sources and utterances."""
        return {
            "chapters": [
                {
                    "title": chapter.title,
                    "sources": list(chapter.sources),
                    "utterances": [
                        {"text": line.text, "spoken": line.spoken, "sources": list(line.sources)}
                        for line in chapter.utterances
                    ],
                }
                for chapter in self.chapters
            ]
        }
