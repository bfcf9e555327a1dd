"""Headline English in whole words: the articles and the "and" that bullet points leave out."""

import re

from dispatch_audio.compose.clauses import finite_verb, sentences
from dispatch_audio.compose.lexis import MASS
from dispatch_audio.compose.names import is_name
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import (
    COUNT_NOUNS,
    a_or_an,
    capitalise,
    decapitalise,
    noun_head,
    small,
    with_and,
)
from dispatch_audio.grammar import (
    NOUNS,
    PLURAL,
    PROPER,
    SUBJECTS,
    Word,
    children,
    is_listed,
    parse,
    subtree,
)

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
    (
        re.compile(
            r"(?<=\b)((?:clos|open|start|begin|end|expir|launch|return|sign|approv|publish|releas|end|arriv|vot)(?:es|s|ed)|due|signed) "
            r"((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,4}\b)(?!-)"
        ),
        lambda m: f"{m[1]} {'in' if m[2][-4:].isdigit() else 'on'} {m[2]}",
    ),
    (
        re.compile(
            r"(?<=%)(?: (?:year|month|quarter|week) on \w+), (?=\d[\d.]*% (?:year|month|quarter|week) on)"
        ),
        lambda m: f"{m[0][:-2]} and ",
    ),
    (re.compile(r"(?<=\d%), (?=[A-Z]?[a-z]+ \d[\d.]*%$)"), lambda m: ", and "),
    (re.compile(rf"^({IT} \w+s [^,]+), (?=\w+s (?!\d)\w+[^,]*$)"), lambda m: f"{m[1]} and "),
    (re.compile(r"^(\d[\d.,]* \w+s) signed$"), lambda m: f"{m[1]} have signed"),
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


def polished(text: str, *, written: bool = False) -> str:
    """A sentence with the articles and the "and" that bullet points leave out; one that is ``written`` as a sentence, as
    cited words are, has all its articles."""
    # Who writes articles leaves none out: "a misdemeanor under state law".
    whole = re.search(r"(?<!-)\b(?:a|an|the|An?)\b(?!-)", text) is not None
    for pattern, put in _POLISH:
        text = pattern.sub(put, text)
    text = _SPANNING.sub(_spanned, text)
    if not written:
        text = _subject_article(text if whole else _object_articles(text))
    return with_and(text) if not sentences(text)[1:] else text


_SPANNING = re.compile(
    r"(?P<before>\b[A-Za-z]+) (?P<size>(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten)-(?:day|week|month|year|hour|minute|"
    r"point|mile|country|state|city|part|member|page|game|seat|storey|story|bed|person|nation)) (?P<what>[a-z]+)\b(?! [a-z]+s\b)"
)


def _spanned(match: re.Match[str]) -> str:
    """``in 72-week trial`` with its article; one thing of that size, and none before it that says whose."""
    bare = match["before"].lower() not in _LEADS and not match["what"].endswith(("s", "old", "olds"))
    size = f"{match['size']} {match['what']}"
    return f"{match['before']} {a_or_an(size) if bare else size}"


_LEADS = word_set(
    "a an the this that his her its their our my your each every no any some one first second third last next of"
)
_RANKED = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Next|Last|Final|Original|Median|Average|Top|Latest|Previous|Same|Current|"
    r"(?!Interest|Forest|Harvest|Request|Protest|West|East|Invest|Best-|Manifest|Budapest|Arrest|Honest|Modest)[A-Z]\w+est)\b"
)
_GROUPS = word_set("group coalition collective alliance association trio pair quartet")
_COUNTED_GERUNDS = word_set(
    "building crossing drawing filing finding hearing landing launching listing meeting offering opening painting "
    "ranking rating reading recording ruling screening sentencing sighting warning wedding uprising"
)


def defined(phrase: str) -> str:
    """A noun phrase as a subject, with the article that a headline leaves out: ``Board`` -> ``The board``."""
    words = parse(phrase)
    head = noun_head(words)
    if (
        not words
        or words[0].text[:1].islower()
        or words[0].tag in ("PRP", "PRP$", "CD", "EX")
        or words[0].text.lower() in _CLOSED
    ):
        return phrase
    if _RANKED.match(phrase) and not (len(words) > 1 and words[1].text[:1].isupper()):
        return f"The {small(phrase)}"
    if phrase.startswith("Single "):
        return f"A {small(phrase)}"
    if re.match(r"[A-Z]\w+ \d", phrase):
        return phrase
    if len(words) == 1:
        lower = phrase.lower()
        known = is_listed(lower, "noun") and lower not in MASS | _NAMES_TOO and not is_name(phrase)
        gerund = lower[-3:] == "ing" and lower not in _COUNTED_GERUNDS
        if not known or gerund:
            return phrase
        return f"The {lower}" if parse(f"the {lower} is here")[1].tag in ("NN", "VBG") else phrase
    at = next((i for i in (head, len(words) - 1) if i is not None), 0)
    word = words[at]
    owner = len(words) > 2 and words[1].tag == "POS"
    if owner and _is_noun(words, 0):
        plural = words[0].tag in PLURAL
        if plural and word.text.lower() in _GROUPS:
            return a_or_an(small(phrase)).capitalize() if phrase[1:].islower() else f"A {small(phrase)}"
        return phrase if plural else f"The {small(phrase)}"
    if any(word.tag == "POS" for word in words[:5]):
        return phrase
    if not bare_noun(words, at):
        return phrase
    name_first = (not _is_noun(words, 0) and at > 0 and not _adjective_first(words)) or words[
        0
    ].entity == "NORP"
    return (
        f"The {phrase if words[0].entity == 'NORP' else decapitalise(phrase)}"
        if name_first
        else f"The {small(phrase)}"
    )


