"""Serves what is in public/ on this machine, so that a podcast app or a browser can play it. Ctrl-C ends it.

One feed is at the root. Of several, all are served, each by its name, and the root lists them; --feed serves one alone.
In what is sent, the address of the show (base_url) is the server's own, so that links work here; guids stay as they are.
"""

import argparse

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def port(text: str) -> int:
    """A port that an argument names."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{number} is no port; choose 0 to 65535")
    return number


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--port",
        metavar="N",
        type=port,
        default=8000,
        help="the port to listen on (default: 8000; 0 takes a free one)",
    )
    common.workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from dispatch_audio.site.server import Served, serve
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    names = workspace.feed_names() if args.feed is None else (args.feed,)
    # With none there is, the workspace says so itself.
    feeds = [workspace.feed(name) for name in names] or [workspace.feed(None)]

    def ready(addresses: tuple[str, ...]) -> None:
        for feed, address in zip(feeds, addresses, strict=True):
            before = f"{feed.name} " if len(feeds) > 1 else ""
            common.line(f"{before}page: {address}")
            if feed.settings.private:
                for listener, token in feed.settings.listener_names:
                    common.line(f"{before}feed of {listener}: {address}{token}/feed.xml")
                continue
            for member in feed.family:
                if not member.edition:
                    common.line(f"{before}feed: {address}feed.xml")
                elif member.written.is_file():
                    common.line(f"{before}feed ({member.settings.label}): {address}{member.edition}/feed.xml")
        common.flush()

    served = [Served(feed.name, feed.settings.title, feed.public, feed.settings.base_url) for feed in feeds]
    serve(served, args.port, ready=ready)
    return DONE
