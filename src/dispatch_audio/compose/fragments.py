"""Bullet points made sentences: one table of rules, from the form of a fragment to what is said for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dispatch_audio.compose.amounts import idle, is_rate, is_share, multiple, paired, takes_effect
from dispatch_audio.compose.clauses import (
    dashed,
    finite_verb,
    is_independent,
    is_sentence,
    verb_first,
)
from dispatch_audio.compose.cleaning import unreadable
from dispatch_audio.compose.lexis import PERSONS
from dispatch_audio.compose.names import by_spelling, is_past, settled
from dispatch_audio.compose.openings import opened, scored
from dispatch_audio.compose.participles import acting, owned, participle_tail
from dispatch_audio.compose.polish import IT, bare_noun, polished
from dispatch_audio.compose.states import appointed, state
from dispatch_audio.compose.subjectless import subjectless
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.verbless import verbless
from dispatch_audio.compose.wording import (
    KIND_NOUNS,
    PLURALS,
    a_or_an,
    capitalise,
    decapitalise,
    is_many,
    noun_head,
    small,
    with_article,
)
from dispatch_audio.grammar import FINITE, PLURAL, PROPER, Word, is_listed, parse, root


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a fragment."""

    sentences: tuple[str, ...] = ()
    """Whole sentences without their full stop, with ``IT`` and ``ITS`` where the subject goes."""
    noun: str = ""
    """A noun phrase that wants a list; empty when there are sentences."""
    kind: str = ""
    """What the story's subject is called by it: ``an open source coding model``; it is also in ``sentences``."""


LONGEST = 1000
"""Characters: nothing longer is told in a sentence."""

Rule = Callable[[str, tuple[Word, ...]], Told | None]


@by_spelling
def told(text: str) -> Told:
    """A key point or a context in sentences, by the first rule that fits; empty when it is best left unsaid."""
    whole, text = is_sentence(text), settled(text.rstrip(" .;,:"))
    if not whole:
        text = re.sub(r", (?=no [a-z])", ", with ", text)
    if not text or len(text) > LONGEST or text.endswith("?") or unreadable(text):
        return Told()
    for rule in RULES:
        found = rule(text, parse(text))
        if found is not None:
            return found
    return Told()


def _verbless(text: str, words: tuple[Word, ...]) -> Told | None:
    verb = finite_verb(words)
    if verb is not None and (is_listed(words[verb].lemma.lower(), "verb") or words[verb].tag == "MD"):
        return None
    if verb_first(text) is not None and not re.match(r"\w+ (?:up|down)\b", text):
        return None
    found = verbless(text)
    return None if found is None else Told((found,))


def _parted(text: str, words: tuple[Word, ...]) -> Told | None:
    """``No layoffs planned; 24 staff to be moved``, ``Top rate 4.6%, average 0.6%``: each part a sentence of its own."""
    parts = text.split("; ") if "; " in text else _halves(text)
    if len(parts) < 2:
        return None
    made = [told(part[:1].upper() + part[1:]) for part in parts]
    if all(got.sentences and not got.kind for got in made):
        return Told(tuple(sentence for got in made for sentence in got.sentences))
    return Told() if "; " in text and not is_sentence(text) else None


def _halves(text: str) -> list[str]:
    """Two verbless statements beside each other."""
    parts = text.split(", ")
    alike = len(parts) == 2 and all(verbless(part[:1].upper() + part[1:]) for part in parts)
    return parts if alike else []


