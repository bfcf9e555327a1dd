"""Times as WebVTT and SubRip write them: ``00:01:02.345``, with a comma in SubRip."""

from collections.abc import Sequence

STAMP = r"(\d{2,}):([0-5]\d):([0-5]\d)[.,](\d{3})"
"""A pattern whose four groups are what ``milliseconds`` takes."""


def stamp(time: int, point: str) -> str:
    """A time in milliseconds as hours, minutes, seconds and thousandths, with this decimal point."""
    seconds, rest = divmod(time, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def milliseconds(fields: Sequence[str]) -> int:
    """The time that hours, minutes, seconds and thousandths are, in milliseconds."""
    hours, minutes, seconds, rest = map(int, fields)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
