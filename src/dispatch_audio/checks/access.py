"""A private feed is known to those alone who were given an address: no directory lists it, each listener's copy lies at their
token and says the same as the feed, and none lies where anybody else may find it. An open feed blocks nobody."""

from collections.abc import Iterator

from dispatch_audio.checks.document import NAMES, Public
from dispatch_audio.checks.finding import Outcome
from dispatch_audio.episode import Manifest
from dispatch_audio.site import feed_pages
from dispatch_audio.workspace.access import TOKEN
from dispatch_audio.workspace.settings import FeedSettings


def check(public: Public, due: tuple[Manifest, ...], settings: FeedSettings) -> Iterator[Outcome]:
    """The feed's block, its listeners' copies, and copies that nobody has any more. No token is told."""
    pages = public.pages
    blocked = [page.channel.findtext("itunes:block", "", NAMES) == "Yes" for page in pages]
    yield Outcome(
        all(found == settings.private for found in blocked),
        f"{sum(blocked)} of {len(blocked)} pages are kept out of directories (itunes:block)",
    )
    if not settings.private:
        return
    here = f"{settings.base_url}{settings.feed_folder}".encode()
    wrong = 0
    for name in public.names:
        # Also of a page that stays: a listener may be new.
        page = public.file(name).read_bytes()
        for folder in settings.listener_folders:
            copy = public.file(folder + name.removeprefix(settings.feed_folder))
            there = f"{settings.base_url}{folder}".encode()
            wrong += not copy.is_file() or copy.read_bytes() != page.replace(here, there)
    yield Outcome(
        not wrong,
        f"{len(settings.listener_folders)} listeners have the feed, {wrong} pages of their copies are missing or others",
    )
    known = {settings.feed_folder, *settings.listener_folders}
    strange = [
        path
        for folder in (public.folder, *public.folder.glob("*/"))
        if (folder == public.folder or TOKEN.fullmatch(folder.name)) and f"{folder.name}/" not in known
        for path in feed_pages(folder)
        if path.relative_to(public.folder).as_posix() not in public.going
    ]
    yield Outcome(not strange, f"{len(strange)} pages of the feed lie where no listener has their address")
