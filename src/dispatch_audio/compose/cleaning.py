"""Written text made fit to be read out: no links, hashtags, emoji or markup, and no shorthand that only the eye knows."""

import functools
import re
import unicodedata

from dispatch_audio.compose.shorthand import spelt_out

_NEVER_READ = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?:https?://|www\.)\S+"), ""),
    (re.compile(r"→\s*Details"), ""),
    (re.compile(r"<[^<>]{1,80}>"), ""),
    (re.compile(r"(?<!\w)#([^\W\d]\w*)"), ""),
    # Between figures an asterisk is no emphasis: without it, 7*12 would be 712.
    (re.compile(r"(?!(?<=\d )\*{1,2} \d)(?:(?<![\d*])\*{1,3}|\*{1,3}(?![\d*]))"), ""),
    (re.compile(r"`{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)"), ""),
    (re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\ufe0f\u200b-\u200f\u2060]"), ""),
)
"""What is taken out of every text, quotations too."""

_SHORTHAND = (
    (re.compile(r"(?<=[a-z]{3})\.(?=(?:The|An?|It|This|That|In|We|But|And|For)\s)"), ". "),
    (re.compile(r"\bTL;DR:?\s+"), ""),
    (re.compile(r"\bw/o\s+"), "without "),
    (re.compile(r"\bw/(?!w\b)\s*"), "with "),
    (re.compile(r"(?<=\s)&(?=\s)"), "and"),
    (re.compile(r"(?<![\w.])~\s*(?=[$€£]?\d)"), "about "),
    (re.compile(r"(?<![\w.])≈\s*(?=[$€£]?\d)"), "about "),
    (re.compile(r"(?<![\w.$€£])(?:over|more than) ([$€£]?\d[\d,.]*[KMBTk]?)\+(?=\s)"), r"more than \1"),
    (
        re.compile(
            r"(?<![\w.$€£-])([$€£]?\d[\d,.]*[KMBTk]?)\+(?=\s[a-z])(?!\s(?:hour|day|year|month|week|minute)\b)"
        ),
        r"more than \1",
    ),
    (re.compile(r"\bpost-((?:19|20)\d\d)\b"), r"after \1"),
    (re.compile(r"\bpre-((?:19|20)\d\d)\b"), r"before \1"),
    (re.compile(r"\b([a-z]{3,})/(?!sec|s\b|min|hour|day|month|year|or\b)([a-z]{3,})\b"), r"\1 and \2"),
    (re.compile(r"\bvs?\.?(?=\s)(?<=vs|s\.)"), "versus"),
    (re.compile(r"\s\+\s(?=[A-Za-z])"), " and "),
)
"""What the eye reads at a glance and the ear does not; only in the show's own words, never inside a quotation."""

_PARENTHESIS = re.compile(r"(?<!\d)\s*[(\[][^()\[\]]*[)\]]")
_RANKING = re.compile(r"\s+>\s+")


_DASHES = re.compile(r"^-+(?!\d)[ –—•·-]*|[ -]+$")
_MENTION = re.compile(r"(?<![\w@.])@(\w{1,60})")


def handle_name(handle: str) -> str:
    """A handle in words: ``HowToAI_`` -> ``How To AI``; its figures stay, as ``foo_bar99`` is not ``foo_bar``."""
    text = " ".join(handle.strip("_@").replace("_", " ").split()) or handle
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d+$)", " ", text)
    return " ".join(text.split())


def unreadable(text: str) -> bool:
    """Whether a text has letters of a script that an English voice has no sounds for."""
    return any(
        c.isalpha()
        and not unicodedata.name(c, "").startswith(("LATIN", "GREEK", "MICRO", "MASCULINE", "FEMININE"))
        for c in text
        if not c.isascii()
    )


def clean(text: str) -> str:
    """The text without what is never read; its words stay as they are."""
    for pattern, put in _NEVER_READ:
        text = pattern.sub(put, text)
    text = " ".join(text.split()).strip(" –—•·")
    # A dash before a figure is its sign: "-273.15 °C".
    return _DASHES.sub("", text)


_QUOTED = re.compile(r"(“[^“”]*”|(?<!\w)\"[^\"]*\"(?!\w))")


def _in_words(text: str) -> str:
    text = spelt_out(text)
    for pattern, put in _SHORTHAND:
        text = pattern.sub(put, text)
    return text


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in words a listener follows: shorthand spelt out, parentheses gone, a ranking told as one."""
    text = _PARENTHESIS.sub("", clean(_MENTION.sub(lambda match: handle_name(match[1]), text)))
    text = "".join(part if i % 2 else _in_words(part) for i, part in enumerate(_QUOTED.split(text)))
    steps = _RANKING.split(text)
    if len(steps) > 2:
        text = ", then ".join(steps)
    elif len(steps) == 2:
        text = " ahead of ".join(steps)
    return " ".join(text.replace(" ,", ",").split())
