"""What the studio's tests share: a studio of the test's own workspace, with the small dispatch in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from studio_samples import Client, running


@pytest.fixture
def client(workspace: Path, small: Path) -> Iterator[Client]:
    """Somebody who works in the studio."""
    with running(workspace) as client:
        yield client
