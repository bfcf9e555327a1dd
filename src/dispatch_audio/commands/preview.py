"""Opens the editors' studio in a browser: read, hear and mend the narration of a dispatch, build the episode and approve it.
Ctrl-C ends it.

The address that is printed opens the studio for whoever has it, once for this run. It listens on this machine alone; with
--host, where another machine can reach it over plain HTTP: choose that only where you trust the network.
"""

import argparse
import threading
import webbrowser

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common
from dispatch_audio.commands.serve import port
from dispatch_audio.machine import cores


def _address(text: str) -> str:
    if text in ("", "0.0.0.0", "*"):  # noqa: S104 (refused, not bound)
        raise argparse.ArgumentTypeError(
            "give the one address that browsers will use: the studio answers to no other name"
        )
    return text


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--port", metavar="N", type=port, default=0, help="the port to listen on (default: a free one)"
    )
    parser.add_argument("--no-open", action="store_true", help="print the address, and open no browser")
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        type=_address,
        help="the address to listen on, in place of this machine's own 127.0.0.1",
    )
    common.workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    from dispatch_audio.loopback import HOST, serve_app
    from dispatch_audio.speak.engines.onnx import hurry
    from dispatch_audio.studio.app import Studio, create_app
    from dispatch_audio.studio.guard import Guard, Pass
    from dispatch_audio.workspace import Workspace

    hurry(cores())
    workspace = Workspace(args.workspace)
    # What is wrong with the workspace is told before a page could.
    workspace.feed(args.feed if args.feed or not workspace.feed_names() else workspace.feed_names()[0])
    made: list[Studio] = []

    def application(own_url: str) -> Guard:
        studio = Studio(workspace, Pass(own_url), workers=cores(), feed_name=args.feed)
        made.append(studio)
        return create_app(studio)

    def ready(own_url: str) -> None:
        address = made[0].own.opening_url
        common.line(f"studio: {address}")
        common.flush()
        threading.Thread(target=made[0].warm, name="warm", daemon=True).start()
        if not args.no_open:
            webbrowser.open(address)

    try:
        serve_app(application, args.port, host=args.host or HOST, ready=ready)
    finally:
        for studio in made:
            studio.close()
    return DONE
