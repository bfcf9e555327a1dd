"""An episode's item in the feed: feedgen makes one of each form that items have, with gaps, and every episode fills them.

So the elements and their order are feedgen's and our extension's, and ten thousand episodes take as long as their words.
"""

import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from xml.sax.saxutils import escape

from feedgen.feed import FeedGenerator

from dispatch_audio.episode import Manifest
from dispatch_audio.package import cover_name
from dispatch_audio.package.text import clean, one_line
from dispatch_audio.site.podcast_extension import ATOM, ITUNES, PODCAST, EpisodeTags, Tag
from dispatch_audio.site.text import bare_title
from dispatch_audio.workspace.settings import FeedSettings

END = b"  </channel>\n</rss>\n"
"""How a feed ends after its last item."""

# Private characters, which mean nothing to XML and nobody writes around a word.
_OPEN, _CLOSE = "\ue000", "\ue001"
_GAP = re.compile(f"{_OPEN}([@a-z0-9 ]+){_CLOSE}")
_NUMBER = re.compile(r"(?P<sign>[-+.]?)(?P<digit>\d)(?P<rest>[\dA-Fa-fxX.+-]*)")


class Items:
    """Makes the items of one feed. ``new_feed`` gives a feed without items, as the document around them is."""

    def __init__(self, settings: FeedSettings, artwork: str, new_feed: Callable[[], FeedGenerator]) -> None:
        self._settings, self._artwork, self._new_feed = settings, artwork, new_feed
        self._forms: dict[tuple[str, ...], tuple[str, ...]] = {}

    def item(self, episode: Manifest) -> bytes:
        """The episode's item as it stands in the document, with its indentation."""
        kind = self._settings.episode_types.get(episode.slug, "full")
        words = _words(episode, self._settings, self._artwork)
        form = (kind, *words)
        if form not in self._forms:
            self._forms[form] = self._form(kind, words)
        # By turns what all items of this form say, and the name of a gap.
        parts = list(self._forms[form])
        parts[1::2] = [_filled(name, words[name]) for name in parts[1::2]]
        return "".join(parts).encode()

    def _form(self, kind: str, words: Mapping[str, str]) -> tuple[str, ...]:
        gaps = {name: f"{_OPEN}{name}{_CLOSE}" for name in words}
        feed = self._new_feed()
        item = feed.add_entry()
        item.title(gaps["title"])
        item.guid(gaps["guid"], permalink=False)
        item.link(href=gaps["link"])
        # feedgen escapes HTML in a description, but for the content of an item that has nothing else.
        item.content(gaps["notes"], type="CDATA")
        item.enclosure(gaps["@enclosure"], gaps["@length"], "audio/mpeg")
        item.podcast.itunes_title(gaps["title"])
        item.podcast.itunes_author(one_line(self._settings.author))
        item.podcast.itunes_episode_type(kind)
        item.ours.tags = EpisodeTags(self._settings.explicit, _tags(gaps, self._settings))
        xml = feed.rss_str(pretty=True)
        return tuple(_GAP.split(xml[xml.index(b"    <item>") : -len(END)].decode()))


def _words(episode: Manifest, settings: FeedSettings, artwork: str) -> dict[str, str]:
    """What differs between items, by the names of gaps; those of attributes begin with ``@``."""
    folder = f"{settings.base_url}{settings.episode_folder(episode.slug)}/"
    # A show's own picture is on every cover; by its address apps know it and fetch it once.
    cover = "" if settings.artwork else cover_name(episode)
    words = {
        "title": bare_title(episode.title, settings.title, episode.number),
        "guid": episode.guid,
        "link": f"{folder}index.html",
        "notes": episode.notes.strip(),
        "@enclosure": folder + episode.enclosure.name,
        "@length": f"{episode.enclosure.length}",
        "@image": folder + cover if cover else artwork,
        "published": format_datetime(episode.published),
        "duration": f"{max(1, round(episode.enclosure.seconds))}",
        "narrator": one_line(episode.narrator, 128),
        "@chapters": folder + episode.chapters_file.name,
        "@chapters type": episode.chapters_file.type,
    }
    for at, transcript in enumerate(episode.transcripts):
        words[f"@transcript {at}"] = folder + transcript.name
        words[f"@transcript {at} type"] = transcript.type
    if episode.updated:
        words["updated"] = episode.updated.isoformat()
    if episode.number:
        words["number"] = f"{episode.number}"
    if season := settings.season(episode.published.date()):
        words["season"] = f"{season.number}"
        if season.name:
            words["@season name"] = season.name
    return words


def _tags(gaps: Mapping[str, str], settings: FeedSettings) -> tuple[Tag, ...]:
    """The elements that feedgen does not make, or not of a gap."""
    tags = [
        # feedgen takes an image by the ending of its address, which a gap has not.
        Tag(f"{{{ITUNES}}}image", "", (("href", gaps["@image"]),)),
        Tag(f"{{{ITUNES}}}duration", gaps["duration"]),
        Tag("pubDate", gaps["published"]),
    ]
    if updated := gaps.get("updated"):
        tags.append(Tag(f"{{{ATOM}}}updated", updated))
    at = 0
    while address := gaps.get(f"@transcript {at}"):
        kind = ("type", gaps[f"@transcript {at} type"])
        tags.append(
            Tag(f"{{{PODCAST}}}transcript", "", (("url", address), kind, ("language", settings.language)))
        )
        at += 1
    chapters = ("url", gaps["@chapters"]), ("type", gaps["@chapters type"])
    tags.append(Tag(f"{{{PODCAST}}}chapters", "", chapters))
    tags.append(Tag(f"{{{PODCAST}}}person", gaps["narrator"], (("group", "cast"), ("role", "narrator"))))
    if season := gaps.get("season"):
        name = (("name", gaps["@season name"]),) if "@season name" in gaps else ()
        tags += [Tag(f"{{{ITUNES}}}season", season), Tag(f"{{{PODCAST}}}season", season, name)]
    if number := gaps.get("number"):
        tags += [Tag(f"{{{ITUNES}}}episode", number), Tag(f"{{{PODCAST}}}episode", number)]
    tags.append(Tag(f"{{{PODCAST}}}txt", "true", (("purpose", "ai-content"),)))
    return tuple(tags)


def _filled(gap: str, words: str) -> str:
    """The words as the place of a gap wants them: in CDATA, in an attribute, or in an element."""
    said = clean(words)
    if gap == "notes":
        return said.replace("]]>", "]]&gt;")
    if gap.startswith("@"):
        return escape(said, {'"': "&quot;", "\n": " "})
    return as_text(escape(said)) if gap == "title" else escape(said)


def as_text(title: str) -> str:
    """A title such as 1984 with its first digit as a reference: the same to every parser, but one that turns what looks
    like a number into a number (fast-xml-parser, in partytime) then finds the text that it looks for."""
    number = _NUMBER.fullmatch(title)
    return f"{number['sign']}&#{ord(number['digit'])};{number['rest']}" if number else title
