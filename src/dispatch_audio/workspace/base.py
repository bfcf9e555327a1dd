"""What the tables of all settings share."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A table of settings: frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
