"""Colours: a ground, the lettering on it, and the figure's. Which a show has follows from its guid."""

from dataclasses import dataclass

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each, in sRGB."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that go together; lettering has a contrast of at least 4.5:1, the figure of 3:1 (WCAG 2.2, 1.4.3 and
    1.4.11)."""

    ground: Colour
    ink: Colour
    """The title, and what is as loud."""
    quiet: Colour
    """Lettering that is read second."""
    figure: Colour
    accent: Colour
    """The one part of the figure that stands out."""
    dim: Colour
    """What is there and recedes: the show's own words in a figure, chapters that are not meant."""


PALETTES = (
    Palette((19, 32, 56), (250, 244, 232), (176, 186, 204), (240, 98, 66), (252, 196, 98), (62, 84, 124)),
    Palette((13, 50, 48), (247, 244, 230), (164, 196, 184), (242, 178, 58), (246, 232, 202), (48, 104, 96)),
    Palette((70, 20, 38), (252, 240, 228), (222, 178, 178), (244, 132, 95), (252, 214, 178), (134, 62, 78)),
    Palette((241, 232, 214), (28, 40, 62), (88, 92, 102), (200, 62, 42), (28, 58, 104), (208, 190, 158)),
    Palette((32, 29, 66), (245, 243, 250), (184, 180, 214), (120, 200, 188), (246, 214, 110), (80, 76, 136)),
    Palette((234, 240, 236), (18, 42, 48), (78, 96, 98), (0, 120, 108), (176, 50, 32), (190, 206, 200)),
)


def palette_of(seed: bytes) -> Palette:
    """The palette that a show keeps for life; ``seed`` is a hash of its guid."""
    return PALETTES[seed[0] % len(PALETTES)]
