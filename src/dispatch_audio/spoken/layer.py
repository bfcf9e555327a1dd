"""The layer: rules claim stretches of the text in order of priority, and what no rule claims is said as written."""

import functools
import re
from dataclasses import dataclass, replace

from dispatch_audio.script import INLINE, Span, SpokenForm
from dispatch_audio.spoken import (
    rules_abbreviations,
    rules_marks,
    rules_names,
    rules_numbers,
    rules_quantity,
    rules_ranges,
    rules_scripts,
    rules_text,
    rules_time,
)
from dispatch_audio.spoken.alphabet import possessive, spelt_phonemes
from dispatch_audio.spoken.leftovers import read_by_grammar
from dispatch_audio.spoken.lexicon import BUILT_IN, Lexicon
from dispatch_audio.spoken.rereading import composed
from dispatch_audio.spoken.rule import MASK, Rule

BEFORE_LEXICON: tuple[Rule, ...] = rules_text.RULES
"""Addresses and markup: an entry must not take a word out of the middle of them."""
AFTER_LEXICON: tuple[Rule, ...] = (
    *rules_text.FILES,
    *rules_numbers.LONG,
    *rules_time.RULES,
    *rules_abbreviations.RULES,
    *rules_numbers.FIGURES,
    *rules_names.NUMBERED,
    *rules_quantity.RULES,
    *rules_ranges.RULES,
    *rules_names.LABELS,
    *rules_numbers.RULES,
)
"""Everything that holds a figure, the most specific first."""
LAST: tuple[Rule, ...] = (*rules_scripts.RULES, *rules_names.WORDS, *rules_marks.RULES)
"""Other scripts, acronyms and marks: what remains when the figures are gone."""

_EMPTY = Lexicon()
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_REREADINGS = 3
"""How often what is said is read again, until that changes nothing: a rule's words may hold a lexicon's form."""


@dataclass(frozen=True, slots=True)
class _Claim:
    start: int
    end: int
    spoken: str
    rule: str
    phonemes: str = ""


def spoken_form(text: str, lexicon: Lexicon = BUILT_IN, inline: tuple[Span, ...] = ()) -> SpokenForm:
    """How a written text is said, span by span.

    No digit, symbol or markup is left in what is said, ordinary words keep their case and punctuation, and saying the
    result again changes nothing. Time is linear in the length of the text.

    ``inline`` are words of the text, in their order and each within a line, that are said as their spans tell, in place
    of what a rule or the lexicon would make of them; a span with phonemes need not tell words.
    """
    spans: list[Span] = []
    at = 0
    for line in text.split("\n"):
        # Line by line, so that no rule joins what the writer kept apart.
        held = [_moved(span, -at) for span in inline if at <= span.start < at + len(line)]
        spans += (_moved(span, at) for span in _line(line, lexicon, held))
        at += len(line) + 1
        spans.append(Span(at - 1, at, "\n"))
    return SpokenForm(text, _merged(spans[:-1]))


def _moved(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by)


def _line(text: str, lexicon: Lexicon, inline: list[Span]) -> tuple[Span, ...]:
    starts = [*(span.start for span in inline[1:]), len(text)]
    held = [_inline(span, text, lexicon, later) for span, later in zip(inline, starts, strict=False)]
    claims = _claims(text, lexicon, held, grammar=True)
    spans = _spans(text, claims)
    if not claims:
        # Said as it is written: read again, it would be so again.
        return spans
    for _ in range(_REREADINGS):
        spoken = "".join(span.spoken for span in spans)
        held = _said_inline(spans)
        claims = _claims(spoken, lexicon, held, grammar=False)
        if len(claims) == len(held):
            break
        spans = composed(spans, _spans(spoken, claims))
    return spans


def _inline(span: Span, text: str, lexicon: Lexicon, later: int) -> _Claim:
    """A word that an editor says how to say, with the ``'s`` of a name whose phonemes are given."""
    end, phonemes = span.end, span.phonemes
    if phonemes and _POSSESSIVE.match(text, end) and end + 2 <= later:
        end, phonemes = end + 2, possessive(phonemes)
    written = text[span.start : end]
    spoken = span.spoken or spoken_form(written, lexicon).spoken.strip() or written
    return _Claim(span.start, end, spoken, INLINE, phonemes)


def _said_inline(spans: tuple[Span, ...]) -> list[_Claim]:
    """Where in what is said these words stand: they are not read again."""
    held: list[_Claim] = []
    at = 0
    for span in spans:
        if span.rule == INLINE:
            held.append(_Claim(at, at + len(span.spoken), span.spoken, INLINE, span.phonemes))
        at += len(span.spoken)
    return held


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        if merged and not span.rule and not merged[-1].rule:
            last = merged.pop()
            span = Span(last.start, span.end, last.spoken + span.spoken)
        merged.append(span)
    return tuple(merged)


