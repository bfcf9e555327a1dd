"""Writes a new workspace into DIR: a feed with its podcast:guid, a narrator, a second voice, and a sample dispatch."""

import argparse
from pathlib import Path

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dir", metavar="DIR", nargs="?", type=Path, default=Path(), help="default: the current folder"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="where public/ will be served; the show's guid is derived from it, once for life",
    )


def run(args: argparse.Namespace) -> int:
    """Writes the files, and says what comes next."""
    from dispatch_audio.workspace.starter import write_workspace

    for path in write_workspace(args.dir, args.base_url):
        common.line(str(path))
    return DONE
