"""The programme as a stream: lines and music, each made when its time comes and let go when it is over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dispatch_audio.master import Line, Music, Timeline
from dispatch_audio.media import Block
from dispatch_audio.mix.design import SoundDesign
from dispatch_audio.mix.levels import music_gain
from dispatch_audio.narration import Clip, Narration

_SECONDS = 1.0
"""How much of the programme a block holds."""
_SILENCE = 0.12
"""Seconds without a sound in which the programme can be cut."""
_PART = 20.0
"""Seconds that a part of it lasts at the least."""


@dataclass(frozen=True, slots=True)
class _Sounding:
    """Something that is heard from one frame to another, and how to make it."""

    start: int
    end: int
    make: Callable[[], Block]


@dataclass(frozen=True, slots=True)
class Programme:
    """All that is heard, before the loudness of the whole is set."""

    narration: Narration
    timeline: Timeline
    design: SoundDesign
    gains: tuple[float, ...]
    """Decibels for each line."""
    channels: int

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """From one sample frame to another, in blocks of shape (channels, frames); beyond its end there is silence."""
        coming = sorted(self._between(first, last), key=lambda sounding: sounding.start, reverse=True)
        now: list[tuple[_Sounding, Block]] = []
        step = round(_SECONDS * self.timeline.rate)
        for at in range(first, last, step):
            until = min(at + step, last)
            while coming and coming[-1].start < until:
                sounding = coming.pop()
                now.append((sounding, sounding.make()))
            block = np.zeros((self.channels, until - at), np.float32)
            for sounding, samples in now:
                start, end = max(at, sounding.start), min(until, sounding.end)
                block[:, start - at : end - at] += self._widened(
                    samples[:, start - sounding.start : end - sounding.start]
                )
            now = [(sounding, samples) for sounding, samples in now if sounding.end > until]
            yield block

    def parts(self, frame: int) -> tuple[tuple[int, int], ...]:
        """The programme cut where it is silent, on multiples of ``frame``: what can be worked on side by side."""
        rate, cuts = self.timeline.rate, [0]
        silence = round(_SILENCE * rate)
        over = 0
        sounds: tuple[Line | Music, ...] = (*self.timeline.lines, *self.timeline.music)
        for start, end in sorted((sound.start, sound.end) for sound in sounds):
            cut = start // frame * frame
            if (
                cut - over > silence
                and cut - cuts[-1] >= _PART * rate
                and self.timeline.frames - cut > silence
            ):
                cuts.append(cut)
            over = max(over, end)
        return tuple(zip(cuts, [*cuts[1:], self.timeline.frames], strict=True))

    def _between(self, first: int, last: int) -> Iterator[_Sounding]:
        # The desk's library loads when there is something to mix.
        from dispatch_audio.mix import desk

        rate, lines = self.timeline.rate, self.timeline.lines

        def voice(clip: Clip, line: Line, gain: float) -> Callable[[], Block]:
            return lambda: desk.voice(clip, line, rate, gain)

        def music(part: Music) -> Callable[[], Block]:
            piece = {
                "opening": self.design.opening,
                "sting": self.design.sting,
                "bed": self.design.bed,
                "closing": self.design.closing,
            }[part.part]
            assert piece is not None, "the timeline was laid out with this design"
            gain = music_gain(piece, part.part)
            return lambda: desk.music(piece, part, rate, gain, lines, seamless=self.design.seamless)

        for line, clip, gain in zip(lines, self.narration.clips, self.gains, strict=True):
            if line.start < last and line.end > first:
                yield _Sounding(line.start, line.end, voice(clip, line, gain))
        for part in self.timeline.music:
            if part.start < last and part.end > first:
                yield _Sounding(part.start, part.end, music(part))

    def _widened(self, block: Block) -> Block:
        if len(block) == self.channels:
            return block
        return np.repeat(block, 2, axis=0) if len(block) == 1 else block.mean(axis=0, keepdims=True)
