"""A service on this machine that speaks the protocol of Microsoft Edge's voices, in tones, and misbehaves on demand."""

import asyncio
import dataclasses
import io
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import av
import numpy as np
import pytest
from aiohttp import WSMsgType, web
from numpy.typing import NDArray

RATE = 24_000
_LETTER, _GAP = 0.062, 0.06
"""Seconds of a letter and after each word: with the rests, 152 words a minute of news."""
_RESTS = ((".!?", 0.6), (",;:—–", 0.25))
_HEAD, _TAIL = 0.1, 0.8
"""Seconds of silence before and after, as the service gives."""
_WORD = re.compile(r"(?:\d+ )?\w+(?:['’]\w+)*")
"""What the service counts as a word: a number with what it counts, each part of what a hyphen joins."""
_TICKS = 10_000_000
_BYTES = 720
"""Of sound in a message."""


@dataclass(frozen=True)
class Boundary:
    """A word, as the service tells of it."""

    text: str
    start: float
    end: float


@dataclass
class Answer:
    """What is sent for one request; a behaviour changes it."""

    boundaries: list[Boundary]
    samples: NDArray[np.float32]
    kept: float = 1.0
    """The part of the MP3 that is sent."""
    sent: float = 1.0
    """The part of all messages that is sent; then the connection ends."""
    stalls: bool = False
    """In place of that, nothing more comes."""


@dataclass(frozen=True)
class Request:
    """One connection; of one that was refused, only that it was."""

    text: str = ""
    voice: str = ""
    rate: str = ""


def _silence(answer: Answer) -> None:
    answer.samples = np.zeros_like(answer.samples)


def _one_word_silent(answer: Answer) -> None:
    samples, last = answer.samples.copy(), answer.boundaries[-1]
    samples[int((last.start - 0.06) * RATE) :] = 0
    answer.samples = samples


def _two_swapped(answer: Answer) -> None:
    answer.boundaries[1:3] = answer.boundaries[2:0:-1]


def _texts_swapped(answer: Answer) -> None:
    one, other = answer.boundaries[1:3]
    answer.boundaries[1:3] = [
        dataclasses.replace(one, text=other.text),
        dataclasses.replace(other, text=one.text),
    ]


def _late_words(answer: Answer) -> None:
    answer.boundaries[-1] = dataclasses.replace(answer.boundaries[-1], start=0.0, end=0.1)


def _last_words_missing(answer: Answer) -> None:
    del answer.boundaries[-2:]


def _no_words(answer: Answer) -> None:
    answer.boundaries.clear()


def _one_word_too_many(answer: Answer) -> None:
    answer.boundaries.append(dataclasses.replace(answer.boundaries[-1], text="again"))


def _truncated(answer: Answer) -> None:
    answer.kept = 0.5


def _nothing(answer: Answer) -> None:
    answer.kept = 0.0


def _seconds_of_tail(answer: Answer) -> None:
    answer.samples = np.concatenate([answer.samples, np.zeros(8 * RATE, np.float32)])


def _cut(answer: Answer) -> None:
    answer.sent = 0.5


def _stall(answer: Answer) -> None:
    answer.sent, answer.stalls = 0.5, True


REFUSALS = {"403": 403, "503": 503, "429": 429, "404": 404}
BEHAVIOURS: dict[str, Callable[[Answer], None]] = {
    "good": lambda answer: None,
    "cut": _cut,
    "stall": _stall,
    "silence": _silence,
    "a silent word": _one_word_silent,
    "wrong order": _two_swapped,
    "wrong words": _texts_swapped,
    "wrong times": _late_words,
    "last words missing": _last_words_missing,
    "no words": _no_words,
    "a word too many": _one_word_too_many,
    "truncated": _truncated,
    "a long tail": _seconds_of_tail,
    "no sound": _nothing,
}


@dataclass
class EdgeService:
    """How it behaves and what it was asked; several connections at once."""

    script: list[str] = field(default_factory=list)
    """How the next requests are answered, first to last."""
    usual: str = "good"
    """How every other is."""
    requests: list[Request] = field(default_factory=list)
    address: str = ""

    async def handle(self, asked: web.Request) -> web.StreamResponse:
        """One connection, from its handshake to its end."""
        behaviour = self.script.pop(0) if self.script else self.usual
        if behaviour in REFUSALS:
            self.requests.append(Request())
            return web.Response(status=REFUSALS[behaviour])
        assert asked.query["TrustedClientToken"]
        assert re.fullmatch(r"[0-9A-F]{16}-[0-9A-F]{64}", asked.query["Sec-MS-GEC"])
        socket = web.WebSocketResponse()
        await socket.prepare(asked)
        config, ssml = [await socket.receive_str(timeout=10) for _ in range(2)]
        request = _request(config, ssml)
        self.requests.append(request)
        answer = spoken(request)
        BEHAVIOURS[behaviour](answer)
        messages = list(_messages(answer))
        for message in messages[: round(len(messages) * answer.sent)]:
            await (socket.send_str(message) if isinstance(message, str) else socket.send_bytes(message))
        if answer.stalls:
            assert (await socket.receive(timeout=30)).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
        elif answer.sent < 1:
            assert asked.transport is not None
            asked.transport.abort()
        else:
            await socket.close()
        return socket


