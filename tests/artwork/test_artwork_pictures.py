"""The pictures: what directories ask for, a typeface that has the letters, and nothing beyond the margins."""

import dataclasses
import itertools
import os
import random
import subprocess
import sys

import pytest
from artwork_samples import DAY, GUID, PARTS, SHOW, contrast, opened
from PIL import Image, ImageChops

from dispatch_audio.artwork import (
    Face,
    Look,
    Part,
    chapter_picture,
    drawable,
    episode_picture,
    has_glyph,
    picture,
    picture_name,
    show_picture,
)
from dispatch_audio.artwork.figure import seed_of
from dispatch_audio.artwork.palettes import PALETTES, Colour, palette_of
from dispatch_audio.compose import compose
from dispatch_audio.compose.show import Show
from dispatch_audio.readers import read_dispatch
from dispatch_audio.spoken import BUILT_IN, spoken_form
from samples import REPOSITORY

TITLES = (
    "The Small Show",
    "A",
    "W" * 255,
    "word " * 51,
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Безопасность и ответственность",
    "Ωδὴ εἰς τὸν ἥλιον",
    "新闻联播",
    "",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_shows_picture_is_what_directories_ask_for(title: str) -> None:
    data = show_picture(title, GUID, author="Example News", badge="Headlines")
    found = opened(data)
    assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (3000, 3000))
    assert found.info["dpi"] == (72, 72)
    assert "progressive" not in found.info
    assert len(data) < 500_000


@pytest.mark.parametrize("title", TITLES)
def test_an_episodes_picture_is_too_and_a_chapters_is_small(title: str) -> None:
    cover = episode_picture(SHOW, dataclasses.replace(DAY, title=title, ship=title))
    assert picture(cover) == dataclasses.replace(picture(show_picture("", GUID)), width=1400, height=1400)
    assert len(cover) < 500_000
    chapter = chapter_picture(SHOW, DAY, title, 1, len(PARTS))
    assert picture(chapter).format == "PNG"
    assert picture(chapter).width == picture(chapter).height
    assert len(chapter) < 16_000


def test_a_picture_of_the_busiest_day_keeps_its_limit() -> None:
    chance = random.Random(1)
    parts = tuple(Part(chance.uniform(5, 200), (1,) * chance.randrange(12)) for _ in range(60))
    busy = dataclasses.replace(
        DAY, title="Wax mask & quay " * 19, ship="ROU Frank Exchange Of Views", parts=parts
    )
    assert len(episode_picture(SHOW, busy, side=3000)) < 500_000
    assert len(chapter_picture(SHOW, busy, busy.title, 30, 60)) < 16_000


def test_the_same_things_give_the_same_bytes_whatever_the_process() -> None:
    program = (
        "import hashlib; from artwork_samples import DAY, SHOW; from dispatch_audio.artwork import *;"
        "data = episode_picture(SHOW, DAY) + chapter_picture(SHOW, DAY, 'One', 0, 6) + show_picture('A', 'B', side=600);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={
                "PYTHONPATH": os.pathsep.join(
                    map(str, (REPOSITORY / "src", REPOSITORY / "tests" / "artwork"))
                ),
                "PYTHONHASHSEED": seed,
            },
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_each_thing_that_is_written_changes_the_picture() -> None:
    shows = [
        show_picture("The Small Show", GUID, side=300),
        show_picture("The Other Show", GUID, side=300),
        show_picture("The Small Show", GUID[::-1], side=300),
        show_picture("The Small Show", GUID, author="Example News", side=300),
        show_picture("The Small Show", GUID, badge="Headlines", side=300),
    ]
    episodes = [
        episode_picture(SHOW, face, side=300)
        for face in (
            DAY,
            dataclasses.replace(DAY, title="Another Day"),
            dataclasses.replace(DAY, number=3),
            dataclasses.replace(DAY, number=None),
            dataclasses.replace(DAY, date=DAY.date.replace(day=21)),
            dataclasses.replace(DAY, ship="GCU Example"),
            dataclasses.replace(DAY, parts=PARTS[1:]),
            dataclasses.replace(DAY, parts=()),
        )
    ]
    chapters = [chapter_picture(SHOW, DAY, "In brief", at, len(PARTS), side=300) for at in range(len(PARTS))]
    every = [*shows, *episodes, *chapters]
    assert len(set(every)) == len(every)


