"""What a stretch of text is: a sentence, a noun phrase or neither, and where a long sentence may be parted."""

import re

from dispatch_audio.compose.lexis import THINGS_SIGNED, TRANSITIVE
from dispatch_audio.compose.names import is_name
from dispatch_audio.compose.tables import word_set
from dispatch_audio.grammar import FINITE, NOUNS, PLURAL, SUBJECTS, Word, children, parse, subtree
from dispatch_audio.sentences import CONTEXT, abbreviates

HEADLINE_VERBS = word_set("""departs sells blames accelerates accepts achieves adapts adds adopts agrees allows announces approves argues arrives asks backs bans
    beats becomes begins benefits blocks boosts brings builds buys calls cancels captures causes changes claims closes
    combines comes completes confirms connects considers continues converts costs covers creates criticises cuts
    delays delivers demands demonstrates depends detects develops doubles drops earns eliminates enables ends ensures
    enters evolves exceeds excels expands expects explains extends faces fails falls features finds fixes follows
    generates gets gives goes grows halves handles helps hits holds improves includes increases introduces invests
    involves joins keeps launches leads leaves limits links lowers loses maintains makes marks matches means meets moves
    needs offers opens operates outperforms owns pays performs plans plays posts prepares presents prevents
    processes produces promises protects proves provides pushes raises ranks reaches receives recommends reduces refuses
    rejects releases relies remains removes replaces reports represents requires responds retains returns reveals
    rises runs sells sends serves sets shifts shows signals signs slows solves spends stays starts stops streamlines
    strengthens struggles suggests supports surpasses takes targets teaches thanks tells tests trains transforms transitions
    triples triggers turns undercuts unlocks updates urges uses warns wins works yields""")
"""Verbs as headlines and bullet points use them; the tagger takes many of them for plural nouns."""

HEADLINE_PASTS = word_set("""sold blamed bought found achieved added agreed announced approved beat boosted built cut completed cut delivered dropped doubled expanded
    extended fixed gained halved hit improved increased introduced joined launched lost met missed moved opened
    optimized optimised outperformed raised reached reduced rejected released removed rewrote scored secured shipped
    signed solved spent started trained tripled turned warned won""")

PASSIVES = (
    word_set("""estimated restored valued priced capped barred jailed freed cleared halted grounded seized stolen accused affected arrested blamed charged closed damaged destroyed displaced evacuated hospitalised hospitalized
    infected injured killed linked recorded sentenced vaccinated approved assumed banned blocked built called cancelled confirmed counted convicted cut dated deemed delayed deployed
    detected diagnosed done elected enrolled expected fined flagged forecast found funded given grown held hidden ignored
    known launched licensed lost made moved needed offered paid planned postponed produced proposed published rejected
    released reported required reviewed scheduled seen sent set shut signed sold suspended tested treated uploaded used
    vindicated withdrawn""")
    | TRANSITIVE
)
"""Participles that stand for a passive in a headline when no object follows: "streams detected as fraudulent"."""

_JOINT = re.compile(r"\s*(?:;|—|\s–|\s-)\s+|(?<=\w)—(?=\w)")


def finite_verb(words: tuple[Word, ...]) -> int | None:
    """The verb that makes the text a sentence, with its subject; None when it is a fragment."""
    for at, word in enumerate(words):
        if word.dep not in ("ROOT", "conj", "ccomp", "parataxis") or (
            word.dep != "ROOT" and not _under_root(words, at)
        ):
            continue
        verbs = [at, *children(words, at)]
        tagged = [i for i in verbs if words[i].tag in FINITE and (i == at or words[i].dep.startswith("aux"))]
        # "Two doses protect 97%": a plural subject before it makes a bare verb finite.
        bare = word.tag == "VB" or word.text == "last"
        if bare and word.dep == "ROOT" and not any(words[i].dep.startswith("aux") for i in verbs):
            tagged = [at for i in verbs if i < at and words[i].dep == "nsubj" and words[i].tag in PLURAL]
        has_subject = any(words[i].dep in SUBJECTS and not _is_numeral(words, i) for i in children(words, at))
        if (
            tagged
            and has_subject
            and not _headline_passive(words, at)
            and not _counted_noun(words, tagged[0])
        ):
            return tagged[0]
    return _mistagged_verb(words)


