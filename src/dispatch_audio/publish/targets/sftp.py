"""A folder of a machine that is reached by SSH: the one place of paramiko, through fsspec's file system.

Account, port and keys are what ~/.ssh/config and the agent say, as for `ssh` and `sftp` themselves; a host whose key is in no
known_hosts is refused.
"""

import contextlib
import hashlib
import io
import logging
import posixpath
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from dispatch_audio.errors import PublishError
from dispatch_audio.publish.faults import PassingError
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.targets import remote
from dispatch_audio.publish.there import There

_PART = 1 << 20
"""Bytes that are hashed at once."""
_NO_KEY = "No authentication methods available"
"""How paramiko says that there is no key to try; no class of its own tells it from a broken connection."""


class _NoStrangers(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
        raise PublishError(
            f"its {key.get_name()} key {key.fingerprint} is in no known_hosts",
            file=hostname,
            hint="compare it with the server's own, then connect once with `ssh`",
        )


class _System(SFTPFileSystem):  # type: ignore[misc]
    """fsspec's, which by itself would trust any machine, wait for ever and not read ssh's configuration."""

    cachable = False

    def _connect(self) -> None:
        # It tells of every broken connection with a traceback of its own; what is to be told is in the error.
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)
        ssh = Path("~/.ssh").expanduser()
        known = paramiko.SSHConfig()
        if (ssh / "config").is_file():
            known = paramiko.SSHConfig.from_path(str(ssh / "config"))
        host = known.lookup(self.host)
        wanted = {
            "port": int(host.get("port", 22)),
            "username": host.get("user"),
            "key_filename": host.get("identityfile"),
            **self.ssh_kwargs,
        }
        if "proxycommand" in host:
            wanted["sock"] = paramiko.ProxyCommand(host["proxycommand"])
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(_NoStrangers())
        names = host.get("userknownhostsfile", f"{ssh / 'known_hosts'} {ssh / 'known_hosts2'}").split()
        for name in ("/etc/ssh/ssh_known_hosts", *names):
            if Path(name).expanduser().is_file():
                self.client.load_system_host_keys(str(Path(name).expanduser()))
        patience = remote.PATIENCE
        self.client.connect(
            host.get("hostname", self.host),
            timeout=patience,
            banner_timeout=patience,
            auth_timeout=patience,
            **{key: value for key, value in wanted.items() if value is not None},
        )
        self.ftp = self.client.open_sftp()
        self.ftp.get_channel().settimeout(patience)


class Server(remote.Remote):
    """See ``Target``. One connection, made again after it broke."""

    workers = 1

    def __init__(self, address: str, within: str = "") -> None:
        self.shown = remote.joined(address, within)
        parts = urlsplit(self.shown)
        self._host = parts.hostname or ""
        self._account = {"port": parts.port, "username": parts.username}
        # As curl has it: /~/ is the account's home, where a connection begins.
        self._root = unquote(parts.path).removeprefix("/~/") or "/"
        self._target = self._root.removesuffix(f"/{within}") if within else self._root
        """What has to be there already; a folder inside it is made when something comes."""
        self._open: _System | None = None
        self._made: set[str] = set()
        self._left: list[str] = []
        """What is being written beside its place."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the connection."""
        self._drop()

    @property
    def _ftp(self) -> Any:
        if self._open is None:
            account = {key: value for key, value in self._account.items() if value is not None}
            self._open = _System(self._host, skip_instance_cache=True, **account)
        return self._open.ftp

    def _drop(self) -> None:
        system, self._open = self._open, None
        if system is not None:
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                system.client.close()

    def _fault(self, what: str, error: Exception) -> PublishError | PassingError:
        fault = super()._fault(what, error)
        if isinstance(error, paramiko.AuthenticationException) or _NO_KEY in str(error):
            return PublishError(
                f"the server takes none of our keys: {self._said(error)}",
                file=self.shown,
                hint="a key comes from ssh's agent, ~/.ssh or IdentityFile in ~/.ssh/config",
            )
        if isinstance(error, paramiko.BadHostKeyException):
            return PublishError(
                "its key is another than the one in known_hosts",
                file=self.shown,
                hint="ask whoever runs the server before you trust it",
            )
        if isinstance(fault, PassingError):
            self._drop()
        return fault

    def listing(self) -> dict[str, There]:
        """See ``Target.listing``."""
        with self._asked("list"):
            self._ftp.stat(self._target)
            try:
                return dict(self._walk(""))
            except FileNotFoundError:
                if self._root != self._target:
                    return {}
                raise

    def _walk(self, below: str) -> Iterator[tuple[str, There]]:
        for entry in self._ftp.listdir_attr(self._path(below) if below else self._root):
            name = f"{below}/{entry.filename}" if below else entry.filename
            if stat.S_ISDIR(entry.st_mode or 0):
                yield from self._walk(name)
            elif stat.S_ISREG(entry.st_mode or 0):
                yield name, _there(entry)

    def look(self, name: str) -> There | None:
        """See ``Target.look``."""
        with self._asked(f"look at {name}"):
            try:
                return _there(self._ftp.stat(self._path(name)))
            except FileNotFoundError:
                return None

    def put(self, item: Item) -> None:
        """See ``Target.put``."""
        with self._asked(f"send {item.name}"), contextlib.ExitStack() as stack:
            path = self._path(item.name)
            self._make_folder(posixpath.dirname(item.name))
            stream = (
                io.BytesIO(item.source)
                if isinstance(item.source, bytes)
                else stack.enter_context(item.source.open("rb"))
            )
            beside = remote.beside_of(path)
            ftp = self._ftp
            self._clear(ftp)
            self._left.append(beside)
            try:
                ftp.putfo(stream, beside, item.size, confirm=True)
                # The one rename of SFTP that replaces; OpenSSH's extension, which other servers have too.
                ftp.posix_rename(beside, path)
            except OSError:
                if ftp.get_channel().get_transport().is_active():
                    self._clear(ftp)
                raise
            self._left.remove(beside)

    def _clear(self, ftp: Any) -> None:
        """Removes what a try has left beside its place, also one whose connection broke."""
        while self._left:
            with contextlib.suppress(FileNotFoundError):
                ftp.remove(self._left[-1])
            self._left.pop()

    def _make_folder(self, name: str) -> None:
        if name in self._made:
            return
        path = self._path(name) if name else self._root
        try:
            self._ftp.stat(path)
        except FileNotFoundError:
            if name:
                self._make_folder(posixpath.dirname(name))
            try:
                self._ftp.mkdir(path, 0o755)
            except OSError:
                # Another run may have made it meanwhile.
                self._ftp.stat(path)
        self._made.add(name)

    def digest(self, name: str) -> str:
        """See ``Target.digest``."""
        whole = hashlib.sha256()
        with self._asked(f"read {name} back"), self._ftp.open(self._path(name), "rb") as stream:
            # Asked for ahead of time: a request for each 32 kB would wait for the line each time.
            stream.prefetch(stream.stat().st_size)
            while part := stream.read(_PART):
                whole.update(part)
        return whole.hexdigest()

    def read(self, name: str) -> bytes | None:
        """See ``Target.read``."""
        with self._asked(f"read {name}"):
            try:
                with self._ftp.open(self._path(name), "rb") as stream:
                    stream.prefetch(stream.stat().st_size)
                    return bytes(stream.read())
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        """See ``Target.delete``."""
        with self._asked(f"delete {name}"), contextlib.suppress(FileNotFoundError):
            self._ftp.remove(self._path(name))


def _there(found: Any) -> There:
    return There(int(found.st_size or 0), f"{found.st_mtime}", float(found.st_mtime or 0))
