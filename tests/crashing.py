"""Kills `daily` at random moments and at each rename, fills its disk, and runs it twice at once: whatever happens, what listeners
have is whole, nothing of it is lost, and the next run goes on. `scripts/crash-test` runs this.

Each run is a fork of this process, in which everything is imported: so hundreds of kills take minutes. The narrator
speaks in tones.
"""

import argparse
import contextlib
import datetime
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dispatch_audio.cli import main
from dispatch_audio.commands import daily
from dispatch_audio.files import cache_folder
from samples import REPOSITORY, SMALL

BASE = "https://example.org/daily-dispatch/"
SETTLED = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
"""The clock that runs see."""


class BrokenError(Exception):
    """A promise that did not hold."""


@dataclass
class Show:
    """A workspace with a feed that publishes into a folder, and what listeners have ever had of it."""

    root: Path
    log: Path
    """What a run said; never on the show's own disk."""
    seen: dict[str, set[str]] = field(default_factory=lambda: {"public": set(), "site": set()})
    versions: int = 0

    @property
    def feed(self) -> Path:
        """The feed's folder."""
        return self.root / "feeds" / "daily-dispatch"

    @property
    def places(self) -> dict[str, Path]:
        """Where listeners fetch it."""
        return {"public": self.feed / "public", "site": self.root / "site"}

    def write(self, number: int) -> None:
        """Writes a dispatch, or corrects it."""
        self.versions += 1
        text = SMALL.replace("Dispatch 7 · 2026-05-06", f"Dispatch {number} · 2026-05-{number:02d}")
        text = text.replace("A Small Day", f"Day {number}, version {self.versions}")
        path = self.feed / "dispatches" / f"d{number}.txt"
        path.write_text(text.replace("8 cm thick", f"{self.versions} cm thick"), encoding="utf-8")

    def check(self) -> None:
        """Raises BrokenError when a feed names what is not there, or lacks what it once had."""
        for name, place in self.places.items():
            path = place / "feed.xml"
            if not path.is_file():
                if self.seen[name]:
                    raise BrokenError(f"{path} is gone")
                continue
            try:
                document = ET.parse(path)
            except ET.ParseError as error:
                raise BrokenError(f"{path} is no XML: {error}") from None
            guids = {item.findtext("guid", "") for item in document.iter("item")}
            if lost := self.seen[name] - guids:
                raise BrokenError(f"{path} lost {len(lost)} episodes")
            self.seen[name] |= guids
            for element in document.iter():
                for key in ("url", "href"):
                    self._check_address(place, element, element.get(key, ""))

    def _check_address(self, place: Path, element: ET.Element, address: str) -> None:
        name = address.removeprefix(BASE)
        if name == address or not name:
            return
        path = place / name
        if not path.is_file():
            raise BrokenError(f"{place / 'feed.xml'} names {name}, which is missing")
        if element.tag == "enclosure":
            data = path.read_bytes()
            if len(data) != int(element.get("length", "0")):
                raise BrokenError(f"{name} has {len(data)} bytes, and not {element.get('length')}")
            if hashlib.sha256(data).hexdigest()[:12] != name.split(".")[-2]:
                raise BrokenError(f"{name} holds something else than its name says")

    def settled(self) -> None:
        """Raises BrokenError unless all that is written is out, once, and nothing is left lying about."""
        self.check()
        wanted = Counter(
            path.read_text("utf-8").splitlines()[1] for path in (self.feed / "dispatches").iterdir()
        )
        for place in self.places.values():
            titles = Counter(item.findtext("title") for item in ET.parse(place / "feed.xml").iter("item"))
            if titles != wanted:
                raise BrokenError(
                    f"{place} has {sorted(titles.elements(), key=str)}, and not {sorted(wanted)}"
                )
        if (self.feed / ".making").exists() and any((self.feed / ".making").iterdir()):
            raise BrokenError("something is left in .making/")


def new_show(root: Path, log: Path, dispatches: int = 3) -> Show:
    """A workspace of its own."""
    show = Show(root, log)
    (show.feed / "dispatches").mkdir(parents=True)
    for folder in ("voices", "site"):
        (root / folder).mkdir()
    (root / "voices" / "tony.toml").write_text('name = "Tony Tone"\nengine = "tone"\npace = 2.0\n')
    settings = (REPOSITORY / "feeds" / "daily-dispatch" / "feed.toml").read_text("utf-8")
    settings = settings.replace('"lenar-kess"', '"tony"')
    more = 'sound = "none"\nchapter_pictures = false\npublish = "../../site"\n'
    (show.feed / "feed.toml").write_text(f"{settings.rstrip()}\n{more}", "utf-8")
    for number in range(1, dispatches + 1):
        show.write(number)
    return show


