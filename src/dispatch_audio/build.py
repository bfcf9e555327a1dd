"""The stages in order: one dispatch file becomes one episode in public/, checked before it is moved in.

    read -> compose -> check the script -> speak -> mix -> package -> check -> move in -> feed

Only this module knows the order. What the world gives (clock, threads, progress) is handed in.
"""

import dataclasses
import datetime
import json
import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from dispatch_audio import approval, files
from dispatch_audio.approval import is_approved
from dispatch_audio.artwork import Face, Look, chapter_picture, cover, face_of, look_of, published_picture
from dispatch_audio.checks import check_episode
from dispatch_audio.checks.finding import Finding
from dispatch_audio.compose import Length, compose
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import MANIFEST_NAME, Manifest
from dispatch_audio.errors import WorkspaceError
from dispatch_audio.fidelity import faults
from dispatch_audio.fingerprint import Fingerprints, fingerprints, same
from dispatch_audio.master import Master
from dispatch_audio.mastering import Mastering, Progress
from dispatch_audio.mix.design import identity, leads_of
from dispatch_audio.models import sha256_of
from dispatch_audio.package import Package, package
from dispatch_audio.package.manifest import load
from dispatch_audio.pages import discard_former, renew_pages, write_page
from dispatch_audio.public import move_in, read_manifests, site_of, stage, update
from dispatch_audio.readers import parse, read_bytes
from dispatch_audio.saved import Saved, Say, decode, read, write
from dispatch_audio.script import Kind, Script
from dispatch_audio.scripts import origin_of, saved_bytes, script_file, warn_of_changes
from dispatch_audio.slugs import refuse_twins
from dispatch_audio.speak.estimate import estimate
from dispatch_audio.speaking import said_by
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Feed, Voice

if TYPE_CHECKING:
    from dispatch_audio.listen import Listening, Recogniser

log = logging.getLogger(__name__)

_FINDINGS_NAME = "findings.json"
"""Beside a withheld episode: why it is not in public/."""
_SCRIPT_NAME = "script.md"
"""What would have been read, where the script itself is why."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a dispatch."""

    slug: str
    status: Literal["built", "unchanged", "withheld"]
    folder: Path
    """The episode's folder, in public/ or in withheld/."""
    made: Manifest | None
    """What was made; None when the script did not pass its check and nothing was spoken."""
    failed: tuple[Finding, ...] = ()
    """The checks that withhold it, or a new feed where the episode is unchanged: public/ is as it was."""

    @property
    def waits(self) -> bool:
        """Whether nothing but an editor's approval is missing, which is no failure."""
        return bool(self.failed) and all(finding.check == approval.CHECK for finding in self.failed)

    @property
    def manifest(self) -> Manifest:
        """What was made, where something was."""
        assert self.made is not None, f"nothing was spoken for {self.slug}"
        return self.made


def compose_script(dispatch: Dispatch, feed: Feed, voice: Voice, length: Length | None = None) -> Script:
    """The script of a dispatch as this show's narrator would read it, of this length or else the feed's."""
    lexicon, leads = voice.lexicon_for(feed), leads_of(feed)
    script = compose(
        dispatch,
        feed.show(voice.profile.name),
        lambda text: spoken_form(text, lexicon),
        length or feed.settings.length,
        lambda script: estimate(script, voice, leads),
    )
    return script if voice.quotes is None else said_by(voice.quotes, script, feed, quotations_alone=True)


def script_for(
    dispatch: Dispatch,
    data: bytes,
    path: Path,
    feed: Feed,
    voice: Voice,
    edited: bytes | None = None,
    length: Length | None = None,
    say: Say | None = None,
) -> Saved:
    """The script that a dispatch is read by: ``edited``, what its saved script's file holds, else composed.

    ``data`` and ``path`` are of the dispatch's file; ``say`` is ``said_in``, for one that remembers. Raises InputError, with the lines, when a saved script cannot be
    read.
    """
    if edited is None:
        made_from = dataclasses.replace(origin_of(data, path), length="" if length is None else f"{length}")
        return Saved(compose_script(dispatch, feed, voice, length), dispatch.title, made_from)
    file = str(script_file(feed, dispatch))
    numbers = {source.number for source in dispatch.sources}
    return read(decode(edited, file), file, say or said_in(feed, voice), numbers)


