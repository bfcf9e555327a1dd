"""The check of a whole script: utterance by utterance against its sources, then what is neither told nor listed."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch_audio.compose.announcing import TITLES, framing
from dispatch_audio.compose.bounds import bounded
from dispatch_audio.compose.ledger import missing
from dispatch_audio.compose.phrases import worded_by
from dispatch_audio.compose.show import Announcement, Show
from dispatch_audio.compose.wordbook import APART, vocabulary
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.fidelity.amounts import Amount, amounts
from dispatch_audio.fidelity.computed import miscount
from dispatch_audio.fidelity.dates import WEEKDAYS, Day, agrees, days
from dispatch_audio.fidelity.exchanged import exchanged
from dispatch_audio.fidelity.fault import Fault, Kind
from dispatch_audio.fidelity.names import strangers
from dispatch_audio.fidelity.negation import turned
from dispatch_audio.fidelity.quotes import in_one_line, quoted
from dispatch_audio.fidelity.record import Record, Records
from dispatch_audio.fidelity.words import Spelt
from dispatch_audio.script import Chapter, Script, Utterance

Found = tuple[Kind, str, str]
"""A kind of fault, the words, and what is wrong with them."""

MANY = 3
"""More sources than these are not named one by one."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What an utterance is held against."""

    dispatch: Dispatch
    known: Record
    names: Spelt
    """The words that names may be made of: those on record, and what the story is about."""
    ours: Record
    """The words of the templates."""
    where: str
    """``source 1``, ``the dispatch``."""


def faults(script: Script, dispatch: Dispatch, show: Show, *, edited: bool = False) -> tuple[Fault, ...]:
    """All that a script says without ground, and all that it leaves out without saying so; in the script's order.

    Pure, and linear in the size of both. An utterance with sources must rest on these; one without, on what the
    dispatch says before its sources and the show of itself, or, where a script is ``edited``, on anything in the dispatch.
    Announcements are held against feed.toml alone.
    """
    dispatch, _ = bounded(dispatch)
    records = Records(dispatch, show, edited=edited)
    ours = {sourced: _standing(show, sourced=sourced) for sourced in (True, False)}
    found: list[Fault] = []
    at = 0
    found.extend(_announcements(script, show.due(dispatch.date), show))
    for chapter in script.chapters:
        if _announces(chapter):
            at += len(chapter.utterances)
            continue
        for utterance in chapter.utterances:
            case = _Case(
                dispatch,
                records.of(utterance.sources),
                records.naming(utterance.sources, chapter.sources),
                ours[bool(utterance.sources)],
                _where(utterance.sources),
            )
            unknown = set(utterance.sources) - records.numbers
            if unknown:
                words = ", ".join(map(str, sorted(unknown)))
                found.append(Fault("source", words, chapter.title, at, "the dispatch has no such source"))
            found.extend(
                Fault(kind, words, chapter.title, at, detail)
                for kind, words, detail in _utterance(utterance, case)
            )
            at += 1
    for entry, _ in missing(dispatch, script):
        where = f"of source {entry.source}" if entry.source else "of the summary"
        found.append(Fault("left out", entry.text, "", None, f"{where}, neither told nor listed"))
    return tuple(found)


def _announces(chapter: Chapter) -> bool:
    """Whether a chapter is an announcement, which is held against feed.toml and nothing else."""
    return chapter.title in TITLES and not any(line.sources for line in chapter.utterances)


def _announcements(script: Script, due: tuple[Announcement, ...], show: Show) -> Iterator[Fault]:
    """Announcements that are said otherwise than feed.toml has them, and those that are due and not said."""
    with worded_by(show.templates):
        allowed = Record(tuple(text for item in due for text in (item.text, *framing(item, show))))
    at, said = 0, ""
    for chapter in script.chapters:
        for i, line in enumerate(chapter.utterances if _announces(chapter) else ()):
            said += in_one_line(line.text).lstrip()
            if not allowed.has_run(line.text):
                yield Fault(
                    "announcement", line.text, chapter.title, at + i, "not so in feed.toml on this day"
                )
        at += len(chapter.utterances)
    for item in due:
        if in_one_line(item.text) not in f" {said}":
            yield Fault("announcement", item.text, "", None, "due on this day, and not said")


