"""What reads text that others wrote, each as a function of bytes: the table TARGETS.

Tests give them a few hundred inputs each, scripts/fuzz millions. A target answers whether it took the input; it raises nothing
but what is a fault of the program's.
"""

import contextlib
import dataclasses
import datetime
import functools
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from saved_samples import plainly
from site_samples import ARTWORK, manifest, settings

from dispatch_audio import saved
from dispatch_audio.approval import approval_file, is_approved
from dispatch_audio.checks import chapters
from dispatch_audio.checks.document import Public
from dispatch_audio.daily import record as runs
from dispatch_audio.dispatch import Dispatch, Link
from dispatch_audio.errors import DispatchAudioError, InputError
from dispatch_audio.fingerprint import Fingerprints
from dispatch_audio.mp3 import count_frames, frames_of
from dispatch_audio.package import tags
from dispatch_audio.package.manifest import dump, load, published
from dispatch_audio.package.read_script import dump_lines, load_lines
from dispatch_audio.package.transcript import FORMATS, Format
from dispatch_audio.publish import plan
from dispatch_audio.publish import record as sent
from dispatch_audio.readers import parse
from dispatch_audio.saved.origin import Origin
from dispatch_audio.sentences import parted
from dispatch_audio.settling import settle_for_feed
from dispatch_audio.site.feed import render_feed
from dispatch_audio.site.pages import render_episode, render_index
from dispatch_audio.speak.engines import load_engine
from dispatch_audio.spoken import spoken_form
from dispatch_audio.studio.document import taken
from dispatch_audio.workspace import Feed, Workspace
from samples import REPOSITORY

Target = Callable[[bytes], bool]
"""From an input to whether it was taken; False when it was refused in the way that is promised."""

