"""Sends what is in public/ to where listeners fetch it: the folders and addresses that `publish` in feed.toml names.

Only what has changed is sent, and the feed last, when every file that it names was read back and is right. Nothing is
deleted without --prune.
"""

import argparse
import datetime
from typing import TYPE_CHECKING

from dispatch_audio.cli import DONE, FAILED, say
from dispatch_audio.commands import common
from dispatch_audio.errors import DispatchAudioError, SettingsError

if TYPE_CHECKING:
    from dispatch_audio.publish import Published


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(
        parser, edition="send this edition alone (default: the show and all its editions)"
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="also delete, at the target, what no version of the feed of the last 30 days needs",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what would be sent and deleted, and do nothing"
    )
    common.json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Tries each target, and tells of each."""
    from dispatch_audio.publish import publish, sendings

    _, feed = common.chosen_feed(args)
    if not feed.settings.publish:
        raise SettingsError(
            "publish: names no target",
            file=feed.folder / "feed.toml",
            hint='write publish = "/srv/www/show", "s3://bucket/path" or "sftp://host/path"',
        )
    now = datetime.datetime.now(datetime.UTC)
    code = DONE
    for member, address in sendings(common.members(feed)):
        try:
            done = publish(member, address, now, pruning=args.prune, dry_run=args.dry_run)
        except DispatchAudioError as error:
            say(str(error))
            code = FAILED
        else:
            _tell(done, dry_run=args.dry_run, as_json=args.json)
    return code


def _tell(done: "Published", *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        common.result(
            {
                "target": done.target,
                "sent": done.sent,
                "bytes": done.sent_bytes,
                "unchanged": done.unchanged,
                "deleted": done.deleted,
                "dry_run": dry_run,
            }
        )
    else:
        would = "would be " if dry_run else ""
        common.line(
            f"{done.target}: {done.sent} {would}sent ({done.sent_bytes:,} bytes), {done.unchanged} unchanged, "
            f"{done.deleted} {would}deleted"
        )
    common.flush()