def said_in(feed: Feed, voice: Voice) -> Say:
    """How a saved script's words are said in this show by this voice, or by the one that reads its quotations."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    lexicons = {kind: voice.reading(kind).lexicon_for(feed) for kind in kinds}
    return lambda text, inline, kind: spoken_form(text, lexicons[kind], inline)


def build(
    path: Path,
    feed: Feed,
    voice: Voice,
    executor: Executor,
    progress: Progress,
    now: datetime.datetime,
    length: Length | None = None,
    *,
    again: bool = False,
    speakers: Executor | None = None,
) -> Built:
    """Makes the episode of this dispatch file, unless the one in public/ was made from the very same things.

    Its length is ``length``, else what feed.toml says. ``again`` makes it in any case: the one in public/ may have been
    spoken by the fallback, which is kept otherwise, since listeners have it. ``executor``'s workers are threads; lines are
    spoken on ``speakers`` where there are any, which may be other machines.

    Raises InputError when the file is no dispatch or another one has its slug, and whatever a stage raises; public/
    is then as it was.
    """
    with files.locked(feed.folder / ".lock", waiting_for=f"the feed {feed.name}"):
        # Read once, under the lock: what is spoken and what the fingerprint is of must be the same text.
        data = read_bytes(path)
        dispatch = parse(data, path)
        slug, folder = dispatch.slug, feed.episode(dispatch.slug)
        manifests = {manifest.slug: manifest for manifest in read_manifests(feed)}
        present = manifests.get(slug)
        refuse_twins(path, slug, feed, manifests)
        edited = saved_bytes(feed, dispatch)
        warn_of_changes(edited, dispatch, data, path, feed)
        if edited is not None and length is not None:
            log.warning("%s: an editor has saved its script, which keeps its length", slug)
        if slug in feed.settings.withdrawn:
            log.warning("%s: is withdrawn in feed.toml, and stays out of the feed", slug)
        prints = fingerprints_of(data, edited, dispatch, feed, voice, length)
        held = feed.settings.review and not is_approved(feed, slug, prints)
        if present is not None and not again and _is_of(present, prints, folder):
            write_page(folder, feed.settings, present)
            renew_pages(feed, manifests.values())
            failed = update(feed, site_of(feed, manifests.values(), now))
            return Built(slug, "unchanged", folder, present, failed)
        ready = waiting(feed, slug, prints) if not again else None
        if ready is not None and held:
            return Built(slug, "withheld", feed.withheld / slug, ready, (_unapproved(slug),))
        with (
            files.work_folder(feed.making) as beside,
            files.work_folder(beside / feed.settings.episode_folder(slug)) as making,
        ):
            if ready is not None:
                return _air(ready, feed, manifests, making, beside, now)
            # A picture that no directory takes is told before anything is spoken.
            published_picture(look_of(feed.settings), feed.artwork)
            progress.stage("writing the script")
            saved = script_for(dispatch, data, path, feed, voice, edited, length)
            unfaithful = check_script(saved, dispatch, feed, voice)
            if unfaithful:
                return _withhold_script(saved, dispatch, unfaithful, making, feed.withheld / slug)
            recogniser = _recogniser(feed)
            mastering = Mastering(
                saved.script, feed, voice, making / "master.mp3", executor, speakers or executor, progress
            )
            master, heard = mastering.master(recogniser)
            progress.stage("packaging")
            made = _package(master, dispatch, path.name, feed, voice, making, prints, present, now)
            progress.stage("checking")
            misheard = _misheard(heard, feed, slug)
            return _air(made.manifest, feed, manifests, making, beside, now, misheard, held=held)


def _air(
    made: Manifest,
    feed: Feed,
    manifests: Mapping[str, Manifest],
    making: Path,
    beside: Path,
    now: datetime.datetime,
    misheard: tuple[Finding, ...] = (),
    *,
    held: bool = False,
) -> Built:
    """Checks an episode that was made beside public/ and moves it in, or withholds it; ``held`` waits for approval."""
    slug, folder = made.slug, feed.episode(made.slug)
    if not any(making.iterdir()):
        # It was made before and waited: what it was withheld for stays behind.
        for file in [file for file in (feed.withheld / slug).iterdir() if file.name != _FINDINGS_NAME]:
            files.move_in(file, making / file.name)
    # Made before anything is moved: what cannot be published must leave public/ as it was.
    site = site_of(feed, {**manifests, slug: made}.values(), now)
    failed = (
        *misheard,
        *(finding for finding in check_episode(making, made) if not finding.passed),
        *stage(feed, site, beside),
        *((_unapproved(slug),) if held else ()),
    )
    if failed:
        _set_aside(failed, making, feed.withheld / slug)
        return Built(slug, "withheld", feed.withheld / slug, made, failed)
    _move_in(making, folder)
    renew_pages(feed, (other for other in manifests.values() if other.slug != slug))
    move_in(feed, site, beside)
    files.remove_folder(feed.withheld / slug)
    return Built(slug, "built", folder, made)


def fingerprints_of(
    data: bytes,
    edited: bytes | None,
    dispatch: Dispatch,
    feed: Feed,
    voice: Voice,
    length: Length | None = None,
) -> Fingerprints:
    """What an episode would be made from, sound design and all."""
    return fingerprints(data, edited, dispatch, feed, voice, length, identity(feed))


def waiting(feed: Feed, slug: str, prints: Fingerprints) -> Manifest | None:
    """The episode that was made from these very things and lacks nothing but an editor's approval; None when none is."""
    folder = feed.withheld / slug
    try:
        findings = json.loads((folder / _FINDINGS_NAME).read_bytes())
        made = load((folder / MANIFEST_NAME).read_bytes(), folder / MANIFEST_NAME)
    except (OSError, ValueError, WorkspaceError):
        return None
    alone = [finding.get("check") for finding in findings] == [approval.CHECK]
    return made if alone and _is_of(made, prints, folder) else None


