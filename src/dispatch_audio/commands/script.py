"""Composes the narration script of a DISPATCH and writes it to stdout, or to a file."""

import argparse
from pathlib import Path

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dispatch", metavar="DISPATCH", help="a file, or the name of one in the feed's dispatches/"
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write here in place of stdout")
    common.workspace_arguments(parser, voice=True)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Writes the script as Markdown, or as JSON."""
    import json

    from dispatch_audio.build import compose_script
    from dispatch_audio.readers import read_dispatch
    from dispatch_audio.workspace import find_dispatch

    workspace, feed = common.chosen_feed(args)
    dispatch = read_dispatch(find_dispatch(feed, args.dispatch))
    script = compose_script(dispatch, feed, common.chosen_voice(args, workspace, feed))
    text = (
        json.dumps(script.as_json(), ensure_ascii=False) if args.json else script.as_markdown(dispatch.title)
    )
    if args.output is None:
        common.line(text)
    else:
        common.write_output(args.output, f"{text}\n".encode())
    return DONE
