"""Measurements to the sheet: where each part stands, and one SVG that needs nothing else.

The spectrogram is a PNG inside it; no script, no typeface and no address of anywhere. The same measurements give the
same bytes with the same Pillow.
"""

import base64
import functools
import io

import jinja2
from PIL import Image

from dispatch_audio.episode import Manifest
from dispatch_audio.package.text import clean
from dispatch_audio.picture import axes, lanes
from dispatch_audio.picture.contents import NUMBER_SIZE, ROW_SIZE, TITLE_SIZE, ribbons, table
from dispatch_audio.picture.head import figures, head
from dispatch_audio.picture.lettering import TYPEFACES
from dispatch_audio.picture.values import Limits, Measurements, Spectrogram
from dispatch_audio.picture.wave import SHORTEST_PAUSE, SILENT_DBFS

WIDTH = 1600
"""Pixels."""

_MARGIN = 40.0
_LEAST_HEIGHT = 1131
"""Pixels: with this, the sheet is an A4 page on its side."""
_HEADING = 27.0
"""Pixels that a lane's name takes above it."""
_SHADES = ((255, 255, 255), (214, 229, 242), (126, 178, 219), (24, 103, 168), (6, 32, 66))
"""From silence to the loudest: one hue from light to dark, which any eye and any printer tells apart."""


def draw(episode: Manifest, found: Measurements, show: str, limits: Limits) -> bytes:
    """The sheet of an episode as an SVG 1.1 document in UTF-8, ``WIDTH`` pixels wide and as high as it must be."""
    headline = head(episode, found, show, WIDTH - 2 * _MARGIN)
    top = 42.0 + headline.size * 1.15 * len(headline.title)
    figures_top = top + 42
    ribbon_top = figures_top + 68
    ribbon = ribbons(found)
    ribbon_height = 20.0 + 14 * max((len(block.lines) for block in ribbon), default=-1)
    lane_tops, heights, at = [], (104.0, 196.0, 150.0, 62.0, 62.0), ribbon_top + ribbon_height
    for height in heights:
        lane_tops.append(at + _HEADING)
        at += _HEADING + height
    axis_top = at
    contents = table(found, axis_top + 68, _MARGIN, WIDTH - _MARGIN)
    end = axis_top + 54 + contents.height + 36
    return _rendered(
        width=WIDTH,
        height=max(_LEAST_HEIGHT, round(end)),
        margin=_MARGIN,
        left=axes.LEFT,
        right=axes.RIGHT,
        episode=episode,
        head=headline,
        told_y=top + 14,
        figures=figures(found, limits),
        figures_top=figures_top,
        ribbon=ribbon,
        ribbon_top=ribbon_top,
        ribbon_height=ribbon_height,
        wave=lanes.wave_lane(found, limits, lane_tops[0], heights[0]),
        loudness=lanes.loudness_lane(found, limits, lane_tops[1], heights[1]),
        spectrum=lanes.spectrum_lane(found.programme.spectrogram, lane_tops[2], heights[2]),
        spectrogram=found.programme.spectrogram,
        picture=_embedded(found.programme.spectrogram, found.programme.grid.columns),
        shades=[f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in _SHADES],
        pauses=lanes.pause_lane(found, limits, lane_tops[3], heights[3]),
        pace=lanes.pace_lane(found, lane_tops[4], heights[4]),
        axis_top=axis_top,
        times=axes.time_ticks(found.programme.grid.seconds),
        table=contents,
        table_top=axis_top + 47,
        row_size=ROW_SIZE,
        title_size=TITLE_SIZE,
        number_size=NUMBER_SIZE,
        small=lanes.SMALL,
        typefaces=TYPEFACES,
        silent=axes.signed(SILENT_DBFS, 0),
        shortest=SHORTEST_PAUSE,
    )


def png(spectrogram: Spectrogram, columns: int) -> bytes:
    """The spectrogram as a PNG with a palette, a pixel a value."""
    picture = Image.frombytes("P", (columns, spectrogram.rows), spectrogram.levels)
    picture.putpalette(bytes(part for level in range(256) for part in _shade(level / 255)))
    data = io.BytesIO()
    picture.save(data, "PNG", optimize=True)
    return data.getvalue()


def _shade(share: float) -> tuple[int, int, int]:
    place = share * (len(_SHADES) - 1)
    index = min(int(place), len(_SHADES) - 2)
    pairs = zip(_SHADES[index], _SHADES[index + 1], strict=True)
    red, green, blue = (round(low + (high - low) * (place - index)) for low, high in pairs)
    return red, green, blue


def _embedded(spectrogram: Spectrogram, columns: int) -> str:
    return f"data:image/png;base64,{base64.b64encode(png(spectrogram, columns)).decode('ascii')}"


def _rendered(**values: object) -> bytes:
    return (_environment().get_template("sheet.svg.j2").render(values).strip() + "\n").encode()


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("dispatch_audio.picture"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _printable(value: object) -> object:
    # Markup is a str of its own kind, already escaped; made a plain one it would be escaped again.
    if type(value) is float:
        return f"{value:.1f}".removesuffix(".0")
    return clean(value) if type(value) is str else value
