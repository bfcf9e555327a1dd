"""A word and how it is said, as an editor writes it: ``[word](/wɜːd/)`` or ``[word](werd)``."""

import re
from dataclasses import dataclass

from dispatch_audio.saved.comments import COMMENT, WITHIN
from dispatch_audio.saved.marks import NBSP, PUNCTUATION
from dispatch_audio.spoken.alphabet import is_ipa
from dispatch_audio.spoken.lexicon import respelt

WAYS = "[word](/wɜːd/) or [word](werd)"
GLUE = "\x03"
"""Stands for a blank that no sentence ends at."""

_PHONEMES = re.compile(r"/([^/]*)/")
_RESPELLING = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[ '’-])*")
_STRESSED = re.compile(r"(?=.*\b[A-Z]{2,})(?=.*[a-z]).*-")
"""``ZEK-ner``: a syllable in capitals among others."""
_IN_WORD = re.compile(rf"\\({PUNCTUATION})|[ \n\u00a0]|{NBSP}|[{COMMENT}{WITHIN}]")
_WITHIN_WORD = {" ": GLUE, "\n": GLUE, "\u00a0": GLUE, NBSP: "\u00a0"}


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A word of the written text, and the words or the phonemes that are said for it."""

    written: str
    spoken: str = ""
    phonemes: str = ""
    before: str = ""
    """Blanks that stood before the word, inside its brackets."""
    after: str = ""
    fault: str = ""
    """What is wrong with it; empty when nothing is."""


def pronunciation(word: str, said: str) -> Pronunciation:
    """What an editor wrote between the brackets and between the parentheses."""
    text = _IN_WORD.sub(lambda found: found[1] or _WITHIN_WORD.get(found[0], ""), word)
    written = text.strip(f"{GLUE} ")
    before, _, after = text.partition(written) if written else (text, "", "")
    said = " ".join(said.replace(COMMENT, "").split())
    fault = _fault(written.replace(GLUE, " "), said)
    if fault:
        return Pronunciation(written, before=before, after=after, fault=fault)
    if sound := _PHONEMES.fullmatch(said):
        return Pronunciation(written, "", sound[1].strip(), before, after)
    return Pronunciation(written, respelt(said) if _STRESSED.match(said) else said, "", before, after)


def _fault(word: str, said: str) -> str:
    if not word:
        return "a pronunciation has no word"
    if not said:
        return f"[{word}] has nothing to be said"
    if "://" in said or said.startswith(("mailto:", "www.")):
        return f"[{word}]({said}): a link is not read"
    if sound := _PHONEMES.fullmatch(said):
        unknown = sorted({symbol for symbol in sound[1] if not is_ipa(symbol)})
        if not sound[1].strip():
            return f"[{word}] has no phonemes"
        return f"[{word}]: {' '.join(unknown)} is no sound of IPA" if unknown else ""
    if said.startswith("/") or said.endswith("/"):
        return f"[{word}]: phonemes stand between two strokes, /like this/"
    if not _RESPELLING.fullmatch(said):
        return f"[{word}]: a respelling is written in letters, with blanks, hyphens and apostrophes"
    return ""
