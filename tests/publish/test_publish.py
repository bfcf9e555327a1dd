"""What publishing promises of every kind of target: a folder, any file system of fsspec's, S3, SFTP."""

import datetime
import hashlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from publish_samples import DAY, Place, Show

from dispatch_audio.errors import PublishError
from dispatch_audio.publish import pruning, publish
from dispatch_audio.publish.record import RECORD_NAME
from dispatch_audio.publish.sending import Visit
from samples import NOW, tree


def _needed(show: Show) -> dict[str, bytes]:
    """public/ without the MP3s of earlier versions."""
    pages = (show.public / "feed.xml").read_text("utf-8")
    return {
        name: data
        for name, data in tree(show.public).items()
        if not name.endswith(".mp3") or Path(name).name in pages
    }


def test_all_that_the_feed_names_arrives(place: Place, show: Show) -> None:
    progress: list[tuple[int, int]] = []
    done = place.send(show, progress=lambda sent, total: progress.append((sent, total)))
    wanted = tree(show.public)
    assert progress[0] == (0, len(wanted))
    assert progress[-1] == (len(wanted), len(wanted))
    assert place.served() == wanted
    assert (done.sent, done.sent_bytes) == (len(wanted), sum(map(len, wanted.values())))
    assert (done.unchanged, done.deleted, done.target) == (0, 0, place.address)


def test_what_is_there_is_not_sent_again(place: Place, show: Show) -> None:
    place.send(show)
    before = place.files()
    done = place.send(show)
    assert (done.sent, done.unchanged) == (0, len(place.served()))
    assert place.served() == {name: data for name, data in before.items() if name != RECORD_NAME}


def test_only_what_has_changed_is_sent(place: Place, show: Show) -> None:
    place.send(show)
    show.add(8)
    done = place.send(show)
    assert place.served() == tree(show.public)
    # The new episode, the show's page and the feed.
    assert done.sent == len(list((show.public / "episodes" / "dispatch-008").iterdir())) + 2


def test_an_edition_goes_into_a_folder_of_its_own_(place: Place, show: Show) -> None:
    edition = show.add_edition()
    publish(edition, place.address, NOW)
    there = place.served()
    assert {name for name in there if RECORD_NAME not in name} == {
        f"headlines/{name}" for name in tree(edition.public)
    }
    publish(show.feed, place.address, NOW)
    assert {name: data for name, data in place.served().items() if RECORD_NAME not in name} == tree(
        show.public
    )


def test_a_lost_record_costs_reading_and_no_sending(place: Place, show: Show) -> None:
    place.send(show)
    place.remove(RECORD_NAME)
    assert place.send(show).sent == 0
    place.write(RECORD_NAME, b"not what we wrote")
    assert place.send(show).sent == 0
    assert place.files()[RECORD_NAME].startswith(b"{")


def test_what_somebody_else_has_changed_there_is_put_right(place: Place, show: Show) -> None:
    place.send(show)
    wanted = place.served()
    for change in (wanted[show.mp3][:-1] + b"\0", wanted[show.mp3][:1000], None):
        if change is None:
            place.remove(show.mp3)
        else:
            place.write(show.mp3, change)
        assert place.send(show).sent == 1
        assert place.served() == wanted


def test_a_record_that_is_wrong_is_not_believed(place: Place, show: Show) -> None:
    place.send(show)
    record = place.files()[RECORD_NAME]
    show.remake()
    place.send(show)
    now = place.files()
    # As an older publisher would leave it; and with the notes on the files of one that has gone wrong.
    place.write(RECORD_NAME, record)
    place.write("index.html", b"x" * len(now["index.html"]))
    place.send(show)
    assert place.served()["index.html"] == now["index.html"]


def test_an_episode_that_is_not_due_or_was_withdrawn_stays_at_home(folder: Place, show: Show) -> None:
    show.add(8)
    show.add(300)
    show.set('withdrawn = ["dispatch-008"]')
    show.write()
    folder.send(show)
    assert {name.split("/")[1] for name in folder.served() if "/" in name} == {"dispatch-007"}


def test_earlier_versions_and_hidden_files_stay_at_home(folder: Place, show: Show) -> None:
    former = show.mp3
    show.remake()
    (show.public / ".secret").write_text("x")
    (show.public / "robots.txt").write_text("User-agent: *")
    folder.send(show)
    assert former not in folder.served()
    assert folder.served() == {name: data for name, data in _needed(show).items() if name != ".secret"}


def test_an_archive_comes_before_the_feed_that_names_it(folder: Place, show: Show) -> None:
    show.set("items_per_page = 1")
    for number in (8, 9):
        show.add(number)
    order = _order(folder, show)
    assert order[-3:] == ["feed-1.xml", "feed-2.xml", "feed.xml"]


def _order(place: Place, show: Show, **how: Any) -> list[str]:
    """The names in the order they are put, the record left out."""
    from dispatch_audio.publish.targets.folder import Folder

    order = []
    put = Folder.put

    def noted(self: Folder, item: Any) -> None:
        put(self, item)
        order.append(item.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Folder, "put", noted)
        place.send(show, **how)
    return [name for name in order if name != RECORD_NAME]


