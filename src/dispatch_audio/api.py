"""The stages as a program of yours calls them: each with the values that a workspace gives, and nothing else to hand in.

Whoever needs progress, a cluster or another clock calls the rooms: these functions only fill in what a command does.
"""

import datetime
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dispatch_audio import files
from dispatch_audio.build import Built, check_script, package_episode, script_for
from dispatch_audio.build import build as build_episode
from dispatch_audio.compose import Length
from dispatch_audio.dispatch import Dispatch
from dispatch_audio.episode import Manifest
from dispatch_audio.errors import InputError, SettingsError
from dispatch_audio.fingerprint import Fingerprints
from dispatch_audio.machine import cores
from dispatch_audio.master import Master
from dispatch_audio.mix import mix as mix_programme
from dispatch_audio.mix.design import design_of
from dispatch_audio.narration import Narration
from dispatch_audio.publish import Published
from dispatch_audio.publish import publish as publish_to
from dispatch_audio.readers import read_dispatch
from dispatch_audio.script import Script
from dispatch_audio.scripts import saved_bytes
from dispatch_audio.speaking import narrated
from dispatch_audio.workspace import Feed, Voice


class _Unwatched:
    """Progress that nobody watches."""

    def stage(self, text: str) -> None:
        """See ``mastering.Progress``."""

    def step(self, done: int, total: int) -> None:
        """See ``mastering.Progress``."""


def read(path: Path | str) -> Dispatch:
    """The dispatch in this file, whose ending says how it is read: .txt, .md, .json or .html.

    Raises InputError, with file and line, for anything that is not a dispatch.
    """
    return read_dispatch(Path(path))


def compose(dispatch: Dispatch, feed: Feed, voice: Voice, length: Length | None = None) -> Script:
    """The narration script of a dispatch: the one that an editor has saved, or one that is composed.

    ``length`` is ``"headlines"``, ``"standard"``, ``"full"`` or minutes, else what feed.toml says; a saved script keeps
    its own. Raises InputError when a saved script cannot be read, and when a script says what the dispatch does not.
    """
    edited = saved_bytes(feed, dispatch)
    saved = script_for(dispatch, b"", Path(f"{dispatch.slug}.txt"), feed, voice, edited, length)
    unfaithful = check_script(saved, dispatch, feed, voice)
    if unfaithful:
        raise InputError(
            f"the script of {dispatch.slug} says what the dispatch does not: {unfaithful[0].said}"
        )
    return saved.script


def speak(script: Script, feed: Feed, voice: Voice) -> Narration:
    """Every utterance of a script as a clip in the cache, spoken by the voice, or all by its fallback where its engine is gone.

    Raises VoiceError when an utterance cannot be said, EngineGoneError when no engine can speak.
    """
    watcher = _Unwatched()
    with _workers() as executor:
        return narrated(script, feed, voice, executor, watcher.stage, watcher.step)[0]


def mix(narration: Narration, feed: Feed, voice: Voice, mp3: Path | str) -> Master:
    """The programme as an MP3 at ``mp3``, with the show's music and at its loudness, not yet tagged.

    ``voice`` is the one that ``speak`` was given: its pauses are laid between the clips. Raises SoundError when a clip is
    no longer what was spoken, or the loudness cannot be met.
    """
    spoke = voice.fallback if narration.speaker.stand_in and voice.fallback is not None else voice
    with _workers() as executor:
        return mix_programme(
            narration,
            spoke.profile.pauses,
            Path(mp3),
            _Unwatched().stage,
            executor,
            feed.settings.master,
            design_of(feed),
        )


def package(
    master: Master, dispatch: Dispatch, feed: Feed, voice: Voice, folder: Path | str, made_from: str = ""
) -> Manifest:
    """The episode's whole folder: the MP3, tagged, with chapters, transcripts, notes, pictures, page and manifest.

    The master's file is moved there, so ``folder`` must be on the same disk. ``made_from`` is the name of the dispatch's
    file. The manifest has no fingerprint: the folder is yours, and ``build`` would make an episode of its own. Raises
    SoundError when the MP3 cannot be read, WorkspaceError when something cannot be written.
    """
    now = datetime.datetime.now(datetime.UTC)
    files.make_folder(Path(folder))
    return package_episode(
        master, dispatch, made_from, feed, voice, Path(folder), Fingerprints("", ""), None, now
    ).manifest


def build(
    path: Path | str, feed: Feed, voice: Voice, length: Length | None = None, *, again: bool = False
) -> Built:
    """All stages, and what the command does around them: the episode of this dispatch file checked, in the feed's public/, and
    the feed written, unless it was made from the very same things.

    ``again`` makes it in any case. Raises InputError when the file is no dispatch or another one has its slug, and whatever
    a stage raises; public/ is then as it was.
    """
    now = datetime.datetime.now(datetime.UTC)
    with _workers() as executor:
        return build_episode(Path(path), feed, voice, executor, _Unwatched(), now, length, again=again)


def publish(feed: Feed, *, pruning: bool = False, dry_run: bool = False) -> tuple[Published, ...]:
    """What is in public/ to each target that feed.toml names, the feed last; what was done, target by target.

    ``pruning`` deletes what no feed of the last 30 days needs; ``dry_run`` only looks. Raises SettingsError when feed.toml
    names no target, PublishError when one cannot be brought up to date: those before it are.
    """
    if not feed.settings.publish:
        raise SettingsError("publish: names no target", file=feed.folder / "feed.toml")
    now = datetime.datetime.now(datetime.UTC)
    return tuple(
        publish_to(feed, address, now, pruning=pruning, dry_run=dry_run) for address in feed.settings.publish
    )


def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=cores())
