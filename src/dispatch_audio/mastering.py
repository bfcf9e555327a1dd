"""From a script to the finished programme: spoken, mixed and, where the show asks for it, heard; what is misheard is said
once more in another way."""

import logging
from collections.abc import Collection
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dispatch_audio.errors import ClipGoneError
from dispatch_audio.master import Master
from dispatch_audio.mix import mix
from dispatch_audio.mix.design import design_of
from dispatch_audio.package.read_script import read_lines
from dispatch_audio.script import Script
from dispatch_audio.speaking import narrated
from dispatch_audio.workspace import Feed, Voice

if TYPE_CHECKING:
    from dispatch_audio.listen import Heard, Listening, Recogniser

log = logging.getLogger(__name__)


class Progress(Protocol):
    """Who is told how far a build is: a bar on a terminal, lines in a log."""

    def stage(self, text: str) -> None:
        """What is being done now: ``composing the script``."""

    def step(self, done: int, total: int) -> None:
        """How much of this stage is done."""


class Mastering:
    """Makes one programme, as often as it takes.

    Lines are spoken on ``speakers``, which may be other machines; all else runs on ``executor``, whose workers are threads.
    """

    def __init__(
        self,
        script: Script,
        feed: Feed,
        voice: Voice,
        mp3: Path,
        executor: Executor,
        speakers: Executor,
        progress: Progress,
    ) -> None:
        self._script, self._feed, self._voice, self._mp3 = script, feed, voice, mp3
        self._executor, self._speakers, self._progress = executor, speakers, progress

    def master(self, recogniser: "Recogniser | None" = None) -> "tuple[Master, Listening | None]":
        """The programme, and what was heard of it where there is a recogniser.

        A line in which something is missed that withholds an episode is spoken again, in parts and a little slower, once;
        where that is heard worse, it stays as it was. Raises whatever speaking, mixing and listening raise.
        """
        master = self._whole()
        if recogniser is None:
            return master, None
        first = self._heard(master, recogniser)
        held = {heard.index for heard in first.held}
        if not held:
            return master, first
        for heard in first.held:
            log.warning(
                "heard in place of %r: %r; it is said again", heard.line.form.text, heard.compared.heard
            )
        second = self._heard(again := self._whole(held), recogniser, held)
        worse = {heard.index for heard in second.lines if _is_worse(heard, first.lines[heard.index])}
        if worse == held:
            return self._whole(), first
        if worse:
            again = self._whole(held - worse)
        return again, first.with_lines(heard for heard in second.lines if heard.index not in worse)

    def _whole(self, otherwise: Collection[int] = ()) -> Master:
        try:
            return self._mixed(otherwise)
        except ClipGoneError as gone:
            log.warning("%s: is spoken again", gone)
            return self._mixed(otherwise)

    def _mixed(self, otherwise: Collection[int]) -> Master:
        narration, spoke = narrated(
            self._script,
            self._feed,
            self._voice,
            self._speakers,
            self._progress.stage,
            self._progress.step,
            otherwise,
        )
        return mix(
            narration,
            spoke.profile.pauses,
            self._mp3,
            self._progress.stage,
            self._executor,
            self._feed.settings.master,
            design_of(self._feed),
        )

    def _heard(
        self, master: Master, recogniser: "Recogniser", only: Collection[int] | None = None
    ) -> "Listening":
        from dispatch_audio.listen import listen

        self._progress.stage("listening" if only is None else "listening again")
        return listen(master.sound.path, read_lines(master.timeline), recogniser, self._executor, only)


def _is_worse(second: "Heard", first: "Heard") -> bool:
    return _faults(second) >= _faults(first)


def _faults(heard: "Heard") -> tuple[int, int, int]:
    compared = heard.compared
    gated = sum(missed.gated for missed in compared.missed)
    return (gated, compared.lost, compared.errors)
