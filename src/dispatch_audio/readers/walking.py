"""From the elements of a page to blocks: headings, paragraphs, lists, quotations, tables; what is hidden is skipped."""

import re
from urllib.parse import urljoin

from lxml import etree, html

from dispatch_audio.readers.blocks import Block
from dispatch_audio.readers.building import Builder
from dispatch_audio.readers.tags import BREAKING, HIDING

_SKIPPED = HIDING | {
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "dialog",
    "menu",
    "time",
    "head",
    "video",
    "audio",
}
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu"}
_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav(?:bar|igation)?|cookies?|comments?|related|breadcrumbs?|sidebar|share|sharing|social|"
    r"pagination|skip-?link|sr-only|visually-hidden|screen-reader\w*|subscribe-widget|newsletter-signup|popup|modal|"
    r"preheader|preview-text|ads?|advert\w*)(?:$|[\s_-])"
)
_HIDDEN_STYLE = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
)
_HOLDERS = {"ul": "List", "ol": "List", "li": "Item", "blockquote": "BlockQuote", "figcaption": "Caption"}
_TABLE = {"table": "Table", "tr": "TableRow", "td": "TableCell", "th": "TableCell", "caption": "TableRow"}
_IN_LAYOUT = {"table", "h1", "h2", "h3", "h4", "p", "ul", "ol", "div", "blockquote", "hr"}


def blocks_of(element: html.HtmlElement, root: html.HtmlElement, file: str) -> tuple[Block, ...]:
    """What an element of a page is made of. Addresses are made whole with the page's own address, when it has one."""
    walk = _Walk(element, _address(root), file)
    walk.all()
    return walk.build.done()


def _address(root: html.HtmlElement) -> str:
    for path in ("//base/@href", "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in root.xpath(path):
            if re.match(r"https?://", found):
                return str(found)
    return ""


class _Walk:
    """One pass over the start and end of each element, without recursion."""

    def __init__(self, element: html.HtmlElement, address: str, file: str) -> None:
        self._element = element
        self._address = address
        self._at: html.HtmlElement = element
        self._quiet: html.HtmlElement | None = None
        self._tables: list[bool] = []
        self.build = Builder(file, lambda: int(self._at.sourceline or 1))

    def all(self) -> None:
        """Tells the builder everything."""
        for event, element in etree.iterwalk(self._element, events=("start", "end")):
            self._at = element
            if self._quiet is not None:
                if event == "end" and element is self._quiet:
                    self._quiet = None
                    self._tail(element)
                continue
            if event == "start":
                if element is not self._element and _is_skipped(element):
                    self._quiet = element
                    continue
                self.build.count()
                self._start(element.tag, element)
                self._words(element.text)
            else:
                self._end(element.tag, element)
                self._tail(element)

    def _tail(self, element: html.HtmlElement) -> None:
        if element is not self._element:
            self._words(element.tail)

    def _words(self, words: str | None) -> None:
        if words:
            self.build.words(words if self.build.is_code else re.sub(r"\s+", " ", words))

    def _start(self, tag: str, element: html.HtmlElement) -> None:
        if tag == "a":
            if address := " ".join((element.get("href") or "").split()):
                whole = address if address.startswith("#") else _joined(self._address, address)
                self.build.text.open("a", whole)
        elif tag in ("b", "strong"):
            self.build.text.open("b")
        elif tag == "br":
            self.build.words("\n")
        elif tag == "img":
            if alternative := " ".join((element.get("alt") or "").split()):
                self.build.text.image(alternative[:1000])
        elif tag == "pre":
            self.build.begin_code()
        elif tag in _HOLDERS:
            self.build.begin(_HOLDERS[tag])
        elif tag in _TABLE:
            if tag == "table":
                self._tables.append(is_data(element))
            if self._tables and self._tables[-1]:
                self.build.begin(_TABLE[tag])
            else:
                self.build.flush()
        elif re.fullmatch(r"h[1-6]", tag):
            self.build.paragraph(int(tag[1]))
        elif tag in BREAKING:
            self.build.flush()

    def _end(self, tag: str, element: html.HtmlElement) -> None:
        if tag == "a":
            if (element.get("href") or "").strip():
                self.build.text.close("a")
        elif tag in ("b", "strong"):
            self.build.text.close("b")
        elif tag == "pre":
            self.build.finish_code()
        elif tag in _HOLDERS:
            self.build.finish(_HOLDERS[tag])
        elif tag in _TABLE:
            if self._tables and self._tables[-1]:
                self.build.finish(_TABLE[tag])
            else:
                self.build.flush()
            if tag == "table" and self._tables:
                self._tables.pop()
        elif tag in BREAKING and tag != "br":
            self.build.flush()


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _is_skipped(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role", "") in _ROLES or _HIDDEN_STYLE.search(element.get("style", "")[:500]):
        return True
    names = f"{element.get('class', '')[:500]} {element.get('id', '')[:100]}"
    return element.tag not in ("body", "article", "main") and _NAMES.search(names) is not None


def is_data(table: html.HtmlElement) -> bool:
    """Whether a table holds figures and not the layout of an e-mail: nothing stands in its cells but words."""
    if table.get("role") in ("presentation", "none"):
        return False
    if any(isinstance(part.tag, str) and part.tag in _IN_LAYOUT for part in table.iterdescendants()):
        return False
    rows = list(table.iter("tr"))[:200]
    return len(rows) > 1 and max(len(row) for row in rows) > 1
