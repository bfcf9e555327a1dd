"""What changed in a dispatch is told by its fields."""

import dataclasses
import datetime

from dispatch_audio.readers import read_dispatch
from dispatch_audio.readers.page import read as read_page
from dispatch_audio.saved import Change, dispatch_changes, script_changes
from samples import SAMPLE, SMALL


def test_changes_are_told_field_by_field() -> None:
    before = read_page(SMALL, "small.txt")
    after = read_page(
        SMALL.replace("A Small Day", "A Smaller Day")
        .replace("- Ice is 8 cm thick at the pier", "- Ice is 9 cm thick at the pier\n- The ferry is stuck")
        .replace("- The ice keeps 40 boats from leaving", "- The ice keeps 50 boats from leaving"),
        "small.txt",
    )
    assert dispatch_changes(before, after) == (
        Change("title", ("A Small Day",), ("A Smaller Day",)),
        Change(
            "source 1, context",
            ("The ice keeps 40 boats from leaving",),
            ("The ice keeps 50 boats from leaving",),
        ),
        Change(
            "source 1, key points",
            ("Ice is 8 cm thick at the pier",),
            ("Ice is 9 cm thick at the pier", "The ferry is stuck"),
        ),
    )
    assert str(dispatch_changes(before, after)[0]) == "title\n  - A Small Day\n  + A Smaller Day"


def test_sources_that_come_and_go_are_told() -> None:
    before = read_dispatch(SAMPLE)
    after = dataclasses.replace(before, sources=before.sources[1:])
    gone = dispatch_changes(before, after)
    assert {change.where.partition(",")[0] for change in gone} == {"source 1"}
    assert all(change.before and not change.after for change in gone)
    assert [(c.where, c.after, c.before) for c in dispatch_changes(after, before)] == [
        (c.where, c.before, c.after) for c in gone
    ]


def test_every_field_of_a_dispatch_is_compared() -> None:
    before = read_dispatch(SAMPLE)
    other = {
        "title": "x",
        "date": datetime.date(2000, 1, 1),
        "number": 99,
        "ship": "x",
        "pull_quote": None,
        "summary": "x",
        "sections": (),
        "sources": (),
        "other": (*before.other, dataclasses.replace(before.other[0], label="x"))
        if before.other
        else (_field(),),
    }
    assert set(other) == {field.name for field in dataclasses.fields(before)}
    for name, value in other.items():
        assert dispatch_changes(before, dataclasses.replace(before, **{name: value})), name  # type: ignore[arg-type]
    assert dispatch_changes(before, before) == ()


def _field() -> object:
    from dispatch_audio.dispatch import Field

    return Field("x", ("y",))


def test_what_an_editor_changed_is_a_unified_difference() -> None:
    assert (
        script_changes("a\nb\n", "a\nc\n", "x.md") == "--- as composed\n+++ x.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c"
    )
    assert script_changes("a\n", "a\n", "x.md") == ""
