"""The amounts of a text, however they are written: ``58.6%``, ``$350B``, ``1-3%``, ``12+ hours``, ``forty-four percent``."""

import functools
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from dispatch_audio.compose.tables import word_list

_ONES = word_list("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""")
_SMALL = {word: value for value, word in enumerate(_ONES)}
_TENS = {
    word: 10 * value
    for value, word in enumerate(word_list("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LETTERS = {
    "k": 10**3, "K": 10**3, "M": 10**6, "m": 10**6, "mn": 10**6, "B": 10**9, "bn": 10**9, "b": 10**9, "T": 10**12, "tn": 10**12,
}  # fmt: skip

_UNIT_TABLE = """
    %: % percent pct
    point: point points
    x: x times fold
    second: s sec secs second seconds
    millisecond: ms millisecond milliseconds
    minute: min mins minute minutes
    hour: h hr hrs hour hours hourly
    day: day days
    week: week weeks
    month: month months
    year: yr yrs year years
    decade: decade decades
    kilometre: km kilometre kilometres kilometer kilometers
    metre: metre metres meter meters
    centimetre: cm centimetre centimetres centimeter centimeters
    millimetre: mm millimetre millimetres millimeter millimeters
    mile: mile miles
    hectare: ha hectare hectares
    acre: acre acres
    gram: g gram grams
    kilogram: kg kilogram kilograms
    milligram: mg milligram milligrams
    tonne: tonne tonnes
    ton: ton tons
    litre: litre litres liter liters
    watt: w watt watts
    kilowatt: kw kilowatt kilowatts
    megawatt: mw megawatt megawatts
    gigawatt: gw gigawatt gigawatts
    terawatt: tw terawatt terawatts
    kilowatt-hour: kwh
    megawatt-hour: mwh
    gigawatt-hour: gwh
    terawatt-hour: twh
    kilobyte: kb kilobyte kilobytes
    megabyte: mb megabyte megabytes
    gigabyte: gb gigabyte gigabytes
    terabyte: tb terabyte terabytes
    degree: ° °c °f degree degrees
    a.m.: am a.m
    p.m.: pm p.m
    $: dollar dollars
    €: euro euros eur
    £: pound pounds gbp
    ordinal: st nd rd th
    s: s’s"""
_UNITS = {
    written: unit.strip()
    for unit, _, names in (line.partition(":") for line in _UNIT_TABLE.strip().splitlines())
    for written in names.split()
}

_QUALIFIERS = {
    "over": "over|more than|above|exceeding|at least|upwards of|just over|well over|greater than|beyond|no fewer than|no less than",
    "about": "about|around|roughly|approximately|some|circa|or so|an estimated|estimated|est\\.?",
    "nearly": "nearly|almost|close to|just under|just below|approaching",
    "under": "under|less than|below|fewer than",
    "up_to": "up to|at most|as many as|as much as|no more than|not more than",
}
_QUALIFIED = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _QUALIFIERS.items())}|(?P<tilde>[~≈])|(?P<least>≥|>)|(?P<most>≤|<)) ?(?:an? )?$",
    re.IGNORECASE,
)
_WRITES = re.compile(r"\bwrites (?:(?:on|at) (?:(?!about|that)\w+ ){1,6})?about (?:an? )?$")
"""Where "about" says what somebody writes of, not how many there are."""
_MARKS = {"tilde": "about", "least": "over", "most": "under", "up_to": "up to"}

