"""Bullet points made sentences, speakers named, facts said once."""

import compose_samples as samples
import pytest

from dispatch_audio.compose.attribution import speaker
from dispatch_audio.compose.cleaning import plain
from dispatch_audio.compose.facts import Said
from dispatch_audio.compose.fragments import told
from dispatch_audio.compose.reporting import company_speaks, now_inside
from dispatch_audio.compose.wording import a_or_an

FRAGMENTS = [
    ("Supports proactive 24/7 autonomous agents", "It supports proactive 24/7 autonomous agents"),
    (
        "Agent swarm architecture scaling to 300 sub-agents",
        "Its agent swarm architecture scales to 300 sub-agents",
    ),
    ("Claw Groups enabling agent collaboration", "Claw Groups enable agent collaboration"),
    ("85% of AI music streams detected as fraudulent", "85% of AI music streams are detected as fraudulent"),
    (
        "Nearly 1 gigawatt expected online by end of 2026",
        "Nearly 1 gigawatt is expected online by the end of 2026",
    ),
    (
        "Available via API, weights on HuggingFace",
        "It is available via API, with the weights on Hugging Face",
    ),
    ("Effective September 1", "That takes effect on September 1"),
    ("Severe malaria down 38%", "Severe malaria is down 38%"),
    ("Midfielder Jonas Bakke named new captain", "Midfielder Jonas Bakke is named the new captain"),
    ("Evening prices dropping 18% year on year", "Evening prices are dropping 18% year on year"),
    (
        "Default assumption: every SaaS will train on it",
        "The default assumption is that every SaaS will train on it",
    ),
    ("Average premium: $9,400 a year", "The average premium is $9,400 a year"),
    ("No extreme outliers in AI results", "There are no extreme outliers in AI results"),
    ("Tim Cook transitions to Executive Chairman", "Tim Cook transitions to Executive Chairman"),
    (
        "Optimized 8-year-old engine for 185% throughput gain",
        "It optimized an 8-year-old engine for a 185% throughput gain",
    ),
]


@pytest.mark.parametrize(("written", "said"), FRAGMENTS)
def test_a_fragment_becomes_a_sentence(written: str, said: str) -> None:
    sentences = [s.replace("\ue000", "It").replace("\ue001", "Its") for s in told(plain(written)).sentences]
    assert sentences == [said]


def test_a_fragment_that_no_rule_fits_is_not_forced_into_a_sentence() -> None:
    assert told("Oversized units short-cycle and fail early").noun == ""
    assert told("").sentences == ()


@pytest.mark.parametrize(
    ("number", "first"),
    [
        (1, "the Kimi team"),
        (2, "Mario Zechner, the creator of libGDX,"),
        (4, "Aisha Malik"),
        (6, "the website Flying Penguin"),
        (8, "Anthropic"),
        (9, "Apple"),
        (10, "Moonshot AI"),
        (11, "the Wharton professor Ethan Mollick"),
        (12, "OpenAI's developer team"),
        (13, "the X account How To AI"),
    ],
)
def test_a_speaker_is_named_as_people_say_it(number: int, first: str) -> None:
    assert speaker(samples.dispatch("dispatch-002").source(number), samples.SHOW).first == first


def test_a_company_does_not_say_we() -> None:
    assert company_speaks("We're expanding our work with Amazon") == "it is expanding its work with Amazon"
    assert now_inside("Now, Codex can help") == "Codex can now help"


def test_a_fact_that_was_said_is_not_told_again() -> None:
    said = Said()
    said.add("AI-generated tracks now represent 44% of all new music uploaded to Deezer's platform.")
    assert said.repeats("44% of new music uploads are AI-generated")
    assert not said.repeats("85% of AI music streams detected as fraudulent")


def test_articles_follow_the_sound() -> None:
    assert [a_or_an(w) for w in ("engine", "user", "hour", "8-year-old engine", "FBI agent", "shift", "unit")] == [
        "an engine", "a user", "an hour", "an 8-year-old engine", "an FBI agent", "a shift", "a unit",
    ]  # fmt: skip
