"""How the tests of saved scripts say a text: as written, but for what an editor says otherwise."""

from dispatch_audio.saved import Saved, read
from dispatch_audio.script import Kind, Span, SpokenForm, Utterance


def plainly(text: str, inline: tuple[Span, ...], kind: Kind = "narration") -> SpokenForm:
    """Said as written, but for the words in ``inline``."""
    spans: list[Span] = []
    at = 0
    for span in (*inline, Span(len(text), len(text), "")):
        if span.start > at:
            spans.append(Span(at, span.start, text[at : span.start]))
        spans += [span] if span.rule else []
        at = span.end
    return SpokenForm(text, tuple(spans))


def reading(text: str, sources: set[int] | None = None) -> Saved:
    """A whole file, read."""
    return read(text, "x.md", plainly, sources)


def lines(body: str) -> tuple[Utterance, ...]:
    """The utterances of one chapter's text."""
    return reading(f"## A\n\n{body}\n").script.utterances


def texts(body: str) -> list[str]:
    """What is written in them."""
    return [line.text for line in lines(body)]
