"""The one room of PyAV: resampling, loudness, limiting, MP3 encoding and decoding, all as streams of blocks.

A block is an array of float32, shape (channels, frames), full scale at 1.0.
"""

import io
import itertools
import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dispatch_audio.errors import SoundError
from dispatch_audio.master import Loudness

if TYPE_CHECKING:
    import av

Block = NDArray[np.float32]

FULL_SCALE = 32768.0
"""What 1.0 is in samples of 16 bits."""

_LAYOUTS = {1: "mono", 2: "stereo"}
_SILENCE = -120.0
_OVERSAMPLING = 4
"""ITU-R BS.1770-4 asks for at least four times, so that peaks between samples are seen."""


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


def resample(samples: NDArray[np.float32], rate: int, new_rate: int) -> NDArray[np.float32]:
    """One channel at another rate; its length is the old one times the ratio, rounded to the nearest frame."""
    frames = round(len(samples) * new_rate / rate)
    if rate == new_rate:
        return samples
    chain = (("aresample", f"{new_rate}:filter_size=64:cutoff=0.97"),)
    parts = [frame.to_ndarray()[0] for frame in _filtered([samples[None, :]], rate, 1, chain)]
    out = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return np.pad(out, (0, max(0, frames - len(out))))[:frames].astype(np.float32)


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


def encode_mp3(
    blocks: Iterable[Block], path: Path, *, rate: int, channels: int, bit_rate: int, quality: int
) -> None:
    """Writes an MP3 of constant bit rate with LAME: joint stereo, an Info header with the exact length, no tag.

    ``quality`` is LAME's, 0 (best, slow) to 9. Raises SoundError when the encoder refuses.
    """
    import av
    import av.error

    try:
        with av.open(
            os.fspath(path), "w", format="mp3", options={"write_xing": "1", "id3v2_version": "0"}
        ) as out:
            stream = out.add_stream("libmp3lame", rate=rate, options={"compression_level": str(quality)})
            stream.codec_context.layout = _LAYOUTS[channels]
            stream.codec_context.format = "fltp"
            stream.codec_context.bit_rate = bit_rate
            at = 0
            for block in blocks:
                out.mux(stream.encode(_frame(block, rate, at)))
                at += block.shape[1]
            out.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        raise SoundError(f"cannot be encoded: {error.strerror or error}", file=path) from None


def decode(source: Path | bytes) -> Iterator[Block]:
    """The sound of a file, or of what would be in one, block by block.

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
            convert = av.AudioResampler(format="fltp")
            for frame in container.decode(stream):
                for converted in convert.resample(frame):
                    yield converted.to_ndarray().astype(np.float32, copy=False)
    except (av.error.FFmpegError, IndexError) as error:
        raise SoundError(f"cannot be decoded: {error}", file=file) from None


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
