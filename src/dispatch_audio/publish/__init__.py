"""public/ to where listeners fetch it: what has changed, in an order in which no feed ever names what is not there.

The truth is what is at the target. Its record (``.published.json``) only saves reading it all back.
"""

import contextlib
import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from dispatch_audio import files
from dispatch_audio.checks import kept
from dispatch_audio.errors import PublishError
from dispatch_audio.machine import uncollected
from dispatch_audio.publish.faults import ChangedError
from dispatch_audio.publish.plan import Plan, named_by, read_plan
from dispatch_audio.publish.pruning import prunable, prune, revoke
from dispatch_audio.publish.sending import Visit
from dispatch_audio.publish.standing import pages_of
from dispatch_audio.publish.targets import Target, open_target
from dispatch_audio.workspace import Feed

__all__ = ["Published", "publish", "sendings"]

log = logging.getLogger(__name__)

_ROUNDS = 3
"""How often a run plans anew when public/ or the target changes under it."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did at a target; of a dry run, what one would do."""

    target: str
    sent: int
    """Files."""
    sent_bytes: int
    unchanged: int
    """Files that were there already."""
    deleted: int


def sendings(family: Iterable[Feed]) -> Iterator[tuple[Feed, str]]:
    """What is to be sent where, in order: the editions come before the show, whose page leads to them.

    An edition without a feed is left out; a show without one is not, so that it is told.
    """
    there = [feed for feed in family if not feed.edition or feed.written.is_file()]
    for feed in sorted(there, key=lambda feed: not feed.edition):
        for address in feed.settings.publish:
            yield feed, address


def publish(
    feed: Feed,
    address: str,
    now: datetime.datetime,
    *,
    pruning: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Published:
    """Brings a target, one of ``feed.settings.publish``, to what is in public/, and the feed last.

    Media come first, then chapters, transcripts, pictures, pages, the show's page and archives. Each is read back, and the
    feed is sent only when all that it names is there, and only in the place of the one that it was compared with.
    ``pruning`` also deletes what no version of the feed of the 30 days before ``now`` needs. ``progress`` is told how many
    files are sent, and of how many, by the threads that send.

    Raises PublishError when it cannot be done, also when the feed at the target has episodes that this one lacks. Whatever
    is raised, and wherever a run is killed, the feed at the target is whole, and a later run goes on from there. The feed's
    lock must not be held: it is taken while public/ is looked at.
    """
    with (
        files.locked(feed.folder / ".publish.lock", waiting_for=f"publishing {feed.name}"),
        open_target(address, feed.folder, feed.edition) as target,
    ):
        sent: dict[str, int] = {}
        for left in reversed(range(_ROUNDS)):
            try:
                with uncollected():
                    return _round(feed, target, now, sent, progress, pruning=pruning, dry_run=dry_run)
            except ChangedError as changed:
                if not left:
                    raise PublishError(
                        f"{changed}, {_ROUNDS} times",
                        file=target.shown,
                        hint="run it again when nobody else builds or publishes; `dispatch-audio check` looks at public/",
                    ) from None
                log.warning("%s: %s; planned anew", target.shown, changed)
    raise AssertionError("a round returns or raises")


def _round(
    feed: Feed,
    target: Target,
    now: datetime.datetime,
    sent: dict[str, int],
    progress: Callable[[int, int], None],
    *,
    pruning: bool,
    dry_run: bool,
) -> Published:
    """Once from the plan to the feed; ``sent`` gathers the sizes of what was sent, in rounds before this one too.

    Raises ChangedError when the plan no longer holds.
    """
    plan = read_plan(feed)
    visit = Visit(target, now, sent, feed.settings.feed_folder)
    seen = visit.listing.get(plan.feed.name)
    before = _before(feed, visit, plan)
    lacking = visit.lacking(plan.all)
    needed = {item.name for item in plan.all}
    if dry_run:
        visit.needs(needed, before)
        sent = {item.name: item.size for item in lacking}
        return _published(plan, target, sent, len(prunable(visit, needed)) if pruning else 0)
    try:
        if lacking:
            visit.intend(lacking)
        visit.tells(progress, len(sent) + len(lacking))
        visit.send(item for item in lacking if item is not plan.feed)
        if plan.feed in lacking:
            visit.refuse_gaps((*plan.items, *plan.pages[:-1]), plan.named)
            visit.send_feed(plan.feed, seen)
    except (PublishError, ChangedError):
        # What was read back need not be so again; where the target is gone, it will be.
        with contextlib.suppress(PublishError):
            visit.write_record(tries=1)
        raise
    visit.needs(needed, before)
    visit.write_record()
    gone = revoke(visit, needed) if feed.settings.private else []
    if pruning and visit.has(plan.feed):
        gone += prune(visit, prunable(visit, needed))
    if gone:
        visit.write_record()
    return _published(plan, target, sent, len(gone))


def _before(feed: Feed, visit: Visit, plan: Plan) -> frozenset[str]:
    """What the feed at the target names, where it is another than ours.

    Raises PublishError when listeners would lose an episode: then public/ is older than what they have, or is not the
    same show.
    """
    names = pages_of(feed, visit.listing)
    if plan.feed.name not in names or visit.holds(plan.feed):
        return frozenset()
    pages = [data for name in names if (data := visit.retried(partial(visit.target.read, name))) is not None]
    coming = [item.source for item in plan.pages if isinstance(item.source, bytes)]
    lost = next((out for out in kept.check(pages, coming, feed.settings) if not out.passed), None)
    if lost is not None:
        raise PublishError(
            f"the feed there has {lost.said}",
            file=visit.target.shown,
            hint="it was published from elsewhere: bring those episodes into public/, or name their slugs in `withdrawn` in "
            "feed.toml",
        )
    return frozenset(names).union(*(named_by(data, feed.settings.base_url) for data in pages))


def _published(plan: Plan, target: Target, sent: dict[str, int], deleted: int) -> Published:
    unchanged = sum(item.name not in sent for item in plan.all)
    return Published(target.shown, len(sent), sum(sent.values()), unchanged, deleted)
