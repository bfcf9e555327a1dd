"""The pictures: what directories ask for, a typeface that has the letters, titles of any length."""

import datetime
import io

import pytest
from PIL import Image

from dispatch_audio.artwork import (
    Face,
    Look,
    Part,
    chapter_picture,
    drawable,
    episode_picture,
    has_glyph,
    picture_name,
    show_picture,
)

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
SHOW = Look("The Small Show", GUID, "Example News")
DAY = Face(
    "Open Source Catches Fire",
    2,
    datetime.date(2026, 4, 20),
    "GCU Gradually Then Suddenly",
    (Part(30), Part(90, (120, 80, 20)), Part(50, (60,)), Part(15)),
)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("title", ["The Small Show", "W" * 255, "word " * 51, "新闻", ""])
def test_the_picture_keeps_apples_rules(title: str) -> None:
    data = show_picture(title, GUID)
    picture = _opened(data)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))
    assert picture.info["dpi"] == (72, 72)
    assert "progressive" not in picture.info
    assert len(data) < 500_000


def test_the_same_show_gives_the_same_bytes_and_another_guid_another_picture() -> None:
    first = show_picture("The Small Show", GUID, side=300)
    assert show_picture("The Small Show", GUID, side=300) == first
    assert show_picture("The Small Show", GUID[::-1], side=300) != first


def test_a_chapter_has_a_small_picture_of_its_own() -> None:
    pictures = [chapter_picture(SHOW, DAY, f"Chapter {at}", at, 4) for at in range(4)]
    assert len(set(pictures)) == 4
    assert all(len(data) < 40_000 for data in pictures)


def test_an_episode_has_its_own_picture() -> None:
    data = episode_picture(SHOW, DAY)
    assert _opened(data).size == (1400, 1400)
    assert data == episode_picture(SHOW, DAY)


def test_another_picture_has_another_name() -> None:
    assert picture_name("artwork", b"a") == "artwork.ca978112.jpg"
    assert picture_name("artwork", b"b") != picture_name("artwork", b"a")


@pytest.mark.parametrize("letter", "éüñçøłőßÆ—–◆→€“”‘’…·&")
def test_the_typeface_has_this_letter(letter: str) -> None:
    assert has_glyph(letter)


def test_a_letter_the_typeface_lacks_is_left_out_rather_than_drawn_as_a_box() -> None:
    assert drawable("News 新闻 🎧 daily") == "News daily"
