"""The top of public/: nothing that listeners have is lost when the feed is written again."""

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_audio import files
from dispatch_audio.build import Built
from dispatch_audio.checks import kept
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.package.manifest import dump
from dispatch_audio.public import check_feed, read_manifests, site_of, update
from dispatch_audio.site import feed_pages
from dispatch_audio.workspace import Feed, Workspace
from samples import NOW, SMALL, copies, tree

Make = Callable[..., Built]


def _set(workspace: Path, text: str) -> None:
    """Puts lines at the end of feed.toml."""
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", encoding="utf-8")


def _feed(workspace: Path) -> Feed:
    return Workspace(workspace).feed(None)


def _write(workspace: Path) -> None:
    feed = _feed(workspace)
    update(feed, site_of(feed, read_manifests(feed), NOW))


def test_an_episode_that_listeners_have_is_not_dropped_without_a_word(
    built: Built, workspace: Path, public: Path, small: Path, make: Make
) -> None:
    small.with_name("later.txt").write_text(
        SMALL.replace("7 · 2026-05-06", "8 · 2026-05-07").replace("Small Day", "Later Day"), encoding="utf-8"
    )
    shutil.rmtree(built.folder)
    before = tree(public)
    with pytest.raises(WorkspaceError, match=rf"would lose: A Small Day \({built.manifest.guid}\)") as error:
        make("later")
    assert tree(public) == before
    assert "withdrawn" in error.value.hint
    _set(workspace, 'withdrawn = ["dispatch-007"]')
    assert make("later").status == "built"
    assert make("later").status == "unchanged"


def test_a_guid_that_would_change_is_refused(built: Built, workspace: Path, public: Path) -> None:
    manifest = dataclasses.replace(built.manifest, guid="another")
    (built.folder / "episode.json").write_bytes(dump(manifest))
    before = tree(public)
    with pytest.raises(WorkspaceError, match="would lose: A Small Day"):
        _write(workspace)
    assert tree(public) == before


def test_a_withdrawn_episode_is_on_no_page_and_in_no_feed_though_its_files_stay(
    built: Built, workspace: Path, public: Path
) -> None:
    _set(workspace, 'withdrawn = ["dispatch-007"]')
    _write(workspace)
    for name in ("feed.xml", "index.html"):
        assert b"dispatch-007" not in (public / name).read_bytes(), name
    assert (built.folder / built.manifest.enclosure.name).is_file()


def test_what_only_the_feed_is_written_from_makes_no_episode_again(
    built: Built, workspace: Path, public: Path, make: Make
) -> None:
    before = tree(built.folder)
    _set(
        workspace,
        'type = "serial"\ncopyright = "Us"\nlicense = "CC0-1.0"\nitems_per_page = 5\n'
        'moved_from = "https://old.example/"\n[episode_types]\ndispatch-007 = "bonus"\n'
        "[[seasons]]\nnumber = 1\nfrom = 2026-01-01",
    )
    assert make().status == "unchanged"
    assert tree(built.folder) == before
    text = (public / "feed.xml").read_text("utf-8")
    for said in ("serial", "Us", "cc0-1.0", "bonus", "new-feed-url", "podcast:season"):
        assert said in text


