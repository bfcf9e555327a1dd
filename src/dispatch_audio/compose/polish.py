"""Headline English in whole words: the articles and the "and" that bullet points leave out."""

import re

from dispatch_audio.compose.clauses import sentences
from dispatch_audio.compose.grammar import NOUNS, PROPER, Word, children, parse, subtree
from dispatch_audio.compose.wording import COUNT_NOUNS, a_or_an, capitalise, decapitalise, small, with_and

IT = "\ue000"
"""Stands for the story's subject: its name, "It", or "That" when the story has none."""
ITS = "\ue001"
"""Stands for its possessive: "Its", or "The"."""


_POLISH = (
    (
        re.compile(r"\b(from|in|at|on|of|the|to|with) same\b"),
        lambda m: f"{m[1]} the same" if m[1] != "the" else m[0],
    ),
    (
        re.compile(
            r"\b(for|by|to|with|from|of|(?:demand|seek|want|offer|propos|announc|fac|see|get|win|secur)(?:s|es|ed)?) (\d[\d.]*%) ((?:\w+ )?(?:gain|increase|drop|cut|rise|reduction|decline|"
            r"improvement|raise|pay rise|discount|stake|tax|tariff|chance|risk|share))\b"
        ),
        lambda m: f"{m[1]} {a_or_an(m[2])} {m[3]}",
    ),
    (re.compile(r"\bat record (high|low)\b"), lambda m: f"at a record {m[1]}"),
    (re.compile(r"\bby end of\b"), lambda m: "by the end of"),
    (re.compile(r"\b(?<!an )additional (?=[$€£])"), lambda m: "an additional "),
    (re.compile(r"(?<= to )([$€£]\d[\d.,]*[KMBT]?) (market cap|valuation)\b"), lambda m: f"a {m[1]} {m[2]}"),
    (re.compile(r"\bbecomes new\b"), lambda m: "becomes the new"),
    (re.compile(r"\b(on|in|to|from) App Store\b"), lambda m: f"{m[1]} the App Store"),
    (
        re.compile(r"\b(near|below|above) human (median|average|level)\b"),
        lambda m: f"{m[1]} the human {m[2]}",
    ),
    (re.compile(r"\b(on|with|in|from|by) single (?=[A-Za-z])"), lambda m: f"{m[1]} a single "),
    (re.compile(r"\b(\d+)-(\d+)x\b"), lambda m: f"{m[1]} to {m[2]} times"),
    (re.compile(r" so (doesn't|does not|can't|cannot|won't|isn't|didn't)\b"), lambda m: f", so it {m[1]}"),
    (re.compile(r"(?<!,) unlike "), lambda m: ", unlike "),
    (re.compile(r"\bHuggingFace\b"), lambda m: "Hugging Face"),
    (
        re.compile(r"\b(\d+)x (?=(?:faster|more|less|better|cheaper|higher|lower|larger|smaller|as))"),
        lambda m: f"{m[1]} times ",
    ),
)
"""Headline English in whole words."""


def polished(text: str) -> str:
    """A sentence with the articles and the "and" that bullet points leave out."""
    for pattern, put in _POLISH:
        text = pattern.sub(put, text)
    text = _object_articles(text)
    return with_and(text) if not sentences(text)[1:] else text


_OBJECTS = ("dobj", "attr", "pobj", "nsubj", "nsubjpass")


def _object_articles(text: str) -> str:
    """Bare singular count nouns, as subjects or objects, with the article they want."""
    probe = text.replace(IT, "It").replace(ITS, "Its")
    shift = {IT: len("It") - 1, ITS: len("Its") - 1}.get(text[:1], 0)
    words = parse(probe)
    for i in range(len(words) - 1, -1, -1):
        start = _bare_phrase(words, i, probe)
        if start is None:
            continue
        at = words[start].start - shift
        # Bare, the noun is common by our own table; what stands before it may be a name.
        bare = small(text) if start == i else decapitalise(text)
        text = capitalise(f"the {bare}") if start == 0 else text[:at] + a_or_an(text[at:])
    return text


def _bare_phrase(words: tuple[Word, ...], i: int, text: str) -> int | None:
    """First word of a noun phrase that wants an article and has none; ``i`` is its noun."""
    word = words[i]
    if word.tag != "NN" or word.lemma.lower() not in COUNT_NOUNS or word.dep not in _OBJECTS:
        return None
    if i + 1 < len(words) and words[i + 1].tag in NOUNS:
        return None
    below = children(words, i)
    if any(words[b].dep in _COMPLETE or words[b].tag in ("CD", "POS") for b in below):
        return None
    left = [b for b in below if b < i and words[b].dep in ("amod", "compound", "nmod", "advmod")]
    start = min([subtree(words, b)[0] for b in left], default=i)
    named = words[start].tag in (*PROPER, "DT", "CD", "PRP$")
    led = start > 0 and words[start - 1].tag in ("DT", "PRP$", "POS", "CD", "HYPH", "SYM")
    aged = words[start].tag == "CD" and "-" in text[words[start].start : word.start]
    if (named or led) and not aged:
        return None
    # "in hospital", "at risk", "on record" are idioms; "by new paper" is shorthand.
    if word.dep == "pobj" and (not left or words[word.head].text.lower() in ("at", "per", "of")):
        return None
    return start


_COMPLETE = ("det", "poss", "nummod", "predet", "appos", "conj", "cc")
