"""`voices fetch`: what can be fetched, and the fetching of what is asked for by name."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, FAILED, say
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.speak.fetching import Fetchable, Fetched
    from dispatch_audio.workspace import Workspace


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What the verb takes."""
    parser.description = (
        "Downloads voices that are not installed, each checked against its known SHA-256. Without a NAME, lists what there is, with size "
        "and licence. Nothing is ever fetched that is not named."
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="a voice of the list")
    parser.add_argument(
        "--from", dest="source", metavar="DIR", type=Path, help="take the files from here, and ask no network"
    )
    parser.add_argument("--force", action="store_true", help="write over another file of that name")
    return parser


def run_fetch(args: argparse.Namespace) -> int:
    """Lists, or fetches one after the other; each is tried."""
    from dispatch_audio.errors import ModelError
    from dispatch_audio.speak.fetching import fetch, fetchables, from_folder, wanted
    from dispatch_audio.speak.hub import download
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    if not args.names:
        for voice in fetchables():
            _show(voice, here=voice.here(workspace.root / "voices"), as_json=args.json)
        return DONE
    voices = common.voices_folder(workspace)
    asked, code = wanted(args.names), DONE
    source = download if args.source is None else from_folder(args.source)
    for voice in asked:
        origin = args.source if args.source is not None else voice.files[0].repository
        say(f"{voice.name}: {_megabytes(voice.size)}, {voice.licence}, from {origin}")
        try:
            done = fetch(voice, voices, source, force=args.force)
        except ModelError as error:
            say(f"{voice.name}: {error}")
            code = FAILED
            continue
        _tell(workspace, done, as_json=args.json)
        common.flush()
    return code


def _show(voice: "Fetchable", *, here: bool, as_json: bool) -> None:
    """A line of the list."""
    if as_json:
        common.result(
            {
                "name": voice.name,
                "engine": voice.engine,
                "size": voice.size,
                "licence": voice.licence,
                "origin": voice.origin,
                "language": voice.language,
                "here": here,
            }
        )
    else:
        common.line(
            f"{voice.name}\t{voice.engine}\t{_megabytes(voice.size)}\t{voice.licence}\t{voice.origin}"
            + ("\there" if here else "")
        )


def _tell(workspace: "Workspace", done: "Fetched", *, as_json: bool) -> None:
    """What was done for one voice."""
    name, status = done.voice.name, "fetched" if done.new else "here already"
    paths = [workspace.relative(path) for path in done.files]
    profile = None if done.profile is None else workspace.relative(done.profile)
    if as_json:
        told = {
            "name": name,
            "status": "fetched" if done.new else "unchanged",
            "files": paths,
            "profile": profile,
        }
        common.result(told)
    else:
        common.line(
            f"{name}: {status}, {profile or paths[0]}; hear it with "
            f"`dispatch-audio voices say TEXT --voice {name}`"
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
