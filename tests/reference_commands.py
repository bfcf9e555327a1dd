"""What docs/command-line.md says of each command: made from the program's own parsers."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from dispatch_audio.cli import COMMANDS, parser_of

PAGE = "docs/command-line.md"
HEADING = "## Every command\n"


def renewed(page: Path) -> str:
    """The page as it is to be: what people wrote, and after it the commands."""
    written, _, rest = page.read_text("utf-8").partition(HEADING)
    preface = rest.partition("\n### ")[0].strip()
    return f"{written}{HEADING}\n{preface}\n\n" + "\n".join(_told(parser) for parser in parsers())


def parsers() -> Iterator[argparse.ArgumentParser]:
    """Each command's, and after it those of its verbs."""
    for name in COMMANDS:
        parser = parser_of(name)
        yield parser
        yield from (verb for _, verb in _verbs(parser))


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What it takes by name, without --help."""
    for action in _arguments(parser):
        yield from action.option_strings


def _told(parser: argparse.ArgumentParser) -> str:
    said = "\n\n".join(" ".join(part.split()) for part in (parser.description or "").strip().split("\n\n"))
    rows = "".join(f"| {_name(action)} | {_help(action)} |\n" for action in _arguments(parser))
    table = f"\n| | |\n|---|---|\n{rows}" if rows else ""
    verbs = "".join(f"- `{' '.join(verb.prog.split())}`: {told}\n" for told, verb in _verbs(parser))
    return f"### `{_line(parser)}`\n\n{said}\n{table}{f'{chr(10)}{verbs}' if verbs else ''}"


def _line(parser: argparse.ArgumentParser) -> str:
    """The program, the command, and what it takes by its place."""
    places = [_place(action) for action in _arguments(parser) if not action.option_strings]
    return " ".join((*parser.prog.split(), *places))


def _arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            yield action


def _verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The line of help and the parser of each verb."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, verb in action.choices.items():
                yield told[name], verb


def _place(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return {"?": f"[{name}]", "*": f"[{name}...]", "+": f"{name}..."}.get(str(action.nargs), name)


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{_place(action)}`"
    choices = ", ".join(map(str, action.choices)) if action.choices else ""
    value = "" if action.nargs == 0 else f" {action.metavar or f'{{{choices}}}'}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings)


def _help(action: argparse.Action) -> str:
    assert action.help, f"{action.dest} has no help"
    return action.help.replace("|", "\\|")