def _is_numeral(words: tuple[Word, ...], at: int) -> bool:
    """ "Class I recall": the letter counts, nobody recalls."""
    return (
        words[at].text == "I" and at > 0 and (words[at - 1].tag in NOUNS or words[at - 1].text[:1].isupper())
    )


def _under_root(words: tuple[Word, ...], at: int) -> bool:
    return words[words[at].head].dep == "ROOT"


def _headline_passive(words: tuple[Word, ...], at: int) -> bool:
    """ "85% of streams detected as fraudulent": tagged as a past tense, but nothing is detected by the streams."""
    if words[at].tag not in ("VBD", "VBN") or words[at].text.lower() not in PASSIVES:
        return False
    below = children(words, at)
    if words[at].text.lower() == "signed" and any(
        words[i].dep in SUBJECTS and words[i].lemma.lower() not in THINGS_SIGNED for i in below
    ):
        return False
    helped = any(words[i].dep in ("aux", "auxpass") for i in below)
    # A day is no object: "Law signed March 4".
    objects = [i for i in below if words[i].dep in ("dobj", "ccomp", "attr") and words[i].entity != "DATE"]
    return not helped and not objects


def _counted_noun(words: tuple[Word, ...], verb: int) -> bool:
    """ "4,000 tool calls over 12 hours": a singular "tool" is not counted, so that "calls" is the noun."""
    if words[verb].tag != "VBZ":
        return False
    before = verb - 1
    if verb == len(words) - 1 and words[before].tag == "NN" and words[before].dep == "pobj":
        # "Inspection of two sister capsules".
        return any(words[c].tag == "CD" for c in children(words, before))
    subjects = [i for i in children(words, verb) if words[i].dep == "nsubj" and words[i].tag == "NN"]
    return any(
        words[c].tag == "CD" and words[c].text != "1"
        for i in subjects
        for c in children(words, i)
        if c < i and words[i].text != "%"
    )


_AFTER_VERB = word_set("IN TO DT PRP$ JJ RB NN NNP CD VBG $")
"""What follows a verb; a plural noun would hardly be followed by it."""


def _first_verb(words: tuple[Word, ...], at: int) -> bool:
    """Whether nothing before this word is a verb, and no preposition has begun another phrase."""
    start = words[:at]
    if at > 2 and words[at - 1].tag == "CD" and words[at - 2].text == "of":
        # "Crew of four remains in training".
        start = words[: at - 2]
    return not any(word.tag in FINITE or word.text in _OPEN_PHRASE for word in start)


_OPEN_PHRASE = word_set("of in on for with to")


def _mistagged_verb(words: tuple[Word, ...]) -> int | None:
    """ "AI excels at prototyping": a verb that the tagger took for a noun, behind the noun that is its subject."""
    for i in range(1, len(words) - 1):
        word = words[i]
        doing = (
            words[0].text.lower().endswith("ing")
            and word.text.lower() not in PASSIVES
            and word.tag in ("VBD", "VBZ", "VBN")
            and words[i - 1].tag in NOUNS
        )
        if doing and word.text in HEADLINE_PASTS | HEADLINE_VERBS:
            return i
        named = (
            word.text in HEADLINE_VERBS
            and word.tag in ("NNS", "NNP", "NNPS")
            and (
                words[i - 1].tag in NOUNS
                or (i > 2 and words[i - 1].tag == "CD" and words[i - 2].text == "of")
            )
        )
        if named and words[i + 1].tag in _AFTER_VERB and _first_verb(words, i):
            return i
    return None


