"""Participles that stand for verbs in bullet points, and what a closing one adds to a sentence."""

import re

from dispatch_audio.compose.clauses import PASSIVES
from dispatch_audio.compose.lexis import AT_ONCE
from dispatch_audio.compose.names import MONTHS, is_name, is_past
from dispatch_audio.compose.polish import IT, ITS, defined, polished
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import (
    COUNT_NOUNS,
    GERUNDS,
    KIND_NOUNS,
    a_or_an,
    decapitalise,
    is_many,
    noun_head,
    third_person,
)
from dispatch_audio.grammar import NOUNS, PROPER, Word, parse

_EVENT_VERBS = word_set("""creating making forcing leaving changing raising causing allowing giving letting prompting sparking pushing ending
    marking meaning reversing threatening opening closing setting putting turning suggesting fueling fuelling driving""")
"""Participles whose subject is what happened, not who did it."""


def participle_tail(text: str) -> tuple[str, str]:
    """A sentence and what its closing participle adds: ``..., potentially changing X`` -> ``That could change X``."""
    match = re.match(
        r"^(?P<body>.+), (?P<how>potentially |possibly |likely )?(?P<verb>\w+ing) (?P<rest>.+)$", text
    )
    if match is None or ("," in match["rest"] and not match["how"]):
        return text, ""
    probe = parse(f"They are {match['verb']} {match['rest']}")
    if probe[2].tag != "VBG":
        return text, ""
    lemma = probe[2].lemma
    if match["how"]:
        return match["body"], f"That could {lemma} {match['rest']}"
    if match["verb"] in _EVENT_VERBS:
        return match["body"], f"That {third_person(lemma, plural=False)} {match['rest']}"
    return text, ""


def acting(text: str, words: tuple[Word, ...]) -> tuple[str, str] | None:
    """``Claw Groups enabling collaboration`` -> ``Claw Groups enable collaboration``; passives get their "are"."""
    at = _participle(words)
    if at is None:
        return None
    verb = words[at]
    phrase = text[: verb.start].rstrip()
    adverb = re.search(r" (\w+ly|never|always|often|still|now)$", phrase)
    if adverb:
        phrase = phrase[: adverb.start()]
    head = noun_head(parse(phrase))
    if head is None and not re.match(r"\d", phrase):
        # Alone, "Repository" may look like anything.
        head = noun_head(parse(f"the {phrase[:1].lower()}{phrase[1:]}")[1:])
        head = head if len(phrase.split()) == 1 and not is_name(phrase) else None
    if head is None and not re.match(r"\d[\d.,]* \w+s$", phrase):
        return None
    if head is None:
        head = 1
    if head >= len(parse(phrase)):
        return None
    plural = (is_many(phrase) and not named_by(parse(phrase), head)) or _counts_many(phrase)
    after = text[verb.end :]
    if re.search(r", (?:in|on|at|under|out|now|still) ", after):
        # "Law signed on Monday, in force on Friday": what follows is no part of it.
        return None
    how = f" {adverb.group(1)}" if adverb else ""
    subject, kind = as_subject(phrase)
    if verb.tag == "VBG":
        if verb.text.lower() in PROGRESSIVE:
            said = f"{subject} {third_person('be', plural)}{how} {verb.text.lower()}{after}"
        else:
            said = f"{subject}{how} {third_person(verb.lemma, plural)}{after}"
    else:
        be = ("was", "were") if is_past(text) else ("is", "are")
        if re.search(r"\bsince\b", after) or (
            be[0] == "is"
            and verb.text.lower() in AT_ONCE
            and not is_ahead(after)
            and not re.search(r"\b(?:a|per|each|every) (?:day|week|month|year)\b", after)
        ):
            be = ("has been", "have been")
        said = f"{subject} {be[plural]}{how} {verb.text.lower()}{after}"
    return polished(said), kind


def is_ahead(text: str) -> bool:
    """Whether a text names a day that is not past."""
    return re.search(rf"\b(?:{'|'.join(MONTHS)}) \d|\b(?:next|by|from) ", text) is not None and not is_past(
        text
    )


