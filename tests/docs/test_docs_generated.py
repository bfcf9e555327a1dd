"""Pages that are made from the program are as the program is; ``GOLDEN=renew``, or `scripts/golden`, writes them again."""

import os
from types import ModuleType

import pytest

import reference_commands
import reference_settings
from samples import REPOSITORY


@pytest.mark.parametrize("made", [reference_settings, reference_commands], ids=lambda made: str(made.PAGE))
def test_the_page_says_what_the_program_takes(made: ModuleType) -> None:
    page = REPOSITORY / made.PAGE
    renewed = made.renewed(page)
    if os.environ.get("GOLDEN") == "renew":
        page.write_text(renewed, encoding="utf-8")
    assert page.read_text("utf-8") == renewed