@dataclass
class Child:
    """A run of `daily` in a process of its own."""

    pid: int
    log: Path

    def wait(self) -> int:
        """Its exit code; of a signal, the negative number."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def ended_within(self, seconds: float) -> int | None:
        """Its exit code when it ends in this time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        return None


def start(show: Show, *, kill_at: int = 0, after: bool = False, clock: datetime.datetime = SETTLED) -> Child:
    """Starts a run; ``kill_at`` is the rename at which it kills itself, before it or ``after``."""
    log = show.log
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return Child(pid, log)
    code = 99
    try:
        with log.open("w", encoding="utf-8") as stream:
            os.dup2(stream.fileno(), 1)
            os.dup2(stream.fileno(), 2)
            os.chdir(show.root)
            daily._now = lambda: clock
            counted = _Renames(log.with_suffix(".renames"), kill_at, after=after)
            for name in ("replace", "rename"):
                setattr(os, name, counted.wrapped(getattr(os, name)))
            code = main(["daily"])
            sys.stdout.flush()
            sys.stderr.flush()
    finally:
        os._exit(code)


class _Renames:
    """Counts renames, writes down how many there were, and kills its process at one of them."""

    def __init__(self, file: Path, kill_at: int, *, after: bool) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self._kill_at, self._after, self._count = kill_at, after, 0

    def wrapped(self, rename: Callable[..., None]) -> Callable[..., None]:
        def renamed(*args: object, **more: object) -> None:
            self._count += 1
            os.write(self._handle, b".")
            if self._count == self._kill_at and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)
            rename(*args, **more)
            if self._count == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        return renamed


def whole_run(show: Show) -> int:
    """A run that nobody disturbs, which must end well and leave all of it out; how many renames it took."""
    child = start(show)
    code = child.wait()
    if code != 0:
        raise BrokenError(f"an undisturbed run ended with {code}: {child.log.read_text('utf-8')[-2000:]}")
    show.settled()
    return child.log.with_suffix(".renames").stat().st_size


def at_each_rename(show: Show, most: int, chance: random.Random) -> Counter[str]:
    """Kills before and after each rename of a run that makes one new episode and one correction."""
    counts: Counter[str] = Counter()
    whole_run(show)
    show.write(1)
    renames = whole_run(show)
    points = [(at, after) for at in range(1, renames + 1) for after in (False, True)]
    # The rest of these moments is left to chance.
    for at, after in sorted(chance.sample(points, min(most, len(points)))):
        show.write(chance.randint(1, 3))
        code = start(show, kill_at=at, after=after).wait()
        show.check()
        counts["killed at a rename" if code == -signal.SIGKILL else "ended before the rename"] += 1
        if chance.random() < 0.25:
            whole_run(show)
            counts["gone on with"] += 1
    whole_run(show)
    return counts + Counter({"renames in a run": renames})


def at_random(show: Show, kills: int, chance: random.Random) -> Counter[str]:
    """Kills at random moments, most of them on top of what the kill before left behind; a tenth of them by SIGTERM."""
    counts: Counter[str] = Counter()
    show.write(1)
    began = time.monotonic()
    whole_run(show)
    usual = time.monotonic() - began
    while counts["killed"] + counts["terminated"] < kills:
        show.write(chance.randint(1, 3))
        child = start(show)
        code = child.ended_within(chance.uniform(0.01, 1.1 * usual))
        if code is None:
            gently = chance.random() < 0.1
            os.kill(child.pid, signal.SIGTERM if gently else signal.SIGKILL)
            code = child.ended_within(5)
            if code is None:
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
                raise BrokenError("SIGTERM did not end a run within 5 s")
            counts["terminated" if gently else "killed"] += 1
            if gently and code not in (143, -signal.SIGTERM, 0):
                raise BrokenError(f"SIGTERM gave {code}: {child.log.read_text('utf-8')[-2000:]}")
        else:
            counts["ended before"] += 1
        show.check()
        if chance.random() < 0.2:
            whole_run(show)
            counts["gone on with"] += 1
    whole_run(show)
    return counts


def two_at_once(show: Show, times: int) -> Counter[str]:
    """Two runs at once end well, and give one episode and one feed."""
    counts: Counter[str] = Counter()
    for _ in range(times):
        show.write(2)
        codes = [child.wait() for child in (start(show), start(show))]
        if codes != [0, 0]:
            raise BrokenError(f"two runs at once ended with {codes}")
        show.settled()
        counts["two at once"] += 1
    return counts


