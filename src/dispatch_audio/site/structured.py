"""What a page tells machines: schema.org's PodcastSeries and PodcastEpisode, as JSON-LD."""

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch_audio.episode import CitedSource, Manifest
from dispatch_audio.package import cover_name
from dispatch_audio.package.text import clean, one_line, web_link
from dispatch_audio.site.paging import FEED_NAME
from dispatch_audio.workspace.settings import FeedSettings

_CONTEXT = {"@context": "https://schema.org"}


def series(settings: FeedSettings, artwork: str) -> dict[str, Any]:
    """The show; ``artwork`` is its picture's file name in public/."""
    return (
        _CONTEXT
        | _series(settings)
        | {
            "description": clean(settings.description),
            "inLanguage": settings.language,
            "author": {"@type": "Organization", "name": one_line(settings.author)},
            "image": settings.base_url + artwork,
        }
    )


def episode(
    settings: FeedSettings, manifest: Manifest, page_url: str, sources: Sequence[CitedSource]
) -> dict[str, Any]:
    """An episode with its sound, its chapters as clips and, as citations, the sources that its page lists."""
    folder = page_url.rpartition("/")[0] + "/"
    cover = cover_name(manifest)
    optional: Mapping[str, Any] = {
        "episodeNumber": manifest.number,
        "image": folder + cover if cover else None,
    }
    length = _duration(manifest.enclosure.seconds)
    return (
        _CONTEXT
        | {
            "@type": "PodcastEpisode",
            "name": one_line(manifest.title),
            "url": page_url,
            "identifier": manifest.guid,
            "datePublished": manifest.published.isoformat(),
            "description": clean(manifest.summary),
            "inLanguage": settings.language,
            "timeRequired": length,
            "partOfSeries": _series(settings),
            "associatedMedia": {
                "@type": "AudioObject",
                "contentUrl": folder + manifest.enclosure.name,
                "encodingFormat": "audio/mpeg",
                "contentSize": str(manifest.enclosure.length),
                "duration": length,
            },
            "hasPart": [
                {
                    "@type": "Clip",
                    "name": one_line(mark.title),
                    "startOffset": int(mark.start),
                    "endOffset": round(mark.end),
                    "url": f"{page_url}#t={int(mark.start)}",
                }
                for mark in manifest.chapters
            ],
            "citation": [_work(source) for source in sources],
        }
        | {key: value for key, value in optional.items() if value is not None}
    )


def cited(manifest: Manifest) -> tuple[CitedSource, ...]:
    """The episode's sources by their numbers, each of them once."""
    found = {source.number: source for mark in reversed(manifest.chapters) for source in mark.sources}
    return tuple(found[number] for number in sorted(found))


def _series(settings: FeedSettings) -> dict[str, Any]:
    return {
        "@type": "PodcastSeries",
        "name": one_line(settings.title),
        "url": settings.base_url,
        **({} if settings.private else {"webFeed": settings.base_url + FEED_NAME}),
    }


def _work(source: CitedSource) -> dict[str, Any]:
    work = {"@type": "CreativeWork", "name": clean(source.title)}
    if source.author:
        # Somebody, or something: a handle does not tell.
        work["creditText"] = clean(source.author)
    if link := web_link(source.url):
        work["url"] = link
    return work


def _duration(seconds: float) -> str:
    """ISO 8601: ``PT8M17S``."""
    whole = max(1, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return "PT" + "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n)
