"""Numbers as words, in the American style: ``fifty eight``, ``one hundred five``, ``nineteen ninety eight``."""

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ONES = _SMALL.split()
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion")
_IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LONGEST_CARDINAL = 3 * len(_SCALES)
_LONGEST_PLAIN = 9


def cardinal(number: int) -> str:
    """A whole number in words: 1005 -> ``one thousand five``. Past a sextillion its digits are read."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= 10**_LONGEST_CARDINAL:
        return digits(f"{number}")
    if number == 0:
        return _ONES[0]
    words: list[str] = []
    for power in range(len(_SCALES) - 1, -1, -1):
        group = number // 1000**power % 1000
        if group:
            words.append(_below_thousand(group))
            words.append(_SCALES[power])
    return " ".join(word for word in words if word)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_ONES[hundreds], "hundred"] if hundreds else []
    if rest:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]


def digits(text: str) -> str:
    """Every digit of a text by itself: ``042`` -> ``zero four two``; what is no digit is passed over."""
    return " ".join(_ONES[int(character)] for character in text if character.isdecimal())


def ordinal(number: int) -> str:
    """A place in an order: 21 -> ``twenty first``."""
    head, _, last = cardinal(number).rpartition(" ")
    if last in _IRREGULAR_ORDINALS:
        last = _IRREGULAR_ORDINALS[last]
    else:
        last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head} {last}".strip()


def number(text: str) -> str:
    """A written number, with or without groups, point or minus: ``-4,000.50`` -> ``minus four thousand point five
    zero``. A leading zero, or more digits than anyone takes in at once, is read digit by digit."""
    sign = "minus " if text[:1] in "-−–" else ""
    whole, point, fraction = text.lstrip("-−–+").partition(".")
    plain = whole.replace(",", "")
    if not plain:
        words = ""
    elif (plain[0] == "0" and len(plain) > 1) or (len(whole) > _LONGEST_PLAIN and "," not in whole):
        words = digits(plain)
    elif "," not in whole and len(plain) == 4 and plain[1] != "0" and plain.endswith("00"):
        words = f"{cardinal(int(plain[:2]))} hundred"
    else:
        words = cardinal(int(plain))
    tail = f"point {digits(fraction)}" if point and fraction else ""
    return f"{sign}{words} {tail}".replace("  ", " ").strip()


def year(text: str) -> str:
    """A year of four digits: ``1998`` -> ``nineteen ninety eight``, ``2005`` -> ``two thousand five``."""
    century, rest = divmod(int(text), 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(int(text))
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return (
        f"{cardinal(century)} oh {_ONES[rest]}"
        if rest < 10
        else f"{cardinal(century)} {_below_hundred(rest)}"
    )


def decade(text: str) -> str:
    """A decade, without its s: ``1980`` -> ``nineteen eighties``, ``90`` -> ``nineties``."""
    words = year(text) if len(text) == 4 else cardinal(int(text))
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def designation(text: str) -> str:
    """A number that names rather than counts, in the pairs people say it in: ``747`` -> ``seven forty seven``,
    ``4090`` -> ``forty ninety``, ``100`` -> ``one hundred``, ``5.4`` -> ``five point four``."""
    head, *parts = text.split(".")
    return " point ".join([_designated(head), *(_version_part(part) for part in parts)])


def _version_part(text: str) -> str:
    return digits(text) if text[0] == "0" or len(text) > 2 else cardinal(int(text))


def _designated(text: str) -> str:
    if text[0] == "0" or len(text) > 4:
        return digits(text)
    if len(text) < 3 or text.endswith("00"):
        return number(text)
    head, tail = text[:-2], text[-2:]
    if len(text) == 4 and head[1] == "0" and tail[0] == "0":
        return cardinal(int(text))
    return (
        f"{cardinal(int(head))} {'oh ' + _ONES[int(tail)] if tail[0] == '0' else _below_hundred(int(tail))}"
    )


def fraction(above: int, below: int) -> str:
    """A fraction in words: 3, 4 -> ``three quarters``; 1, 1000 -> ``one thousandth``."""
    special = {1: ("over one", "over one"), 2: ("half", "halves"), 4: ("quarter", "quarters")}
    one, many = special.get(below, ("", ""))
    if not one:
        one = ordinal(below).removeprefix("one ") if below in (100, 1000, 10**6, 10**9) else ordinal(below)
        many = f"{one}s"
    return f"{cardinal(above)} {one if above == 1 else many}"


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int | None:
    """The value of a Roman numeral below 90 in capitals, or None when the letters are none."""
    values = [_ROMAN.get(letter, 0) for letter in text]
    total = sum(-v if v < later else v for v, later in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 90 and to_roman(total) == text else None


def to_roman(number: int) -> str:
    """A number below 90 as a Roman numeral, as it is written today."""
    steps = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letters in steps:
        times, number = divmod(number, value)
        written += letters * times
    return written
