"""A dispatch in the other forms that it may be written in."""

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
