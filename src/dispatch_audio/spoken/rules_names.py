"""Names, labels and abbreviations: ``Dr.``, ``K2.6``, ``Henry VIII``, ``LLMs``, ``OVERRATED``."""

import re
from importlib import resources

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.numbers import cardinal, designation, ordinal, roman
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
_REGNAL = (
    "Henry|Charles|Elizabeth|Louis|George|William|Edward|Richard|James|Paul|Benedict|Pius|Leo|Napoleon|Philip|Francis|"
    "Frederick|Nicholas|Alexander|Catherine|Peter|Ivan|Gregory|Innocent|Clement|Urban|Margaret|Harald|Haakon|Carl|"
    "Gustav|Christian|Felipe|Juan|Alfonso|Ferdinand|Rama|Ramses|Ptolemy|Xerxes|Darius|Otto|Wilhelm|Albert|Leopold|Mary"
)
_ROMAN = r"[IVXL]{1,7}"
_CUED = (
    "World War|War|Super Bowl|Bowl|Chapter|Part|Act|Scene|Phase|Stage|Type|Title|Article|Volume|Book|Section|Level|"
    "Class|Category|Tier|Rocky|Rambo|Schedule|Appendix|Figure|Table|Mark|Apollo|Saturn|Division|Group|Olympiad|"
    "WrestleMania|Episode|Final Fantasy|Vatican|Canto|Diablo|PART|CHAPTER|ACT|type|phase|stage|level|grade|factor"
)


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


def _regnal(match: Match) -> str | None:
    value = roman(match["figure"])
    return f"the {ordinal(value)}" if value else None


def _roman(match: Match) -> str | None:
    value = roman(match["figure"])
    return cardinal(value) if value else None


_RUNS = re.compile(r"[0-9]+(?:\.[0-9]+)*|[^\W\d_]+")


def _label(match: Match) -> str | None:
    """Letters and figures mixed, run by run: ``K2.6`` -> ``K two point six``, ``H100`` -> ``H one hundred``."""
    plural = re.fullmatch(r"([A-Za-z]+[0-9]+)s", match[0])
    text = plural[1] if plural else match[0]
    said = " ".join(
        designation(run) if run[0].isdigit() else _label_letters(run) for run in _RUNS.findall(text)
    )
    said = re.sub(r"\bA ", "A-", said)
    return _plural(said) if plural else said


def _plural(words: str) -> str:
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith("x") else f"{words}s"


def _label_letters(run: str) -> str:
    if (
        len(run) == 1
        or (run.isupper() and not _is_word(run))
        or (len(run) < 4 and not re.search("[aeiouy]", run, re.I))
    ):
        return letters(run)
    return _camel_words(run)


def _camel_words(text: str) -> str:
    return " ".join(
        letters(part)
        if (part.isupper() or (len(part) > 2 and part[:-1].isupper())) and not _is_word(part)
        else part
        for part in _CAMEL.findall(text)
    )


_CAMEL = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-zà-ÿ]+|[A-Z]+|[^\W\d_]")
_ONE_NAME = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Lo|Van|Von|Fitz|O)[A-Z][a-zà-ÿ]+")


def _camel(match: Match) -> str | None:
    text = match[0]
    if _ONE_NAME.fullmatch(text):
        return None
    words = " ".join(
        letters(part) if len(part) == 1 or _is_acronym(part) else part for part in _CAMEL.findall(text)
    )
    return None if words == text else words


def _is_acronym(part: str) -> bool:
    stem = part[:-1] if part.endswith("s") and len(part) > 2 else part
    return stem.isupper() and len(stem) > 1 and not _is_word(stem)