def test_a_show_keeps_its_colours_and_figure_when_its_title_changes() -> None:
    pictures = [opened(show_picture(title, GUID, side=300)) for title in ("One", "Two")]
    # The titles are one line each, so the upper half is the figure alone.
    upper = [found.crop((0, 0, 300, 190)).tobytes() for found in pictures]
    assert upper[0] == upper[1]


def test_from_chapter_to_chapter_only_what_is_lit_changes_place() -> None:
    titles = (
        "In brief",
        "The open-source inflection point",
        "A title of so many words that they need four lines, or five",
    )
    pictures = [opened(chapter_picture(SHOW, DAY, title, 1, 6, side=640)) for title in titles]
    figures = [found.crop((0, 120, 640, 430)) for found in pictures]
    assert all(_is_alike(found, figures[0]) for found in figures)
    other = opened(chapter_picture(SHOW, DAY, titles[0], 2, 6, side=640)).crop((0, 120, 640, 430))
    assert not _is_alike(other, figures[0])


def _is_alike(one: Image.Image, other: Image.Image) -> bool:
    """Within what JPEG, or a palette, does to it."""
    difference = ImageChops.difference(one.reduce(5), other.reduce(5))
    return all(high < 24 for _, high in difference.getextrema())  # type: ignore[misc]