_WORD = "|".join([*_SMALL, *_TENS, *_SCALES])
_WRITTEN = rf"(?:{_WORD})(?:(?:[ -]|,? and |-)(?:{_WORD}))*"
_FRACTIONS = "half|halves|thirds?|quarters?|fourth|fifths?|sixth|seventh|eighth|ninth|tenths?|twice|triple[sd]?|doubl(?:e[sd]?|ing)|tripling|halved|dozens?|hundreds|thousands|millions|billions|trillions"
_AMOUNT = re.compile(
    r"(?P<sign>(?<![\w)\]%])[-−](?=[$€£¥]?\d))?"
    r"(?P<currency>[$€£¥] ?)?"
    # A figure right after a letter is part of a name: "K2.6".
    r"(?:(?<![A-Za-z\d])(?<!\d[.,:/])(?P<figure>(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:[.:/]\d+)*)"
    rf"|(?<![\w-])(?P<words>(?:an? (?=hundred|thousand|million|billion|trillion))?(?:{_WRITTEN}))(?![\w])"
    rf"|(?<![\w-])(?P<vague>{_FRACTIONS}|first(?= [a-z])|second|third)(?![\w]))"
    r"(?P<scale>-?(?-i:K|k|M|mn|m|B|bn|b|T|tn)(?!\w)|[ -](?:hundred|thousand|million|billion|trillion)(?!\w))?"
    r"(?P<plus> ?\+(?!\d))?"
    r"(?P<unit> ?%| ?°[CF]?|(?:[ -]?(?:percentage )?(?:per cent|[A-Za-z]+(?:\.m)?)(?!\w|[’']\w)))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^(?: ?[-–—] ?| to | or | and |/)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts, as far as its unit tells."""

    value: str
    """In plain figures, the magnitude multiplied in: ``300000000``; a word where it has none: ``half``."""
    unit: str
    """``%``, ``$``, ``gigawatt``; empty where no unit follows that we know."""
    qualifier: str
    """``over``, ``about``, ``nearly``, ``under``, ``up to``; empty for the exact figure."""
    start: int
    end: int
    written: str
    readings: tuple[tuple[str, str], ...] = ()
    """Other values and units it may have: the first of "$5-10k", the m of "5m"."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All values and units it may have, the likeliest first."""
        return ((self.value, self.unit), *self.readings)


@functools.lru_cache(maxsize=8192)
def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts of a text in its order; a lone "one" is none, since it mostly means no number."""
    found = [_amount(text, match) for match in _AMOUNT.finditer(text)]
    kept = [amount for amount in found if amount is not None]
    for i in range(len(kept) - 1):
        if _RANGE.match(text[kept[i].end : kept[i + 1].start]):
            kept[i], kept[i + 1] = _shared(kept[i], kept[i + 1])
    return tuple(kept)


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    if match["vague"]:
        return _plain(match, _vague(match["vague"].casefold()), text)
    if match["words"]:
        value = _in_figures(match["words"].casefold())
        if match["words"].casefold() == "one" and not (match["scale"] or _unit(match["unit"] or "")[0]):
            return None
    else:
        value = match["figure"].replace(",", "")
    scale = (match["scale"] or "").strip(" -")
    written_unit = match["unit"] or ""
    unit, length = _unit(written_unit)
    currency = (match["currency"] or "").strip()[-1:]
    end = match.end() - (len(written_unit) - length)
    readings: list[tuple[str, str]] = []
    if scale:
        times = _SCALES.get(scale.casefold()) or _LETTERS[scale]
        if scale == "m" and not currency:
            readings.append((_sign(match) + _times(value, 1), "metre"))
        value = _times(value, times)
    else:
        value = _times(value, 1)
    if currency and unit:
        readings.append((_sign(match) + value, unit))
    return Amount(
        _sign(match) + value,
        currency or unit,
        "over" if match["plus"] else _qualifier(text, match.start()),
        match.start(),
        end,
        text[match.start() : end],
        tuple(readings),
    )


def _plain(match: re.Match[str], value: str, text: str) -> Amount:
    end = match.end("vague")
    return Amount(value, "", _qualifier(text, match.start()), match.start(), end, text[match.start() : end])


def _vague(word: str) -> str:
    if word.startswith(("doubl", "tripl", "twice", "hal")):
        return {"d": "double", "t": "triple", "h": "half"}["d" if word == "twice" else word[0]]
    return word.removesuffix("s")


def _sign(match: re.Match[str]) -> str:
    return "-" if match["sign"] else ""


def _times(figure: str, by: int) -> str:
    """The product in plain figures; a version, a time or a fraction stays as written."""
    if figure.count(".") > 1 or ":" in figure or "/" in figure:
        return figure
    product = Decimal(figure) * by
    return f"{product.normalize():f}" if product else "0"


def _unit(written: str) -> tuple[str, int]:
    """The unit that a word after a number names, and how much of the text it takes; empty when it names none."""
    word = written.strip(" -")
    lower = word.casefold().removeprefix("percentage ").replace("per cent", "percent")
    unit = _UNITS.get(lower, "")
    if lower == "s" and not written.startswith(" "):
        unit = "s"
    return (unit, len(written)) if unit else ("", 0)


def _qualifier(text: str, start: int) -> str:
    match = _QUALIFIED.search(text[max(0, start - 24) : start])
    if match is None or (match.start() and text[max(0, start - 24) :][match.start() - 1].isalpha()):
        return ""
    name = match.lastgroup or ""
    if name == "about" and _WRITES.search(text[max(0, start - 64) : start]):
        return ""
    return _MARKS.get(name, name)


def _in_figures(words: str) -> str:
    total = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _SMALL or word in _TENS:
            part += _SMALL.get(word, 0) + _TENS.get(word, 0)
        elif word == "hundred":
            part = max(1, part) * 100
        elif word in _SCALES:
            total, part = total + max(1, part) * _SCALES[word], 0
    return str(total + part)


def _shared(one: Amount, other: Amount) -> tuple[Amount, Amount]:
    """The two ends of a range, each also with the unit and the magnitude that only the other one shows."""
    more_one, more_other = [], []
    if other.unit and not one.unit:
        more_one.append((one.value, other.unit))
    if one.unit and not other.unit:
        more_other.append((other.value, one.unit))
    scale = _scale(other.written)
    if scale > 1 and _scale(one.written) == 1 and one.value.replace(".", "").isdigit():
        more_one.extend((_times(value, scale), unit) for value, unit in ((one.value, one.unit), *more_one))
    return (
        replace(one, readings=(*one.readings, *more_one)),
        replace(other, readings=(*other.readings, *more_other)),
    )


def _scale(written: str) -> int:
    match = re.search(r"\d ?-?(K|k|M|mn|m|B|bn|b|T|tn|hundred|thousand|million|billion|trillion)\b", written)
    return (_SCALES.get(match[1].casefold()) or _LETTERS[match[1]]) if match else 1
