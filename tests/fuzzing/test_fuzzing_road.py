"""The whole road with a dispatch that means harm: what listeners and editors get holds its text as text, and nothing else of it."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fuzz_targets import plain
from lxml import html
from site_samples import BASE

from dispatch_audio.build import Built
from dispatch_audio.checks.notes import ALLOWED, elements
from dispatch_audio.dispatch import Dispatch, Link, PullQuote, Section, Source
from dispatch_audio.package.tags import read_chapters, read_transcript
from dispatch_audio.package.transcript import FORMATS
from dispatch_audio.readers import parse
from dispatch_audio.readers.json_file import as_json
from samples import SMALL, tree

HARM = {
    "markup": "<img src=x onerror='alert(1)'><script>alert(1)</script>",
    "attribute": "\" onmouseover=alert x='y' \"z ]]> <b>out</b> <![CDATA[ --> <i>out</i> <!--",
    "entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]> &x; &lt;b&gt;',
    "template": "{{ 7 * 191 }} {% include '/etc/passwd' %} {# gone #} ${7*191} <%= 7*191 %>",
    "path": "../../../../tmp/evil ..\\..\\evil C:\\evil file:///etc/passwd $(touch evil) `touch evil`; touch evil",
    "control": "a\x00b\x1b[2Jc\x07d\x9be\x7f \u202edesrever\u202c \u2066inside\u2069 \u200fmarked",
    "link": "[a](javascript:alert(1)) <a href='javascript:alert(1)'>b</a> 00:01.000 --> 00:02.000 <v Mallory>c",
}
"""What somebody may write into any field of a dispatch."""


def _hurt(text: str, harm: str) -> str:
    return f"{text} {harm}" if text else harm


def _with(harm: str, dispatch: Dispatch) -> str:
    """The dispatch as JSON, number 8, with this in each of its texts, links too."""

    def source(one: Source) -> Source:
        texts = ("title", "author", "role", "kind", "excerpt", "cited_text", "context", "group")
        return dataclasses.replace(
            one,
            **{name: _hurt(getattr(one, name), harm) for name in texts},  # type: ignore[arg-type]
            key_points=tuple(_hurt(point, harm) for point in one.key_points),
            provenance=(harm,),
            link=Link(_hurt("javascript:alert(1)", harm), ""),
        )

    assert dispatch.pull_quote is not None
    hurt = dataclasses.replace(
        dispatch,
        number=8,
        title=_hurt(dispatch.title, harm),
        ship=_hurt(dispatch.ship, harm),
        summary=_hurt(dispatch.summary, harm),
        pull_quote=PullQuote(*(_hurt(text, harm) for text in ("Ice.", "Ann Example", "on the day"))),
        sections=tuple(
            Section(_hurt(section.title, harm), _hurt(section.teaser, harm)) for section in dispatch.sections
        ),
        sources=tuple(source(one) for one in dispatch.sources),
    )
    plainly = json.loads(as_json(hurt))
    plainly[f"x {harm}"] = harm
    return json.dumps(plainly)


def _shape(page: bytes) -> set[tuple[str, ...]]:
    """The elements of a page, each with the names of its attributes."""
    root = html.document_fromstring(page.decode())
    return {
        (element.tag, *sorted(element.attrib)) if isinstance(element.tag, str) else ("comment",)
        for element in root.iter()
    }


def _addresses(page: bytes) -> Iterator[str]:
    for _, name, address, _ in html.document_fromstring(page.decode()).iterlinks():
        assert name in ("href", "src"), name
        yield address


@pytest.mark.parametrize("kind", sorted(HARM))
def test_what_a_dispatch_says_is_text_wherever_it_is_shown(
    kind: str, built: Built, workspace: Path, make: Callable[..., Built]
) -> None:
    """Beside the episode of a dispatch that means well stands one that does not: nothing in it has another shape."""
    harm, feed = HARM[kind], workspace / "feeds" / "daily-dispatch"
    outside = {name for name in tree(workspace.parent) if "/public/" not in name}
    written = _with(harm, parse(SMALL.encode(), Path("small.txt")))
    (feed / "dispatches" / "harm.json").write_text(written, "utf-8")
    made = make("harm")
    assert made.status == "built", made.failed
    assert made.folder == feed / "public" / "episodes" / "dispatch-008"
    _check_pages(made.folder, built.folder, feed / "public")
    _check_feed(feed / "public" / "feed.xml", made)
    _check_beside(made)
    # Nothing was written anywhere else.
    new = {name for name in tree(workspace.parent) if "/public/" not in name} - outside
    assert {Path(name).name for name in new} <= {"harm.json", ".lock"}
    names = {path.name for path in (feed / "public" / "episodes").iterdir()}
    assert names == {"dispatch-007", "dispatch-008"}
    shown = json.loads((made.folder / "episode.json").read_bytes())["title"]
    if plain(harm):
        assert shown == " ".join(f"A Small Day {harm}".split())


def _check_pages(folder: Path, harmless: Path, public: Path) -> None:
    page = (folder / "index.html").read_bytes()
    # A link of a source is the one thing that an author may add; those of this dispatch lead nowhere.
    assert _shape(page) - _shape((harmless / "index.html").read_bytes()) == set()
    for one in (page, (public / "index.html").read_bytes()):
        assert b"1337" not in one
        for address in _addresses(one):
            assert urlsplit(address).scheme not in ("javascript", "file", "vbscript"), address
            assert not re.search("alert|evil|/etc/", address), address
        said = "".join(html.document_fromstring(one.decode()).itertext())
        assert not set(said) & set("\x00\x1b\x07\x9b\x7f\u202e\u202c\u2066\u2069\u200f")


def _check_feed(path: Path, made: Built) -> None:
    data = path.read_bytes()
    assert b"<!DOCTYPE" not in data
    assert b"<!ENTITY" not in data
    root = ET.fromstring(data)
    items = {(item.findtext("guid") or ""): item for item in root.iter("item")}
    harmful = items.pop(made.manifest.guid)
    (harmless,) = items.values()
    # The harmless episode's number of links in its notes is its own; all other elements are alike.
    assert {element.tag for element in harmful.iter()} == {element.tag for element in harmless.iter()}
    for element in harmful.iter():
        for name in ("url", "href"):
            if address := element.get(name):
                assert urlsplit(address).scheme == "https", address
    assert elements(harmful.findtext("description") or "") <= ALLOWED
    assert made.manifest.slug == "dispatch-008"


def _check_beside(made: Built) -> None:
    folder, manifest = made.folder, made.manifest
    assert elements(manifest.notes) <= ALLOWED
    assert 'javascript:alert(1)"' not in manifest.notes
    assert all(source.url == "" for mark in manifest.chapters for source in mark.sources)
    cues = [form.read((folder / form.file.name).read_bytes()) for form in FORMATS]
    assert len({len(one) for one in cues}) == 1
    assert {cue.speaker for one in cues for cue in one} == {"", "Tony Tone"}
    mp3 = folder / manifest.enclosure.name
    assert [mark.title for mark in read_chapters(mp3)] == [mark.title for mark in manifest.chapters]
    assert all(plain(line) for line in read_transcript(mp3)[0].splitlines())
    listed = json.loads((folder / "chapters.json").read_bytes())["chapters"]
    for chapter in listed:
        assert chapter.get("img", BASE).startswith("https://")
        assert "url" not in chapter
