"""A bucket of S3, or of any store that speaks its protocol: the one place of s3fs and of what it is made of.

Endpoint, region, keys and profile are what the environment and ~/.aws say (AWS_ENDPOINT_URL and the rest).
"""

from types import TracebackType
from typing import Any

import aiohttp
import s3fs
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from dispatch_audio.errors import PublishError
from dispatch_audio.publish.faults import ChangedError, PassingError
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.targets import remote
from dispatch_audio.publish.there import There

_RIGHTS = (
    "keys come from the environment or ~/.aws; they need s3:ListBucket, s3:GetObject and s3:PutObject there"
)
_REFUSED = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})
_UNKNOWN = frozenset({"NotImplemented", "501"})
_PASSING = (
    boto.HTTPClientError,
    boto.ConnectionError,
    boto.IncompleteReadError,
    boto.FlexibleChecksumError,
    ResponseParserError,
    aiohttp.ClientError,
)
"""Lines that break, and bytes that do not have the sum that the store itself noted."""


class Bucket(remote.Remote):
    """See ``Target``. An object appears when it is whole, with its type and its Cache-Control."""

    workers = 8

    def __init__(self, address: str, within: str = "") -> None:
        self.shown = remote.joined(address, within)
        self._bucket, _, prefix = self.shown.partition("://")[2].partition("/")
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._root = f"{self._bucket}/{self._prefix}".rstrip("/")
        with self._asked("open"):
            self._system = s3fs.S3FileSystem(
                skip_instance_cache=True,
                use_listings_cache=False,
                config_kwargs={
                    # Whoever sends says how often; three layers of retries would multiply.
                    "retries": {"total_max_attempts": 1},
                    "connect_timeout": remote.PATIENCE,
                    "read_timeout": remote.PATIENCE,
                },
            )
            self._system.retries = 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connections."""
        if self._system._s3 is not None:
            self._system.close_session(self._system.loop, self._system._s3)

    def _fault(self, what: str, error: Exception) -> PublishError | PassingError:
        if isinstance(error, _PASSING):
            return PassingError(f"cannot {what}: {self._said(error)}")
        if isinstance(error, boto.BotoCoreError):
            return PublishError(f"cannot {what}: {self._said(error)}", file=self.shown, hint=_RIGHTS)
        return super()._fault(what, error)

    def _hint(self, error: OSError) -> str:
        return _RIGHTS

    def listing(self) -> dict[str, There]:
        """See ``Target.listing``."""
        found: dict[str, There] = {}
        more: dict[str, str] = {}
        with self._asked("list"):
            while True:
                page = self._system.call_s3(
                    "list_objects_v2", Bucket=self._bucket, Prefix=self._prefix, **more
                )
                for entry in page.get("Contents", ()):
                    found[entry["Key"].removeprefix(self._prefix)] = _there(entry, entry["Size"])
                if not page.get("IsTruncated"):
                    return found
                more = {"ContinuationToken": page["NextContinuationToken"]}

    def _head(self, name: str) -> dict[str, Any] | None:
        with self._asked(f"look at {name}"):
            try:
                found: dict[str, Any] = self._system.call_s3(
                    "head_object", Bucket=self._bucket, Key=self._prefix + name
                )
            except FileNotFoundError:
                return None
            return found

    def look(self, name: str) -> There | None:
        """See ``Target.look``."""
        found = self._head(name)
        return _there(found, found["ContentLength"]) if found is not None else None

    def put(self, item: Item) -> None:
        """See ``Target.put``."""
        self._send(item, {})

    def swap(self, item: Item, seen: There | None) -> None:
        """See ``Target.swap``; the store itself compares, where it knows how to (If-Match, RFC 9110)."""
        if self.look(item.name) != seen:
            raise ChangedError(f"{item.name} was replaced there")
        condition = {"IfMatch": seen.mark.partition(" ")[0]} if seen else {"IfNoneMatch": "*"}
        try:
            self._send(item, condition)
        except _NoConditionsError:
            self._send(item, {})

    def _send(self, item: Item, condition: dict[str, str]) -> None:
        headers = {"ContentType": item.type, "CacheControl": item.cache}
        with self._asked(f"send {item.name}"):
            try:
                if isinstance(item.source, bytes):
                    self._system.pipe_file(self._path(item.name), item.source, **headers, **condition)
                else:
                    self._system.put_file(str(item.source), self._path(item.name), **headers)
            except (OSError, boto.ClientError) as error:
                if condition and _code(error) in _REFUSED:
                    raise ChangedError(f"{item.name} was replaced there") from None
                if condition and _code(error) in _UNKNOWN:
                    raise _NoConditionsError from None
                raise

    def sent_as(self, item: Item) -> str:
        """See ``Target.sent_as``."""
        return f"{item.type} | {item.cache}"

    def kept_as(self, name: str) -> str:
        """See ``Target.kept_as``."""
        found = self._head(name) or {}
        return f"{found.get('ContentType', '')} | {found.get('CacheControl', '')}"


class _NoConditionsError(PassingError):
    """The store knows no conditional writes."""


def _there(found: dict[str, Any], size: int) -> There:
    # Some stores list milliseconds and answer HEAD in whole seconds.
    moment = found["LastModified"].timestamp()
    return There(int(size), f"{found['ETag']} {int(moment)}", float(int(moment)), exact=True)


def _code(error: BaseException | None) -> str:
    """The store's own word for what it refused, in whatever it is wrapped."""
    while error is not None:
        if isinstance(error, boto.ClientError):
            return str(error.response.get("Error", {}).get("Code", ""))
        error = error.__cause__
    return ""
