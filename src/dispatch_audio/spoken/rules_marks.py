"""Marks: dashes and brackets become pauses, quotation marks fall silent, symbols get their names."""

import re
import unicodedata

from dispatch_audio.spoken.numbers import cardinal
from dispatch_audio.spoken.rule import MASK, Match, Rule, after, before, rule

_NAMES = {
    "&": "and", "+": "plus", "=": "equals", "≠": "is not", "≈": "about", "~": "about", "×": "times", "÷": "divided by",
    "±": "plus or minus", "≤": "at most", "≥": "at least", "°": "degrees", "%": "percent", "‰": "per mille", "$": "dollar",
    "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "₹": "rupee", "¢": "cent", "@": "at", "#": "hash", "§": "section",
    "©": "copyright", "∞": "infinity", "√": "root of", "∑": "sum", "π": "pi", "μ": "mu", "µ": "micro",
    "♯": "sharp", "♭": "flat", "−": "minus", "/": "slash", "\\": "backslash", "^": "to the", "∈": "in", "∂": "d",
    "Ω": "ohms", "Δ": "delta",
}  # fmt: skip
_OTHER_FIGURES = "²³¹⁰-⁹₀-₉¼-¾⅐-↋①-⓿❶-➓"
_ARROWS = "→⇒➜➔⟶»›"


def _spaced(word: str, match: Match) -> str:
    """A word in place of a mark, with the blanks that the mark did without."""
    left = "" if not before(match, 1).strip() else " "
    right = "" if not after(match, 1).strip() or after(match, 1) in ",.;:!?)" else " "
    return f"{left}{word}{right}"


def _compared(match: Match) -> str:
    more = match[0].strip() in (">", ">>")
    figures = re.match(rf"\s?[$€£~]?[0-9{MASK}]", after(match, 3)) is not None
    starts = not before(match, 2).strip()
    word = (
        ("more than" if more else "less than")
        if figures and starts
        else ("greater than" if more else "less than")
    )
    return _spaced(word, match)


def _named(match: Match) -> str:
    return _spaced(_NAMES[match[0]], match)


_TOKEN_BEFORE = re.compile(r"\S{0,40}$")
_TOKEN_AFTER = re.compile(r"\S{0,40}")


def _slash(match: Match) -> str:
    """A slash is said between small words, ``singer slash actor``, and where it leads somewhere, a path or a forum; in
    names it is silent, ``Jira/Confluence``, and in a list of them a pause."""
    ahead, behind = _TOKEN_BEFORE.search(before(match, 40)), _TOKEN_AFTER.match(after(match, 40))
    earlier, later = ahead[0] if ahead else "", behind[0] if behind else ""
    small = re.search(r"[a-z]$", earlier) is not None and re.match(r"[a-z]", later) is not None
    if not earlier:
        return "" if not later or re.match(rf"[\w/{MASK}]", later) else "slash "
    if not later:
        return "" if match.start() == len(earlier) else " slash"
    if match[0] != "/":
        return " slash " if small else ", "
    if small or re.match(r"[~./]|[ru]$", earlier):
        return _spaced("slash", match)
    return ", " if "/" in earlier or "/" in later else " "


def _leftover(match: Match) -> str:
    """Any other character: a figure of any script by its value, all else silently."""
    character = match[0]
    value = unicodedata.numeric(character, None)
    if value is None:
        return ""
    return _spaced(cardinal(int(value)), match)


def _closing(match: Match) -> str:
    return "" if not after(match, 1).strip() or after(match, 1) in ",;:.!?)]}’'\"”" else ","


RULES: tuple[Rule, ...] = (
    rule(
        "emoji",
        r"\s?[\u2190-\u2193\u2600-\u266c\u2670-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f]+",
        lambda match: None if match[0].strip() in _ARROWS + "←↑↓" else "",
    ),
    rule("pause", rf"\s?[{_ARROWS}]\s?", ", "),
    rule("pause", r"\s?(?:—|―|--+)\s?|(?:^|(?<=\n)|\s)[-–−]{1,3}(?:\s|$)", ", "),
    rule("path", r"\s?::\s?", lambda match: " " if re.match(rf"[\w<{MASK}]", after(match, 1)) else ""),
    rule("attribute", r"#!?\[(?=[a-z])", ""),
    rule("pause", r"\s?[|·•◆■●▪]\s?", ", "),
    rule("bracket", r"[ \t]?[(\[{][ \t]?", ", "),
    rule("bracket", r"[)\]}]", _closing),
    rule("quotation-mark", r"[\"“”„‟«»‹›″]|``|''", ""),
    rule("quotation-mark", rf"(?<![\w{MASK}])['‘’‛](?=[\w{MASK}])|['’](?!\w)(?<![sS]['’])|[‘‛]", ""),
    rule("markup", r"[`*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}", ""),
    rule("comparison", r"\s?[<>]{1,2}(?=\s?[^\s<>])", _compared),
    rule("slash", r"(?<=\S)\s/\s(?=\S)|/", _slash),
    rule("symbol", "[" + re.escape("".join(_NAMES)) + "]", _named),
    rule(
        "hyphen", r"(?<!\w)[-–](?=\w)|(?<=\w)[-–](?!\w)|[‐‑–−]", lambda match: "" if match[0] == "-" else "-"
    ),
    rule("figure", rf"\d|[{_OTHER_FIGURES}]", _leftover),
    rule("mark", rf"[^\w\s.,;:!?'’\-…{MASK}\u0300-\u036f]|_", _leftover),
)
