"""What was said already: content words by their stems, and numbers, so that no fact is told twice."""

import functools
import re
import threading

import snowballstemmer

from dispatch_audio.compose.tables import word_list, word_set

_STEMMER = snowballstemmer.stemmer("english")
_LOCK = threading.Lock()
"""The stemmer keeps the word that it works on: two threads that asked at once would cut each other's."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[^\W_]*\d[\w.]*\w|\d")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")

STOP_WORDS = word_set("""a an the and or but nor so yet of in on at by to for from with without within into onto over under after before
    about around across between among through during against as than then that this these those it its they their them
    he she his her we our us you your i my me who whom which what when where why how is are was were be been being am do
    does did has have had will would can could may might must shall should not no n't s t re ve ll d m just now also
    only very more most much many some any all each every other such own same there here if while because still already
    says said say writes reports argues adds per vs versus""")

_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        word_list("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""")
    )
} | dict(
    zip(
        word_list("twenty thirty forty fifty sixty seventy eighty ninety"),
        ["20", "30", "40", "50", "60", "70", "80", "90"],
        strict=True,
    )
)


@functools.lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its ending: ``engines`` and ``engine`` are one."""
    with _LOCK:
        result: str = _STEMMER.stemWord(word.casefold().replace("’", "'").removesuffix("'s"))
    return result


def tokens(text: str) -> tuple[str, ...]:
    """All words of a text in small letters, numbers among them."""
    return tuple(match.group().casefold() for match in _WORD.finditer(text))


@functools.lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words; numbers are not among them."""
    return frozenset(
        stem(part)
        for word in tokens(text)
        for part in [word.replace("’", "'").removesuffix("'s").removesuffix("n't")]
        if part not in STOP_WORDS and not part[:1].isdigit()
    )


@functools.lru_cache(maxsize=8192)
def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in digits, those written as words too: ``4000``, ``58.6``, ``44``."""
    found = {match.group().replace(",", "") for match in _NUMBER.finditer(text)}
    for written in re.findall(r"[a-z]+(?:-[a-z]+)?", text.casefold()):
        tens, _, units = written.partition("-")
        if tens in _NUMBER_WORDS:
            value = int(_NUMBER_WORDS[tens]) + int(_NUMBER_WORDS.get(units, "0"))
            found.add(str(value))
    return frozenset(found)


def overlap(text: str, other: str) -> float:
    """The share of a text's content words, by stem, that the other text holds; 0 to 1."""
    wanted = stems(text)
    return len(wanted & stems(other)) / len(wanted) if wanted else 0.0


class Said:
    """What a script has said so far. Keeps state: each sentence told is added to it."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def add(self, text: str) -> None:
        """Remember a sentence."""
        self._sentences.append(text)

    def repeats(self, text: str, *, strict: bool = False) -> bool:
        """Whether this tells nothing new.

        It repeats when a sentence said shares 0.6 of its content words and nothing numeric is new, or when all its
        numbers were said and half its words were, by that sentence and its neighbours. Strictly, as for a further
        source of the same story, telling figures said before is enough.
        """
        own = numbers(text)
        telling = {number for number in own if len(number) > 1}
        if strict and telling and own <= frozenset().union(*map(numbers, self._sentences[-24:])):
            return True
        for i, sentence in enumerate(self._sentences):
            near = " ".join(self._sentences[max(0, i - 1) : i + 2])
            if not own <= numbers(near):
                continue
            if overlap(text, sentence) >= 0.6 or (own and overlap(text, near) >= 0.5):
                return True
        return False
