"""A back catalogue is spoken by the workers of a cluster: whole, and nothing twice, also when one of them dies on the way."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio.cluster import speakers
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.package.read_script import load_lines
from dispatch_audio.public import check_feed, read_manifests
from dispatch_audio.speak import clips
from dispatch_audio.workspace import Workspace
from samples import NOW, SMALL

distributed = pytest.importorskip("distributed")


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two worker processes on this machine, and their scheduler."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def _kept() -> list[str]:
    return sorted(path.name for path in clips.folder().rglob("*.wav"))


def test_every_episode_is_whole_and_none_twice_though_a_worker_is_killed(
    cluster: Any,
    small: Path,
    workspace: Path,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    names = ["small"]
    for number, word in ((8, "baker"), (9, "ferry"), (10, "tower")):
        text = SMALL.replace("7 · 2026-05-06", f"{number} · 2026-05-{number:02d}").replace("harbour", word)
        small.with_name(f"{word}.txt").write_text(
            text.replace("Small Day", f"Day {number}"), encoding="utf-8"
        )
        names.append(word)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    killed: list[int] = []

    def kill() -> None:
        # As soon as something was spoken, and the next lines are on their way.
        until = time.monotonic() + 120
        while time.monotonic() < until and not _kept():
            time.sleep(0.01)
        victim = next(iter(cluster.workers.values()))
        killed.append(victim.pid)
        os.kill(victim.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    ran = run("build", *names, "--voice", "joe", "--cluster", cluster.scheduler_address)
    killer.join()
    assert (ran.code, len(killed)) == (0, 1), ran.err
    assert [line.split(": ")[1][:5] for line in ran.out.splitlines()] == ["built"] * 4
    feed = Workspace(workspace).feed(None)
    manifests = read_manifests(feed)
    assert [manifest.number for manifest in manifests] == [7, 8, 9, 10]
    assert [finding for finding in check_feed(feed, NOW) if not finding.passed] == []
    said = {
        line.form.spoken
        for manifest in manifests
        for line in load_lines((feed.public / "episodes" / manifest.slug / "script.json").read_bytes())
    }
    # Two that are said the same share a clip.
    assert 0 < len(said) - len(_kept()) <= 2 or len(_kept()) == len(said)
    again = run("build", *names, "--voice", "joe", "--cluster", cluster.scheduler_address)
    assert [line.split(": ")[1][:9] for line in again.out.splitlines()] == ["unchanged"] * 4


def test_a_scheduler_that_does_not_answer_is_our_error_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dispatch_audio.cluster._ANSWER_S", 1)
    with (
        pytest.raises(WorkspaceError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9") as error,
        speakers("tcp://127.0.0.1:9"),
    ):
        pass
    assert "dask scheduler" in error.value.hint


def test_a_cluster_without_workers_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as empty,
        pytest.raises(WorkspaceError, match="has no workers"),
        speakers(empty.scheduler_address),
    ):
        pass
