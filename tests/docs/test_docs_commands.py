"""Every command in the documentation is run, or, where it needs more than a machine by itself, held against the program's parsers."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import reference_commands
from dispatch_audio.cli import COMMANDS, main, parser_of
from samples import REPOSITORY

PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "voices/README.md",
    *sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").rglob("*.md")),
)

NOT_RUN = {
    "serve": "serves until it is interrupted",
    "preview": "serves until it is interrupted",
    "build --cluster": "needs a Dask cluster",
    "check --listen": "loads a recogniser",
    "voices say --play": "needs a loudspeaker",
    "voices fetch NAME": "asks the network",
    "voices tempo": "loads Kokoro",
}
"""What is only parsed, and why; tests of their own run all of it."""

BESIDES = {"docs/operate/private.md": 'access = "token"\n'}
"""What else feed.toml says where a page's reader has been told to write it."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the documentation that starts the program or a script."""

    page: str
    line: int
    words: tuple[str, ...]

    @property
    def asks(self) -> str:
        """The command with what decides whether it can be run."""
        name, *rest = self.words[1:]
        if name == "voices" and rest and rest[0] in ("say", "mix", "fetch", "tempo"):
            name, rest = f"voices {rest[0]}", rest[1:]
        options = [word for word in rest if f"{name} {word}" in NOT_RUN]
        if name == "voices fetch" and rest:
            return "voices fetch NAME"
        return " ".join([name, *options])


def blocks(page: str) -> Iterator[tuple[int, str]]:
    """The lines of a page that stand in fenced or indented blocks, with their numbers; a line that ends in a backslash goes on."""
    fenced, held = False, ""
    for number, line in enumerate((REPOSITORY / page).read_text("utf-8").splitlines(), start=1):
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            held += line.strip()
            if held.endswith("\\"):
                held = held[:-1]
                continue
            yield number, held
            held = ""


def commands(page: str) -> Iterator[Command]:
    """The commands of a page, without what is told beside them and without what a shell does with their output."""
    for number, line in blocks(page):
        found = re.match(r"(?:.*(?:/|&& ))?(dispatch-audio |scripts/[a-z-]+)(.*)", line)
        if not found or line.startswith(("feeds/", "voices/")):
            continue
        told = re.split(r"\s{2,}|\s[>&|]", f"{found[1]}{found[2]}")[0]
        assert not re.search(r'"[^"]*\$[^"]*"', told), f"{page}:{number}: a shell takes the $ for its own"
        yield Command(page, number, tuple(shlex.split(told, comments=True)))


ALL = [command for page in PAGES for command in commands(page)]


def _where(command: Command) -> str:
    return f"{command.page}:{command.line}"


@pytest.mark.parametrize("command", [one for one in ALL if one.words[0].startswith("scripts/")], ids=_where)
def test_a_script_of_the_documentation_is_there_and_takes_its_options(command: Command) -> None:
    name, *words = command.words
    path = REPOSITORY / name
    assert os.access(path, os.X_OK)
    text = path.read_text("utf-8")
    # A script may hand its options on to a file that it starts.
    text += "".join((REPOSITORY / other).read_text("utf-8") for other in re.findall(r"tests/\S+\.py", text))
    assert [word for word in words if word.startswith("--") and f'"{word}"' not in text] == []


@pytest.mark.parametrize(
    "command",
    [one for one in ALL if one.words[0] == "dispatch-audio" and one.words[1] in COMMANDS],
    ids=_where,
)
def test_a_command_of_the_documentation_is_understood(command: Command) -> None:
    if "--help" not in command.words:
        parser_of(command.words[1]).parse_args(command.words[2:])


def test_options_in_the_text_are_the_programs() -> None:
    known = {
        " ".join(parser.prog.split()[1:]): set(reference_commands.options(parser))
        for parser in reference_commands.parsers()
    }
    for page in PAGES:
        for told in re.findall(
            r"`(?:dispatch-audio )?([a-z][^`]*? --?[a-z][^`]*)`", (REPOSITORY / page).read_text("utf-8")
        ):
            words = told.split()
            name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
            if name in known:
                used = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
                assert used <= known[name] | {"--help"}, f"{page}: {told}"


def test_what_is_not_run_is_in_the_documentation() -> None:
    assert {one.asks for one in ALL if one.words[0] == "dispatch-audio"} >= set(NOT_RUN)


def _quick(root: Path) -> None:
    """Voices that beep in place of words, no music, a folder to publish to, and the dispatch that the README shows."""
    for key in ("lenar-kess", "joe"):
        (root / "voices" / f"{key}.toml").write_text(
            f'name = "{key}"\nengine = "tone"\npace = 2.0\n', "utf-8"
        )
    styles = root / "voices" / "styles"
    styles.mkdir()
    for key in ("am_michael", "bm_george", "am_liam"):
        # As `voices fetch` brings one: the numbers alone.
        (styles / f"{key}.bin").write_bytes(np.load(root / "voices" / "lenar-kess.npy").tobytes())
    feed = root / "feeds" / "daily-dispatch"
    with (feed / "feed.toml").open("a", encoding="utf-8") as settings:
        settings.write('sound = "none"\nchapter_pictures = false\npublish = "../../site"\n')
    (root / "site").mkdir()
    (feed / "dispatches" / "dispatch-002.txt").unlink()
    (feed / "dispatches" / "dispatch-003.md").write_text(_shown_dispatch(), "utf-8")


def _shown_dispatch() -> str:
    """The dispatch that the README shows: the block that begins with its front matter."""
    text = (REPOSITORY / "README.md").read_text("utf-8")
    found = re.search(r"^    ---\n(?:    .*\n|\n)*", text, re.MULTILINE)
    assert found
    return re.sub(r"^    ", "", found[0], flags=re.MULTILINE)


def test_every_command_of_the_documentation_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of each page, whose reader begins with the show that the README makes."""
    monkeypatch.chdir(tmp_path)
    failed = []
    for page in PAGES:
        if page != "README.md":
            shutil.copytree(tmp_path / "my-show", tmp_path / page.replace("/", "-"))
            monkeypatch.chdir(tmp_path / page.replace("/", "-"))
            with Path("feeds/daily-dispatch/feed.toml").open("a", encoding="utf-8") as settings:
                settings.write(BESIDES.get(page, ""))
        for command in commands(page):
            if command.words[0] != "dispatch-audio" or command.asks in NOT_RUN:
                continue
            code = main(command.words[1:])
            said = capsys.readouterr()
            # Whether today's episode is out depends on today.
            fine = (0, 1) if "--status" in command.words else (0,)
            if code not in fine or not said.out:
                failed.append(f"{_where(command)}: {shlex.join(command.words)}: {code}: {said.err}")
            if command.words[1] == "init":
                monkeypatch.chdir(tmp_path / "my-show")
                _quick(tmp_path / "my-show")
    assert failed == []