def _bare_participle(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Bred by two brothers``, ``Won't be sold``, ``Took over from her``: the subject is the story's."""
    found = subjectless(text, words)
    return None if found is None else Told((polished(found),) if found else ())


def _label(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Default assumption: every SaaS will train on it`` -> ``The default assumption is that every ...``."""
    label, colon, rest = text.partition(": ")
    if not colon or len(label.split()) > 6 or not re.match(r"\S+ \S|[$€£]?\d", rest):
        return None
    label_words = parse(label)
    head = noun_head(label_words)
    if head is None or is_sentence(label) or label_words[head].tag in PROPER:
        return None
    the = label if label.lower().startswith(("the ", "a ", "an ")) else f"the {decapitalise(label)}"
    be = "are" if label_words[head].tag in PLURAL else "is"
    if is_past(rest) and not is_sentence(rest):
        be = "were" if be == "are" else "was"
    if is_sentence(rest):
        if be == "are":
            return None
        return Told((f"{capitalise(the)} is that {decapitalise(rest)}",))
    return Told((f"{capitalise(the)} {be} {polished(with_article(decapitalise(paired(rest))))}",))


def _ranked(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Reviewers ranked them: A, then B, then C`` -> two sentences, the order in one of its own."""
    match = re.match(r"^(?P<head>[^:]+): (?P<first>[^,:]+)(?P<rest>(?:, then [^,]+){2,})$", text)
    if match is None or not is_sentence(match["head"]):
        return None
    return Told((match["head"], f"{capitalise(match['first'])} comes first{match['rest']}"))


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
    found = scored(text)
    return None if found is None else Told((found,))


def _effective(text: str, words: tuple[Word, ...]) -> Told | None:
    found = takes_effect(text)
    return None if found is None else Told((found,) if found else ())


def _multiple(text: str, words: tuple[Word, ...]) -> Told | None:
    found = multiple(text)
    return None if found is None else Told((polished(f"{IT} is {found}"),) if found else ())


def _fixed_opening(text: str, words: tuple[Word, ...]) -> Told | None:
    found = opened(text)
    return None if found is None else Told((found,))


def _sentence(text: str, words: tuple[Word, ...]) -> Told | None:
    """A whole sentence is kept; two of them by a dash are two."""
    if verb_first(text) is not None:
        return None
    if re.match(r"^[A-Z]\w+ \w{3,}s (?:below|above|under|over) [$€£]?\d", text):
        # "Housing starts below 1.3 million": a noun or a verb.
        return Told()
    if finite_verb(words) is None and not is_sentence(text):
        return None
    body = re.match(
        r"^(?P<body>.+), [^,]+ (?:say|says|said|estimate|estimates|reckon|reckons|forecast|forecasts)$", text
    )
    if body is not None and not is_sentence(body["body"]):
        # "Fed to hold rates, economists say": only its speaker has a verb.
        return Told()
    parts = dashed(text)
    if len(parts) > 1:
        out: list[str] = []
        for part in parts:
            got = told(part) if not is_sentence(part) else Told((polished(part),))
            if got.sentences:
                out.extend(got.sentences)
            elif got.noun and not _is_proper(got.noun):
                out.append(_that_is(got.noun))
            else:
                return Told((polished(text),))
        return Told(tuple(out))
    return Told((polished(text),))


def _is_proper(noun: str) -> bool:
    words = parse(noun)
    head = noun_head(words)
    return head is not None and words[head].tag in PROPER


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
    if verb in _DONE_TO and parse(text)[1].tag in ("IN", "TO"):
        return Told((polished(f"{IT} was {verb} {rest}"),))
    return Told((polished(f"{IT} {verb} {rest}"),))


_DONE_TO = word_set(
    "sold bought found built launched released announced approved rejected signed shipped raised"
)
"""Pasts that, without an object, tell what was done to the subject: ``Sold to Microsoft``."""


def _first_of(text: str, words: tuple[Word, ...]) -> Told | None:
    """``First open-source model to match them, potentially changing the field`` -> two sentences with "It is the first"."""
    if not re.match(
        r"(?i)^(?:The )?(?:First|Second|Third|Last|Only|Most|Coldest|Hottest|Wettest|Driest|\w{3,}(?<!for)(?<!har)(?<!int)(?<!req)est)\b",
        text,
    ):
        return None
    head = noun_head(words)
    if head is None or (is_many(text) and not text.startswith("Only ")):
        return None
    body, aside = participle_tail(text)
    body = re.sub("^(?:The|the) ", "", body)
    whose = words[head].lemma.lower() in KIND_NOUNS | PERSONS
    the = "" if re.match(r"Only (?:the|an?) ", body) else "the "
    out = [f"{IT if whose or not the else 'This'} is {the}{body[:1].lower()}{body[1:]}"]
    if aside:
        out.append(aside)
    return Told(tuple(out))


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
        r"^(?:(?:more than|over|about|nearly|almost|only|up to) )?[\d.,]+[KMBTk]?\b(?![\d.,]*%)",
        text,
        re.IGNORECASE,
    ):
        return None
    if finite_verb(words) is not None:
        return None
    lead = re.match(r"^[\d.,]+-\w+", text)
    if lead:
        return None
    if idle(text) or is_rate(text):
        return Told()
    one = re.match(r"^(?:\w+ ){0,2}?1 ", text) is not None
    be = ("were", "was") if is_past(text) else ("are", "is")
    return Told((f"There {be[one]} {polished(decapitalise(paired(text)))}",))


def _plural_subject(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Larvae feed on plastic``: a plural that only an article before it lets the tagger see."""
    again = parse(f"The {text[:1].lower()}{text[1:]}")
    if words[0].text.lower() not in PLURALS or len(again) < 4 or not is_listed(again[2].text, "verb"):
        return None
    return Told((polished(text),)) if again[3].tag in ("IN", "NN", "NNS") else Told()


def _explained(text: str, words: tuple[Word, ...]) -> Told | None:
    """``A rare recall that it can't fix, and it comes late``: what it is, and a sentence."""
    match = re.match(r"^(?P<what>(?:The|An?) [^,;]+)(?:, and|, but|;) (?P<rest>.+)$", text)
    if match is None or not is_independent(match["rest"]) or _holds_verb(parse(match["what"])):
        return None
    if noun_head(parse(match["what"])) is None:
        return None
    return Told((f"This is {match['what'][:1].lower()}{match['what'][1:]}", capitalise(match["rest"])))


def _kind_of(text: str, words: tuple[Word, ...]) -> Told | None:
    """``State-of-the-art open source coding model``: what the story's subject is."""
    head = noun_head(words)
    if head is None or words[head].tag != "NN" or words[head].lemma.lower() not in KIND_NOUNS or owned(words):
        return None
    if (
        re.search(
            r"\b(?:application|bill|agreement|trial|deal|paper) (?:for|in|to|between) ", text, re.IGNORECASE
        )
        or " to " in text
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
    if (
        noun_head(words) is None
        # A comma may part two clauses of a headline: "Iran, Israel trade fire".
        or ", " in text
        or is_share(text)
        or any(w.text in (":", ";") for w in words)
        or _holds_verb(words)
    ):
        return None
    at = root(words)
    if any(word.head == at and word.dep == "acl" and word.tag in ("VBN", "VBD") for word in words):
        # "Hornets blamed for a third" tells what happened; a list would make things of it.
        return None
    if (
        words[at].tag in PROPER
        or text.startswith("The ")
        or (owned(words) and not re.match(r"(?i)an? ", text))
        or re.match(r"\d[\d.]*% [a-z]+ \w+s\b", text)
        or re.match(r"(?:Next|Final|Last|First|New|Same|Median|Average|Top|Only)\b", text)
    ):
        return Told()
    if words[at].tag == "NN" and bare_noun(words, at) and _PLAIN_NOUN.match(text) and " and " not in text:
        return Told(noun=polished(a_or_an(small(text))))
    return Told(noun=polished(decapitalise(text)))


_PLAIN_NOUN = re.compile(r"[$€£\d]|(?:\S+ ){1,2}(?:of|by|on|in|for|from|since|to) ")


def _state(text: str, words: tuple[Word, ...]) -> Told | None:
    found = state(text, words)
    return None if found is None else Told((found,) if found else ())


def _appointed(text: str, words: tuple[Word, ...]) -> Told | None:
    found = appointed(text)
    return None if found is None else Told((found,))


def _acting(text: str, words: tuple[Word, ...]) -> Told | None:
    found = acting(text, words)
    return Told((found[0],), kind=found[1]) if found else None


RULES: tuple[Rule, ...] = (
    _ranked,
    _explained,
    _parted,
    _label,
    _versus,
    _beating,
    _effective,
    _multiple,
    _bare_participle,
    _fixed_opening,
    _verbless,
    _state,
    _appointed,
    _verb_first,
    _sentence,
    _first_of,
    _none_at_all,
    _acting,
    _counted,
    _plural_subject,
    _kind_of,
    _noun_phrase,
)
"""From the form of a fragment to what is said for it; the first that fits is used."""
