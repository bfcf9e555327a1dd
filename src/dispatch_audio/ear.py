"""What a listener cannot follow, who hears it once: long sentences, crowded figures, openings that repeat.

The limits are those of broadcast newsrooms: one idea a sentence, at most 25 words (Papper, Broadcast News and Writing
Stylebook), two figures (Poynter, math for journalists). Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.script import Script, Utterance
from dispatch_audio.spoken import versions

LONGEST = 25
"""Words of a sentence, as it is said."""
FIGURES = 2
"""Numbers in a sentence."""
OPENING = 2
"""Words by which two sentences begin alike."""

Kind = Literal["long sentence", "many numbers", "same opening"]

WAYS_OUT: dict[Kind, str] = {
    "long sentence": "part it where a reader would breathe",
    "many numbers": "keep the figures that matter, or part the sentence",
    "same opening": "begin one of them otherwise",
}
"""From what is hard to follow to what an editor can do about it."""

_FIGURE = re.compile(r"(?<![\w.,-])[$€£¥]?\d(?:[\d,.]*\d)?[a-zA-Z]*%?")
"""A number that is told; one that belongs to a name, GPT-5.4 or Terminal-Bench 2.0, is none."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STRUCTURE = {"the", "a", "an", "it", "in", "on", "at", "and", "but"}
"""Words that many sentences begin with: alone they are no likeness."""


@dataclass(frozen=True, slots=True)
class Strain:
    """One thing that is hard to follow."""

    kind: Kind
    utterance: int
    """Its place among all of the script, counted from 0."""
    detail: str
    """What was counted: ``31 words``."""


def strains(script: Script) -> tuple[Strain, ...]:
    """All that is hard to follow in a script, in its order; a quotation is as its speaker said it."""
    found: list[Strain] = []
    before = ""
    at = 0
    for chapter in script.chapters:
        before = ""
        for line in chapter.utterances:
            if line.kind == "narration":
                found.extend(Strain(kind, at, detail) for kind, detail in _of(line))
                opening = _opening(line.text)
                if opening and opening == before:
                    found.append(Strain("same opening", at, f"begins with “{opening}”, as the line before"))
                before = opening
            at += 1
    return tuple(found)


def _of(line: Utterance) -> Iterator[tuple[Kind, str]]:
    count = len(line.spoken.split())
    if count > LONGEST:
        yield "long sentence", f"{count} words; {LONGEST} are the most that an ear takes in"
    named = list(versions(line.form))
    figures = [
        found[0]
        for found in _FIGURE.finditer(line.text)
        if not any(start <= found.start() and found.end() <= end for start, end in named)
    ]
    if len(figures) > FIGURES:
        yield "many numbers", f"{len(figures)} figures: {', '.join(figures)}"


def _opening(text: str) -> str:
    words = [word.casefold() for word in _WORD.findall(text)[:OPENING]]
    return " ".join(words) if len(words) == OPENING and not set(words) <= _STRUCTURE else ""
