"""The hub that models and styles come from, through huggingface_hub: single files, of a size and SHA-256 that we know.

It is asked only when somebody asks for a voice by its name. Before the library is imported it is forbidden to tell what
machine this is, to send a token that may lie in the home folder, and to keep a cache there.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch_audio.errors import ModelError

os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"  # noqa: S105 - a switch
# The hub's other way of sending keeps what it sent in the home folder.
os.environ["HF_HUB_DISABLE_XET"] = "1"

PUBLIC_HUB = "https://huggingface.co"
_ANSWER_S = 10.0
_SHA256_DIGITS = 64
_TAKE = "`voices fetch --from DIR` takes a file that you have"


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository, and what it must be."""

    repository: str
    revision: str
    """The repository's commit."""
    path: str
    """Inside the repository, with forward slashes."""
    size: int
    """In bytes."""
    sha256: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


def download(file: HubFile, folder: Path) -> Path:
    """Brings a file into a folder that is the caller's to remove, and gives its path.

    A connection that breaks is taken up again where it broke. HF_ENDPOINT names another hub than the public one. Raises
    ModelError when the hub cannot be reached or has another file than ours; the bytes that came are the caller's to check.
    """
    import huggingface_hub
    import huggingface_hub.errors as hub_errors
    from httpx2 import HTTPError

    huggingface_hub.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    endpoint = os.environ.get("HF_ENDPOINT", PUBLIC_HUB).rstrip("/")
    url = huggingface_hub.hf_hub_url(file.repository, file.path, revision=file.revision, endpoint=endpoint)
    try:
        # Asked first by itself: it answers, or fails, at once, and nothing is sent that we would not take.
        head = huggingface_hub.get_hf_file_metadata(url, token=False, timeout=_ANSWER_S, endpoint=endpoint)
        _expect(file, url, head)
        return Path(
            huggingface_hub.hf_hub_download(
                file.repository,
                file.path,
                revision=file.revision,
                local_dir=folder,
                token=False,
                endpoint=endpoint,
            )
        )
    except (HTTPError, hub_errors.EntryNotFoundError, OSError) as error:
        raise ModelError(_said(error), file=url, hint=_TAKE) from None


def _expect(file: HubFile, url: str, head: Any) -> None:
    """Refuses what the hub announces when it is not what we know. Small files have no SHA-256 there."""
    if head.commit_hash is None or head.etag is None:
        raise ModelError(
            "what answers there is no hub", file=url, hint="a proxy or a login page may stand before it"
        )
    named = head.etag if head.etag is not None and len(head.etag) == _SHA256_DIGITS else file.sha256
    if named != file.sha256 or head.size not in (None, file.size):
        raise ModelError(
            f"the hub has another file than the one we know: {head.size} bytes, SHA-256 {named}",
            file=url,
            hint=f"expected {file.size} bytes, SHA-256 {file.sha256}; nothing was fetched",
        )


def _said(error: Exception) -> str:
    """What happened, in the words of somebody who wants a voice."""
    import huggingface_hub.errors as hub_errors
    from httpx2 import ConnectError, TimeoutException, TransportError

    response = getattr(error, "response", None)
    if isinstance(error, hub_errors.OfflineModeIsEnabled):
        return "HF_HUB_OFFLINE is set, so that the hub is not asked"
    if isinstance(error, hub_errors.HfHubHTTPError) and response is not None:
        gone = response.status_code in (401, 403, 404)
        return (
            "the hub has no such file"
            if gone
            else f"the hub cannot give it now: it answers {response.status_code}"
        )
    if isinstance(error, TimeoutException):
        return "the hub does not answer in time"
    if isinstance(error, TransportError):
        broken = "cannot be reached" if isinstance(error, ConnectError) else "breaks off"
        return f"the hub {broken}: {str(error).partition(chr(10))[0] or type(error).__name__}"
    return f"cannot be fetched: {str(error).strip().partition(chr(10))[0]}"
