"""What the parser will be asked while a dispatch is told, asked in one go before that: it is far quicker then."""

import datetime
import itertools
from collections.abc import Iterable

from dispatch_audio.compose.clauses import is_sentence, sentences
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.reporting import year_dropped
from dispatch_audio.compose.subjectless import with_subject
from dispatch_audio.compose.verbless import foresee_verbless
from dispatch_audio.dispatch import Source
from dispatch_audio.grammar import foresee

_MOST = 400
"""Texts that are foreseen: with all that is asked of each, about as many as the parser remembers."""
_LONGEST = 1000
"""Characters: nothing longer is told in a sentence."""


def foresee_stories(sources: Iterable[Source], date: datetime.date) -> None:
    """Has the key points and contexts of these sources parsed in the forms that they are asked for first.

    Nothing is decided here: what was not foreseen is parsed when it is asked for, to the same result.
    """
    written = (
        text
        for source in sources
        for text in (*source.key_points, *sentences(" ".join(source.context.split())))
        if len(text) <= _LONGEST
    )
    texts = [year_dropped(plain(text), date) for text in itertools.islice(written, _MOST)]
    foresee(itertools.chain(texts, map(with_subject, texts)))
    fragments = [text.rstrip(" .;,:") for text in texts if not is_sentence(text)]
    foresee(fragments)
    foresee_verbless(fragments)
