"""The show's picture: Apple's rules, and a font that has the letters."""

import io

import pytest
from PIL import Image
from site_samples import GUID

from dispatch_audio.site.artwork import artwork, artwork_name, drawable, has_glyph


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("title", ["The Small Show", "W" * 255, "word " * 51, "新闻", ""])
def test_the_picture_keeps_apples_rules(title: str) -> None:
    data = artwork(title, GUID)
    picture = _opened(data)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))
    assert picture.info["dpi"] == (72, 72)
    assert "progressive" not in picture.info
    assert len(data) < 500_000


def test_the_same_show_gives_the_same_bytes_and_another_guid_another_picture() -> None:
    first = artwork("The Small Show", GUID, side=300)
    assert artwork("The Small Show", GUID, side=300) == first
    assert artwork("The Small Show", GUID[::-1], side=300) != first


def test_a_title_stays_inside_the_picture() -> None:
    for title in ("The Small Show", "Donaudampfschifffahrtsgesellschaft", "word " * 60):
        picture = _opened(artwork(title, GUID)).convert("L")
        ground = picture.crop((0, 0, 9, 9)).tobytes()[0]
        for strip in ((0, 0, 200, 3000), (2800, 0, 3000, 3000), (0, 2900, 3000, 3000)):
            assert max(picture.crop(strip).tobytes()) - ground < 20, title


def test_another_picture_has_another_name() -> None:
    assert artwork_name(b"a") == "artwork.ca978112.jpg"
    assert artwork_name(b"b") != artwork_name(b"a")


@pytest.mark.parametrize("letter", "éüñçøłőßÆ—–◆→€“”‘’…·&")
def test_the_font_has_this_letter(letter: str) -> None:
    assert has_glyph(letter)


def test_a_letter_the_font_lacks_is_left_out_rather_than_drawn_as_a_box() -> None:
    assert drawable("News 新闻 🎧 daily") == "News   daily"
