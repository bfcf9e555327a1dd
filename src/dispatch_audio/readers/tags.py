"""The tags of HTML that stand in Markdown: their words stay, the tags go, and what is hidden stays hidden."""

import html
import re
from collections.abc import Callable

from dispatch_audio.readers.blocks import Writer

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<rest>(?:[\s/][^<>]*)?)>")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[a-zA-Z-]{1,30})\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
HIDING = frozenset(
    "iframe math noscript object script select style svg template textarea title".split()  # noqa: SIM905
)
"""Elements whose words are not shown to a reader."""
BREAKING = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset "  # noqa: SIM905
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol option p pre "
    "section summary table tbody td tfoot th thead tr ul audio video".split()
)
"""Elements that stand on lines of their own."""
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em embed font i img input ins kbd label link mark "  # noqa: SIM905
    "meta picture q s samp small source span strike strong sub sup time track tt u var wbr".split()
)


_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
"""Unlike casefold it keeps every character in its place."""


class Tags:
    """Raw HTML as it comes, piece by piece: words to keep, and what it hides until its end."""

    def __init__(self, count: Callable[[], None]) -> None:
        self._until: str | None = None
        self._count = count

    @property
    def hiding(self) -> str | None:
        """What ends the hidden stretch that we are in: ``-->`` or ``</script``; None outside of one."""
        return self._until

    def shown(self, words: str) -> str:
        """What of words outside of tags is shown; in a hidden stretch that is what stands behind its end."""
        if self._until is None:
            return words
        at = words.translate(_LOWER).find(self._until)
        if at < 0:
            return ""
        words = words[at + len(self._until) :]
        self._until = None
        return words

    def raw(self, markup: str, into: Writer) -> None:
        """Tags and what is between them. A tag that HTML does not know is words: ``Vec<T>``."""
        folded = markup.translate(_LOWER)
        at = 0
        while at < len(markup):
            if self._until is not None:
                end = folded.find(self._until, at)
                if end < 0:
                    return
                at = end + len(self._until)
                if self._until != "-->":
                    at = (folded.find(">", at) + 1) or len(markup)
                self._until = None
                continue
            begin = markup.find("<", at)
            if begin < 0:
                into.add(html.unescape(markup[at:]))
                return
            into.add(html.unescape(markup[at:begin]))
            at = self._markup(markup, begin, into)

    def _markup(self, markup: str, begin: int, into: Writer) -> int:
        """Takes what begins with ``<`` here, and tells where it ends."""
        self._count()
        if markup.startswith("<!--", begin):
            self._until = "-->"
            # `<!-->` is a whole comment.
            return begin + (2 if markup.startswith(("<!-->", "<!--->"), begin) else 4)
        if markup.startswith(("<!", "<?"), begin):
            end = markup.find(">", begin)
            return end + 1 if end >= 0 else len(markup)
        tag = _TAG.match(markup, begin)
        if tag is None or tag["name"].casefold() not in HIDING | BREAKING | _INLINE:
            into.add("<")
            return begin + 1
        self._tag(tag["name"].casefold(), bool(tag["end"]), tag["rest"] or "", into)
        return tag.end()

    def _tag(self, name: str, ends: bool, rest: str, into: Writer) -> None:
        if name in HIDING:
            if not ends and not rest.endswith("/"):
                self._until = f"</{name}"
        elif name in BREAKING:
            into.add("\n")
        elif name == "a":
            if ends:
                into.close("a")
            elif address := _attribute(rest, "href"):
                into.open("a", address)
        elif name == "img" and (alternative := _attribute(rest, "alt")):
            into.image(alternative)
        elif name in ("b", "strong"):
            into.close("b") if ends else into.open("b")


def _attribute(rest: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(rest[:5000]):
        if match["name"].casefold() == name:
            return html.unescape(match["double"] or match["single"] or match["bare"] or "")
    return ""