_CLOSED = word_set(
    "a an the this that these those each every all both some any no half most many more one two what which who "
    "whose it its his her their our my your he she they we i you there here about nearly almost over up another either neither"
)


_NAMES_TOO = word_set(
    "alphabet amazon apple delta ford gap hubble intel lyft lyon meta oracle saltwater shell slack target tesla twitter "
    "uber vanguard visa webb wise zoom"
)
"""Names that a dictionary has as common words."""


def _adjective_first(words: tuple[Word, ...]) -> bool:
    return words[0].tag in ("JJ", "VBN", "VBG", "JJR") or is_listed(words[0].text.lower(), "adj")


def _is_noun(words: tuple[Word, ...], at: int) -> bool:
    """Whether a first word is a common noun with a capital, not a name."""
    word = words[at]
    if is_name(word.text) or (
        word.entity in ("PERSON", "GPE", "NORP") and word.tag in PROPER and is_name(word.text) is not False
    ):
        return False
    return word.text[1:].islower() and (
        is_listed(word.lemma.lower(), "noun") or is_listed(word.text.lower(), "noun")
    )


def bare_noun(words: tuple[Word, ...], at: int) -> bool:
    """Whether a singular noun that can be counted stands without its article."""
    word, lower = words[at], words[at].text.lower()
    if any(
        words[i].dep in ("det", "poss", "nummod")
        and "-" not in words[i].text
        and words[i].tag != "HYPH"
        and words[i].text.lower() in _CLOSED
        for i in children(words, at)
    ):
        return False
    if at + 1 < len(words) and words[at + 1].tag == "CD":
        return False
    if lower in MASS or (
        lower.endswith(("ness", "ism", "ship"))
        and lower not in ("business", "witness", "ship", "championship", "relationship")
    ):
        return False
    if lower.endswith("ing") and lower not in _COUNTED_GERUNDS:
        return False
    if word.tag == "NN" or lower in _COUNTED_GERUNDS:
        return (
            is_listed(lower, "noun")
            and not (at == 0 and is_name(word.text))
            and (at > 0 or _is_noun(words, 0))
        )
    # A capital alone makes the tagger see a name.
    return (
        at == 0
        and word.tag == "NNP"
        and _is_noun(words, 0)
        and parse(f"the {lower} is here")[1].tag == "NN"
        and not word.entity
    )


def _subject_article(text: str) -> str:
    """A sentence whose bare singular subject opens it, with its article: ``Board voted`` -> ``The board voted``."""
    if text[:1] in (IT, ITS) or not text[:1].isupper():
        return text
    words = parse(text)
    verb = finite_verb(words)
    if verb is None or verb == 0:
        return text
    rule = verb if not words[verb].dep.startswith("aux") else words[verb].head
    subject = next((i for i in children(words, rule) if words[i].dep in SUBJECTS and i < verb), None)
    if subject is None and words[verb].tag in ("NNS", "NNP"):
        # A verb that the tagger took for a noun: "Crew of four remains in training".
        subject = next((i for i in range(1, verb) if words[i].tag == "IN"), verb) - 1
    if subject is None or subtree(words, subject)[0] != 0:
        return text
    first = next(
        (
            i
            for i in range(subject + 1, verb)
            if words[i].tag in ("IN", "TO", ",", "WDT", "WP", "VBN", "VBG", "RB", "CC", "CD")
        ),
        verb,
    )
    end = words[first - 1].end if first else words[subject].end
    if end < words[subject].end or words[first].tag == "CD":
        return text
    return defined(text[:end]) + text[end:]


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
    led_by = words[word.head].text.lower()
    if word.dep == "pobj" and (
        not any(words[b].tag == "JJ" for b in left) or led_by in ("at", "per", "of", "under")
    ):
        return None
    return start


_COMPLETE = ("det", "poss", "nummod", "predet", "appos", "conj", "cc")
