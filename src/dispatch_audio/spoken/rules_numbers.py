"""Figures without a unit: telephone numbers, versions, fractions, ratios, ordinals, and plain numbers and years."""

import re
import unicodedata

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.numbers import cardinal, designation, digits, fraction, number, ordinal, year
from dispatch_audio.spoken.places import ONLY_STATES, STATES
from dispatch_audio.spoken.rule import (
    LEFT,
    MASK,
    MINUS,
    NUMBER,
    RIGHT,
    Match,
    Rule,
    before,
    ends_sentence,
    rule,
)
from dispatch_audio.spoken.units import LENGTHS
from dispatch_audio.spoken.versions import RELEASED

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
_FIRST_YEAR, _LAST_YEAR = 1100, 2099


def _telephone(match: Match) -> str:
    """Digit by digit, with a pause between groups; a toll-free 800 is said as eight hundred."""
    groups = re.findall(r"[0-9]+", match[0])
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join("eight hundred" if group == "800" else digits(group) for group in groups)


def _dotted(match: Match) -> str:
    """Four groups are an address of a machine; three, or more, are a version."""
    parts = match[0].split(".")
    if len(parts) == 4 and all(int(part) < 1000 for part in parts):
        return " dot ".join(digits(part) for part in parts)
    return " point ".join(number(part) for part in parts)


def _version(match: Match) -> str:
    return f"version {' point '.join(number(part) for part in match['version'].split('.'))}"


def _thousandth(match: Match) -> str:
    return fraction(int(match["above"].replace(",", "")), int(match["below"].replace(",", "")))


def _fraction(match: Match) -> str | None:
    above, below = int(match["above"]), int(match["below"])
    if below < 1 or len(match["above"]) > 9 or len(match["below"]) > 9:
        return None
    if match["joint"] == "-" and above >= below:
        return None
    if match["whole"]:
        part = fraction(above, below)
        if above == 1 and below < 10:
            part = f"{'an' if below == 8 else 'a'} {part.removeprefix('one ')}"
        return f"{number(match['whole'])} and {part}"
    if above > below and above >= 10 and below >= 10:
        return f"{number(match['above'])} over {number(match['below'])}"
    return fraction(above, below)


def _vulgar(match: Match) -> str | None:
    above, _, below = unicodedata.normalize("NFKC", match["part"]).partition("\u2044")
    part = fraction(int(above), int(below))
    if not match["whole"]:
        return part
    return f"{number(match['whole'])} and {'a half' if match['part'] == '½' else part}"


def _power(match: Match) -> str | None:
    power = match["power"].translate(str.maketrans(_SUPERSCRIPTS + "⁻", "0123456789-"))
    named = {"2": "squared", "3": "cubed"}.get(power)
    if named:
        measure = re.search(rf"[0-9\s](?:{'|'.join(LENGTHS)})$", before(match, 6))
        return None if measure else f" {named}"
    return f" to the {number(power)}" if power.strip("-") else ""


def _subscript(match: Match) -> str:
    return f" {number(match[0].translate(str.maketrans(_SUBSCRIPTS, '0123456789')))} "


def _scientific(match: Match) -> str:
    sign = "minus " if match["sign"] == "-" else ""
    return f"{number(match['base'])} times ten to the {sign}{cardinal(int(match['power']))}"


def _ordinal(match: Match) -> str | None:
    whole = int(match["number"].replace(",", ""))
    ending = match["ending"].lower()
    teen = whole % 100 in (11, 12, 13)
    right = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return ordinal(whole) if ending == right and len(match["number"]) < 24 else None


def _ratio(match: Match) -> str:
    return " to ".join(number(part) for part in match[0].split(":"))


def _numbered(match: Match) -> str | None:
    """A number after a word that counts: ``Dispatch 002`` -> ``two``, where the zeros only fill a name."""
    counted = re.search(rf"\b{_COUNTED}\s$|{MASK}$", before(match))
    return cardinal(int(match["figure"])) if counted else None


def _code(match: Match) -> str | None:
    """A number that is typed rather than counted: a code, a card's last figures."""
    return (
        digits(match[0]) if re.search(r"\b(?:ending in|code|PIN|OTP|otp|is code)\s$", before(match)) else None
    )


def _serial(match: Match) -> str:
    groups = re.findall("[0-9]+", match[0])
    return ", ".join(digits(group) if len(group) > 4 else cardinal(int(group)) for group in groups)


def _of_a_word(match: Match) -> str:
    """A number joined to a name by a hyphen: ``GPT-5.4`` -> ``five point four``, ``post-1998`` with its year."""
    figure = match["figure"]
    if re.fullmatch(r"1[5-9][0-9]{2}|20[0-9]{2}", figure):
        return f" {year(figure)}"
    if match.string[match.start() - 1].isdigit():
        return f" {number(figure) if len(figure) < 5 else digits(figure)}"
    return f" {number(figure) if ',' in figure else designation(figure)}"


_CHIPS = re.compile(
    r"\b(?:RTX|GTX|RX|GeForce|Radeon|Ryzen(?: [3579])?|Xeon|Epyc|EPYC|Snapdragon|Exynos|Dimensity)\s$"
)
_RELEASED = re.compile(rf"\b(?:{RELEASED})\s$")


