"""Words to IPA: the lexicon's phonemes, else homographs by their use, else eSpeak NG's reading of a text, word by word."""

import functools
import itertools
import logging
import re
import threading
import unicodedata
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal

from dispatch_audio.errors import VoiceError
from dispatch_audio.script import Span, SpokenForm
from dispatch_audio.speak.engines import Said
from dispatch_audio.speak.homographs import ending, settled
from dispatch_audio.speak.words import Word, words_of

if TYPE_CHECKING:
    from phonemizer.backend import EspeakBackend

Language = Literal["en-us", "en-gb"]

_MARKS = ";:,.!?…—–"
"""The marks that are heard, as a pause or a fall of the voice."""
_AFTER = re.compile(rf"[^\w{re.escape(_MARKS)}]*([{re.escape(_MARKS)}]+)\W*$")
_CLAUSE_ENDS = frozenset(';:,.!?¡¿—…"«»“”(){}[]')
"""The marks at which phonemizer parts a text before eSpeak NG sees it."""
_POINTED = re.compile(r"\w\.\w")
"""A point inside a word, as in "K2.6": phonemizer would part the text there, and lose what follows it before another mark."""
_LONGEST = 50
"""Words in a clause that has no mark; eSpeak NG parts longer ones too."""
_STRESSES = frozenset("ˈˌ")
_STRESS = str.maketrans("", "", "ˈˌ")
_VOWELS = frozenset("aeiouyæɐɑɒɔəɚɛɜɪʊʌᵻ")
_TAPPED = frozenset("tdɾʔ")
_LOCK = threading.Lock()
"""eSpeak NG keeps one state for the whole process."""


def ipa_words(form: SpokenForm, language: Language, known: Collection[str]) -> tuple[Said, ...]:
    """The words of a form in IPA, with the marks that follow them.

    ``known`` are the signs that the model has. Raises VoiceError when the lexicon's IPA holds another: it would be left
    out without a word. What eSpeak NG gives beyond them is left out.
    """
    words = words_of(form)
    # All of them together, so that an "a" before a name of the lexicon is no letter.
    sounds = read(tuple(word.text for word in words), language)
    places = [
        (word.start, word.end) for word in words if not any(piece.span.phonemes for piece in word.pieces)
    ]
    settlements = dict(zip(places, settled(form.spoken, places, british=language == "en-gb"), strict=True))
    said: list[Said] = []
    place = 0
    for run in _runs(words):
        span = run[0].pieces[0].span
        if span.phonemes and len(run) > 1:
            said += _given(run, span, known)
        elif any(piece.span.phonemes for piece in run[0].pieces):
            said.append(_built(run[0], language, known))
        else:
            sound = settlements[run[0].start, run[0].end] or sounds[place]
            said.append(_own(run[0], _only(sound, known), known))
        place += len(run)
    for word in said:
        if not any(map(str.isalpha, word.sound)):
            raise VoiceError(
                f"the voice knows no sound for {form.spoken[word.start : word.end]!r}",
                hint="give it an entry in the lexicon",
            )
    return tuple(said)


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """Each word, or the words that share the phonemes of one span."""
    runs: list[list[Word]] = []
    for word in words:
        before = runs[-1][-1].pieces[-1].span if runs else None
        if before is not None and before.phonemes and before is word.pieces[0].span:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _own(word: Word, sound: str, known: Collection[str]) -> Said:
    return Said(word.start, word.end, sound + _mark(word.text, known))


def _given(run: list[Word], span: Span, known: Collection[str]) -> list[Said]:
    """Several words for which the lexicon has one IPA: a part for each, or all of it for all of them."""
    parts = _checked(span, known).split()
    mark = _mark(run[-1].text, known)
    if len(parts) != len(run):
        return [Said(run[0].start, run[-1].end, " ".join(parts) + mark)]
    return [_own(word, part, known) for word, part in zip(run, parts, strict=True)]


def _built(word: Word, language: Language, known: Collection[str]) -> Said:
    """A word of which the lexicon gives a part: ``Kimi`` in ``Kimi's``."""
    sound = ""
    for piece in word.pieces:
        if piece.span.phonemes:
            sound += _checked(piece.span, known)
        elif piece.text.strip("’'.,;:!?").lower() == "s" and sound and piece.text[0] in "’'":
            sound += ending(sound, british=language == "en-gb")
        elif any(map(str.isalnum, piece.text)):
            sound += _only("".join(read((piece.text,), language)), known)
    return _own(word, sound, known)


def _checked(span: Span, known: Collection[str]) -> str:
    unknown = sorted({sign for sign in span.phonemes if sign not in known and sign != " "})
    if unknown:
        raise VoiceError(
            f"{span.rule}: the voice knows no sound for {' '.join(unknown)} in /{span.phonemes}/",
            hint="write IPA as eSpeak NG does",
        )
    return span.phonemes.strip()


def _only(sound: str, known: Collection[str]) -> str:
    return "".join(sign for sign in sound if sign in known)


def _mark(text: str, known: Collection[str]) -> str:
    """The mark that a word ends with: the first of several, and a full stop for one that the model does not know."""
    found = _AFTER.search(text)
    mark = found[1][0] if found else ""
    if mark == "–":
        mark = "—"
    return mark if not mark or mark in known else "."


