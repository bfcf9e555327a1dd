"""How wide a text will stand, so that none is laid over another, whatever typeface a browser has.

Widths are Helvetica's, which Arial, Liberation Sans and Nimbus Sans share letter by letter. A text that comes near its
room is told to be exactly as wide as reckoned here (SVG's textLength), so that a wider typeface stays inside as well.
"""

import unicodedata
from dataclasses import dataclass

TYPEFACES = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif"

_BY_WIDTH = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r“”",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    400: "°",
    469: "^",
    500: "Jckvxyzs",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~−±×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—→",
    1015: "@",
}
"""Thousandths of the type size, and the letters that are so wide."""
_WIDTHS = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_OTHER = 667
"""Of a letter that is not in the table: Greek and Cyrillic are about so wide."""
_BOLD = 1.09
_WIDER = 1.2
"""How much wider than Helvetica the typefaces are that stand in for it (DejaVu Sans, Verdana)."""

_WORTH_A_WORD = 0.6
"""The share of the letters that must be left for a text to end in a whole word."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text that fits its room."""

    text: str
    width: float | None = None
    """Pixels that it must take; None where it fits in any typeface."""
    whole: str = ""
    """What it was before it was cut; empty where it was not."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a line takes at this type size."""
    return sum(map(_units, text)) * size / 1000 * (_BOLD if bold else 1)


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> Text:
    """The text as it fits ``room`` pixels, cut with an ellipsis where it must be; empty where not a letter fits."""
    shown = text
    if width(text, size, bold=bold) > room:
        count = len(text)
        while count and width(f"{text[:count]}…", size, bold=bold) > room:
            count -= 1
        shown = _cut(text, count)
    taken = width(shown, size, bold=bold)
    return Text(shown, round(taken, 1) if taken * _WIDER > room else None, text if shown != text else "")


def wrapped(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> tuple[Text, ...]:
    """The text on at most so many lines of ``room`` pixels; the last is cut where it does not fit."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        count = len(words)
        while count > 1 and width(" ".join(words[:count]), size, bold=bold) > room:
            count -= 1
        found.append(" ".join(words[:count]))
        words = words[count:]
    if words:
        found.append(" ".join(words))
    return tuple(fitted(line, size, room, bold=bold) for line in found)


def _cut(text: str, count: int) -> str:
    """The first so many letters, back to a word's end where little is lost by it."""
    kept = text[:count].rstrip(" ,;:—–-")
    words = kept if text[count : count + 1] == " " else kept.rpartition(" ")[0].rstrip(" ,;:—–-")
    kept = words if len(words) > count * _WORTH_A_WORD else kept
    return f"{kept}…" if kept else ""


def _units(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1000
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(base, _OTHER)
