"""Pictures as files: encoded within a size, named by their content, and looked into."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image

_COLOURS = (24, 16, 12, 8)
"""Of a flat drawing and its soft edges: the most that fit are taken."""
_SHARES = (1.0, 0.75, 0.5)
"""Of its side."""
_QUALITIES = ((90, 0), (82, 0), (74, 0), (62, 0), (50, 0), (50, 2), (35, 2), (20, 2), (8, 2))
"""Quality and subsampling of colours: the best that fits is taken. The last are for what has no calm ground left."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is, by its content."""

    format: str
    """``JPEG`` or ``PNG``, or the name of another format."""
    mode: str
    """``RGB``, or other colours."""
    width: int
    """In pixels."""
    height: int
    dpi: tuple[float, float]
    """Dots an inch, across and down; 0 where it does not say."""


def picture(data: bytes) -> Picture:
    """What these bytes are a picture of, decoded to the last row.

    Raises ValueError when they are none, or one that is cut short.
    """
    try:
        with warnings.catch_warnings():
            # What would take hundreds of megabytes once it is decoded is no picture of a show.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as found:
                found.load()
                # A PNG tells dots a metre: 72 an inch come back as 72.009.
                dpi = [round(float(each), 1) for each in found.info.get("dpi", (0, 0))]
                return Picture(found.format or "", found.mode, found.width, found.height, (dpi[0], dpi[1]))
    except (OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(f"is no picture: {error}") from None


def jpeg(image: Image.Image, limit: int) -> bytes:
    """A baseline JPEG of less than ``limit`` bytes at 72 dpi, as good as fits, or the smallest there is."""
    for quality, subsampling in _QUALITIES:
        data = io.BytesIO()
        image.save(data, "JPEG", quality=quality, subsampling=subsampling, optimize=True, dpi=(72, 72))
        if data.tell() < limit:
            break
    return data.getvalue()


def png(image: Image.Image, limit: int) -> bytes:
    """A PNG with a palette at 72 dpi, of less than ``limit`` bytes, as good as fits, or the smallest there is: of a flat
    drawing less than half of a JPEG that looks as good. What fits with no palette is made smaller."""
    encoded = b""
    for share in _SHARES:
        side = round(image.width * share)
        drawn = image if side == image.width else image.resize((side, side), Image.Resampling.LANCZOS)
        for colours in _COLOURS:
            data = io.BytesIO()
            drawn.quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True, dpi=(72, 72))
            encoded = data.getvalue()
            if len(encoded) < limit:
                return encoded
    return encoded
