"""The unattended run: all that is due is built, the oldest first, and published. Any number of runs give one episode and one
feed, and one that was killed is gone on with by the next.

    look -> build each -> the feed moves on -> publish to each target -> record

A show's editions are built beside its own episodes; what is told of one names it before the slug, ``headlines/dispatch-002``.
"""

import datetime
import gc
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol

from dispatch_audio import files
from dispatch_audio.build import build
from dispatch_audio.daily.due import Due, look
from dispatch_audio.daily.looks import Looks
from dispatch_audio.daily.record import Record
from dispatch_audio.errors import DispatchAudioError, WorkspaceError
from dispatch_audio.machine import uncollected
from dispatch_audio.mastering import Progress
from dispatch_audio.public import bring_up, editions_out, read_manifests
from dispatch_audio.workspace import Feed, Voice

DONE, FAILED, WITHHELD = 0, 1, 3
"""How a run ends: as the command's exit codes."""


class Tell(Protocol):
    """Who hears of each step: its name, and what there is to say of it. No fact holds a secret."""

    def __call__(self, step: str, **facts: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class World:
    """What the edge hands in."""

    executor: Executor
    clock: Callable[[], datetime.datetime]
    tell: Tell
    progress: Callable[[str], Progress]
    """Of one dispatch, by its episode's slug."""
    explain: Callable[[Exception], str]
    """A failure in one line. What nobody foresaw must not stop the other dispatches, so it is told of like the rest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for."""

    limit: int = 10
    """How many episodes are built at most; the rest is left to the next run."""
    publishing: bool = True
    """Whether targets are sent to."""


def run_feed(feed: Feed, voice: Callable[[], Voice], world: World, wanted: Wanted) -> int | None:
    """Builds and publishes all that is due; the exit code, or None when another run is at work on this feed.

    Raises WorkspaceError when the feed's folder cannot be written to. Every other failure is told, kept in the record
    and gone on from.
    """
    with files.locked_if_free(feed.folder / ".daily.lock") as free:
        if not free:
            world.tell("busy", feed=feed.name)
            return None
        return _Run(feed, world, wanted).run(voice)


class _Run:
    """One run of one feed, with its record."""

    def __init__(self, feed: Feed, world: World, wanted: Wanted) -> None:
        self._feed, self._world, self._wanted = feed, world, wanted
        self._record = Record(feed, world.clock())
        self._codes = {DONE}
        self._unrecorded = False
        self._out = editions_out(feed)
        self._current: dict[str, datetime.datetime] = {}
        """The moment whose due episodes the feed lists, as far as this run has seen to it."""

    def run(self, voice: Callable[[], Voice]) -> int:
        self._world.tell("begun", feed=self._feed.name)
        self._keep(self._record.write)
        try:
            self._try("", lambda: self._build_all(voice()))
            for member in self._feed.family:
                self._try("", lambda member=member: self._move_on(member))  # type: ignore[misc]
            self._publish()
        except BaseException:
            # Ended from outside.
            self._codes.add(FAILED)
            raise
        finally:
            code = next(code for code in (FAILED, WITHHELD, DONE) if code in self._codes)
            done = self._record.facts
            self._keep(lambda: self._record.end(code, self._world.clock()))
        code = FAILED if self._unrecorded else code
        counts = {name: len(done[name]) for name in ("built", "unchanged", "withheld", "failed", "left")}
        self._world.tell("ended", feed=self._feed.name, code=code, **counts)
        return code

    def _try(self, slug: str, work: Callable[[], None]) -> None:
        """Does this; when it fails, that is told and the run goes on."""
        try:
            work()
        except Exception as error:  # each part of an unattended run is an edge of its own
            self._fail(slug, self._world.explain(error))

    def _fail(self, slug: str, said: str) -> None:
        self._codes.add(FAILED)
        self._world.tell("failed", feed=self._feed.name, slug=slug, said=said)
        self._keep(lambda: self._record.add("failed", {"slug": slug, "said": said}))

    def _keep(self, work: Callable[[], None]) -> None:
        """Writes to the record. A disk that is full keeps nobody from what can still be done, and is told of once."""
        try:
            work()
        except WorkspaceError as error:
            if not self._unrecorded:
                self._unrecorded = True
                self._world.tell("failed", feed=self._feed.name, slug="", said=str(error))

    def _build_all(self, voice: Voice) -> None:
        feed, facts = self._feed, self._record.facts
        todo: list[tuple[Feed, Due]] = []
        failed: dict[str, str] = {}
        for member in feed.family:
            looks = Looks(member)
            with uncollected():
                manifests = {manifest.slug: manifest for manifest in read_manifests(member)}
                seen = look(member, voice, manifests, self._world.clock(), looks)
                # They stay to the end of the run, and the collector is not to walk through thousands of them again.
                gc.freeze()
            self._keep(looks.write)
            building = [due for due in seen if due.what == "build"]
            todo += ((member, due) for due in building[: self._wanted.limit])
            facts["unchanged"] += (member.named(due.slug) for due in seen if due.what == "unchanged")
            facts["waiting"] += (member.named(due.slug) for due in seen if due.what == "waits")
            facts["left"] += (member.named(due.slug) for due in building[self._wanted.limit :])
            facts["due"] += (
                {
                    "slug": member.named(due.slug),
                    "file": due.path.name,
                    "date": f"{due.date}",
                    "why": due.why,
                }
                for due in building
            )
            for due in seen:
                slug = member.named(due.slug)
                if due.what == "failed":
                    # A file that nobody can read is so for every edition.
                    failed.setdefault(due.why, due.slug)
                elif due.what in ("build", "waits"):
                    self._world.tell("due", feed=feed.name, slug=slug, what=due.what, why=due.why)
        self._keep(self._record.write)
        for why, slug in failed.items():
            self._fail(slug, why)
        # Stable: of one dispatch, the show's own episode comes before those of its editions.
        for member, due in sorted(
            todo, key=lambda found: (found[1].date or datetime.date.max, found[1].slug)
        ):
            self._try(
                member.named(due.slug),
                lambda member=member, due=due: self._build(member, due, voice),  # type: ignore[misc]
            )
        if facts["left"]:
            self._world.tell("left", feed=feed.name, slugs=facts["left"])

    def _build(self, feed: Feed, due: Due, voice: Voice) -> None:
        world = self._world
        began = time.monotonic()
        slug = feed.named(due.slug)
        progress = world.progress(slug)
        now = world.clock()
        built = build(due.path, feed, voice, world.executor, progress, now)
        if built.status != "withheld" and not built.failed:
            self._current[feed.name] = now
        manifest = built.made
        facts: dict[str, Any] = {"slug": slug, "took_s": round(time.monotonic() - began, 1)}
        if manifest is not None:
            facts |= {
                "mp3": manifest.enclosure.name,
                "duration_s": manifest.enclosure.seconds,
                "engine": manifest.engine,
                "stand_in": manifest.stand_in,
            }
        if built.failed:
            facts["reasons"] = [f"{finding.check}: {finding.said}" for finding in built.failed]
        if built.waits:
            # A script that waits for its editor is no failure.
            world.tell("approval", feed=self._feed.name, **facts)
            self._keep(lambda: self._record.add("waiting", slug))
        elif built.status == "withheld" or built.failed:
            self._codes.add(WITHHELD)
            world.tell("withheld", feed=self._feed.name, **facts)
            self._keep(lambda: self._record.add("withheld", facts))
        elif built.status == "built":
            world.tell("built", feed=self._feed.name, **facts)
            self._keep(lambda: self._record.add("built", facts))
        else:
            # Somebody built it by hand meanwhile.
            self._keep(lambda: self._record.add("unchanged", slug))

    def _move_on(self, feed: Feed) -> None:
        """Brings a feed to what is due now: what was built before its time, what a run that was killed left undone, and that its
        page leads to the editions that are out."""
        since = self._current.get(feed.name) if editions_out(feed) == self._out else None
        if failed := bring_up(feed, self._world.clock(), since):
            said = "; ".join(f"{finding.check}: {finding.said}" for finding in failed)
            raise WorkspaceError(
                f"stays as it was, since a new one would fail its checks: {said}",
                file=feed.public / "feed.xml",
                hint="`dispatch-audio check` tells more",
            )

    def _publish(self) -> None:
        feed = self._feed
        there = [member for member in feed.family if member.written.is_file()]
        if not (self._wanted.publishing and feed.settings.publish and there):
            return
        from dispatch_audio.publish import publish, sendings

        for feed, address in sendings(there):
            try:
                done = publish(feed, address, self._world.clock())
            except DispatchAudioError as error:
                self._fail("", f"{error}; it is tried again in the next run")
            except Exception as error:  # another target may be well
                self._fail("", self._world.explain(error))
            else:
                facts = {"target": done.target, "sent": done.sent, "bytes": done.sent_bytes}
                self._world.tell("published", feed=self._feed.name, **facts)
                self._keep(lambda facts=facts: self._record.add("published", facts))  # type: ignore[misc]
