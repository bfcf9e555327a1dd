"""Edge, Microsoft's online voices, through edge-tts: the one engine that sends what is said to another machine.

The service gives no sign when it gives less than it was asked for, so every answer is held against its text.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dispatch_audio import models
from dispatch_audio.errors import EngineGoneError, SoundError, VoiceError
from dispatch_audio.script import SpokenForm
from dispatch_audio.speak.engines import Said, Speech
from dispatch_audio.speak.engines.tempo import Tempo
from dispatch_audio.speak.words import words_of
from dispatch_audio.workspace import Voice

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

log = logging.getLogger(__name__)

_LIMIT = 800
"""Characters: a minute of speech. edge-tts cuts at 4,096 bytes, and each of these is five of them at the most (``&amp;``);
the service itself cuts at ten minutes."""
_TRIES, _LONGEST = 5, 120.0
"""How often one text is asked for, and how many seconds after the first try there is no other."""
_WAIT, _WAIT_MOST = 1.0, 10.0
"""Seconds before the second try, doubled for each one more, and at the most: the service refuses those who hurry."""
_STALL = 15.0
"""Seconds without a sign of the service until it is given up, also while connecting."""
_PASSING = frozenset({403, 408, 429})
"""HTTP's answers that may be others a moment later, beside those of 500 and above."""
_TICKS = 10_000_000
"""A second, as the service counts it."""
_DELAY = 1_105
"""Samples of silence that MP3 puts before the sound: 576 of the encoder, 529 of the decoder (LAME's Technical FAQ)."""
_SLACK, _TAIL = 0.05, 5.0
"""Seconds by which the sound may end before its last word does, and after."""
_SILENT, _AROUND = 0.003, 0.03
"""A word that is never louder (full scale is 1.0) has not been said; seconds by which the service may misplace it."""
_TEMPO = Tempo(
    letter=0.055,
    syllable=0.0556,
    initial=0.248,
    mark=0.25,
    stop=0.6,
    still=0.155,
    speeds=((0.5, 0.5), (1.0, 1.0), (2.0, 2.0)),
)


class _FaultError(Exception):
    """What is wrong with one answer of the service, as the rest of a sentence; another try may mend it."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the service calls a word: most often ours, at times several of them or a part of one."""

    letters: str
    start: float
    """Seconds from the beginning of the sound."""
    end: float


@dataclass(frozen=True)
class EdgeEngine:
    """One voice of the service, by its name."""

    voice: str
    rate: int = 24_000
    limit: int = _LIMIT
    repeatable: bool = False

    @property
    def model(self) -> str:
        """See ``Engine.model``; the service tells no version."""
        return f"Microsoft Edge {self.voice}"

    @property
    def identity(self) -> str:
        """See ``Engine.identity``."""
        return f"edge 1 {self.voice}"

    def said(self, form: SpokenForm) -> tuple[Said, ...]:
        """See ``Engine.said``; the service takes no phonemes, so the words as they are said in letters."""
        return tuple(Said(word.start, word.end, word.text) for word in words_of(form))

    def speak(self, words: tuple[Said, ...], pace: float) -> Speech:
        """See ``Engine.speak``; one request, and some more where its answer is late, cut or not these words."""
        import stamina

        # Its own hooks would print.
        stamina.instrumentation.set_on_retry_hooks((_told,))
        tries = 0
        try:
            for attempt in stamina.retry_context(
                on=_FaultError,
                attempts=_TRIES,
                timeout=_LONGEST,
                wait_initial=_WAIT,
                wait_max=_WAIT_MOST,
            ):
                with attempt:
                    tries += 1
                    return self._asked(words, pace)
        except _FaultError as fault:
            raise EngineGoneError(
                f"{self.model} {fault}, asked {tries} times for {words[0].sound!r} and what follows",
                hint="try later, or use another voice",
            ) from None
        raise AssertionError("a try returns or raises")

    def _asked(self, words: tuple[Said, ...], pace: float) -> Speech:
        """Asked once, and held against the words."""
        text = " ".join(word.sound for word in words)
        # It sends faster than one speaks.
        longest = _STALL + len(text) * (_TEMPO.letter + _TEMPO.syllable) / pace
        audio, heard = asyncio.run(_answer(text, self.voice, f"{round((pace - 1) * 100):+d}%", longest))
        times = _times(words, heard)
        samples = _decoded(audio)
        _compared(samples, words, times, self.rate)
        edges = [(_at(start, samples, self.rate), _at(end, samples, self.rate)) for start, end in times]
        return Speech(samples, tuple(edges))


def _told(details: "RetryDetails") -> None:
    log.info("the service %s; asked again in %.1f s", details.caused_by, details.wait_for)