def is_sentence(text: str) -> bool:
    """Whether the text has a subject and a finite verb, or tells the listener to do something."""
    words = parse(text)
    if not words:
        return False
    return finite_verb(words) is not None or _commands(text)


_COMMANDS = word_set("""add allow ask assume avoid be beware bring call change check choose click compare consider count do
    don't enjoy ensure expect file find follow forget get give go have hear imagine install join keep learn let listen look
    make meet mind never note pay pick prepare put read remember remove replace run say see sell send set share sign stay
    stop take tell think try turn upgrade use visit wait walk watch wear write""")
"""How an appeal to the listener begins; of other verbs, a capital may be that of a noun: "Crack 11 mm long"."""


def _commands(text: str) -> bool:
    first = text.split(" ", 1)[0].rstrip(",").lower()
    return first in _COMMANDS and is_imperative(text)


def is_imperative(text: str) -> bool:
    """Whether the text tells the listener to do something: ``Expect deeper integration``."""
    words = parse(text)
    return (
        bool(words)
        and words[0].dep == "ROOT"
        and words[0].tag in ("VB", "VBP")
        and words[0].text.lower() == words[0].lemma.lower()
    )


def verb_first(text: str) -> tuple[str, str] | None:
    """A fragment that begins with its verb, as (verb, rest): ``Supports proactive agents``; None for any other.

    The tagger is asked again with a subject before it: alone, "Supports" looks like a noun.
    """
    first, _, rest = text.partition(" ")
    lower = first.lower()
    if (
        not rest
        or not lower.isalpha()
        or is_name(first)
        or re.match(r"of |(?:up|down) (?:to )?[$€£]?\d", rest)
    ):
        return None
    if lower in HEADLINE_VERBS or lower in HEADLINE_PASTS:
        probe = parse(f"It {lower} {rest}")
        if probe[1].tag in FINITE:
            later = finite_verb(parse(text))
            # "Plans fail at scale" is a sentence of its own.
            if later is None or later == 0 or (lower in HEADLINE_VERBS and probe[1].dep == "ROOT"):
                return lower, rest
        return None
    words = parse(text)
    if words[0].tag == "VBZ" and words[0].dep == "ROOT":
        return lower, rest
    if lower.endswith("s") and words[0].tag in ("NNS", "NNP", "NNPS", "NN") and finite_verb(words) is None:
        probe = parse(f"It {lower} {rest}")
        takes = any(probe[i].dep == "dobj" for i in children(probe, 1))
        if probe[1].tag == "VBZ" and probe[1].dep == "ROOT" and takes:
            return lower, rest
    return None


