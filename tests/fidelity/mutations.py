"""What a bad composer could do to a script: each kind of mutation changes one utterance so that it is no longer true."""

import calendar
import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.script import Script, Span, SpokenForm, Utterance

Mutation = Callable[[str, Utterance, Dispatch, random.Random], Iterator[str]]
"""From an utterance's text to texts that say something else."""

NUMBER = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d:/])")
MONTHS = tuple(calendar.month_name)[1:]
NAMES = ("Zorblax", "Ouagadougou", "Quinn Ferro", "NATO", "GPT-9")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]*(?:\.\d+)?(?: [A-Z][\w-]*(?:\.\d+)?)*(?=[ ,.'’])")


def say(text: str) -> SpokenForm:
    return SpokenForm(text, (Span(0, len(text), text),) if text else ())


def swapped_digits(text: str, *_: object) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        figures = [i for i, c in enumerate(match.group()) if c.isdigit()]
        for one, other in itertools.pairwise(figures):
            made = list(match.group())
            if made[one] != made[other] and not (one == figures[0] and made[other] == "0"):
                made[one], made[other] = made[other], made[one]
                yield text[: match.start()] + "".join(made) + text[match.end() :]


def another_digit(text: str, *_: object) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        at = match.end() - 1
        yield text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :]


def exchanged(text: str, *_: object) -> Iterator[str]:
    """Two figures of one sentence, each in the other's place."""
    found = list(re.finditer(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.-])%?", text))
    for one, other in itertools.pairwise(found):
        if one.group() != other.group() and one.group().endswith("%") == other.group().endswith("%"):
            yield (
                text[: one.start()]
                + other.group()
                + text[one.end() : other.start()]
                + one.group()
                + text[other.end() :]
            )


def figure_of_the_same_source(
    text: str, utterance: Utterance, dispatch: Dispatch, *_: object
) -> Iterator[str]:
    """A share put in the place of another share that the same source gives."""
    for source in dispatch.sources:
        if source.number in utterance.sources:
            shares = {
                m for point in source.key_points for m in re.findall(r"(?<![\w.,–-])\d+(?:\.\d+)?%", point)
            }
            for match in re.finditer(r"(?<![\w.,–-])\d+(?:\.\d+)?%", text):
                for share in sorted(shares - {match.group()}):
                    if share not in text:
                        yield text[: match.start()] + share + text[match.end() :]


def percent_lost(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"(?<=\d)%| percent\b", text):
        yield text[: match.start()] + text[match.end() :]


def percent_added(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(
        r"(?<![\w.,$€£-])\d+(?:,\d{3})*(?:\.\d+)?(?= [a-z])(?! (?:million|billion|trillion|per cent|percent)\b)",
        text,
    ):
        yield text[: match.end()] + "%" + text[match.end() :]


def another_scale(text: str, *_: object) -> Iterator[str]:
    turn = {"million": "billion", "billion": "million", "trillion": "billion", "M": "B", "B": "M", "T": "B"}
    for match in re.finditer(r"\b(?:million|billion|trillion)\b|(?<=\d)[MBT](?!\w)", text):
        yield text[: match.start()] + turn[match.group()] + text[match.end() :]


def another_unit(text: str, *_: object) -> Iterator[str]:
    turn = {"gigawatt": "megawatt", "hour": "minute", "day": "week", "week": "month", "month": "year", "year": "month",
            "tonne": "kilogram", "GWh": "MWh", "GW": "MW", "kW": "MW", "$": "€", "€": "£", "£": "$", "times": "percent",
            "minute": "hour"}  # fmt: skip
    for match in re.finditer(
        r"(?<=\d[ -])(?:gigawatt|hour|minute|day|week|month|year|tonne|GWh|GW|kW|times)(?=s?\b)|[$€£](?=\d)",
        text,
    ):
        yield text[: match.start()] + turn[match.group()] + text[match.end() :]


def negative(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"(?<= )\d[\d.,]*%", text):
        yield text[: match.start()] + "-" + text[match.start() :]


def another_bound(text: str, *_: object) -> Iterator[str]:
    turn = {"more than": "less than", "over": "under", "nearly": "more than", "almost": "over", "about": "nearly", "up to": "at least",
            "less than": "more than", "under": "over"}  # fmt: skip
    for match in re.finditer(
        r"\b(more than|over|nearly|almost|about|up to|less than|under)(?= [$€£]?\d)", text
    ):
        yield text[: match.start()] + turn[match.group()] + text[match.end() :]


def bound_lost(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"\b(?:more than|nearly|almost|about|up to|less than) (?=[$€£]?\d)", text):
        yield text[: match.start()] + text[match.end() :]


def another_month(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{'|'.join(MONTHS)})(?= \d)|(?<=\d )(?:{'|'.join(MONTHS)})\b", text):
        yield text[: match.start()] + MONTHS[(MONTHS.index(match.group()) + 5) % 12] + text[match.end() :]


def another_day(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(
        rf"\b(?:{'|'.join(MONTHS)}) (\d{{1,2}})\b|\b(\d{{1,2}})(?= (?:{'|'.join(MONTHS)})\b)", text
    ):
        group = 1 if match[1] else 2
        yield text[: match.start(group)] + str(int(match[group]) % 28 + 1) + text[match.end(group) :]


def another_weekday(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", text):
        yield (
            text[: match.start()]
            + ("Friday" if match.group() != "Friday" else "Sunday")
            + text[match.end() :]
        )


def invented_name(
    text: str, utterance: Utterance, dispatch: Dispatch, chance: random.Random
) -> Iterator[str]:
    for match in NAME.finditer(text):
        yield text[: match.start()] + chance.choice(NAMES) + text[match.end() :]


def name_of_another_source(
    text: str, utterance: Utterance, dispatch: Dispatch, chance: random.Random
) -> Iterator[str]:
    """The speaker or another name, swapped for that of a source that the utterance does not rest on."""
    if not utterance.sources:
        return
    own = " ".join(
        str(source) for source in dispatch.sources if source.number in utterance.sources
    ).casefold()
    others = [
        name
        for source in dispatch.sources
        if source.number not in utterance.sources
        for name in re.findall(r"\b[A-Z][a-z]{3,}\b", f"{source.author} {source.title}")
        if name.casefold() not in own
    ]
    matches = list(
        re.finditer(r"^[A-Z][\w.]+(?: [A-Z][\w.]+)*(?= (?:says|adds|writes|reports|announces)\b)", text)
    )
    for match in (*matches, *NAME.finditer(text)):
        if others:
            yield text[: match.start()] + chance.choice(others) + text[match.end() :]


def names_crossed(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", text):
        if match.start():
            yield text[: match.start()] + f"{match[2]} {match[1]}" + text[match.end() :]


def not_lost(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"\b(?:not|never|no) |(?<=n)not\b|(?<=\w)n['’]t\b", text):
        yield text[: match.start()] + text[match.end() :]


def not_added(text: str, *_: object) -> Iterator[str]:
    for match in re.finditer(r"\b(?:is|are|will|can|could|has|was|were)\b(?! not|n['’]t)", text):
        yield text[: match.end()] + " not" + text[match.end() :]


def quoted_otherwise(text: str, utterance: Utterance, *_: object) -> Iterator[str]:
    if utterance.kind != "quotation":
        return
    words = text.split(" ")
    for i in range(len(words)):
        yield " ".join([*words[:i], "rather" if i else "“Rather", *words[i + 1 :]])
    for i in range(1, len(words) - 1):
        yield " ".join(words[:i] + words[i + 1 :])


def joined(text: str, utterance: Utterance, dispatch: Dispatch, chance: random.Random) -> Iterator[str]:
    """A quotation that runs over the source's ellipsis, or takes in words from elsewhere in it."""
    if utterance.kind == "quotation" and utterance.sources:
        for source in dispatch.sources:
            if source.number in utterance.sources:
                for one, other in re.findall(r"(\w+)(?:…|\.\.\.) ?(\w+ \w+)", source.cited_text):
                    yield f"“{one} {other}”"
                if source.key_points:
                    yield f"{text.rstrip('.”')} {source.key_points[-1]}.”"


KINDS: dict[str, Mutation] = {
    "digits swapped": swapped_digits,
    "another digit": another_digit,
    "figures exchanged": exchanged,
    "a figure of the same source": figure_of_the_same_source,
    "% lost": percent_lost,
    "% added": percent_added,
    "another magnitude": another_scale,
    "another unit": another_unit,
    "a minus": negative,
    "another bound": another_bound,
    "bound lost": bound_lost,
    "another month": another_month,
    "another day": another_day,
    "another weekday": another_weekday,
    "an invented name": invented_name,
    "a name of another source": name_of_another_source,
    "names crossed": names_crossed,
    "not lost": not_lost,
    "not added": not_added,
    "a quotation altered": quoted_otherwise,
    "a quotation joined": joined,
}  # fmt: skip


def mutated(
    script: Script, dispatch: Dispatch, mutation: Mutation, chance: random.Random
) -> Iterator[tuple[Script, str, str]]:
    """Scripts with one utterance changed, and that utterance before and after."""
    for c, chapter in enumerate(script.chapters):
        for u, utterance in enumerate(chapter.utterances):
            for text in mutation(utterance.text, utterance, dispatch, chance):
                if text == utterance.text:
                    continue
                lines = (
                    *chapter.utterances[:u],
                    replace(utterance, form=say(text)),
                    *chapter.utterances[u + 1 :],
                )
                chapters = (
                    *script.chapters[:c],
                    replace(chapter, utterances=lines),
                    *script.chapters[c + 1 :],
                )
                yield replace(script, chapters=chapters), utterance.text, text