async def _answer(text: str, voice: str, rate: str, longest: float) -> tuple[bytes, list[_Heard]]:
    """The MP3 and the words that the service gives for a text, within ``longest`` seconds.

    Raises _FaultError for what may be better next time, EngineGoneError for what will not.
    """
    import aiohttp
    import edge_tts
    from edge_tts.exceptions import EdgeTTSException, NoAudioReceived

    request = edge_tts.Communicate(text, voice, rate=rate, boundary="WordBoundary")
    audio: list[bytes] = []
    heard: list[_Heard] = []
    clock = asyncio.get_running_loop().time
    end = clock() + longest
    try:
        async with asyncio.timeout(_STALL) as patience:
            async for chunk in request.stream():
                patience.reschedule(min(end, clock() + _STALL))
                if chunk["type"] == "audio":
                    audio.append(chunk["data"])
                elif letters := _letters(chunk["text"]):
                    start = chunk["offset"] / _TICKS
                    heard.append(_Heard(letters, start, start + chunk["duration"] / _TICKS))
    except TimeoutError:
        raise _FaultError("does not go on") from None
    except aiohttp.ClientResponseError as error:
        if error.status not in _PASSING and error.status < 500:
            raise EngineGoneError(
                f"the service of Microsoft Edge refuses with HTTP {error.status}",
                hint="a newer edge-tts may know why; use another voice until then",
            ) from None
        raise _FaultError(f"refuses with HTTP {error.status}") from None
    except aiohttp.ClientConnectorError as error:
        raise _FaultError(f"cannot be reached: {error.strerror or error}") from None
    except NoAudioReceived:
        raise _FaultError("gives no sound, as for a voice that the service does not have") from None
    except (aiohttp.ClientError, EdgeTTSException, OSError, ValueError, LookupError) as error:
        # The last two are what edge-tts raises for messages that it cannot read.
        raise _FaultError(f"breaks off: {str(error) or type(error).__name__}") from None
    return b"".join(audio), heard


def _letters(text: str) -> str:
    """What of a text is compared: its letters and digits."""
    return "".join(filter(str.isalnum, text.casefold()))


def _times(words: Sequence[Said], heard: Sequence[_Heard]) -> list[tuple[float, float]]:
    """When each word is said, in seconds; where the service counts other words, by the letters.

    Raises _FaultError when it has not said these words, all of them, in this order.
    """
    wanted = [_letters(word.sound) for word in words]
    told = "".join(one.letters for one in heard)
    at = 0
    for word, letters in zip(words, wanted, strict=True):
        if told[at : at + len(letters)] != letters:
            raise _FaultError(f"does not say {word.sound!r} where it stands")
        at += len(letters)
    if at != len(told):
        raise _FaultError(f"says more than it is asked for: {told[at:]!r}")
    starts: list[float] = []
    ends: list[float] = []
    for place, one in enumerate(heard):
        # It may tell a word to last until after the next has begun.
        end = one.end if place + 1 == len(heard) else min(one.end, heard[place + 1].start)
        if end < one.start:
            raise _FaultError("tells its words in another order than it says them")
        edges = np.linspace(one.start, end, len(one.letters) + 1).tolist()
        starts += edges[:-1]
        ends += edges[1:]
    times = []
    at = 0
    for letters in wanted:
        times.append((starts[at], ends[at + len(letters) - 1]))
        at += len(letters)
    return times


def _decoded(audio: bytes) -> NDArray[np.float32]:
    """The sound of an MP3, from where its encoder began."""
    from dispatch_audio import media

    try:
        blocks = [np.zeros(0, np.float32), *(block[0] for block in media.decode(audio))]
    except SoundError as error:
        raise _FaultError(f"gives sound that {error.what}") from None
    samples: NDArray[np.float32] = np.concatenate(blocks)[_DELAY:]
    return np.clip(samples, np.float32(-1), np.float32(1))


def _compared(
    samples: NDArray[np.float32], words: Sequence[Said], times: Sequence[tuple[float, float]], rate: int
) -> None:
    """Raises _FaultError when there is no sound for one of the words, or far more than there are words."""
    left = len(samples) / rate - times[-1][1]
    if left < -_SLACK:
        raise _FaultError(f"gives sound that ends {-left:.1f} s before its words do")
    if left > _TAIL:
        raise _FaultError(f"gives sound that goes on {left:.1f} s after its words")
    for word, (start, end) in zip(words, times, strict=True):
        first, last = _at(start - _AROUND, samples, rate), _at(end + _AROUND, samples, rate)
        if float(np.abs(samples[first:last]).max(initial=0)) < _SILENT:
            raise _FaultError(f"gives silence for {word.sound!r}")


def _at(seconds: float, samples: NDArray[np.float32], rate: int) -> int:
    return min(max(0, round(seconds * rate)), len(samples))


def seconds(form: SpokenForm, voice: Voice) -> float:
    """How long a clip will be, by the 152 words a minute that Microsoft publishes for most of its American voices; the
    parts of a text weigh as they do for Piper. A voice of another speed has its profile's tempo."""
    return _TEMPO.seconds(form, voice)


def lacking(voice: Voice) -> str:
    """Its libraries; whether the service can be reached is not tried."""
    load(voice)
    return models.lacking(("edge_tts", "aiohttp", "stamina"))


def load(voice: Voice) -> EdgeEngine:
    """The engine for a profile with a ``voice`` of the service.

    Raises VoiceError when the profile names none, or one that speaks no English.
    """
    name, file = voice.profile.voice, voice.folder / f"{voice.key}.toml"
    if not name:
        raise VoiceError(
            "voice: is missing", file=file, hint="an Edge voice has a name such as en-US-AndrewNeural"
        )
    if not name.startswith("en-") and "Multilingual" not in name:
        raise VoiceError(f"voice: {name} speaks no English", file=file)
    return EdgeEngine(name)
