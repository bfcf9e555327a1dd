"""A show to publish, and places to publish it to, looked at by other means than ours."""

import contextlib
import dataclasses
import datetime
import hashlib
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dispatch_audio.package.manifest import dump, item_guid
from dispatch_audio.public import read_manifests, site_of, update
from dispatch_audio.publish import Published, publish
from dispatch_audio.publish.record import RECORD_NAME
from dispatch_audio.workspace import Feed, Workspace
from samples import NOW

BASE = "https://example.org/daily-dispatch/"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Show:
    """A workspace with an episode in public/."""

    root: Path

    @property
    def feed(self) -> Feed:
        """As it is on the disk now."""
        return Workspace(self.root).feed(None)

    @property
    def public(self) -> Path:
        """What is to be published."""
        return self.root / "feeds" / "daily-dispatch" / "public"

    @property
    def mp3(self) -> str:
        """The name at a target of the first episode's MP3."""
        return f"episodes/dispatch-007/{read_manifests(self.feed)[0].enclosure.name}"

    def set(self, text: str) -> None:
        """Puts lines at the end of feed.toml."""
        path = self.root / "feeds" / "daily-dispatch" / "feed.toml"
        path.write_text(f"{path.read_text('utf-8')}\n{text}\n", encoding="utf-8")

    def write(self) -> None:
        """Makes the top of public/ anew."""
        assert update(self.feed, site_of(self.feed, read_manifests(self.feed), NOW)) == ()

    def add(self, number: int) -> None:
        """Another episode, a copy of the first."""
        first = self.public / "episodes" / "dispatch-007"
        folder = first.with_name(f"dispatch-{number:03d}")
        known = read_manifests(self.feed)[0]
        shutil.copytree(first, folder)
        manifest = dataclasses.replace(
            known,
            slug=folder.name,
            number=number,
            guid=item_guid(self.feed.settings.guid, folder.name),
            published=known.published + (number - 7) * DAY,
        )
        (folder / "episode.json").write_bytes(dump(manifest))
        self.write()

    def add_edition(self) -> Feed:
        """An edition, with a copy of the first episode, whose pages and the show's lead to one another."""
        self.set('[[editions]]\nlength = "headlines"')
        edition, known = self.feed.chosen("headlines"), read_manifests(self.feed)[0]
        folder = edition.public / "episodes" / known.slug
        shutil.copytree(self.public / "episodes" / known.slug, folder)
        guid = item_guid(edition.settings.guid, known.slug)
        (folder / "episode.json").write_bytes(dump(dataclasses.replace(known, guid=guid)))
        assert update(edition, site_of(edition, read_manifests(edition), NOW)) == ()
        self.write()
        return edition

    def remake(self, word: bytes = b"remade") -> None:
        """Another version of the first episode: other bytes, another name."""
        folder = self.public / "episodes" / "dispatch-007"
        known = read_manifests(self.feed)[0]
        data = (folder / known.enclosure.name).read_bytes() + word
        digest = hashlib.sha256(data).hexdigest()
        enclosure = dataclasses.replace(
            known.enclosure, name=f"dispatch-007.{digest[:12]}.mp3", length=len(data), sha256=digest
        )
        (folder / enclosure.name).write_bytes(data)
        (folder / "episode.json").write_bytes(dump(dataclasses.replace(known, enclosure=enclosure)))
        self.write()

    def copy(self, root: Path) -> "Show":
        """The same workspace on another machine."""
        shutil.copytree(self.root, root)
        return Show(root)


@dataclass
class Place:
    """A target, and a look at it that does not go through the program."""

    address: str
    files: Callable[[], dict[str, bytes]]
    """Everything that is there, the record too."""
    write: Callable[[str, bytes], None]
    """Puts bytes there, as somebody else would."""
    remove: Callable[[str], None]
    line: Any = None
    """The line to its server, where there is one."""
    extra: dict[str, Any] = field(default_factory=dict)

    def served(self) -> dict[str, bytes]:
        """Everything but the record."""
        return {name: data for name, data in self.files().items() if name != RECORD_NAME}

    def send(self, show: Show, now: datetime.datetime = NOW, **how: Any) -> Published:
        """Publishes the show to it."""
        return publish(show.feed, self.address, now, **how)

    def feed_is_sound(self) -> bool:
        """Whether there is a feed; an AssertionError when it names what is missing or of another length."""
        # The feed first: what it names must be there from then on, whatever comes meanwhile.
        feed = self.files().get("feed.xml")
        return feed is not None and sound({**self.files(), "feed.xml": feed})


def sound(files: dict[str, bytes]) -> bool:
    """Whether there is a feed in these; an AssertionError when it names what is missing or of another length."""
    if "feed.xml" not in files:
        return False
    found = list(ET.fromstring(files["feed.xml"]).iter())
    for element in found:
        address = element.get("url") or element.get("href") or ""
        name = address.removeprefix(BASE)
        if address.startswith(BASE) and name:
            assert name in files, f"{name} is named, and is not there"
            if element.tag == "enclosure":
                assert len(files[name]) == int(element.get("length", "-1"))
                # Its name holds a hash of its bytes.
                assert hashlib.sha256(files[name]).hexdigest()[:12] == name.split(".")[-2]
    return True


def folder_place(address: str, root: Path) -> Place:
    """A folder of this machine, however it is reached."""

    def write(name: str, data: bytes) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)

    def files() -> dict[str, bytes]:
        found = {}
        for path in sorted(root.rglob("*")):
            # What is being written beside its place may be gone already.
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    found[path.relative_to(root).as_posix()] = path.read_bytes()
        return found

    return Place(address, files, write, lambda name: (root / name).unlink())


def bucket_place(address: str, endpoint: str) -> Place:
    """A bucket, looked at by Amazon's own library, past the line that misbehaves."""
    import boto3

    client = boto3.client("s3", endpoint_url=endpoint)
    bucket, _, prefix = address.removeprefix("s3://").partition("/")

    def files() -> dict[str, bytes]:
        listed = client.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/").get("Contents", ())
        return {
            entry["Key"].removeprefix(f"{prefix}/"): client.get_object(Bucket=bucket, Key=entry["Key"])[
                "Body"
            ].read()
            for entry in listed
        }

    def write(name: str, data: bytes) -> None:
        client.put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=data)

    def remove(name: str) -> None:
        client.delete_object(Bucket=bucket, Key=f"{prefix}/{name}")

    return Place(address, files, write, remove, extra={"client": client, "bucket": bucket, "prefix": prefix})
