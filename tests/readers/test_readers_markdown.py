"""A dispatch written by hand says what its page says, and a newsletter becomes sections and sources in plain words."""

import dataclasses
from pathlib import Path

from reader_samples import as_markdown

from dispatch_audio.dispatch import Dispatch
from dispatch_audio.readers import read_dispatch
from samples import SAMPLE


def _plain(dispatch: Dispatch) -> Dispatch:
    """Without what differs between two forms of the same dispatch: line numbers and what stands under a section."""
    return dataclasses.replace(
        dispatch,
        sources=tuple(dataclasses.replace(source, line=0) for source in dispatch.sources),
        sections=tuple(dataclasses.replace(section, sources=()) for section in dispatch.sections),
    )


def test_the_sample_written_by_hand_reads_the_same(tmp_path: Path) -> None:
    page = read_dispatch(SAMPLE)
    path = tmp_path / "day.md"
    path.write_text(as_markdown(page), encoding="utf-8")
    assert _plain(read_dispatch(path)) == _plain(page)
    assert all(section.sources == () for section in read_dispatch(path).sections)


def test_a_source_belongs_to_the_section_it_stands_under(tmp_path: Path) -> None:
    page = read_dispatch(SAMPLE)
    placed = {0: (1, 10, 15), 1: (2, 7), 2: (3,), 3: (4,), 4: (6,), 5: (5, 12)}
    sections = tuple(
        dataclasses.replace(section, sources=placed[i]) for i, section in enumerate(page.sections)
    )
    written = dataclasses.replace(page, sections=sections)
    path = tmp_path / "day.md"
    path.write_text(as_markdown(written), encoding="utf-8")
    read = read_dispatch(path)
    assert read.sections == sections
    assert _plain(read) == _plain(page)
