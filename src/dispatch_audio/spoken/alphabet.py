"""The phonetic alphabet, and letters read one by one: as words, and in phonemes where an engine would take the letter A
for the article."""

import re

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SOUNDS = (
    "eɪ biː siː diː iː ɛf dʒiː eɪtʃ aɪ dʒeɪ keɪ ɛl ɛm ɛn oʊ piː kjuː ɑːɹ ɛs tiː juː viː dʌbəljuː ɛks waɪ ziː"
)
_NAMES = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))
_VOWEL = re.compile(r"[aeiouɑɛɔʌ]")
_SPELT = re.compile(r"[A-Z](?:[ -][A-Z]){1,23}(?:'s)?")
_HISSING = ("s", "z", "ʃ", "ʒ", "ʧ")
_VOICELESS = ("p", "t", "k", "f", "θ")
_IPA = re.compile(r"[a-zæçðøħŋœβθχɐ-ʯʰʲˈˌːˑ\u0303\u0329\u032f\u0361ᵻᵊᵝꭧAIOQSTWY ‿.]")
"""Letters, stress, length and what is written over them; and the capitals that Kokoro has for diphthongs."""


def is_ipa(symbol: str) -> bool:
    """Whether a character may stand in phonemes."""
    return _IPA.fullmatch(symbol) is not None


def letters(text: str) -> str:
    """Letter by letter: ``LLMs`` -> ``L L M's``, ``AI`` -> ``A-I``.

    The apostrophe keeps engines from reading ``Ms`` as a title, the hyphen an A from being the article.
    """
    plural = len(text) > 2 and text.endswith("s") and text[:-1].isupper()
    spelt = " ".join(c.upper() for c in (text[:-1] if plural else text) if c.isalnum())
    spelt = re.sub(r"(?<=\bA) (?=\w\b)", "-", spelt)
    return f"{spelt}'s" if plural else spelt


def spelt_phonemes(spoken: str) -> str:
    """The phonemes of letters read one by one, in IPA with the stress before its vowel, as eSpeak writes it; empty
    for anything else, and where no letter is an A and the engine knows best."""
    if not _SPELT.fullmatch(spoken) or "A" not in spoken:
        return ""
    names = [_NAMES[letter] for letter in re.findall("[A-Z]", spoken)]
    stressed = [_VOWEL.sub(lambda vowel: f"ˌ{vowel[0]}", name, count=1) for name in names]
    stressed[-1] = stressed[-1].replace("ˌ", "ˈ", 1)
    said = " ".join(stressed)
    return possessive(said) if spoken.endswith("'s") else said


def possessive(phonemes: str) -> str:
    """Phonemes with the English ending that is written ``'s``."""
    if phonemes.endswith(_HISSING):
        return f"{phonemes}ᵻz"
    return f"{phonemes}{'s' if phonemes.endswith(_VOICELESS) else 'z'}"
