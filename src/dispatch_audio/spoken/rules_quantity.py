"""Money, percents, measures, magnitudes and ranges of them."""

import re
from collections.abc import Iterable

from dispatch_audio.spoken.nouns import describes, is_no_noun
from dispatch_audio.spoken.numbers import cardinal, number
from dispatch_audio.spoken.rule import (
    DASH,
    LEFT,
    MASK,
    MINUS,
    NUMBER,
    Match,
    Rule,
    after,
    before,
    ends_sentence,
    rule,
)
from dispatch_audio.spoken.units import (
    CLOSE_ONLY,
    CURRENCIES,
    FREE,
    LENGTH_AFTER,
    LENGTH_BEFORE,
    LENGTH_WORDS,
    LENGTHS,
    MAGNITUDE_WORDS,
    MAGNITUDES,
    MONEY_MAGNITUDES,
    PERIODS,
    POWERS,
    SHORT,
    UNITS,
    Names,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_POWERED = {f"{length}{power}": (length, power) for length in LENGTHS for power in POWERS}
_OPEN_UNITS = [unit for unit in (*UNITS, *_POWERED) if unit not in CLOSE_ONLY]
_SHORT = rf"[\s-](?:{_any_of(SHORT)})(?=\s[a-z]|[,;:)]|\.?$|\.\s[A-Z])"
_UNIT = rf"(?P<unit>{_SHORT}|[-\s]?(?:{_any_of(_OPEN_UNITS)})(?![\w²³])|(?:{_any_of([*UNITS, *_POWERED])})(?![\w²³]))"
_DOTTED = r"(?P<dot>(?:(?<=min)|(?<=mins)|(?<=sec)|(?<=secs)|(?<=hr)|(?<=hrs)|(?<=wk)|(?<=wks)|(?<=mo)|(?<=mos)|(?<=yr)|(?<=yrs)|(?<=lb)|(?<=lbs)|(?<=oz)|(?<=ft)|(?<=mi)|(?<=gal)|(?<=yd)|(?<=yds)|(?<=tbsp)|(?<=tsp)|(?<=qt)|(?<=pt))\.(?!\w))?"
"""The full stop of a unit that is shortened, which is none of the sentence: ``15-20 min. on Monday``."""
_PER = rf"(?:\s?/\s?(?P<per>{_any_of(PERIODS)})(?!\w))?"
_WORDS = rf"\s(?:{_any_of(MAGNITUDE_WORDS)})(?!\w)"
_MAGNITUDE = rf"(?:{_WORDS}|(?:\s?(?:bn|mn|mln|tn|trn)|(?:{_any_of(MAGNITUDES)}))(?![\w/]))"
_MONEY_MAGNITUDE = (
    rf"(?:{_WORDS}|-(?:{_any_of(MAGNITUDE_WORDS)})(?!\w)|\s?(?:{_any_of(MONEY_MAGNITUDES)})(?!\w))"
)
_CURRENCY = rf"(?:{_any_of(CURRENCIES)})\s?"
ABOUT = rf"(?P<about>[~≈∼]\s?)?(?P<sign>{MINUS}|\+(?=[0-9.]))?"
TO = rf"\s?{DASH}\s?"


def _range(magnitude: str) -> str:
    """One amount or two: ``15M``, ``1-3``, ``15M-20M``, ``300+``."""
    return (
        rf"(?P<a>{NUMBER})(?P<mag>{magnitude})?"
        rf"(?:(?P<middle>%|°)?{TO}(?P<b>{NUMBER})(?P<mag2>{magnitude})?)?(?P<plus>\+(?!\w))?"
    )


def _amount(figure: str, magnitude: str | None) -> str:
    written = (magnitude or "").strip(" -")
    word = MONEY_MAGNITUDES.get(written, written)
    return f"{number(figure)} {word}".strip()


def hedged(match: Match, said: str) -> str:
    """With what the signs before and after an amount mean."""
    sign = (match["sign"] or "").strip()
    said = f"{'plus' if sign == '+' else 'minus'} {said}" if sign else said
    said = f"more than {said}" if match["plus"] else said
    return f"about {said}" if match["about"] else said


def _attributive(match: Match) -> bool:
    """Whether the amount describes the noun after it, ``a 24 hour delay``: its unit then stands in the singular."""
    later = re.match(r"\s(?P<word>[a-z]+)", after(match))
    return (
        re.search(r"\b(?:[Aa]n?|[Ee]very|[Ee]ach)\s$", before(match, 8)) is not None
        and later is not None
        and not is_no_noun(later["word"])
    )


def _times(match: Match, said: str) -> str:
    """A factor: ``ten times faster``, and before a noun ``a ten X engineer``."""
    later = re.match(r"\s(?P<word>[a-z]+)", after(match))
    noun = later is not None and not is_no_noun(later["word"]) and not re.search(r"er$", later["word"])
    person = re.match(
        r"\s(?:engineer|developer|programmer|coder|researcher|manager|founder)s?\b", after(match)
    )
    described = re.search(
        r"\b(?:[Aa]|[Aa]n|[Tt]he|[Tt]his|[Tt]hat|[Ee]very|[Ee]ach|[Aa]nother)\s$", before(match, 9)
    )
    return f"{said} {'X' if person or (noun and described) else 'times'}"


def _one(figure: str, magnitude: str | None) -> bool:
    return figure in ("1", "1.0", "1.00") and not magnitude


def _measured(match: Match) -> str | None:
    unit = re.sub(r"^[-\s]", "", match["unit"])
    names = _names(unit)
    figure, magnitude = (match["b"], match["mag2"]) if match["b"] else (match["a"], match["mag"])
    singular = (
        _one(figure, magnitude)
        or _attributive(match)
        or match["unit"].startswith("-")
        or after(match, 1) == "&"
    )
    said = _spread(match)
    if said is None or (unit == "K" and not _COLD.search(f"{before(match, 60)} {after(match, 60)}")):
        return None
    if unit in ("x", "X", "×") and not match["b"] and not match["per"]:
        return hedged(match, _times(match, said))
    if match["unit"] == "m" and not match["per"] and not magnitude and not _is_length(match, figure):
        return hedged(match, f"{said} million")
    stop = "." if (match["dot"] or unit == "in.") and ends_sentence(match) else ""
    return hedged(match, f"{said} {names[0 if singular else 1]}{_per(match)}{stop}")


_COLD = re.compile(
    r"kelvin|temperature|cool|cold|cryo|superconduct|absolute zero|dilution|thermal|background|°",
    re.IGNORECASE,
)
"""Words near a K that stands against its number, which is a thousand everywhere else."""
_ROAD_RACE = re.compile(r"\s(?:race|run|walk|runner|course|event|fun run|time trial|time|finish)s?\b")
_RACES = (
    "50",
    "60",
    "80",
    "100",
    "110",
    "200",
    "400",
    "800",
    "1500",
    "1,500",
    "3000",
    "3,000",
    "5000",
    "10000",
)
_GAINED = re.compile(
    r"\b(?:rais|secur|receiv|ros|ris|grew|grow|fell|fall|up|down|to|earn|collect|won|win|climb|drop)"
)


def _is_length(match: Match, figure: str) -> bool:
    """Whether an m that stands against its number is a meter: ``a 100m sprint``, ``8m tall``; ``1.7m farmers`` are
    a million."""
    later = re.findall(
        r"[a-z]+(?:['’-][a-z]+)?", (re.match(r"[\sa-zA-Z'’-]*", after(match, 30)) or match)[0].lower()
    )
    earlier = re.findall(
        r"[a-z]+(?:['’-][a-z]+)?", before(match, 40).lower().replace("sea level", "sea-level")
    )
    if set(later[:2]) & LENGTH_WORDS or set(later[:1]) & LENGTH_AFTER or set(earlier[-4:]) & LENGTH_BEFORE:
        return True
    if later[:1] == ["from"] and not _GAINED.search(before(match, 30).lower()):
        return True
    sides = re.search(r"[0-9]m?\s?(?:x|×|by)\s?$", before(match, 8)) or re.match(
        r"\s?(?:x|×|by)\s?[0-9]", after(match, 6)
    )
    raced = figure in _RACES and re.search(r"\b(?:the|men['’]s|women['’]s|over)\s$", before(match, 10))
    return bool(
        sides
        or (raced and not later[:1])
        or (raced and re.match(r"(?:in|at|final|heat|world|record|gold|title)$", later[0]))
    )


def _names(unit: str) -> Names:
    if unit in UNITS:
        return UNITS[unit]
    length, power = _POWERED[unit]
    return f"{POWERS[power]} {UNITS[length][0]}", f"{POWERS[power]} {UNITS[length][1]}"


def _per(match: Match) -> str:
    return f" per {PERIODS[match['per']]}" if match["per"] else ""


def _spread(match: Match) -> str | None:
    """The number, or the two ends of a range."""
    first = _amount(match["a"], match["mag"])
    return f"{first} to {_amount(match['b'], match['mag2'])}" if match["b"] else first


def _percent(match: Match) -> str:
    said = _spread(match) or ""
    return hedged(
        match, f"{said} {match['unit'].strip(' -').replace('%', 'percent').replace('‰', 'per mille')}"
    )


def _sum(currency: str, figure: str, magnitude: str | None, singular: bool) -> str:
    """A sum in words: ``$2.85`` -> ``two dollars eighty five cents``, ``€4.2B`` -> ``four point two billion euros``."""
    names, cents = CURRENCIES[currency.strip()]
    if magnitude:
        return f"{_amount(figure, magnitude)} {names[0 if singular else 1]}"
    whole, _, part = figure.partition(".")
    part = part.rstrip("0")
    if len(part) > 2:
        return f"{number(f'{whole}.{part}')} {names[1]}"
    small = int(part.ljust(2, "0")) if part else 0
    coins = f"{cardinal(small)} {cents[small != 1 and not singular]}"
    if not int(whole.replace(",", "") or 0) and small:
        return coins
    notes = f"{number(whole)} {names[0 if whole == '1' or singular else 1]}"
    return f"{notes} {coins}" if small else notes


def _money(match: Match) -> str:
    currency = match["cur"]
    singular = not match["per"] and describes(before(match), after(match))
    if not match["b"]:
        said = _sum(currency, match["a"], match["mag"], singular)
    elif match["cur2"] == currency and singular:
        said = f"{_amount(match['a'], match['mag'])} to {_sum(currency, match['b'], match['mag2'], True)}"
    elif match["cur2"]:
        said = f"{_sum(currency, match['a'], match['mag'], False)} to {_sum(match['cur2'], match['b'], match['mag2'], singular)}"
    else:
        said = f"{_amount(match['a'], match['mag'])} to {_sum(currency, match['b'], match['mag2'], singular)}"
    return hedged(match, f"{said}{_per(match)}")


def _money_after(match: Match) -> str:
    return hedged(match, f"{_sum(match['cur'], match['a'], match['mag'], False)}{_per(match)}")


def _magnitude(match: Match) -> str | None:
    if not (match["mag"] or match["mag2"] or match["plus"] or match["about"]):
        return None
    if match["mag"] in ("K", "k") and not match["b"] and _ROAD_RACE.match(after(match)):
        return f"{number(match['a'])} K"
    said = _spread(match)
    return None if said is None else hedged(match, said)


def _feet(match: Match) -> str:
    inches = f" {number(match['inches'])}" if match["inches"] else ""
    return f"{number(match['feet'])} {'foot' if inches or match['feet'] == '1' else 'feet'}{inches}"


def _inches(match: Match) -> str | None:
    """Inches, unless the mark closes a quotation that was opened shortly before and nothing later closes it."""
    if before(match, 300).count('"') % 2 and not _closed_later(after(match, 300)):
        return None
    figure = match["b"] or match["a"]
    return f"{_spread(match)} {'inch' if figure == '1' else 'inches'}"


def _closed_later(text: str) -> bool:
    return text.count('"') % 2 == 1 and re.match(r'[^"]*(?<![0-9])"', text) is not None


def _dimensions(match: Match) -> str:
    unit = f" {_names(match['unit'].strip())[0 if match['unit'][0] == '-' else 1]}" if match["unit"] else ""
    return f"{' by '.join(number(n) for n in re.split('[x×*]', match['sizes'].replace(' ', '')))}{unit}"


def _coordinate(match: Match) -> str:
    """A place on the globe: ``40°26′N`` -> ``forty degrees twenty six minutes north``."""
    parts = zip(
        (match["degrees"], match["minutes"], match["seconds"]), ("degree", "minute", "second"), strict=True
    )
    said = [f"{number(figure)} {unit}{'' if figure == '1' else 's'}" for figure, unit in parts if figure]
    return f"{' '.join(said)} {_WINDS[match['wind']]}"


_WINDS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_CODES = "USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|CNY|SEK|NOK|INR|KRW|MXN|BRL|TRY|ZAR|PLN|RUB"
_PAIRED = {
    "USD": "dollar", "CAD": "Canadian dollar", "AUD": "Aussie dollar", "NZD": "New Zealand dollar", "MXN": "Mexican peso",
    "BRL": "Brazilian real", "TRY": "Turkish lira", "ZAR": "rand", "PLN": "zloty", "RUB": "ruble",
}  # fmt: skip


def _pair(match: Match) -> str:
    """The price of one currency in another: ``EUR/USD`` -> ``euro dollar``."""
    return " ".join(_PAIRED.get(code) or CURRENCIES[code][0][0] for code in match.group("first", "second"))


RULES: tuple[Rule, ...] = (
    rule("pair", rf"(?<![\w/])(?P<first>{_CODES})/(?P<second>{_CODES})(?![\w/])", _pair),
    rule(
        "coordinate",
        rf"{LEFT}(?P<degrees>[0-9]{{1,3}})[°º]\s?(?P<minutes>[0-9]{{1,2}}(?:\.[0-9]{{1,4}})?)['′’]\s?"
        rf"(?:(?P<seconds>[0-9]{{1,2}}(?:\.[0-9]{{1,4}})?)(?:[\"″”]|'')\s?)?(?P<wind>[NSEW])(?!\w)",
        _coordinate,
    ),
    rule("feet", r"(?<![\w.,])(?P<feet>[1-9])['′’]\s?(?:(?P<inches>1[01]|[0-9])(?:[\"″”]|''))", _feet),
    rule("inches", rf"{LEFT}{_range('(?!)')}[\"″](?!\w)", _inches),
    rule(
        "loss",
        rf"(?<!\w)(?P<cur>{_CURRENCY})\((?P<a>{NUMBER})(?P<mag>{_MONEY_MAGNITUDE})?\)",
        lambda match: f"minus {_sum(match['cur'], match['a'], match['mag'], False)}",
    ),
    rule(
        "money",
        rf"(?<!\w)(?P<about>[~≈∼]\s?)?(?P<sign>(?<![\w)])[-−](?={_CURRENCY}[0-9]))?(?P<cur>{_CURRENCY})(?P<a>{NUMBER})(?![0-9])(?P<mag>{_MONEY_MAGNITUDE})?"
        rf"(?:{TO}(?P<cur2>{_CURRENCY})?(?P<b>{NUMBER})(?![0-9])(?P<mag2>{_MONEY_MAGNITUDE})?)?(?P<plus>\+(?!\w))?{_PER}",
        _money,
    ),
    rule(
        "money",
        rf"{LEFT}{ABOUT}(?P<a>{NUMBER})(?P<mag>{_MONEY_MAGNITUDE})?(?P<plus>\+(?!\w))?\s?(?P<cur>[€£₽₺]|USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|KRW|CAD|AUD|SEK|NOK|DKK)(?!\w){_PER}",
        _money_after,
    ),
    rule("rate", rf"(?<={MASK})-(?P<article>an?)-(?=[a-z])", lambda match: f" {match['article']} "),
    rule("percent", rf"{LEFT}{ABOUT}{_range('(?!)')}(?P<unit>[\s-]?[%‰])", _percent),
    rule(
        "dimensions",
        rf"{LEFT}(?P<sizes>{NUMBER}(?:\s?[x×]\s?{NUMBER}){{1,3}})(?![0-9]|{MASK})(?P<unit>[-\s]?(?:{_any_of([*_POWERED, *LENGTHS, 'in.'])})(?![\w²³]))?(?!\w)",
        _dimensions,
    ),
    rule("unit", rf"{LEFT}(?<![A-Za-z][-‑]){ABOUT}{_range(_MAGNITUDE)}{_UNIT}{_DOTTED}{_PER}", _measured),
    rule("magnitude", rf"{LEFT}(?<![\w{MASK}][-–]){ABOUT}{_range(_MAGNITUDE)}(?!\w|[.,][0-9])", _magnitude),
    rule(
        "unit",
        rf"(?<=[a-z{MASK}])\s(?P<unit>{_any_of(FREE)})(?![\w/])",
        lambda match: f" {UNITS[match['unit']][1]}",
    ),
    rule(
        "unit",
        rf"(?<={MASK})\s(?P<unit>{_any_of(UNITS)})/(?P<per>{_any_of(PERIODS)})(?![\w²³])",
        lambda match: f" {UNITS[match['unit']][1]}{_per(match)}",
    ),
    rule(
        "per",
        rf"(?<=[a-z0-9{MASK}])/(?P<per>{_any_of(PERIODS)})(?=[\s.,;:!?)]|$)",
        lambda match: f" per {PERIODS[match['per']]}",
    ),
)
