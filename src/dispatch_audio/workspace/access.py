"""access.toml: who may fetch a private feed, and the secret that its unguessable addresses follow from.

The program writes this file (``dispatch-audio listeners``); it holds secrets, so its texts are in no message.
"""

import datetime
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from dispatch_audio import files
from dispatch_audio.errors import InputError, SettingsError
from dispatch_audio.workspace.base import Settings
from dispatch_audio.workspace.tables import Text
from dispatch_audio.workspace.toml import read_table, validated

FILE = "access.toml"
TOKEN = re.compile(r"[0-9a-f]{32}")
"""128 bits, as addresses have them."""
_HEAD = """\
# Who may fetch this private feed. `dispatch-audio listeners` writes it; keep it out of version control and off the web.
# Whoever has a token has the feed. Without `secret`, every address of the show would change.
"""


def _hex(digits: int) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(rf"[0-9a-f]{{{digits}}}", value.get_secret_value()):
            raise ValueError(f"must be {digits} digits 0-9a-f, as the program wrote them")
        return value

    return AfterValidator(check)


class ListenerSettings(Settings):
    """One who may fetch the feed, or might."""

    name: Text
    """Who that is, for the people of the show; listeners do not see it."""
    token: Annotated[SecretStr, _hex(32)]
    """Where their feed lies: 128 random bits."""
    revoked: datetime.date | None = None
    """Since when they may not."""


class AccessSettings(Settings):
    """access.toml."""

    secret: Annotated[SecretStr, _hex(64)]
    """256 random bits, which addresses of episodes follow from."""
    listeners: tuple[ListenerSettings, ...] = Field(())
    """Who may fetch it, in the order they came."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One who may fetch a private feed, or might."""

    name: str
    token: str
    """Where their feed lies, a folder in public/."""
    revoked: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What a private feed's addresses follow from."""

    secret: str
    listeners: tuple[Listener, ...] = ()

    def __repr__(self) -> str:
        return f"Access({len(self.listeners)} listeners)"

    def hidden(self, guid: str, name: str) -> str:
        """128 bits that nobody can guess who does not have the secret, the same for the same feed's guid and name
        (HMAC-SHA-256, cut to half: RFC 2104)."""
        return hmac.digest(self.secret.encode(), f"{guid}/{name}".encode(), "sha256").hex()[:32]


def read_access(folder: Path) -> Access:
    """What the feed's access.toml holds. Raises SettingsError when there is none, or it is not as it was written."""
    path = folder / FILE
    if not path.is_file():
        raise SettingsError(
            'is missing, and feed.toml says access = "token"',
            file=path,
            hint="`dispatch-audio listeners add NAME` begins it",
        )
    found = validated(AccessSettings, read_table(path), path)
    listeners = tuple(
        Listener(one.name, one.token.get_secret_value(), one.revoked) for one in found.listeners
    )
    return Access(found.secret.get_secret_value(), listeners)


def add_listener(folder: Path, name: str) -> Listener:
    """A new listener with a token of their own, and the file where there is none.

    Raises InputError when somebody of this name may fetch the feed already, or it is no name.
    """
    if not (name == name.strip() and name.isprintable() and 0 < len(name) <= 255):
        raise InputError(f"{name!r} is no name", hint="take up to 255 letters on one line")
    with files.locked(folder / ".access.lock", waiting_for="the feed's listeners"):
        access = read_access(folder) if (folder / FILE).exists() else Access(secrets.token_hex(32))
        if any(one.name == name and one.revoked is None for one in access.listeners):
            raise InputError(
                f"{name!r} is a listener already", hint="choose another name, or revoke that one"
            )
        added = Listener(name, secrets.token_hex(16))
        _write(folder, replace(access, listeners=(*access.listeners, added)))
    return added


def revoke_listener(folder: Path, name: str, day: datetime.date) -> None:
    """Takes a listener's feed away from ``day`` on. Raises InputError when nobody of this name may fetch it."""
    with files.locked(folder / ".access.lock", waiting_for="the feed's listeners"):
        access = read_access(folder)
        if not any(one.name == name and one.revoked is None for one in access.listeners):
            known = ", ".join(one.name for one in access.listeners if one.revoked is None)
            raise InputError(f"{name!r} is no listener", hint=f"there is {known or 'none'}")
        _write(
            folder,
            replace(
                access,
                listeners=tuple(
                    replace(one, revoked=day) if one.name == name and one.revoked is None else one
                    for one in access.listeners
                ),
            ),
        )


def _write(folder: Path, access: Access) -> None:
    text = f'{_HEAD}secret = "{access.secret}"\n{"".join(_table(access.listeners))}'
    files.write_atomically(folder / FILE, text.encode(), mode=0o600)


def _table(listeners: Iterable[Listener]) -> Iterable[str]:
    for one in listeners:
        since = f"revoked = {one.revoked.isoformat()}\n" if one.revoked else ""
        yield f'\n[[listeners]]\nname = {_quoted(one.name)}\ntoken = "{one.token}"\n{since}'


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0, which takes what JSON escapes."""
    return json.dumps(text, ensure_ascii=False)
