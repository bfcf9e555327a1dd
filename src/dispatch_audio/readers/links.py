"""Where a source can be read: addresses as they are written, and which of them lead somewhere."""

import re

from dispatch_audio.dispatch import Link

_WEB = re.compile(
    r"^https?://[^\s/?#<>\"]+\.[^\s<>\"]+$|^https?://[\w.-]+(?::\d+)?(?:/[^\s<>\"]*)?$", re.IGNORECASE
)
_BARE = re.compile(r"^(?!-)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?$", re.IGNORECASE)
_CUT = re.compile(r"…|%E2%80%A6|\.\.\.(?=$|[/?#])", re.IGNORECASE)


def link(written: str) -> Link | None:
    """The link of an address of the web, ``https://`` added when it is left out; None for any other address.

    An address that is cut with an ellipsis leads nowhere: its ``url`` is empty.
    """
    written = written.strip()
    if len(written) > 4000 or not (_WEB.match(written) or _BARE.match(written)):
        return None
    if _CUT.search(written):
        return Link(written, "")
    return Link(written, written if re.match(r"(?i)https?://", written) else f"https://{written}")
