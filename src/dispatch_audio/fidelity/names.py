"""Which words of an utterance are names, and which of them nothing on record bears."""

import re
from collections.abc import Iterator, Sequence

from dispatch_audio.compose.facts import STOP_WORDS, stem
from dispatch_audio.compose.tables import word_set
from dispatch_audio.fidelity.words import Spelt, Token, parts, words_of

_OPENS = re.compile(r"(?:^|[.!?:…]|—|–)[\s“\"'(]*$")
"""What stands before a word that begins a sentence, where a capital tells nothing."""

_ORDINARY = STOP_WORDS | word_set("""i'm i've i'll i'd that's it's there's here's what's let's they're we're you're don't doesn't
    didn't isn't aren't wasn't weren't can't couldn't won't wouldn't both either neither yes one""")


def strangers(
    text: str, known: Spelt, ours: Spelt, covered: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """The names of a text that are neither known nor our own wording, each with what is wrong.

    ``covered`` are stretches that another check answers for: amounts and dates. Linear in the text.
    """
    before: Token | None = None
    for token in words_of(text):
        if not _is_covered(token, covered):
            opens = _OPENS.search(text[max(0, token.start - 4) : token.start]) is not None
            if _is_name(token.text):
                if not _is_known(token.text, known, ours, opens=opens):
                    yield token.text, "no such name is there"
                    before = None
                    continue
                if before is not None and not _stand_together(text, before, token, known, ours):
                    yield f"{before.text} {token.text}", "the two do not stand together there"
                before = token if not opens or not _is_common(token.text, known, ours) else None
                continue
        before = None


def _is_covered(token: Token, covered: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.start < end and token.end <= end + 1 for start, end in covered)


def _is_name(word: str) -> bool:
    """A capital anywhere, or a letter beside a figure; the pronoun is none."""
    letters = any(map(str.isalpha, word))
    figures = any(map(str.isdigit, word))
    return (
        letters and (word != word.lower() or (figures and not word[0].isdigit())) and word not in ("I", "A")
    )


def _is_known(word: str, known: Spelt, ours: Spelt, *, opens: bool) -> bool:
    small = word.casefold()
    if small in known.words or word in ours.written or _is_common(word, known, ours, opens=opens):
        return True
    pieces = [piece for piece in re.split(r"[-/&]", word) if piece]
    if len(pieces) > 1:
        return all(
            piece.casefold() in known.words
            or (piece == piece.lower() and not piece[0].isdigit())
            or _is_common(piece, known, ours, opens=opens)
            for piece in pieces
        )
    return small.endswith("s") and small[:-1] in known.words


def _is_common(word: str, known: Spelt, ours: Spelt, *, opens: bool = True) -> bool:
    """Whether a word is capital only because it begins a sentence: it is ours, or a source has it in another form."""
    small = word.casefold()
    plain = word[1:] == word[1:].lower() and not any(map(str.isdigit, word))
    if not opens or not plain:
        return False
    return (
        small in _ORDINARY or small in ours.words or (small not in known.words and stem(small) in known.stems)
    )


def _stand_together(text: str, one: Token, other: Token, known: Spelt, ours: Spelt) -> bool:
    if one.owns or text[one.end : other.start] not in (" ", "\u00a0"):
        return True
    pair = (one.text.casefold(), other.text.casefold())
    first = [piece.casefold() for piece in parts(one.text)]
    second = [piece.casefold() for piece in parts(other.text)]
    return (
        pair in known.pairs
        or (first[-1:] and second[:1] and (first[-1], second[0]) in known.pairs)
        or "".join(pair) in known.words
        or pair in ours.pairs
    )
