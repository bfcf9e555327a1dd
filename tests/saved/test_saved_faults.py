"""A mistake is told with its line, and all of them at once."""

import pytest
from saved_samples import reading

from dispatch_audio.errors import InputError
from dispatch_audio.saved import decode

FAULTS: dict[str, tuple[str, str]] = {
    "nothing": ("", "x.md:1: holds no chapter"),
    "only comments": ("<!-- a -->\n", "x.md:1: holds no chapter"),
    "no chapter": ("\nText.\n", "x.md:2: text stands before any chapter"),
    "empty chapter": ("## A\n\n<!-- a -->\n## B\nText.", "x.md:1: the chapter 'A' is empty"),
    "no title": ("## [1]\nText.", "x.md:1: a heading has no title"),
    "two titles": ("# A\n# B\n## C\nText.", "x.md:2: a script has one title"),
    "deep heading": ("## A\nText.\n### B\nText.", "x.md:3: a heading has one # for the title or two"),
    "tight heading": ("## A\nText.\n##B\nText.", "x.md:3: a heading has a blank behind its #"),
    "sources in a title": ("## A [1] b\nText.", "x.md:1: a chapter's heading ends with its sources"),
    "unknown source of a chapter": ("## A [1, 9]\nText.", "x.md:1: the dispatch has no source 9"),
    "unknown source of a line": ("## A\nText.\nMore. [8]", "x.md:3: the dispatch has no source 8"),
    "range of sources": ("## A\nText. [3-1]", "x.md:2: [3-1] is no run of sources"),
    "long pause": ("## A\nText. [pause 11s]", "x.md:2: [pause 11s] is longer than 2 seconds"),
    "other pause": ("## A\nText. [pause long]", "x.md:2: [pause long] is no pause"),
    "bare pause": ("## A\nText. [pause]", "x.md:2: [pause] is no pause"),
    "mistyped pause": ("## A\nText. [puase 1s]", "x.md:2: [puase 1s] is no mark of sources and no pause"),
    "two pauses": ("## A\nText. [pause 1s] [pause 2s]", "x.md:2: an utterance has one pause, not two"),
    "open pause": ("## A\nText. [pause 1s\nMore.", "x.md:2: a bracket is not closed"),
    "mark without words": ("## A\n[1] Text.", "x.md:2: a mark stands before any words"),
    "mark in a sentence": ("## A\nOne.\nApple [1] says so.", "x.md:3: a mark stands within a sentence"),
    "open pronunciation": ("## A\nA [word](/wɜːd/ here.", "x.md:2: a pronunciation is not closed"),
    "half phonemes": ("## A\nA [word](/wɜːd).", "x.md:2: [word]: phonemes stand between two strokes"),
    "no phonemes": ("## A\nA [word](//).", "x.md:2: [word] has no phonemes"),
    "no sound": ("## A\nA [word](/w3#d/).", "x.md:2: [word]: # 3 is no sound of IPA"),
    "no respelling": ("## A\nA [word]().", "x.md:2: [word] has nothing to be said"),
    "figures for letters": ("## A\nA [K2](K 2).", "x.md:2: [K2]: a respelling is written in letters"),
    "no word": ("## A\nA [](/wɜːd/).", "x.md:2: a pronunciation has no word"),
    "detached": ("## A\nA [word] (/wɜːd/).", "x.md:2: a pronunciation stands behind its word"),
    "link": (
        "## A\nA [page](https://example.org/).",
        "x.md:2: [page](https://example.org/): a link is not read",
    ),
    "list": ("## A\nThese:\n- one\n- two", "x.md:3: a list is not read"),
    "rule": ("## A\nText.\n\n---\n\nText.", "x.md:4: a rule is not read"),
    "open comment": ("## A\nText.\n<!-- a\nb", "x.md:3: a comment is not closed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_mistake_is_told_with_its_line(name: str) -> None:
    text, said = FAULTS[name]
    with pytest.raises(InputError) as caught:
        reading(text, {1, 2})
    assert str(caught.value).startswith(said)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        reading("## A [9]\nText. [pause 11s]\n- one\n" + "More. [8]\n" * 5, {1})
    assert caught.value.line == 1
    assert "line 2: [pause 11s] is longer" in caught.value.what
    assert "line 3: a list is not read" in caught.value.what
    assert caught.value.what.endswith("; and 3 more")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"## A\n\nT\xe9xt.", "x.md:3: is not UTF-8 text"),
        (b"## A\n\nText\0.", "x.md:3: is not plain text"),
    ],
)
def test_what_is_no_text_is_told_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "x.md")
    assert str(caught.value).startswith(said)


def test_files_of_any_editor_are_read() -> None:
    text = decode("\ufeff# T\r\n\r\n## A\r\nText.\r\n".encode(), "x.md")
    assert [line.text for line in reading(text).script.utterances] == ["Text."]
