"""Single words and small groups: articles, capitals, endings, lists."""

import re

from dispatch_audio.compose.names import is_name
from dispatch_audio.compose.tables import word_set
from dispatch_audio.grammar import FINITE, NOUNS, PLURAL, PROPER, Word, parse, root

COUNT_NOUNS = word_set("""account agreement app application approach bid bill campaign ceasefire chip coach company contract cut
    cycle deal decision device dose draft drop drug architecture recall regulator election engine
    estimate fee fight fund gap goal guideline hospital increase index injury law leak league lawsuit
    limit line loan loss manager map market match medal merger method midfielder mistake model moment
    move network offer order patient pact phase pilot plan plant platform player point poll problem
    process product programme program project promise proposal protein push question race rate reactor
    release result reform region rise rule season shift signal site step story strategy striker study
    subsidy summit switch system target tariff tax team test theory threshold tool transfer treaty trend
    trial turn turbine update upgrade vaccine verdict version vote wall warning wave window winger year
    dataset paper median check preview feature lead defender goalkeeper forward gain boost jump surge
    hit gpu chatbot transition pledge ban grant levy cap pipeline grid battery farm forest river storm
    drought heatwave report shortage premium tail check refund ruling
    comet bridge pier flyby investigation inquiry appeal permit licence license lawsuit budget probe audit boycott petition
    referendum statue monument painting album film movie novel festival stadium arena airport station tunnel road highway plane
    aircraft ship ferry rocket satellite telescope rover lander asteroid volcano earthquake hurricane wildfire glacier reef
    committee panel jury virus variant outbreak clinic startup box museum library restaurant factory warehouse
    store apology resignation reward penalty veto moratorium proposal blueprint prototype subsidiary acquisition takeover
    buyout settlement lease mortgage pension dividend rebate voucher surcharge roadmap timetable deadline benchmark""")
"""Nouns that need an article in the singular. Where a noun is not here it is left bare: a missed article reads like
a headline, a wrong one like a mistake."""

KIND_NOUNS = word_set("""model tool app application platform system drug vaccine law bill treaty framework library language engine browser
    robot satellite chip device service product release preview agent assistant dataset benchmark treatment therapy
    pill reactor player striker midfielder defender goalkeeper winger company startup firm club study paper trial
    agreement deal project programme program feature update upgrade""")
"""Nouns that say what a thing is: "Open-source coding model" of a source on Kimi K2.6 is that model."""

GERUNDS = word_set("""coding training computing engineering funding learning pricing hiring spending reasoning meeting hearing ruling
    finding warning rating ranking trading banking farming mining drilling lending testing screening marketing planning
    understanding briefing sequencing logging fishing heating cooling warming housing processing streaming gaming
    modelling modeling networking prototyping programming matching imaging dosing signing scouting flooding""")
"""Verbal nouns: "long-horizon coding with long sessions" has no verb."""

_AN_SOUND = re.compile(r"^(?:[aeio](?!ne\b|nce\b|u[rk])|u(?!ni|s[aei]|k\b|ti)|hour|honest|heir)")
_LETTERS_SOUND = re.compile(r"^[A-Z]{2,}(?=\b|\d|-)")


def a_or_an(phrase: str) -> str:
    """The phrase with its indefinite article, by its first sound."""
    first = phrase.split()[0]
    spelt = _LETTERS_SOUND.match(first)
    if spelt and len(spelt.group()) <= 4:
        vowel = first[0] in "AEFHILMNORSX"
    else:
        vowel = (first[0].isdigit() and bool(re.match(r"8|11\b|18\b", first))) or (
            first[0].isalpha() and bool(_AN_SOUND.match(first.lower()))
        )
    return f"{'an' if vowel else 'a'} {phrase}"


def capitalise(text: str) -> str:
    """The text with a capital first letter, names such as xAI left alone."""
    first = text.split(" ", 1)[0].partition("-")[0]
    if any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text with a small first letter, unless its first word has capitals inside: ``AI model``."""
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else text[:1].lower() + text[1:]


def decapitalise(text: str) -> str:
    """The text as it goes on inside a sentence: a small first letter unless the word is a name."""
    words = parse(text)
    numbered = len(words) > 1 and words[0].tag in ("NN", "NNP") and words[1].tag == "CD"
    if not words or not is_common(words, 0) or text[1:2] == "-" or numbered:
        return text
    return text[:1].lower() + text[1:]


_NAMED_KINDS = word_set(
    "feature tool app model project programme program framework library protocol plugin vaccine"
)


def is_common(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word is capital only because it begins the text."""
    word = words[index]
    if (
        word.text == "I"
        or word.text.startswith("I'")
        or any(c.isupper() or c.isdigit() for c in word.text[1:])
    ):
        return False
    spelt = is_name(word.text)
    if spelt is not None:
        return not spelt
    # "Chronicle feature": a capital word right before what kind of thing it is, is that thing's name.
    if index == 0 and len(words) > 1 and words[1].text in _NAMED_KINDS and word.tag == "NN":
        return False
    if word.tag in _CLOSED:
        return True
    if not word.text.isascii() or _named_inside(words, index):
        return False
    if word.tag not in PROPER:
        return not (word.entity in ("NORP", "GPE") and re.search(r"(?:an|ese|ish|ch|i|ic)$", word.text))
    # The tagger takes many a first word for a name: what it reads otherwise in small letters is no name.
    text = " ".join(other.text for other in words)
    lowered = parse("the " + text[:1].lower() + text[1:])
    return len(lowered) > 1 and lowered[1].tag not in PROPER and not word.entity


_CLOSED = word_set("DT IN PRP PRP$ CC EX TO MD WDT WP WRB PDT")
"""Tags of words that are never names."""
_NAMED = word_set("PERSON ORG GPE NORP FAC LOC PRODUCT EVENT")


