"""The stages in order: one dispatch file becomes one episode in public/, checked before it is moved in.

    read -> compose -> speak -> mix -> package -> check -> move in -> feed

Only this module knows the order. What the world gives (clock, threads, progress) is handed in.
"""

import dataclasses
import datetime
import hashlib
import json
import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import dispatch_audio
from dispatch_audio import files
from dispatch_audio.checks import check_episode, check_public
from dispatch_audio.checks.finding import Finding
from dispatch_audio.compose import compose
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import MANIFEST_NAME, Manifest
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.mix import mix
from dispatch_audio.package import COVER_NAME, Package, package
from dispatch_audio.package.manifest import load
from dispatch_audio.readers import READERS, read_dispatch
from dispatch_audio.script import Script
from dispatch_audio.site import PAGE_NAME, render_episode, site_files
from dispatch_audio.site.artwork import artwork
from dispatch_audio.speak import speak
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Feed, Voice

log = logging.getLogger(__name__)

_COVER_SIDE = 1400
"""Pixels: the smallest that Apple takes, since the picture is inside every MP3."""
_FINDINGS_NAME = "findings.json"
"""Beside a withheld episode: why it is not in public/."""


class Progress(Protocol):
    """Who is told how far a build is: a bar on a terminal, lines in a log."""

    def stage(self, text: str) -> None:
        """What is being done now: ``composing the script``."""

    def step(self, done: int, total: int) -> None:
        """How much of this stage is done."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a dispatch."""

    slug: str
    status: Literal["built", "unchanged", "withheld"]
    folder: Path
    """The episode's folder, in public/ or in withheld/."""
    manifest: Manifest
    failed: tuple[Finding, ...] = ()
    """The checks that withhold it."""


def compose_script(dispatch: Dispatch, feed: Feed, voice: Voice) -> Script:
    """The script of a dispatch as this show's narrator would read it."""
    return compose(dispatch, feed.show(voice.profile.name), lambda text: spoken_form(text, feed.lexicon))


def build(
    path: Path, feed: Feed, voice: Voice, executor: Executor, progress: Progress, now: datetime.datetime
) -> Built:
    """Makes the episode of this dispatch file, unless the one in public/ was made from the very same things.

    Raises InputError when the file is no dispatch or another one has its slug, and whatever a stage raises; public/
    is then as it was.
    """
    dispatch = read_dispatch(path)
    slug = dispatch.slug
    refuse_twins(path, slug, feed)
    with files.locked(feed.folder / ".lock", waiting_for=f"the feed {feed.name}"):
        fingerprint = _fingerprint(path, feed, voice)
        present = _present(feed.public / "episodes" / slug)
        if present is not None and present.fingerprint == fingerprint:
            write_site(feed, now)
            return Built(slug, "unchanged", feed.public / "episodes" / slug, present)
        with files.work_folder(feed.folder / ".making" / slug) as making:
            made = _make(dispatch, feed, voice, executor, progress, making, fingerprint)
            progress.stage("checking")
            failed = tuple(finding for finding in check_episode(making, made.manifest) if not finding.passed)
            if failed:
                return _withhold(made, failed, making, feed.withheld / slug)
            _move_in(making, feed.public / "episodes" / slug)
        write_site(feed, now)
    return Built(slug, "built", feed.public / "episodes" / slug, made.manifest)


def _make(
    dispatch: Dispatch,
    feed: Feed,
    voice: Voice,
    executor: Executor,
    progress: Progress,
    making: Path,
    fingerprint: str,
) -> Package:
    """The episode's whole folder, beside public/."""
    progress.stage("writing the script")
    script = compose_script(dispatch, feed, voice)
    progress.stage("speaking")
    narration = speak(script, voice, executor, progress.step)
    master = mix(narration, voice.profile.pauses, making / "master.mp3", progress.stage)
    progress.stage("packaging")
    made = package(
        master,
        dispatch,
        feed.settings,
        feed.show(voice.profile.name),
        fingerprint=fingerprint,
        cover=artwork(feed.settings.title, feed.settings.guid, side=_COVER_SIDE),
        mp3=master.sound.path,
    )
    made.mp3.rename(making / made.manifest.enclosure.name)
    for file in made.files:
        files.write_atomically(making / file.name, file.data)
    transcript = (making / made.manifest.transcripts[0].name).read_bytes()
    page = render_episode(feed.settings, made.manifest, transcript)
    files.write_atomically(making / PAGE_NAME, page)
    return made