def _standing(show: Show, *, sourced: bool) -> Record:
    """The templates' own words; beside a source, those alone that are said there."""
    return Record(vocabulary(show.templates, leaving_out=APART if sourced else ()))


def _where(sources: tuple[int, ...]) -> str:
    if not sources:
        return "in the dispatch"
    if len(sources) > MANY:
        return f"in its {len(sources)} sources"
    return f"in source {' or '.join(map(str, sources))}"


def _utterance(utterance: Utterance, case: _Case) -> Iterator[Found]:
    text = utterance.text
    if utterance.kind == "quotation":
        words = text.strip().strip('“”"')
        if not case.known.has_run(words):
            yield "quotation", words, f"not {case.where}, word for word"
            return
        if utterance.sources:
            return
    else:
        for words in quoted(text):
            if not case.known.has_run(words):
                yield "quotation", words, f"not {case.where}, word for word"
    computed: list[tuple[int, int]] = []
    for item in utterance.computed:
        places = [
            (match.start(), match.end())
            for match in re.finditer(rf"(?<!\w){re.escape(item.text)}(?!\w)", text, re.IGNORECASE)
        ]
        wrong = miscount(item, utterance, case.dispatch, case.known) if places else "these words are not said"
        if wrong:
            yield "computed", item.text, wrong
        computed.extend(places)
    dated = days(text)
    counted = amounts(text)
    yield from _dates(text, dated, case)
    covered = [*computed, *((day.start, day.end) for day in dated)]
    yield from _numbers(counted, covered, case)
    if utterance.sources:
        for amount, other in exchanged(text, case.known.places):
            if not _is_covered(amount, covered):
                yield "number", amount.written, f"{case.where} it is {other} that these words stand beside"
    covered += [(amount.start, amount.end) for amount in counted]
    for words, detail in strangers(text, case.names, case.ours.spelt, covered):
        yield "name", words, f"{detail}: not {case.where}"
    for words, added in turned(text, case.known.negations, case.ours.negations):
        yield (
            "negation",
            words,
            f"{'a “not” that is not' if added else 'without the “not” that is'} {case.where}",
        )


def _dates(text: str, dated: tuple[Day, ...], case: _Case) -> Iterator[Found]:
    today = case.dispatch.date
    weekday = WEEKDAYS[today.weekday()]
    for i, day in enumerate(dated):
        if case.where == "in the dispatch" and _is_today(dated, i, today):
            continue
        if day.weekday and day.weekday == weekday and case.where == "in the dispatch":
            continue
        if not any(agrees(day, known, today) for known in case.known.days):
            yield "date", day.written, f"not {case.where}"


def _is_today(dated: tuple[Day, ...], i: int, today: datetime.date) -> bool:
    """Whether a date is the dispatch's own, its weekday included."""
    day = dated[i]
    return (day.month, day.day) == (today.month, today.day) and day.year in (None, today.year)


def _numbers(counted: tuple[Amount, ...], covered: list[tuple[int, int]], case: _Case) -> Iterator[Found]:
    known = case.known.amounts
    for amount in counted:
        if _is_covered(amount, covered) or any(key in case.ours.amounts for key in amount.keys):
            continue
        keys = [key for key in amount.keys if key in known]
        if not keys:
            near = sorted({unit for value, unit in known if value == amount.value})
            hint = f", which has it in {near[0] or 'no unit'}" if near else ""
            yield "number", amount.written, f"not {case.where}{hint}"
        elif not any(amount.qualifier in known[key] for key in keys):
            yield "number", amount.written, f"not {case.where} {_qualified(amount.qualifier)}"


def _is_covered(amount: Amount, covered: list[tuple[int, int]]) -> bool:
    return any(start <= amount.start < end for start, end in covered)


def _qualified(qualifier: str) -> str:
    return f"as “{qualifier.replace('_', ' ')}”" if qualifier else "as an exact figure"
