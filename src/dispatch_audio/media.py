"""The one room of PyAV: resampling, loudness, limiting, MP3 encoding and decoding, all as streams of blocks.

A block is an array of float32, shape (channels, frames), full scale at 1.0.
"""

import io
import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import SoundError
from dispatch_audio.master import Loudness
from dispatch_audio.mp3 import SAMPLES_A_FRAME

if TYPE_CHECKING:
    import av

    Mp3Frame: TypeAlias = "av.Packet[Any]"
    """A frame of an MP3 as the encoder gives it: to be written, or decoded; nothing else is done with it."""

Block = NDArray[np.float32]

FULL_SCALE = 32768.0
"""What 1.0 is in samples of 16 bits."""

_LAYOUTS = {1: "mono", 2: "stereo"}
_SILENCE = -120.0
_OVERSAMPLING = 4
"""ITU-R BS.1770-4 asks for at least four times, so that peaks between samples are seen."""
_PEAK_RATE = 192_000
"""What FFmpeg's ebur128 works at to see them: what is read here and what it sums up are the same figures."""


def _frame(block: Block, rate: int, at: int) -> "av.AudioFrame":
    import av

    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(block, dtype=np.float32), format="fltp", layout=_LAYOUTS[block.shape[0]]
    )
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    frame.pts = at
    return frame


def _filtered(
    blocks: Iterable[Block], rate: int, channels: int, filters: tuple[tuple[str, str], ...]
) -> Iterator["av.AudioFrame"]:
    """What comes out of a chain of FFmpeg filters, as it comes."""
    import av
    import av.error
    import av.filter

    graph = av.filter.Graph()
    chain = [
        graph.add_abuffer(
            format="fltp", sample_rate=rate, layout=_LAYOUTS[channels], time_base=Fraction(1, rate)
        ),
        *(graph.add(name, options) for name, options in filters),
        graph.add("aformat", f"sample_fmts=fltp:channel_layouts={_LAYOUTS[channels]}"),
        graph.add("abuffersink"),
    ]
    for one, next_one in itertools.pairwise(chain):
        one.link_to(next_one)
    graph.configure()

    def ready() -> Iterator["av.AudioFrame"]:
        while True:
            try:
                pulled = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if isinstance(pulled, av.AudioFrame):
                yield pulled

    at = 0
    for block in blocks:
        graph.push(_frame(block, rate, at))
        at += block.shape[1]
        yield from ready()
    graph.push(None)
    yield from ready()


def resample(block: Block, rate: int, new_rate: int, *, high_pass: float | None = None) -> Block:
    """A whole sound at another rate; its length is the old one times the ratio, rounded to the nearest frame.

    ``high_pass`` takes away what is below this frequency, in Hertz, with 12 dB an octave.
    """
    if rate == new_rate and high_pass is None:
        return block
    channels, length = block.shape
    frames = round(length * new_rate / rate)
    treatment = (("highpass", f"f={high_pass}:poles=2"),) if high_pass is not None else ()
    resampling = (("aresample", f"{new_rate}:filter_size=64:cutoff=0.97"),) if rate != new_rate else ()
    parts = [frame.to_ndarray() for frame in _filtered([block], rate, channels, (*treatment, *resampling))]
    out = np.concatenate(parts, axis=1) if parts else np.zeros((channels, 0), np.float32)
    return np.pad(out, ((0, 0), (0, max(0, frames - out.shape[1]))))[:, :frames].astype(
        np.float32, copy=False
    )


def windows(blocks: Iterable[Block], frames: int) -> Iterator[Block]:
    """The same sound in blocks of so many frames; the last one may be shorter."""
    held: Block | None = None
    for block in blocks:
        whole = block if held is None else np.concatenate((held, block), axis=1)
        end = whole.shape[1] - whole.shape[1] % frames
        for at in range(0, end, frames):
            yield whole[:, at : at + frames]
        held = whole[:, end:]
    if held is not None and held.shape[1]:
        yield held