def _words() -> frozenset[str]:
    text = resources.files("dispatch_audio.spoken").joinpath("words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_COMMON = _words()
_ALSO_ACRONYMS = frozenset(
    ["us", "it", "am", "pm", "who", "aid", "or", "in", "me", "is", "id", "ma", "pa", "la", "al", "ed", "do"]
)
"""Common words that are as often an acronym: said as words only where the words beside them shout too."""
_LONGEST_SPELT = 5
_VOWELS = re.compile(r"[aeiouy]")
_UNSAYABLE = re.compile(
    r"[^aeiouy]{4}|^[^aeiouy]{3}|^(?!bl|br|ch|cl|cr|dr|fl|fr|gl|gr|kn|ph|pl|pr|qu|sc|sh|sk|sl|sm|sn|sp|st|sw|th|tr|tw|wh|wr|sq)[^aeiouy]{2}"
)


def _is_word(text: str) -> bool:
    """Whether capitals are a word that shouts: a common word, or longer than acronyms are and sayable."""
    low = text.lower()
    if low in _COMMON:
        return True
    return len(low) > _LONGEST_SPELT and bool(_VOWELS.search(low)) and not _UNSAYABLE.search(low)


def _capitals(match: Match) -> str | None:
    """An acronym letter by letter; a word that only shouts, in small letters after its first."""
    text = match["word"]
    if text.endswith("s"):
        return letters(text)
    if text.lower() in _ALSO_ACRONYMS and not _shouted(match):
        return letters(text)
    return text.capitalize() if _is_word(text) else letters(text)


def _shouted(match: Match) -> bool:
    earlier = re.search(r"([A-Z]{2,}|\bI|\bA)[\s,]+$", before(match))
    later = re.match(r"[\s,]+([A-Z]{2,}|[IA]\b)", after(match))
    return any(found is not None and _is_shout(found[1]) for found in (earlier, later))


def _is_shout(word: str) -> bool:
    return len(word) == 1 or _is_word(word)


ABBREVIATIONS: tuple[Rule, ...] = (
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
NUMBERED: tuple[Rule, ...] = (
    rule(
        "regnal",
        rf"(?<=\s)(?P<figure>{_ROMAN})(?<=(?:{'I'}|V|X|L))(?![\w.-]?\w)",
        lambda match: (
            _regnal(match)
            if re.search(rf"\b(?:{_REGNAL})\s$", before(match))
            and len(match["figure"]) > 0
            and match["figure"] != "X"
            else None
        ),
    ),
    rule(
        "roman",
        rf"(?<=[\s-])(?P<figure>{_ROMAN})(?!\w|['’.][A-Za-z])",
        lambda match: (
            _roman(match)
            if re.search(rf"\b(?:{_CUED})[\s-]$", before(match))
            or (len(match["figure"]) > 1 and re.search(r"\b[A-Z][a-z]+\s$", before(match)))
            else None
        ),
    ),
)
LABELS: tuple[Rule, ...] = (
    rule(
        "label",
        r"(?<![\w.])(?<![0-9][.,])(?=[A-Za-z]{0,24}[0-9])(?=[0-9]{0,12}[A-Za-z])[A-Za-z0-9]{2,40}(?:\.[0-9]{1,4}(?![A-Za-z])){0,3}(?![\w])",
        _label,
    ),
    rule(
        "label",
        rf"(?<=[\w{MASK}])[-‑](?=[A-Za-z]{{0,24}}[0-9])(?=[0-9]{{0,12}}[A-Za-z])[A-Za-z0-9]{{2,40}}(?:\.[0-9]{{1,4}}(?![A-Za-z])){{0,3}}(?![\w])",
        lambda match: f" {_label(match)}",
    ),
)
WORDS: tuple[Rule, ...] = (
    rule("underscore", r"(?<=[^\W_])_+(?=[^\W_])", " "),
    rule(
        "capitals", r"(?<![^\W_])[A-Z]{1,8}['’](?:T|RE|VE|LL)(?![^\W_])", lambda match: match[0].capitalize()
    ),
    rule("capitals", r"(?<![^\W_])(?P<word>[A-Z]{2,24}s?)(?![^\W_])", _capitals),
    rule(
        "camel", r"(?<![\w'’])(?=[^\W\d_]{0,30}[a-z][A-Z]|[A-Z]{2,10}[a-z])[^\W\d_]{2,40}(?![^\W_])", _camel
    ),
)
