"""The published JSON Schema says what the model says. `scripts/golden` writes it anew."""

import json
import os

from dispatch_audio.readers.shapes import schema
from samples import REPOSITORY

SCHEMA = REPOSITORY / "src" / "dispatch_audio" / "readers" / "dispatch.schema.json"


def test_the_published_schema_is_the_model() -> None:
    made = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("GOLDEN") == "renew":
        SCHEMA.write_text(made, encoding="utf-8", newline="\n")
    assert SCHEMA.read_text("utf-8") == made, "the model has changed: run scripts/golden"
