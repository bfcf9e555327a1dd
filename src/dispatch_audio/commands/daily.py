"""Builds and publishes all that is due, of all feeds or of one; the command for cron.

A dispatch is due when its date has come in the feed's time zone and it has no episode, or when its text, script, voice,
sound or settings have changed since. Oldest first; what has been done is not done again. A dispatch that is removed
stays published until --retire. One that fails does not stop the others. It may run as often as you like, and be killed at
any time: the next run goes on.
"""

import argparse
import contextlib
import datetime
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from dispatch_audio.cli import DONE, FAILED, WITHHELD, explained, say
from dispatch_audio.commands import common
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.machine import cores

if TYPE_CHECKING:
    from dispatch_audio.mastering import Progress
    from dispatch_audio.workspace import Feed, Voice, Workspace

SUCCESS, FAILURE = "DISPATCH_AUDIO_PING_SUCCESS", "DISPATCH_AUDIO_PING_FAILURE"
"""Environment: addresses that are asked for when the whole run, of all its feeds, has ended."""
_TIMEOUT = 10.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common.workspace_arguments(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what would be done and why, and do nothing"
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=_count,
        default=10,
        help="episodes built at most, of each feed (default: 10)",
    )
    parser.add_argument("--no-publish", action="store_true", help="build, and send nothing")
    parser.add_argument(
        "--retire",
        metavar="SLUG",
        help="take an episode back: name it in `withdrawn` of feed.toml, and then run",
    )
    parser.add_argument(
        "--status",
        action="store_true",
        help="tell whether today's episode is out: 1 when it is not, and should be",
    )
    parser.add_argument(
        "--log",
        choices=("lines", "json"),
        default="lines",
        help="json: one object a step, on stdout (default: lines for people)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of episodes from 1 on")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Each feed in turn, and the worst code."""
    from dispatch_audio.commands.ending import ending_on_sigterm
    from dispatch_audio.workspace import Workspace

    workspace = Workspace(args.workspace)
    names = (args.feed,) if args.feed else workspace.feed_names()
    if not names or args.retire:
        # Tells what is missing, or that one feed must be chosen.
        names = (workspace.feed(args.feed).name,)
    steps = Steps(as_json=args.log == "json")
    with ending_on_sigterm():
        codes = [_of_feed(name, workspace, args, steps) for name in names]
        code = next(code for code in (FAILED, WITHHELD, DONE) if code in (*codes, DONE))
        if not (args.dry_run or args.status) and set(codes) != {None}:
            address = os.environ.get(FAILURE if code else SUCCESS, "")
            _ping("", address, _TIMEOUT, steps, failed=bool(code))
    return code


def _of_feed(name: str, workspace: "Workspace", args: argparse.Namespace, steps: "Steps") -> int | None:
    """Does with one feed what was asked for; None when another run is at work on it."""
    feed: Feed | None = None
    code: int | None = FAILED
    try:
        feed = workspace.feed(name)
        if args.status:
            return _status(feed, steps)
        if args.dry_run:
            return _foretell(feed, workspace, args, steps)
        if args.retire:
            feed = _retire(feed, args.retire, workspace, steps)
        code = _run(feed, workspace, args, steps)
    except DispatchAudioError as error:
        steps("failed", feed=name, slug="", said=str(error))
    if feed is not None and code is not None and not (args.status or args.dry_run):
        alerts = feed.settings.alerts
        secret = alerts.failure if code else alerts.success
        _ping(name, secret.get_secret_value(), alerts.timeout, steps, failed=bool(code))
    return code


def _run(feed: "Feed", workspace: "Workspace", args: argparse.Namespace, steps: "Steps") -> int | None:
    from dispatch_audio.daily import Wanted, World, run_feed

    with _threads() as executor:
        world = World(executor, _now, steps, steps.progress, explained)
        return run_feed(feed, lambda: _voice(feed, workspace), world, Wanted(args.limit, not args.no_publish))


@contextlib.contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that are not waited for when a run is ended."""
    executor = ThreadPoolExecutor(max_workers=cores())
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _voice(feed: "Feed", workspace: "Workspace") -> "Voice":
    from dispatch_audio.speak.engines import load_engine

    return workspace.voice(feed.settings.narrator, load_engine)


def _foretell(feed: "Feed", workspace: "Workspace", args: argparse.Namespace, steps: "Steps") -> int:
    from dispatch_audio.daily.due import look
    from dispatch_audio.public import read_manifests

    if args.retire:
        _refuse_unknown(args.retire, {manifest.slug for manifest in read_manifests(feed)}, feed)
        steps("due", feed=feed.name, slug=args.retire, what="retire", why="asked for by --retire")
    voice, failed = _voice(feed, workspace), dict[str, str]()
    for member in feed.family:
        manifests = {manifest.slug: manifest for manifest in read_manifests(member)}
        building = 0
        for due in look(member, voice, manifests, _now()):
            if due.what == "failed":
                # A file that nobody can read is so for every edition.
                failed.setdefault(due.why, due.slug)
                continue
            building += due.what == "build"
            late = due.what == "build" and building > args.limit
            slug = member.named(due.slug)
            steps("due", feed=feed.name, slug=slug, what="left" if late else due.what, why=due.why)
    for said, slug in failed.items():
        steps("failed", feed=feed.name, slug=slug, said=said)
    code = FAILED if failed else DONE
    if not args.no_publish:
        for target in feed.settings.publish:
            steps("due", feed=feed.name, slug="public/", what="publish", why=f"to {target}")
    return code


