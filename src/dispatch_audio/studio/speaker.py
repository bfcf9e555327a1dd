"""Lines spoken while an editor waits: what was clicked comes first, what is likely to be heard next is spoken ahead."""

import contextlib
import heapq
import itertools
import logging
import os
import sys
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from pathlib import Path

from dispatch_audio.errors import DispatchAudioError, EngineGoneError
from dispatch_audio.narration import Clip
from dispatch_audio.script import INLINE, SpokenForm, Utterance
from dispatch_audio.speak import clips, line_path, speak_line, warm
from dispatch_audio.speak.stopping import Stop, Stopped, stopped_by
from dispatch_audio.spoken import spoken_form
from dispatch_audio.workspace import Feed, Voice

log = logging.getLogger(__name__)

_WAITING = 48
"""Lines that wait to be spoken ahead: a screen, and the beginnings of the chapters."""
_NOW, _NEXT, _AHEAD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that was spoken."""

    clip: Clip
    voice: Voice
    """Who spoke it: the narrator, or the fallback when its engine is gone."""
    stood_in: bool = False


@dataclass(order=True, slots=True)
class _Job:
    rank: tuple[int, int]
    line: Utterance = field(compare=False)
    feed: Feed = field(compare=False)
    voice: Voice = field(compare=False)
    path: Path = field(compare=False)
    done: "Future[Heard]" = field(compare=False)
    stop: Stop = field(compare=False, default_factory=Stop)

    def drop(self) -> None:
        """Is not spoken any more."""
        if not self.done.cancel():
            # It was begun once, and made way for another.
            self.done.set_exception(CancelledError())


class Speaker:
    """Speaks lines in threads of its own; one engine is loaded once and shared. Safe to use from several threads."""

    def __init__(self, workers: int) -> None:
        self._waiting: list[_Job] = []
        self._running: dict[Path, _Job] = {}
        self._changed = threading.Condition()
        self._order = itertools.count()
        self._ended = False
        self._warmed: set[str] = set()
        self._threads = [
            # One of them waits for clicks: what is spoken ahead must not keep anybody waiting.
            threading.Thread(
                target=self._work, args=(n == 0 and workers > 1,), name=f"speaker {n}", daemon=True
            )
            for n in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def say(self, line: Utterance, feed: Feed, voice: Voice) -> Heard:
        """One line, spoken before all that waits. Raises what ``speak_line`` does."""
        return self._asked(line, feed, voice, _NOW).result()

    def ahead(self, lines: Sequence[Utterance], feed: Feed, voice: Voice, *, first: bool = False) -> None:
        """Lines to be spoken when nothing else is to do, in place of those that were asked for before; ``first`` before
        those, at once."""
        with self._changed:
            for job in [job for job in self._waiting if job.rank[0] != _NOW]:
                if first:
                    job.rank = (_AHEAD, job.rank[1])
                else:
                    self._waiting.remove(job)
                    job.drop()
            heapq.heapify(self._waiting)
        for line in lines[:_WAITING]:
            self._asked(line, feed, voice, _NEXT if first else _AHEAD)

    def warm(self, voice: Voice) -> None:
        """Loads what a voice needs, once, so that the first line that is clicked waits for no model."""
        with self._changed:
            if voice.key in self._warmed or self._ended:
                return
            self._warmed.add(voice.key)
            thread = threading.Thread(target=_warm, args=(voice,), name=f"warm {voice.key}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """Ends the threads, when what they say is said."""
        with self._changed:
            self._ended = True
            for job in self._waiting:
                job.drop()
            self._waiting.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=30)

    def _asked(self, line: Utterance, feed: Feed, voice: Voice, urgency: int) -> "Future[Heard]":
        done: Future[Heard] = Future()
        try:
            path = line_path(line, voice)
            kept = path.exists()
        except EngineGoneError:
            # Named by what it would say; who stands in finds its own place.
            path, kept = Path(line.spoken), False
        if kept and urgency != _NOW:
            done.cancel()
            return done
        with self._changed:
            known = (*self._running.values(), *self._waiting)
            same = next((job for job in known if job.path == path), None)
            if same is not None and same.rank[0] > urgency:
                same.rank = (urgency, same.rank[1])
                heapq.heapify(self._waiting)
                self._changed.notify_all()
            if urgency != _AHEAD and not kept:
                self._make_way(same)
            if same is not None and same.voice == voice:
                return same.done
            heapq.heappush(self._waiting, _Job((urgency, next(self._order)), line, feed, voice, path, done))
            self._changed.notify_all()
        return done

    def _make_way(self, wanted: _Job | None) -> None:
        """Ends what is being spoken on a guess, but for the one that is wanted."""
        for job in self._running.values():
            if job is not wanted and job.rank[0] != _NOW:
                job.rank = (_AHEAD, job.rank[1])
                job.stop.tell()

    def _work(self, for_clicks: bool) -> None:
        def ready() -> bool:
            if self._ended or not self._waiting:
                return self._ended
            # Nothing is spoken ahead while somebody waits for a line.
            clicked = any(job.rank[0] == _NOW for job in self._running.values())
            return self._waiting[0].rank[0] == _NOW or not (for_clicks or clicked)

        if not for_clicks:
            _stand_back()
        while True:
            with self._changed:
                self._changed.wait_for(ready)
                if self._ended:
                    return
                job = heapq.heappop(self._waiting)
                self._running[job.path] = job
            later = False
            if job.done.running() or job.done.set_running_or_notify_cancel():
                try:
                    with stopped_by(job.stop):
                        job.done.set_result(_heard(job.line, job.feed, job.voice))
                except Stopped:
                    later = True
                except BaseException as error:
                    # Told to whoever asked for the line; the thread goes on.
                    job.done.set_exception(error)
            with self._changed:
                self._running.pop(job.path, None)
                if later:
                    self._again(job)
                self._changed.notify_all()

    def _again(self, job: _Job) -> None:
        """A line that made way for one that was asked for is spoken after it."""
        if self._ended:
            job.drop()
        else:
            job.stop = Stop()
            heapq.heappush(self._waiting, job)


def _stand_back() -> None:
    """Has this thread run when no other would, where the system can tell threads apart: not every
    engine can stop what it speaks ahead when a line is clicked."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def _warm(voice: Voice) -> None:
    try:
        warm(voice)
    except DispatchAudioError as error:
        # The line that is clicked tells it.
        log.info("%s", error)


