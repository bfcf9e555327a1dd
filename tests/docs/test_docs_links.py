"""Links between pages, to files, pictures and headings lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import REPOSITORY

PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in (
        *REPOSITORY.glob("*.md"),
        *REPOSITORY.glob("docs/**/*.md"),
        REPOSITORY / "voices" / "README.md",
    )
)


def links(text: str) -> Iterator[str]:
    """Where a page's links and pictures lead, but for addresses on the web; what stands in code is none."""
    prose = (
        re.sub(r"^(?:    .*|```.*?^```)$", "", text, flags=re.MULTILINE | re.DOTALL | 0)
        if "```" in text
        else text
    )
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^    .*$", "", prose, flags=re.MULTILINE)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    for target in re.findall(r"(?:\]\(|\bsrc=\"|\bsrcset=\")([^)\s\"]+)[)\"]", prose):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(text: str) -> set[str]:
    """What a heading is called in a link to it, as GitHub names it."""
    found: dict[str, int] = {}
    names = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
        names.add(f"{name}-{found[name]}" if name in found else name)
        found[name] = found.get(name, 0) + 1
    return names


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (REPOSITORY / page).read_text("utf-8")
    for target in links(text):
        path, _, anchor = target.partition("#")
        there = (REPOSITORY / page).parent / path if path else REPOSITORY / page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(Path(there).read_text("utf-8")), target


def test_links_and_headings_are_found() -> None:
    text = '# A title, `x`\n[a](b.md#c) `[d](e)` ![f](g.png) <img src="m.png"> <https://h.org> [i](https://j.org)\n    [k](l)\n## A title x\n'
    assert list(links(text)) == ["b.md#c", "g.png", "m.png"]
    assert anchors(text) == {"a-title-x", "a-title-x-1"}
