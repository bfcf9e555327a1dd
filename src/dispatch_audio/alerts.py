"""Asks for an address when a run has ended, so that somebody is told, or is missed when nobody asks any more.

The address is a secret: it is in no message. Nothing here is ever fatal.
"""

import http.client
import threading
import urllib.error
import urllib.request

_AGENT = "dispatch-audio"


def ping(url: str, timeout: float) -> str:
    """Asks for the address with GET, for ``timeout`` seconds in all; what went wrong in a few words, empty when it was heard."""
    said = ["no answer in time"]
    # In a thread of its own: looking a name up knows no timeout, and an answer may come a byte at a time.
    asking = threading.Thread(target=_ask, args=(url, timeout, said), daemon=True)
    asking.start()
    asking.join(timeout)
    return said[-1]


def _ask(url: str, timeout: float, said: list[str]) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310 - settings let no other scheme in
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            answer.read(1024)
    except urllib.error.HTTPError as error:
        said.append(f"it answered {error.code}")
    except TimeoutError:
        pass
    except urllib.error.URLError as error:
        if not isinstance(error.reason, TimeoutError):
            reason = getattr(error.reason, "strerror", None)
            said.append(f"it cannot be reached{f': {reason}' if reason else ''}")
    except (OSError, ValueError, http.client.HTTPException) as error:
        # Their words may repeat the address.
        said.append(f"it cannot be asked: {type(error).__name__}")
    else:
        said.append("")