def _strips(found: Image.Image) -> list[Image.Image]:
    """The margins of a picture, but for what accents and descenders take; a chapter's may be smaller than was asked for."""
    side = found.width
    sides, upper, lower = (margin * side // 1500 for margin in (104, 92, 40))
    return [
        found.crop(box)
        for box in (
            (0, 0, sides, side),
            (side - sides, 0, side, side),
            (0, 0, side, upper),
            (0, side - lower, side, side),
        )
    ]


def _is_ground(strip: Image.Image, ground: Colour) -> bool:
    """Within what JPEG does to it."""
    difference = ImageChops.difference(strip, Image.new("RGB", strip.size, ground))
    return all(high < 24 for _, high in difference.getextrema())  # type: ignore[misc]


@pytest.mark.parametrize("title", [*TITLES, "Ågypqj " * 40, "ÅÇĘ"])
def test_nothing_stands_beyond_the_margins(title: str) -> None:
    face = dataclasses.replace(DAY, title=title, ship=title or "GCU", number=123456)
    long = dataclasses.replace(SHOW, title=title, author=f"By {title}")
    ground = palette_of(seed_of(GUID)).ground
    for data in (
        show_picture(title, GUID, author=long.author, side=1500),
        episode_picture(long, face, side=1500),
        episode_picture(long, dataclasses.replace(face, number=None), side=1500),
        chapter_picture(long, face, title, 2, len(PARTS), side=1500),
    ):
        assert [_is_ground(strip, ground) for strip in _strips(opened(data))] == [True] * 4


def test_a_title_that_cannot_be_drawn_leaves_its_place_to_the_figure_and_number_and_date_stay() -> None:
    ground = palette_of(seed_of(GUID)).ground
    place = (110, 1000, 1290, 1290)
    for title in ("新闻联播", "نشرة الأخبار", "🎧🎉"):
        found = opened(episode_picture(SHOW, dataclasses.replace(DAY, title=title, ship=title)))
        untitled = opened(episode_picture(SHOW, dataclasses.replace(DAY, title="", ship="")))
        assert found.tobytes() == untitled.tobytes()
        assert not _is_ground(found.crop(place), ground)
        assert not _is_ground(found.crop((100, 100, 640, 300)), ground)
    assert show_picture("新闻联播", GUID) == show_picture("", GUID)


def _pixels(found: Image.Image) -> list[Colour]:
    data = found.tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


@pytest.mark.parametrize("number", [1, 7, 128, 1024, 99_999, None])
def test_at_64_pixels_the_figure_and_the_mark_are_still_there(number: int | None) -> None:
    palette = palette_of(seed_of(GUID))
    found = opened(episode_picture(SHOW, dataclasses.replace(DAY, number=number)))
    small = found.resize((64, 64), Image.Resampling.LANCZOS)
    mark, figure = _pixels(small.crop((4, 3, 30, 14))), _pixels(small.crop((4, 16, 60, 42)))
    # A stroke of the mark, and the figure's two colours, are seen with nearly the contrast that they are drawn with.
    assert max(contrast(pixel, palette.ground) for pixel in mark) > 4.5
    for colour in (palette.figure, palette.accent):
        assert sum(contrast(pixel, colour) < 1.15 for pixel in figure) > 12


def test_lettering_and_figures_have_the_contrast_that_wcag_asks_for() -> None:
    for palette in PALETTES:
        for lettering in (palette.ink, palette.quiet):
            assert contrast(lettering, palette.ground) >= 4.5
        # The name of an edition stands in the ground's colour on the accent's.
        assert contrast(palette.ground, palette.accent) >= 4.5
        assert contrast(palette.figure, palette.ground) >= 3
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


def test_no_two_palettes_look_alike() -> None:
    for one, other in itertools.combinations(PALETTES, 2):
        assert (
            max(
                abs(a - b)
                for a, b in zip((*one.ground, *one.figure), (*other.ground, *other.figure), strict=True)
            )
            > 40
        )


def test_another_picture_has_another_name() -> None:
    assert picture_name("artwork", b"a") == "artwork.ca978112.jpg"
    assert picture_name("artwork", b"b") != picture_name("artwork", b"a")
    assert picture_name("cover", b"\x89PNG\r\n\x1a\n").startswith("cover.")
    assert picture_name("cover", b"\x89PNG\r\n\x1a\n").endswith(".png")


def test_the_typeface_has_every_letter_of_the_dispatches_that_we_ship() -> None:
    files = sorted((REPOSITORY / "feeds").glob("*/dispatches/*"))
    assert files
    for file in files:
        dispatch = read_dispatch(file)
        show = Show("The Daily Dispatch", "Lenar Kess")
        script = compose(dispatch, show, lambda text: spoken_form(text, BUILT_IN))
        shown = [dispatch.title, dispatch.ship, show.title, *(chapter.title for chapter in script.chapters)]
        assert [letter for text in shown for letter in text if not has_glyph(letter)] == []
        assert [drawable(text) for text in shown] == shown
    assert all(map(has_glyph, "é—◆"))


@pytest.mark.parametrize("letter", "éüñçøłőßÆ—–◆→€“”‘’…·&ẅĿŽΩψЯїЂ₴№")
def test_the_typeface_has_this_letter(letter: str) -> None:
    assert has_glyph(letter)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("News 新闻 🎧 daily", "News daily"),
        ("Kimi 月之暗面 ships K2.6", "Kimi ships K2.6"),
        ("cafe\u0301 x\u0304", "café x"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("東京 2020", ""),
        ("— ◆ —", ""),
        ("two\nlines\tand\x00more", "two lines andmore"),
    ],
)
def test_what_the_typeface_lacks_is_left_out_and_what_would_say_something_else_is_not_drawn(
    written: str, drawn: str
) -> None:
    assert drawable(written) == drawn


def test_no_strange_day_or_number_stops_a_picture() -> None:
    early = DAY.date.replace(year=1, month=1, day=1)
    for face in (
        Face("", 0, early),
        Face("x", -1, early),
        Face("x", 10**12, early, "", (Part(0), Part(-1, (0, 0)))),
    ):
        assert picture(episode_picture(Look("", ""), face, side=200)).width == 200
        assert picture(chapter_picture(Look("", ""), face, "", 0, 1, side=200)).width == 200
