"""A dispatch in the other forms that it may be written in."""

import dataclasses
import datetime
import re

from dispatch_audio.dispatch import Dispatch, Source


def as_markdown(dispatch: Dispatch) -> str:
    """A dispatch as somebody would write it by hand. Sources of no section stand at the end, under Sources."""
    quote = dispatch.pull_quote
    lines = [
        "---",
        f"number: {dispatch.number}",
        f"date: {dispatch.date}",
        f"ship: {dispatch.ship}",
        "---",
        "",
    ]
    lines += [f"# {dispatch.title}", ""]
    if quote:
        lines += [f"> “{quote.text}”", f"> — {quote.author}, {quote.note}", ""]
    lines += [dispatch.summary, ""]
    inside = {number for section in dispatch.sections for number in section.sources}
    for section in dispatch.sections:
        lines += [f"## {section.title} — {section.teaser}", ""]
        lines += [
            line for number in section.sources for line in _source(dispatch.source(number), numbered=True)
        ]
    rest = [source for source in dispatch.sources if source.number not in inside]
    if rest:
        lines += [
            "## Sources",
            "",
            *(line for source in rest for line in _source(source, numbered=bool(inside))),
        ]
    return "\n".join(lines) + "\n"


def _source(source: Source, *, numbered: bool) -> list[str]:
    assert source.link is not None
    lines = [f"### {f'{source.number}. ' * numbered}[{source.title}]({source.link.written})"]
    lines += [f"{source.kind} by {source.author}" + (f" — {source.role}" if source.role else ""), ""]
    lines += [
        f"> {source.cited_text}",
        "",
        source.context,
        "",
        *(f"- {point}" for point in source.key_points),
        "",
    ]
    if source.engagement:
        lines.append("Engagement: " + " · ".join(f"{part.count} {part.what}" for part in source.engagement))
    lines.append(f"Provenance: {' · '.join(source.provenance)}")
    if source.excerpt != source.cited_text:
        lines.append(f"Excerpt: {source.excerpt}")
    return [*lines, ""]


def texts(value: object) -> list[str]:
    """Every string, number and date anywhere in a value, but for the lines of its file."""
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        return [
            text
            for field in dataclasses.fields(value)
            if field.name != "line"
            for text in texts(getattr(value, field.name))
        ]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return [str(value)] if isinstance(value, int | datetime.date) else []


def words(value: object) -> set[str]:
    """Every word of a text, or of all texts in a value."""
    return set(re.findall(r"[^\W_]+", " ".join(texts(value)).casefold()))


NEWSLETTER = """\
Title: Harbour Weekly 12
Date: 2026-05-06
Editor: Ann Example

Hello and welcome to another issue of *Harbour Weekly*! Want something mentioned? [Send us a note](mailto:a@example.org).

The big news this week was that the [new lock](https://example.org/lock) is open. There was talk of it on
[Reddit](https://reddit.example/r/lock).

<!-- Please keep the order of the sections. A secret word: xylophone. -->

# Ships

3 ships were [launched in the last week](https://example.org/launched).

## Arrivals

* [The Gull is back](https://example.org/gull).
* [Steam tugs][tugs]. Mary Mast has been thinking about the state of tugs. [Reddit][tugs-reddit]. [HN][tugs-hn].
* [video] [series] [How to moor (Part 1)](https://video.example/moor)
* The `keel_depth` limit of the east basin [has changed slightly][basin].
* 2026-05-08 | Online | [Rope Club](https://rope.example/)
    * [**Knots for beginners**](https://rope.example/knots)

[tugs]: https://example.org/tugs
[tugs-reddit]: https://reddit.example/tugs
[tugs-hn]: https://news.example/tugs
[basin]: https://example.org/basin

## New Captains

* Ada Anchor
* bo

### [Pilots](https://example.org/pilots)

* [disposition: merge] [Pilots may work at night](https://example.org/night)

# Boat of the Week

This week's boat is [tide_runner](https://example.org/tide_runner), a boat that rows itself. ![A red boat](red.png)

It has <b>two</b> oars and a Vec<T>.

[Please submit your suggestions for next week](https://example.org/submit)!

| Boat | Speed |
|------|-------|
| tide_runner | 4 knots |

```
row(2)
```

# Quote of the Week

> The sea is **patient**.

– [Bo on the pier](https://example.org/pier)

Thanks to [Ada](https://example.org/ada) for the suggestion!

*Harbour Weekly is edited by: [Ann](https://example.org/ann).*

<small>[Discuss on r/harbour](https://reddit.example/harbour).</small>
"""
"""A newsletter with everything that newsletters have."""


def as_page(body: str, *, head: str = "") -> str:
    """A body as a page of HTML, with what pages have around it."""
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><title>Harbour Weekly 12 | Harbour</title>"
        "<meta property='article:published_time' content='2026-05-06T08:00:00Z'>"
        f"{head}<style>p {{ color: red }}</style><script>var secret = 'xylophone';</script></head><body>"
        "<nav><a href='/'>Home</a> <a href='/archive'>Archive</a></nav>\n"
        f"<div id='page'><div class='post'><h1>Harbour Weekly 12</h1>\n{body}</div></div>\n"
        "<footer><p>Made by the harbour.</p></footer></body></html>\n"
    )
