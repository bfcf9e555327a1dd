"""Measures everything in public/ against what is promised: files, lengths, frames, loudness, chapters, notes, the feed.

The exit code is 3 when a promise is broken.
"""

import argparse
import dataclasses
import datetime
import sys
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, WITHHELD
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.checks.finding import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(parser)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Tells of every check, those that failed last."""
    from dispatch_audio.build import check_feed

    _, feed = common.chosen_feed(args)
    findings = sorted(
        check_feed(feed, datetime.datetime.now(datetime.UTC)), key=lambda finding: not finding.passed
    )
    if args.json:
        for finding in findings:
            common.result(dataclasses.asdict(finding))
    elif sys.stdout.isatty():
        _table(findings)
    else:
        for finding in findings:
            common.line(f"{_word(finding)}\t{finding.subject}\t{finding.check}\t{finding.said}")
    return DONE if all(finding.passed for finding in findings) else WITHHELD


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
