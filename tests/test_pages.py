"""Pages in public/: made again where they would be made otherwise now, by as many processes as there are cores when they are many."""

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_audio import pages
from dispatch_audio.build import Built
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.pages import renew_pages, write_page
from dispatch_audio.public import read_manifests
from dispatch_audio.publish.plan import read_plan
from dispatch_audio.workspace import Feed, Workspace
from samples import SMALL, copies, tree

Make = Callable[..., Built]


def _feed(workspace: Path) -> Feed:
    return Workspace(workspace).feed(None)


@pytest.fixture
def many(built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A feed of five episodes without pages, which counts as many."""
    feed = _feed(workspace)
    copies(built, 4, feed.settings)
    for page in feed.public.glob("episodes/*/index.html"):
        page.unlink()
    monkeypatch.setattr(pages, "_MANY", 5)
    monkeypatch.setattr(pages, "_AT_ONCE", 2)
    return feed


def test_all_pages_are_made_again_when_the_programs_own_part_of_them_changes(
    built: Built, workspace: Path, public: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(built, 2, _feed(workspace).settings)
    page, other = (built.folder.with_name(name) / "index.html" for name in ("dispatch-007", "dispatch-008"))
    make()
    before, first = tree(public), other.stat().st_ino
    make()
    assert other.stat().st_ino == first
    monkeypatch.setattr("dispatch_audio.site.pages._maker", lambda: "another template")
    make()
    after = tree(public)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"index.html", *(f"episodes/dispatch-00{n}/index.html" for n in (7, 8, 9))}
    page.unlink()
    make()
    assert tree(public) == after


def test_the_pages_of_a_long_transcript_come_and_go_with_it(
    built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch, make: Make
) -> None:
    feed = _feed(workspace)
    short = tree(built.folder)
    with monkeypatch.context() as patch:
        patch.setattr("dispatch_audio.site.pages._ROOM", 0)
        patch.setattr("dispatch_audio.site.pages._LEAST", 1500)
        write_page(built.folder, feed.settings, built.manifest)
        long = tree(built.folder)
        added = sorted(set(long) - set(short))
        assert added[:2] == ["transcript-2.html", "transcript-3.html"]
        # They are sent, before the page that leads to them.
        names = [item.name.rpartition("/")[2] for item in read_plan(feed).items]
        assert set(added) <= set(names)
        assert max(map(names.index, added)) < len(names) - names[::-1].index("index.html")
        # And one that is gone is made again.
        (built.folder / added[-1]).unlink()
        assert renew_pages(feed, read_manifests(feed)) == 1
        assert tree(built.folder) == long
    assert renew_pages(feed, read_manifests(feed)) == 0
    write_page(built.folder, feed.settings, built.manifest)
    assert tree(built.folder) == short


def test_an_episode_that_is_built_again_shorter_leaves_no_page_behind(
    built: Built, small: Path, make: Make
) -> None:
    (built.folder / "transcript-2.html").write_text("<p>former words", "utf-8")
    small.write_text(SMALL.replace("12 years", "15 years"), "utf-8")
    assert make().status == "built"
    assert not (built.folder / "transcript-2.html").exists()


def test_processes_make_the_pages_that_one_would(many: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert renew_pages(many, read_manifests(many)) == 5
    made = tree(many.public)
    assert len([name for name in made if name.endswith("/index.html")]) == 5
    assert renew_pages(many, read_manifests(many)) == 0
    for page in many.public.glob("episodes/*/index.html"):
        page.unlink()
    monkeypatch.setattr(pages, "_MANY", 6)
    assert renew_pages(many, read_manifests(many)) == 5
    assert tree(many.public) == made


@pytest.mark.parametrize("count", [5, 6])
def test_a_page_that_cannot_be_made_is_told_with_the_way_out_and_keeps_no_other_from_being_made(
    many: Feed, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(pages, "_MANY", count)
    bad = many.public / "episodes" / "dispatch-008"
    (bad / "script.json").write_text("{}", "utf-8")
    with pytest.raises(WorkspaceError, match=r"script\.json: its page cannot be made") as error:
        renew_pages(many, read_manifests(many))
    assert "--again" in error.value.hint
    assert [path.name for path in many.public.glob("episodes/*") if not (path / "index.html").is_file()] == [
        bad.name
    ]


def _never_read(feed: Feed) -> None:
    """Whoever reads this episode waits."""
    path = feed.public / "episodes" / "dispatch-007" / "script.json"
    path.unlink()
    os.mkfifo(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_process_that_is_ended_is_an_error_of_ours(many: Feed) -> None:
    _never_read(many)
    manifests = read_manifests(many)

    def end() -> None:
        while not (working := multiprocessing.active_children()):
            pass
        for process in working:
            process.kill()

    killer = threading.Thread(target=end)
    killer.start()
    with pytest.raises(WorkspaceError, match="ended from outside") as error:
        renew_pages(many, manifests)
    killer.join()
    assert "run it again" in error.value.hint


_WAITING = """
import multiprocessing, sys, threading, time
from pathlib import Path
from dispatch_audio import pages
from dispatch_audio.public import read_manifests
from dispatch_audio.workspace import Workspace

def tell():
    while not multiprocessing.active_children():
        pass
    print("working", flush=True)

if __name__ == "__main__":
    pages._MANY = 1
    feed = Workspace(Path(sys.argv[1])).feed(None)
    threading.Thread(target=tell).start()
    pages.renew_pages(feed, read_manifests(feed))
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_no_process_outlives_a_run_that_was_killed(many: Feed, workspace: Path, tmp_path: Path) -> None:
    _never_read(many)
    program = tmp_path / "waiting.py"
    program.write_text(_WAITING, "utf-8")
    with subprocess.Popen([sys.executable, program, workspace], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"working\n"
        run.kill()
        # The processes that make pages have this pipe too: it ends with the last of them.
        run.communicate(timeout=60)
