"""``[alerts]`` in feed.toml: addresses that are asked for when an unattended run has ended, as healthchecks.io takes them.

Such an address is a secret: whoever has it can say that all is well. No message here repeats one.
"""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

from dispatch_audio.workspace.base import Settings


def ping_address(url: SecretStr) -> SecretStr:
    """The address, without outer blanks; empty for none.

    Raises ValueError when it is no whole web address.
    """
    text = url.get_secret_value().strip()
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    if text and not (whole and text.isascii() and text.isprintable() and " " not in text):
        raise ValueError("must be a whole address, http:// or https://")
    return SecretStr(text)


PingAddress = Annotated[SecretStr, AfterValidator(ping_address)]


class AlertSettings(Settings):
    """Who is told how an unattended run of this feed ended."""

    success: PingAddress = SecretStr("")
    """The address that is asked for when all went well."""
    failure: PingAddress = SecretStr("")
    """The address that is asked for when something failed or was withheld."""
    timeout: Annotated[float, Field(gt=0, le=60)] = 10.0
    """How long an answer is waited for, in seconds."""
