"""The run behind scripts/fuzz: Atheris drives every target with inputs that reach new code, for as long as is asked.

Each target runs in a process of its own, with a limit of its memory and of the time for one input. Inputs that reached something
new are kept in a folder, and the next run begins with them. A finding is a file: the input, and beside it what went wrong.
"""

import argparse
import contextlib
import hashlib
import importlib
import io
import json
import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

TESTS = Path(__file__).parents[1]
FOLDERS = (TESTS, *(TESTS / name for name in ("fuzzing", "readers", "saved", "site")))
"""Where the modules lie that targets and seeds are made of."""
PURE = ("dispatch_audio", "tomllib", "tomlkit", "jinja2", "mutagen", "html", "trafilatura")
"""Packages whose branches are counted; what is written in C cannot be."""
LATE = ("dispatch_audio.spoken.layer", "dispatch_audio.compose.wordbook", "trafilatura")
"""Modules that are else loaded when the first input needs them, and would not be counted."""
MEMORY_MB = 1500
"""Of a worker, its libraries among it, which take some 300."""
SECONDS = 20
"""For one input, with branches counted, which makes it some five times as slow."""
LARGEST = 20_000
"""Bytes of an input."""
_KEPT = 20
"""Findings of one target, each at a place of its own, after which it is given up."""
_LIBFUZZER = re.compile(r"stat::(\w+):\s+(\d+)")
_REACHED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/")


