"""Bullet points made sentences: one table of rules, from the form of a fragment to what is said for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dispatch_audio.compose.clauses import (
    HEADLINE_PASTS,
    HEADLINE_VERBS,
    PASSIVES,
    dashed,
    finite_verb,
    is_sentence,
    sentences,
    verb_first,
)
from dispatch_audio.compose.grammar import FINITE, NOUNS, PLURAL, PROPER, Word, children, parse, root, subtree
from dispatch_audio.compose.names import is_name, settled
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import (
    COUNT_NOUNS,
    GERUNDS,
    KIND_NOUNS,
    a_or_an,
    capitalise,
    decapitalise,
    needs_article,
    noun_head,
    third_person,
    with_and,
    with_article,
)

IT = "\ue000"
"""Stands for the story's subject: its name, "It", or "That" when the story has none."""
ITS = "\ue001"
"""Stands for its possessive: "Its", or "The"."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a fragment."""

    sentences: tuple[str, ...] = ()
    """Whole sentences without their full stop, with ``IT`` and ``ITS`` where the subject goes."""
    noun: str = ""
    """A noun phrase that wants a list; empty when there are sentences."""
    kind: str = ""
    """What the story's subject is called by it: ``an open source coding model``; it is also in ``sentences``."""


Rule = Callable[[str, tuple[Word, ...]], Told | None]


def told(text: str) -> Told:
    """A key point or a context in sentences, by the first rule that fits; empty when it is best left unsaid."""
    text = settled(text.rstrip(" .;,:"))
    if not text:
        return Told()
    for rule in RULES:
        found = rule(text, parse(text))
        if found is not None:
            return found
    return Told()