def _model(match: Match) -> str | None:
    return designation(match[0]) if _CHIPS.search(before(match)) else None


def _release(match: Match) -> str | None:
    """The second number of a release counts releases: ``Python 3.13`` is ``three point thirteen``."""
    if not _RELEASED.search(before(match)):
        return None
    return f"{cardinal(int(match['major']))} point {cardinal(int(match['minor']))}"


def _aircraft(match: Match) -> str:
    suffix = f" {letters(match['suffix'])}" if match["suffix"] else ""
    return f"{designation(match['type'])} {cardinal(int(match['series']))}{suffix}"


_PARTS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]")


def _alone(match: Match) -> str:
    """A code that is all there is, ``4s`` or ``2-5``: nothing tells what it measures, so it is read part by part."""
    return " ".join(number(part) if part[0].isdigit() else part.upper() for part in _PARTS.findall(match[0]))


def _docket(match: Match) -> str:
    return " ".join(designation(part) for part in match["figures"].split("-"))


def _telephone_start(match: Match) -> str:
    return f"{_telephone(match)}, "


def _postal(match: Match) -> str | None:
    state = STATES.get(match["state"])
    return f"{state}{match['comma']} {digits(match['code'])}" if state else None


_SIDES = {"N": "North ", "S": "South ", "E": "East ", "W": "West "}


def _street(match: Match) -> str:
    """A street address: ``1428 Elm St.`` -> ``fourteen twenty eight Elm Street``."""
    names = (ordinal(int(word[:-2])) if word[0].isdigit() else word for word in match["name"].split())
    side = _SIDES.get(match["side"] or "", "")
    figure = match["figure"]
    said = (
        digits(figure) if len(figure) == 3 and figure[1] == "0" and figure[2] != "0" else designation(figure)
    )
    said = f"{said} {side}{' '.join(names)} {_STREETS[match['ending']]}"
    return f"{said}." if ends_sentence(match) else said


def _plain(match: Match) -> str:
    """A bare number; four figures without a comma are said as the year or the pair that they most likely are."""
    figure = match["figure"]
    sign = "minus " if match["sign"] else ""
    joiner = " " if match["hyphen"] else ""
    if not sign and re.fullmatch(r"[0-9]{4}", figure) and _FIRST_YEAR <= int(figure) <= _LAST_YEAR:
        return f"{year(figure)}{joiner}"
    return f"{sign}{number(figure)}{joiner}"


_COUNTED = r"(?:Dispatch|Issue|Episode|Chapter|Part|Volume|Vol|Season|Bond|Agent|Day|Week|Lesson|Unit|Step|Room|Flight|Number|number)"
_STREETS = {
    "St": "Street", "st": "Street", "Ave": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Ct": "Court", "Ln": "Lane",
    "Expy": "Expressway", "Hwy": "Highway", "hwy": "Highway", "Pl": "Place", "Pkwy": "Parkway",
}  # fmt: skip