@dataclass
class Figures:
    """What is told of one target's run. State: a worker keeps it up to date."""

    target: str
    executions: int = 0
    taken: int = 0
    """Inputs that were not refused."""
    corpus: int = 0
    """Inputs each of which reaches something that the others do not."""
    edges: int = 0
    features: int = 0
    slowest_ms: float = 0.0
    """CPU time of the slowest input."""
    slowest_bytes: int = 0
    peak_mb: int = 0
    findings: tuple[str, ...] = ()


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="of the whole run, shared among targets; default 10"
    )
    parser.add_argument(
        "--target", action="append", metavar="NAME", help="one target alone; may be given again"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the run's chance; default 1")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="targets at once; default 1")
    parser.add_argument(
        "--corpus", type=Path, help="where inputs and findings are kept; default: the user's cache"
    )
    parser.add_argument(
        "--again", type=Path, metavar="FILE", help="try one input on --target, as a finding is looked at"
    )
    args = parser.parse_args(words)
    if args.again and len(args.target or ()) != 1:
        parser.error("--again takes one --target")
    return args


def main() -> int:
    """Runs what was asked for; 1 when there is a finding."""
    sys.path[:0] = map(str, FOLDERS)
    args = arguments()
    if args.again is None:
        import atheris

        # It names every module that it reads.
        with (
            contextlib.redirect_stderr(io.StringIO()),
            atheris.instrument_imports(include=list(PURE), enable_loader_override=False),
        ):
            from fuzz_targets import TARGETS

            for module in LATE:
                importlib.import_module(module)
    else:
        from fuzz_targets import TARGETS
    names = args.target or list(TARGETS)
    if strange := [name for name in names if name not in TARGETS]:
        print(f"there is no target {strange[0]}; there is {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    if args.again is not None:
        print("taken" if TARGETS[names[0]](args.again.read_bytes()) else "refused, as is promised")
        return 0
    return fuzz(names, args)


def fuzz(names: Sequence[str], args: argparse.Namespace) -> int:
    """Gives each target its share of the time, and prints what came of it."""
    rows = []
    for row in runs(names, args):
        rows.append(row)
        print(f"{row.target}: {row.executions:,} inputs, {len(row.findings)} findings", file=sys.stderr)
    rows.sort(key=lambda row: names.index(row.target))
    print(table(rows))
    for row in rows:
        for file in row.findings:
            print(f"{row.target}: {file}")
    return 1 if any(row.findings for row in rows) else 0


def runs(names: Sequence[str], args: argparse.Namespace) -> Iterator[Figures]:
    """The figures of each target, as soon as it is done; a process each, so many at once as there are jobs."""
    import platformdirs

    kept = (args.corpus or platformdirs.user_cache_path("dispatch-audio", appauthor=False) / "fuzz").resolve()
    seconds = max(1, round(args.minutes * 60 * args.jobs / len(names)))
    memory, waiting, running = Path("/dev/shm"), list(names), dict[int, tuple[str, Path, float]]()
    with tempfile.TemporaryDirectory(
        prefix="fuzz-", dir=memory if os.access(memory, os.W_OK) else None
    ) as scratch:
        while waiting or running:
            while waiting and len(running) < args.jobs:
                name, work = waiting.pop(0), Path(scratch) / str(len(waiting))
                work.mkdir()
                sys.stdout.flush()
                # All that targets need is loaded and its branches counted already: a copy of this process begins at once.
                pid = os.fork()
                if pid == 0:
                    _become(name, kept, work, seconds, args.seed)
                running[pid] = (name, work, time.time())
            pid, status = os.wait()
            if pid in running:
                yield _told(*running.pop(pid), kept, status)


def _told(name: str, work: Path, began: float, kept: Path, status: int) -> Figures:
    """What a process that has ended leaves."""
    said, figures = (work / "log.txt").read_text("utf-8", "replace"), work / "figures.json"
    row = Figures(**json.loads(figures.read_bytes())) if figures.exists() else Figures(name)
    last = dict(_LIBFUZZER.findall(said))
    row.executions = int(last.get("number_of_executed_units", row.executions))
    row.peak_mb = int(last.get("peak_rss_mb", 0))
    for reached in _REACHED.findall(said)[-1:]:
        row.edges, row.features, row.corpus = map(int, reached)
    findings = kept / "findings" / name
    new = [
        file
        for file in sorted(findings.iterdir())
        if file.suffix != ".txt" and file.stat().st_mtime >= began - 1
    ]
    if status != 0 and not new:
        (findings / "ended").write_text(said, "utf-8")
        new = [findings / "ended"]
    row.findings = tuple(map(str, new))
    return row


def _become(name: str, kept: Path, work: Path, seconds: int, seed: int) -> NoReturn:
    """Makes this process the one of a target, with a folder of its own for all that it writes; it never comes back."""
    try:
        os.environ |= {"TMPDIR": str(work), "XDG_CACHE_HOME": str(work)}
        tempfile.tempdir = None
        with (work / "log.txt").open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        _drive(name, kept, work, seconds, seed)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _drive(name: str, kept: Path, work: Path, seconds: int, seed: int) -> None:
    import atheris
    from fuzz_found import refused, taken
    from fuzz_seeds import LITERALS, beginnings, seeds
    from fuzz_targets import TARGETS

    corpus, findings = kept / "corpus" / name, kept / "findings" / name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    # The first input of all waits for what is compiled once.
    TARGETS[name](seeds()[name][0])
    for data in (*beginnings(name), *refused().get(name, ()), *taken().get(name, ())):
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
    words = work / "words"
    words.write_text(
        "\n".join(f'"{"".join(f"{chr(92)}x{byte:02x}" for byte in word)}"' for word in LITERALS), "utf-8"
    )
    options = {
        "max_total_time": seconds, "timeout": SECONDS, "rss_limit_mb": MEMORY_MB, "max_len": LARGEST, "seed": seed,
        "dict": words, "artifact_prefix": f"{findings}/", "print_final_stats": 1, "len_control": 0,
    }  # fmt: skip
    watch = Watch(name, TARGETS[name], findings, work / "figures.json")
    atheris.Setup(["fuzz", *(f"-{key}={value}" for key, value in options.items()), str(corpus)], watch)
    atheris.Fuzz()


def table(rows: Sequence[Figures]) -> str:
    """The figures, a line for each target."""
    head = (
        "target", "executions", "taken", "corpus", "coverage", "features", "slowest", "of bytes", "peak memory", "findings",
    )  # fmt: skip
    lines = [
        (
            row.target,
            f"{row.executions:,}",
            f"{row.taken / max(1, row.executions):.0%}",
            f"{row.corpus:,}",
            f"{row.edges:,}",
            f"{row.features:,}",
            f"{row.slowest_ms:.0f} ms",
            f"{row.slowest_bytes:,}",
            f"{row.peak_mb} MB",
            f"{len(row.findings)}",
        )
        for row in rows
    ]
    widths = [max(len(line[at]) for line in (head, *lines)) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in (head, *lines)
    )


class Watch:
    """A target that is watched. Keeps state: its figures, and where faults were found already."""

    def __init__(self, name: str, target: Callable[[bytes], bool], findings: Path, told: Path) -> None:
        self.figures = Figures(name)
        self._target, self._findings, self._told = target, findings, told
        self._places: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """Gives the target an input; goes on after a fault, which is kept."""
        figures = self.figures
        figures.executions += 1
        began = time.process_time()
        try:
            figures.taken += self._target(data)
        except Exception as error:
            self._keep(data, error)
            if len(self._places) >= _KEPT:
                raise
        took = (time.process_time() - began) * 1000
        slower = took > figures.slowest_ms
        if slower:
            figures.slowest_ms, figures.slowest_bytes = round(took, 1), len(data)
            # Kept for whoever asks why; the next slower one takes its place.
            (self._findings.parent / f"slowest-{figures.target}").write_bytes(data)
        if slower or figures.executions % 500 == 0:
            self._told.write_text(json.dumps(asdict(figures)), "utf-8")

    def _keep(self, data: bytes, error: Exception) -> None:
        place = _place(error)
        if place not in self._places:
            self._places.add(place)
            file = self._findings / f"crash-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
            file.write_bytes(data)
            said = "".join(traceback.format_exception(error))
            file.with_suffix(".txt").write_text(said, "utf-8", "backslashreplace")


def _place(error: BaseException) -> str:
    """Where in the program an error comes from, so that one fault is one finding."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "dispatch_audio" in frame.filename
    ]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename}:{last.lineno}"


if __name__ == "__main__":
    sys.exit(main())
