"""The WebVTT transcript, held to the format's rules and to the words that were said."""

import dataclasses
import re

from hypothesis import given
from hypothesis import strategies as st
from package_samples import timeline

from dispatch_audio.package.text import clean
from dispatch_audio.package.transcript import LINE_LENGTH, LINES, cues, read_webvtt, webvtt

LONG = (
    "Atlassian will train on what its customers write in Jira and Confluence, unless they opt out by August 17th 2026; "
    "on certain plans, some of it cannot be opted out of at all, which follows similar moves by Google, Zoom and Slack."
)
_TEXTS = st.lists(st.lists(st.text(max_size=300), max_size=4), min_size=1, max_size=3)


def test_an_utterance_that_fits_is_one_cue_with_its_times() -> None:
    assert webvtt(timeline([["58.6% on the benchmark."]]), "Ann Example").decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n<v Ann Example>58.6% on the benchmark.\n"
    )


def test_a_long_utterance_is_divided_at_the_ends_of_clauses() -> None:
    ends = [cue.text[-1] for cue in cues(timeline([[LONG]]), "Ann Example")]
    assert len(ends) > 1
    assert set(ends) <= set(",;.")


def test_time_is_shared_out_by_characters() -> None:
    found = cues(timeline([[LONG]], seconds_each=20.0), "Ann Example")
    pace = [(cue.end - cue.start) / len(cue.text) for cue in found]
    assert max(pace) - min(pace) < 1
    assert (found[0].start, found[-1].end) == (0, 20_000)


def test_text_is_escaped_and_never_holds_an_arrow() -> None:
    text = webvtt(timeline([["a --> b <v Eve> & c"]]), "A > B & C").decode()
    assert text.count("-->") == 1
    assert "<v A &gt; B &amp; C>a --&gt; b &lt;v Eve&gt; &amp; c" in text


def test_a_line_of_speech_never_reads_as_a_comment() -> None:
    assert not re.search(r"^NOTE", webvtt(timeline([["NOTE this."]]), "Ann").decode(), re.MULTILINE)


def test_no_cue_passes_the_end_of_its_chapter() -> None:
    plan = timeline([["One."], ["Two."]])
    early = dataclasses.replace(plan.marks[0], end=plan.lines[0].end - 10_001)
    first, _ = cues(dataclasses.replace(plan, marks=(early, plan.marks[1])), "Ann")
    assert first.end <= early.end * 1000 / plan.rate < first.end + 1


def test_what_it_wrote_it_reads_back() -> None:
    plan = timeline([["Hello & welcome.", LONG], ["a --> b"]])
    assert read_webvtt(webvtt(plan, "Ann <Example>")) == cues(plan, "Ann <Example>")


@given(_TEXTS)
def test_every_word_is_there_once_and_in_order(texts: list[list[str]]) -> None:
    plan = timeline(texts)
    said = [word for chapter in texts for text in chapter for word in clean(text).split()]
    assert [word for cue in cues(plan, "Ann") for word in cue.text.split()] == said
    assert [word for cue in read_webvtt(webvtt(plan, "Ann")) for word in cue.text.split()] == said


@given(_TEXTS)
def test_any_text_gives_a_file_within_the_rules(texts: list[list[str]]) -> None:
    head, *blocks = webvtt(timeline(texts), "Ann").decode().rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    at = ""
    for block in blocks:
        times, *lines = block.split("\n")
        start, arrow, end = times.split(" ")
        assert arrow == "-->"
        assert at <= start < end
        at = end
        assert lines[0].startswith("<v Ann>")
        assert "-->" not in "".join(lines)
        shown = [re.sub(r"&(amp|lt|gt);", "x", line.removeprefix("<v Ann>")) for line in lines]
        assert len(shown) <= LINES
        assert all(len(line) <= LINE_LENGTH or " " not in line for line in shown)
