"""A show's own picture: published as it is, mended where nothing is lost by it, and refused in one line otherwise."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from artwork_samples import DAY, GUID, SHOW, encoded, opened
from PIL import Image

from dispatch_audio.artwork import (
    cover,
    episode_picture,
    picture,
    picture_name,
    published,
    published_picture,
    show_picture,
)
from dispatch_audio.build import Built
from dispatch_audio.errors import SettingsError, WorkspaceError
from dispatch_audio.public import check_feed
from dispatch_audio.workspace import Feed, Workspace
from samples import NOW

GRADIENT = Image.linear_gradient("L")


def _picture(side: int = 1400, mode: str = "RGB") -> Image.Image:
    three = [
        GRADIENT.resize((side, side)),
        GRADIENT.rotate(90).resize((side, side)),
        Image.new("L", (side, side), 99),
    ]
    return Image.merge("RGB", three).convert(mode)


def _published(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    return published_picture(SHOW, path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("side", [1400, 3000])
def test_a_picture_that_directories_take_keeps_its_bytes(tmp_path: Path, kind: str, side: int) -> None:
    data = encoded(_picture(side), kind)
    assert _published(tmp_path / "cover", data) == data


@pytest.mark.parametrize(
    ("mode", "kind", "dpi"),
    [
        ("RGB", "JPEG", 300),
        ("RGB", "JPEG", None),
        ("L", "JPEG", 72),
        ("RGB", "PNG", None),
        ("RGBA", "PNG", 72),
        ("P", "PNG", 72),
        ("L", "PNG", 72),
    ],
)
def test_colours_and_density_are_mended_and_the_picture_looks_as_before(
    tmp_path: Path, mode: str, kind: str, dpi: int | None
) -> None:
    given = encoded(_picture(1400, mode), kind, dpi)
    data = _published(tmp_path / "cover", given)
    found = picture(data)
    assert (found.format, found.mode, found.dpi, found.width) == (kind, "RGB", (72, 72), 1400)
    before, after = (opened(each).convert("RGB").resize((50, 50)).tobytes() for each in (given, data))
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 6


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    data = _published(tmp_path / "cover.png", encoded(Image.new("RGBA", (1400, 1400), (200, 0, 0, 0)), "PNG"))
    assert opened(data).getpixel((700, 700)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: encoded(_picture(1399)), "has 1399 x 1399 pixels"),
        (lambda: encoded(_picture(3001)), "has 3001 x 3001 pixels"),
        (lambda: encoded(_picture().crop((0, 0, 1400, 1500))), "has 1400 x 1500 pixels"),
        (lambda: encoded(_picture(), "GIF"), "is a picture of the format GIF"),
        (lambda: encoded(_picture(1400, "CMYK")), "has the colours CMYK"),
        (lambda: encoded(_picture())[:9000], "is no picture that can be read"),
        (lambda: b"<svg/>", "is no picture that can be read"),
        (lambda: b"", "is no picture that can be read"),
        (lambda: encoded(Image.new("1", (14_000, 14_000)), "PNG"), "is no picture that can be read"),
        (lambda: b"\xff\xd8" + bytes(20_000_000), "has 20 MB, more than the 20 of a picture"),
    ],
)  # fmt: skip
def test_any_other_is_refused_with_one_line_that_tells_what_is_taken(
    tmp_path: Path, data: Callable[[], bytes], said: str
) -> None:
    with pytest.raises(WorkspaceError) as refused:
        _published(tmp_path / "cover.jpg", data())
    line = str(refused.value)
    assert said in line
    assert "cover.jpg" in line
    assert "a square JPEG or PNG of 1400 to 3000 pixels a side" in line
    assert "\n" not in line


def test_a_picture_that_is_missing_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"cover\.jpg.*cannot be read: No such file"):
        published_picture(SHOW, tmp_path / "cover.jpg")


def test_the_cover_in_every_mp3_is_a_small_jpeg_of_it(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(encoded(_picture(3000), "PNG"))
    data = cover(SHOW, DAY, path)
    assert (picture(data).format, picture(data).width) == ("JPEG", 1400)
    assert len(data) < 500_000
    small = encoded(_picture(1400))
    path.write_bytes(small)
    assert cover(SHOW, DAY, path) == small
    assert cover(SHOW, DAY, None) == episode_picture(SHOW, DAY)


def test_the_shows_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    drawn = []

    def draw(title: str, guid: str, **more: str) -> bytes:
        drawn.append(title)
        return show_picture(title, guid, **more, side=1400)

    monkeypatch.setattr(published, "show_picture", draw)
    first = published_picture(SHOW, None)
    assert published_picture(SHOW, None) == first
    assert drawn == ["The Small Show"]
    (kept,) = (tmp_path / "dispatch-audio" / "models").iterdir()
    kept.write_bytes(first[:1000])
    assert published_picture(SHOW, None) == first
    assert len(drawn) == 2


Make = Callable[..., Built]


def _brings(workspace: Path, data: bytes) -> Feed:
    folder = workspace / "feeds" / "daily-dispatch"
    (folder / "ours.png").write_bytes(data)
    text = (folder / "feed.toml").read_text("utf-8")
    if "artwork" not in text:
        (folder / "feed.toml").write_text(f'{text}artwork = "ours.png"\n', "utf-8")
    return Workspace(workspace).feed(None)


def test_a_show_publishes_its_own_picture_and_puts_it_on_every_cover(
    built: Built, workspace: Path, make: Make, public: Path
) -> None:
    assert make().status == "unchanged"
    data = encoded(_picture(2000), "PNG")
    feed = _brings(workspace, data)
    again = make()
    assert again.status == "built"
    name = picture_name("artwork", data)
    assert (public / name).read_bytes() == data
    assert f'itunes:image href="https://example.org/daily-dispatch/{name}"' in (
        public / "feed.xml"
    ).read_text("utf-8")
    assert [found.said for found in check_feed(feed, NOW) if not found.passed] == []
    assert make().status == "unchanged"
    _brings(workspace, encoded(_picture(2001), "PNG"))
    assert make().status == "built"


def test_a_picture_that_no_directory_takes_stops_a_build_before_anything_is_spoken(
    small: Path, workspace: Path, make: Make, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _brings(workspace, encoded(_picture(1000), "PNG"))
    monkeypatch.setattr("dispatch_audio.mastering.narrated", lambda *_: pytest.fail("was spoken"))
    with pytest.raises(WorkspaceError, match=r"ours\.png.* has 1000 x 1000 pixels"):
        make()
    assert not public.exists()


@pytest.mark.parametrize(
    "name", ["../cover.jpg", "/cover.jpg", "pictures/cover.jpg", "C:cover.jpg", "cover.webp", "cover"]
)
def test_a_name_that_is_no_picture_beside_feed_toml_is_told(workspace: Path, name: str) -> None:
    file = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    file.write_text(f"{file.read_text('utf-8')}artwork = '{name}'\n", "utf-8")
    with pytest.raises(SettingsError, match=r"is no picture beside feed\.toml; write its name alone"):
        Workspace(workspace).feed(None)


def test_an_episode_has_its_own_cover_and_the_feed_names_it(built: Built, public: Path) -> None:
    (path,) = built.folder.glob("cover.*.jpg")
    assert path.name == picture_name("cover", path.read_bytes())
    assert f"episodes/{built.manifest.slug}/{path.name}" in (public / "feed.xml").read_text("utf-8")
    assert opened(path.read_bytes()).size == (1400, 1400)
    page = (built.folder / "index.html").read_text("utf-8")
    loaded = re.findall(r'(?:src|icon" href)="([^"]*)"', page)
    assert loaded.count(path.name) == 2
    assert all((built.folder / name).is_file() for name in loaded)
    assert (
        f'og:image" content="https://example.org/daily-dispatch/episodes/{built.manifest.slug}/{path.name}"'
        in page
    )
    (shows,) = public.glob("artwork.*.jpg")
    assert shows.read_bytes() != path.read_bytes()
    assert GUID not in shows.name
