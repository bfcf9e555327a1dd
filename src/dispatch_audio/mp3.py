"""MPEG-1 Layer III frames, counted one by one: what an MP3 really holds, whatever its header says of it."""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from dispatch_audio.errors import SoundError

SAMPLES_A_FRAME = 1152
_BIT_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44_100, 48_000, 32_000)
_INFO_AT = {True: 36, False: 21}
"""Where the Info header begins in its frame: after the side information, which is shorter in mono."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What was counted in a file."""

    count: int
    """Frames with sound, the Info frame not among them."""
    bit_rates: tuple[int, ...]
    """Every bit rate that occurs, in bits a second; one of them means constant bit rate."""
    rate: int
    """Sample frames a second, in Hertz."""
    announced: int
    """Frames that the Info header announces; 0 without such a header."""
    delay: int
    """Samples at the start that a player must leave out, by the Info header."""
    padding: int
    """Samples at the end that a player must leave out."""
    rest: int
    """Bytes after the last whole frame."""

    @property
    def samples(self) -> int:
        """Sample frames that a player which reads the Info header plays."""
        return self.count * SAMPLES_A_FRAME - self.delay - self.padding


def frames_of(path: Path) -> Frames:
    """The frames of a file, which is not read into memory for it; raises as ``count_frames`` does, and SoundError when it
    cannot be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return count_frames(data, str(path))
    except (OSError, ValueError) as error:
        raise SoundError(f"cannot be read: {error}", file=path) from None


def count_frames(data: bytes | mmap.mmap, file: str) -> Frames:
    """Walks an MP3 from frame to frame.

    The walk ends at the first thing that is no whole frame; what is left is ``rest``. Raises SoundError when there is
    not one frame of sound.
    """
    at = _after_tag(data)
    sizes = rate = count = announced = delay = padding = 0
    bit_rates: set[int] = set()
    while at + 4 <= len(data):
        header = _header(data, at)
        if header is None:
            break
        bit_rate, rate, size, stereo = header
        if at + size > len(data):
            break
        info = at + _INFO_AT[stereo]
        if sizes == 0 and data[info : info + 4] in (b"Info", b"Xing"):
            announced, delay, padding = _info(data, info)
        else:
            bit_rates.add(bit_rate)
            count += 1
        sizes += size
        at += size
    if count == 0:
        raise SoundError("holds no MPEG-1 Layer III frame where one must begin", file=file)
    return Frames(count, tuple(sorted(bit_rates)), rate, announced, delay, padding, len(data) - at)


def _after_tag(data: bytes | mmap.mmap) -> int:
    """The size of an ID3v2 tag, seven bits to a byte, and its header of ten bytes."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _header(data: bytes | mmap.mmap, at: int) -> tuple[int, int, int, bool] | None:
    word = int.from_bytes(data[at : at + 4], "big")
    # Eleven bits of sync, MPEG-1, Layer III.
    if word >> 17 != 0b111111111111101:
        return None
    index, rate_index = word >> 12 & 0xF, word >> 10 & 0x3
    if index in (0, 15) or rate_index == 3:
        return None
    bit_rate, rate = _BIT_RATES[index] * 1000, _RATES[rate_index]
    return bit_rate, rate, 144 * bit_rate // rate + (word >> 9 & 1), word >> 6 & 0x3 != 3


def _info(data: bytes | mmap.mmap, at: int) -> tuple[int, int, int]:
    """Frames, delay and padding, as the Xing and LAME headers lay them out."""
    flags = int.from_bytes(data[at + 4 : at + 8], "big")
    announced = int.from_bytes(data[at + 8 : at + 12], "big") if flags & 1 else 0
    lame = at + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    packed = struct.unpack(">I", b"\0" + data[lame + 21 : lame + 24])[0] if len(data) >= lame + 24 else 0
    return announced, packed >> 12, packed & 0xFFF
