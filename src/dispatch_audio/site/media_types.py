"""The media type of each file in public/, as the feed names it and whoever serves it must send it."""

from pathlib import PurePath

# Podcast apps take a feed of any XML type. Browsers show application/xml as a page; of application/rss+xml Chromium
# shows the bare text, and others save it as a file.
_BY_SUFFIX = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_BY_NAME = {"chapters.json": "application/json+chapters"}


def media_type(name: str) -> str:
    """The type of a file of this name; ``application/octet-stream`` when it is none that is published."""
    path = PurePath(name)
    return _BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower(), "application/octet-stream")
