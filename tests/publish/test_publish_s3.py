"""S3: what objects are sent with, conditional writes, and lines and stores that fail, by two servers."""

from typing import Any

import pytest
from publish_samples import Place, Show

from dispatch_audio.errors import PublishError
from dispatch_audio.package import cover_name
from dispatch_audio.public import read_manifests
from dispatch_audio.publish.plan import Item
from dispatch_audio.publish.record import RECORD_NAME
from dispatch_audio.publish.sending import Visit
from samples import tree

FOREVER = "public, max-age=31536000, immutable"


def _head(bucket: Place, name: str) -> tuple[str, str]:
    client, prefix = bucket.extra["client"], bucket.extra["prefix"]
    found = client.head_object(Bucket=bucket.extra["bucket"], Key=f"{prefix}/{name}")
    return found["ContentType"], found.get("CacheControl", "")


def test_objects_have_their_type_and_what_never_changes_is_kept_for_ever(bucket: Place, show: Show) -> None:
    bucket.send(show)
    folder = "episodes/dispatch-007"
    (manifest,) = read_manifests(show.feed)
    artwork = next(name for name in bucket.served() if name.startswith("artwork."))
    assert {name: _head(bucket, name) for name in bucket.served() if not name.endswith(".txt")} == {
        "feed.xml": ("application/xml; charset=utf-8", "no-cache"),
        "feed.xsl": ("text/xsl; charset=utf-8", "no-cache"),
        "feed.css": ("text/css; charset=utf-8", "no-cache"),
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        artwork: ("image/jpeg", FOREVER),
        show.mp3: ("audio/mpeg", FOREVER),
        f"{folder}/chapters.json": ("application/json+chapters", "no-cache"),
        f"{folder}/transcript.vtt": ("text/vtt; charset=utf-8", "no-cache"),
        f"{folder}/transcript.srt": ("application/x-subrip", "no-cache"),
        f"{folder}/transcript.json": ("application/json", "no-cache"),
        f"{folder}/episode.json": ("application/json", "no-cache"),
        f"{folder}/index.html": ("text/html; charset=utf-8", "no-cache"),
        f"{folder}/script.json": ("application/json", "no-cache"),
        f"{folder}/{cover_name(manifest)}": ("image/jpeg", FOREVER),
        **{f"{folder}/{mark.picture}": ("image/png", FOREVER) for mark in manifest.chapters},
    }


def test_an_object_with_another_type_is_sent_again(bucket: Place, show: Show) -> None:
    bucket.send(show)
    # The right bytes, as a tool without our types would put them.
    bucket.write(show.mp3, (show.public / show.mp3).read_bytes())
    bucket.remove(RECORD_NAME)
    assert _head(bucket, show.mp3) != ("audio/mpeg", FOREVER)
    assert bucket.send(show).sent == 1
    assert _head(bucket, show.mp3) == ("audio/mpeg", FOREVER)


def test_the_feed_goes_out_when_all_else_is_there(bucket: Place, show: Show) -> None:
    there: list[set[str]] = []

    def noted(line: bytes) -> None:
        if line.startswith(b"PUT ") and b"/feed.xml " in line:
            there.append(set(bucket.files()))

    bucket.line.on_request = noted
    bucket.send(show)
    assert there == [set(bucket.files()) - {"feed.xml"}]


def test_the_store_itself_refuses_to_replace_another_feed(moto_bucket: Place, show: Show) -> None:
    """Between our last look and our write; s3rver knows no conditions, and there the look has to do."""
    moto_bucket.send(show)
    other = moto_bucket.files()["feed.xml"].replace(b"The Daily Dispatch", b"The Other Dispatch")
    show.remake()
    puts: list[bytes] = []

    def meanwhile(line: bytes) -> None:
        if line.startswith(b"PUT ") and b"/feed.xml " in line:
            if not puts:
                moto_bucket.write("feed.xml", other)
            puts.append(line)

    moto_bucket.line.on_request = meanwhile
    moto_bucket.send(show)
    # The first was refused, since the feed was no longer what was compared; the second knew of it.
    assert len(puts) == 2
    assert moto_bucket.files()["feed.xml"] == (show.public / "feed.xml").read_bytes()


@pytest.mark.parametrize("what", [b"PUT ", b"GET ", b"HEAD "])
@pytest.mark.parametrize("fault", ["500", "refuse"])
def test_a_passing_fault_is_got_over(bucket: Place, show: Show, fault: str, what: bytes) -> None:
    bucket.line.breaks(fault, 3, match=what)
    bucket.send(show)
    assert bucket.line.met == 3
    assert bucket.served() == tree(show.public)