def clock_back(show: Show) -> Counter[str]:
    """A clock that goes back ten years and comes back takes nothing away."""
    whole_run(show)
    code = start(show, clock=SETTLED.replace(year=2016)).wait()
    if code != 0:
        raise BrokenError(f"with a clock that was put back a run ended with {code}")
    show.settled()
    whole_run(show)
    return Counter({"clocks put back": 1})


@contextlib.contextmanager
def small_disk(size: str) -> Iterator[Path | None]:
    """A tmpfs of this size; None where this machine does not let us mount one."""
    folder = Path(tempfile.mkdtemp(prefix="dispatch-audio-disk-"))
    mount = shutil.which("mount")
    mounted = mount is not None and _mounts("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def _mounts(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


def on_a_small_disk(log: Path, kills: int, chance: random.Random) -> Counter[str]:
    """A disk that fills up, and one that is read-only: a run fails and says so, and goes on when there is room."""
    with small_disk("6m") as disk:
        if disk is None:
            return Counter({"small disk: skipped, no tmpfs can be mounted here": 1})
        counts: Counter[str] = Counter()
        show = new_show(disk / "workspace", log, 1)
        whole_run(show)
        for number in range(2, 8):
            show.write(number)
        for _ in range(kills):
            show.write(chance.randint(1, 7))
            child = start(show)
            code = child.ended_within(chance.uniform(0.05, 3))
            if code is None:
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
                counts["killed on a full disk"] += 1
            show.check()
        child = start(show)
        code, said = child.wait(), child.log.read_text("utf-8", "replace")
        show.check()
        if code != 1 or "No space left" not in said or "a fault of ours" in said:
            raise BrokenError(f"on a full disk a run ended with {code}: {said[-2000:]}")
        counts["full disk told"] += 1
        if _mounts("-o", "remount,ro", str(disk)):
            code = start(show).wait()
            show.check()
            if code != 1:
                raise BrokenError(f"on a read-only disk a run ended with {code}")
            counts["read-only disk told"] += 1
        subprocess.run(["mount", "-o", "remount,rw,size=64m", str(disk)], check=True)
        whole_run(show)
        counts["gone on with when there was room"] += 1
        return counts


def crash(kills: int, seed: int, told: Callable[[str], None], *, disk: bool) -> Counter[str]:
    """All of it, with this many kills in all; raises BrokenError at the first promise that does not hold."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="dispatch-audio-crash-") as folder:
        root = Path(folder)
        os.environ["XDG_CACHE_HOME"] = str(root / "cache")
        assert cache_folder().is_relative_to(root)
        show = new_show(root / "workspace", root / "run.log")
        # Once in this process, so that every fork has all modules.
        daily._now = lambda: SETTLED
        here = Path.cwd()
        os.chdir(show.root)
        with (
            (root / "first.log").open("w") as log,
            contextlib.redirect_stdout(log),
            contextlib.redirect_stderr(log),
        ):
            if main(["daily"]) != 0:
                raise BrokenError("the first run failed")
        os.chdir(here)
        show.settled()
        few = max(1, kills // 30)
        parts: tuple[Callable[[], Counter[str]], ...] = (
            lambda: at_each_rename(show, kills // 2, chance),
            lambda: two_at_once(show, few),
            lambda: clock_back(show),
            *((lambda: on_a_small_disk(root / "disk.log", few, chance),) if disk else ()),
        )
        for part in parts:
            found = part()
            counts += found
            told(", ".join(f"{name}: {count}" for name, count in found.items()))
        found = at_random(
            show, kills - counts["killed at a rename"] - counts["killed on a full disk"], chance
        )
        counts += found
        told(", ".join(f"{name}: {count}" for name, count in found.items()))
        clips = sum(1 for _ in cache_folder().rglob("*") if _.is_file())
        told(
            f"{len(show.seen['public'])} episodes, {show.versions} versions of them, {clips} files in the cache"
        )
    return counts


def run() -> int:
    """The script."""
    parser = argparse.ArgumentParser(prog="crash-test", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how many (default: 300)")
    parser.add_argument("--no-disk", action="store_true", help="leave out the small disk")
    parser.add_argument("--seed", type=int, default=None, help="of the moments; a run tells its own")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    try:
        counts = crash(args.kills, seed, lambda line: print(line, flush=True), disk=not args.no_disk)
    except BrokenError as error:
        print(f"broken: {error}", flush=True)
        return 1
    killed = sum(count for name, count in counts.items() if name.startswith(("killed", "terminated")))
    print(f"{killed} kills, and every promise held", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(run())
