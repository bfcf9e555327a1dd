"""What an editor may write, and how it is read."""

from dataclasses import replace

import pytest
from saved_samples import lines, plainly, reading, texts

from dispatch_audio.saved import Note, Origin, Saved, origin, read, with_origin, write
from dispatch_audio.script import INLINE, Chapter, Computed, LeftOut, Script, Span, Utterance
from dispatch_audio.spoken import spoken_form


def _script(*utterances: Utterance) -> Saved:
    return Saved(Script((Chapter("A", utterances),)))


def test_a_line_is_an_utterance() -> None:
    assert texts("One thing.\nAnother thing?\nA third:") == ["One thing.", "Another thing?", "A third:"]


def test_a_line_that_an_editor_wrapped_goes_on() -> None:
    assert texts("A long line that was\nwrapped, by\n  an editor. \nAnother.") == [
        "A long line that was wrapped, by an editor.",
        "Another.",
    ]
    assert texts("It was Dr.\nSmith who came.") == ["It was Dr. Smith who came."]


def test_a_line_may_end_without_a_full_stop() -> None:
    assert texts("No stop here\\\nand none here") == ["No stop here", "and none here"]
    assert texts("No stop here [1]\nnor here") == ["No stop here", "nor here"]


def test_sentences_on_one_line_are_parted() -> None:
    assert texts("One. Two! “Three?” Four: five. 6 more. $7 are left.") == [
        "One.",
        "Two!",
        "“Three?”",
        "Four: five.",
        "6 more.",
        "$7 are left.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith met Mr. Jones of Apple Inc. Tuesday.",
        "George W. Bush paid approx. 5 dollars on Jan. 5, at 6 a.m. Eastern, for No. 10.",
        "The U.S. Senate voted. though late.",
        "Version 2.6 is e.g. Kimi's.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_a_no_break_space_keeps_sentences_together_and_is_read_as_a_blank() -> None:
    assert texts("I'm Lenar Kess.\u00a0This is The Daily Dispatch.") == [
        "I'm Lenar Kess. This is The Daily Dispatch."
    ]
    assert texts("Ten&nbsp;euros.") == ["Ten\u00a0euros."]


def test_a_mark_of_sources_is_for_all_lines_back_to_the_mark_before() -> None:
    told = lines("Ours. [–]\nOne.\nTwo. [1, 10]\nThree. [2] Four. [3]\nOurs again.\n\nNo mark.")
    assert [line.sources for line in told] == [(), (1, 10), (1, 10), (2,), (3,), (), ()]


def test_a_mark_that_an_editor_wrapped_belongs_to_the_line_before() -> None:
    (told,) = lines("A long line.\n[1,\n2]")
    assert (told.text, told.sources) == ("A long line.", (1, 2))


def test_pauses_go_by_the_place() -> None:
    told = lines("One.\nTwo.\n\nIt says:\n\n> “Three.”\n> “Four.”\n\nFive.\n\nSix.")
    assert [line.pause for line in told] == [
        *("sentence", "paragraph", "quotation", "sentence", "quotation", "paragraph", "chapter")
    ]
    assert [line.kind for line in told] == [*["narration"] * 3, "quotation", "quotation", *["narration"] * 2]


def test_a_pause_may_be_set() -> None:
    told = lines("One. [pause 1.5s]\nTwo. [1] [pause paragraph]\nThree. [Pause: chapter 2 seconds]\nFour.")
    assert [(line.pause, line.silence) for line in told] == [
        ("sentence", 1.5),
        ("paragraph", None),
        ("chapter", 2.0),
        ("chapter", None),
    ]
    assert told[1].sources == (1,)


def test_the_wrapped_end_of_a_quotation_is_still_quoted() -> None:
    told = lines("> “Words that were\nwrapped.”\nAnd on.")
    assert [(line.text, line.kind) for line in told] == [
        ("“Words that were wrapped.”", "quotation"),
        ("And on.", "narration"),
    ]


def test_a_pronunciation_is_said_and_its_word_is_written() -> None:
    (told,) = lines("The [phenom](/fəˈnɑːm/) met [Mario Zechner](MAH-rio ZEK-ner), [Ann](Anne).")
    assert told.text == "The phenom met Mario Zechner, Ann."
    assert [span for span in told.form.spans if span.rule] == [
        Span(4, 10, "", INLINE, "fəˈnɑːm"),
        Span(15, 28, "Mahrio Zekner", INLINE),
        Span(30, 33, "Anne", INLINE),
    ]


def test_comments_are_not_read_and_part_nothing() -> None:
    assert texts("One <!-- a\n\nb --> word.\n<!-- a note -->\nTwo.<!-- c -->") == ["One word.", "Two."]
    told = lines("One.\n<!-- a note -->\nTwo.")
    assert told[0].pause == "sentence"


def test_an_editors_own_comments_are_known_with_their_places_and_written_there_again() -> None:
    text = (
        "# T\n\n<!-- of all -->\n\n## A [1] <!-- of A -->\n\n<!-- of\none -->\n\nOne. <!-- x --> [1]\n"
        "Two and\n<!-- behind two -->\n\n> Three.\n<!-- by three -->\n> Four.\n\n"
        "<!-- left out:\n[1] A thing (said already)\nwhat is this\n-->\n<!-- of B -->\n\n## B\n\n"
        "Five. <!-- computed: five (4 and 1) -->\n\n<!-- the end -->\n"
    )
    saved = reading(text)
    assert [(note.text, note.at, note.place) for note in saved.notes] == [
        (" of all ", 0, "heading"),
        (" of A ", 0, "above"),
        (" of\none ", 0, "above"),
        (" x ", 0, "behind"),
        (" behind two ", 1, "behind"),
        (" by three ", 2, "behind"),
        (" Not understood, of what was left out:\nwhat is this\n", 4, "heading"),
        (" of B ", 4, "heading"),
        (" the end ", 5, "above"),
    ]
    written = write(saved)
    assert reading(written) == saved
    assert "<!-- of B -->\n\n## B\n" in written
    assert "> Three. <!-- by three -->\n> Four.\n" in written
    assert written.endswith("<!-- the end -->\n")


@pytest.mark.parametrize("text", ["a --> b", " computed: a (b) ", "Left out:\n[1] a (b)\n", "a\rb"])
def test_a_comment_that_would_be_read_as_something_else_is_not_written(text: str) -> None:
    saved = reading("## A\nText.")
    with pytest.raises(ValueError, match="a comment cannot hold"):
        write(replace(saved, notes=(Note(text, 0),)))


@pytest.mark.parametrize("between", ["\n<!-- a note -->\n", "<!-- a note -->\n", "\n\n"])
def test_a_comment_behind_a_quotation_does_not_make_one_of_what_follows(between: str) -> None:
    told = lines(f"> “Words.”\n{between}Ours.")
    assert [line.kind for line in told] == ["quotation", "narration"]


def test_what_was_computed_stands_behind_its_line() -> None:
    told = lines(
        "> <!-- a -->\n\nOne.\nThree times as many. <!-- computed: three times as many (300 against 100) -->\nTwo."
    )
    assert [line.computed for line in told] == [
        (),
        (Computed("three times as many", "300 against 100"),),
        (),
    ]


def test_what_was_left_out_stands_in_comments_that_may_be_edited() -> None:
    saved = reading(
        "## A [1]\n\nOne.\n\n<!-- Left out of this chapter:\n[1] A (b) thing (said already)\nwhat is this\n-->\n"
        "<!-- left out, it seems:\nThe summary (too long)\n-->\n<!-- Left out -->\n"
    )
    assert saved.script.left_out == (
        LeftOut(1, "A (b) thing", "said already"),
        LeftOut(0, "The summary", "too long"),
    )


def test_brackets_that_are_no_marks_are_text() -> None:
    quoted = "“He [the owner] said [sic] so, and [the cause] in [paused] form, [use it], [cause].”"
    assert texts(quoted) == [quoted]
    assert texts(r"\[1\] and \[word\](/x/) and \# and \> and \<!-- x") == [
        "[1] and [word](/x/) and # and > and <!-- x"
    ]
    assert texts("\\# one\n\\- two") == ["# one - two"]


def test_a_chapter_has_a_title_and_sources() -> None:
    saved = reading("# The Title\n\n## One [1, 10]\nText.\n## Two \\[2\\]\nText.")
    assert saved.title == "The Title"
    assert reading("## A\u00a0[word](/wɜːd/)\u00a0b <!-- c -->\nText.").script.chapters[0].title == "A word b"
    assert [(chapter.title, chapter.sources) for chapter in saved.script.chapters] == [
        ("One", (1, 10)),
        ("Two [2]", ()),
    ]


def test_the_line_of_each_utterance_is_known() -> None:
    saved = reading("---\ntags: x\n---\n\n## A\n<!-- a\nb -->\nOne.\nTwo\nwords.\n\n> Three. Four.\n")
    assert saved.lines == (8, 9, 12, 12)


def test_what_stands_before_the_script_says_what_it_was_made_from() -> None:
    text = f"---\ntags: [a]\ndispatch: d.txt\nMade from: sha256 {'a' * 64}\n---\n## A\nText.\n"
    assert reading(text).origin == origin(text) == Origin("d.txt", "a" * 64)
    other = Origin("e.txt", "b" * 64)
    renewed = with_origin(text, other)
    assert renewed == f"---\ndispatch: e.txt\nmade from: sha256 {'b' * 64}\ntags: [a]\n---\n\n## A\nText.\n"
    assert with_origin(renewed, other) == renewed
    assert origin("## A\nText.\n") == origin("---\n## A\nText.\n") == Origin()
    assert origin(with_origin("## A\nText.\n", other)) == other


def test_a_composed_script_needs_few_marks() -> None:
    def say(text: str, cited: tuple[int, ...], kind: str = "narration", pause: str = "sentence") -> Utterance:
        return Utterance(plainly(text, ()), cited, kind, pause)  # type: ignore[arg-type]

    saved = _script(
        say("First, news.", (), pause="paragraph"),
        say("Ann writes:", (1,), pause="quotation"),
        say("“It froze. Really.”", (1,), "quotation", "quotation"),
        say("It is cold.", (1,)),
        say("It is ice.", (2,), pause="paragraph"),
        say("That's it.", (), pause="chapter"),
    )
    body = write(saved).partition("## A\n\n")[2]
    assert body == (
        "First, news.\n\nAnn writes: [1]\n\n> “It froze.\u00a0Really.” [1]\n\nIt is cold. [1]\nIt is ice. [2]\n\n"
        "That's it.\n"
    )


def test_the_rest_of_a_line_is_said_as_ever() -> None:
    saved = read(
        "## A\n[Kimi](KEE-mee) K2.6 got 5%.",
        "x.md",
        lambda text, inline, kind: spoken_form(text, inline=inline),
    )
    assert saved.script.utterances[0].spoken == "Keemee K two point six got five percent."


@pytest.mark.parametrize(
    "utterance",
    [
        Utterance(plainly("two\nlines", ())),
        Utterance(plainly("", ())),
        Utterance(plainly(" blanks ", ())),
        Utterance(plainly("a\x0cb", ())),
        Utterance(plainly("Long.", ()), silence=2.5),
        Utterance(plainly("Cited.", ()), (-1,)),
    ],
    ids=["lines", "empty", "blanks", "control", "silence", "source"],
)
def test_what_no_file_can_hold_is_refused(utterance: Utterance) -> None:
    with pytest.raises(ValueError, match=r"."):
        write(_script(utterance))


def test_a_chapter_of_nothing_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no title or no utterances"):
        write(_script())


def test_sources_that_follow_one_another_are_written_as_a_run() -> None:
    (line,) = lines("It rained. [4-6, 9, 11, 12]")
    assert line.sources == (4, 5, 6, 9, 11, 12)
    assert "It rained. [4-6, 9, 11, 12]" in write(_script(line))
