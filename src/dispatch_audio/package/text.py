"""Text and addresses as every published format can hold them: no forbidden characters, only whole web links."""

import hashlib
import re
from urllib.parse import quote, urlsplit, urlunsplit

from dispatch_audio.episode import ChapterMark, CitedSource

# What XML 1.0 forbids (and lone surrogates, which UTF-8 forbids). Tab and line ends stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_URL_MARKS = "%/:=&?~#+!$,;'@()*[]"


def clean(text: str) -> str:
    """The text without the characters that XML, WebVTT or ID3 cannot hold, its line ends as ``\\n``."""
    # Nearly all text is printable, and found so in a tenth of the time.
    if text.isprintable():
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int = 255) -> str:
    """The text on one line without outer blanks, cut at a word's end to at most ``limit`` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else cut(line, limit)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that an empty line divides, each on one line."""
    lines = (" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", clean(text)))
    return tuple(line for line in lines if line)


def cut(text: str, limit: int) -> str:
    """The text cut to at most ``limit`` characters at a word's end, with an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    at_a_word = kept.rpartition(" ")[0].rstrip(" ,;:—–-")
    return f"{at_a_word or kept}…"


def fitting(text: str, limit: int) -> str:
    """The text cut at a word's end to at most ``limit`` bytes of UTF-8."""
    length = len(text)
    while len(cut(text, length).encode()) > limit:
        length = length * 9 // 10
    return cut(text, length)


def picture_name(stem: str, data: bytes) -> str:
    """A picture's file name: apps cache pictures by address, so another picture has another name.

    ``artwork.<8 hex digits>.jpg`` for the stem ``artwork``; ``.png`` for a PNG.
    """
    ending = "png" if data.startswith(b"\x89PNG") else "jpg"
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{ending}"


def web_link(url: str) -> str:
    """The address in ASCII, as RFC 3986 writes it; empty when it is not a whole http or https address."""
    if any(c.isspace() for c in url) or clean(url) != url or "…" in url or url.endswith("..."):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    rest = (quote(part, safe=_URL_MARKS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *rest))


def chapter_link(mark: ChapterMark) -> str:
    """The address of the first of a chapter's sources that has one; empty when none has."""
    return next((source.url for source in mark.sources if source.url), "")


def byline(source: CitedSource) -> str:
    """Who wrote a source and who that is, as its title is followed by; an author whom the title names is not named again."""
    named = source.author.casefold() in source.title.casefold()
    return ", ".join(filter(None, ("" if named else source.author, source.role)))


def clock(seconds: float, *, hours: bool) -> str:
    """A position as ``MM:SS``, or as ``HH:MM:SS`` in a programme of an hour or more; whole seconds."""
    whole = int(seconds)
    minutes = f"{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 3600:02d}:{minutes}" if hours else minutes
