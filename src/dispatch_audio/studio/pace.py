"""How long the stages of a build take: known from those that were built before, for each second that is heard."""

from collections.abc import Iterator

WRITING, SPEAKING, LISTENING = "writing the script", "speaking", "listening"
"""Stages by the names that a build tells; a fallback's speaking begins as the narrator's does."""
_MIXED = ("measuring loudness", "encoding the MP3", "measuring the MP3")
_LAST = ("packaging", "checking")
_FIRST = {
    WRITING: 0.002,
    "measuring loudness": 0.01,
    "encoding the MP3": 0.02,
    "measuring the MP3": 0.008,
    LISTENING: 0.08,
    "packaging": 0.004,
    "checking": 0.02,
}
"""Seconds for each second of the programme, on two cores; replaced by what this machine takes."""


def stages(*, listens: bool) -> tuple[str, ...]:
    """The stages of a build, in their order."""
    return (WRITING, SPEAKING, *_MIXED, *((LISTENING,) if listens else ()), *_LAST)


class Pace:
    """What each stage takes, the last time that it was measured. Keeps state."""

    def __init__(self) -> None:
        self._of = dict(_FIRST)
        self._measured: set[str] = set()
        self._slower = 1.0

    def expected(self, stage: str, seconds: float) -> float | None:
        """Seconds that a stage will take for so many that are heard; None where it was never measured."""
        rate = self._of.get(stage)
        if rate is None:
            return None
        return rate * seconds * (1.0 if stage in self._measured else self._slower)

    def took(self, stage: str, spent: float, seconds: float) -> None:
        """A stage took so long. What was never measured here is expected to be as much slower or faster as it was."""
        if seconds > 0:
            if stage in _MIXED and stage not in self._measured:
                self._slower = spent / seconds / _FIRST[stage]
            self._measured.add(stage)
            self._of[stage] = spent / seconds


class Lines:
    """The lines that were not spoken when speaking began, by how long each will be heard: how much of them is left.

    The longest are spoken first. Keeps nothing but that order.
    """

    def __init__(self, seconds: Iterator[float], count: int) -> None:
        known = sorted(seconds, reverse=True)[:count]
        usual = sum(known) / len(known) if known else 1.0
        # Whoever stands in for the narrator has other lines to speak.
        self._seconds = [*known, *[usual] * (count - len(known))]

    def spoken(self, made: int) -> float:
        """Seconds of sound that so many lines have."""
        return sum(self._seconds[:made])

    def left(self, made: int) -> float:
        """Seconds of sound that are still to be spoken."""
        return sum(self._seconds[made:])