def _label(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Default assumption: every SaaS will train on it`` -> ``The default assumption is that every ...``."""
    label, colon, rest = text.partition(": ")
    if not colon or len(label.split()) > 4 or len(rest.split()) < 2:
        return None
    label_words = parse(label)
    head = noun_head(label_words)
    if head is None or is_sentence(label) or label_words[head].tag in PROPER:
        return None
    the = label if label.lower().startswith(("the ", "a ", "an ")) else f"the {decapitalise(label)}"
    be = "are" if label_words[head].tag in PLURAL else "is"
    if is_sentence(rest):
        if be == "are":
            return None
        return Told((f"{capitalise(the)} is that {decapitalise(rest)}",))
    return Told((f"{capitalise(the)} {be} {with_article(decapitalise(rest))}",))


def _versus(text: str, words: tuple[Word, ...]) -> Told | None:
    """``A vs Y's 57.7%`` -> A, and "That compares with 57.7% for Y"."""
    match = re.match(r"^(?P<left>.+?),? (?:versus|compared (?:to|with)|against) (?P<right>[^,]+)$", text)
    if match is None or not re.search(r"\d", text) or dashed(text)[1:]:
        return None
    left, right = match["left"], match["right"]
    owner = re.match(r"^(?P<who>.+?)['’]s (?P<what>[$€£]?[\d.,]+\S*(?: \w+)?)$", right)
    first = told(left)
    if not first.sentences:
        return None
    *rest, last = first.sentences
    if owner is not None and not last.startswith("There "):
        return Told((*rest, last, f"That compares with {owner['what']} for {owner['who']}"), kind=first.kind)
    if owner is not None:
        right = f"{owner['what']} for {owner['who']}"
    return Told((*rest, f"{last}, compared with {right}"), kind=first.kind)


def _beating(text: str, words: tuple[Word, ...]) -> Told | None:
    """``66.7% on Terminal-Bench beating Y's 65.4%``: a score."""
    match = re.match(
        r"^(?P<score>[\d.]+%?) on (?P<test>[A-Z][^,]*?)(?P<rest>,? (?:beating|ahead of|up from|versus) .+)?$",
        text,
    )
    if match is None:
        return None
    rest = (match["rest"] or "").lstrip(",")
    return Told((f"{IT} scores {match['score']} on {match['test']}{',' if rest else ''}{rest}",))


def _effective(text: str, words: tuple[Word, ...]) -> Told | None:
    match = re.match(
        r"^(?:Effective|Starting|Beginning|From)(?: on)? (?P<date>(?:[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+|\d{4})\b.*)$",
        text,
    )
    return Told((f"That takes effect on {match['date']}",)) if match else None


def _fixed_opening(text: str, words: tuple[Word, ...]) -> Told | None:
    for pattern, put in _OPENINGS:
        match = pattern.match(text)
        if match:
            return Told((polished(match.expand(put)),))
    return None


_OPENINGS = (
    (
        re.compile(r"^Available (.+?), (?:with )?(weights|code|source|data|models?) (on|at|under|in) (.+)$"),
        f"{IT} is available \\1, with the \\2 \\3 \\4",
    ),
    (re.compile(r"^(?:Now )?[Aa]vailable (.+)$"), f"{IT} is available \\1"),
    (re.compile(r"^(Roughly|About|Nearly|Almost) (equivalent|equal) to (.+)$"), r"That is roughly \2 to \3"),
    (re.compile(r"^(?:Equivalent|Equal) to (.+)$"), r"That is equal to \1"),
    (re.compile(r"^Part of (?:a )?((?:larger|broader|wider|bigger|growing)\b.+)$"), f"{IT} is part of a \\1"),
    (re.compile(r"^Part of (.+)$"), f"{IT} is part of \\1"),
    (re.compile(r"^Based on (.+)$"), f"{IT} is based on \\1"),
    (re.compile(r"^(Built|Designed|Aimed|Intended|Made|Meant|Written|Trained) (.+)$"), f"{IT} is \\1 \\2"),
    (re.compile(r"^Due (in|on|by|to) (.+)$"), f"{IT} is due \\1 \\2"),
    (re.compile(r"^First time (.+)$"), r"It is the first time \1"),
)
"""Openings that stand for "it is"."""


def _sentence(text: str, words: tuple[Word, ...]) -> Told | None:
    """A whole sentence is kept; two of them by a dash are two."""
    if verb_first(text) is not None:
        return None
    if finite_verb(words) is None and not is_sentence(text):
        return None
    parts = dashed(text)
    if len(parts) > 1:
        out: list[str] = []
        for part in parts:
            got = told(part) if not is_sentence(part) else Told((polished(part),))
            if got.sentences:
                out.extend(got.sentences)
            elif got.noun:
                out.append(_that_is(got.noun))
            else:
                return Told((polished(text),))
        return Told(tuple(out))
    return Told((polished(text),))


def _that_is(noun: str) -> str:
    words = parse(noun)
    head = noun_head(words)
    plural = head is not None and words[head].tag in PLURAL
    return f"{'Those are' if plural else 'That is'} {decapitalise(noun)}"


def _verb_first(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Supports proactive agents`` -> ``It supports proactive agents``."""
    found = verb_first(text)
    if found is None:
        return None
    verb, rest = found
    return Told((polished(f"{IT} {verb} {rest}", offset=1),))


def _first_of(text: str, words: tuple[Word, ...]) -> Told | None:
    """``First open-source model to match them, potentially changing the field`` -> two sentences with "It is the first"."""
    if not re.match(
        r"^(?:The )?(?:First|Second|Third|Last|Only|Largest|Biggest|Smallest|Fastest|Highest|Lowest|Longest|Most)\b",
        text,
    ):
        return None
    head = noun_head(words)
    if head is None:
        return None
    body, aside = participle_tail(text)
    body = re.sub("^The ", "", body)
    whose = words[head].lemma.lower() in KIND_NOUNS
    out = [f"{IT if whose else 'This'} is the {body[:1].lower()}{body[1:]}"]
    if aside:
        out.append(aside)
    return Told(tuple(out))


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


def _noun_and_participle(text: str, words: tuple[Word, ...]) -> Told | None:
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
    if head is None:
        return None
    head_word = parse(phrase)[head]
    plural = (head_word.tag in PLURAL and not _named_by(parse(phrase), head)) or _counts_many(phrase)
    after = text[verb.end :]
    how = f" {adverb.group(1)}" if adverb else ""
    subject, kind = _subject_of(phrase)
    if verb.tag == "VBG":
        if verb.text.lower() in PROGRESSIVE:
            said = f"{subject} {third_person('be', plural)}{how} {verb.text.lower()}{after}"
        else:
            said = f"{subject}{how} {third_person(verb.lemma, plural)}{after}"
    else:
        said = f"{subject} {'are' if plural else 'is'}{how} {verb.text.lower()}{after}"
    return Told((polished(said),), kind=kind)


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
        if (
            word.tag in ("VBN", "VBD")
            and follows
            and (word.text.lower() in PASSIVES or (i + 1 < len(words) and words[i + 1].text == "by"))
        ):
            if word.dep in ("ROOT", "acl", "relcl"):
                return i
    return None


def _named_by(words: tuple[Word, ...], head: int) -> bool:
    """ "State-backed insurer Citizens": a name behind what it is, one whatever its ending."""
    capital = words[head].tag in PROPER or words[head].text[:1].isupper()
    if len(words) == 1:
        return is_name(words[0].text) is True
    return capital and head > 0 and words[head - 1].tag == "NN" and words[head - 1].text.islower()


PROGRESSIVE = word_set("""absorbing climbing cooling dropping easing expanding falling growing improving moving negotiating preparing
    probing recovering reviewing rising seeking shifting shipping shrinking slowing spreading stalling warming
    waiting widening working""")
"""What goes on for a while is told as going on: ``Prices dropping`` -> ``Prices are dropping``."""


def _counts_many(phrase: str) -> bool:
    match = re.match(r"^(?:only |nearly |about |more than |over |almost )?([\d.,]+)", phrase, re.IGNORECASE)
    return bool(match and match.group(1) not in ("1",) and "%" not in phrase[:12])


def _subject_of(phrase: str) -> tuple[str, str]:
    """A noun phrase as the subject of a sentence, and, when it says what the story's subject is, that kind."""
    words = parse(phrase)
    head = noun_head(words)
    if head is None:
        return phrase, ""
    if words[head].lemma.lower() in KIND_NOUNS and words[head].tag == "NN" and not _owned(words):
        what = a_or_an(re.sub("^(?:A|An|The) ", "", decapitalise(phrase)))
        return IT, what
    numbered = any(word.tag == "CD" for word in words)
    if (
        words[head].tag == "NN"
        and words[head].lemma.lower() in COUNT_NOUNS
        and not _owned(words)
        and not numbered
    ):
        # "Deal between the two clubs" has its owner already.
        of = re.search(r" (?:of|between|for|in|on|with) ", phrase)
        return f"{'The' if of else ITS} {decapitalise(phrase)}", ""
    return phrase, ""


def _owned(words: tuple[Word, ...]) -> bool:
    """Whether a noun phrase has its article or its owner already; the "the" of "state-of-the-art" is none."""
    head = noun_head(words)
    return any(word.head == head and word.dep in ("det", "poss") for word in words)


def _none_at_all(text: str, words: tuple[Word, ...]) -> Told | None:
    """``No extreme outliers in AI results`` -> ``There are no extreme outliers in AI results``."""
    head = noun_head(words)
    if head is None or not text.startswith("No "):
        return None
    be = "are" if words[head].tag in PLURAL else "is"
    return Told((polished(f"There {be} no {text[3:]}"),))


def _counted(text: str, words: tuple[Word, ...]) -> Told | None:
    """``300 parallel sub-agents`` -> ``There are 300 parallel sub-agents``."""
    if not re.match(
        r"^(?:(?:more than|over|about|nearly|almost|only|up to) )?[\d.,]+[KMBTk]?\b(?!%)", text, re.IGNORECASE
    ):
        return None
    if finite_verb(words) is not None:
        return None
    lead = re.match(r"^[\d.,]+-\w+", text)
    if lead:
        return None
    one = re.match(r"^(?:\w+ ){0,2}?1 ", text) is not None
    return Told((f"There {'is' if one else 'are'} {polished(decapitalise(text))}",))


def _kind_of(text: str, words: tuple[Word, ...]) -> Told | None:
    """``State-of-the-art open source coding model``: what the story's subject is."""
    head = noun_head(words)
    if (
        head is None
        or words[head].tag != "NN"
        or words[head].lemma.lower() not in KIND_NOUNS
        or _owned(words)
    ):
        return None
    what = a_or_an(decapitalise(text))
    return Told((f"{IT} is {what}",), kind=what)


def _holds_verb(words: tuple[Word, ...]) -> bool:
    """Whether a verb stands outside of any clause that a noun phrase may hold: then it is no noun phrase."""
    for i, word in enumerate(words):
        if word.tag not in (*FINITE, "VB") or word.dep in ("amod", "compound"):
            continue
        at, inside = i, False
        while words[at].head != at:
            inside = inside or words[at].dep in ("relcl", "acl", "ccomp", "advcl", "pcomp", "csubj", "xcomp")
            at = words[at].head
        if not inside:
            return True
    return False


def _noun_phrase(text: str, words: tuple[Word, ...]) -> Told | None:
    """Any other noun phrase waits for a list."""
    if noun_head(words) is None or any(w.text in (":", ";") for w in words) or _holds_verb(words):
        return None
    body = text
    at = root(words)
    if needs_article(words, at):
        body = with_article(text)
    return Told(noun=polished(decapitalise(body)))


_STATE = re.compile(
    r"^(?P<what>[^,:;]+?) (?P<how>(?:now |still |already )?(?:up|down|flat|unchanged|out|due|ready|live|back|free|ahead)(?: \S.*)?"
    r"|at (?:a )?(?:record|all-time|[$€£]?\d)\S*.*)$"
)


def _state(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Imports up 44% in April`` -> ``Imports are up 44% in April``."""
    match = _STATE.match(text)
    if match is None or verb_first(text) is not None:
        return None
    inner = parse(match["what"])
    head = noun_head(inner)
    if head is None or any(
        word.tag in FINITE or (word.tag == "VBG" and word.dep != "amod") for word in inner
    ):
        return None
    if any(f"{word.text.lower()}" in HEADLINE_VERBS | HEADLINE_PASTS for word in inner[1:]):
        return None
    be = "are" if inner[head].tag in PLURAL and not _named_by(inner, head) else "is"
    return Told((polished(f"{_bare_subject(match['what'])} {be} {match['how']}"),))


def _bare_subject(phrase: str) -> str:
    return capitalise(with_article(phrase, "the"))


def _appointed(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Jonas Bakke named new captain`` -> ``Jonas Bakke is named the new captain``."""
    match = re.match(
        r"^(?P<who>(?:\w+ ){0,3}[A-Z]\w+) (?P<verb>named|appointed|elected|crowned) (?P<what>(?:as )?(?:new )?[a-z].*)$",
        text,
    )
    if match is None or re.match(r"(?:a|an|the|his|her|its|their|as a|as the) ", match["what"]):
        return None
    what = re.sub(r"^(as )?new ", r"\1the new ", match["what"])
    return Told((f"{match['who']} is {match['verb']} {what}",))


RULES: tuple[Rule, ...] = (
    _label,
    _versus,
    _beating,
    _effective,
    _fixed_opening,
    _state,
    _appointed,
    _verb_first,
    _sentence,
    _first_of,
    _none_at_all,
    _noun_and_participle,
    _counted,
    _kind_of,
    _noun_phrase,
)
"""From the form of a fragment to what is said for it; the first that fits is used."""


_POLISH = (
    (
        re.compile(r"\b(from|in|at|on|of|the|to|with) same\b"),
        lambda m: f"{m[1]} the same" if m[1] != "the" else m[0],
    ),
    (
        re.compile(
            r"\b(for|by|to|with|from|of) (\d[\d.]*%) ((?:\w+ )?(?:gain|increase|drop|cut|rise|reduction|decline|"
            r"improvement|discount|stake|tax|tariff|chance|risk|share))\b"
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


def polished(text: str, offset: int = 0) -> str:
    """A sentence with the articles and the "and" that bullet points leave out."""
    for pattern, put in _POLISH:
        text = pattern.sub(put, text)
    text = _object_articles(text)
    return with_and(text) if not sentences(text)[1:] else text


def _object_articles(text: str) -> str:
    """A bare singular count noun after a verb or preposition gets its article."""
    probe = text.replace(IT, "It").replace(ITS, "Its")
    shift = {IT: len("It") - 1, ITS: len("Its") - 1}.get(text[:1], 0)
    words = parse(probe)
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if (
            word.tag != "NN"
            or word.lemma.lower() not in COUNT_NOUNS
            or word.dep not in ("dobj", "attr", "pobj", "nsubj", "nsubjpass")
        ):
            continue
        if i + 1 < len(words) and words[i + 1].tag in NOUNS:
            continue
        below = children(words, i)
        if any(
            words[b].dep in ("det", "poss", "nummod", "predet", "appos", "conj", "cc")
            or words[b].tag in ("CD", "POS")
            for b in below
        ):
            continue
        left = [b for b in below if b < i and words[b].dep in ("amod", "compound", "nmod", "advmod")]
        start = min([subtree(words, b)[0] for b in left], default=i)
        if (
            words[start].tag in PROPER
            or words[start].tag in ("DT", "CD", "PRP$")
            or (start and words[start - 1].tag in ("DT", "PRP$", "POS", "CD", "HYPH", "SYM"))
        ):
            if not (words[start].tag == "CD" and "-" in probe[words[start].start : word.start]):
                continue
        # "in hospital", "at risk", "on record" are idioms; "by new paper" is shorthand.
        if word.dep == "pobj" and (not left or words[word.head].text.lower() in ("at", "per", "of")):
            continue
        at = words[start].start - shift
        if start == 0:
            text = capitalise(f"the {decapitalise(text)}")
        else:
            text = text[:at] + a_or_an(text[at:])
    return text