def _named_inside(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word is read as a name once it no longer begins the text, where its capital tells something."""
    if index:
        return False
    inside = parse(f"It says that {' '.join(word.text for word in words)}")
    if len(inside) < 4 or inside[3].tag not in PROPER:
        return False
    # Before a small noun, as in "Default assumption", the capital alone makes the tagger see a name.
    before_noun = inside[3].dep in ("compound", "amod")
    if before_noun and (words[0].tag in ("JJ", "VBG", "VBN") or inside[inside[3].head].text.islower()):
        return False
    return inside[3].entity in _NAMED or words[0].entity in _NAMED


def third_person(lemma: str, plural: bool) -> str:
    """A verb in the present tense: ``achieve`` -> ``achieves``, ``carry`` -> ``carries``."""
    irregular = {"be": ("is", "are"), "have": ("has", "have"), "do": ("does", "do")}
    if lemma in irregular:
        return irregular[lemma][plural]
    if plural:
        return lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


_PASTS = {
    "be": "was", "become": "became", "begin": "began", "beat": "beat", "bring": "brought", "build": "built", "buy": "bought",
    "come": "came", "cost": "cost", "cut": "cut", "do": "did", "draw": "drew", "drive": "drove", "fall": "fell",
    "find": "found", "get": "got", "give": "gave", "go": "went", "grow": "grew", "have": "had", "hit": "hit",
    "hold": "held", "keep": "kept", "lead": "led", "leave": "left", "lose": "lost", "make": "made", "mean": "meant",
    "meet": "met", "outdo": "outdid", "overtake": "overtook", "pay": "paid", "put": "put", "rise": "rose", "run": "ran",
    "say": "said", "see": "saw", "sell": "sold", "send": "sent", "set": "set", "spend": "spent", "take": "took",
    "tell": "told", "win": "won", "write": "wrote",
}  # fmt: skip


def past(lemma: str) -> str:
    """A verb in the past tense: ``achieve`` -> ``achieved``."""
    if lemma in _PASTS:
        return _PASTS[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def listed(items: tuple[str, ...]) -> str:
    """Items as they are said one after the other: ``a``, ``a and b``, ``a, b, and c``."""
    if len(items) < 3:
        # Two long items need a breath between them.
        return (", and " if max(map(len, map(str.split, items))) > 3 else " and ").join(items)
    return ", ".join(items[:-1]) + ", and " + items[-1]


def with_and(text: str) -> str:
    """A list that ends without its "and" gets it: ``by Google, Zoom, Figma`` -> ``by Google, Zoom, and Figma``."""
    parts = text.split(", ")
    if len(parts) < 3 or any(
        re.search(r"\b(?:and|or|with|which|who|then|but)\b", part) for part in parts[1:]
    ):
        return text
    if any(len(part.split()) > 3 for part in parts[1:]) or _apposed(text, parts):
        return text
    return ", ".join(parts[:-1]) + ", and " + parts[-1]


def _apposed(text: str, parts: list[str]) -> bool:
    """Whether commas enclose an age or an aside rather than part a list: ``Li Wei, 16, spotted it``."""
    if any(re.fullmatch(r"(?:aged )?[\d.,/]+", part) for part in parts[1:]):
        return True
    at = len(text) - len(parts[-1])
    return any(word.start == at and word.tag in (*FINITE, "RB") for word in parse(text))


def is_many(phrase: str) -> bool:
    """Whether a noun phrase takes "are": a plural, or a share of one, as ``62% of colonies``."""
    share = re.match(
        r"^(?:\w+ )?(?:[\d.,/–-]+ ?%|half|most|some|all|many|(?:a|one|two|three) (?:third|quarter|fifth|tenth)s?|[\d/]+) of (?P<whole>.+)$",
        phrase,
        re.IGNORECASE,
    )
    if share:
        # Asked for with an article, or the tagger sees a verb in "AI music streams".
        inner = re.split(r" (?:of|in|on|at|for|from|with|by) ", share["whole"])[0]
        last = parse(f"the {inner}")[-1]
        return last.tag in PLURAL or (last.tag == "VBZ" and last.text.endswith("s"))
    words = parse(phrase)
    head = noun_head(words)
    if head is None:
        return False
    return (
        words[head].tag in PLURAL
        or words[head].text.lower() in PLURALS
        or bool(_ACRONYMS.match(words[head].text))
    )


PLURALS = word_set(
    "bacteria criteria data fungi larvae media nuclei phenomena strata supernovae people police staff"
)
_ACRONYMS = re.compile(r"[A-Z]{2,}s$")


def noun_head(words: tuple[Word, ...]) -> int | None:
    """The noun that a noun phrase is about; None when the text is something else."""
    if not words:
        return None
    at = root(words)
    noun = words[at].tag in NOUNS or words[at].text.lower() in GERUNDS or words[at].text == "%"
    return at if noun else None


def needs_article(words: tuple[Word, ...], head: int) -> bool:
    """Whether a noun phrase wants an article: a singular count noun with none, no number and no possessor."""
    if words[head].tag != "NN" or words[head].lemma.lower() not in COUNT_NOUNS:
        return False
    return not any(
        (word.head == head and (word.dep in ("det", "poss", "nummod") or word.tag == "CD"))
        or word.dep == "predet"
        for word in words[:head]
    )


def with_article(phrase: str, article: str = "a") -> str:
    """A noun phrase with the article it wants, or as it is."""
    words = parse(phrase)
    head = noun_head(words)
    if head is None or not needs_article(words, head):
        return phrase
    phrase = decapitalise(phrase)
    return a_or_an(phrase) if article == "a" else f"{article} {phrase}"