def is_written_sentence(text: str) -> bool:
    """Whether a text that ends with a full stop holds more verbs than its relative clauses need."""
    if not text.endswith((".", "!", "?")):
        return False
    words = parse(text)
    verbs = sum(word.tag in FINITE or word.text in HEADLINE_VERBS for word in words)
    joins = sum(word.tag in ("WDT", "WP", "WRB") for word in words)
    return verbs > joins


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text as it writes them; an ellipsis inside ends one too."""
    text = re.sub(r"\s*(?:\.\.\.|…)\s*(?=\S)", "\u2026\n", text)
    parts: list[str] = []
    for line in text.split("\n"):
        start = 0
        for end in _SENTENCE_END.finditer(line):
            if not abbreviates(
                line[max(0, end.start() - CONTEXT) : end.start()], line[end.end() :][:CONTEXT]
            ):
                parts.append(line[start : end.end()])
                start = end.end()
        parts.append(line[start:])
    return tuple(part.strip() for part in parts if part.strip())


_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-Z“\"\d$€£])")


def dashed(text: str) -> tuple[str, ...]:
    """The parts of a sentence between its dashes and semicolons."""
    return tuple(part.strip() for part in _JOINT.split(text) if part.strip())


def coordinated(text: str) -> tuple[str, ...]:
    """The clauses of a sentence that are joined by commas or "and", each a sentence of its own; else the one text."""
    cuts = list(re.finditer(r", (?:and |but |so )?|(?<!,) (?:and|but) ", text))
    joined = [cut for cut in cuts if cut.group().strip(" ,")]
    return _cut(text, cuts if joined else []) or (text,)


def _cut(text: str, cuts: list[re.Match[str]]) -> tuple[str, ...]:
    pieces: list[str] = []
    start = 0
    # A part that looks whole on its own may be one item of a list: each needs a verb and a subject of the whole text.
    words = parse(text.rstrip("."))
    clauses = _main_clauses(words)
    for cut in cuts:
        left, right = text[start : cut.start()], text[cut.end() :]
        if (
            len(left.split()) >= 4
            and len(right.split()) >= 4
            and any(start <= begin and end <= cut.start() for begin, end in clauses)
            and any(begin >= cut.end() for begin, end in clauses)
            and not _bound(words, cut.start())
            and is_independent(left)
            and _opens_clause(right)
            # ", a crate with ..." explains what stands before, whatever the parser takes for its verb.
            and not (cut.group() == ", " and right.startswith(("a ", "an ")))
        ):
            joint = cut.group().strip(" ,")
            pieces.append(left)
            start = cut.end() if joint != "but" else cut.start() + cut.group().index("but")
    pieces.append(text[start:])
    return tuple(pieces) if len(pieces) > 1 and all(is_independent(piece) for piece in pieces) else ()


def _main_clauses(words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """From the subject to the verb of each clause that no other one rules, in characters."""
    found = []
    for at, word in enumerate(words):
        verb = next((i for i in (at, *children(words, at)) if words[i].tag in FINITE), None)
        subject = _subject(words, at)
        if _is_main(words, at) and verb is not None and subject is not None:
            span = (word.start, word.end, words[verb].start, words[verb].end, words[subject].start)
            found.append((min(span), max(span)))
    return found


def _subject(words: tuple[Word, ...], at: int) -> int | None:
    """The subject of a verb; "the data grab, 44% of uploads are fake" has one that is read as beside the grab."""
    below = next((i for i in children(words, at) if words[i].dep in SUBJECTS), None)
    if below is not None or words[at].tag not in FINITE:
        return below
    beside = (i for i, word in enumerate(words[:at]) if word.dep == "appos" and word.head < i)
    return next((i for i in beside if subtree(words, i)[1] == at), None)


def _bound(words: tuple[Word, ...], place: int) -> bool:
    """Whether a word before this place, in characters, depends on one behind it or the other way round, so that no
    cut may part them; only whole clauses beside each other may."""
    verbs = [i for i in range(len(words)) if _is_main(words, i) and _subject(words, i) is not None]
    free = {*verbs, *(_subject(words, i) for i in verbs)}
    return any(
        (word.start < place) != (words[word.head].start < place)
        and word.dep not in ("punct", "cc")
        and i not in free
        for i, word in enumerate(words)
    )


def _is_main(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word is the root, or joined to it as its equal."""
    while words[at].dep in ("conj", "ccomp", "parataxis"):
        # "says that it ended": what is said is no clause of its own.
        if words[at].dep == "ccomp" and words[at].head < at:
            return False
        at = words[at].head
    return words[at].dep == "ROOT"


def _opens_clause(text: str) -> bool:
    words = parse(text)
    verb = finite_verb(words)
    if verb is None:
        return False
    subject = next(
        (i for i, w in enumerate(words) if w.dep in SUBJECTS and w.head in (verb, words[verb].head)), None
    )
    return subject is not None and words[subject].tag not in ("WDT", "WP", "WRB")


def is_independent(text: str) -> bool:
    """Whether a clause can stand alone: a sentence that no conjunction or relative pronoun ties to another."""
    words = parse(text)
    first = words[0].text.lower() if words else ""
    if first in (
        "which",
        "who",
        "whose",
        "that",
        "because",
        "while",
        "whereas",
        "although",
        "if",
        "unless",
        "when",
        "where",
        "as",
        "than",
    ):
        return False
    return is_sentence(text)
