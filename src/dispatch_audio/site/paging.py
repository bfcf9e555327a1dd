"""Which episodes stand on which page of the feed, and how the pages name one another (RFC 5005).

The newest episodes are in feed.xml, all others in archives that are counted from the oldest. An archive is full, so it
keeps its name and its episodes for as long as nobody changes an old one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.episode import Manifest

FEED_NAME = "feed.xml"
"""The feed's name in public/."""


_ARCHIVE = re.compile(r"feed-([1-9][0-9]{0,8})\.xml")


@dataclass(frozen=True, slots=True)
class Page:
    """One document of the feed."""

    name: str
    """Its file's name in public/."""
    episodes: tuple[Manifest, ...]
    """The newest first."""
    links: tuple[tuple[str, str], ...] = ()
    """Relations and the names of the pages that they lead to; none where all is on one page."""
    archived: bool = False


def paged(episodes: Sequence[Manifest], size: int, folder: str = "") -> tuple[Page, ...]:
    """The pages of a feed, feed.xml first and the oldest archive last.

    ``episodes`` are the newest first. feed.xml holds ``size`` of them or more, up to twice that, so that no new episode
    ever leaves it nearly empty; each archive holds ``size``. All are in feed.xml when ``size`` is 0. ``folder`` is where they lie in
    public/, with a slash at the end.
    """
    archives = max(0, len(episodes) // size - 1) if size else 0
    newest = len(episodes) - archives * size
    files = (FEED_NAME, *(archive_name(number) for number in range(archives, 0, -1)))
    names = tuple(f"{folder}{name}" for name in files)
    return tuple(
        Page(
            name,
            tuple(episodes[:newest] if at == 0 else episodes[newest + (at - 1) * size : newest + at * size]),
            tuple(_links(names, at)),
            archived=at > 0,
        )
        for at, name in enumerate(names)
    )


def archive_name(number: int) -> str:
    """The file name of an archive, counted from 1, the oldest."""
    return f"feed-{number}.xml"


def feed_pages(*folders: Path) -> tuple[Path, ...]:
    """The pages of the feed that lie in a folder, feed.xml first and the oldest archive last.

    Of several folders, a page is taken from the first that has it.
    """
    there = {
        path.name: path for folder in reversed(folders) for path in folder.glob("feed*.xml") if path.is_file()
    }
    numbered = {int(match[1]): name for name in there if (match := _ARCHIVE.fullmatch(name))}
    names = (FEED_NAME, *(numbered[number] for number in sorted(numbered, reverse=True)))
    return tuple(there[name] for name in names if name in there)


def _links(names: Sequence[str], at: int) -> list[tuple[str, str]]:
    """Of the page at this place: the relations of a paged feed, which apps follow, and those of an archived one."""
    if len(names) == 1:
        return []
    links = [("first", names[0]), ("last", names[-1])]
    if at > 0:
        links += [("previous", names[at - 1]), ("current", names[0])]
    if at > 1:
        links += [("next-archive", names[at - 1])]
    if at + 1 < len(names):
        links += [("next", names[at + 1]), ("prev-archive", names[at + 1])]
    return links