def test_a_new_address_without_the_old_one_is_said(
    built: Built, workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    old = _feed(workspace).settings.base_url
    path.write_text(path.read_text("utf-8").replace(old, "https://new.example/"), encoding="utf-8")
    feed = _feed(workspace)
    site_of(feed, read_manifests(feed), NOW)
    assert f'set moved_from = "{old}"' in caplog.text
    caplog.clear()
    _set(workspace, f'moved_from = "{old}"')
    _write(workspace)
    assert caplog.text == ""
    _write(workspace)
    assert caplog.text == ""


def test_archives_are_written_before_the_feed_and_go_when_no_page_leads_there(
    built: Built, workspace: Path, public: Path
) -> None:
    copies(built, 6, _feed(workspace).settings)
    _write(workspace)
    _set(workspace, "items_per_page = 2")
    _write(workspace)
    assert [path.name for path in feed_pages(public)] == ["feed.xml", "feed-2.xml", "feed-1.xml"]
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(path.read_text("utf-8").replace("items_per_page = 2", ""), encoding="utf-8")
    (public / "feed-notes.xml").write_text("<mine/>")
    _write(workspace)
    assert [path.name for path in feed_pages(public)] == ["feed.xml"]
    assert (public / "feed-notes.xml").is_file(), "what is no archive is nobody's to remove"


def test_an_episode_that_only_moves_to_an_archive_is_not_lost(
    built: Built, workspace: Path, public: Path
) -> None:
    copies(built, 6, _feed(workspace).settings)
    _write(workspace)
    _set(workspace, "items_per_page = 2")
    feed = _feed(workspace)
    published = [path.read_bytes() for path in feed_pages(public)]
    site = site_of(feed, read_manifests(feed), NOW)
    coming = [file.data for file in site.files if file.name.endswith(".xml")]
    assert [outcome.passed for outcome in kept.check(published, coming, feed.settings)] == [True]
    assert [outcome.passed for outcome in kept.check(published, coming[-1:], feed.settings)] == [False]


def test_a_feed_that_would_name_a_missing_file_is_not_moved_in(
    built: Built, workspace: Path, public: Path, small: Path, make: Make
) -> None:
    small.with_name("later.txt").write_text(
        SMALL.replace("7 · 2026-05-06", "8 · 2026-05-07").replace("Small Day", "Later Day"), encoding="utf-8"
    )
    (built.folder / built.manifest.enclosure.name).unlink()
    before = tree(public)
    later = make("later")
    assert later.status == "withheld"
    assert [finding.check for finding in later.failed] == ["feed", "feed"]
    assert built.manifest.enclosure.name in later.failed[-1].said
    assert tree(public) == before
    # What is missing is made again, and then nothing is in the way.
    assert make("small").status == "built"
    assert make("later").status == "built"


@pytest.mark.parametrize("name", ["chapters.json", "mp3"])
def test_a_file_of_an_episode_on_an_archive_that_stays_is_missed_too(
    built: Built, workspace: Path, public: Path, name: str
) -> None:
    copies(built, 6, _feed(workspace).settings)
    _set(workspace, "items_per_page = 2")
    _write(workspace)
    before = tree(public)
    oldest = read_manifests(_feed(workspace))[0]
    lost = _feed(workspace).episode(oldest.slug) / (oldest.enclosure.name if name == "mp3" else name)
    assert oldest.guid in (public / "feed-1.xml").read_text("utf-8")
    data = lost.read_bytes()
    lost.unlink()
    # Only feed.xml changes by this.
    _set(workspace, f'[episode_types]\n"{read_manifests(_feed(workspace))[-1].slug}" = "bonus"')
    feed = _feed(workspace)
    failed = update(feed, site_of(feed, read_manifests(feed), NOW))
    assert [lost.name in finding.said for finding in failed] == [True]
    lost.write_bytes(data)
    assert tree(public) == before
    assert update(feed, site_of(feed, read_manifests(feed), NOW)) == ()
    changed = [path for path, was in before.items() if tree(public)[path] != was]
    assert changed == ["feed.xml"]


def test_an_archive_that_stays_is_checked_by_check(built: Built, workspace: Path, public: Path) -> None:
    copies(built, 6, _feed(workspace).settings)
    _set(workspace, "items_per_page = 2")
    _write(workspace)
    archive = public / "feed-1.xml"
    archive.write_bytes(archive.read_bytes().replace(b"audio/mpeg", b"audio/ogg"))
    failed = [finding.said for finding in check_feed(_feed(workspace), NOW) if not finding.passed]
    assert any("audio/ogg" in said for said in failed)


def test_a_feed_that_fails_its_checks_is_told_also_where_no_episode_comes(
    built: Built, workspace: Path, public: Path
) -> None:
    (built.folder / "chapters.json").unlink()
    before = tree(public)
    _set(workspace, 'copyright = "Example News"')
    feed = _feed(workspace)
    failed = update(feed, site_of(feed, read_manifests(feed), NOW))
    assert ["chapters.json" in finding.said for finding in failed] == [True]
    assert tree(public) == before
    assert not feed.making.exists()


def test_an_episode_built_again_touches_its_own_files_and_the_feed_alone(
    built: Built, workspace: Path, public: Path, small: Path, make: Make
) -> None:
    later = small.with_name("later.txt")
    text = SMALL.replace("7 · 2026-05-06", "8 · 2026-05-07").replace("Small Day", "Later Day")
    later.write_text(text, encoding="utf-8")
    make("later")
    before = {path: path.stat().st_ino for path in public.rglob("*") if path.is_file()}
    later.write_text(text.replace("12 years", "15 years"), encoding="utf-8")
    assert make("later").status == "built"
    touched = {
        path.relative_to(public).as_posix()
        for path in public.rglob("*")
        if path.is_file() and before.get(path) != path.stat().st_ino
    }
    assert {name for name in touched if not name.startswith("episodes/dispatch-008/")} == {"feed.xml"}


def test_a_manifest_is_read_again_when_another_has_taken_its_place(
    built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, path = _feed(workspace), built.folder / "episode.json"
    monkeypatch.setattr("dispatch_audio.files._TICK_NS", -1_000_000_000_000)
    (first,) = read_manifests(feed)
    assert read_manifests(feed)[0] is first
    other = dataclasses.replace(first, title=first.title.upper())
    files.write_atomically(path, dump(other))
    assert read_manifests(feed) == (other,)
    path.unlink()
    assert read_manifests(feed) == ()


def test_a_manifest_that_was_written_a_moment_ago_is_read_each_time(built: Built, workspace: Path) -> None:
    feed = _feed(workspace)
    files.write_atomically(built.folder / "episode.json", dump(built.manifest))
    (first,) = read_manifests(feed)
    assert read_manifests(feed)[0] is not first
