"""Abbreviations: titles, streets, initials and shortened words, said in full: ``Dr.``, ``3rd St.``, ``U.S.``, ``etc.``."""

import re

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.places import NEWS_STATES, STATES
from dispatch_audio.spoken.rule import MASK, Match, Rule, after, before, ends_sentence, rule

_TITLES = {
    "vs": "versus", "Dr": "Doctor", "Drs": "Doctors", "Mr": "Mister", "Mrs": "Misses", "Ms": "Miz", "Prof": "Professor",
    "Gov": "Governor", "Govs": "Governors", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative",
    "Reps": "Representatives", "Gen": "General", "Sgt": "Sergeant", "Capt": "Captain", "Lt": "Lieutenant",
    "Col": "Colonel", "Cpl": "Corporal", "Pvt": "Private", "Maj": "Major", "Cmdr": "Commander", "Adm": "Admiral",
    "Det": "Detective", "Supt": "Superintendent", "Insp": "Inspector", "Atty": "Attorney", "Amb": "Ambassador",
    "Rev": "Reverend", "Msgr": "Monsignor", "Fr": "Father", "Hon": "Honorable", "Pres": "President", "Fig": "Figure",
    "Figs": "Figures", "Eq": "Equation", "Sec": "Section", "Ch": "Chapter", "Vol": "Volume", "Vols": "Volumes",
    "Art": "Article", "Res": "Resolution", "Op": "Opus", "Ep": "Episode", "Mt": "Mount", "Ft": "Fort", "St": "Saint",
    "Ste": "Sainte", "Hwy": "Highway", "Rte": "Route", "Rt": "Route", "Exec": "Executive", "Univ": "University",
}  # fmt: skip
"""Titles and labels, said in full before a name or a number."""
_ANYWHERE = {
    "vs.": "versus", "etc.": "et cetera", "e.g.": "for example", "eg.": "for example", "i.e.": "that is",
    "ie.": "that is", "cf.": "compare", "ca.": "about", "approx.": "approximately", "est.": "estimated",
    "dept.": "department", "Dept.": "Department", "govt.": "government", "Govt.": "Government", "Inc.": "Incorporated",
    "Ltd.": "Limited", "Corp.": "Corporation", "Co.": "Company", "Bros.": "Brothers", "Assn.": "Association",
    "Jr.": "Junior", "Sr.": "Senior", "Blvd.": "Boulevard", "Pkwy.": "Parkway", "Ph.D.": "P H D", "Ph.D": "P H D",
    "Ph.D.s": "P H D's", "min.": "minimum", "max.": "maximum", "avg.": "average", "al.": "al", "feat.": "featuring",
    "ft.": "featuring", "incl.": "including", "excl.": "excluding", "w/o": "without", "w/": "with", "b/c": "because",
    "c/o": "care of", "w/r/t": "with respect to",
}  # fmt: skip
_AFTER_FIGURES = frozenset(["min.", "max.", "ft.", "w/"])
"""Abbreviations that are another thing after a number: ``20 min.``, ``9% w/w``."""
_CLOSING = frozenset(["etc.", "est.", "al."])
"""Abbreviations that a sentence may end on."""
_CLOSING_NAMES = frozenset(
    ["Inc.", "Ltd.", "Corp.", "Co.", "Bros.", "Assn.", "Jr.", "Sr.", "Blvd.", "Pkwy.", "Ph.D."]
)
"""And those that a name may follow as well."""
_STREETS = {"St": "Street", "Ave": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Dr": "Drive", "Ln": "Lane"}
_ROUTES = {"Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road"}
"""Streets that are nothing else, even without their full stop."""
_SIDES = {"N": "North", "S": "South", "E": "East", "W": "West"}
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}


def _titled(match: Match) -> str:
    return _TITLES[match["short"]]


def _anywhere(match: Match) -> str | None:
    short = match[0]
    if short in _AFTER_FIGURES and re.search(rf"[0-9%{MASK}][\s-]?$", before(match, 2)):
        return None
    said = _ANYWHERE[short]
    if short.endswith("/"):
        return f"{said}" if after(match, 1).isspace() or not after(match, 1) else f"{said} "
    closes = (short in _CLOSING and ends_sentence(match)) or (
        short in _CLOSING_NAMES and ends_sentence(match, before_names=True)
    )
    return f"{said}." if closes else said


