"""How a word is read, by which rule, and how else it might be: what the panel for pronunciations shows and settles."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.saved import pronunciation
from dispatch_audio.script import INLINE, Span, SpokenForm, Utterance
from dispatch_audio.settling import Way
from dispatch_audio.speak import guess
from dispatch_audio.spoken import Lexicon, spoken_form
from dispatch_audio.workspace import Feed, Voice

Manner = Literal["as it is", "word", "spell", "alias", "respelling", "ipa"]
MANNERS: tuple[Manner, ...] = ("as it is", "word", "spell", "alias", "respelling", "ipa")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word, read in one manner."""

    manner: Manner
    spoken: str
    """The words that are said for it."""
    sound: str
    """How the voice would say them, in IPA where its engine has that."""
    rule: str
    """What reads it: a rule, an entry of a lexicon, the line itself; empty when it is said as written."""


def way_of(manner: str, said: str) -> Way:
    """What lexicon.toml holds for a manner of reading. Raises InputError when there is no such manner."""
    said = " ".join(said.split())
    if manner in ("word", "spell"):
        return {manner: True}
    if manner in ("respelling", "ipa"):
        return {manner: said.strip("/") if manner == "ipa" else said}
    if manner == "alias":
        return said
    raise InputError(f"{manner!r} is no way to say a word")


def as_read(line: Utterance, written: str, manner: str, said: str, feed: Feed, voice: Voice) -> Utterance:
    """The line with this word read in another manner, wherever it stands in it.

    Raises InputError or SettingsError when it cannot be.
    """
    if manner == "as it is":
        return line
    entry = Lexicon.from_table({written: way_of(manner, said)})
    lexicon = entry.over(voice.reading(line.kind).lexicon_for(feed))
    kept = tuple(
        span
        for span in line.form.spans
        if span.rule == INLINE and line.text[span.start : span.end] != written
    )
    return dataclasses.replace(line, form=spoken_form(line.text, lexicon, kept))


def readings(line: Utterance, written: str, feed: Feed, voice: Voice) -> Iterator[Reading]:
    """The word as it is read now, and as a word or letter by letter where that is something else."""
    seen: set[tuple[str, str]] = set()
    # Figures are no word, and nobody spells them.
    for manner in MANNERS[:3] if not any(map(str.isdigit, written)) else MANNERS[:1]:
        try:
            form = as_read(line, written, manner, "", feed, voice).form
        except DispatchAudioError:
            continue
        reading = read_in(form, written, manner, voice.reading(line.kind))
        if (reading.spoken, reading.sound) not in seen:
            seen.add((reading.spoken, reading.sound))
            yield reading


def read_in(form: SpokenForm, written: str, manner: Manner, voice: Voice) -> Reading:
    """How a word is read in a line. Raises InputError when it is not there."""
    at = form.text.find(written)
    if at < 0 or not written:
        raise InputError(f"{written!r} is not in this line")
    pieces = list(_pieces(form, at, at + len(written)))
    spoken = " ".join("".join(span.spoken for span in pieces).split())
    phonemes = " ".join(span.phonemes for span in pieces if span.phonemes)
    rule = ", ".join(dict.fromkeys(span.rule for span in pieces if span.rule))
    return Reading(manner, spoken, phonemes or guess(spoken, voice) if spoken else "", rule)


def _pieces(form: SpokenForm, start: int, end: int) -> Iterator[Span]:
    """The spans of a stretch; what is said as written is cut to it."""
    for span in form.spans:
        if span.end <= start or span.start >= end:
            continue
        if form.text[span.start : span.end] == span.spoken:
            first, last = max(start, span.start), min(end, span.end)
            yield Span(first, last, form.text[first:last])
        else:
            yield span


def inline(written: str, manner: str, said: str) -> dict[str, str]:
    """The words or phonemes that a saved script holds for a word that is read so in one line.

    Raises InputError when a script cannot hold it.
    """
    if manner in ("word", "spell"):
        form = spoken_form(written, Lexicon.from_table({written: {manner: True}}))
        said, manner = form.spoken, "alias"
        phonemes = " ".join(span.phonemes for span in form.spans if span.phonemes)
        if phonemes:
            return {"spoken": said, "phonemes": phonemes}
    found = pronunciation(written, f"/{said.strip('/ ')}/" if manner == "ipa" else said)
    if found.fault:
        raise InputError(found.fault)
    return {"spoken": found.spoken, "phonemes": found.phonemes}
