"""What every script keeps, whatever the dispatch."""

import dataclasses
import datetime
import itertools
import re

import compose_samples as samples
import pytest

from dispatch_audio.compose import compose
from dispatch_audio.compose.clauses import is_sentence, is_written_sentence
from dispatch_audio.dispatch import Dispatch, PullQuote, Section, Source
from dispatch_audio.script import Script
from dispatch_audio.spoken import BUILT_IN, spoken_form

NAMES = tuple(samples.FILES)


def source(number: int, **fields: object) -> Source:
    values: dict[str, object] = dict.fromkeys(
        ("title", "author", "role", "excerpt", "cited_text", "context"), ""
    ) | {"kind": "Article", "key_points": ()}
    return Source(number=number, **(values | fields))  # type: ignore[arg-type]


def bare(*sources: Source, sections: tuple[Section, ...] = ()) -> Script:
    return compose(
        Dispatch("A quiet day", datetime.date(2026, 1, 5), sources=sources, sections=sections),
        samples.SHOW,
        samples.say,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_told(name: str) -> None:
    chapters = samples.script(name).chapters
    numbers = {source.number for source in samples.dispatch(name).sources}
    assert {number for chapter in chapters for number in chapter.sources} == numbers
    for chapter in chapters:
        assert set(chapter.sources) == {n for line in chapter.utterances for n in line.sources}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_is_named_with_its_reason(name: str) -> None:
    whole = samples.dispatch(name)
    for item in samples.script(name).left_out:
        assert item.reason
        if item.source:
            found = whole.source(item.source)
            assert (
                item.text in found.key_points or item.text in found.cited_text or item.text in found.context
            )
        else:
            note = whole.pull_quote.note if whole.pull_quote else ""
            outline = tuple(f"{section.title} — {section.teaser}" for section in whole.sections)
            assert item.text in whole.summary or item.text in (note, *outline)


@pytest.mark.parametrize("name", NAMES)
def test_no_utterance_is_longer_than_a_breath(name: str) -> None:
    for line in samples.script(name).utterances:
        assert len(line.text.split()) <= (30 if line.kind == "quotation" else 25), line.text


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_is_a_lone_noun_phrase(name: str) -> None:
    for line in samples.script(name).utterances:
        if line.sources and line.kind == "narration" and ": " not in line.text:
            assert is_sentence(line.text.rstrip(".:")) or is_written_sentence(line.text), line.text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_only_the_eye_reads_is_read(name: str) -> None:
    for line in samples.script(name).utterances:
        assert not re.search(r"https?:|www\.|→|#\w|@\w|\ue000|\ue001|[_*`<>]|\bvs\b|\bw/|~|  ", line.text), (
            line.text
        )


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_said_twice(name: str) -> None:
    said = [line.text for line in samples.script(name).utterances if line.sources]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_dispatch_gives_the_same_script(name: str) -> None:
    assert compose(samples.dispatch(name), samples.SHOW, samples.say) == samples.script(name)


def test_the_sample_dispatch_takes_seven_to_ten_minutes() -> None:
    script = compose(samples.dispatch("dispatch-002"), samples.SHOW, lambda text: spoken_form(text, BUILT_IN))
    words = sum(len(line.spoken.split()) for line in script.utterances)
    assert 7 <= words / 155 <= 10
    for line in script.utterances:
        assert len(line.spoken.split()) <= (30 if line.kind == "quotation" else 25), line.text


def test_each_section_of_the_sample_is_a_chapter() -> None:
    titles = [chapter.title for chapter in samples.script("dispatch-002").chapters]
    sections = [section.title for section in samples.dispatch("dispatch-002").sections]
    assert titles == ["Opening", *sections, "In brief", "Sign-off"]


def test_each_chapter_ends_with_a_chapter_pause_and_no_other_line_does() -> None:
    for chapter in samples.script("dispatch-002").chapters:
        pauses = [line.pause for line in chapter.utterances]
        assert pauses[-1] == "chapter"
        assert "chapter" not in pauses[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_a_quotation_has_a_breath_before_and_after_and_its_sentences_stay_together(name: str) -> None:
    for chapter in samples.script(name).chapters:
        for line, later in itertools.pairwise(chapter.utterances):
            quoted = (line.kind == "quotation", later.kind == "quotation")
            if quoted == (True, True) and line.sources == later.sources:
                assert line.pause == "sentence"
            elif any(quoted):
                assert line.pause in ("quotation", "paragraph")
            else:
                assert line.pause != "quotation"


def test_introductions_differ_from_one_section_to_the_next() -> None:
    opens = [
        chapter.utterances[0].text.split()[0] for chapter in samples.script("dispatch-002").chapters[1:-1]
    ]
    assert all(one != other for one, other in itertools.pairwise(opens))


def test_another_day_has_other_wordings_and_the_same_facts() -> None:
    found = samples.dispatch("dispatch-002")
    other = compose(dataclasses.replace(found, date=datetime.date(2026, 4, 21)), samples.SHOW, samples.say)
    today = samples.script("dispatch-002")
    assert other.chapters[-1].utterances[0].text != today.chapters[-1].utterances[0].text
    assert [c.sources for c in other.chapters] == [c.sources for c in today.chapters]


def test_somebody_else_is_named_before_the_pull_quote() -> None:
    found = dataclasses.replace(
        samples.dispatch("dispatch-002"), pull_quote=PullQuote("It works.", "Ada Byron")
    )
    first, second, *_ = compose(found, samples.SHOW, samples.say).utterances
    assert "Ada Byron" in first.text
    assert second.text == "“It works.”"


def test_the_voice_says_that_it_is_synthetic_unless_the_show_turns_it_off() -> None:
    silent = dataclasses.replace(samples.SHOW, disclose=False)
    assert samples.script("dispatch-002").utterances[-1].text == "I'm Lenar Kess, a synthetic voice."
    assert (
        compose(samples.dispatch("dispatch-002"), silent, samples.say).utterances[-1].text
        == "I'm Lenar Kess."
    )


def test_a_dispatch_without_sources_is_its_lede_and_a_sign_off() -> None:
    found = dataclasses.replace(
        samples.dispatch("dispatch-002"), sources=(), sections=(), pull_quote=None, ship=""
    )
    assert [chapter.title for chapter in compose(found, samples.SHOW, samples.say).chapters] == [
        "Opening",
        "Sign-off",
    ]


def test_a_dispatch_without_an_outline_gives_its_first_stories_a_chapter_each() -> None:
    found = dataclasses.replace(samples.dispatch("dispatch-002"), sections=())
    chapters = compose(found, samples.SHOW, samples.say).chapters
    assert chapters[1].sources == (1, 10, 15)
    assert [chapter.title for chapter in chapters][-2:] == ["In brief", "Sign-off"]


def test_a_section_without_a_source_is_no_chapter() -> None:
    script = bare(
        source(1, title="Rain in Leeds", author="Leeds Council", key_points=("The city closed two roads",)),
        sections=(Section("Rain", "Leeds floods"), Section("Sun", "Nothing to see")),
    )
    assert [chapter.title for chapter in script.chapters] == ["Opening", "Rain", "Sign-off"]


def test_an_empty_source_is_told_all_the_same() -> None:
    script = bare(source(1), source(2, author="zed_99", kind="X"), source(3, title="Something new"))
    assert {n for chapter in script.chapters for n in chapter.sources} == {1, 2, 3}
    assert all(chapter.title and chapter.utterances for chapter in script.chapters)


def test_sixty_sources_stay_an_episode() -> None:
    found = samples.dispatch("dispatch-002")
    many = tuple(dataclasses.replace(s, number=s.number + 15 * k) for k in range(4) for s in found.sources)
    script = compose(dataclasses.replace(found, sources=many), samples.SHOW, samples.say)
    assert {n for chapter in script.chapters for n in chapter.sources} == set(range(1, 61))
    assert sum(len(line.text.split()) for line in script.utterances) < 3000


def test_dispatch_text_is_never_rendered_as_a_template() -> None:
    script = bare(
        source(
            1,
            title="On {{ 7 * 7 }}",
            author="Ann Lee",
            cited_text="The {{ 7 * 7 }} holds for all of us here.",
        )
    )
    assert not any("49" in line.text for line in script.utterances)
