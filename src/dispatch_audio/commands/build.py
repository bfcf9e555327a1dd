"""Makes the episode of each DISPATCH: writes its script, speaks it, mixes the MP3, checks the result, moves it into the feed's
public/ and writes feed.xml again. Each edition that feed.toml names (another length of the show) is made as well.

A dispatch whose episode was made from the very same text, settings and voice is left as it is, also when a fallback
voice spoke it: --again makes it anew. An episode that breaks a promise goes to withheld/ with the reasons, and the exit
code is 3.
"""

import argparse
import contextlib
import datetime
import itertools
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, FAILED, WITHHELD, say
from dispatch_audio.commands import common
from dispatch_audio.errors import DispatchAudioError
from dispatch_audio.machine import cores

if TYPE_CHECKING:
    from dispatch_audio.build import Built
    from dispatch_audio.workspace import Feed, Workspace


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dispatch", metavar="DISPATCH", nargs="+", help="a file, or the name of one in the feed's dispatches/"
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="make the episode anew, though nothing that it is made from has changed",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="speak on the workers of the Dask scheduler at this address, tcp://host:8786 (needs the extra `cluster`)",
    )
    common.workspace_arguments(
        parser, voice=True, edition="build this edition alone (default: the show and all its editions)"
    )
    common.length_argument(parser)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Tries each dispatch, tells of each, and gives the worst code."""
    from dispatch_audio.build import build
    from dispatch_audio.commands.progress import shown
    from dispatch_audio.public import bring_up, editions_out
    from dispatch_audio.workspace import find_dispatch

    workspace, feed = common.chosen_feed(args)
    voice = common.chosen_voice(args, workspace, feed)
    # Who asks for a length asks for one episode of it.
    members = (feed,) if args.length is not None else common.members(feed)
    codes = {DONE}
    now = datetime.datetime.now(datetime.UTC)
    out = editions_out(feed)
    with ThreadPoolExecutor(max_workers=cores()) as executor, _speakers(args.cluster) as speakers:
        for name, member in itertools.product(args.dispatch, members):
            try:
                path = find_dispatch(member, name)
                with shown(member.stem(path.stem)) as progress:
                    built = build(
                        path,
                        member,
                        voice,
                        executor,
                        progress,
                        now,
                        args.length,
                        again=args.again,
                        speakers=speakers,
                    )
            except DispatchAudioError as error:
                say(str(error))
                codes.add(FAILED)
            else:
                _tell(built, member, workspace, now, as_json=args.json)
                codes.add(WITHHELD if built.status == "withheld" and not built.waits else DONE)
        if editions_out(feed) != out:
            # Each edition's page leads to the others.
            for member in feed.family:
                bring_up(member, now)
    return next(code for code in (FAILED, WITHHELD, DONE) if code in codes)


def _speakers(address: str | None) -> "contextlib.AbstractContextManager[Executor | None]":
    if address is None:
        return contextlib.nullcontext()
    from dispatch_audio.cluster import speakers

    return speakers(address)


def _tell(
    built: "Built", feed: "Feed", workspace: "Workspace", now: datetime.datetime, *, as_json: bool
) -> None:
    name = feed.named(built.slug)
    manifest = built.made
    mp3 = workspace.relative(built.folder / manifest.enclosure.name) if manifest else None
    if as_json:
        common.result(
            {
                "slug": built.slug,
                "mp3": mp3,
                "duration_s": manifest.enclosure.seconds if manifest else None,
                "chapters": len(manifest.chapters) if manifest else None,
                "engine": manifest.engine if manifest else None,
                "status": built.status,
                **({"edition": feed.edition} if feed.edition else {}),
            }
        )
    elif manifest:
        minutes, seconds = divmod(round(manifest.enclosure.seconds), 60)
        waits = f", in the feed from {manifest.published.isoformat()}" if manifest.published > now else ""
        common.line(
            f"{name}: {built.status}, {minutes}:{seconds:02d} in {len(manifest.chapters)} chapters, {mp3}{waits}"
        )
    else:
        common.line(f"{name}: {built.status} before it was spoken, {workspace.relative(built.folder)}")
    if manifest and manifest.stand_in and built.status == "unchanged":
        say(
            f"{name}: was spoken by {manifest.stand_in} in place of {manifest.narrator}; --again makes it anew"
        )
    for finding in built.failed:
        say(f"{name}: {finding.check}: {finding.said}")
