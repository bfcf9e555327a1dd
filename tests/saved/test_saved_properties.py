"""Whatever a script holds, its file gives back."""

import string
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from saved_samples import plainly

from dispatch_audio.saved import Note, Origin, Place, Saved, read, write
from dispatch_audio.saved.comments import own_words
from dispatch_audio.saved.paragraph import Say
from dispatch_audio.script import (
    INLINE,
    Chapter,
    Computed,
    Kind,
    LeftOut,
    Script,
    Span,
    SpokenForm,
    Utterance,
)
from dispatch_audio.spoken import spoken_form

_SIGNS = "[]()#>-*+=_\\/<!&`~ .:?!…“”’\"'1234AaBb,;|–😀é¹\u00a0\u2003\u200d"
_WORDS = (
    "[1]~[–]~](~<!--~-->~--!>~---~&nbsp;~. A~[pause 1s]~[word](/wɜːd/)~Dr. ~U.S. The~ \\~## ~> ~- ~  ~[paus~1]~[2~"
    "computed: ~Left out:~中。"
)
_MARKUP = st.sampled_from([*_SIGNS, *_WORDS.split("~")])
_ANY = st.characters(exclude_categories=("Cs", "Cc"))
_TEXT = st.lists(st.one_of(_MARKUP, _ANY, st.sampled_from(string.ascii_letters)), max_size=14)
texts = _TEXT.map(lambda parts: "".join(parts).strip()).filter(bool)
_free = st.lists(st.one_of(_MARKUP, _ANY, st.just("\n"), st.just("\r")), max_size=10).map("".join)
_numbers = st.lists(st.integers(1, 40), max_size=3).map(tuple)
_phonemes = st.text("wɜːdˈfənimz", min_size=1, max_size=6)
_respelling = st.text("abcZK' -é", max_size=6).map(lambda text: " ".join(f"z{text}".lower().split()))


def _for_people(text: str) -> str:
    """As an editor's comment may say it."""
    text = text.replace("\r", "").replace("-->", "")
    return text if text and own_words(text) == text else f"see: {text}"


def really(text: str, inline: tuple[Span, ...], kind: Kind = "narration") -> SpokenForm:
    """As the program says it."""
    return spoken_form(text, inline=inline)


@st.composite
def _inline(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Words of a text that are said in a way of their own."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    spans = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        word = text[start:end]
        if word == word.strip():
            spans.append(
                Span(start, end, "", INLINE, draw(_phonemes))
                if draw(st.booleans())
                else Span(start, end, draw(_respelling), INLINE)
            )
    return tuple(spans)


@st.composite
def _utterance(draw: st.DrawFn, say: Say) -> Utterance:
    text = draw(texts)
    return Utterance(
        say(text, draw(_inline(text)), "narration"),
        draw(_numbers),
        draw(st.sampled_from(["narration", "quotation"])),
        draw(st.sampled_from(["sentence", "sentence", "paragraph", "quotation", "chapter"])),
        draw(st.none() | st.floats(0, 2)),
        tuple(draw(st.lists(st.builds(Computed, _free, _free), max_size=2))),
    )


def _scripts(say: Say) -> st.SearchStrategy[Script]:
    chapter = st.builds(
        Chapter, texts, st.lists(_utterance(say), min_size=1, max_size=5).map(tuple), _numbers
    )
    left = st.builds(LeftOut, st.integers(0, 45), _free, _free)
    return st.builds(
        Script,
        st.lists(chapter, min_size=1, max_size=3).map(tuple),
        st.lists(left, max_size=4).map(tuple),
    )


def _in_order(script: Script) -> tuple[LeftOut, ...]:
    """What was left out, chapter by chapter, as a file tells it."""
    homes: list[LeftOut] = []
    told: set[int] = set()
    for chapter in script.chapters:
        homes += [left for left in script.left_out if left.source in set(chapter.sources) - told]
        told |= set(chapter.sources)
    return (*homes, *(left for left in script.left_out if left.source not in told))


def _comes_back(script: Script, title: str, say: Say) -> None:
    saved = Saved(script, title, Origin("a dispatch.txt", "0f" * 32))
    text = write(saved)
    again = read(text, "x.md", say)
    assert again.script.chapters == script.chapters
    assert again.script.left_out == _in_order(script)
    assert (again.title, again.origin) == (title, saved.origin)
    assert write(again) == text
    lines = text.split("\n")
    for utterance, number in zip(again.script.utterances, again.lines, strict=True):
        assert lines[number - 1].startswith("> ") == (utterance.kind == "quotation")


@settings(max_examples=120, deadline=None)
@given(_scripts(plainly), texts)
def test_any_script_comes_back_from_its_file(script: Script, title: str) -> None:
    _comes_back(script, title, plainly)


_notes = st.lists(
    st.builds(Note, _free.map(_for_people), st.integers(0, 12), st.sampled_from(get_args(Place))), max_size=6
)


@settings(max_examples=120, deadline=None)
@given(_scripts(plainly), _notes)
def test_notes_stay_by_their_lines_and_change_nothing_that_is_read(script: Script, notes: list[Note]) -> None:
    end = len(script.utterances)
    saved = Saved(script, "Title", notes=tuple(replace(note, at=min(note.at, end)) for note in notes))
    text = write(saved)
    again = read(text, "x.md", plainly)
    assert again.script.chapters == script.chapters
    assert again.script.left_out == _in_order(script)
    assert sorted(note.text for note in again.notes) == sorted(note.text for note in notes)
    by_line = {note.text: note.at for note in saved.notes}
    if len(by_line) == len(notes):
        # Above a line inside of a paragraph is behind the line before.
        assert all(by_line[note.text] - note.at in (0, 1) for note in again.notes)
    assert write(again) == text


@settings(max_examples=25, deadline=None)
@given(_scripts(really), texts)
def test_a_script_as_it_is_really_said_comes_back(script: Script, title: str) -> None:
    _comes_back(script, title, really)