def limited(
    blocks: Iterable[Block], rate: int, channels: int, gain_db: float, ceiling_db: float
) -> Iterator[Block]:
    """The same blocks, louder by ``gain_db``, with peaks held under ``ceiling_db`` by a look-ahead limiter that
    works at four times the rate. Neither delayed nor longer."""
    chain = (
        ("volume", f"{gain_db:.4f}dB:precision=float"),
        ("aresample", str(rate * _OVERSAMPLING)),
        ("alimiter", f"limit={10 ** (ceiling_db / 20):.6f}:attack=5:release=80:level=disabled:latency=1"),
        ("aresample", str(rate)),
    )
    for frame in _filtered(blocks, rate, channels, chain):
        yield frame.to_ndarray().astype(np.float32, copy=False)


def measure(blocks: Iterable[Block], rate: int, channels: int, *, peaks: bool = True) -> Loudness:
    """Loudness and true peak, as ITU-R BS.1770-4 and EBU R 128 define them.

    Without ``peaks``, which take most of the time, the true peak is told as silence's.
    """
    said: dict[str, str] = {}
    options = f"metadata=1:peak={'true' if peaks else 'none'}"
    for frame in _filtered(blocks, rate, channels, (("ebur128", options),)):
        said = dict(frame.metadata) or said
    if not said:
        raise SoundError("is too short for its loudness to be measured")
    peak = float(said.get("lavfi.r128.true_peak", "0"))
    return Loudness(
        integrated=float(said["lavfi.r128.I"]),
        range=float(said["lavfi.r128.LRA"]),
        true_peak=20 * float(np.log10(peak)) if peak > 0 else _SILENCE,
    )


def momentary(blocks: Iterable[Block], rate: int, channels: int) -> tuple[float, ...]:
    """The loudness of each gating block of EBU R 128, in LUFS: 400 ms, each 100 ms after the one before."""
    found = [
        float(said["lavfi.r128.M"])
        for frame in _filtered(blocks, rate, channels, (("ebur128", "metadata=1:peak=none"),))
        if (said := frame.metadata)
    ]
    return tuple(found[3:])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows at the end of a tenth of a second."""

    momentary: float
    """LUFS of the last 0.4 s."""
    short_term: float
    """LUFS of the last 3 s."""
    true_peak: float
    """dBTP of this tenth alone, in the louder channel."""
    integrated: float
    """LUFS from the start until here."""
    range: float
    """Loudness range from the start until here, in LU."""


def readings(blocks: Iterable[Block], rate: int, channels: int) -> Iterator[Reading]:
    """The course of loudness and true peak, ten readings a second, as EBU Tech 3341 has a meter show it.

    The last reading sums up the whole; it may be of less than a tenth.
    """
    said: dict[str, str] = {}
    chain = (("ebur128", "metadata=1:peak=none"), ("aresample", str(_PEAK_RATE)))
    for frame in _filtered(blocks, rate, channels, chain):
        said = dict(frame.metadata) or said
        # Where all samples are zero FFmpeg's logarithm may be no number, and then max keeps the first.
        momentary, short_term, integrated = (
            max(_SILENCE, float(said.get(f"lavfi.r128.{key}", _SILENCE))) for key in ("M", "S", "I")
        )
        peak = float(np.abs(frame.to_ndarray()).max(initial=0.0))
        yield Reading(
            momentary,
            short_term,
            20 * float(np.log10(peak)) if peak > 0 else _SILENCE,
            integrated,
            float(said.get("lavfi.r128.LRA", 0.0)),
        )


def integrated(momentary: Iterable[float]) -> float:
    """The loudness of a programme from that of its gating blocks, as ITU-R BS.1770-4 gates them: without those under -70
    LUFS, and then without those 10 LU under the mean of the rest. Silence's is -120."""
    loudness = np.array([value for value in momentary if value > -70.0])
    if not len(loudness):
        return _SILENCE
    power = 10 ** (loudness / 10)
    return float(10 * np.log10(power[loudness > 10 * np.log10(power.mean()) - 10].mean()))


@dataclass(frozen=True, slots=True)
class Encoding:
    """An MP3 of constant bit rate, joint stereo where it has two channels."""

    rate: int
    """Sample frames a second, in Hertz."""
    channels: int
    bit_rate: int
    """In bits a second."""
    quality: int
    """LAME's, 0 (best, slow) to 9."""


