"""Names and labels: ``K2.6``, ``Henry VIII``, ``LLMs``, ``OVERRATED``."""

import re
from importlib import resources

from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.numbers import cardinal, designation, ordinal, roman
from dispatch_audio.spoken.rule import MASK, Match, Rule, after, before, rule
from dispatch_audio.spoken.versions import CUED

_REGNAL = (
    "Henry|Charles|Elizabeth|Louis|George|William|Edward|Richard|James|Paul|Benedict|Pius|Leo|Napoleon|Philip|Francis|"
    "Frederick|Nicholas|Alexander|Catherine|Peter|Ivan|Gregory|Innocent|Clement|Urban|Margaret|Harald|Haakon|Carl|"
    "Gustav|Christian|Felipe|Juan|Alfonso|Ferdinand|Rama|Ramses|Ptolemy|Xerxes|Darius|Otto|Wilhelm|Albert|Leopold|Mary"
)
_ROMAN = r"[IVXL]{1,7}"


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


def _joined_label(match: Match) -> str | None:
    """A label after a hyphen: ``F-16s`` are sixteens."""
    counted = re.fullmatch(r"[-‑]([0-9]{1,4})s", match[0])
    if counted is None:
        return _label(match)
    said = designation(counted[1])
    return _plural(said) if re.search(r"[A-Z]$", before(match, 1)) else f"{said} S"


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


_SAYABLE = re.compile(
    r"(?:(?![wkaeiouy])[a-z]|[bcfgp][rl]|[dt]r|s[cpt])[aeiou][^aeiouy]{1,2}[aeiou](?:(?![hwjqv])[^aeiouy])?"
)
"""Capitals of four to six letters in which vowels and consonants take turns, as in NAFTA: nearly always a word. W and K
open the call signs of stations, which are spelt."""


def _is_word(text: str) -> bool:
    """Whether capitals are said as a word: a common one that shouts, an acronym with the shape of a word, or one that is
    longer than acronyms are and sayable."""
    low = text.lower()
    if low in _COMMON or (3 < len(low) < 7 and _SAYABLE.fullmatch(low)):
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
            if re.search(rf"\b(?:{CUED})[\s-]$", before(match))
            or (len(match["figure"]) > 1 and re.search(r"\b[A-Z][a-z]+\s$", before(match)))
            else None
        ),
    ),
)
LABELS: tuple[Rule, ...] = (
    rule(
        "label",
        r"(?<![^\W_])(?<!\.)(?<![0-9][.,])(?<![A-Za-z]-)(?=[A-Za-z]{0,24}[0-9])(?=[0-9]{0,12}[A-Za-z])[A-Za-z0-9]{2,40}(?:\.[0-9]{1,4}(?![A-Za-z])){0,3}(?![\w])",
        _label,
    ),
    rule(
        "label",
        rf"(?<=[\w{MASK}])[-‑](?=[A-Za-z]{{0,24}}[0-9])(?=[0-9]{{0,12}}[A-Za-z])[A-Za-z0-9]{{2,40}}(?:\.[0-9]{{1,4}}(?![A-Za-z])){{0,3}}(?![\w])",
        lambda match: f" {_joined_label(match)}",
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
