"""What several commands share: the arguments that choose a workspace, a feed and a voice, and results as JSON."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch_audio.compose import Length
    from dispatch_audio.workspace import Feed, Voice, Workspace


def workspace_arguments(parser: argparse.ArgumentParser, *, voice: bool = False, edition: str = "") -> None:
    """--workspace and --feed, --voice where a command speaks, and --edition, with its help, where one can be chosen."""
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="the folder with feeds/ and voices/ (default: the current folder)",
    )
    parser.add_argument(
        "--feed", metavar="NAME", help="the feed, by its folder in feeds/; needed where there are several"
    )
    if edition:
        parser.add_argument("--edition", metavar="NAME", help=edition)
    if voice:
        parser.add_argument(
            "--voice",
            metavar="NAME",
            help="a voice of voices/, by its file name, in place of the feed's narrator",
        )


def length_argument(parser: argparse.ArgumentParser) -> None:
    """--length."""
    parser.add_argument(
        "--length",
        metavar="LENGTH",
        type=_length,
        help="headlines, standard, full, or a number of minutes, in place of the feed's own",
    )


def _length(text: str) -> "Length":
    from dispatch_audio.compose import length_of

    found = length_of(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither headlines, standard or full, nor a number of minutes from 1 to 180"
        )
    return found


def json_argument(parser: argparse.ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a result, for programs")


def chosen_feed(args: argparse.Namespace) -> "tuple[Workspace, Feed]":
    """The workspace and feed that the arguments name."""
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    feed = workspace.feed(args.feed)
    edition = getattr(args, "edition", None)
    return workspace, feed if edition is None else feed.chosen(edition)


def members(feed: "Feed") -> "tuple[Feed, ...]":
    """The feed that was chosen, and all its editions unless one of them was."""
    return (feed,) if feed.edition else feed.family


def chosen_voice(args: argparse.Namespace, workspace: "Workspace", feed: "Feed") -> "Voice":
    """The voice that --voice names, else the feed's narrator; all that is wrong with its profile is told."""
    from dispatch_audio.speak.engines import load_engine

    return workspace.voice(args.voice or feed.settings.narrator, load_engine)


def voices_folder(workspace: "Workspace") -> Path:
    """Where voices are written to.

    Raises WorkspaceError when there is none: a workspace by a mistyped name would never be looked into.
    """
    from dispatch_audio.errors import WorkspaceError

    folder = workspace.root / "voices"
    if not folder.is_dir():
        raise WorkspaceError(
            "has no voices/", file=workspace.root, hint="`dispatch-audio init` makes a workspace"
        )
    return folder


def write_output(path: Path, data: bytes) -> None:
    """What -o asks for: a file in a folder that is there.

    Raises WorkspaceError when it is not: a folder by a mistyped name would never be looked into.
    """
    from dispatch_audio import files
    from dispatch_audio.errors import WorkspaceError

    if not path.parent.is_dir():
        raise WorkspaceError("there is no such folder", file=path.parent)
    files.write_atomically(path, data)


def result(value: object) -> None:
    """One JSON object, on a line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def line(text: str) -> None:
    """One line of a result, on stdout."""
    sys.stdout.write(f"{text}\n")


def flush() -> None:
    """Hands on what was printed, for a reader that waits for it while the command goes on."""
    sys.stdout.flush()
