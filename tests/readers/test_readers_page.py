"""What a page's text says is in the Dispatch, and what is no dispatch is refused in one clear line."""

import dataclasses
import datetime
import re
from pathlib import Path

import pytest

from dispatch_audio.dispatch import Dispatch, Engagement, Field, Link, PullQuote, Section
from dispatch_audio.errors import InputError
from dispatch_audio.readers import MAX_BYTES, READERS, read_dispatch
from samples import SAMPLE, SMALL


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "day.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _texts(value: object) -> list[str]:
    """Every string anywhere in a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [str(value)] if isinstance(value, int | datetime.date) else []


def test_the_sample_is_read_with_every_field() -> None:
    dispatch = read_dispatch(SAMPLE)
    assert (dispatch.number, dispatch.date, dispatch.ship) == (
        2,
        datetime.date(2026, 4, 20),
        "GCU Gradually Then Suddenly",
    )
    assert dispatch.title == "Open Source Catches Fire"
    assert dispatch.pull_quote is not None
    assert dispatch.pull_quote.author == "Lenar Kess"
    assert dispatch.pull_quote.note == "today's narration"
    assert [section.title for section in dispatch.sections][4] == "Security déjà vu"
    assert all(section.teaser for section in dispatch.sections)
    assert [source.number for source in dispatch.sources] == list(range(1, 16))
    assert all(s.title and s.author and s.cited_text and s.context and s.key_points for s in dispatch.sources)
    assert all(s.provenance and s.link for s in dispatch.sources)
    assert dispatch.source(5).engagement[0] == Engagement(56124, "likes")
    assert dispatch.source(7).excerpt.endswith("Basecamp…")
    assert dispatch.source(7).cited_text.endswith("without programmer review")


def test_no_word_of_the_sample_is_lost() -> None:
    held = " ".join(_texts(dataclasses.asdict(read_dispatch(SAMPLE))))
    labels = {
        "dispatch",
        "sources",
        "cited",
        "details",
        "text",
        "context",
        "key",
        "points",
        "engagement",
        "provenance",
    }
    words = set(re.findall(r"[^\W_]+", SAMPLE.read_text("utf-8").casefold())) - labels - {"002", "04"}
    assert words - set(re.findall(r"[^\W_]+", held.casefold())) == set()


def test_a_cut_link_has_a_host_and_no_address() -> None:
    links = [source.link for source in read_dispatch(SAMPLE).sources if source.link]
    cut = [link for link in links if not link.url]
    assert len(cut) == 5
    assert {link.host for link in cut} == {"x.com", "techcrunch.com", "flyingpenguin.com", "apple.com"}
    assert all(link.url.startswith("https://") for link in links if link not in cut)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("Dispatch 7", "\ufeffDispatch 7"),
        (" — ", "\u00a0—\u00a0"),
        ("“Nothing happened, and everybody saw it.”", '"Nothing happened, and everybody saw it."'),
        ("Cited text", "CITED TEXT:"),
        ("- Key points", "-  key points"),
        ("Sources\n", "SOURCES:\n"),
        (" — ", " – "),
        (" — ", " ― "),
        (" — ", " - "),
        ("— Ann Example, on", "-- Ann Example, on"),
        ("2026-05-06 GCU", "2026-5-6 GCU"),
        (" · 2026-05-06", " – 2026-05-06"),
        (" · 2026-05-06", ", 2026-05-06"),
        ("“Nothing happened, and everybody saw it.”", "«Nothing happened, and everybody saw it.»"),
        ("“Nothing happened, and everybody saw it.”", "‘Nothing happened, and everybody saw it.’"),
        ("- Context\n- The ice", "- Context: The ice"),
        ("- Cited text\n- ", "Cited text: "),
        ("- Provenance\n", "Provenance\n"),
        (" →Details", " -> details"),
        ("\n", "\n\n"),
        ("\n", "   \n"),
        ("-\n", "———\n"),
        (
            "Dispatch 7 · 2026-05-06 GCU Small Print\nA Small Day\n",
            "A Small Day\nDispatch 7 · 2026-05-06 GCU Small Print\n",
        ),
        (
            (
                "“Nothing happened, and everybody saw it.”\n— Ann Example, on the day\n"
                "Two things happened today. The harbour froze. The baker came back.\n- Harbour news — The ice arrives\n"
            ),
            (
                "- Harbour news — The ice arrives\nTwo things happened today. The harbour froze. The baker came back.\n"
                "“Nothing happened, and everybody saw it.”\n— Ann Example, on the day\n"
            ),
        ),
        (
            "- Context\n- The ice keeps 40 boats from leaving\n- Key points\n",
            "- Context\n- The ice keeps 40 boats from leaving\n- KEY POINTS:\n",
        ),
        (
            "The harbour froze on Tuesday for the first time in 12 years.\nexample.org/harbour →Details\n",
            "example.org/harbour →Details\nThe harbour froze on Tuesday for the first time in 12 years.\n",
        ),
    ],
)
def test_another_way_to_write_the_same_dispatch_reads_the_same(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "day.txt"
    path.write_bytes(SMALL.replace(old, new).encode())
    plain = _written(tmp_path.parent, SMALL)
    assert old in SMALL
    assert _without_lines(read_dispatch(path)) == _without_lines(read_dispatch(plain))


def _without_lines(dispatch: Dispatch) -> Dispatch:
    return dataclasses.replace(
        dispatch, sources=tuple(dataclasses.replace(source, line=0) for source in dispatch.sources)
    )


def test_fields_may_be_missing_and_stand_in_any_order(tmp_path: Path) -> None:
    text = (
        "Dispatch 7 · 2026-05-06\nA Small Day\nSources\n1\nHarbour freezes over\n"
        "The harbour froze on Tuesday, for the first time in 12 years.\n"
        "- Provenance\n- Article\n- Key points\n- Ice is 8 cm thick\n- Cited text\n"
        "- The harbour froze on Tuesday, for the first time in 12 years.\n2\nOnly a title\n"
    )
    first, second = read_dispatch(_written(tmp_path, text)).sources
    assert (first.kind, first.author, first.link, first.context) == ("", "", None, "")
    assert (
        first.excerpt == first.cited_text == "The harbour froze on Tuesday, for the first time in 12 years."
    )
    assert (first.key_points, first.provenance) == (("Ice is 8 cm thick",), ("Article",))
    assert (second.title, second.cited_text, second.key_points) == ("Only a title", "", ())


def test_a_label_that_is_not_known_is_kept(tmp_path: Path) -> None:
    text = SMALL.replace("- Context\n", "- Reach\n- Read by nine people\n- Context\n")
    source = read_dispatch(_written(tmp_path, text)).source(1)
    assert source.other == (Field("Reach", ("Read by nine people",)),)
    assert source.context == "The ice keeps 40 boats from leaving"


def test_outline_quote_and_sources_may_be_missing(tmp_path: Path) -> None:
    head = "Dispatch 7 · 2026-05-06\nA Small Day\n"
    bare = read_dispatch(_written(tmp_path, f"{head}Nothing else happened.\n"))
    assert (bare.pull_quote, bare.sections, bare.sources, bare.ship) == (None, (), (), "")
    quoted = read_dispatch(_written(tmp_path, f"{head}“Oh.”\nNothing else happened.\n"))
    assert (quoted.pull_quote, quoted.summary) == (PullQuote("Oh.", ""), "Nothing else happened.")
    outlined = read_dispatch(_written(tmp_path, f"{head}Nothing.\n- One part\n- Another - with a teaser\n"))
    assert outlined.sections == (Section("One part", ""), Section("Another", "with a teaser"))


def test_the_slug_is_the_number_or_the_date_and_never_the_title(tmp_path: Path) -> None:
    assert read_dispatch(_written(tmp_path, SMALL)).slug == "dispatch-007"
    assert read_dispatch(_written(tmp_path, SMALL.replace("A Small Day", "../../etc"))).slug == "dispatch-007"
    assert read_dispatch(_written(tmp_path, SMALL.replace("Dispatch 7", "Dispatch"))).slug == "2026-05-06"


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (b"", "is empty", None),
        (b" \n\n ", "is empty", None),
        (bytes(range(128, 250)) * 40, "is not UTF-8", 1),
        ("Dispatch 7 · 2026-05-06".encode("utf-16"), "is UTF-16", None),
        ("Dispatch 7 · 2026-05-06".encode("utf-16-le"), "zero bytes", 1),
        (b"Dispatch 7\x1b[2J", "control character 0x1b", 1),
        (b"x" * 10_000_000, "larger than", None),
        (b"word " * 600_000, "has no header", 1),
        (b"<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>", "HTML or XML", None),
        (b"<div>502 Bad Gateway</div>", "HTML or XML", None),
        (b"Dispatch 7 \xc2\xb7 2026-05-06\n", "has no title", 1),
        ("Dispatch 7 · 2026-05-06\nA Small Day\n".encode(), "no summary and no sources", 2),
        ("Dispatch 7 · 2026-02-30\nA Small Day\nx".encode(), "2026-02-30 is no date", 1),
        (SMALL.replace("2 cited", "3 cited").encode(), "says 3 cited, but holds 2 sources", 36),
        (
            SMALL.replace("-\n2\nThe baker", "-\n1\nThe baker").encode(),
            "source 1 stands here and in line 10",
            25,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_dispatch_is_told_with_its_file_and_line(
    tmp_path: Path, data: bytes, said: str, line: int | None
) -> None:
    path = tmp_path / "day.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        read_dispatch(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}{f':{line}' if line else ''}: ")
    assert caught.value.line == line


@pytest.mark.parametrize("ending", sorted(READERS))
def test_no_reader_takes_more_than_the_limit(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"day{ending}"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger"):
        read_dispatch(path)


def test_a_link_written_without_details_is_a_link(tmp_path: Path) -> None:
    text = SMALL.replace("example.org/harbour →Details", "https://example.org/harbour")
    assert read_dispatch(_written(tmp_path, text)).source(1).link == Link(
        "https://example.org/harbour", "https://example.org/harbour"
    )


@pytest.mark.parametrize("role", ["CEO of Acme Inc.", "the one who asked why?", "Reporter"])
def test_a_byline_may_end_like_a_sentence(tmp_path: Path, role: str) -> None:
    text = SMALL.replace("Reporter at the Harbour Post", role)
    source = read_dispatch(_written(tmp_path, text)).source(1)
    assert (source.kind, source.author, source.role) == ("Article", "Ann Example", role)
