"""Voice profiles that the program writes: a voices/<name>.toml that explains itself to whoever edits it next."""

import json
from collections.abc import Iterable

_PROFILE = """\
{head}

{lines}
pace = 1.0                 # 1.1 is a tenth faster; when it is settled, `dispatch-audio voices tempo` tells the `tempo`

[pauses]                   # seconds of silence after what was said
sentence = 0.35            # inside a paragraph
paragraph = 0.7            # after a paragraph
quotation = 0.5            # before and after a quotation
chapter = 1.2              # at the least: a chapter starts on a whole second
"""
_COLUMN = 26
"""Where the comments begin."""


def profile_text(
    head: Iterable[str], *, name: str, engine: str, file: tuple[str, str, str], language: str
) -> str:
    """A profile's text. ``head``: lines of comment; ``file``: the key that names the voice's file, its value, and what
    it is.
    """
    lines = (
        ("name", name, "said on air and written in the notes, also when a fallback voice speaks"),
        ("engine", engine, ""),
        file,
        ("language", language, "the accent that words are turned into phonemes with"),
    )
    return _PROFILE.format(
        head="\n".join(f"# {line}".rstrip() for line in head),
        lines="\n".join(
            f"{f'{key} = {_quoted(value)}':<{_COLUMN}} {f'# {told}' if told else ''}".rstrip()
            for key, value, told in lines
        ),
    )


def _quoted(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
