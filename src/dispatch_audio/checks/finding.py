"""What a check says: whether a promise holds, and what was measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One promise, looked at."""

    passed: bool
    said: str
    """What was measured, and what was promised where it differs: ``-16.0 LUFS``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome, with the check that found it and what it looked at."""

    check: str
    subject: str
    """An episode's slug, or ``feed.xml``."""
    passed: bool
    said: str
