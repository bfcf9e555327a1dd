"""The sheet is one SVG that needs nothing else, and shows everything where it belongs, no word over another."""

import base64
import io
import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace

import pytest
from picture_samples import LIMITS, episode, measurements
from PIL import Image

from dispatch_audio.build import Built
from dispatch_audio.episode import Manifest
from dispatch_audio.picture import Measurements, draw, sheet
from dispatch_audio.picture.axes import LEFT, RIGHT, clock, time_ticks
from dispatch_audio.picture.drawing import WIDTH
from dispatch_audio.picture.lettering import fitted, width, wrapped
from dispatch_audio.picture.values import Pause, Peak

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän & the <open> source inflection — point of all that was written "


def drawn(manifest: Manifest, found: Measurements | None = None) -> ET.Element:
    data = draw(manifest, found or measurements(manifest), "The Small Show", LIMITS)
    return ET.fromstring(data)


def texts(root: ET.Element) -> list[str]:
    return ["".join(part for part in _shown(element)) for element in root.iter(f"{SVG}text")]


def _shown(element: ET.Element) -> list[str]:
    """The words of a text, without the title that a browser shows when it is pointed at."""
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child.tag == f"{SVG}title" else child.text or "", child.tail or ""]
    return parts


def test_chapters_are_drawn_at_their_times() -> None:
    manifest = episode(["One", "Two", "Three"], 100.0)
    root = drawn(manifest)
    blocks = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}rect") is not None]
    assert [group.findtext(f"{SVG}title") for group in blocks][:3] == ["One", "Two", "Three"]
    for group, mark in zip(blocks, manifest.chapters, strict=False):
        rect = group.find(f"{SVG}rect")
        assert rect is not None
        assert float(rect.get("x", "")) == pytest.approx(LEFT + mark.start / 100 * (RIGHT - LEFT), abs=0.1)
    lines = {
        path.get("d", "").split()[0] for path in root.iter(f"{SVG}path") if path.get("class") == "chapter"
    }
    assert lines == {"M562", "M1024"}, "33 and 66 of 100 seconds on 1400 pixels from the hundredth on"


def test_a_title_is_text_whatever_is_in_it() -> None:
    title = 'Vec<T> & "more" </svg><script>x</script>\x00\x1b ü 東京'
    root = drawn(episode([title], 60.0, title=title))
    assert root.find(f".//{SVG}script") is None
    clean = title.replace("\x00", "").replace("\x1b", "")
    assert root.findtext(f"{SVG}title") == clean
    assert texts(root).count(clean) >= 2, "as the headline and in the table"


def test_nothing_is_asked_for_from_elsewhere() -> None:
    data = draw(*_pair(["One", "Two"], 60.0), "The Small Show", LIMITS).decode()
    assert not re.findall(r"(?<!xmlns=\")(?<!xlink=\")https?:", data)
    assert set(re.findall(r'href="(.{11})', data)) == {"data:image/"}
    assert not re.findall(r"url\((?!#)|@import|<script|<foreignObject", data)


def _pair(titles: list[str], seconds: float) -> tuple[Manifest, Measurements]:
    manifest = episode(titles, seconds)
    return manifest, measurements(manifest)


@dataclass
class _Box:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def _boxes(root: ET.Element) -> list[_Box]:
    """Where every text stands, its class telling its size."""
    style = root.findtext(f"{SVG}style") or ""
    sizes = {name: float(size) for name, size in re.findall(r"\.([\w-]+) \{ font-size: ([\d.]+)px", style)}
    bold = set(re.findall(r"\.([\w-]+) \{[^}]*font-weight: 700", style))

    def taken(text: str, classes: str) -> float:
        names = classes.split()
        size = next((sizes[name] for name in names if name in sizes), 11.0)
        return width(text, size, bold=bool(bold & set(names)))

    found = []
    for element in root.iter(f"{SVG}text"):
        classes = element.get("class", "")
        size = next(
            (sizes[name] for name in classes.split() if name in sizes), 13.0 if len(element) else 11.0
        )
        wide = taken(element.text or "", classes)
        for child in element.iter(f"{SVG}tspan"):
            wide += taken(child.text or "", child.get("class", classes)) + float(child.get("dx", "0"))
        wide = float(element.get("textLength", wide))
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        found.append(_Box("".join(_shown(element)), left, left + wide, y - 0.72 * size, y + 0.2 * size))
    return found


@pytest.mark.parametrize(
    ("titles", "seconds"),
    [
        (["Opening", "The open-source inflection point", "Security déjà vu", *["In brief"] * 5], 471.3),
        ([LONG * 2] * 9, 471.3),
        ([f"{n} {LONG}" for n in range(60)], 10_800.0),
        ([f"{n} {LONG}" for n in range(300)], 36_000.0),
        (["One"], 4.2),
        ([], 25.0),
    ],
    ids=["a day", "long titles", "three hours", "ten hours", "a call", "no chapters"],
)
@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_no_word_stands_over_another_or_off_the_sheet(titles: list[str], seconds: float, at: float) -> None:
    manifest = episode(titles, seconds, title=LONG * 4)
    pauses = (Pause(at * seconds * 0.9, at * seconds * 0.9 + seconds / 10),)
    root = drawn(manifest, measurements(manifest, pauses, peak=Peak(at * seconds, 1.2), integrated=-70.0))
    boxes = [box for box in _boxes(root) if box.text]
    height = float(root.get("height", "0"))
    for box in boxes:
        assert box.left >= 0, box
        assert box.right <= WIDTH, box
        assert 0 <= box.top < box.bottom <= height, box
    for one, other in itertools.combinations(boxes, 2):
        beside = one.right <= other.left or other.right <= one.left
        above = one.bottom <= other.top or other.bottom <= one.top
        assert beside or above, f"{one} over {other}"