LONG: tuple[Rule, ...] = (
    rule("code", r"\A(?:[0-9](?:\.[0-9])?[xs]|[A-Z][0-9]{2}s|[0-9]x[0-9]|[0-9]-[0-9]{1,4})\Z", _alone),
    rule("telephone", r"(?<![\w.-])1-(?:800|844|855|866|877|888)-(?=[A-Z])", _telephone_start),
    rule(
        "telephone",
        r"(?<![\w.-])(?:\+?1[\s-]?)?(?:\([0-9]{3}\)[\s-]?|[0-9]{3}[\s.-])[0-9]{3}[-.][0-9]{4}(?:-[0-9]{1,5})?(?![\w-])",
        _telephone,
    ),
    rule("telephone", r"(?<![\w.-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])", _telephone),
    rule("version", r"(?<!\w)v\.?\s?(?P<version>[0-9]{1,6}(?:\.[0-9]{1,6}){0,4})(?!\w|\.[0-9])", _version),
    rule(
        "street",
        rf"(?<![\w.,$-])(?<!No\.\s)(?P<figure>[0-9]{{1,5}})\s(?:(?P<side>[NSEW])\.?\s)?(?P<name>(?:(?:[A-Z][A-Za-z'’]{{1,20}}|[0-9]{{1,3}}(?:st|nd|rd|th))\s){{1,3}})(?P<ending>{'|'.join(_STREETS)})(?![\w])\.?",
        _street,
    ),
    rule(
        "postal-code", r"(?<=[a-z],\s)(?P<state>[A-Z]{2})(?P<comma>,?)\s(?P<code>[0-9]{5})(?![\w-])", _postal
    ),
    rule(
        "state", rf"(?<=[a-z],\s)(?:{'|'.join(ONLY_STATES)})(?=[.,;)]|\s?$)", lambda match: STATES[match[0]]
    ),
)
"""Numbers of many figures that other rules would take apart."""
FIGURES: tuple[Rule, ...] = (
    rule("digits", r"(?<![0-9])(?<![0-9][.,])[0-9]{19,}", lambda match: digits(match[0])),
    rule("version", rf"{LEFT}[0-9]{{1,6}}(?:\.[0-9]{{1,6}}){{2,5}}(?![0-9]|\.[0-9])", _dotted),
    rule("times", r"(?<=[0-9])\s?[*·]\s?(?=[0-9])", " times "),
    rule("times", rf"(?<=[0-9])\s?[x×]\s?(?=10(?:\^|[⁻{_SUPERSCRIPTS}]))", " times "),
    rule("minus", r"(?<=[0-9])\s?[-−]\s?(?=[0-9]{1,9}\s?=)", " minus "),
    rule("plus", r"(?<=[0-9])\s?\+\s?(?=[0-9])", " plus "),
    rule(
        "plus",
        r"(?:(?<=[Ll]evel )|(?<=[Tt]ier )|(?<=[Gg]rade )|(?<=[Cc]lass )|(?<=[Cc]ategory ))(?P<figure>[0-9]{1,2})\+(?!\w)",
        lambda match: f"{number(match['figure'])} plus",
    ),
    rule(
        "fraction",
        rf"{LEFT}(?P<above>[0-9]{{1,6}})\s?/\s?(?P<below>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,9}})(?:st|nd|rd|ths?|TH|RD|ND)(?!\w)",
        _thousandth,
    ),
    rule(
        "fraction",
        rf"{LEFT}(?<!/)(?<![A-Za-z][-‑])(?:(?P<whole>[0-9]{{1,4}})(?P<joint>[\s-]))?(?P<above>[0-9]{{1,9}})\s?[/⁄]\s?(?P<below>[0-9]{{1,9}})(?![\w/]|[.,][0-9]|-[A-Za-z]{{1,4}}(?![A-Za-z]))",
        _fraction,
    ),
    rule(
        "fraction",
        r"(?:(?<=\s)|(?<=\()|^)1/(?P<of>[efknx])(?![\w/-])",
        lambda match: f"one over {match['of'].upper()}",
    ),
    rule("fraction", rf"(?<!\w)(?:(?P<whole>[0-9]{{1,6}})\s?)?(?P<part>[{_VULGAR}])", _vulgar),
    rule("code", r"(?<![\w.,])[0-9]{3,8}(?![\w.,-])", _code),
    rule("serial", rf"{LEFT}[0-9]{{1,12}}(?:/[0-9]{{1,12}}){{2,6}}(?![\w/])", _serial),
    rule("power", rf"(?<=[\w){MASK}])(?P<power>⁻?[{_SUPERSCRIPTS}]{{1,6}})", _power),
    rule("subscript", rf"(?<=\w)[{_SUBSCRIPTS}]{{1,6}}", _subscript),
    rule(
        "scientific",
        rf"{LEFT}(?P<base>{NUMBER})[eE](?P<sign>[-+])?(?P<power>[0-9]{{1,3}})(?!\w)",
        _scientific,
    ),
    rule(
        "ordinal",
        rf"{LEFT}(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}|[0-9]{{1,15}})(?P<ending>st|nd|rd|th|ST|ND|RD|TH)(?!\w)",
        _ordinal,
    ),
    rule(
        "ratio",
        rf"{LEFT}[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?:[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?(?![\w:.]|,[0-9])",
        _ratio,
    ),
    rule("numbered", r"(?<![\w.,])(?P<figure>0{1,4}[1-9][0-9]{0,3})(?!\w|[.,:/-][0-9])", _numbered),
    rule("docket", rf"(?<={MASK})(?P<figures>[0-9]{{2}}-[0-9]{{2,4}})(?![\w-])", _docket),
    rule(
        "aircraft",
        rf"{LEFT}(?P<type>7[0-9]7)(?P<many>s\b|(?=\sM(?:AX|ax)\b))",
        lambda match: f"{designation(match['type'])}{match['many']}",
    ),
    rule("model", r"(?<=\s)(?P<figure>[1-9][0-9]{3})(?!\w|[.,-][0-9])", _model),
    rule("release", r"(?<=\s)(?P<major>[0-9]{1,2})\.(?P<minor>[1-9][0-9])(?!\w|[.,][0-9]|%)", _release),
    rule(
        "aircraft",
        rf"{LEFT}(?P<type>7[0-9]7)-(?P<series>[0-9]{{1,3}})(?P<suffix>ER|LR|F)?(?![\w-])",
        _aircraft,
    ),
)
RULES: tuple[Rule, ...] = (
    rule("serial", rf"(?<=[\w{MASK}]/)[0-9]{{5,12}}(?=-)", lambda match: digits(match[0])),
    rule(
        "name-number",
        rf"(?<=[\w{MASK}])[-‑–](?P<figure>[0-9]{{1,6}}(?:\.[0-9]{{1,4}}){{0,3}})(?!\w|[.,][0-9])",
        _of_a_word,
    ),
    rule(
        "number",
        rf"{LEFT}(?P<sign>{MINUS})?(?P<figure>{NUMBER}){RIGHT}(?![A-Za-z_])(?P<hyphen>[-‑](?=[A-Za-z{MASK}]))?",
        _plain,
    ),
)