def _claims(text: str, lexicon: Lexicon, held: list[_Claim], *, grammar: bool) -> list[_Claim]:
    masked = _masked(text.replace(MASK, " "), held)
    claims: list[_Claim] = [*held]
    masked = _apply(BEFORE_LEXICON, masked, claims)
    masked = _masked(masked, _from_lexicon(masked, lexicon, claims))
    masked = _apply(AFTER_LEXICON, masked, claims)
    if grammar:
        masked = _masked(masked, _from_grammar(masked, claims))
    _apply(LAST, masked, claims)
    return _sounded(sorted(claims, key=lambda claim: claim.start), text)


def _sounded(claims: list[_Claim], text: str) -> list[_Claim]:
    """With phonemes where letters are spelt, and the ``'s`` of a name whose phonemes are known."""
    if not claims:
        return []
    sounded: list[_Claim] = []
    for claim, later in zip(claims, [*(claim.start for claim in claims[1:]), len(text)], strict=True):
        if claim.rule == INLINE:
            sounded.append(claim)
            continue
        phonemes = claim.phonemes or spelt_phonemes(claim.spoken)
        claim = replace(claim, phonemes=phonemes)
        if phonemes and _POSSESSIVE.match(text, claim.end) and claim.end + 2 <= later:
            claim = replace(
                claim, end=claim.end + 2, spoken=f"{claim.spoken}'s", phonemes=possessive(phonemes)
            )
        sounded.append(claim)
    return sounded


def _apply(rules: tuple[Rule, ...], masked: str, claims: list[_Claim]) -> str:
    for rule in rules:
        found = [
            _Claim(match.start(), match.end(), spoken, rule.name)
            for match in rule.pattern.finditer(masked)
            if match[0] and MASK not in match[0] and (spoken := rule.say(match)) is not None
        ]
        claims += found
        masked = _masked(masked, found)
    return masked


def _masked(text: str, claims: list[_Claim]) -> str:
    if not claims:
        return text
    pieces: list[str] = []
    at = 0
    for claim in claims:
        pieces += (text[at : claim.start], MASK * (claim.end - claim.start))
        at = claim.end
    return "".join((*pieces, text[at:]))


def _from_lexicon(masked: str, lexicon: Lexicon, claims: list[_Claim]) -> list[_Claim]:
    found = [
        _Claim(
            at,
            at + len(entry.written),
            _plainly(entry.spoken, entry.final),
            f"lexicon:{entry.written}",
            entry.phonemes,
        )
        for at, entry in lexicon.find(masked)
    ]
    claims += found
    return found


def _from_grammar(masked: str, claims: list[_Claim]) -> list[_Claim]:
    found = [
        _Claim(start, end, _plainly(words, False), "grammar") for start, end, words in read_by_grammar(masked)
    ]
    claims += found
    return found


@functools.lru_cache(maxsize=4096)
def _plainly(words: str, final: bool) -> str:
    """Words that were put in place of others, themselves free of figures and capitals to be spelt."""
    if final:
        return words
    return "".join(span.spoken for span in _spans(words, _claims(words, _EMPTY, [], grammar=False)))


def _spans(text: str, claims: list[_Claim]) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = 0
    for claim in claims:
        if claim.start > at:
            spans.append(Span(at, claim.start, text[at : claim.start]))
        spans.append(Span(claim.start, claim.end, claim.spoken, claim.rule, claim.phonemes))
        at = claim.end
    if at < len(text):
        spans.append(Span(at, len(text), text[at:]))
    return _tidied(spans)


def _tidied(spans: list[Span]) -> tuple[Span, ...]:
    """Blanks between words that stood against each other, and no pause where the sentence already has one."""
    tidy: list[Span] = []
    said = ""
    for span in spans:
        spoken = span.spoken
        if span.rule and spoken.startswith(",") and (not said.strip() or said.rstrip()[-1] in ",;:.!?"):
            spoken = spoken.removeprefix(",")
            spoken = spoken.lstrip() if not said or said[-1].isspace() else spoken
        if spoken and said and said[-1].isalnum() and spoken[0].isalnum():
            if span.rule:
                spoken = f" {spoken}"
            elif tidy[-1].rule:
                last = tidy[-1]
                tidy[-1] = Span(last.start, last.end, f"{last.spoken} ", last.rule, last.phonemes)
        tidy.append(Span(span.start, span.end, spoken, span.rule, span.phonemes))
        said = f"{said[-8:]}{spoken}"
    return tuple(tidy)