SLUG = re.compile(r"dispatch-[0-9]{3,9}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of the text around it."""


class _RefusedError(Exception):
    """An input was refused in the way that is promised."""


@contextlib.contextmanager
def _refusing(*promised: type[Exception]) -> Iterator[None]:
    """Passes over these errors, each of which must be one line that any terminal may show."""
    try:
        yield
    except promised as error:
        _check_said(error)
        raise _RefusedError from None


def _check_said(error: Exception) -> None:
    said = str(error)
    assert said.strip(), repr(error)
    if isinstance(error, DispatchAudioError):
        assert plain(said), f"an error holds what no line may hold: {said!r}"


def plain(text: str) -> bool:
    """Whether a text is one line without control characters, and nothing in it turns its direction."""
    if text.isascii() and text.isprintable():
        return True
    return not any(unicodedata.category(c) in _UNSEEN or c in _DIRECTING for c in text)


def _target(run: Callable[[bytes], None]) -> Target:
    @functools.wraps(run)
    def target(data: bytes) -> bool:
        try:
            run(data)
        except _RefusedError:
            return False
        return True

    return target


@functools.cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def texts_of(value: object) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


def _links_of(dispatch: Dispatch) -> Iterator[Link]:
    yield from (source.link for source in dispatch.sources if source.link is not None)


def _reader(name: str) -> Target:
    def run(data: bytes) -> None:
        with _refusing(InputError):
            dispatch = parse(data, Path(name))
        hash(dispatch)
        assert SLUG.fullmatch(dispatch.slug), dispatch.slug
        for text in texts_of(dispatch):
            assert all(map(plain, text.split("\n\n"))), text
        for link in _links_of(dispatch):
            assert re.fullmatch(r"(?i)(?:https?://[^\s<>\"]+)?", link.url), link
        with _refusing(InputError):
            published(dispatch.date, datetime.time(6), datetime.timezone(datetime.timedelta(hours=9)))

    return _target(run)


def _script(data: bytes) -> None:
    with _refusing(InputError):
        text = saved.decode(data, "x.md")
        read = saved.read(text, "x.md", plainly)
    saved.with_origin(text, Origin("a.txt", "0f" * 32))
    written = saved.write(read)
    again = saved.read(written, "x.md", plainly)
    assert again.script.chapters == read.script.chapters
    assert saved.write(again) == written


def _spoken(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\0" else "replace")
    form = spoken_form(text)
    assert form.text == text
    list(parted(text))


def _tree() -> Path:
    """A workspace to try files in."""
    root = _scratch() / "workspace"
    feed = root / "feeds" / "show"
    if not feed.is_dir():
        (feed / "templates").mkdir(parents=True)
        (feed / "scripts").mkdir()
        (feed / "runs").mkdir()
        (feed / "public").mkdir()
        (root / "voices").mkdir()
        source = REPOSITORY / "feeds" / "daily-dispatch" / "feed.toml"
        (feed / "feed.toml").write_bytes(source.read_bytes())
    return root


@contextlib.contextmanager
def _with_file(name: str, data: bytes) -> Iterator[Workspace]:
    """A workspace with this file in it, as long as the block takes."""
    path = _tree() / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(data)
    try:
        yield Workspace(_tree())
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def _settings(data: bytes) -> None:
    with _with_file("feeds/show/feed.toml", data) as workspace, _refusing(DispatchAudioError):
        feed = workspace.feed("show")
    noon = datetime.date(2026, 4, 20)
    feed.show("Ann")
    feed.settings.season(noon)
    feed.settings.model_dump_json()
    if feed.artwork:
        assert feed.artwork.parent == feed.folder
    published(noon, feed.settings.publish_at, feed.settings.zone)
    render_feed(feed.settings, [manifest()], ARTWORK)


def _people(data: bytes) -> None:
    with _with_file("feeds/show/people.toml", data) as workspace, _refusing(DispatchAudioError):
        feed = workspace.feed("show")
    spoken_form("Ann Example of the IT desk", feed.lexicon)


def _lexicon(data: bytes) -> None:
    with _with_file("feeds/show/lexicon.toml", data) as workspace, _refusing(DispatchAudioError):
        feed = workspace.feed("show")
    for entry in feed.lexicon.entries[:3]:
        spoken_form(f"It says {entry.written}.", feed.lexicon)


def _templates(data: bytes) -> None:
    from dispatch_audio.compose.wordbook import FILES

    name = FILES[data[0] % len(FILES)] if data else FILES[0]
    file = f"feeds/show/templates/{name}.j2"
    with _with_file(file, data[1:]) as workspace, _refusing(DispatchAudioError):
        workspace.feed("show")


def _voice(data: bytes) -> None:
    with _with_file("voices/ann.toml", data) as workspace, _refusing(DispatchAudioError):
        workspace.voice("ann", load_engine)


def _settling(data: bytes) -> None:
    with _with_file("feeds/show/lexicon.toml", data) as workspace, _refusing(DispatchAudioError):
        feed = workspace.feed("show")
        settle_for_feed(feed, "Zechner", {"respelling": "ZEK-ner"})


@functools.cache
def _feed() -> Feed:
    return Workspace(_tree()).feed("show")


def _approval(data: bytes) -> None:
    path = approval_file(_feed(), "dispatch-007")
    path.write_bytes(data)
    with _refusing(DispatchAudioError):
        is_approved(_feed(), "dispatch-007", Fingerprints("a", "b"))


def _manifest(data: bytes) -> None:
    with _refusing(DispatchAudioError):
        episode = load(data, "episode.json")
    again = load(dump(episode), "episode.json")
    assert again == episode
    assert SLUG.fullmatch(episode.slug), episode.slug
    names = [episode.enclosure.name, episode.chapters_file.name, *(file.name for file in episode.transcripts)]
    names += [file.name for file in episode.beside]
    names += [mark.picture for mark in episode.chapters if mark.picture]
    for name in names:
        assert Path(name).name == name, name
        assert "\\" not in name
        assert plain(name)
    render_feed(settings(), [episode], ARTWORK)
    render_index(settings(), [episode], ARTWORK)
    render_episode(settings(), episode, ())


def _read_script(data: bytes) -> None:
    with _refusing(ValueError):
        lines = load_lines(data)
    assert load_lines(dump_lines(lines)) == lines
    render_episode(settings(), manifest(), (), lines)


def _transcript(form: Format) -> Target:
    def run(data: bytes) -> None:
        with _refusing(ValueError):
            cues = form.read(data)
        form.write(cues)
        render_episode(settings(), manifest(), cues)

    return _target(run)


def _chapters(data: bytes) -> None:
    folder = _scratch() / "episode"
    folder.mkdir(exist_ok=True)
    (folder / "chapters.json").write_bytes(data)
    mp3 = folder / manifest().enclosure.name
    if not mp3.exists():
        mp3.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00")
    with _refusing(DispatchAudioError, ValueError, OSError):
        list(chapters.check(folder, manifest()))


def _tag(data: bytes) -> None:
    path = _scratch() / "tagged.mp3"
    path.write_bytes(data)
    with _refusing(DispatchAudioError):
        tags.read_chapters(path)
        tags.read_transcript(path)


def _frames(data: bytes) -> None:
    path = _scratch() / "frames.mp3"
    path.write_bytes(data)
    with _refusing(DispatchAudioError):
        found = count_frames(data, "x.mp3")
    assert found == frames_of(path)
    assert found.count >= 1
    assert 0 <= found.rest <= len(data)


def _published_feed(data: bytes) -> None:
    folder = _scratch() / "public"
    folder.mkdir(exist_ok=True)
    (folder / "feed.xml").write_bytes(data)
    plan.named_by(data, settings().base_url)
    with _refusing(ValueError):
        Public(folder).pages  # noqa: B018


def _sent(data: bytes) -> None:
    record = sent.read(data)
    assert sent.read(sent.written(record)) == record
    if not record:
        raise _RefusedError


def _run(data: bytes) -> None:
    path = _tree() / "feeds" / "show" / "runs" / "20260420T060000.000000Z.json"
    path.write_bytes(data)
    if runs.latest(_feed()) is None:
        raise _RefusedError


def _edited(data: bytes) -> None:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        # As the studio's own server answers it.
        raise _RefusedError from None
    with _refusing(InputError):
        taken(body, Origin("a.txt", "0f" * 32), plainly)


TARGETS: dict[str, Target] = {
    "page": _reader("day.txt"),
    "markdown": _reader("day.md"),
    "json": _reader("day.json"),
    "html": _reader("day.html"),
    "script": _target(_script),
    "spoken": _target(_spoken),
    "settings": _target(_settings),
    "people": _target(_people),
    "lexicon": _target(_lexicon),
    "settling": _target(_settling),
    "templates": _target(_templates),
    "voice": _target(_voice),
    "approval": _target(_approval),
    "manifest": _target(_manifest),
    "read-script": _target(_read_script),
    "transcript-vtt": _transcript(FORMATS[0]),
    "transcript-srt": _transcript(FORMATS[1]),
    "transcript-json": _transcript(FORMATS[2]),
    "chapters": _target(_chapters),
    "tag": _target(_tag),
    "frames": _target(_frames),
    "feed": _target(_published_feed),
    "sent": _target(_sent),
    "run": _target(_run),
    "studio": _target(_edited),
}
"""From a name, as scripts/fuzz takes it, to what is tried."""
