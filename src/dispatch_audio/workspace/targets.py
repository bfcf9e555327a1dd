"""What a publish target may look like in feed.toml: a folder, or an address that holds no secret.

No message here repeats what was written: what looks like a password may be one.
"""

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_NAMED_USERS = frozenset({"sftp", "ssh", "ftp", "smb"})
"""Where the name before the @ is an account's; anywhere else it is a key."""
_WHERE = (
    "it comes from the environment, ~/.aws, or ssh's configuration and agent (docs/operate/publishing.md)"
)


def target_address(text: str) -> str:
    """The target as it is written, without outer blanks.

    Raises ValueError for what is neither a folder nor an address such as ``s3://bucket/path``, and for one that holds a
    password, a key or options.
    """
    target = text.strip()
    if not target or not target.isprintable():
        raise ValueError("must be a folder, or an address such as s3://bucket/path or sftp://host/path")
    if "://" not in target:
        return target
    scheme, _, rest = target.partition("://")
    if not _SCHEME.fullmatch(scheme) or "::" in target:
        raise ValueError("must be one address such as s3://bucket/path or sftp://host/path")
    account, at, _ = rest.partition("/")[0].rpartition("@")
    if at and (":" in account or scheme not in _NAMED_USERS):
        raise ValueError(f"holds a password or a key, which must not stand in feed.toml; {_WHERE}")
    if "?" in target or "#" in target:
        raise ValueError(f"must be an address without ? and #; what a target needs beside it: {_WHERE}")
    try:
        parts = urlsplit(target)
        located = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        located = False
    if not located and not (scheme in ("file", "memory") and rest.strip("/")):
        raise ValueError("names no bucket or host; write it as s3://bucket/path or sftp://host/path")
    return target