def test_media_come_first_and_the_feed_last(folder: Place, show: Show) -> None:
    show.add(8)
    order = _order(folder, show)
    kinds: list[Callable[[str], bool]] = [
        lambda name: name.endswith(".mp3"),
        lambda name: name.startswith("episodes/") and name.endswith((".jpg", ".png")),
        lambda name: name.endswith("chapters.json"),
        lambda name: "/transcript." in name,
        lambda name: name.startswith("episodes/") and name.endswith(("index.html", "episode.json")),
        lambda name: name.startswith("artwork."),
        lambda name: name == "feed.xml",
    ]
    places = [[at for at, name in enumerate(order) if kind(name)] for kind in kinds]
    assert all(places)
    for one, other in itertools.pairwise(places):
        assert max(one) < min(other)


def test_wherever_a_run_ends_the_feed_is_sound_and_the_next_run_goes_on(place: Place, show: Show) -> None:
    """Ends it at each put in turn; the feed there is that of before or the new one, and what it names is there."""
    place.send(show)
    show.remake()
    show.add(8)
    wanted = _needed(show)
    for at in range(40):
        with pytest.MonkeyPatch.context() as patch:
            left = iter(range(at))
            act = Visit._read_back

            def ended(self: Visit, item: Any, left: Any = left, act: Any = act) -> Any:
                if next(left, None) is None:
                    raise KeyboardInterrupt
                return act(self, item)

            patch.setattr(Visit, "_read_back", ended)
            try:
                place.send(show)
            except KeyboardInterrupt:
                assert place.feed_is_sound()
            else:
                break
    assert at < 39
    served = place.served()
    assert {name: served[name] for name in wanted} == wanted
    assert place.send(show).sent == 0


def test_a_dry_run_tells_and_does_nothing(place: Place, show: Show) -> None:
    would = place.send(show, dry_run=True)
    assert place.files() == {}
    assert place.send(show) == would
    show.remake()
    before = place.files()
    would = place.send(show, dry_run=True, pruning=True)
    assert place.files() == before
    assert place.send(show, pruning=True) == would


def test_pruning_takes_what_no_feed_of_thirty_days_needed(place: Place, show: Show) -> None:
    former = show.mp3
    place.send(show)
    place.write("CNAME", b"podcast.example.org")
    show.remake()
    place.send(show)
    for days in (0, 29):
        assert place.send(show, NOW + days * DAY, pruning=True).deleted == 0
    assert place.send(show, NOW + 31 * DAY).deleted == 0
    assert former in place.served()
    would = place.send(show, NOW + 31 * DAY, pruning=True, dry_run=True)
    assert would.deleted == 1
    assert place.send(show, NOW + 31 * DAY, pruning=True) == would
    assert place.served() == _needed(show) | {"CNAME": b"podcast.example.org"}
    assert former not in place.files()[RECORD_NAME].decode()


def test_without_history_nothing_is_pruned(place: Place, show: Show) -> None:
    place.send(show)
    show.remake()
    place.send(show)
    place.remove(RECORD_NAME)
    before = place.served()
    assert place.send(show, NOW + 31 * DAY, pruning=True).deleted == 0
    assert place.served() == before
    # Nor on the day after, since the history begins anew.
    assert place.send(show, NOW + 32 * DAY, pruning=True).deleted == 0


def test_what_comes_back_into_the_feed_is_sent_again_and_no_longer_old(place: Place, show: Show) -> None:
    show.add(8)
    place.send(show)
    show.set('withdrawn = ["dispatch-008"]')
    show.write()
    place.send(show)
    path = show.root / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(path.read_text("utf-8").replace("withdrawn", "# withdrawn"), "utf-8")
    show.write()
    later = NOW + 40 * DAY
    # All files of the episode, though they are there, the show's page and the feed.
    count = len(list((show.public / "episodes" / "dispatch-008").iterdir()))
    assert place.send(show, later, pruning=True).sent == count + 2
    assert place.send(show, later + 40 * DAY, pruning=True).deleted == 0
    assert place.served() == tree(show.public)


def test_what_was_written_since_is_not_pruned(folder: Place, show: Show) -> None:
    former = show.mp3
    data = (show.public / former).read_bytes()
    folder.send(show)
    show.remake()
    folder.send(show)
    # Another publisher needs it again, and has just sent it.
    folder.write(former, data)
    assert folder.send(show, NOW + 31 * DAY, pruning=True).deleted == 0
    assert former in folder.served()


def test_what_a_killed_run_left_beside_its_place_is_pruned_the_day_after(folder: Place, show: Show) -> None:
    import os

    folder.send(show)
    for name in (".feed.xml.0123abcd", ".notes.of.mine", ".index.html.abcdefgh"):
        folder.write(name, b"half")
        old = datetime.datetime.now(datetime.UTC).timestamp() - 90_000
        os.utime(Path(folder.address, name), (old, old))
    folder.write(".feed.css.0123abcd", b"just now")
    show.remake()
    assert folder.send(show, pruning=True).deleted == 2
    assert {name for name in folder.files() if name.startswith(".")} == {
        RECORD_NAME,
        ".notes.of.mine",
        ".feed.css.0123abcd",
    }