def _street(match: Match) -> str | None:
    """A street after its name, ``3rd St.``; before one, ``St. Paul``, it is none."""
    short, stopped = match["street"], match[0].endswith(".")
    said = _STREETS[short]
    numbered = re.search(r"[0-9](?:st|nd|rd|th)\s$", before(match, 5)) is not None
    named = re.search(r"(?<![\w.])[A-Z][a-z]+\s$", before(match)) is not None
    closes = ends_sentence(match, before_names=True)
    if not numbered and not (named and (stopped or short in _ROUTES)):
        return None
    if not numbered and not closes and short not in _ROUTES and re.match(r"\s[A-Z]", after(match, 2)):
        return None
    return f"{said}." if closes else said


def _side(match: Match) -> str:
    return f"{_SIDES[match['side']]} "


def _pages(match: Match) -> str:
    return "pages " if match[0].startswith(("pp", "PP")) else "page "


def _pages_before(match: Match) -> str:
    return " pages." if ends_sentence(match) else " pages"


def _initials(match: Match) -> str:
    said = letters(match[0])
    return f"{said}." if ends_sentence(match, before_names=True) else said


def _party(match: Match) -> str | None:
    short = match["state"]
    state = NEWS_STATES.get(short) or STATES.get(short.upper()) or short.rstrip(".")
    if not match["bracket"] and state not in STATES.values():
        return None
    stop = "." if ends_sentence(match, before_names=True) else ""
    return f"{match['bracket'] or ''}{_PARTIES[match['party']]}, {state}{stop}"


def _initial(match: Match) -> str | None:
    """The initial in a name, without its full stop; not where a sentence may begin after it."""
    return None if ends_sentence(match, before_names=True) else match[0][0]


def _state(match: Match) -> str:
    said = NEWS_STATES[match[0]]
    return f"{said}." if ends_sentence(match, before_names=True) else said


_STATED = "|".join(re.escape(state) for state in NEWS_STATES)

RULES: tuple[Rule, ...] = (
    rule(
        "party",
        rf"(?:(?P<bracket>(?<=\())|(?<=,\s))(?P<party>[DRI])-(?P<state>{_STATED}|[A-Z][A-Za-z]{{1,13}}(?:\s[A-Z][a-z]{{2,9}})?)(?=[),.;]|\s?$|(?<=\.)\s)",
        _party,
    ),
    rule("state", rf"(?<=[a-z],\s)(?:{_STATED})(?!\w)", _state),
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
        r"(?<=[A-Z][a-z]) v\.? (?=[A-Z])|(?<=[a-z]) v\. (?=[A-Z])|(?<![\w.])[vV][sS]\.?(?!\w)",
        lambda match: " versus " if match[0][0] == " " else "versus",
    ),
    rule(
        "number-sign",
        r"(?<![\w.])(?P<short>[Nn]os?|#)\.\s?(?=[0-9])|(?<![\w.&])(?P<hash>#)\s?(?=[0-9])|(?<!\w)(?:№|N[º°])\s?(?=[0-9])",
        lambda match: "numbers " if (match["short"] or "").lower() == "nos" else "number ",
    ),
    rule(
        "street",
        r"(?<![\w.])(?P<side>[NSEW])\.?\s(?=(?:[0-9]{1,3}(?:st|nd|rd|th)|[A-Z][a-z]{2,20})\s(?:St|Ave|Rd|Blvd)(?!\w))",
        _side,
    ),
    rule("street", rf"(?<=\w\s)(?P<street>{'|'.join(_STREETS)})(?:\.|(?![\w.]))", _street),
    rule("century", r"(?<=[0-9](?:st|nd|rd|th)\s)c\.?(?![\w.])", "century"),
    rule("pages", r"(?<![\w.])pp?\.\s?(?=[0-9])", _pages),
    rule("pages", r"(?<=[0-9])\spp?\.(?=\s?[a-z,;:)]|\s?$)", _pages_before),
    rule(
        "section-sign", r"§{1,2}\s?", lambda match: "sections " if match[0].startswith("§§") else "section "
    ),
    rule("initial", r"(?<=[a-z]\s)[B-HJ-Z]\.(?=\s[A-Z][a-z])|(?<![\w.])[SK]\.(?=\s[0-9]{1,4}\b)", _initial),
    rule("life", r"(?<=[\s(])b\.(?=\s[12][0-9]{3}\b)", "born"),
    rule("life", r"(?<=[\s(])d\.(?=\s[12][0-9]{3}\b)", "died"),
    rule(
        "abbreviation",
        rf"(?<![\w.])(?P<short>{'|'.join(_TITLES)})\.(?=\s?[A-Z0-9{MASK}]|-[a-z])",
        _titled,
    ),
)
