"""What sending is told by a target, and words that may be shown: no secret is in them."""

import os
import re

from dispatch_audio.workspace.access import TOKEN

_SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIAL|ACCESS_KEY|API_?KEY|_KEY$", re.IGNORECASE)
_SHORTEST = 6
"""Characters; what is shorter is no secret, and would blot out common words."""
_TOKEN = re.compile(rf"(?<![0-9a-f]){TOKEN.pattern}(?![0-9a-f])")
"""As addresses of a private feed have it."""
_ACCOUNT = re.compile(r"(?<=://)[^/@\s]+@")


class PassingError(Exception):
    """A target does not do now what it may do a moment later, as the rest of a sentence."""


class ChangedError(Exception):
    """What was planned no longer holds: public/, or the feed at the target, is another than it was."""


def shown(text: object) -> str:
    """Words in one line, without what the environment keeps secret, accounts in addresses, and addresses of a private feed."""
    said = _TOKEN.sub("[secret]", _ACCOUNT.sub("", " ".join(str(text).split())))
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST and _SECRET.search(name):
            said = said.replace(value, "[secret]")
    return said
