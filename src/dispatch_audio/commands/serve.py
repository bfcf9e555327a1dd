"""Serves the feed's public/ on this machine, so that a podcast app or a browser can play it. Ctrl-C ends it.

In what it sends, the feed's base_url is the server's own address; guids stay as they are.
"""

import argparse

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError(f"{port} is no port; choose 0 to 65535")
    return port


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--port", metavar="N", type=_port, default=8000, help="default: 8000; 0 takes a free one"
    )
    common.workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from dispatch_audio.site.server import serve

    _, feed = common.chosen_feed(args)

    def ready(url: str) -> None:
        common.line(f"page: {url}")
        common.line(f"feed: {url}feed.xml")
        common.flush()

    serve(feed.public, feed.settings.base_url, args.port, ready=ready)
    return DONE