def mp3_frames(blocks: Iterable[Block], encoding: Encoding) -> "list[Mp3Frame]":
    """The frames of an MP3, made with LAME, for ``write_mp3``.

    Each holds 1,152 sample frames. Frames of one encoding and then of another play on without a gap where the second
    sound begins at a frame's border and the first is silent there. Raises SoundError when the encoder refuses.
    """
    import av
    import av.error

    try:
        encoder = _encoder(av.CodecContext.create("libmp3lame", "w"), encoding)
        encoder.sample_rate = encoding.rate
        encoder.time_base = Fraction(1, encoding.rate)
        packets: list[Mp3Frame] = []
        at = 0
        for block in blocks:
            packets += encoder.encode(_frame(block, encoding.rate, at))
            at += block.shape[1]
        packets += encoder.encode(None)
    except av.error.FFmpegError as error:
        raise SoundError(f"cannot be encoded: {error.strerror or error}") from None
    return packets


def _encoder(encoder: Any, encoding: Encoding) -> Any:
    encoder.layout = _LAYOUTS[encoding.channels]
    encoder.format = "fltp"
    encoder.bit_rate = encoding.bit_rate
    encoder.options = {"compression_level": str(encoding.quality)}
    return encoder


def write_mp3(packets: "Iterable[Mp3Frame]", path: Path, encoding: Encoding) -> None:
    """Writes frames as one MP3, with an Info header that says how many there are and what to leave out at both ends.

    No tag. Raises SoundError when the file cannot be written.
    """
    import av
    import av.error

    try:
        with av.open(
            os.fspath(path), "w", format="mp3", options={"write_xing": "1", "id3v2_version": "0"}
        ) as out:
            stream = out.add_stream("libmp3lame", rate=encoding.rate)
            _encoder(stream.codec_context, encoding)
            out.start_encoding()
            first = None
            for place, packet in enumerate(packets):
                first = packet.pts if first is None else first
                packet.stream = stream
                packet.time_base = Fraction(1, encoding.rate)
                packet.pts = packet.dts = (first or 0) + place * SAMPLES_A_FRAME
                out.mux(packet)
    except av.error.FFmpegError as error:
        raise SoundError(f"cannot be written: {error.strerror or error}", file=path) from None


def decode(source: Path | bytes, *, rate: int | None = None, mono: bool = False) -> Iterator[Block]:
    """The sound of a file, or of what would be in one, block by block; at another ``rate``, in Hertz, and as one channel
    where that is asked for.

    Raises SoundError when it is no sound that can be read.
    """
    import av
    import av.error

    file = source if isinstance(source, Path) else None
    try:
        with av.open(
            io.BytesIO(source) if isinstance(source, bytes) else os.fspath(source), "r"
        ) as container:
            stream = container.streams.audio[0]
            convert = av.AudioResampler(format="fltp", layout="mono" if mono else None, rate=rate)
            for frame in itertools.chain(container.decode(stream), (None,) if rate else ()):
                for converted in convert.resample(frame):
                    yield converted.to_ndarray().astype(np.float32, copy=False)
    except (av.error.FFmpegError, IndexError) as error:
        raise SoundError(f"cannot be decoded: {error}", file=file) from None


def decoded(packets: "Iterable[Mp3Frame]", encoding: Encoding) -> Iterator[Block]:
    """The sound of frames that are in no file yet; it begins with what the encoder puts before its input."""
    import av

    decoder: Any = av.CodecContext.create("mp3float", "r")
    for packet in packets:
        for frame in decoder.decode(packet):
            yield frame.to_ndarray().astype(np.float32, copy=False)


def format_of(path: Path) -> tuple[int, int]:
    """A file's rate in Hertz and its number of channels."""
    import av
    import av.error

    try:
        with av.open(os.fspath(path)) as container:
            context = container.streams.audio[0].codec_context
            rate, channels = context.sample_rate, context.channels
    except (av.error.FFmpegError, IndexError) as error:
        raise SoundError(f"cannot be decoded: {error}", file=path) from None
    if channels not in _LAYOUTS:
        raise SoundError(f"has {channels} channels, one or two wanted", file=path)
    return rate, channels
