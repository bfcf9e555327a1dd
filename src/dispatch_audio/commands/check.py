"""Measures everything in public/ against what is promised of it: the files and their lengths, the MP3's frames and loudness,
chapters, transcripts, notes and the feed. A line for each check, those that failed last.

The exit code is 3 when a promise is broken, and 1 when something that was asked for could not be done: a picture drawn, or
an episode heard.
"""

import argparse
import dataclasses
import datetime
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, FAILED, WITHHELD, say
from dispatch_audio.commands import common
from dispatch_audio.errors import DispatchAudioError

if TYPE_CHECKING:
    from dispatch_audio.checks.finding import Finding
    from dispatch_audio.workspace import Feed, Workspace


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(
        parser, edition="measure this edition alone (default: the show and all its editions)"
    )
    parser.add_argument(
        "--picture",
        action="store_true",
        help="also draw a sheet of each episode into the feed's pictures/: waveform, loudness, spectrogram, pauses, pace",
    )
    parser.add_argument(
        "--listen",
        action="store_true",
        help="also have a recogniser hear each episode, and hold what it heard against the script (needs the extra `listen`)",
    )
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Tells of every check, those that failed last, and of every picture."""
    workspace, feed = common.chosen_feed(args)
    members = [member for member in common.members(feed) if member is feed or member.public.is_dir()]
    found = [finding for member in members for finding in _found(member, args)]
    findings = sorted(found, key=lambda finding: not finding.passed)
    if args.json:
        for finding in findings:
            common.result(dataclasses.asdict(finding))
    elif sys.stdout.isatty():
        _table(findings)
    else:
        for finding in findings:
            common.line(f"{_word(finding)}\t{finding.subject}\t{finding.check}\t{finding.said}")
    drawn = [_draw(workspace, member, as_json=args.json) for member in members if args.picture]
    if not all(drawn):
        return FAILED
    return DONE if all(finding.passed for finding in findings) else WITHHELD


def _found(feed: "Feed", args: argparse.Namespace) -> "Iterator[Finding]":
    """What is found of a feed; of an edition by its name."""
    from dispatch_audio.public import check_feed

    found = check_feed(feed, datetime.datetime.now(datetime.UTC))
    if args.listen:
        found += _listened(feed, as_json=args.json)
    for finding in found:
        yield dataclasses.replace(finding, subject=feed.named(finding.subject))


def _listened(feed: "Feed", *, as_json: bool) -> "tuple[Finding, ...]":
    """What a recogniser hears of each episode in public/, kept in the feed's heard/; with ``as_json`` also line by line."""
    from concurrent.futures import ThreadPoolExecutor

    from dispatch_audio import files
    from dispatch_audio.checks.finding import Finding
    from dispatch_audio.commands.progress import shown
    from dispatch_audio.listen import listen, load_recogniser
    from dispatch_audio.listen.report import report, rows, told
    from dispatch_audio.machine import cores
    from dispatch_audio.package.read_script import SCRIPT_NAME, load_lines
    from dispatch_audio.public import read_manifests

    findings: list[Finding] = []
    recogniser = load_recogniser(feed.settings.recogniser)
    with ThreadPoolExecutor(cores()) as executor:
        for episode in read_manifests(feed):
            folder = feed.episode(episode.slug)
            mp3 = folder / episode.enclosure.name
            try:
                with shown(episode.slug) as progress:
                    progress.stage("listening")
                    heard = listen(mp3, load_lines((folder / SCRIPT_NAME).read_bytes()), recogniser, executor)
            except (DispatchAudioError, OSError, ValueError) as error:
                findings.append(Finding("heard", episode.slug, False, f"cannot be heard: {error}"))
                continue
            files.write_atomically(feed.heard / f"{episode.slug}.json", report(heard))
            findings += (Finding("heard", episode.slug, passed, said) for passed, said in told(heard))
            for row in rows(heard) if as_json else ():
                common.result({"slug": episode.slug, "mp3": str(mp3), **row})
    return tuple(findings)


def _draw(workspace: "Workspace", feed: "Feed", *, as_json: bool) -> bool:
    """A sheet of each episode in public/; False when one could not be drawn, and the others were."""
    from dispatch_audio import files
    from dispatch_audio.checks.loudness import DEAD_AIR, TOLERANCE_LU, WIDEST_LU
    from dispatch_audio.commands.progress import shown
    from dispatch_audio.mix import PEAK_DBTP
    from dispatch_audio.picture import Limits, sheet
    from dispatch_audio.public import read_manifests
    from dispatch_audio.workspace.settings import TARGET_LUFS

    all_drawn = True
    for episode in read_manifests(feed):
        path = feed.pictures / f"{episode.slug}.svg"
        try:
            with shown(episode.slug) as progress:
                progress.stage("drawing")
                target = TARGET_LUFS[episode.audio.channels]
                limits = Limits(target, PEAK_DBTP, TOLERANCE_LU, WIDEST_LU, DEAD_AIR)
                drawing = sheet(feed.episode(episode.slug), episode, feed.settings.title, limits)
            files.write_atomically(path, drawing)
        except DispatchAudioError as error:
            say(str(error))
            all_drawn = False
        else:
            name = workspace.relative(path)
            if as_json:
                common.result({"slug": episode.slug, "picture": name})
            else:
                common.line(f"drawn\t{episode.slug}\tpicture\t{name}")
            common.flush()
    return all_drawn


def _word(finding: "Finding") -> str:
    return "ok" if finding.passed else "FAILED"


def _table(findings: "list[Finding]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "what", "check", "found")
    for finding in findings:
        row = (_word(finding), finding.subject, finding.check, finding.said)
        # As Text, since what was found may hold brackets, which rich would read as markup.
        table.add_row(*(Text(cell) for cell in row), style="" if finding.passed else "bold red")
    Console().print(table)