def _heard(line: Utterance, feed: Feed, voice: Voice) -> Heard:
    """The line by its voice, or by the fallback, as a build would have it when the engine is gone."""
    try:
        return Heard(speak_line(line, voice), voice)
    except EngineGoneError:
        second = voice.fallback
        if second is None:
            raise
    inline = tuple(span for span in line.form.spans if span.rule == INLINE)
    form = spoken_form(line.text, second.lexicon_for(feed), inline)
    return Heard(speak_line(Utterance(form, kind=line.kind), second), second, stood_in=True)


def word_times(clip: Clip) -> Iterator[tuple[int, int, float, float]]:
    """For each word that is heard: first and last character of what is written for it, and its seconds in the clip."""
    form = clip.utterance.form
    starts = list(itertools.accumulate((len(span.spoken) for span in form.spans), initial=0))
    for word in clip.words:
        start = _written(form, starts, word.start)
        end = _written(form, starts, word.end - 1)
        yield start[0], end[1], word.first / clip.sound.rate, word.last / clip.sound.rate


def _written(form: SpokenForm, starts: Sequence[int], at: int) -> tuple[int, int]:
    """The written characters that a character of the spoken form is said for."""
    nth = min(bisect_right(starts, at) - 1, len(form.spans) - 1)
    span = form.spans[nth]
    if form.text[span.start : span.end] == span.spoken:
        place = span.start + at - starts[nth]
        return place, place + 1
    return span.start, span.end


def clip_file(key: str) -> Path | None:
    """The file of a clip by its name; None when there is none of that name."""
    found = next(clips.folder().glob(f"*/{key[:2]}/{key}.wav"), None) if key.isalnum() else None
    return found if found is not None and clips.is_clip(found) else None