def test_what_is_beyond_its_limit_is_marked_and_said() -> None:
    manifest = episode(["One", "Two"], 100.0)
    good = drawn(manifest, measurements(manifest, (Pause(50, 51.2),)))
    assert not [text for text in texts(good) if text.startswith("missed")]
    assert not [rect for rect in good.iter(f"{SVG}rect") if rect.get("class") == "broken"]
    found = measurements(manifest, (Pause(50, 53.2),), peak=Peak(20.0, 0.4), integrated=-14.0, range=9.5)
    course = replace(found.programme.course, true_peak=(*[0.4] * 3, *found.programme.course.true_peak[3:]))
    found = replace(found, programme=replace(found.programme, course=course))
    bad = drawn(manifest, found)
    assert [text for text in texts(bad) if text.startswith("missed")] == [
        "missed: −16.0 ± 0.5 wanted",
        "missed: at most 8 wanted",
        "missed: at most −1.0 wanted",
        "missed: at most 2.5 wanted; 1 from 0.6 s",
    ]  # fmt: skip
    (mark,) = [rect for rect in bad.iter(f"{SVG}rect") if rect.get("class") == "broken"]
    assert float(mark.get("x", "")) == 800
    assert float(mark.get("width", "")) == pytest.approx(3.2 / 100 * 1400)
    (over,) = [
        path.get("d", "")
        for path in bad.iter(f"{SVG}path")
        if path.get("class") == "over" and path.get("d", "").count("M") == 3
    ]
    assert over.startswith("M103.5 ")
    assert "longest 3.2 s at 0:50" in texts(bad)
    assert "highest true peak 0.4 dBTP at 0:20" in texts(bad)


def test_the_headline_and_the_figures_are_there() -> None:
    manifest = episode(["One", "Two"], 471.3)
    said = texts(drawn(manifest, measurements(manifest, (Pause(50, 51.24),))))
    for text in (
        "A Small Day",
        "The Small Show  ·  2026-05-06  ·  read by Ann Example  ·  44.1 kHz stereo  ·  dispatch-007.0123456789ab.mp3",
        "7:51", "−16.0LUFS", "4.0LU", "−1.5dBTP", "144", "1.2s", "1,131 words", "target −16", "limit −1",
    ):  # fmt: skip
        assert text in said


def test_the_spectrogram_is_a_picture_inside() -> None:
    root = drawn(episode(["One"], 60.0))
    (image,) = root.iter(f"{SVG}image")
    data = image.get("{http://www.w3.org/1999/xlink}href", "").removeprefix("data:image/png;base64,")
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        assert picture.format == "PNG"
        assert picture.size == (200, 20)
        shades = list(picture.convert("L").crop((10, 0, 11, 20)).tobytes())
    assert shades == sorted(shades, reverse=True), "the louder, the darker"
    assert (float(image.get("x", "")), float(image.get("width", ""))) == (LEFT, RIGHT - LEFT)


def test_the_same_measurements_give_the_same_bytes() -> None:
    assert draw(*_pair(["One"], 60.0), "A", LIMITS) == draw(*_pair(["One"], 60.0), "A", LIMITS)


def test_times_are_written_as_long_as_they_must_be() -> None:
    assert [tick.label for tick in time_ticks(95.0)][:3] == ["0:00", "0:05", "0:10"]
    assert [tick.label for tick in time_ticks(10_800.0)][:2] == ["0:00:00", "0:10:00"]
    assert clock(471.3, 471.3) == "7:51"
    assert clock(3723, 3723) == "1:02:03"
    for seconds in (0.3, 4, 59, 600, 86_400):
        across = [tick.at for tick in time_ticks(seconds)]
        assert all(b - a >= 60 for a, b in itertools.pairwise(across))


def test_a_text_is_cut_at_a_words_end_and_never_wider_than_its_room() -> None:
    text = fitted("Creative platforms transform the trade", 12, 150)
    assert (text.text, text.whole) == ("Creative platforms…", "Creative platforms transform the trade")
    assert fitted("Short", 12, 150).width is None
    assert fitted("", 12, 10).text == ""
    assert fitted("W", 12, 1).text == ""
    for room in range(10, 300, 7):
        for line in (fitted(LONG, 12, room), *wrapped(LONG, 12, room, 3)):
            assert width(line.text, 12) <= room
    assert [line.text for line in wrapped("one two three four", 12, 60, 2)] == ["one two", "three four"]


def test_a_finished_episode_has_a_sheet(built: Built) -> None:
    root = ET.fromstring(sheet(built.folder, built.manifest, "The Daily Dispatch", LIMITS))
    said = texts(root)
    for number, mark in enumerate(built.manifest.chapters, start=1):
        assert mark.title in said
        assert str(number) in said
    assert any(text.endswith(" words") and text != "0 words" for text in said)