def _unapproved(slug: str) -> Finding:
    return Finding(approval.CHECK, slug, False, approval.WAITS)


def check_script(saved: Saved, dispatch: Dispatch, feed: Feed, voice: Voice) -> tuple[Finding, ...]:
    """What a script says without ground, or leaves out without saying so; cheap, so nothing unfaithful is spoken.

    An editor may know more than the dispatch: of a script that one has saved, quotations that are not the source's words
    are held against it, the rest is a warning with the line of its file, and what an editor took out is nobody's fault.
    """
    edited = bool(saved.lines)
    found = faults(saved.script, dispatch, feed.show(voice.profile.name), edited=edited)
    if not edited:
        return tuple(Finding("fidelity", dispatch.slug, False, str(fault)) for fault in found)
    held = []
    for fault in found:
        line = saved.lines[fault.utterance] if fault.utterance is not None else 0
        where = f"{script_file(feed, dispatch)}{f':{line}' if line else ''}: {fault}"
        if fault.kind == "quotation":
            held.append(Finding("fidelity", dispatch.slug, False, where))
        elif fault.kind != "left out":
            log.warning("%s", where)
    return tuple(held)


def _package(
    master: Master,
    dispatch: Dispatch,
    made_from: str,
    feed: Feed,
    voice: Voice,
    making: Path,
    prints: Fingerprints,
    present: Manifest | None,
    now: datetime.datetime,
) -> Package:
    """The episode's whole folder, beside public/."""
    look, face = look_of(feed.settings), face_of(dispatch, master.timeline)
    made = package(
        master,
        dispatch,
        feed.settings,
        feed.show(voice.profile.name),
        fingerprint=prints.of(master.narration.speaker.stand_in),
        replaced=None if present is None else (present, now),
        made_from=made_from,
        cover=cover(look, face, feed.artwork),
        pictures=_chapter_pictures(master, look, face) if feed.settings.chapter_pictures else (),
        mp3=master.sound.path,
    )
    made.mp3.rename(making / made.manifest.enclosure.name)
    for file in made.files:
        files.write_atomically(making / file.name, file.data)
    write_page(making, feed.settings, made.manifest)
    return made


def _recogniser(feed: Feed) -> "Recogniser | None":
    if not feed.settings.listen:
        return None
    from dispatch_audio.listen import load_recogniser

    return load_recogniser(feed.settings.recogniser)


def _misheard(heard: "Listening | None", feed: Feed, slug: str) -> tuple[Finding, ...]:
    """What a recogniser missed that withholds the episode; all that it heard is kept for the editor."""
    if heard is None:
        return ()
    from dispatch_audio.listen.report import report, told

    files.write_atomically(feed.heard / f"{slug}.json", report(heard))
    return tuple(Finding("heard", slug, passed, said) for passed, said in told(heard) if not passed)


def _chapter_pictures(master: Master, look: Look, face: Face) -> tuple[bytes, ...]:
    marks = master.timeline.marks
    return tuple(chapter_picture(look, face, mark.title, at, len(marks)) for at, mark in enumerate(marks))


def _move_in(making: Path, target: Path) -> None:
    """File by file, so that what a feed names is there at every instant: the MP3 first, since its name is new, and the
    manifest last. The MP3 of an earlier version stays for those who have the earlier feed."""
    order = {".mp3": 0, ".json": 2}
    made = sorted(
        making.iterdir(), key=lambda file: (file.name == MANIFEST_NAME, order.get(file.suffix, 1), file.name)
    )
    for file in made:
        files.move_in(file, target / file.name)
    discard_former(target, [file.name for file in made])


def _withhold_script(
    saved: Saved, dispatch: Dispatch, failed: tuple[Finding, ...], making: Path, target: Path
) -> Built:
    """Sets the script aside with the reasons; nothing of it was spoken."""
    files.write_atomically(making / _SCRIPT_NAME, write(saved).encode())
    _set_aside(failed, making, target)
    return Built(dispatch.slug, "withheld", target, None, failed)


def _set_aside(failed: tuple[Finding, ...], making: Path, target: Path) -> None:
    reasons = (
        json.dumps([dataclasses.asdict(finding) for finding in failed], indent=2, ensure_ascii=False) + "\n"
    )
    files.write_atomically(making / _FINDINGS_NAME, reasons.encode())
    files.replace_folder(making, target)


def _is_of(present: Manifest, prints: Fingerprints, folder: Path) -> bool:
    """Whether the episode in public/ was made from these things, and every file of it still holds what it was published
    with."""
    return same(present.fingerprint, prints.of(present.stand_in)) and _is_whole(folder, present)


def _is_whole(folder: Path, manifest: Manifest) -> bool:
    known = {
        manifest.enclosure.name: manifest.enclosure.sha256,
        **{file.name: file.sha256 for file in manifest.beside},
    }
    return all(
        (folder / name).is_file() and sha256_of(folder / name) == digest for name, digest in known.items()
    )
