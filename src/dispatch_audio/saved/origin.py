"""What a saved script says of the dispatch that it was made from, in the lines before its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SHA256 = re.compile(r"sha256\s+([0-9a-f]{64})")
_DISPATCH, _MADE_FROM, _LENGTH = "dispatch", "made from", "length"


@dataclass(frozen=True, slots=True)
class Origin:
    """The dispatch's file as it was when a script was made from it; empty where the script does not say."""

    dispatch: str = ""
    """The file's name."""
    sha256: str = ""
    """Of its bytes, in hexadecimal."""
    length: str = ""
    """The length that was asked for, as the command takes it: ``headlines``, ``3``; empty for the feed's own."""


UNKNOWN = Origin()
"""Of a script that was written by hand."""


def origin(text: str) -> Origin:
    """The origin that the text of a saved script tells."""
    pairs = (line.partition(":") for line in parted(text)[0])
    front = {name.strip().lower(): value.strip() for name, _, value in pairs}
    found = _SHA256.fullmatch(front.get(_MADE_FROM, ""))
    return Origin(front.get(_DISPATCH, ""), found[1] if found else "", front.get(_LENGTH, ""))


def with_origin(text: str, new: Origin) -> str:
    """The text of a script with another origin; all else that it says stays."""
    lines, body, _ = parted(text)
    ours = (_DISPATCH, _MADE_FROM, _LENGTH)
    others = [line for line in lines if line.partition(":")[0].strip().lower() not in ours]
    return front_matter(new, others) + body.lstrip("\n")


def with_front_of(text: str, earlier: str) -> str:
    """The text of a script with what ``earlier`` says before its title beside the origin."""
    return with_origin(
        "\n".join(("---", *parted(earlier)[0], "---", "", parted(text)[1].lstrip("\n"))), origin(text)
    )


def front_matter(said: Origin, others: Sequence[str] = ()) -> str:
    """The lines that tell an origin, and others, between two lines of dashes; nothing when there are none."""
    lines = [f"{_DISPATCH}: {said.dispatch}"] if said.dispatch else []
    lines += [f"{_MADE_FROM}: sha256 {said.sha256}"] if said.sha256 else []
    lines += [f"{_LENGTH}: {said.length}"] if said.length else []
    return "\n".join(("---", *lines, *others, "---", "", "")) if lines or others else ""


def parted(text: str) -> tuple[list[str], str, int]:
    """The lines between the first two lines of dashes, where the text begins with one; the rest; and how many lines
    stand before that."""
    head, *lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if line.rstrip() == "---"), None)
    if head.rstrip() != "---" or end is None:
        return [], text, 0
    return lines[:end], "\n".join(lines[end + 1 :]), end + 2
