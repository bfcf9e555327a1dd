"""Everything that people can write, ask for or meet is documented: keys, commands, options, exit codes, environment, names."""

import re

import pytest

import dispatch_audio
import reference_commands
import reference_settings
from dispatch_audio import cli
from dispatch_audio.commands import ending
from dispatch_audio.readers import READERS
from dispatch_audio.speak.engines import ENGINES
from dispatch_audio.spoken import lexicon
from samples import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("file", reference_settings.FILES)
def test_every_key_of_a_settings_file_has_its_row(file: str) -> None:
    sections = {
        part.splitlines()[0]: part
        for part in re.split(r"^### ", read("workspace.md"), flags=re.MULTILINE)[1:]
    }
    for table, model in reference_settings.tables(reference_settings.FILES[file]):
        section = sections[f"`{table}` in {file}" if table else f"`{file}`"]
        assert {key for key in reference_settings.keys(model) if f"\n| `{key}` |" not in section} == set()


def test_every_key_of_a_lexicon_has_its_row() -> None:
    text = read("workspace.md")
    assert {key for key in lexicon._KEYS if f"\n| `{key}` |" not in text} == set()


def test_every_command_and_every_option_has_its_line() -> None:
    text = read("command-line.md")
    for parser in reference_commands.parsers():
        heading, _, rest = text.partition(f"\n### `{' '.join(parser.prog.split())}")
        assert rest, parser.prog
        section = rest.partition("\n### ")[0]
        missing = {option for option in reference_commands.options(parser) if f"`{option}" not in section}
        assert missing == set(), heading[-80:]


def test_every_exit_code_has_its_row() -> None:
    codes = {cli.DONE, cli.FAILED, cli.USAGE, cli.WITHHELD, cli._INTERRUPTED, ending.CODE}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", read("command-line.md"), re.MULTILINE)} == codes


def test_every_variable_of_the_environment_is_told() -> None:
    source = "".join(
        path.read_text("utf-8") for path in (REPOSITORY / "src" / "dispatch_audio").rglob("*.py")
    )
    # With DISPATCH_AUDIO_FILE one process of ours tells another what to play.
    named = set(re.findall(r'"(DISPATCH_AUDIO_[A-Z_]+)"', source)) - {"DISPATCH_AUDIO_FILE"}
    assert len(named) >= 3
    assert {name for name in named if f"`{name}`" not in read("command-line.md")} == set()


def test_every_public_name_of_the_package_is_told() -> None:
    text = read("python-api.md")
    missing = {
        name for name in dispatch_audio.__all__ if not re.search(rf"^### `{name}\b", text, re.MULTILINE)
    }
    assert missing == set()


def test_every_form_of_a_dispatch_and_every_engine_is_told() -> None:
    assert {ending for ending in READERS if f"`{ending}`" not in read("dispatches.md")} == set()
    assert {engine for engine in ENGINES if f"`{engine}`" not in read("voices.md")} == set()


def test_every_page_is_in_the_index() -> None:
    index = read("README.md")
    assert {path.name for path in PAGES if f"]({path.relative_to(DOCS).as_posix()})" not in index} <= {
        "README.md"
    }
