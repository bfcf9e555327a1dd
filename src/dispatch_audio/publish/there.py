"""A file at a target, as the target lists it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class There:
    """What is known of a file without its bytes."""

    size: int
    """In bytes."""
    mark: str = ""
    """Another one means that the file was written again; empty when the target tells none."""
    modified: float | None = None
    """When it was written, by the target's clock, in seconds since 1970."""
    exact: bool = False
    """Whether the mark is of the content, so that no two contents share one however quickly they follow."""
