"""Bullet points made sentences: one table of rules, from the form of a fragment to what is said for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dispatch_audio.compose.amounts import idle, is_share, multiple, paired, takes_effect
from dispatch_audio.compose.clauses import (
    HEADLINE_PASTS,
    HEADLINE_VERBS,
    dashed,
    finite_verb,
    is_sentence,
    verb_first,
)
from dispatch_audio.compose.cleaning import unreadable
from dispatch_audio.compose.grammar import FINITE, PLURAL, PROPER, Word, parse, root
from dispatch_audio.compose.names import is_past, settled
from dispatch_audio.compose.participles import acting, named_by, owned, participle_tail
from dispatch_audio.compose.polish import IT, polished
from dispatch_audio.compose.tables import word_set
from dispatch_audio.compose.wording import (
    KIND_NOUNS,
    a_or_an,
    capitalise,
    decapitalise,
    is_many,
    needs_article,
    noun_head,
    with_article,
)


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


def told(text: str) -> Told:
    """A key point or a context in sentences, by the first rule that fits; empty when it is best left unsaid."""
    text = settled(text.rstrip(" .;,:"))
    if not text or len(text) > LONGEST or text.endswith("?") or unreadable(text):
        return Told()
    for rule in RULES:
        found = rule(text, parse(text))
        if found is not None:
            return found
    return Told()


def _label(text: str, words: tuple[Word, ...]) -> Told | None:
    """``Default assumption: every SaaS will train on it`` -> ``The default assumption is that every ...``."""
    label, colon, rest = text.partition(": ")
    if not colon or len(label.split()) > 4 or not re.match(r"\S+ \S|[$€£]?\d", rest):
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
    return Told((f"{capitalise(the)} {be} {with_article(decapitalise(paired(rest)))}",))


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
    found = takes_effect(text)
    return None if found is None else Told((found,) if found else ())


def _multiple(text: str, words: tuple[Word, ...]) -> Told | None:
    found = multiple(text)
    return None if found is None else Told((polished(f"{IT} is {found}"),) if found else ())


def _fixed_opening(text: str, words: tuple[Word, ...]) -> Told | None:
    for pattern, put in _OPENINGS:
        match = pattern.match(text)
        if match:
            said = _SMALL_VERB.sub(lambda found: found[0].lower(), match.expand(put))
            return Told((polished(said.replace(f"{IT} is", f"{IT} was", 1) if is_past(text) else said),))
    return None


_SMALL_VERB = re.compile(rf"(?<={IT} is )[A-Z](?=[a-z]+ )")


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
    (
        re.compile(
            r"^(Built|Designed|Aimed|Intended|Made|Meant|Written|Trained) ((?:for|to|in|by|with|of|from|on|as|at)\b.+)$"
        ),
        f"{IT} is \\1 \\2",
    ),
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
    if idle(text):
        return Told()
    one = re.match(r"^(?:\w+ ){0,2}?1 ", text) is not None
    be = ("were", "was") if is_past(text) else ("are", "is")
    return Told((f"There {be[one]} {polished(decapitalise(paired(text)))}",))


def _kind_of(text: str, words: tuple[Word, ...]) -> Told | None:
    """``State-of-the-art open source coding model``: what the story's subject is."""
    head = noun_head(words)
    if head is None or words[head].tag != "NN" or words[head].lemma.lower() not in KIND_NOUNS or owned(words):
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
    body = text
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
    if match is None:
        return None
    ambiguous = re.match(
        r"^(?P<noun>[A-Z][^,]*?\w+s) (?:in|of|at|for|from) (?!\w+ing\b)[^,]+$", match["what"]
    )
    # "Almond yields in Spain down 4%": the change is what is told, so that "yields" is a noun.
    if (
        ambiguous
        and re.match(r"(?:up|down|flat)\b(?: \S*\d|$)", match["how"])
        and len(ambiguous["noun"].split()) < 4
        and all(word.tag not in ("VBD", "VBP", "MD") for word in parse(ambiguous["noun"]))
    ):
        return Told((polished(f"{_bare_subject(match['what'])} are {match['how']}"),))
    changed = re.match(r"\w+s (?:up|down) [$€£]?[\d.,]+(?:%| points?\b| percent\b)", text)
    if verb_first(text) is not None and not changed:
        return None
    if match["how"].startswith("at ") and (
        words[0].tag in ("VBN", "VBD") or re.match(r"at \d+:\d", match["how"])
    ):
        # "Sold honey at €14", "Departs at 19:32": the first word is what somebody does.
        return Told()
    inner = parse(match["what"])
    head = noun_head(inner)
    if head is None or any(
        word.tag in FINITE or (word.tag == "VBG" and word.dep != "amod") for word in inner
    ):
        return None
    if any(f"{word.text.lower()}" in HEADLINE_VERBS | HEADLINE_PASTS for word in inner[1:]):
        return None
    be = "are" if is_many(match["what"]) and not named_by(inner, head) else "is"
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


def _acting(text: str, words: tuple[Word, ...]) -> Told | None:
    found = acting(text, words)
    return Told((found[0],), kind=found[1]) if found else None


RULES: tuple[Rule, ...] = (
    _ranked,
    _label,
    _versus,
    _beating,
    _effective,
    _multiple,
    _fixed_opening,
    _state,
    _appointed,
    _verb_first,
    _sentence,
    _first_of,
    _none_at_all,
    _acting,
    _counted,
    _kind_of,
    _noun_phrase,
)
"""From the form of a fragment to what is said for it; the first that fits is used."""
