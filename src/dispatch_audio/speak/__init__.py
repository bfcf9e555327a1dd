"""Script and voice in, Narration out: what is not kept is spoken, side by side on the executor that is handed in."""

import contextlib
import dataclasses
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dispatch_audio.errors import EngineGoneError, VoiceError
from dispatch_audio.narration import Clip, Narration, Sound, Speaker, WordTiming
from dispatch_audio.script import Kind, Script, Span, SpokenForm, Utterance
from dispatch_audio.speak import clips, plausible, trimming
from dispatch_audio.speak.engines import Engine, Said, load_engine
from dispatch_audio.speak.parts import in_parts
from dispatch_audio.speak.shape import clip_of
from dispatch_audio.workspace import NO_WORDS, Voice

log = logging.getLogger(__name__)

_SLOWER = 0.92
"""The pace, as a factor, of what is said again since it was not understood."""


def speak(
    script: Script,
    voice: Voice,
    executor: Executor,
    told: Callable[[int, int], None],
    otherwise: Collection[int] = (),
) -> Narration:
    """Speaks every utterance of a script, or none: a narration is whole.

    Quotations are spoken by the voice that the profile gives them. ``told`` hears how many utterances of how many are
    done. ``otherwise`` are the indices of utterances that are said in two parts and a little slower: most engines say the
    same words in the same way every time. Raises VoiceError when an engine cannot speak one, and EngineGoneError when it cannot speak at all; what was
    spoken until then is kept. Raises WorkspaceError when the cache cannot be written or its bound is no size.
    """
    most = trimming.bound()
    engines = {reader.key: load_engine(reader) for reader in voice.all}
    tasks = [
        _task(line.form, voice.reading(line.kind), engines, otherwise=at in otherwise)
        for at, line in enumerate(script.utterances)
    ]
    wanted = {task.path: task for task in tasks}
    takes = {path: take for path in wanted if (take := clips.kept(path)) is not None}
    told(len(takes), len(wanted))
    missing = [task for path, task in wanted.items() if path not in takes]
    log.info("%d of %d lines are kept, %d to speak", len(takes), len(wanted), len(missing))
    # The longest first, so that no worker is left alone with a long one at the end.
    missing.sort(key=lambda task: sum(len(word.sound) for word in task.words), reverse=True)
    futures = {executor.submit(spoken, task): task for task in missing}
    try:
        for future in as_completed(futures):
            path = futures[future].path
            takes[path] = clips.keep(path, future.result())
            told(len(takes), len(wanted))
    except VoiceError:
        # What is being spoken now is not lost when the next run, or another voice, takes over.
        begun = [future for future in futures if not future.cancel()]
        for future in begun:
            if future.exception() is None:
                clips.keep(futures[future].path, future.result())
        raise
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    trimming.settle(takes, most)
    return Narration(
        script,
        _speaker(voice, engines),
        tuple(
            _clip(line, task, takes[task.path]) for line, task in zip(script.utterances, tasks, strict=True)
        ),
    )


def audition(form: SpokenForm, voice: Voice) -> Sound:
    """One text, spoken now or kept from before."""
    return speak_line(Utterance(form), voice).sound


def speak_line(line: Utterance, voice: Voice) -> Clip:
    """One utterance, spoken now or kept from before, as ``speak`` would speak it.

    Raises VoiceError when the engine cannot say it, EngineGoneError when it cannot speak at all.
    """
    task = _line_task(line, voice)
    return _clip(line, task, clips.kept(task.path) or clips.keep(task.path, spoken(task)))


def warm(voice: Voice) -> None:
    """Loads all that a first line would wait for: engines, models, the grammar for words that are said by their use.

    An engine that is no model on this machine is asked for nothing. Raises what ``speak_line`` does.
    """
    text = "Ready to read this."
    for kind in get_args(Kind):
        if load_engine(voice.reading(kind)).repeatable:
            # Not what is kept of it: that would load nothing.
            spoken(_line_task(Utterance(SpokenForm(text, (Span(0, len(text), text),)), kind=kind), voice))
        if voice.quotes is None:
            return


def line_path(line: Utterance, voice: Voice) -> Path:
    """Where the clip of an utterance lies, when it is spoken; no model is loaded."""
    return _line_task(line, voice).path


def _line_task(line: Utterance, voice: Voice) -> "Task":
    reader = voice.reading(line.kind)
    return _task(line.form, reader, {reader.key: load_engine(reader)})


def guess(text: str, voice: Voice) -> str:
    """How a voice would say a text that no lexicon settles, in IPA where its engine has that; no model is loaded."""
    form = SpokenForm(text, (Span(0, len(text), text),))
    return " ".join(word.sound for word in load_engine(voice).said(form))


@dataclass(frozen=True, slots=True)
class Task:
    """A clip that is wanted: all that a worker must know, in this process or another."""

    words: tuple[Said, ...]
    text: str
    """As written, for whoever reads of a failure."""
    voice: Voice
    path: Path
    """Where it will lie."""
    otherwise: bool = False
    """Whether it is said in two parts and a little slower."""


def _task(form: SpokenForm, reader: Voice, engines: Mapping[str, Engine], *, otherwise: bool = False) -> Task:
    engine, profile = engines[reader.key], reader.profile
    with _imported(profile.engine):
        words = engine.said(form)
    if not words:
        raise VoiceError(f"{engine.model} knows no sound for {form.text!r}", hint="put it differently")
    how = (profile.pace, profile.pauses.comma, profile.pauses.sentence, *((_SLOWER,) if otherwise else ()))
    path = clips.clip_path(engine.identity, words, *how)
    alone = dataclasses.replace(reader, lexicon=NO_WORDS, quotes=None, fallback=None)
    return Task(words, form.text, alone, path, otherwise)


def spoken(task: Task) -> bytes:
    """The clip of a task, as a file's bytes.

    Raises EngineGoneError when the engine cannot speak, or gives what cannot be these words, twice.
    """
    engine, profile = load_engine(task.voice), task.voice.profile
    limit, pace = engine.limit, profile.pace
    if task.otherwise:
        # Each about half, or as long as its longest word.
        sounds = [len(word.sound) for word in task.words]
        limit, pace = min(limit, max(*sounds, 0, sum(sounds) * 3 // 5 + len(sounds))), pace * _SLOWER
    with _imported(profile.engine):
        parts = [
            (words, plausible.speech(engine, words, pace, task.text)) for words in in_parts(task.words, limit)
        ]
    samples, words = clip_of(parts, engine.rate, profile.pauses)
    return clips.encoded(samples, engine.rate, words)


@contextlib.contextmanager
def _imported(engine: str) -> Iterator[None]:
    """Tells of an engine whose library is missing, or cannot be loaded on this machine, as of one that is gone."""
    try:
        yield
    except ImportError as error:
        raise EngineGoneError(f"the engine {engine} cannot be loaded: {error}") from error


def _clip(line: Utterance, task: Task, take: clips.Take) -> Clip:
    words = zip(task.words, take.words, strict=True)
    return Clip(
        line,
        take.sound,
        tuple(WordTiming(word.start, word.end, first, last) for word, (first, last) in words),
    )


def _speaker(voice: Voice, engines: Mapping[str, Engine]) -> Speaker:
    quotes = None if voice.quotes is None else _speaker(voice.quotes, engines)
    profile = voice.profile
    return Speaker(profile.name, profile.engine, engines[voice.key].model, quotes, profile.gain)