def _status(feed: "Feed", steps: "Steps") -> int:
    from dispatch_audio.daily.record import latest
    from dispatch_audio.daily.status import status
    from dispatch_audio.public import read_manifests

    last, well = latest(feed), True
    for member in feed.family:
        found = status(member, read_manifests(member), _now())
        well = well and found.well
        steps(
            "status",
            feed=member.name,
            state=found.state,
            said=found.said,
            last_run=None if last is None else {key: last.get(key) for key in ("began", "ended", "code")},
        )
    return DONE if well else FAILED


def _retire(feed: "Feed", slug: str, workspace: "Workspace", steps: "Steps") -> "Feed":
    from dispatch_audio.daily.retiring import retire
    from dispatch_audio.public import read_manifests

    _refuse_unknown(slug, {manifest.slug for manifest in read_manifests(feed)}, feed)
    if retire(feed, slug):
        steps("retired", feed=feed.name, slug=slug)
    return workspace.feed(feed.name)


def _refuse_unknown(slug: str, known: Any, feed: "Feed") -> None:
    if slug not in known:
        raise InputError(
            f"{slug!r} is no episode in {feed.public}",
            hint=f"there is {', '.join(sorted(known)[-5:]) or 'none'}",
        )


def _ping(feed: str, address: str, timeout: float, steps: "Steps", *, failed: bool) -> None:
    """Tells whoever wants to be told; the address is a secret, and in no line."""
    if not address:
        return
    from dispatch_audio.alerts import ping

    kind = "failure" if failed else "success"
    steps("pinged", feed=feed, kind=kind, fault=ping(address, timeout))


class Steps:
    """Each step of a run: a line for people, or an object for machines."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json

    def __call__(self, step: str, **facts: Any) -> None:
        """See ``daily.Tell``."""
        if step == "failed":
            # What went wrong is for people too, whoever reads the log.
            slug = "" if facts["slug"] in facts["said"] else f"{facts['slug']}: "
            say(f"{slug}{facts['said']}")
        if self._json:
            common.result({"time": _now().isoformat(timespec="milliseconds"), "step": step, **facts})
        elif line := _line(step, facts):
            common.line(line)
        common.flush()

    def progress(self, slug: str) -> "Progress":
        """Of one dispatch."""
        from dispatch_audio.commands.progress import Lines

        return _Stages(self, slug) if self._json else Lines(slug)


class _Stages:
    """One object a stage."""

    def __init__(self, steps: Steps, slug: str) -> None:
        self._steps, self._slug = steps, slug

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""
        self._steps("stage", slug=self._slug, stage=text)

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""


def _line(step: str, facts: dict[str, Any]) -> str:
    """A step for people; empty for what they have heard already."""
    feed, slug = facts.get("feed", ""), facts.get("slug", "")
    match step:
        case "busy":
            return f"{feed}: another run is at work on it, and is left to it"
        case "due":
            return f"{feed}: {slug}: {_WOULD.get(facts['what'], facts['what'])}: {facts['why']}"
        case "built":
            minutes, seconds = divmod(round(facts["duration_s"]), 60)
            by = f", spoken by {facts['stand_in']} in place of the narrator" if facts["stand_in"] else ""
            return f"{feed}: {slug}: built, {minutes}:{seconds:02d}, {facts['mp3']}{by}"
        case "approval":
            return f"{feed}: {slug}: waits for its editor's approval"
        case "withheld":
            return f"{feed}: {slug}: withheld: {'; '.join(facts['reasons'])}"
        case "left":
            return f"{feed}: {len(facts['slugs'])} more for the next run: {', '.join(facts['slugs'])}"
        case "published":
            return f"{feed}: {facts['target']}: {facts['sent']} files sent ({facts['bytes']:,} bytes)"
        case "retired":
            return f"{feed}: {slug}: is named in `withdrawn` of feed.toml"
        case "pinged":
            who = f"{feed}: " if feed else ""
            return (
                f"{who}the {facts['kind']} address could not be told: {facts['fault']}"
                if facts["fault"]
                else ""
            )
        case "status":
            return f"{feed}: {facts['state']}: {facts['said']}{_last(facts['last_run'])}"
        case "ended":
            told = ", ".join(f"{facts[name]} {name}" for name in ("built", "unchanged", "withheld", "failed"))
            return f"{feed}: {told}"
    return ""


_WOULD = {
    "build": "to build",
    "left": "to build in a later run",
    "unchanged": "unchanged",
    "retire": "to take back",
}


def _last(run: dict[str, Any] | None) -> str:
    if run is None:
        return " (no run is on record)"
    how = "did not end" if run["ended"] is None else f"ended with {run['code']}"
    return f" (the last run began {run['began'][:19]}Z and {how})"
