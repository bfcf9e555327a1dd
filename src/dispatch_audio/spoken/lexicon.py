"""The lexicon: written forms that no rule can know how to say, and what is said for them."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType

from dispatch_audio.errors import SettingsError
from dispatch_audio.spoken.alphabet import letters
from dispatch_audio.spoken.rule import MASK

_STARTS = re.compile(r"(?<![^\W_])[^\W_]|[^\w\s]")
_WAYS = ("alias", "spell", "word", "respelling", "ipa")
_KEYS = (*_WAYS, "case")
_TYPES: Mapping[str, type] = {"spell": bool, "word": bool, "case": bool}
_SOUNDED = ("alias", "respelling")
"""What may stand beside ``ipa``, to be read where phonemes are of no use."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One written form and how it is said."""

    written: str
    spoken: str
    phonemes: str = ""
    """IPA, or empty when the engine decides."""
    case: bool = False
    """Whether upper and lower case must be as written."""
    final: bool = False
    """Whether ``spoken`` is said as it stands, and no further rule reads it."""

    def fits(self, text: str, at: int) -> bool:
        """Whether the text has this entry's form at this place, as whole words."""
        end = at + len(self.written)
        found = text[at:end]
        same = found == self.written or (not self.case and found.casefold() == self.written.casefold())
        return same and _begins(text, at) and _ends(text, end, self.written)


def _begins(text: str, at: int) -> bool:
    earlier = text[at - 1 : at]
    if text[at].isdigit():
        return not (earlier.isalnum() or earlier in tuple("$€£¥₹#~<>+-–.,/:_'’"))
    return not earlier.isalnum()


def _ends(text: str, end: int, written: str) -> bool:
    later = text[end : end + 1]
    if not written[-1].isalnum():
        return later != written[-1]
    if written[0].isdigit() and later in tuple("/.,:%-–") and text[end + 1 : end + 2].isdigit():
        return False
    return not later.isalnum()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries, the longest written form first; the first that fits is said."""

    entries: tuple[Entry, ...] = ()
    _near: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    """The entries by their first two letters, so that a text is not compared with every one at every word."""

    def __post_init__(self) -> None:
        near: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            start = entry.written[:2].casefold()
            near[start] = (*near.get(start, ()), entry)
        object.__setattr__(self, "_near", MappingProxyType(near))

    @classmethod
    def from_table(cls, table: Mapping[str, object], *, file: str = "") -> "Lexicon":
        """Reads a TOML table from written form to a word or words, or to a table that says how it is meant.

        ``"SWE-Bench" = "Swee Bench"`` is said as these words; ``{ spell = true }`` letter by letter;
        ``{ word = true }`` as a word; ``{ respelling = "ZEK-ner" }`` as a reader would say it, the stressed syllable in
        capitals; ``{ ipa = "ˈkiːmi" }`` in phonemes. ``case = true`` asks for exact capitals, which is the rule
        for written forms with a capital after their first letter. Raises SettingsError with all faults at once.
        """
        faults = [
            f'"{written}"{fault}' for written, given in table.items() for fault in _faults(written, given)
        ]
        if faults:
            raise SettingsError(
                "; ".join(faults), file=file or None, hint=f"an entry takes {', '.join(_KEYS)}"
            )
        return cls(_ordered(_entry(written, given) for written, given in table.items()))

    def over(self, other: "Lexicon") -> "Lexicon":
        """Both together; where both have a form, this one's entry wins."""
        exact = {entry.written for entry in self.entries}
        folded = {entry.written.casefold() for entry in self.entries if not entry.case}
        kept = (e for e in other.entries if e.written not in exact and e.written.casefold() not in folded)
        return Lexicon(_ordered((*self.entries, *kept)))

    def find(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Where entries stand in a text, from left to right, without overlap; the longest at each place."""
        free = 0
        for start in _STARTS.finditer(text):
            at = start.start()
            if at < free or start[0] == MASK:
                continue
            near = self._near.get(text[at : at + 2].casefold(), ())
            alone = self._near.get(start[0].casefold(), ())
            entry = next((e for e in (*near, *alone) if e.fits(text, at)), None)
            if entry is not None:
                yield at, entry
                free = at + len(entry.written)


def _ordered(entries: Iterator[Entry] | tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: (-len(e.written), not e.case, e.written)))


def _faults(written: str, given: object) -> Iterator[str]:
    if not written.strip() or written != written.strip() or "\n" in written:
        yield ": a written form is a word or words on one line, without blanks around it"
        return
    if isinstance(given, str):
        if not given.strip():
            yield ": must say something"
        return
    if not isinstance(given, Mapping):
        yield f": must be words or a table, not {given!r}"
        return
    for key, value in given.items():
        yield from _key_faults(str(key), value)
    ways = [way for way in _WAYS if given.get(way)]
    if not ways or (len(ways) > 1 and not (len(ways) == 2 and "ipa" in ways and set(ways) & set(_SOUNDED))):
        yield f": must have one of {', '.join(_WAYS)} (or ipa with alias or respelling)"


def _key_faults(key: str, value: object) -> Iterator[str]:
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, n=1)
        yield f".{key}: no such key" + (f", did you mean {near[0]}?" if near else "")
    elif not isinstance(value, _TYPES.get(key, str)):
        wanted = "true or false" if key in _TYPES else "a text in quotation marks"
        yield f".{key}: must be {wanted}, not {value!r}"
    elif isinstance(value, str) and not value.strip():
        yield f".{key}: must not be empty"


def _entry(written: str, given: object) -> Entry:
    table: Mapping[str, object] = given if isinstance(given, Mapping) else {"alias": given}
    case = table.get("case", any(c.isupper() for c in written[1:]))
    phonemes = str(table.get("ipa", "")).strip("/[] ")
    if table.get("spell"):
        return Entry(written, letters(written), case=bool(case), final=True)
    if table.get("word"):
        return Entry(written, _as_word(written), case=bool(case), final=True)
    if table.get("respelling"):
        return Entry(written, respelt(str(table["respelling"])), phonemes, bool(case), final=True)
    return Entry(written, str(table.get("alias", written)).strip(), phonemes, bool(case))


def _as_word(written: str) -> str:
    # Engines spell what is all capitals; a capital and small letters are a name to them.
    return written.capitalize() if written.isupper() and written.isalpha() else written


def respelt(text: str) -> str:
    """A respelling as one word that any engine reads: ``ZEK-ner`` -> ``Zekner``."""
    return " ".join(word.replace("-", "").capitalize() for word in text.split())


def _built_in() -> Lexicon:
    data = resources.files("dispatch_audio.spoken").joinpath("lexicon.toml").read_text("utf-8")
    return Lexicon.from_table(tomllib.loads(data), file="lexicon.toml")


BUILT_IN = _built_in()
"""What the package knows of itself: the acronyms, products and terms of technical news."""