def _request(config: str, ssml: str) -> Request:
    head, body = config.split("\r\n\r\n", 1)
    assert "Path:speech.config" in head.split("\r\n")
    audio = json.loads(body)["context"]["synthesis"]["audio"]
    assert audio["outputFormat"] == "audio-24khz-48kbitrate-mono-mp3"
    assert audio["metadataoptions"]["wordBoundaryEnabled"] == "true"
    head, body = ssml.split("\r\n\r\n", 1)
    assert {"Path:ssml", "Content-Type:application/ssml+xml"} <= set(head.split("\r\n"))
    space = "{http://www.w3.org/2001/10/synthesis}"
    voice = ElementTree.fromstring(body).find(f"{space}voice")
    assert voice is not None
    prosody = voice.find(f"{space}prosody")
    assert prosody is not None
    return Request(prosody.text or "", voice.attrib["name"], prosody.attrib["rate"])


def spoken(request: Request) -> Answer:
    """A tone for each word, higher for each that follows, and where it is."""
    pace = 1 + int(request.rate.removesuffix("%")) / 100
    parts = [np.zeros(int(_HEAD * RATE), np.float32)]
    at = len(parts[0])
    boundaries = []
    for number, word in enumerate(_WORD.finditer(request.text)):
        following = request.text[word.end() : word.end() + 2]
        rest = next((rest for marks, rest in _RESTS if following[:1] and following[0] in marks), 0.0)
        letters = sum(map(str.isalnum, word[0]))
        time = np.arange(int(letters * _LETTER / pace * RATE)) / RATE
        # As loud and soft by turns as speech: a held tone would be taken for a fault.
        swell = 0.4 + 0.6 * np.cos(np.pi * time / 0.12) ** 2
        shape = swell * np.minimum(1, np.minimum(time, time[::-1]) / 0.005)
        tone = 0.4 * shape * np.sin(2 * np.pi * (300 + 40 * (number % 12)) * time)
        boundaries.append(Boundary(word[0], at / RATE, (at + len(tone)) / RATE))
        parts += [tone.astype(np.float32), np.zeros(int((_GAP + rest) / pace * RATE), np.float32)]
        at += len(tone) + len(parts[-1])
    return Answer(boundaries, np.concatenate([*parts, np.zeros(int(_TAIL * RATE), np.float32)]))


def _mp3(samples: NDArray[np.float32]) -> bytes:
    """24 kHz, 48 kbit/s, mono, as a stream: without a header that tells its length."""
    into = io.BytesIO()
    with av.open(into, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=RATE)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "fltp"
        stream.codec_context.bit_rate = 48_000
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return into.getvalue()


def _messages(answer: Answer) -> Iterator[str | bytes]:
    """The turn as the service sends it: words ahead of their sound."""
    yield _text("turn.start", {"context": {"serviceTag": "0"}})
    yield _text("response", {"context": {"serviceTag": "0"}, "audio": {"type": "inline", "streamId": "0"}})
    mp3 = _mp3(answer.samples)
    mp3 = mp3[: int(len(mp3) * answer.kept)]
    sound = [_sound(mp3[at : at + _BYTES]) for at in range(0, len(mp3), _BYTES)]
    for boundary, block in itertools.zip_longest(map(_told, answer.boundaries), sound):
        yield from (message for message in (boundary, block) if message is not None)
    yield _binary("X-RequestId:0\r\nX-StreamId:0\r\nPath:audio\r\n", b"")
    yield _text("turn.end", {})


def _told(boundary: Boundary) -> str:
    text = escape(boundary.text)
    data = {
        "Offset": round(boundary.start * _TICKS),
        "Duration": round((boundary.end - boundary.start) * _TICKS),
        "text": {"Text": text, "Length": len(text), "BoundaryType": "WordBoundary"},
    }
    return _text("audio.metadata", {"Metadata": [{"Type": "WordBoundary", "Data": data}]})


def _text(path: str, body: dict[str, object]) -> str:
    head = f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
    return head + json.dumps(body)


def _sound(mp3: bytes) -> bytes:
    return _binary("X-RequestId:0\r\nContent-Type:audio/mpeg\r\nX-StreamId:0\r\nPath:audio\r\n", mp3)


def _binary(head: str, body: bytes) -> bytes:
    return len(head).to_bytes(2, "big") + head.encode() + body


@contextmanager
def running() -> Iterator[EdgeService]:
    """The service in a thread of its own; edge-tts asks it in place of Microsoft's."""
    import edge_tts.communicate
    from edge_tts.drm import DRM

    service = EdgeService()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> tuple[web.AppRunner, int]:
        app = web.Application()
        app.router.add_get("/edge/v1", service.handle)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, runner.addresses[0][1]

    runner, port = asyncio.run_coroutine_threadsafe(start(), loop).result(timeout=10)
    service.address = f"ws://127.0.0.1:{port}/edge/v1?TrustedClientToken=0"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge_tts.communicate, "WSS_URL", service.address)
        patch.setattr(DRM, "clock_skew_seconds", 0.0)
        # edge-tts asks through a proxy that the environment names.
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        yield service
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=10)
    loop.close()