def test_a_feed_that_lacks_an_episode_of_the_one_there_is_refused(
    place: Place, show: Show, tmp_path: Path
) -> None:
    older = show.copy(tmp_path / "older")
    show.add(8)
    place.send(show)
    before = place.files()
    with pytest.raises(PublishError, match="listeners have and would lose: A Small Day") as told:
        place.send(older, pruning=True)
    assert "published from elsewhere" in str(told.value)
    assert place.files() == before


def test_a_feed_that_comes_in_between_is_not_overwritten(
    place: Place, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slower publisher has compared itself with the feed that was there before a newer one came."""
    older = show.copy(tmp_path / "older")
    place.send(show)
    older.remake()
    show.add(8)
    send_feed = Visit.send_feed

    def overtaken(self: Visit, *args: Any) -> None:
        monkeypatch.setattr(Visit, "send_feed", send_feed)
        place.send(show)
        send_feed(self, *args)

    monkeypatch.setattr(Visit, "send_feed", overtaken)
    (older.root / "feeds" / "daily-dispatch" / ".publish.lock").unlink(missing_ok=True)
    with pytest.raises(PublishError, match="would lose"):
        place.send(older)
    assert place.served()["feed.xml"] == (show.public / "feed.xml").read_bytes()
    assert place.feed_is_sound()


def test_what_vanishes_before_the_feed_is_sent_is_sent_again(
    place: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_gaps = Visit.refuse_gaps

    def meanwhile(self: Visit, *args: Any) -> None:
        monkeypatch.setattr(Visit, "refuse_gaps", refuse_gaps)
        place.remove(show.mp3)
        refuse_gaps(self, *args)

    monkeypatch.setattr(Visit, "refuse_gaps", meanwhile)
    place.send(show)
    assert place.feed_is_sound()


def test_a_build_that_comes_in_between_is_published_whole(
    folder: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    intend = Visit.intend

    def meanwhile(self: Visit, *args: Any) -> None:
        monkeypatch.setattr(Visit, "intend", intend)
        show.add(8)
        intend(self, *args)

    monkeypatch.setattr(Visit, "intend", meanwhile)
    folder.send(show)
    assert folder.served() == tree(show.public)
    assert folder.feed_is_sound()


def test_publishers_at_once_leave_a_sound_feed(place: Place, show: Show, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    others = [show.copy(tmp_path / f"machine-{number}") for number in range(3)]
    for number, other in enumerate(others):
        other.remake(b"%d" % number)
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(place.send, other) for other in others]
        while not all(run.done() for run in runs):
            place.feed_is_sound()
    assert place.feed_is_sound()
    assert any(run.exception() is None for run in runs)
    for run in runs:
        assert run.exception() is None or isinstance(run.exception(), PublishError)
    feeds = [(other.public / "feed.xml").read_bytes() for other in others]
    assert place.served()["feed.xml"] in feeds


@pytest.mark.parametrize("breaks", ["gone", "cut", "other"])
def test_what_is_broken_at_home_is_not_sent(folder: Place, show: Show, breaks: str) -> None:
    path = show.public / show.mp3
    data = path.read_bytes()
    match breaks:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(data[:-1])
        case "other":
            path.write_bytes(data[:-1] + b"\0")
    with pytest.raises(PublishError):
        folder.send(show)
    assert not folder.feed_is_sound()
    assert show.mp3 not in folder.served()


def test_without_a_feed_there_is_nothing_to_publish(folder: Place, show: Show) -> None:
    (show.public / "feed.xml").unlink()
    with pytest.raises(PublishError, match=r"no feed to publish \(`dispatch-audio build` makes one\)"):
        folder.send(show)


def test_a_feed_of_another_address_is_not_sent(folder: Place, show: Show) -> None:
    path = show.root / "feeds" / "daily-dispatch" / "feed.toml"
    path.write_text(path.read_text("utf-8").replace("https://example.org/", "https://example.net/"), "utf-8")
    with pytest.raises(PublishError, match="which is not below base_url"):
        folder.send(show)


def test_bytes_that_come_back_wrong_are_sent_again(
    folder: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dispatch_audio.publish.targets.folder import Folder

    digest, wrong = Folder.digest, iter([True, True, False, True])
    monkeypatch.setattr(
        Folder, "digest", lambda self, name: "0" * 64 if next(wrong, False) else digest(self, name)
    )
    folder.send(show)
    assert next(wrong, None) is None
    assert folder.served() == tree(show.public)


def test_bytes_that_always_come_back_wrong_are_named_by_no_feed(
    folder: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dispatch_audio.publish.targets.folder import Folder

    monkeypatch.setattr(Folder, "digest", lambda self, name: hashlib.sha256(b"other").hexdigest())
    with pytest.raises(PublishError, match=r"has another SHA-256 when read back \(tried 5 times\)"):
        folder.send(show)
    assert not folder.feed_is_sound()


def test_thirty_days_is_what_is_promised() -> None:
    assert datetime.timedelta(days=30) == pruning.KEPT