@pytest.mark.parametrize("after", [0, 300, 200_000])
def test_a_line_that_is_cut_while_sending_is_got_over(bucket: Place, show: Show, after: int) -> None:
    mp3 = show.mp3.rpartition("/")[2].encode()
    bucket.line.breaks("cut", 2, after=after, match=b"PUT /show/a%20show/episodes/dispatch-007/" + mp3)
    bucket.send(show)
    assert bucket.line.met == 2
    assert bucket.served() == tree(show.public)


def test_a_line_that_is_cut_while_the_feed_is_sent_leaves_a_sound_feed(
    moto_bucket: Place, show: Show
) -> None:
    """At a store that keeps S3's promise: an object is whole or what it was. s3rver empties it first."""
    bucket = moto_bucket
    bucket.send(show)
    show.remake()
    bucket.line.breaks("cut", 1000, after=1500, match=b"PUT /show/a%20show/feed.xml")
    with pytest.raises(PublishError, match=r"cannot send feed.xml: .*tried 5 times"):
        bucket.send(show)
    assert bucket.line.met >= 5
    assert bucket.feed_is_sound()
    bucket.line.breaks("")
    # All but the feed is there already.
    assert bucket.send(show).sent == 1
    assert bucket.feed_is_sound()


@pytest.mark.usefixtures("impatient")
def test_a_store_that_gives_no_sign_is_given_up_and_asked_again(bucket: Place, show: Show) -> None:
    bucket.line.breaks("stall", 1, after=1000, match=b"PUT ")
    bucket.send(show)
    assert bucket.line.met == 1
    assert bucket.served() == tree(show.public)


def test_a_byte_that_was_changed_on_the_way_is_noticed(bucket: Place, show: Show) -> None:
    mp3 = show.mp3.rpartition("/")[2].encode()
    bucket.line.breaks("flip", 1, after=100_000, match=b"PUT /show/a%20show/episodes/dispatch-007/" + mp3)
    bucket.send(show)
    assert bucket.line.met == 1
    assert bucket.served() == tree(show.public)


def test_a_store_that_is_gone_is_told_in_a_line(bucket: Place, show: Show) -> None:
    bucket.send(show)
    before = bucket.files()
    show.add(8)
    bucket.line.breaks("refuse", 1000)
    with pytest.raises(PublishError) as told:
        bucket.send(show)
    assert str(told.value).startswith("s3://show/a show: cannot list: ")
    assert "tried 5 times" in str(told.value)
    assert bucket.files() == before


def test_a_run_that_fails_on_the_way_is_gone_on_with(
    bucket: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.line.breaks("500", 1000, match=b"PUT /show/a%20show/episodes/dispatch-007/transcript.vtt")
    with pytest.raises(PublishError, match=r"cannot send episodes/dispatch-007/transcript\.vtt"):
        bucket.send(show)
    assert "feed.xml" not in bucket.files()
    bucket.line.breaks("")
    reads: list[str] = []
    is_there = Visit._is_there

    def noted(self: Visit, item: Item) -> bool:
        reads.append(item.name)
        return is_there(self, item)

    monkeypatch.setattr(Visit, "_is_there", noted)
    done = bucket.send(show)
    assert done.unchanged >= 2
    # What the first run had read back is not read again.
    assert not any(name.endswith((".mp3", "chapters.json")) for name in reads)
    assert bucket.served() == tree(show.public)


def test_a_bucket_that_is_not_there_is_told_with_what_is_needed(bucket: Place, show: Show) -> None:
    bucket.address = "s3://nobody"
    with pytest.raises(
        PublishError, match=r"^s3://nobody: cannot list: The specified bucket does not exist .*s3:"
    ):
        bucket.send(show)


def test_a_key_that_is_wrong_is_told_without_it(
    checking_bucket: Place, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, f"MARKED-SECRET-{name}")
    with pytest.raises(PublishError) as told:
        checking_bucket.send(show)
    assert "keys come from the environment or ~/.aws" in str(told.value)
    assert "MARKED" not in str(told.value)
    assert "tried" not in str(told.value)


def test_no_keys_at_all_is_told(bucket: Place, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(PublishError, match=r"Unable to locate credentials \(keys come from the environment"):
        bucket.send(show)


def test_an_mp3_in_many_parts_arrives(bucket: Place, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    """100 MB and more is sent in parts; here the parts are the smallest that S3 allows."""
    import s3fs

    show.remake(bytes(12 << 20))
    put = s3fs.S3FileSystem._put_file

    async def in_parts(self: Any, *args: Any, **how: Any) -> None:
        await put(self, *args, **how, chunksize=5 << 20)

    monkeypatch.setattr(s3fs.S3FileSystem, "_put_file", in_parts)
    bucket.send(show)
    assert any(b"uploadId=" in line for line in bucket.line.lines)
    assert _head(bucket, show.mp3) == ("audio/mpeg", FOREVER)
    assert bucket.feed_is_sound()
    assert bucket.send(show).sent == 0
