"""Whether a sum of money describes the noun after it: ``a $6 million roof``, but ``$6 million was paid``."""

import re

from dispatch_audio.spoken.rule import MASK

_CLOSED = """
    a about above abroad according across after again against ago ahead all alone along already also although altogether
    amid among an and annually another any anymore apart apiece are around as aside at away back because been before
    behind being below beneath beside besides between beyond both but by came can cash cheaper combined could daily
    dearer despite did do does down due during each early either else enough even ever every everywhere except extra
    few fewer first for forever free from full further gave given gone had has have he her here hers higher him his
    how however i if immediately in including inside instead into is it its just last late later least left less like
    likely longer lost lower made many may maybe me might mine minus monthly more most much must my namely near net never
    nevertheless next no none nor not now of off offshore on once one only onto or other otherwise ought our out outright outside
    over overall overnight overseas owed own paid past per perhaps plus poorer prior quarterly quickly quite rather regardless
    richer roughly same saved sent shall she short should shy since so sold some soon sooner spent still strong such
    tax-free than that the their them then there therefore these they this those though through throughout thus till
    tied to today together told tomorrow tonight too total toward towards under underwater unless unlike until unto up
    upfront upon upwards us versus via was we weekly well went were what when whenever where whereas whether which
    while who whom whose why will wisely with within without worse worth would yearly yesterday yet you your
    ahead became began bought brought built cost cut drew fell flew found got grew held hit hurt kept led lent let meant
    stolen written given taken broken chosen shown drawn known thrown worn torn missing
    met put ran rose said saw set shot stood stuck sunk took won wrote
"""
_VERBS = """
    accounts adds amounts appears arrives backs becomes begins belongs brings buys changes comes compares continues
    corresponds costs covers disappears does equals exceeds falls flows follows funds gets gives goes grows helps holds
    includes involves keeps lands leaves lets lies looks makes marks matches means moves needs pays pours provides puts
    raises reaches reflects remains represents requires rises runs seems sends sets shows sits sounds stands stays
    supports takes tops turns vanishes works
"""
_SO_ENDED = """
    building housing funding painting wedding ring king offering listing meeting pricing rating spring string filing
    financing training crossing dwelling holding opening clothing ceiling seed speed bed feed shed deed family supply
    rally assembly monopoly reward award ward
"""
_MANY = """
    bills notes coins tickets fees loans grants checks cheques fines prizes homes houses deals bonds contracts donations
    bonuses tariffs rebates vouchers coupons subsidies phones cars watches shoes sneakers bottles meals copays penalties
    settlements payments payouts bets subscriptions budgets projects programs investments gifts scholarships paintings
"""
_NEVER = frozenset(_CLOSED.split())
_PRICED = frozenset(_MANY.split())
_SAYS = frozenset(_VERBS.split())
_ENDED = re.compile(r"(?:ly|ing|ed|wards?|wise)$")
_NOUNS_IN_ING = frozenset(_SO_ENDED.split())
_HEADED = re.compile(
    r"(?:^|[\s(“\"])(?:an?|the|this|that|these|those|its|their|his|her|our|my|your|every|each|another|one|no|new|initial|"
    r"additional|first|second|third|annual|proposed|planned|whole|entire|record|recent|original|further|single|"
    r"[\w’']+['’]s)\s(?:about\s|nearly\s|roughly\s|almost\s|more than\s|up to\s)?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?<!\w)[Aa]n?\s(?:\w{1,8}\s)?$")
_OWNED = re.compile(r"(?:\b(?:its|their|his|her|our|my|your)|['’]s)\s$", re.IGNORECASE)
_MASKED = re.compile(rf"\s{MASK}|,\s[a-z]+-[a-z]+")
"""An acronym that an entry has read, or a second adjective."""
_OFTEN = frozenset(["hourly", "daily", "weekly", "monthly", "quarterly", "yearly"])
_NEVER_VERBS = frozenset(["housing", "wedding", "ceiling", "spring", "string", "king", "ring"])
_NEXT = re.compile(r"(?:\s|-)(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)")
_DATES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Q[1-4]|FY"
)


def is_no_noun(word: str) -> bool:
    """Whether a word of a closed class, a verb or an adverb stands here rather than a noun."""
    return word in _NEVER or word in _SAYS or (_ENDED.search(word) is not None and word not in _NOUNS_IN_ING)


def describes(earlier: str, later: str) -> bool:
    """Whether a sum between these two texts describes the noun after it.

    With an article or the like before it, any word does that is no verb, preposition, date or the like. Without one, a
    word in small letters, and none that may be a verb in -s: in doubt the sum stands for itself.
    """
    article = _ARTICLE.search(earlier) is not None
    if article and _MASKED.match(later):
        return True
    found = _NEXT.match(later)
    if found is None:
        return False
    word = found["word"]
    if word in _OFTEN:
        return describes(earlier, later[found.end() :])
    if is_no_noun(word.lower()) or _DATES.match(word):
        return False
    if word == "Series":
        return True
    if _HEADED.search(earlier):
        return word[0].islower() or article or _OWNED.search(earlier) is not None
    if word.endswith("ing") and word not in _NEVER_VERBS:
        return False
    return word.islower() and len(word) > 2 and (word in _PRICED or not re.search(r"[^su]s$", word))