def read(words: Sequence[str], language: Language) -> tuple[str, ...]:
    """eSpeak NG's reading of these words, one after the other, in IPA without marks; a string for each.

    Clause by clause, as eSpeak NG takes them itself, so that the work grows with the number of words and not its square.
    """
    sounds: list[str] = []
    clause: list[str] = []
    for word in words:
        if _POINTED.search(word):
            sounds += _read(tuple(clause), language) if clause else ()
            sounds.append(_alone(word, language))
            clause = []
            continue
        clause.append(word)
        if word[-1] in _CLAUSE_ENDS or len(clause) == _LONGEST:
            sounds += _read(tuple(clause), language)
            clause = []
    return tuple(sounds) + (_read(tuple(clause), language) if clause else ())


@functools.lru_cache(maxsize=4096)
def _read(words: tuple[str, ...], language: Language) -> tuple[str, ...]:
    whole = [sound for part in _espeak(" ".join(words), language).split() if (sound := _bare(part))]
    alone = [_alone(word, language) for word in words]
    if len(whole) == len(alone) and all(map(_alike, whole, alone)):
        return tuple(whole)
    # eSpeak NG joins some words to their neighbours and takes others apart; each alone tells where the borders are.
    aligned = _aligned("".join(whole), alone)
    if all(any(map(str.isalpha, sound)) for sound in aligned):
        return aligned
    # Where an article is said twice its weak sounds may all go to one of the two.
    return tuple(whole if len(whole) == len(alone) else alone)


@functools.lru_cache(maxsize=4096)
def _alone(word: str, language: Language) -> str:
    return _bare("".join(_espeak(word, language).split()))


def _alike(one: str, other: str) -> bool:
    """Whether two sounds can be one word's, in its context and alone: ``ɐ`` and ``eɪ`` are not told so."""
    first, second = (sound.translate(_STRESS) for sound in (one, other))
    return first[:1] == second[:1] and abs(len(first) - len(second)) <= 2


def _bare(sound: str) -> str:
    return "".join(
        sign for sign in sound if sign.isalpha() or unicodedata.category(sign) in {"Mn", "Lm", "Sk"}
    )


def _aligned(whole: str, alone: Sequence[str]) -> tuple[str, ...]:
    """Cuts ``whole`` where the words, as said alone, end in it: the cheapest alignment of the two (Wagner and Fischer
    1974), by what speech does to a sound beside another."""
    apart = "".join(alone)
    rows = [list(itertools.accumulate(map(_lost, whole), initial=0))]
    for sign in apart:
        lost = _lost(sign)
        above = rows[-1]
        row = [above[0] + lost]
        for j, other in enumerate(whole, start=1):
            row.append(min(above[j - 1] + _changed(sign, other), above[j] + lost, row[j - 1] + _lost(other)))
        rows.append(row)
    borders, i, j = [0] * (len(apart) + 1), len(apart), len(whole)
    borders[i] = j
    while i:
        if j and rows[i][j] == rows[i - 1][j - 1] + _changed(apart[i - 1], whole[j - 1]):
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1][j] + _lost(apart[i - 1]):
            i -= 1
        else:
            j -= 1
            continue
        borders[i] = j
    cuts = [0]
    at = 0
    for sound in alone[:-1]:
        at += len(sound)
        cut = borders[at]
        # A stress mark stands before the syllable that it belongs to.
        while cut > cuts[-1] and whole[cut - 1] in _STRESSES:
            cut -= 1
        cuts.append(cut)
    cuts.append(len(whole))
    return tuple(whole[start:end] for start, end in itertools.pairwise(cuts))


def _lost(sign: str) -> int:
    """What it costs that a sound is said alone and not in the text, or the other way round."""
    return 1 if sign in _STRESSES or sign == "ː" else 10


@functools.cache
def _changed(sign: str, other: str) -> int:
    """What it costs that a sound is said as another one: vowels are weakened, a t between them is tapped."""
    if sign == other:
        return 0
    for kind, cost in ((_VOWELS, 4), (_TAPPED, 2), (_STRESSES, 1)):
        if sign in kind and other in kind:
            return cost
    return 20 if {sign, other} & (_VOWELS | _STRESSES) else 10


def _espeak(text: str, language: Language) -> str:
    with _LOCK:
        backend = _backend(language, pointed=_POINTED.search(text) is not None)
        return str(backend.phonemize([text])[0])


@functools.cache
def _backend(language: Language, *, pointed: bool) -> "EspeakBackend":
    """``pointed`` leaves full stops to eSpeak NG."""
    import espeakng_loader
    from phonemizer.backend import EspeakBackend
    from phonemizer.backend.espeak.wrapper import EspeakWrapper
    from phonemizer.punctuation import Punctuation

    # It warns of every word that it joins to its neighbour, as speech does.
    log = logging.getLogger("phonemizer")
    log.setLevel(logging.ERROR)
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    marks = Punctuation.default_marks().replace(".", "" if pointed else ".")
    return EspeakBackend(
        language, punctuation_marks=marks, preserve_punctuation=True, with_stress=True, logger=log
    )
