"""Writes a new workspace into DIR: a folder with one show (feeds/), two voices (voices/) and a sample dispatch to try it with.

A folder that is a workspace already is refused. The show's name, owner and address are then yours to set, in
feeds/daily-dispatch/feed.toml.
"""

import argparse
from pathlib import Path

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "dir",
        metavar="DIR",
        nargs="?",
        type=Path,
        default=Path(),
        help="the folder, made where it is missing (default: the current folder)",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="the address that listeners will find the show at; its guid, by which apps know it for life, is derived from it",
    )


def run(args: argparse.Namespace) -> int:
    """Writes the files, and says what comes next."""
    from dispatch_audio.workspace.starter import write_workspace

    for path in write_workspace(args.dir, args.base_url):
        common.line(str(path))
    return DONE
