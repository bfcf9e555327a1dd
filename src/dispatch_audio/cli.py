"""The command line: one table of commands, each in its own file, imported when it runs."""

import argparse
import importlib
import io
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

from dispatch_audio import __version__
from dispatch_audio.errors import DispatchAudioError

COMMANDS: dict[str, str] = {
    "init": "start here: a new workspace with a show, two voices and a sample dispatch",
    "script": "the narration script of a dispatch: what will be read",
    "spoken": "how numbers, names and signs in a text will be read",
    "build": "makes episodes out of dispatches, and the feed",
    "preview": "the editors' studio in a browser: read, hear, mend, approve",
    "daily": "the cron job: builds and publishes all that is due, nothing twice",
    "check": "measures what is in public/ against what is promised",
    "publish": "sends public/ to where listeners fetch it",
    "listeners": "who may fetch a private feed: lists, adds and revokes addresses",
    "serve": "serves public/ on this machine, for a browser or a podcast app",
    "voices": "lists the voices; `voices say`, `mix`, `fetch` and `tempo` hear, make, download and measure one",
}
"""From a command's name to what its line of help says. Each has a module in commands/ with
``arguments(parser) -> None`` and ``run(args) -> int``."""

DONE, FAILED, USAGE, WITHHELD = 0, 1, 2, 3
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 done, 1 could not be done, 2 wrong usage, 3 withheld."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    if not words or words[0] not in COMMANDS:
        return _overview(words)
    name, rest = words[0], words[1:]
    module = importlib.import_module(f"dispatch_audio.commands.{name}")
    try:
        args = parser_of(name).parse_args(rest)
    except SystemExit as stop:
        return int(stop.code or 0)
    logging.basicConfig(
        level=logging.INFO if args.verbose else logging.WARNING,
        stream=sys.stderr,
        format="%(name)s: %(message)s",
    )
    try:
        code: int = module.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`) has what it wanted; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        # The outermost edge: what we did not foresee is kept for us, and told in one line.
        say(explained(error))
        return FAILED
    return code


def parser_of(name: str) -> argparse.ArgumentParser:
    """What a command takes, as its --help tells it."""
    module = importlib.import_module(f"dispatch_audio.commands.{name}")
    parser = argparse.ArgumentParser(
        prog=f"dispatch-audio {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say on stderr what is done")
    module.arguments(parser)
    return parser


def explained(error: Exception) -> str:
    """An error that is being handled, in one line; the traceback of one that we did not foresee is kept."""
    if isinstance(error, DispatchAudioError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the output'}: {error.strerror or error}"
    return f"a fault of ours: {type(error).__name__}: {error} (please report it with {_kept_traceback()})"


def _speak_utf8() -> None:
    """Results are UTF-8 wherever they go; a console that knows fewer letters must not end a build."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace"
            )


def say(line: str) -> None:
    """One line for people, on stderr."""
    sys.stderr.write(f"dispatch-audio: {line}\n")


def _kept_traceback() -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="dispatch-audio-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exc(file=file)
    return file.name


def _overview(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="dispatch-audio",
        description="Turns a written briefing into a podcast: script, narration, chapters and feed.",
        epilog="`dispatch-audio COMMAND --help` tells more of each.",
    )
    parser.add_argument("--version", action="version", version=f"dispatch-audio {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, told in COMMANDS.items():
        commands.add_parser(name, help=told)
    try:
        parser.parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    return USAGE


def run() -> None:
    """The program's entry."""
    sys.exit(main())