def _move_in(making: Path, target: Path) -> None:
    """File by file, so that what a feed names is there at every instant: the MP3 first, since its name is new, and the
    manifest last. The MP3 of an earlier version stays for those who have the earlier feed."""
    order = {".mp3": 0, ".json": 2}
    for file in sorted(
        making.iterdir(), key=lambda file: (file.name == MANIFEST_NAME, order.get(file.suffix, 1), file.name)
    ):
        files.move_in(file, target / file.name)


def _withhold(made: Package, failed: tuple[Finding, ...], making: Path, target: Path) -> Built:
    reasons = (
        json.dumps([dataclasses.asdict(finding) for finding in failed], indent=2, ensure_ascii=False) + "\n"
    )
    files.write_atomically(making / _FINDINGS_NAME, reasons.encode())
    files.replace_folder(making, target)
    return Built(made.manifest.slug, "withheld", target, made.manifest, failed)


def _fingerprint(path: Path, feed: Feed, voice: Voice) -> str:
    """A hash of all that an episode is made from: equal means that building again would change nothing."""
    style = (voice.folder / voice.profile.style) if voice.profile.style else None
    parts = (
        dispatch_audio.__version__.encode(),
        path.read_bytes(),
        feed.settings.model_dump_json().encode(),
        repr(feed.people).encode(),
        repr(feed.lexicon).encode(),
        voice.profile.model_dump_json().encode(),
        style.read_bytes() if style is not None and style.is_file() else b"",
    )
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _present(folder: Path) -> Manifest | None:
    """The manifest of an episode that is whole; none when a file is missing, of another length, or unreadable."""
    try:
        manifest = load((folder / MANIFEST_NAME).read_bytes(), folder / MANIFEST_NAME)
        whole = (folder / manifest.enclosure.name).stat().st_size == manifest.enclosure.length
    except (OSError, DispatchAudioError):
        return None
    beside = (
        manifest.chapters_file.name,
        *(file.name for file in manifest.transcripts),
        PAGE_NAME,
        COVER_NAME,
    )
    return manifest if whole and all((folder / name).is_file() for name in beside) else None


def read_manifests(feed: Feed) -> tuple[Manifest, ...]:
    """The manifests of all episodes in public/.

    Raises WorkspaceError when one cannot be read: a feed without it would tell listeners that it is gone.
    """
    return tuple(
        load(path.read_bytes(), path) for path in sorted(feed.public.glob(f"episodes/*/{MANIFEST_NAME}"))
    )


def write_site(feed: Feed, now: datetime.datetime) -> None:
    """The show's page, picture and feed, from the manifests of what is due; only what differs is written, the feed last.

    An episode whose time has not come is in its folder already, and in no feed.
    """
    due = tuple(manifest for manifest in read_manifests(feed) if manifest.published <= now)
    for file in site_files(feed.settings, due):
        path = feed.public / file.name
        if not path.is_file() or path.read_bytes() != file.data:
            files.write_atomically(path, file.data)


def check_feed(feed: Feed) -> tuple[Finding, ...]:
    """Everything in public/, measured against what is promised."""
    manifests = read_manifests(feed)
    episodes = (check_episode(feed.public / "episodes" / manifest.slug, manifest) for manifest in manifests)
    return (*check_public(feed.public, manifests), *(finding for found in episodes for finding in found))


def refuse_twins(path: Path, slug: str, feed: Feed) -> None:
    """Raises InputError when another file of the feed's dispatches would make an episode of the same slug."""
    for other in _dispatch_files(feed):
        if other.resolve() == path.resolve():
            continue
        try:
            twin = read_dispatch(other).slug
        except InputError as error:
            log.debug("%s is no dispatch: %s", other, error)
            continue
        if twin == slug:
            raise InputError(
                f"and {other} would both be {slug}", file=path, hint="number one of them differently"
            )


def _dispatch_files(feed: Feed) -> Sequence[Path]:
    return sorted(file for file in (feed.folder / "dispatches").glob("*") if file.suffix.lower() in READERS)
