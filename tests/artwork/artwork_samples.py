"""A show and a day of it, as their pictures are drawn from them."""

import datetime
import io

from PIL import Image

from dispatch_audio.artwork import Face, Look, Part
from dispatch_audio.artwork.palettes import Colour

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
SHOW = Look("The Small Show", GUID, "Example News")
PARTS = (Part(48), Part(94, (120, 60, 50)), Part(52, (90,)), Part(47, (80,)), Part(150, (50,) * 7), Part(20))
DAY = Face("Open Source Catches Fire", 2, datetime.date(2026, 4, 20), "GCU Gradually Then Suddenly", PARTS)


def opened(data: bytes) -> Image.Image:
    """The picture as a reader of it sees it."""
    found = Image.open(io.BytesIO(data))
    return found.convert("RGB") if found.mode == "P" else found


def encoded(image: Image.Image, kind: str = "JPEG", dpi: int | None = 72) -> bytes:
    """The picture as a file; without ``dpi`` it does not say how large it is to be printed."""
    out = io.BytesIO()
    image.save(out, kind, **({} if dpi is None else {"dpi": (dpi, dpi)}))
    return out.getvalue()


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