def _participle(words: tuple[Word, ...]) -> int | None:
    """The participle that stands for a verb: it follows the noun phrase that the text begins with."""
    for i in range(1, len(words)):
        word, before = words[i], words[i - 1]
        if (
            word.tag == "IN"
            or word.tag in ("WDT", "WP", "TO", "MD")
            or (word.text in (",", ":", "-") and i > 6)
        ):
            if word.text not in ("of", "between", "in", "for"):
                return None
            continue
        follows = before.tag in NOUNS or before.tag in ("RB", "CD", ")") or before.text == "%"
        if word.text.lower() in GERUNDS:
            continue
        if (
            word.tag == "VBG"
            and i + 1 < len(words)
            and follows
            and word.dep in ("ROOT", "acl", "amod", "conj", "advcl", "appos", "pcomp")
        ):
            nxt = words[i + 1]
            if (
                word.dep == "amod"
                and words[word.head].tag in NOUNS
                and nxt.tag in NOUNS
                and before.dep == "compound"
            ):
                return None
            return i
        passive = word.text.lower() in PASSIVES or (i + 1 < len(words) and words[i + 1].text == "by")
        if word.tag in ("VBN", "VBD") and follows and passive and word.dep in ("ROOT", "acl", "relcl"):
            return i
    return None


def named_by(words: tuple[Word, ...], head: int) -> bool:
    """ "State-backed insurer Citizens": a name behind what it is, one whatever its ending."""
    capital = words[head].tag in PROPER or words[head].text[:1].isupper()
    if len(words) == 1:
        return is_name(words[0].text) is True
    return capital and head > 0 and words[head - 1].tag == "NN" and words[head - 1].text.islower()


PROGRESSIVE = word_set("""absorbing burning climbing collapsing declining dying melting cooling dropping easing expanding falling growing improving moving negotiating preparing
    probing recovering reviewing rising seeking shifting shipping shrinking slowing spreading stalling warming
    waiting widening working""")
"""What goes on for a while is told as going on: ``Prices dropping`` -> ``Prices are dropping``."""


def _counts_many(phrase: str) -> bool:
    match = re.match(r"^(?:only |nearly |about |more than |over |almost )?([\d.,]+)", phrase, re.IGNORECASE)
    return bool(match and match.group(1) not in ("1",) and "%" not in phrase[:12])


def as_subject(phrase: str) -> tuple[str, str]:
    """A noun phrase as the subject of a sentence, and, when it says what the story's subject is, that kind."""
    words = parse(phrase)
    head = noun_head(words)
    if head is None:
        return phrase, ""
    if words[head].lemma.lower() in KIND_NOUNS and words[head].tag == "NN" and not owned(words):
        what = a_or_an(re.sub("^(?:A|An|The) ", "", decapitalise(phrase)))
        return IT, what
    numbered = any(word.tag == "CD" for word in words)
    if (
        words[head].tag == "NN"
        and words[head].lemma.lower() in COUNT_NOUNS
        and not owned(words)
        and not numbered
    ):
        # "Deal between the two clubs" has its owner already.
        of = re.search(r" (?:of|between|for|in|on|with) ", phrase)
        part = words[head].lemma.lower() in _PARTS
        return (f"{ITS} {decapitalise(phrase)}" if part and not of else defined(phrase)), ""
    return defined(phrase), ""


_PARTS = word_set("""algorithm app application architecture battery chip design draft drop engine fund gap goal index limit method
    model network plan platform pipeline process product programme program project protocol race rate strategy system target
    team test theory tool update upgrade version pilot season campaign feature interface""")
"""Nouns that are a part of what a story is about: "Agent architecture scaling to 300" is its own; a storm is not."""


def owned(words: tuple[Word, ...]) -> bool:
    """Whether a noun phrase has its article or its owner already; the "the" of "state-of-the-art" is none."""
    head = noun_head(words)
    return any(word.head == head and word.dep in ("det", "poss") for word in words)
