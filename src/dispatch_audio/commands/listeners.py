"""Who may fetch a private feed, one with access = "token" in feed.toml: lists them, with where each one's feed lies.

`listeners add NAME` makes an address for one more, `listeners revoke NAME` takes one away: the feed by that address is gone
with the next `build`, `daily` or `publish`. Whoever has an address has the feed, so give each listener their own.
"""

import argparse
import datetime
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE
from dispatch_audio.commands import common

if TYPE_CHECKING:
    from dispatch_audio.workspace.access import Listener
    from dispatch_audio.workspace.settings import FeedSettings


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "action", metavar="ACTION", nargs="?", choices=("list", "add", "revoke"), default="list",
        help="list (the default), add, or revoke",
    )  # fmt: skip
    parser.add_argument("names", metavar="NAME", nargs="*", help="who: any name that tells them apart")
    common.workspace_arguments(parser)
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Does what was asked for, and tells of each listener that it is about."""
    from dispatch_audio.errors import InputError, SettingsError
    from dispatch_audio.workspace import Workspace
    from dispatch_audio.workspace.access import add_listener, read_access, revoke_listener

    workspace = Workspace(args.workspace)
    folder, settings = workspace.settings(args.feed)
    if settings.access != "token":
        raise SettingsError(
            "access: this feed is open to all",
            file=folder / "feed.toml",
            hint='access = "token" makes it private; see docs/operate/private.md',
        )
    if args.action != "list" and not args.names:
        raise InputError(f"whom to {args.action}?", hint=f"dispatch-audio listeners {args.action} NAME")
    if args.action == "list" and args.names:
        raise InputError(f"{args.names[0]!r}: list takes no name", hint="add or revoke takes one")
    if args.action == "add":
        for name in args.names:
            _tell(add_listener(folder, name), settings, as_json=args.json)
        return DONE
    for name in args.names:
        revoke_listener(folder, name, datetime.datetime.now(settings.zone).date())
    told = [one for one in read_access(folder).listeners if not args.names or one.name in args.names]
    for one in told:
        _tell(one, settings, as_json=args.json)
    return DONE


def _tell(listener: "Listener", settings: "FeedSettings", *, as_json: bool) -> None:
    addresses = () if listener.revoked else settings.listener_addresses(listener.token)
    revoked = listener.revoked.isoformat() if listener.revoked else None
    if as_json:
        common.result({"name": listener.name, "feeds": list(addresses), "revoked": revoked})
    elif revoked:
        common.line(f"{listener.name}: revoked since {revoked}")
    else:
        for address in addresses:
            common.line(f"{listener.name}: {address}")
