"""Abbreviations: titles, streets, initials and shortened words, said in full: ``Dr.``, ``3rd St.``, ``U.S.``, ``etc.``."""

import re

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.places import STATES
from dispatch_audio.spoken.rule import MASK, Match, Rule, after, before, ends_sentence, rule

_ABBREVIATIONS = {
    "vs": "versus",
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Misses",
    "Ms": "Miz",
    "Prof": "Professor",
    "Gov": "Governor",
    "Sen": "Senator",
    "Sens": "Senators",
    "Rep": "Representative",
    "Reps": "Representatives",
    "Gen": "General",
    "Sgt": "Sergeant",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Col": "Colonel",
    "Rev": "Reverend",
    "Hon": "Honorable",
    "Pres": "President",
    "Fig": "Figure",
    "Figs": "Figures",
    "Eq": "Equation",
    "Sec": "Section",
    "Ch": "Chapter",
    "Vol": "Volume",
    "Art": "Article",
    "Res": "Resolution",
    "Op": "Opus",
    "Ep": "Episode",
    "Mt": "Mount",
    "Ft": "Fort",
    "St": "Saint",
}
"""Titles and labels, said in full before a name or a number."""
_ANYWHERE = {
    "vs.": "versus",
    "etc.": "et cetera",
    "e.g.": "for example",
    "eg.": "for example",
    "i.e.": "that is",
    "ie.": "that is",
    "cf.": "compare",
    "ca.": "about",
    "approx.": "approximately",
    "est.": "estimated",
    "dept.": "department",
    "Dept.": "Department",
    "Inc.": "Incorporated",
    "Ltd.": "Limited",
    "Corp.": "Corporation",
    "Co.": "Company",
    "Bros.": "Brothers",
    "Jr.": "Junior",
    "Sr.": "Senior",
    "Ave.": "Avenue",
    "Blvd.": "Boulevard",
    "Rd.": "Road",
    "min.": "minimum",
    "max.": "maximum",
    "al.": "al",
    "feat.": "featuring",
    "ft.": "featuring",
    "incl.": "including",
    "w/o": "without",
    "w/": "with",
    "b/c": "because",
    "c/o": "care of",
    "w/r/t": "with respect to",
}
_CLOSING = (
    "etc.",
    "est.",
    "Inc.",
    "Ltd.",
    "Corp.",
    "Co.",
    "Bros.",
    "Jr.",
    "Sr.",
    "Ave.",
    "Blvd.",
    "Rd.",
    "al.",
)
"""Abbreviations that a sentence may end on."""
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}


def _abbreviated(match: Match) -> str:
    return f"{_ABBREVIATIONS[match['short']]}"


def _anywhere(match: Match) -> str | None:
    said = _ANYWHERE[match[0]]
    if match[0].endswith("/"):
        return f"{said}" if after(match, 1).isspace() or not after(match, 1) else f"{said} "
    return f"{said}." if match[0] in _CLOSING and ends_sentence(match) else said


def _pages(match: Match) -> str:
    return "pages " if match[0].startswith(("pp", "PP")) else "page "


def _initials(match: Match) -> str:
    said = letters(match[0])
    return f"{said}." if ends_sentence(match) else said


def _party(match: Match) -> str:
    state = STATES.get(match["state"].upper(), match["state"])
    return f"{_PARTIES[match['party']]}, {state}"


RULES: tuple[Rule, ...] = (
    rule(
        "initials",
        r"(?<![\w.])(?!(?:[aApP]\.[mM]\.)(?:\W|$))(?!(?:e\.g|i\.e)\.)(?:[A-Za-z]\.){2,8}(?!\w)|(?<![\w.])(?!(?:[aApP]\.[mM]|e\.g|i\.e)(?!\w))(?:[A-Za-z]\.){1,7}[A-Za-z](?![\w.])",
        _initials,
    ),
    rule("initials", r"(?<![\w.])[A-Z]\.\s[A-Z]\.(?=\s[A-Z][a-z])", lambda match: letters(match[0])),
    rule(
        "abbreviation",
        r"(?<![\w.])(?:e\.g|i\.e)\.,?",
        lambda match: "for example," if match[0][0] == "e" else "that is,",
    ),
    rule(
        "abbreviation",
        rf"(?<![\w./])(?:{'|'.join(re.escape(a) for a in sorted(_ANYWHERE, key=len, reverse=True))})(?![/0-9])",
        _anywhere,
    ),
    rule(
        "abbreviation",
        r"(?<=[A-Z][a-z]) v\.? (?=[A-Z])|(?<![\w.])[vV][sS]\.?(?!\w)",
        lambda match: " versus " if match[0][0] == " " else "versus",
    ),
    rule(
        "number-sign",
        r"(?<![\w.])(?P<short>[Nn]os?|#)\.\s?(?=[0-9])|(?<![\w.&])(?P<hash>#)\s?(?=[0-9])|(?<!\w)№\s?(?=[0-9])",
        lambda match: "numbers " if (match["short"] or "").lower() == "nos" else "number ",
    ),
    rule("pages", r"(?<![\w.])pp?\.\s?(?=[0-9])", _pages),
    rule(
        "section-sign", r"§{1,2}\s?", lambda match: "sections " if match[0].startswith("§§") else "section "
    ),
    rule("party", r"(?<=\()(?P<party>[DRI])-(?P<state>[A-Z][A-Za-z.]{1,9})(?=\))", _party),
    rule(
        "abbreviation",
        rf"(?<![\w.])(?P<short>{'|'.join(_ABBREVIATIONS)})\.(?=\s?[A-Z0-9{MASK}])",
        _abbreviated,
    ),
)
