"""Other scripts than the Latin: Greek letters by name, and words as they would be written in Latin letters.

The one room of anyascii. Latin letters keep their accents, which engines read by.
"""

import re

from dispatch_audio.spoken.rule import Match, Rule, rule

_SMALL = "αβγδεζηθικλμνξοπρσςτυφχψω"
_CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΣΤΥΦΧΨΩ"
_SOUNDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi "
    "chi psi omega"
)
_GREEK = {
    **dict(zip(_SMALL, _SOUNDS.split(), strict=True)),
    **dict(zip(_CAPITALS, _SOUNDS.title().split(), strict=True)),
}
_OTHER = (
    r"(?:(?!\d)[\u0370-\u1cff\u1f00-\u1fff\u2d00-\u2d2f\u2d80-\u2dff\u2e80-\u2fff\u3005-\u3007\u3031-\ua6ff\ua800-\uab2f"
    r"\uab70-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufefc\uff66-\uffdc\U00010000-\U0001afff\U00020000-\U0003ffff])"
)
_SILENT = "a name in another script"
_BY_SYLLABLE = re.compile(r"[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]")
"""Writing without blanks or capitals, whose parts the library capitalises one by one."""


def _letter(match: Match) -> str:
    return _GREEK[match[0]]


def _in_latin(match: Match) -> str:
    """``Москва`` -> ``Moskva``, ``北京`` -> ``Beijing``: what a reader who cannot read the script would be given."""
    from anyascii import anyascii

    written = match[0]
    said = re.sub(r"[^A-Za-z]+", " ", anyascii(written).replace("'", "").replace("`", "")).strip()
    if not said:
        return _SILENT if any(character.isalpha() for character in written) else ""
    if _BY_SYLLABLE.search(written):
        return said.replace(" ", "").capitalize()
    first = said[0].upper() if written[0].isupper() else said[0]
    return f"{first}{said[1:].lower()}"


def _unvowelled(match: Match) -> str:
    """The name of a script that does not write its vowels, and that Latin letters would make a stammer of."""
    name = (
        "Hebrew" if "\u0590" <= match[0][0] <= "\u05ff" or "\ufb1d" <= match[0][0] <= "\ufb4f" else "Arabic"
    )
    return f"{'a name' if len(match[0].split()) < 4 else 'words'} in {name} script"


_ABJADS = r"\u0590-\u05ff\u0600-\u065f\u066a-\u06ef\u06fa-\u074f\u0750-\u077f\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_GREEKS = r"\u0370-\u03ff\u1f00-\u1fff"

RULES: tuple[Rule, ...] = (
    rule(
        "greek",
        rf"(?<![{_GREEKS}])(?<![{_GREEKS}]\s)[{_SMALL}{_CAPITALS}](?!\s?[\u0300-\u036f{_GREEKS}])",
        _letter,
    ),
    rule("script", rf"[{_ABJADS}](?:[{_ABJADS}\s]*[{_ABJADS}])?", _unvowelled),
    rule("script", rf"{_OTHER}{{1,60}}", _in_latin),
)
