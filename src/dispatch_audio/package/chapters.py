"""The chapters file that podcast apps fetch beside the MP3."""

import json
from collections.abc import Sequence

from dispatch_audio.episode import Attachment, ChapterMark
from dispatch_audio.package.text import chapter_link

CHAPTERS = Attachment("chapters.json", "application/json+chapters")
"""Its name in the episode's folder, and the type that apps look for."""


def chapters_json(
    marks: Sequence[ChapterMark], *, title: str, show: str, author: str, folder_url: str
) -> bytes:
    """The podcast namespace's JSON chapters, version 1.2: UTF-8, times in seconds, starts whole.

    ``folder_url`` is the address of the episode's folder, with a slash at its end, where the pictures lie.
    """
    document = {
        "version": "1.2.0",
        "title": title,
        "podcastName": show,
        "author": author,
        "chapters": [_chapter(mark, folder_url) for mark in marks],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _chapter(mark: ChapterMark, folder_url: str) -> dict[str, object]:
    chapter: dict[str, object] = {
        "startTime": int(mark.start),
        "endTime": round(mark.end, 3),
        "title": mark.title,
    }
    if link := chapter_link(mark):
        chapter["url"] = link
    if mark.picture:
        chapter["img"] = folder_url + mark.picture
    return chapter
